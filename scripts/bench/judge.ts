import { BURDEN_KINDS, burdenOf, NO_BURDEN, plus } from '../../src/domain/burden.ts'
import { apportion } from '../../src/domain/due-share.ts'
import { type Duty, dutiesOf } from '../../src/domain/roster.ts'
import { checkRoster } from '../../src/domain/rules/check.ts'
import type { Holders, Model } from '../../src/planning/model.ts'
import type { Problem } from '../../src/planning/problem.ts'
import { COST_POINT, dutiesOfPiece } from '../../src/planning/setting.ts'
import { dueShares } from '../../src/planning/share.ts'

/** What a roster comes to by the rules themselves, with nothing of the model but who holds what. */
export interface Judged {
  readonly coverage: number
  readonly total: number
  readonly broken: number
}

/** The one judge of every engine: full checks of all rules, burdens added up anew. */
export function judge(problem: Problem, model: Model, holders: Holders): Judged {
  const given = model.pieces.flatMap((piece, t): Duty[] => {
    const person = model.people[holders[t] ?? -1]
    return person === undefined ? [] : dutiesOfPiece(piece, person)
  })
  const own = [...dutiesOf(problem.slots), ...given]
  const pieces = new Set(given.map(({ slotId, seat }) => `${slotId}/${seat}`))
  const violations = checkRoster(problem.rules, [...problem.settled, ...own], problem.context)
  const hard = violations.filter(({ level, ruleId }) => level === 'hard' && ruleId !== 'coverage')
  const soft = violations.filter(({ level }) => level === 'soft')
  const weight = new Map(problem.rules.map((rule) => [rule.id, rule.terms.length === 0 ? 0 : rule.weight]))
  const coverage = model.pieces.reduce((sum, piece, t) => sum + ((holders[t] ?? -1) < 0 ? piece.importance * piece.slots.length : 0), 0)
  return {
    coverage,
    total:
      unfairness(problem, model, own) + soft.reduce((sum, { ruleId, degree }) => sum + (weight.get(ruleId) ?? 0) * degree * COST_POINT, 0),
    broken: hard.filter(({ seats }) => seats.some(({ slotId, seat }) => pieces.has(`${slotId}/${seat}`))).length
  }
}

/** The weighted squares of what each person bears beyond the due share; open seats are owed too. */
function unfairness(problem: Problem, model: Model, own: readonly Duty[]): number {
  const { context, weights } = problem
  const weigh = (duties: readonly Duty[]) =>
    duties.reduce((sum, duty) => plus(sum, burdenOf(duty, context.zone, weights, context.post(duty.postId))), NO_BURDEN)
  const open = model.pieces.flatMap((piece) => dutiesOfPiece(piece, '' as Duty['providerId']))
  const pieces = new Set(open.map(({ slotId, seat }) => `${slotId}/${seat}`))
  const total = plus(weigh(own.filter(({ slotId, seat }) => !pieces.has(`${slotId}/${seat}`))), weigh(open))
  const shares = [...dueShares(problem).values()]
  const borne = problem.providers.map(({ id }) =>
    plus(weigh(own.filter(({ providerId }) => providerId === id)), problem.carried.get(id) ?? NO_BURDEN)
  )
  const shared = model.fairness.map(({ kind }) => kind)
  return BURDEN_KINDS.filter((kind) => shared.includes(kind)).reduce((sum, kind) => {
    const due = apportion(total[kind], shares)
    return sum + borne.reduce((all, each, p) => all + weights.fairness[kind] * (each[kind] - (due[p] ?? 0)) ** 2, 0)
  }, 0)
}
