import { DutyError, type DutyErrorCode } from '../domain/errors.ts'

/** What a constraint of the database says when it refuses, and the field at fault where there is one. */
interface Refusal {
  readonly code: DutyErrorCode
  readonly pointer?: string
}

/** Constraint name to refusal. Foreign keys not named here speak of something still in use, or of something that has just gone. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  centres_code_taken: { code: 'CODE_TAKEN', pointer: '/code' },
  branches_code_taken: { code: 'CODE_TAKEN', pointer: '/code' },
  agencies_code_taken: { code: 'CODE_TAKEN', pointer: '/code' },
  agency_kinds_pkey: { code: 'CODE_TAKEN', pointer: '/code' },
  providers_code_taken: { code: 'CODE_TAKEN', pointer: '/code' },
  posts_code_taken: { code: 'CODE_TAKEN', pointer: '/code' },
  calendar_notices_number_taken: { code: 'CODE_TAKEN', pointer: '/number' },
  provider_contracts_apart: { code: 'CONTRACT_OVERLAP', pointer: '/contracts' },
  provider_contracts_pk: { code: 'CONTRACT_OVERLAP', pointer: '/contracts' },
  provider_contracts_three_years: { code: 'CONTRACT_TOO_LONG', pointer: '/contracts' },
  rosters_month_taken: { code: 'ROSTER_EXISTS', pointer: '/month' },
  jobs_one_plan_per_roster: { code: 'PLAN_RUNNING' },
  slots_apart: { code: 'SLOT_OVERLAP' },
  duties_one_person_per_seat: { code: 'DOUBLE_DUTY' },
  duties_on_site_alone: { code: 'DOUBLE_DUTY' },
  duties_on_site_or_phone: { code: 'DOUBLE_DUTY' },
  duties_same_slot_once: { code: 'DOUBLE_DUTY' },
  duties_provider: { code: 'HAS_HISTORY' },
  ledger_provider: { code: 'HAS_HISTORY' },
  calls_provider: { code: 'HAS_HISTORY' },
  call_attempts_provider: { code: 'HAS_HISTORY' },
  call_exclusions_provider: { code: 'HAS_HISTORY' },
  call_events_provider: { code: 'HAS_HISTORY' },
  entitlements_apart: { code: 'CONFLICTING_WRITE', pointer: '/from' },
  publications_number_taken: { code: 'NUMBER_TAKEN', pointer: '/number' },
  signers_code_taken: { code: 'CODE_TAKEN', pointer: '/code' },
  webhooks_code_taken: { code: 'CODE_TAKEN', pointer: '/code' },
  publications_version_taken: { code: 'ROSTER_ALREADY_PUBLISHED' },
  publications_frozen: { code: 'ROSTER_ALREADY_PUBLISHED' }
}

/** Classes of SQLSTATE that speak for themselves. */
const STATES: Readonly<Record<string, DutyErrorCode>> = { '40001': 'CONFLICTING_WRITE', '40P01': 'CONFLICTING_WRITE', '23503': 'IN_USE' }

/**
 * Errors of the driver when the server is not there or cannot do it now: node's own codes, and SQLSTATE classes 08 (connection), 53
 * (resources), 57P0x (shutting down), with 25P03 (idle too long), 25006 (only reads, as a standby does) and all that speaks of damage.
 */
const GONE = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|08|53|57P0|58|XX|F0|25P03|25006)/
/** SQLSTATE classes 58 (the system under it: a file is missing, or cannot be read), XX (data, an index, its own lists broken), F0 (its settings). */
const DAMAGE = /^(58|XX|F0)/
/** It is there, and gave a statement up: for a lock that another one held for too long (55P03), or for its own length (57014). */
const BUSY = /^(55P03|57014)$/
const GONE_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Client (has encountered a connection error|was closed)|Cannot use a pool after calling end|PGlite is clos/

interface DatabaseError {
  readonly code?: unknown
  readonly constraint?: unknown
  readonly message?: unknown
  readonly cause?: unknown
}

/** The deepest error of a chain of causes: drizzle wraps what the driver threw, and the job queue copies it into an object of its own. */
function root(error: unknown): DatabaseError | undefined {
  let found: DatabaseError | undefined
  for (let at = error; typeof at === 'object' && at !== null; at = (at as DatabaseError).cause) found = at
  return found
}

/** The embedded database has come to an end: its code was aborted, or its files cannot be read or written. */
const isBroken = (cause: DatabaseError | undefined): boolean =>
  cause instanceof WebAssembly.RuntimeError ||
  (cause as { name?: string } | undefined)?.name === 'ErrnoError' ||
  // what it says for ever once it has panicked: no room for its log, say
  /^cannot drop active portal/.test(String(cause?.message))

const OUTAGES: ReadonlySet<DutyErrorCode> = new Set(['DATABASE_UNAVAILABLE', 'DATABASE_BUSY'])

/**
 * DATABASE_UNAVAILABLE when the error says that the database is out of reach, DATABASE_BUSY when it is there and did not do it in time;
 * undefined for any other. Either way nothing was done, and may be tried again.
 */
export function findOutage(error: unknown): DutyError | undefined {
  if (error instanceof DutyError) return OUTAGES.has(error.code) ? error : undefined
  const cause = root(error)
  const code = String(cause?.code ?? '')
  if (BUSY.test(code)) return new DutyError('DATABASE_BUSY')
  const gone = GONE.test(code) || GONE_TEXT.test(String(cause?.message ?? '')) || isBroken(cause)
  return gone ? unavailable(error) : undefined
}

/** The refusal of what needs the database, which knows why. */
export const unavailable = (why: unknown): DutyError => Object.assign(new DutyError('DATABASE_UNAVAILABLE'), { cause: why })

/** Whether the error says that data of the database is damaged, or that the embedded one has stopped; undefined for any other. */
export function findDamage(error: unknown): 'damaged' | 'stopped' | undefined {
  const cause = root(error)
  if (isBroken(cause)) return 'stopped'
  return DAMAGE.test(String(cause?.code ?? '')) ? 'damaged' : undefined
}

/** What the driver or the server calls the fault: a code, or words without anything of the statement. */
export function reasonOf(error: unknown): string {
  const cause = root(error)
  return String(cause?.code ?? cause?.message ?? error)
}

/** The refusal that a database error stands for; undefined when it is none that we know, and so a defect. */
export function refusal(error: unknown): DutyError | undefined {
  const outage = findOutage(error)
  if (outage) return outage
  const cause = root(error)
  const code = String(cause?.code ?? '')
  const named = REFUSALS[String(cause?.constraint ?? '')]
  if (named) return new DutyError(named.code, {}, named.pointer ? [{ pointer: named.pointer, code: named.code }] : [])
  const state = STATES[code]
  return state && new DutyError(state, { constraint: String(cause?.constraint ?? '') })
}
