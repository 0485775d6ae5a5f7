import { compare } from '../ids.ts'
import { gapHours, HOUR, hoursOf } from '../instant.ts'
import type { Duty } from '../roster.ts'
import { startsWithin } from './closeness.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule, type Violation } from './rule.ts'
import { byProvider, byStart, concernsRoster, nextBefore, sameTurn } from './span.ts'

/** Hours within which duties of one wall day are one working day: normal hours and overtime together (BLLĐ 2019 Art. 107(2)b). */
const WORKING_DAY_HOURS = 12

/**
 * Between the end of one duty and the start of the next lie the centre's least hours of rest (BLLĐ 2019 Art. 110: 12 hours before
 * another shift). What is no rest period is no breach:
 * - duties that overlap (`double-duty` judges those);
 * - duties of one wall day that fit in one working day: a morning and an afternoon;
 * - duties of one turn: whoever keeps a 24/24 seat for a week holds its slots back to back, by the post's handover unit;
 * - a pair with a duty between: either its turn goes on there, or rest is counted from there.
 * The last two are policy: the law does not say whether stand-by at home is work. 0 hours turn the rule off. Each two days with too
 * little rest between are one breach, by all duties that stand too close; its degree is the number of pairs of turns among them.
 * The plan looks at two turns by themselves, so there a duty of a third between them excuses nothing.
 */
export const restBetween: Rule = {
  id: 'rest-between',
  level: 'hard',
  eitherLevel: true,
  weight: 10,
  scope: 'provider',
  basis: 'BLLĐ 2019 Điều 110; áp dụng cho trực qua điện thoại theo quy định của Trung tâm',
  ...IN_FORCE.labourCode,
  params: { hours: { default: 12, min: 0, max: 72 } },
  terms: [
    {
      kind: 'pair',
      reach: (context) => context.param(restBetween, 'hours'),
      degree: (a, b, context) => closeDays(a, b, context.param(restBetween, 'hours'))
    }
  ],
  check: (duties, context) => {
    const least = context.param(restBetween, 'hours')
    return byProvider(duties).flatMap((own) => {
      const close = closePairs(own, least).filter((pair) => concernsRoster([pair.before, pair.after]))
      return [...Map.groupBy(close, daysOf).values()].map((pairs) => report(pairs, least))
    })
  }
}

interface ClosePair {
  readonly before: Duty
  readonly after: Duty
}

const daysOf = ({ before, after }: ClosePair): string => `${before.day}/${after.day}`
const turnOf = ({ postId, unit }: Duty): string => `${postId}/${unit}`

/** Pairs of one person's duties, in the order of time, with less than the least hours between and nothing that excuses them. */
const closePairs = (own: readonly Duty[], least: number): ClosePair[] =>
  own.flatMap((before, at) =>
    nextBefore(own, at, before.end + least * HOUR)
      .filter((after) => isClose(before, after, least) && !hasDutyBetween(own, before, after))
      .map((after) => ({ before, after }))
  )

/** On how many pairs of days two turns stand too close, whichever comes first. */
function closeDays(a: readonly Duty[], b: readonly Duty[], least: number): number {
  const both = [...a, ...b]
  const close = (one: readonly Duty[], other: readonly Duty[]): ClosePair[] =>
    one.flatMap((before) => other.filter((after) => isClose(before, after, least)).map((after) => ({ before, after })))
  const pairs = [...close(a, b), ...close(b, a)].filter(({ before, after }) => !hasDutyBetween(both, before, after))
  return new Set(pairs.map(daysOf)).size
}

const isClose = (before: Duty, after: Duty, least: number): boolean =>
  startsWithin(before, after, least) && !sameTurn(before, after) && !oneWorkingDay(before, after)

const oneWorkingDay = (before: Duty, after: Duty): boolean =>
  before.day === after.day && hoursOf({ start: before.start, end: after.end }) <= WORKING_DAY_HOURS

/** Whether the person serves between the two: in the turn of either, which so goes on, or on a day of its own. */
const hasDutyBetween = (own: readonly Duty[], before: Duty, after: Duty): boolean =>
  own.some((duty) => {
    if (sameTurn(duty, before)) return duty.start >= before.end && duty.start <= after.start
    if (sameTurn(duty, after)) return duty.end <= after.start && duty.end >= before.end
    return duty.start >= before.end && duty.end <= after.start && duty.day !== before.day && duty.day !== after.day
  })

function report(pairs: readonly ClosePair[], least: number): Violation {
  const duties = [...new Set(pairs.flatMap(({ before, after }) => [before, after]))].toSorted(byStart)
  const closest = pairs.toSorted((a, b) => compare(gapHours(a.before, a.after), gapHours(b.before, b.after)))[0] as ClosePair
  const rest = Math.floor(gapHours(closest.before, closest.after) * 100) / 100
  const { before, after } = closest
  const degree = new Set(pairs.map((pair) => `${turnOf(pair.before)} ${turnOf(pair.after)}`)).size
  return breach(restBetween, duties, { rest, least, from: before.day, day: after.day, posts: `${before.postId},${after.postId}` }, degree)
}
