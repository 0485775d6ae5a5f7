import { ATTEMPT_OUTCOMES, type Attempt, type AttemptOutcome, type CalledAs, type ConflictRule } from '../domain/call.ts'
import type { Step } from '../domain/call-chain.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import type { ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { parsePhone } from '../domain/phone.ts'
import {
  type CallFile,
  insertAttempt,
  insertEvents,
  putExclusion,
  type StoredAttempt,
  type StoredCall,
  updateCall
} from '../store/calls.ts'
import { findOne } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import { alarmUnanswered, doubtNumber } from './call-alarms.ts'
import type { CallDuty } from './call-duty.ts'
import { type CallScene, sceneOf } from './call-scene.ts'
import { type Deps, transact } from './deps.ts'
import { fileOf, lockOwnCall } from './own-call.ts'
import { pastInstant, type Reporter } from './read-report.ts'
import { standingTry } from './sent-again.ts'
import { numberAnswered } from './verify-number.ts'

/** One try to reach one person, as it is reported. */
export interface AttemptInput {
  /** Who was called; the next of the order where neither is said. */
  readonly provider?: string
  readonly centre?: true
  readonly outcome: AttemptOutcome
  /** Of `refused_conflict`: which rule the person gave. */
  readonly rule?: ConflictRule
  /** The number that was dialled. */
  readonly number?: string
  readonly seconds?: number | null
  /** A person has said that what is to be confirmed (`needsConfirmation`) does not stand against it. */
  readonly confirmed: boolean
  readonly at?: string | null
}

/** Luật TGPL 2017 Điều 25(2)b: what is left to somebody who gives no other reason. */
const UNNAMED: ConflictRule = 'not-objective'

/** What was recorded, and the call as it stands after it. */
export interface Recorded {
  readonly attempt: StoredAttempt
  readonly scene: CallScene
  /** false: it was told already. */
  readonly made: boolean
}

interface Called {
  readonly providerId: ProviderId | null
  readonly as: CalledAs
  readonly step: Step | undefined
}

/** Whom the try reached for: whoever is named, else the next of the order. */
async function calledIn(
  deps: Deps,
  centre: Centre,
  input: AttemptInput,
  scene: CallScene,
  errors: FieldErrors
): Promise<Called | undefined> {
  if (input.provider !== undefined) return personCalled(deps, centre, input.provider, scene, errors)
  const step = input.centre ? scene.chain.order.at(-1) : scene.chain.next
  if (!step) errors.add('/provider', 'MISSING_FIELD')
  return step ? { providerId: step.providerId, as: step.as, step } : undefined
}

async function personCalled(deps: Deps, centre: Centre, ref: string, scene: CallScene, errors: FieldErrors): Promise<Called | undefined> {
  const provider = await findOne(deps.db, providerNoun, centre.id, ref)
  if (provider === undefined) errors.add('/provider', 'BAD_REFERENCE', { noun: 'provider', ref })
  const step = provider && scene.stepOf(provider.id)
  return provider && { providerId: provider.id, as: step?.as ?? 'stand_in', step }
}

/** Luật TGPL 2017 Điều 17, 25(1): only officers with a card and contract lawyers, and none who is barred. */
const MAY_NOT_SERVE = 'Luật TGPL 2017 Điều 17, Điều 25(1)'

/** Nobody takes a call whom the law keeps from it, or of whom a person has yet to say that the interests do not conflict. */
export function refuseConflict(step: Step | undefined, confirmed: boolean): void {
  const basis = step === undefined ? MAY_NOT_SERVE : (step.conflict?.basis ?? '')
  if (step === undefined || step.state === 'excluded' || (step.needsConfirmation && !confirmed))
    throw new DutyError('CONFLICT_OF_INTEREST', { basis })
}

interface ReadAttempt extends Called {
  readonly attempt: StoredAttempt
  /** E.164. */
  readonly number: string | null
}

async function readAttempt(deps: Deps, centre: Centre, input: AttemptInput, scene: CallScene, reporter: Reporter): Promise<ReadAttempt> {
  const errors = fieldErrors()
  const { attempts } = scene.file
  const called = await calledIn(deps, centre, input, scene, errors)
  const number = dialled(errors, input.number)
  const limits = { from: earliest(scene.file), now: deps.now(), zone: centre.zone }
  const at = pastInstant(errors, '/at', input.at, limits) ?? deps.now()
  refuseOdd(errors, input, called)
  errors.throwIfAny()
  const { providerId, as, step } = called as Called
  const { outcome, seconds = null } = input
  const attempt = { position: attempts.length + 1, at, as, providerId, outcome, by: reporter.name, seconds, confirmed: input.confirmed }
  return { providerId, as, step, attempt, number }
}

/** A try is told after it happened, and in order: not before the last one, nor before the person asked. */
const earliest = ({ attempts, events, call }: CallFile): Instant => attempts.at(-1)?.at ?? events[0]?.at ?? call.reportedAt

