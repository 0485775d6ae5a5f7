import { DEFAULT_WEIGHTS } from '../../domain/burden.ts'
import { buildCalendar, type Calendar, type Notice } from '../../domain/calendar.ts'
import { addMonths, firstDay, type Month } from '../../domain/day.ts'
import { compare, type ProviderId, type SlotId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { type Post, SEATS, type Seat } from '../../domain/post.ts'
import { type Duty, dutiesOf, emptySeats, type Slot } from '../../domain/roster.ts'
import { rules as allRules } from '../../domain/rules/all.ts'
import { contextOf, type RuleFacts } from '../../domain/rules/facts.ts'
import { rulesInForce } from '../../domain/rules/settings.ts'
import { slotsOf } from '../../domain/slot.ts'
import { type PreviewTurn, previewTurns, rotated } from '../preview.ts'
import type { Problem } from '../problem.ts'

/** Where one month leaves the next. */
export interface Reached extends Pick<Problem, 'rotations'> {
  /** What was served before the month. */
  readonly settled: readonly Duty[]
  readonly until: Instant | undefined
}

/** The cycles of a post to be run on for so many months, by what is known now. */
export interface RotationTask {
  readonly post: Post
  readonly from: Month
  readonly months: number
  readonly facts: RuleFacts
  readonly notices: readonly Notice[]
  readonly reached: Reached
}

/** The coming turns of one seat, and what each person would serve of its cycles against what is due by weight, in turns. */
export interface SeatRotation {
  readonly seat: Seat
  readonly turns: readonly PreviewTurn[]
  readonly totals: readonly { readonly providerId: ProviderId; readonly turns: number; readonly due: number }[]
}

/** The month as a problem of this post alone, with what is known by now of everybody's leave, contracts and cards. */
function monthOf({ post, facts }: RotationTask, calendar: Calendar, month: Month, reached: Reached): Problem {
  const { zone, firstWeekday } = facts
  const slots = slotsOf(post, month, calendar, zone, { firstWeekday, carriedUntil: reached.until })
    .map((plan, at): Slot => ({ ...plan, id: `${month}/${String(at).padStart(6, '0')}` as SlotId, seats: emptySeats(post, plan) }))
    .filter((slot) => slot.seats.length > 0)
  return {
    slots,
    posts: [post],
    providers: facts.providers.toSorted((a, b) => compare(a.id, b.id)),
    settled: reached.settled,
    rules: rulesInForce(allRules, facts.choices, firstDay(month)),
    context: contextOf(facts, slots),
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

function previewOf(seat: Seat, all: readonly PreviewTurn[], people: readonly ProviderId[]): SeatRotation {
  const turns = all.filter((turn) => turn.seat === seat)
  const ofCycle = turns.filter((turn) => turn.cycle !== null)
  const totals = people.map((providerId) => ({
    providerId,
    turns: ofCycle.filter((turn) => turn.providerId === providerId).length,
    due: ofCycle.reduce((sum, turn) => sum + (turn.due.get(providerId) ?? 0), 0)
  }))
  return { seat, turns, totals: totals.filter(({ turns, due }) => turns > 0 || due > 0) }
}

/** What the cycles of a post would do, month after month, each from where the one before leaves them. */
export function rotation(task: RotationTask): SeatRotation[] {
  const calendar = buildCalendar(task.notices)
  let reached = task.reached
  let turns: PreviewTurn[] = []
  for (let at = 0; at < task.months; at += 1) {
    const month = rotated(monthOf(task, calendar, addMonths(task.from, at), reached))
    turns = join(turns, previewTurns(task.post, month))
    const settled = dutiesOf(month.slots).map((duty) => ({ ...duty, settled: true }))
    reached = { rotations: month.rotations, settled, until: month.slots.at(-1)?.end ?? reached.until }
  }
  const people = task.facts.providers.map(({ id }) => id).sort(compare)
  return SEATS.map((seat) => previewOf(seat, turns, people)).filter((seat) => seat.turns.length > 0)
}
