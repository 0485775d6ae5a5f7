import { compare } from '../ids.ts'
import { gapHours, HOUR, hoursOf } from '../instant.ts'
import type { Duty } from '../roster.ts'
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
 * little rest between are one breach, by all duties that stand too close.
 */
export const restBetween: Rule = {
  id: 'rest-between',
  level: 'hard',
  scope: 'provider',
  basis: 'BLLĐ 2019 Điều 110; áp dụng cho trực qua điện thoại theo quy định của Trung tâm',
  params: { hours: { default: 12, min: 0, max: 72 } },
  check: (duties, context) => {
    const least = context.param(restBetween, 'hours')
    return byProvider(duties).flatMap((own) => {
      const close = closePairs(own, least).filter((pair) => concernsRoster([pair.before, pair.after]))
      return [...Map.groupBy(close, ({ before, after }) => `${before.day}/${after.day}`).values()].map((pairs) => report(pairs, least))
    })
  }
}

interface ClosePair {
  readonly before: Duty
  readonly after: Duty
}

/** Pairs of one person's duties, in the order of time, with less than the least hours between and nothing that excuses them. */
const closePairs = (own: readonly Duty[], least: number): ClosePair[] =>
  own.flatMap((before, at) =>
    nextBefore(own, at, before.end + least * HOUR)
      .filter(
        (after) =>
          after.start >= before.end && !sameTurn(before, after) && !oneWorkingDay(before, after) && !hasDutyBetween(own, before, after)
      )
      .map((after) => ({ before, after }))
  )

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
  return breach(restBetween, duties, { rest, least, from: before.day, day: after.day, posts: `${before.postId},${after.postId}` })
}
