import { DutyError } from '../domain/errors.ts'
import type { RuleTerm } from '../domain/rules/rule.ts'
import { suitabilitySteps } from './compile-alone.ts'
import { besideSteps } from './compile-beside.ts'
import { fairnessOf } from './compile-fairness.ts'
import { apartOf, pairsOf } from './compile-pairs.ts'
import { openingCosts, windowsOf } from './compile-windows.ts'
import type { Model } from './model.ts'
import type { Problem } from './problem.ts'
import { rowsOf } from './rows.ts'
import { costOf, openSetting, type Setting } from './setting.ts'
import { atOnce, type Steps } from './steps.ts'
import type { Turn } from './turns.ts'

/** Pieces of a month beyond which it is not planned at all: some fifteen times what the larger demo has. */
export const MOST_PIECES = 10_000

/** Names a turn for the list of those to be shared out slot by slot. */
export const turnName = (turn: Turn): string => `${turn.postId}/${turn.seat}/${turn.unit}/${turn.start}`

/**
 * The open `balanced` seats of a problem as whole numbers. Seats that are filled already stand; the problem's lists are in their stable
 * order. A turn is one piece unless it is named in `split`, or nobody at all could take it whole: then each of its slots is one,
 * because a seat that stands empty all week is worse than a week shared by two.
 */
export const compile = (problem: Problem, split: ReadonlySet<string> = new Set()): Model => atOnce(compileSteps(problem, split))

/** Like `compile`, in steps: a thread that has other things to do may do them at each yield. */
export function* compileSteps(problem: Problem, split: ReadonlySet<string>): Steps<Model> {
  const whole = openSetting(problem, (turn) => split.has(turnName(turn)))
  if (whole.pieces.length > MOST_PIECES) throw new DutyError('MONTH_TOO_LARGE')
  const suitable = yield* suitabilitySteps(whole)
  const hopeless = new Set(whole.pieces.filter((_, t) => suitable[t]?.every(Number.isNaN)).map(turnName))
  if (!whole.pieces.some((piece) => piece.slots.length > 1 && hopeless.has(turnName(piece)))) return yield* assembleSteps(whole, suitable)
  const setting = openSetting(problem, (turn) => split.has(turnName(turn)) || hopeless.has(turnName(turn)))
  return yield* assembleSteps(setting, yield* suitabilitySteps(setting))
}

/** A setting as whole numbers; `suitable` is what `suitabilityOf` says of its pieces. */
export const assemble = (setting: Setting, suitable: readonly Float64Array[]): Model => atOnce(assembleSteps(setting, suitable))

function* assembleSteps(setting: Setting, suitable: readonly Float64Array[]): Steps<Model> {
  const { people, pieces, problem } = setting
  const lists = suitable.map((line) => people.flatMap((_, p) => (Number.isNaN(line[p]) ? [] : [p])))
  const candidates = rowsOf(lists)
  const place = new Int16Array(pieces.length * people.length).fill(-1)
  lists.forEach((list, t) => {
    list.forEach((p, at) => {
      place[t * people.length + p] = at
    })
  })
  const { beside, cost, emptyCost, constant } = yield* besideSteps(setting, candidates)
  const alone = lists.flatMap((list, t) => list.map((p) => suitable[t]?.[p] ?? 0))
  const windows = windowsOf(setting)
  yield
  const opening = openingCosts(windows, people.length, problem.rules.length)
  for (const [index, standing] of standingCosts(setting).entries()) {
    constant[index] = (constant[index] ?? 0) + standing - (opening[index] ?? 0)
  }
  yield
  const pairs = pairsOf(setting)
  yield
  const apart = apartOf(setting, candidates)
  yield
  return {
    people,
    pieces,
    ruleIds: problem.rules.map((rule) => rule.id),
    importance: Int32Array.from(pieces, ({ importance, slots }) => importance * slots.length),
    candidates,
    place,
    cost: cost.map((beside, i) => beside + (alone[i] ?? 0)),
    emptyCost,
    ...pairs,
    apart,
    fairness: fairnessOf(setting),
    windows,
    beside,
    constant
  }
}

const STANDING: readonly RuleTerm['kind'][] = ['alone', 'pair', 'count']

/** What the standing duties alone cost by the rules that look at one person's turns, by rule. */
const standingCosts = ({ problem, context, fixed }: Setting): number[] =>
  problem.rules.map((rule) => {
    const steers = rule.level === 'soft' && rule.weight > 0 && rule.terms.some(({ kind }) => STANDING.includes(kind))
    return steers ? rule.check(fixed, context).reduce((sum, { degree }) => sum + degree * costOf(rule), 0) : 0
  })
