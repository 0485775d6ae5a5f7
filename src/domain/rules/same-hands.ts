import { weekStart } from '../day.ts'
import { type Post, planFor } from '../post.ts'
import { dutiesBeside, holders, nextTo, once } from './beside.ts'
import { IN_FORCE } from './in-force.ts'
import { type Adjacent, breach, type Rule, type RuleContext } from './rule.ts'

const DAY_MINUTES = 1440

/**
 * Whether the seat could stay in the same hands there, as no declared order says who comes next: both slots are of one turn, or lie in
 * one week of the centre at a post that is kept by day.
 */
const couldStay = once((at, context): boolean => {
  const post = context.post(at.postId)
  if (planFor(post, at.seat, at)?.method !== 'balanced') return false
  return at.unit === at.unitBefore || (sameWeek(at, context) && isKeptByDay(post))
})

const sameWeek = ({ day, dayBefore }: Adjacent, { firstWeekday }: RuleContext): boolean =>
  weekStart(day, firstWeekday) === weekStart(dayBefore, firstWeekday)

/** Whether the post keeps hours of the day and is handed over day by day or oftener. */
const isKeptByDay = ({ handoverUnit, handoverEvery, patterns }: Post): boolean =>
  (handoverUnit === 'slot' || handoverUnit === 'day') &&
  handoverEvery === 1 &&
  patterns.every(({ startsAt, minutes }) => minuteOf(startsAt) + minutes < DAY_MINUTES)

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/**
 * A turn, and within a week of the centre a seat that is kept by day, stays in the same hands: whoever calls twice reaches one person. Each
 * week of a seat is one breach, with as many degrees as it changes hands.
 */
export const sameHands: Rule = {
  id: 'same-hands',
  level: 'soft',
  eitherLevel: false,
  weight: 2,
  scope: 'roster',
  basis: 'Quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: {},
  terms: [
    {
      kind: 'beside',
      where: 'next',
      degree: (a, b, at, context) => (a !== null && b !== null && a !== b && couldStay(at, context, null) ? 1 : 0)
    }
  ],
  check: (duties, context) => {
    const changes = nextTo(duties, context).filter((beside) => {
      const [a, b] = holders(beside)
      return a !== null && b !== null && a !== b && couldStay(beside.at, context, null)
    })
    const weeks = Map.groupBy(changes, ({ at }) => `${at.postId}/${at.seat}/${weekStart(at.day, context.firstWeekday)}`)
    return [...weeks.values()].map((within) => {
      const held = [...new Set(within.flatMap(dutiesBeside))]
      const { postId, day } = (within[0] as (typeof within)[number]).at
      return breach(sameHands, held, { count: within.length, from: weekStart(day, context.firstWeekday), post: postId }, within.length)
    })
  }
}
