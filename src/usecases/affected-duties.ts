import type { Centre } from '../domain/centre.ts'
import { addDays, addMonths, type Day, monthOf } from '../domain/day.ts'
import type { Candidate } from '../domain/explanation.ts'
import type { ProviderId } from '../domain/ids.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import type { Seat } from '../domain/post.ts'
import type { Roster, Slot } from '../domain/roster.ts'
import type { RuleContext, Violation } from '../domain/rules/rule.ts'
import { absenceNoun, engagementNoun } from '../store/absences.ts'
import { getOne } from '../store/noun.ts'
import { listRosters } from '../store/rosters.ts'
import { violationsIn } from './check-roster.ts'
import { type Deps, transact } from './deps.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'
import { candidatesWithout, NAMED_CANDIDATES } from './stand-ins.ts'

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

/** What somebody cannot or better not do because of one entry; `without` is the context as if it had not been made. */
interface Entry {
  readonly providerId: ProviderId
  readonly from: Day
  readonly to: Day
  readonly without: (context: RuleContext) => RuleContext
}

/** The duties to come, of what is published and of drafts, that an absence concerns. Nothing changes. Throws NOT_FOUND. */
export const affectedByAbsence = (deps: Deps, centre: Centre, ref: string): Promise<AffectedDuty[]> =>
  transact(deps, async (deps) => {
    const { id, providerId, from, to } = await getOne(deps.db, absenceNoun, centre.id, ref)
    const without = (context: RuleContext): RuleContext => ({
      ...context,
      absencesOf: (person) => context.absencesOf(person).filter((absence) => absence.id !== id)
    })
    return affected(deps, centre, { providerId, from, to, without })
  })

/** The duties to come, of what is published and of drafts, that an engagement concerns. Nothing changes. Throws NOT_FOUND. */
export const affectedByEngagement = (deps: Deps, centre: Centre, ref: string): Promise<AffectedDuty[]> =>
  transact(deps, async (deps) => {
    const { id, providerId, start, end } = await getOne(deps.db, engagementNoun, centre.id, ref)
    const without = (context: RuleContext): RuleContext => ({
      ...context,
      engagementsOf: (person) => context.engagementsOf(person).filter((engagement) => engagement.id !== id)
    })
    const [from, to] = [dayAt(start, centre.zone), dayAt((end - 1) as Instant, centre.zone)]
    return affected(deps, centre, { providerId, from, to, without })
  })

async function affected(deps: Deps, centre: Centre, entry: Entry): Promise<AffectedDuty[]> {
  const found: AffectedDuty[] = []
  for (const roster of await rostersTouched(deps, centre, entry)) {
    const scene = await loadScene(deps, centre, roster)
    for (const duty of affectedIn(deps, scene, entry)) found.push({ ...duty, roster, ...(await standInsFor(deps, scene, entry, duty)) })
  }
  return found
}

/** The rosters that hold duties near those days, the earliest month first. */
async function rostersTouched({ db }: Deps, centre: Centre, { from, to }: Entry): Promise<Roster[]> {
  const [first, last] = [monthOf(addDays(from, -LONGEST_SLOT_DAYS)), monthOf(addDays(to, 1))]
  const all = await listRosters(db, centre.id, A_CENTURY, addMonths(last, 1))
  return all.filter(({ month }) => first <= month).reverse()
}

type Found = Pick<AffectedDuty, 'slot' | 'seat' | 'against'>

/** The rules say it: their duties to come in a breach that is there with the entry and not without it. */
function affectedIn({ now }: Deps, scene: RosterScene, { providerId, without }: Entry): Found[] {
  const before = { ...scene, context: without(scene.context) }
  const fresh = newBreaches(violationsIn(before), violationsIn(scene))
  return scene.slots
    .filter(({ end }) => end > now())
    .flatMap((slot) =>
      slot.seats
        .filter((seat) => seat.providerId === providerId)
        .map(({ seat }) => ({
          slot,
          seat,
          against: fresh.filter(({ seats }) => seats.some((ref) => ref.slotId === slot.id && ref.seat === seat))
        }))
        .filter(({ against }) => against.length > 0)
    )
}

/** The breaches that are in the later list more often than in the earlier. */
function newBreaches(before: readonly Violation[], after: readonly Violation[]): Violation[] {
  const counts = new Map<string, number>()
  for (const each of before) counts.set(JSON.stringify(each), (counts.get(JSON.stringify(each)) ?? 0) + 1)
  return after.filter((each) => {
    const left = counts.get(JSON.stringify(each)) ?? 0
    counts.set(JSON.stringify(each), left - 1)
    return left <= 0
  })
}

/** Whoever is free to take what is left of the duty. */
async function standInsFor(deps: Deps, scene: RosterScene, { providerId }: Entry, { slot, seat }: Found) {
  const take = { slotId: slot.id, seat, from: providerId, to: null }
  const without = await candidatesWithout(deps, { scene }, { slot, takes: [take], from: deps.now() })
  const free = without.candidates.filter((each) => each.rank !== null && each.providerId !== providerId)
  return { standIns: free.slice(0, NAMED_CANDIDATES), scene: without.scene }
}
