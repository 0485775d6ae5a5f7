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
 * (resources), 57P0x (shutting down), 28 (lets nobody in), with 25P03 (idle too long), 25006 (only reads, as a standby does), 3D000 (the
 * database is gone), 3F000 and 42P01 (what was in it is), 42501 (a right on it is), and all that speaks of damage.
 */
const GONE = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|08|28|53|57P0|58|XX|F0|25P03|25006|3D000|3F000|42P01|42501)/
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

/** An error and its causes, the deepest last: drizzle wraps what the driver threw, and the job queue copies it into an object of its own. */
function chainOf(error: unknown): DatabaseError[] {
  const chain: DatabaseError[] = []
  for (let at = error; typeof at === 'object' && at !== null; at = (at as DatabaseError).cause) chain.push(at)
  return chain
}

const root = (error: unknown): DatabaseError | undefined => chainOf(error).at(-1)

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
  const chain = chainOf(error)
  if (chain.some(isBusy)) return new DutyError('DATABASE_BUSY')
  // what was refused for that, told by somebody else
  return chain.some(({ code }) => code === 'DATABASE_UNAVAILABLE') || isGone(chain.at(-1)) ? unavailable(error) : undefined
}

const isBusy = ({ code }: DatabaseError): boolean => code === 'DATABASE_BUSY' || BUSY.test(String(code ?? ''))

const isGone = (cause: DatabaseError | undefined): boolean =>
  GONE.test(String(cause?.code ?? '')) || GONE_TEXT.test(String(cause?.message ?? '')) || isBroken(cause)

/** The refusal of what needs the database, which knows why. */
export const unavailable = (why: unknown): DutyError => Object.assign(new DutyError('DATABASE_UNAVAILABLE'), { cause: why })

/** Whether the error says that data of the database is damaged, or that the embedded one has stopped; undefined for any other. */
export function findDamage(error: unknown): 'damaged' | 'stopped' | undefined {
  const cause = root(error)
  if (isBroken(cause)) return 'stopped'
  return DAMAGE.test(String(cause?.code ?? '')) ? 'damaged' : undefined
}

/** What keeps the database from its work, as far as somebody mends it differently. */
export type OutageKind =
  | 'away'
  | 'crowded'
  | 'full'
  | 'reads_only'
  | 'lets_nobody_in'
  | 'no_database'
  | 'emptied'
  | 'no_right'
  | 'damaged'
  | 'stopped'

const KINDS: readonly (readonly [code: RegExp, kind: OutageKind])[] = [
  [/^53100$/, 'full'],
  [/^53/, 'crowded'],
  [/^25006$/, 'reads_only'],
  [/^28/, 'lets_nobody_in'],
  [/^3D000$/, 'no_database'],
  [/^(3F000|42P01)$/, 'emptied'],
  [/^42501$/, 'no_right']
]

/** Which outage an error speaks of that speaks of one. */
export function kindOf(error: unknown): OutageKind {
  const code = String(root(error)?.code ?? '')
  return findDamage(error) ?? KINDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'away'
}

/** Of these classes the words say what the code leaves open: which user, database, table. */
const NAMES_IT = /^(28|3D|3F|42)/

/** What the driver or the server calls the fault: a code, or words without anything of the statement. */
export function reasonOf(error: unknown): string {
  const { code, message } = root(error) ?? { message: error }
  if (code === undefined) return String(message)
  return NAMES_IT.test(String(code)) ? `${String(code)}: ${String(message)}` : String(code)
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
