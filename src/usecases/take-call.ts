import type { CallContact } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import type { CallId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Settings } from '../domain/settings.ts'
import { insertContact } from '../store/call-contacts.ts'
import { insertCall, insertEvents, type StoredCall, type StoredEvent } from '../store/calls.ts'
import { findSettings } from '../store/settings.ts'
import type { CallDuty } from './call-duty.ts'
import { type CallScene, sceneOf } from './call-scene.ts'
import { openVault, type Vault } from './caller-vault.ts'
import { type Deps, transact } from './deps.ts'
import { eraseAt } from './erase-calls.ts'
import { fileOf } from './own-call.ts'
import { type CallInput, type CaseInput, caseReference, entitlementToday, pastInstant, type Reporter, readContact } from './read-report.ts'
import { standingCall } from './sent-again.ts'

/** What of a report may not be kept: by the centre's setting, or because the installation has no key to protect it. */
export type NotKept = 'contact' | 'caseReference'

/** A report with every text read. */
interface Read {
  readonly requestedAt: Instant | null
  readonly reference: string | null
  readonly entitlement: string | null
  readonly contact: CallContact | null
}

async function readReport(deps: Deps, centre: Centre, input: CallInput): Promise<Read> {
  const errors = fieldErrors()
  const read = {
    requestedAt: pastInstant(errors, '/requestedAt', input.requestedAt, { now: deps.now(), zone: centre.zone }),
    reference: caseReference(errors, input),
    entitlement: await entitlementToday(deps, centre, errors, input.entitlement),
    contact: readContact(errors, input.contact)
  }
  errors.throwIfAny()
  return read
}

/** What may be kept of the report. */
function keepable({ contact, reference }: Read, vault: Vault | undefined, { keepCallers }: Settings) {
  const kept = vault !== undefined && keepCallers ? contact : null
  const notKept: NotKept[] = []
  if (kept === null && contact !== null) notKept.push('contact')
  if (vault === undefined && reference !== null) notKept.push('caseReference')
  return { contact: kept, caseKey: reference === null ? null : (vault?.caseKeyOf(reference) ?? null), notKept }
}

/** What the report makes, before anybody was called. */
export const newCall = (deps: Deps, centre: Centre, input: CaseInput, duty: CallDuty, by: string): StoredCall => ({
  id: deps.newId() as CallId,
  centreId: centre.id,
  version: 1,
  reportedAt: deps.now(),
  reportedBy: by,
  agencyId: duty.agencyId,
  postId: duty.post.id,
  stage: input.stage,
  standing: input.standing,
  inCustody: input.inCustody,
  minor: input.minor,
  entitlement: null,
  caseKey: null,
  interests: input.interests,
  urgency: input.urgency ?? null,
  status: 'open',
  providerId: null,
  caseCode: null,
  endedAt: null,
  eraseAt: null,
  erasedAt: null
})

/** The vault, where there is something to put into it. One that does not open (another key) keeps nothing, and the call is taken still. */
async function vaultFor(deps: Deps, centre: Centre, { contact, reference }: Read): Promise<Vault | undefined> {
  if (contact === null && reference === null) return undefined
  return openVault(deps, centre.id).catch((error: unknown) => {
    if (error instanceof DutyError && error.code === 'CALLER_DATA_UNREADABLE') return undefined
    throw error
  })
}

/** What a report was answered with. */
export interface TakenCall {
  readonly scene: CallScene
  readonly notKept: readonly NotKept[]
  /** false: the same report made it a moment ago. */
  readonly made: boolean
}

/**
 * Takes the report of a person in need and says whom to call. It is always taken: what may not be kept of it is named, not refused. The
 * contact is encrypted before it reaches the database, the case reference only as what tells calls of one case.
 */
export const takeCall = (deps: Deps, centre: Centre, input: CallInput, duty: CallDuty, reporter: Reporter): Promise<TakenCall> =>
  transact(deps, async (deps) => {
    const read = await readReport(deps, centre, input)
    const { settings } = await findSettings(deps.db, centre.id)
    const vault = await vaultFor(deps, centre, read)
    const { contact, caseKey, notKept } = keepable(read, vault, settings)
    const made = newCall(deps, centre, input, duty, reporter.name)
    const call = { ...made, caseKey, entitlement: read.entitlement, eraseAt: contact === null ? null : eraseAt(made, settings) }
    const events = firstEvents(call, read.requestedAt)
    const known = contact !== null && vault !== undefined ? await standingCall(deps, { call, events, contact, vault }) : undefined
    if (known !== undefined) return { scene: await sceneOf(deps, centre, await fileOf(deps, known), duty), notKept, made: false }
    await insertCall(deps.db, call)
    await insertEvents(deps.db, call, events)
    if (contact !== null && vault !== undefined) await insertContact(deps.db, centre.id, call.id, vault.sealContact(call.id, contact))
    return { scene: await sceneOf(deps, centre, await fileOf(deps, call), duty), notKept, made: true }
  })

function firstEvents({ reportedAt, reportedBy: by }: StoredCall, requestedAt: Instant | null): StoredEvent[] {
  const requested = requestedAt === null ? [] : [{ kind: 'requested' as const, at: requestedAt }]
  return [...requested, { kind: 'notified' as const, at: reportedAt }].map((event, index) => ({
    ...event,
    position: index + 1,
    providerId: null,
    by,
    confirmed: false
  }))
}
