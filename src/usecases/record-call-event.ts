import type { CallEventKind } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import type { ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type CallFile, insertEvents, type StoredEvent, updateCall } from '../store/calls.ts'
import { findOne } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import type { CallDuty } from './call-duty.ts'
import { type CallScene, sceneOf } from './call-scene.ts'
import { type Deps, transact } from './deps.ts'
import { centreOnly, fileOf, lockOwnCall, refuseEnded } from './own-call.ts'
import { pastInstant, type Reporter } from './read-report.ts'
import { refuseConflict } from './record-attempt.ts'
import { standingEvent } from './sent-again.ts'

/** What may be recorded of a call besides what its own steps record. */
export const RECORDED_EVENTS = [
  'requested',
  'phoned',
  'registered',
  'appointed',
  'defence_refused',
  'protector_refused',
  'paused',
  'resumed'
] as const satisfies readonly CallEventKind[]
export type RecordedEvent = (typeof RECORDED_EVENTS)[number]

export interface EventInput {
  readonly kind: RecordedEvent
  /** Of `appointed`: who. */
  readonly provider?: string
  /** As of an attempt. */
  readonly confirmed: boolean
  readonly at?: string | null
}

/** What agencies know and may say; the rest is the centre's. */
const OF_AGENCIES: readonly RecordedEvent[] = ['requested', 'phoned', 'defence_refused', 'protector_refused']

/** Whether the clocks stand still. */
const isPaused = (events: readonly StoredEvent[]): boolean =>
  inOrder(events).findLast(({ kind }) => kind === 'paused' || kind === 'resumed')?.kind === 'paused'

const inOrder = (events: readonly StoredEvent[]): StoredEvent[] => events.toSorted((a, b) => a.at - b.at || a.position - b.position)
const has = (events: readonly StoredEvent[], kind: CallEventKind): boolean => events.some((event) => event.kind === kind)

/** Whether an event may follow what is on record. */
const MAY_FOLLOW: Readonly<Record<RecordedEvent, (file: CallFile) => boolean>> = {
  requested: ({ events }) => !has(events, 'requested'),
  phoned: () => true,
  registered: ({ events }) => !has(events, 'registered'),
  appointed: () => true,
  // only what somebody is to do, or has registered, can be refused
  defence_refused: ({ call, events }) => call.providerId !== null || has(events, 'appointed'),
  protector_refused: ({ call, events }) => call.providerId !== null || has(events, 'appointed'),
  paused: ({ events }) => !isPaused(events),
  resumed: ({ events }) => isPaused(events)
}

/** The instants between which an event can have happened: the person asked before the agency told, everything else came after that. */
function span({ call, events }: CallFile, kind: RecordedEvent): { readonly from?: Instant; readonly to?: Instant } {
  if (kind === 'requested') return { to: call.reportedAt }
  const switches = inOrder(events).filter((event) => event.kind === 'paused' || event.kind === 'resumed')
  const first = inOrder(events)[0]?.at ?? call.reportedAt
  const last = kind === 'paused' || kind === 'resumed' ? switches.at(-1)?.at : undefined
  return { from: last ?? first }
}

async function appointedIn(deps: Deps, centre: Centre, input: EventInput, scene: CallScene): Promise<ProviderId | null> {
  if (input.provider === undefined) return null
  const fault = (code: 'UNKNOWN_FIELD' | 'BAD_REFERENCE') =>
    new DutyError('BAD_FIELD', { count: 1 }, [{ pointer: '/provider', code, params: { noun: 'provider', ref: input.provider ?? '' } }])
  if (input.kind !== 'appointed') throw fault('UNKNOWN_FIELD')
  const provider = await findOne(deps.db, providerNoun, centre.id, input.provider)
  if (provider === undefined) throw fault('BAD_REFERENCE')
  refuseConflict(scene.stepOf(provider.id), input.confirmed)
  return provider.id
}

/**
 * Records what happened to a call, which starts, stops or pauses its clocks. Whoever is appointed by name has the call from then on, if
 * no conflict of interest keeps them from it. Told again of the same instant, it is the event that is there. Throws CALL_ENDED,
 * CALL_EVENT_ORDER, CENTRE_ONLY, BAD_FIELD.
 */
export const recordCallEvent = (
  deps: Deps,
  centre: Centre,
  id: string,
  input: EventInput,
  duty: Pick<CallDuty, 'post' | 'onDuty'>,
  reporter: Reporter
): Promise<CallScene> =>
  transact(deps, async (deps) => {
    const { kind } = input
    const call = await lockOwnCall(deps, centre, id, reporter)
    if (!OF_AGENCIES.includes(kind)) centreOnly(reporter)
    refuseEnded(call)
    const file = await fileOf(deps, call)
    const known = await standingEvent(deps, centre, file, input, reporter.name)
    if (known !== undefined) return sceneOf(deps, centre, file, duty)
    if (!MAY_FOLLOW[kind](file)) throw new DutyError('CALL_EVENT_ORDER', { kind })
    const at = eventTime(deps, centre, input, file)
    const providerId = await appointedIn(deps, centre, input, await sceneOf(deps, centre, file, duty))
    await insertEvents(deps.db, call, [
      { position: file.events.length + 1, kind, at, by: reporter.name, providerId, confirmed: providerId !== null && input.confirmed }
    ])
    const change = providerId === null ? {} : { status: 'taken' as const, providerId }
    return sceneOf(deps, centre, await fileOf(deps, await updateCall(deps.db, call, change, deps.now())), duty)
  })

function eventTime(deps: Deps, { zone }: Centre, { kind, at: text }: EventInput, file: CallFile): Instant {
  const { from, to = deps.now() } = span(file, kind)
  const errors = fieldErrors()
  const at = pastInstant(errors, '/at', text, { now: to, zone, ...(from !== undefined && { from }) }) ?? to
  errors.throwIfAny()
  return at
}
