import { compare, type ProviderId } from '../ids.ts'
import { SEATS, type Seat } from '../post.ts'
import type { Duty, Slot } from '../roster.ts'
import type { Adjacent, RuleContext } from './rule.ts'
import { byStart, unsettled } from './span.ts'

/** Two seats beside one another, and who holds them; null = nobody. */
export interface Beside {
  readonly a: Duty | null
  readonly b: Duty | null
  readonly at: Adjacent
}

/** The people of `Beside`, as rules are asked about them. */
export const holders = ({ a, b }: Beside): readonly [ProviderId | null, ProviderId | null] => [a?.providerId ?? null, b?.providerId ?? null]

/** The duties of it, those that there are. */
export const dutiesBeside = ({ a, b }: Beside): Duty[] => [a, b].filter((duty) => duty !== null)

/** A seat in time. */
interface Moment extends Pick<Slot, 'postId' | 'start' | 'day' | 'unit'> {
  readonly seat: Seat
  readonly duty: Duty | null
}

/** The place of a seat after an earlier one, as rules are asked about it. */
export const adjacent = (earlier: Pick<Slot, 'day' | 'unit'>, { postId, seat, day, unit }: Omit<Moment, 'duty' | 'start'>): Adjacent => ({
  postId,
  seat,
  day,
  unit,
  dayBefore: earlier.day,
  unitBefore: earlier.unit
})

/** The two seats of every slot of this roster in which somebody serves, in the order of time. */
export const sideBySide = (duties: readonly Duty[]): Beside[] =>
  [...Map.groupBy(unsettled(duties), (duty) => duty.slotId).values()].flatMap((within) => {
    const [first] = within
    if (first === undefined) return []
    const [a = null, b = null] = SEATS.map((seat) => within.find((duty) => duty.seat === seat))
    return [{ a, b, at: adjacent(first, { ...first, seat: 'support' }) }]
  })

/** Every seat of every post in the order of time, the neighbouring months' filled ones included, by post and seat. */
function timelines(duties: readonly Duty[], context: RuleContext): Map<string, Moment[]> {
  const held = new Map(unsettled(duties).map((duty) => [`${duty.slotId}/${duty.seat}`, duty]))
  const own = context.slots.flatMap((slot) =>
    slot.seats.map(({ seat }): Moment => ({ ...slot, seat, duty: held.get(`${slot.id}/${seat}`) ?? null }))
  )
  const settled = duties.filter((duty) => duty.settled).map((duty): Moment => ({ ...duty, duty }))
  const inTime = [...own, ...settled].toSorted((a, b) => compare(a.start, b.start))
  return Map.groupBy(inTime, ({ postId, seat }) => `${postId}/${seat}`)
}

const inRoster = (beside: Beside): boolean => dutiesBeside(beside).some((duty) => !duty.settled)

const byTime = (one: Beside, other: Beside): number => byStart(dutiesBeside(one)[0] as Duty, dutiesBeside(other)[0] as Duty)

/** Each seat and the same seat of the next slot of its post, where this roster has a part and somebody serves, in the order of time. */
export const nextTo = (duties: readonly Duty[], context: RuleContext): Beside[] =>
  [...timelines(duties, context).values()]
    .flatMap((line) => line.slice(1).map((b, at) => pairUp(line[at] as Moment, b)))
    .filter(inRoster)
    .toSorted(byTime)

/** Each support seat and the primary seat of the next slot of its post, likewise. */
export function succeeding(duties: readonly Duty[], context: RuleContext): Beside[] {
  const lines = timelines(duties, context)
  const supports = [...lines.values()].filter(([first]) => first?.seat === 'support')
  return supports
    .flatMap((line) => {
      const primary = lines.get(`${line[0]?.postId}/primary`) ?? []
      return line.flatMap((a) => {
        const b = primary.find(({ start }) => start > a.start)
        return b === undefined ? [] : [pairUp(a, b)]
      })
    })
    .filter(inRoster)
    .toSorted(byTime)
}

const pairUp = (a: Moment, b: Moment): Beside => ({ a: a.duty, b: b.duty, at: adjacent(a, b) })

/** The same question about a place and somebody, answered once: a plan asks it for every two candidates of two seats. */
export function once<T>(question: (at: Adjacent, context: RuleContext, id: ProviderId | null) => T): typeof question {
  const answers = new WeakMap<RuleContext, WeakMap<Adjacent, Map<ProviderId | null, T>>>()
  return (at, context, id) => {
    const ofContext = answers.get(context) ?? new WeakMap<Adjacent, Map<ProviderId | null, T>>()
    answers.set(context, ofContext)
    const ofPlace = ofContext.get(at) ?? new Map<ProviderId | null, T>()
    ofContext.set(at, ofPlace)
    if (!ofPlace.has(id)) ofPlace.set(id, question(at, context, id))
    return ofPlace.get(id) as T
  }
}
