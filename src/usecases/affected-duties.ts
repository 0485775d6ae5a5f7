import type { Centre } from '../domain/centre.ts'
import { addDays, addMonths, type Day, type Month, monthOf } from '../domain/day.ts'
import type { Candidate } from '../domain/explanation.ts'
import type { ProviderId } from '../domain/ids.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import type { Seat } from '../domain/post.ts'
import type { Roster, Slot } from '../domain/roster.ts'
import type { RuleFacts } from '../domain/rules/facts.ts'
import type { Violation } from '../domain/rules/rule.ts'
import { absenceNoun, engagementNoun } from '../store/absences.ts'
import { getOne } from '../store/noun.ts'
import { listRosters } from '../store/rosters.ts'
import { amendedScene } from './amend-month.ts'
import { compute } from './compute.ts'
import { type Deps, transact } from './deps.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'
import { standInsFor } from './stand-ins.ts'

/** A duty to come that an absence or engagement makes impossible (a hard breach) or awkward (soft ones), and who could stand in. */
export interface AffectedDuty {
  readonly roster: Roster
  readonly slot: Slot
  readonly seat: Seat
  readonly against: readonly Violation[]
  /** Those free to take it, best first. */
  readonly standIns: readonly Candidate[]
  readonly scene: RosterScene
}

/** A duty of the longest slots begins at most so many days before the day it touches. */
const LONGEST_SLOT_DAYS = 31
/** More months than any centre has rosters of. */
const A_CENTURY = 1200

/** Months that one answer looks into: each takes what a question takes. */
const MOST_MONTHS = 3

/** The duties of some months, and from which month on there may be more. */
export interface AffectedDuties {
  readonly items: readonly AffectedDuty[]
  readonly next: Month | null
}

/** What somebody cannot or better not do because of one entry; `without` is what rules know as if it had not been made. */
interface Entry {
  readonly providerId: ProviderId
  readonly from: Day
  readonly to: Day
  readonly without: (facts: RuleFacts) => RuleFacts
}

/** The duties to come, of what is published and of drafts, that an absence concerns, from that month on. Nothing changes. Throws NOT_FOUND. */
export async function affectedByAbsence(deps: Deps, centre: Centre, ref: string, since?: Month): Promise<AffectedDuties> {
  const { id, providerId, from, to } = await getOne(deps.db, absenceNoun, centre.id, ref)
  const without = (facts: RuleFacts): RuleFacts => ({ ...facts, absences: facts.absences.filter((absence) => absence.id !== id) })
  return affected(deps, centre, { providerId, from, to, without }, since)
}

/** The duties to come, of what is published and of drafts, that an engagement concerns, from that month on. Nothing changes. Throws NOT_FOUND. */
export async function affectedByEngagement(deps: Deps, centre: Centre, ref: string, since?: Month): Promise<AffectedDuties> {
  const { id, providerId, start, end } = await getOne(deps.db, engagementNoun, centre.id, ref)
  const without = (facts: RuleFacts): RuleFacts => ({
    ...facts,
    engagements: facts.engagements.filter((engagement) => engagement.id !== id)
  })
  const [from, to] = [dayAt(start, centre.zone), dayAt((end - 1) as Instant, centre.zone)]
  return affected(deps, centre, { providerId, from, to, without }, since)
}

/** Each roster by the data of the moment it is read at, from one instant on. */
async function affected(deps: Deps, centre: Centre, entry: Entry, since?: Month): Promise<AffectedDuties> {
  const now = deps.now()
  const touched = (await rostersTouched(deps, centre, entry)).filter(({ month }) => since === undefined || month >= since)
  const found: AffectedDuty[] = []
  for (const roster of touched.slice(0, MOST_MONTHS)) {
    const scene = await transact(deps, (deps) => loadScene(deps, centre, roster))
    found.push(...(await withStandIns(deps, scene, entry, await affectedIn(deps, scene, entry, now), now)))
  }
  return { items: found, next: touched[MOST_MONTHS]?.month ?? null }
}

/** The rosters that hold duties to come near those days, the earliest month first. */
async function rostersTouched({ db, now }: Deps, centre: Centre, { from, to }: Entry): Promise<Roster[]> {
  const today = dayAt(now(), centre.zone)
  const [first, last] = [monthOf(addDays(from > today ? from : today, -LONGEST_SLOT_DAYS)), monthOf(addDays(to, 1))]
  const all = await listRosters(db, centre.id, A_CENTURY, addMonths(last, 1))
  return all.filter(({ month }) => first <= month).reverse()
}

type Found = Pick<AffectedDuty, 'slot' | 'seat' | 'against'>

/** The rules say it: their duties to come in a breach that is there with the entry and not without it. */
async function affectedIn(
  deps: Deps,
  { centre, roster, slots, settled, facts }: RosterScene,
  { providerId, without }: Entry,
  from: Instant
): Promise<Found[]> {
  const before = without(facts)
  const fresh = await compute(deps, centre, 'newViolations', { month: roster.month, facts, slots, settled, before })
  return slots
    .filter(({ end }) => end > from)
    .flatMap((slot) =>
      slot.seats
        .filter((seat) => seat.providerId === providerId)
        .map(({ seat }): Found => {
          const against = fresh.filter(({ seats }) => seats.some((ref) => ref.slotId === slot.id && ref.seat === seat))
          return { slot, seat, against }
        })
        .filter(({ against }) => against.length > 0)
    )
}

/** Each duty by itself, with whoever is free to take what is left of it. */
async function withStandIns(
  deps: Deps,
  scene: RosterScene,
  { providerId }: Entry,
  duties: readonly Found[],
  from: Instant
): Promise<AffectedDuty[]> {
  const month = { scene, tails: new Map() }
  const left = duties.map(({ slot, seat }) => ({ slotId: slot.id, seat, by: providerId }))
  const found = await standInsFor(deps, month, { left, from, fill: null })
  const answers: AffectedDuty[] = []
  for (const [at, duty] of duties.entries()) {
    const takes = [{ slotId: duty.slot.id, seat: duty.seat, from: providerId, to: null }]
    const without = await amendedScene(deps, month, { takes, recut: null, from })
    answers.push({ ...duty, roster: scene.roster, standIns: found[at]?.candidates ?? [], scene: without.scene })
  }
  return answers
}
