import { DEFAULT_WEIGHTS } from '../domain/burden.ts'
import type { Calendar } from '../domain/calendar.ts'
import type { Centre } from '../domain/centre.ts'
import { addMonths, type Month, monthOf } from '../domain/day.ts'
import { compare, type RosterId, type SlotId } from '../domain/ids.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import { type Post, SEATS, type Seat } from '../domain/post.ts'
import type { Provider } from '../domain/provider.ts'
import { type Duty, dutiesOf, type Roster, type Slot } from '../domain/roster.ts'
import { slotsOf } from '../domain/slot.ts'
import { type PreviewTurn, previewTurns, rotated } from '../planning/preview.ts'
import type { Problem } from '../planning/problem.ts'
import { getOne } from '../store/noun.ts'
import { postNoun } from '../store/posts.ts'
import { findRotationsBefore, listPublications } from '../store/publications.ts'
import { listNeighbours } from '../store/rosters.ts'
import { loadCalendar } from './calendar.ts'
import { type Deps, transact } from './deps.ts'
import { emptySeats } from './draft-roster.ts'
import { loadScene } from './roster-scene.ts'

/** What one person would serve of the cycles of a seat, and what is due to them by weight, in turns. */
export interface PreviewTotal {
  readonly provider: Provider
  readonly turns: number
  readonly due: number
}

/** The coming turns of one seat. */
export interface SeatPreview {
  readonly seat: Seat
  readonly turns: readonly PreviewTurn[]
  readonly totals: readonly PreviewTotal[]
}

export interface RotationPreview {
  readonly post: Post
  readonly from: Month
  readonly to: Month
  readonly seats: readonly SeatPreview[]
  /** Everybody of the centre, so that turns can be shown with names. */
  readonly providers: readonly Provider[]
}

/** Where one month leaves the next. */
interface Reached extends Pick<Problem, 'rotations'> {
  /** What was served before the month; null = as it stands in the centre's rosters. */
  readonly settled: readonly Duty[] | null
  readonly until: Instant | undefined
}

/** What stays the same from month to month. */
interface Journey {
  readonly deps: Deps
  readonly centre: Centre
  readonly post: Post
  readonly calendar: Calendar
}

/** The first month that no publication answers for, but none that is over. */
async function firstOpenMonth(deps: Deps, centre: Centre): Promise<Month> {
  const [last] = await listPublications(deps.db, centre.id, 1)
  const current = monthOf(dayAt(deps.now(), centre.zone))
  return last !== undefined && last.month >= current ? addMonths(last.month, 1) : current
}

/** The month as a problem of this post alone, with what is known by now of everybody's leave, contracts and cards. */
async function problemOf({ deps, centre, post, calendar }: Journey, month: Month, reached: Reached): Promise<Problem> {
  const now = deps.now()
  const roster: Roster = {
    id: deps.newId() as RosterId,
    centreId: centre.id,
    version: 1,
    month,
    status: 'draft',
    seed: 1,
    plannedAt: null,
    submittedBy: null,
    approval: null,
    createdAt: now
  }
  const { settled, providers, rules, context } = await loadScene(deps, centre, roster)
  const { firstWeekday, zone } = centre
  const slots = slotsOf(post, month, calendar, zone, { firstWeekday, carriedUntil: reached.until })
    .map((plan): Slot => ({ ...plan, id: deps.newId() as SlotId, seats: emptySeats(post, plan) }))
    .filter((slot) => slot.seats.length > 0)
  return {
    slots,
    posts: [post],
    providers: providers.toSorted((a, b) => compare(a.id, b.id)),
    settled: reached.settled ?? settled,
    rules,
    context: { ...context, slots },
    seed: 1,
    carried: new Map(),
    weights: DEFAULT_WEIGHTS,
    rotations: reached.rotations
  }
}

/** A turn that runs on from the month before is one turn with what was seen of it there. */
function join(turns: readonly PreviewTurn[], more: readonly PreviewTurn[]): PreviewTurn[] {
  const begun = new Map(turns.map((turn) => [`${turn.seat}/${turn.unit}`, turn]))
  for (const turn of more) {
    const before = begun.get(`${turn.seat}/${turn.unit}`)
    begun.set(`${turn.seat}/${turn.unit}`, before === undefined ? turn : { ...before, to: turn.to })
  }
  return [...begun.values()]
}

function previewOf(seat: Seat, all: readonly PreviewTurn[], providers: readonly Provider[]): SeatPreview {
  const turns = all.filter((turn) => turn.seat === seat)
  const ofCycle = turns.filter((turn) => turn.cycle !== null)
  const totals = providers.map((provider) => ({
    provider,
    turns: ofCycle.filter((turn) => turn.providerId === provider.id).length,
    due: ofCycle.reduce((sum, turn) => sum + (turn.due.get(provider.id) ?? 0), 0)
  }))
  return { seat, turns, totals: totals.filter(({ turns, due }) => turns > 0 || due > 0) }
}

/**
 * What the cycles of a post would do over so many months from the first that is not published, if nothing but each person's own hard
 * rules (leave, contract, service, card, as known by now) came between. Writes nothing.
 */
export const previewRotation = (deps: Deps, centre: Centre, ref: string, months: number): Promise<RotationPreview> =>
  transact(deps, async (deps) => {
    const post = await getOne(deps.db, postNoun, centre.id, ref)
    const journey = { deps, centre, post, calendar: await loadCalendar(deps.db) }
    const from = await firstOpenMonth(deps, centre)
    const rotations = new Map(Object.entries(await findRotationsBefore(deps.db, centre.id, from)))
    const until = (await listNeighbours(deps.db, centre.id, from)).get(post.id)?.carriedUntil
    let reached: Reached = { rotations, settled: null, until }
    let turns: PreviewTurn[] = []
    let providers: readonly Provider[] = []
    for (let at = 0; at < months; at += 1) {
      const month = rotated(await problemOf(journey, addMonths(from, at), reached))
      turns = join(turns, previewTurns(post, month))
      const settled = dutiesOf(month.slots).map((duty) => ({ ...duty, settled: true }))
      reached = { rotations: month.rotations, settled, until: month.slots.at(-1)?.end ?? reached.until }
      providers = month.providers
    }
    const seats = SEATS.map((seat) => previewOf(seat, turns, providers)).filter((seat) => seat.turns.length > 0)
    return { post, from, to: addMonths(from, months - 1), seats, providers }
  })
