import type { ProviderId } from '../domain/ids.ts'
import type { Duty } from '../domain/roster.ts'
import type { Rule } from '../domain/rules/rule.ts'
import { overLimit } from './compile-counted.ts'
import { closestHours, costOf, dutiesOfPiece, type Ruled, type Setting, standingTurns, termsOf } from './setting.ts'
import { atOnce, type Steps } from './steps.ts'

/** For each piece, what each person costs in it, by person; NaN = may not hold it. */
export type Suitability = Float64Array[]

/** What the rules say of each piece in each person's hands, by itself and beside what is filled already. */
export const suitabilityOf = (setting: Setting): Suitability => atOnce(suitabilitySteps(setting))

/** Like `suitabilityOf`, in steps. */
export function* suitabilitySteps(setting: Setting): Steps<Suitability> {
  const table = setting.pieces.map(() => new Float64Array(setting.people.length))
  for (const alone of termsOf(setting.problem.rules, 'alone')) {
    judgeAlone(setting, alone, table)
    yield
  }
  const standing = setting.people.map((id) => standingTurns(setting.fixed.filter((duty) => duty.providerId === id)))
  for (const pair of termsOf(setting.problem.rules, 'pair')) judgeBesideStanding(setting, pair, standing, table)
  yield
  for (const apart of termsOf(setting.problem.rules, 'apart')) judgeApart(setting, apart, table)
  overLimit(setting, standing, (t, p) => {
    const line = table[t]
    if (line !== undefined) add(line, p, Number.NaN)
  })
  return table
}

/** Asks a rule about a piece in everybody's hands at once. */
function judgeAlone(setting: Setting, { rule }: Ruled<'alone'>, table: Suitability): void {
  setting.pieces.forEach((piece, t) => {
    const line = table[t]
    if (line === undefined) return
    const possible = setting.people.filter((_, p) => !Number.isNaN(line[p]))
    const duties = possible.flatMap((id) => dutiesOfPiece(piece, id))
    for (const { providerIds, degree } of rule.check(duties, setting.context)) {
      for (const id of providerIds) add(line, setting.indexOf.get(id), priceOf(rule, degree))
    }
  })
}

/** What a breach costs; NaN where it is forbidden. */
const priceOf = (rule: Rule, degree: number): number => (rule.level === 'hard' ? Number.NaN : degree * costOf(rule))

function add(line: Float64Array, p: number | undefined, cost: number): void {
  if (p !== undefined) line[p] = (line[p] ?? 0) + cost
}

/** What somebody's standing turns have against each piece. */
function judgeBesideStanding(setting: Setting, pair: Ruled<'pair'>, standing: readonly Duty[][][], table: Suitability): void {
  const judge = (turn: readonly Duty[], id: ProviderId, p: number): void =>
    setting.pieces.forEach((piece, t) => {
      const line = table[t]
      if (line === undefined || Number.isNaN(line[p])) return
      const degree = degreeOf(setting, pair, turn, dutiesOfPiece(piece, id))
      if (degree > 0) add(line, p, priceOf(pair.rule, degree))
    })
  setting.people.forEach((id, p) => {
    for (const turn of standing[p] ?? []) judge(turn, id, p)
  })
}

/** How often two turns of one person break a rule; turns out of each other's reach are not even asked about. */
export function degreeOf({ context }: Setting, { term }: Ruled<'pair'>, a: readonly Duty[], b: readonly Duty[]): number {
  if (closestHours(a, b) > term.reach(context)) return 0
  const [first, second] = (a[0]?.start ?? 0) <= (b[0]?.start ?? 0) ? [a, b] : [b, a]
  return term.degree(first, second, context)
}

/** Closes what somebody may not hold beside a standing duty of another. */
function judgeApart(setting: Setting, { term }: Ruled<'apart'>, table: Suitability): void {
  for (const [one, other] of term.people(setting.context)) {
    for (const [id, partner] of [
      [one, other],
      [other, one]
    ] as const) {
      const theirs = setting.fixed.filter((duty) => duty.providerId === partner)
      setting.pieces.forEach((piece, t) => {
        const meets = dutiesOfPiece(piece, id).some((duty) => theirs.some((their) => term.together(duty, their, setting.context)))
        const line = table[t]
        if (meets && line !== undefined) add(line, setting.indexOf.get(id), Number.NaN)
      })
    }
  }
}
