import { type AmendedSlots, amendedSlots, type Cutting, cuttingPoint, type SlotChange, stillHolds } from '../domain/amended-slots.ts'
import type { Amendment } from '../domain/amendment.ts'
import type { Override } from '../domain/approval.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { SlotId } from '../domain/ids.ts'
import { dayAt, formatInstant, type Instant } from '../domain/instant.ts'
import type { Publication } from '../domain/publication.ts'
import type { Slot } from '../domain/roster.ts'
import type { SeatRef, Violation } from '../domain/rules/rule.ts'
import { confirmCovers, decideAmendment, listOpenAmendments } from '../store/amendments.ts'
import { getPublication } from '../store/publications.ts'
import { lockRoster, replaceSlots, updateRoster } from '../store/rosters.ts'
import { refuseBreaches } from './breaches.ts'
import { loadCalendar } from './calendar.ts'
import { violationsIn } from './check-roster.ts'
import type { Deps } from './deps.ts'
import { type Issue, issue } from './issue-publication.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'
import { settleSwaps } from './settle-swaps.ts'

/** A published month, locked, with the version that is in force last. */
export interface OpenMonth {
  readonly scene: RosterScene
  readonly newest: Publication
  /** The id of the rest of each slot that is cut in two: the same however often a change is tried. Mutable. */
  readonly tails: Map<SlotId, SlotId>
}

/** Locks a published roster for a change. Throws ROSTER_NOT_PUBLISHED. */
export async function openMonth(deps: Deps, centre: Centre, ref: string): Promise<OpenMonth> {
  const roster = await lockRoster(deps.db, centre.id, ref)
  if (roster.status !== 'published') throw new DutyError('ROSTER_NOT_PUBLISHED', { status: roster.status })
  const newest = await getPublication(deps.db, centre.id, roster.month)
  return { scene: await loadScene(deps, centre, roster), newest, tails: new Map() }
}

/** The scene with other slots. */
export const withSlots = (scene: RosterScene, slots: readonly Slot[]): RosterScene => ({
  ...scene,
  slots,
  context: { ...scene.context, slots }
})

/** From when a change holds: the instant wanted, else now. Throws AMENDS_THE_PAST for one that is over. */
export function changesFrom({ now }: Deps, { zone }: Centre, wanted: Instant | null): Instant {
  const from = wanted ?? now()
  if (from < cuttingPoint(now())) throw new DutyError('AMENDS_THE_PAST', { at: formatInstant(from, zone) })
  return from
}

/** A month as a change would make it. */
export interface AmendedScene extends AmendedSlots {
  readonly scene: RosterScene
}

/** The same, and the breaches in which a seat that it changes takes part. */
export interface AmendedMonth extends AmendedScene {
  readonly violations: readonly Violation[]
  readonly against: readonly Violation[]
}

/** A month that a change is tried on; one that is to be written remembers the ids of what was cut off. */
export type TriedMonth = Pick<OpenMonth, 'scene'> & Partial<Pick<OpenMonth, 'tails'>>

/** Makes a change in memory, and asks no rule. Throws AMENDS_THE_PAST, SEAT_CHANGED. */
export async function amendedScene(deps: Deps, { scene, tails = new Map() }: TriedMonth, change: SlotChange): Promise<AmendedScene> {
  const amended = amendedSlots(scene.slots, change, { zone: scene.centre.zone, tail: await cutter(deps, scene.centre, tails) })
  return { ...amended, scene: withSlots(scene, amended.slots) }
}

/** What the rest of a slot that is cut in two is; its id is kept in `tails`. */
export async function cutter({ db, newId }: Deps, { zone }: Centre, tails: OpenMonth['tails']): Promise<Cutting['tail']> {
  const calendar = await loadCalendar(db)
  return (start, of) => {
    const day = dayAt(start, zone)
    const id = tails.get(of) ?? (newId() as SlotId)
    tails.set(of, id)
    return { id, day, dayKind: calendar.dayOf(day).kind }
  }
}

/** Makes a change in memory, and asks every rule. Throws AMENDS_THE_PAST, SEAT_CHANGED. */
export const amendedMonth = async (deps: Deps, month: TriedMonth, change: SlotChange): Promise<AmendedMonth> =>
  judged(deps, await amendedScene(deps, month, change))

/** Asks every rule about a change. */
export async function judged(deps: Deps, amended: AmendedScene): Promise<AmendedMonth> {
  const violations = await violationsIn(deps, amended.scene)
  return { ...amended, violations, against: violations.filter((each) => concerns(each, amended.changed)) }
}

/** A change answers for what it touches: whatever was broken elsewhere before does not stop it. */
const concerns = (violation: Violation, changed: readonly SeatRef[]): boolean =>
  violation.seats.some(({ slotId, seat }) => changed.some((each) => each.slotId === slotId && each.seat === seat))

/**
 * Writes a change and freezes the month as the next version, in the caller's transaction. Refuses a hard breach in which a changed seat
 * takes part, unless overridden. Open changes that counted on a seat that is now in other hands fail, and say so.
 */
export async function issueAmended(
  deps: Deps,
  { scene: before }: OpenMonth,
  amended: AmendedMonth,
  issued: Omit<Issue, 'violations'>,
  overrides: readonly Override[]
): Promise<Publication> {
  refuseBreaches(amended.against, overrides)
  const { roster, centre } = before
  await replaceSlots(deps.db, roster, before.slots, amended.slots)
  const publication = await issue(deps, amended.scene, { ...issued, violations: amended.violations })
  const moved = await updateRoster(deps.db, roster, {}, deps.now())
  if (publication.number !== null) await confirmCovers(deps.db, centre.id, moved.id, publication.id)
  return publication
}

/**
 * After a version was issued: the papers that covers await are issued with it if it has a number; every other change that counted on a
 * seat now in other hands fails; swaps follow.
 */
export async function settleOpen(deps: Deps, { centre, roster }: RosterScene, slots: readonly Slot[], publication: Publication | null) {
  const open = await listOpenAmendments(deps.db, centre.id, roster.id)
  for (const amendment of open) {
    const decided = decisionOn(amendment, slots, publication, deps.now())
    if (decided !== null) await decideAmendment(deps.db, amendment, { decidedBy: publication?.publishedBy ?? null, ...decided }, deps.now())
  }
  await settleSwaps(deps, centre, roster.id, slots)
}

type Decision = Pick<Amendment, 'status' | 'decision' | 'publicationId'>

function decisionOn(amendment: Amendment, slots: readonly Slot[], publication: Publication | null, now: Instant): Decision | null {
  const isPaper = amendment.takes.length === 0 && amendment.recut === null
  if (isPaper && publication !== null && publication.number !== null) {
    return { status: 'issued', decision: null, publicationId: publication.id }
  }
  const stands = publication !== null && standsOn(slots, amendment, now)
  return stands ? null : { status: 'failed', decision: publication === null ? 'ROSTER_NOT_PUBLISHED' : 'SEAT_CHANGED', publicationId: null }
}

/** Whether the seats that an amendment changes are still as it supposes; those of slots that it adds itself are. */
function standsOn(slots: readonly Slot[], { takes, recut }: Amendment, now: Instant): boolean {
  const own = new Set(recut?.added.map(({ id }) => id))
  return stillHolds(
    slots,
    takes.filter(({ slotId }) => !own.has(slotId)),
    now
  )
}