const dialled = (errors: FieldErrors, text: string | undefined): string | null =>
  text === undefined ? null : (errors.try('/number', () => parsePhone(text).e164) ?? null)

/** What does not belong together. */
function refuseOdd(errors: FieldErrors, { provider, centre, rule, outcome }: AttemptInput, called: Called | undefined): void {
  if (provider !== undefined && centre) errors.add('/centre', 'DUPLICATE_ITEM', { value: provider })
  if (rule !== undefined && outcome !== 'refused_conflict') errors.add('/rule', 'UNKNOWN_FIELD')
  if (called?.providerId === null && outcome === 'refused_conflict')
    errors.add('/outcome', 'BAD_VALUE', { allowed: ATTEMPT_OUTCOMES.filter((each) => each !== outcome).join(', ') })
}

/** A call that somebody has taken is tried no more, but by whom the centre appoints after it took the call itself. */
function refuseTaken({ status, providerId, endedAt }: StoredCall, input: AttemptInput): void {
  const handedOn = status === 'taken' && providerId === null && input.provider !== undefined
  if (endedAt !== null || (status === 'taken' && !handedOn)) throw new DutyError('CALL_ENDED', { status })
}

/** Records one try and says at once who is next; at the end of the order the planner is alarmed in the same transaction. */
export const recordAttempt = (
  deps: Deps,
  centre: Centre,
  id: string,
  input: AttemptInput,
  duty: Pick<CallDuty, 'post' | 'onDuty'>,
  reporter: Reporter
): Promise<Recorded> =>
  transact(deps, async (deps) => {
    const call = await lockOwnCall(deps, centre, id, reporter)
    const file = await fileOf(deps, call)
    const known = await standingTry(deps, centre, file, input, reporter.name)
    if (known !== undefined) return { attempt: known, scene: await sceneOf(deps, centre, file, duty), made: false }
    refuseTaken(call, input)
    const before = await sceneOf(deps, centre, file, duty)
    const read = await readAttempt(deps, centre, input, before, reporter)
    if (input.outcome === 'answered' && read.providerId !== null) refuseConflict(read.step, input.confirmed)
    await insertAttempt(deps.db, call, read.attempt)
    await followUp(deps, centre, before.file, read, input.rule)
    const scene = await settle(deps, centre, call, duty, read.attempt)
    return { attempt: read.attempt, scene, made: true }
  })

/** What an outcome means beside the try itself. */
async function followUp(
  deps: Deps,
  centre: Centre,
  { call, exclusions, events }: CallFile,
  read: ReadAttempt,
  rule: ConflictRule = UNNAMED
) {
  const { providerId, attempt, number } = read
  const { outcome, at, by } = attempt
  if (outcome === 'refused_conflict')
    await putExclusion(deps.db, call, { position: exclusions.length + 1, providerId, rule, confirmed: true, at, by })
  if (providerId !== null) await learnOfNumber(deps, centre, call, { providerId, outcome, number, by })
  if (outcome === 'answered' && !events.some(({ kind }) => kind === 'phoned'))
    await insertEvents(deps.db, call, [{ position: events.length + 1, kind: 'phoned', at, by, providerId: null, confirmed: false }])
}

interface Dialled {
  readonly providerId: ProviderId
  readonly outcome: AttemptOutcome
  readonly number: string | null
  readonly by: string
}

/** A number that is said to have been answered counts as verified today; a wrong one no longer does. */
async function learnOfNumber(deps: Deps, centre: Centre, call: StoredCall, { providerId, outcome, number, by }: Dialled): Promise<void> {
  if (outcome === 'wrong_number') await doubtNumber(deps, centre, call, providerId, number)
  if (outcome === 'answered' && number !== null) await numberAnswered(deps, centre, providerId, number, by)
}

/** The call after a try or an exclusion: taken, still open, or unanswered, of which the planner is told when it becomes so. */
export async function settle(
  deps: Deps,
  centre: Centre,
  call: StoredCall,
  duty: Pick<CallDuty, 'post' | 'onDuty'>,
  tried?: Pick<Attempt, 'outcome' | 'providerId'>
): Promise<CallScene> {
  const scene = await sceneOf(deps, centre, await fileOf(deps, call), duty)
  const change = tried?.outcome === 'answered' ? { status: 'taken' as const, providerId: tried.providerId } : stillTaken(scene)
  const settled = await updateCall(deps.db, call, change, deps.now())
  if (settled.status === 'unanswered' && call.status !== 'unanswered') await alarmUnanswered(deps, centre, settled)
  return { ...scene, file: { ...scene.file, call: settled } }
}

/** Whoever has taken a call keeps it unless something against them came up. */
function stillTaken({ file: { call }, chain, stepOf }: CallScene): Pick<StoredCall, 'status' | 'providerId'> {
  const { status, providerId } = call
  const left = status !== 'taken' || (providerId !== null && stepOf(providerId)?.state === 'excluded')
  if (!left) return { status, providerId }
  return { status: chain.next === null ? 'unanswered' : 'open', providerId: null }
}
