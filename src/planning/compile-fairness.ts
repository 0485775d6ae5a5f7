import { BURDEN_KINDS, type Burden, type BurdenKind, burdenOf, NO_BURDEN, plus } from '../domain/burden.ts'
import { apportion } from '../domain/due-share.ts'
import type { Duty } from '../domain/roster.ts'
import type { Fairness } from './model.ts'
import type { Setting } from './setting.ts'
import { dueShares } from './share.ts'

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/** What every kind of burden costs whoever bears more or less than is due; kinds that no piece has, or that weigh nothing, are left out. */
export function fairnessOf(setting: Setting): Fairness[] {
  const { problem, context } = setting
  const weigh = (duties: readonly Duty[]): Burden =>
    duties.reduce((sum, duty) => plus(sum, burdenOf(duty, context.zone, problem.weights, context.post(duty.postId))), NO_BURDEN)
  const ofPieces = setting.duties.map(weigh)
  const borne = setting.people.map((id) => weigh(setting.fixed.filter((duty) => !duty.settled && duty.providerId === id)))
  const shares = dueShares(problem)
  const carried = setting.people.map((id) => problem.carried.get(id) ?? NO_BURDEN)
  return BURDEN_KINDS.flatMap((kind): Fairness[] => {
    const weight = problem.weights.fairness[kind]
    const unit = ofPieces.reduce((sofar, burden) => gcd(sofar, burden[kind]), 0)
    if (weight === 0 || unit === 0) return []
    const total = [...ofPieces, ...borne].reduce((sum, burden) => sum + burden[kind], 0)
    const due = apportion(
      total,
      setting.people.map((id) => shares.get(id) ?? 0)
    )
    return [
      {
        kind,
        weight,
        unit,
        units: Int32Array.from(ofPieces, (burden) => burden[kind] / unit),
        start: Int32Array.from(setting.people, (_, p) => amount(carried[p], kind) + amount(borne[p], kind) - (due[p] ?? 0))
      }
    ]
  })
}

const amount = (burden: Burden | undefined, kind: BurdenKind): number => burden?.[kind] ?? 0
