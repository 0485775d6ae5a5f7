import { BURDEN_KINDS, NO_BURDEN, plus } from '../domain/burden.ts'
import type { CostChange } from '../domain/explanation.ts'
import type { ProviderId } from '../domain/ids.ts'
import { overlaps } from '../domain/instant.ts'
import type { Seat } from '../domain/post.ts'
import type { Duty, Slot } from '../domain/roster.ts'
import { reasonsAgainst } from '../domain/rules/check.ts'
import type { Rule, RuleContext, Violation } from '../domain/rules/rule.ts'
import { byStart } from '../domain/rules/span.ts'
import { type Ground, keyOf, weightOf } from './ground.ts'
import { costOf, dutyOf } from './setting.ts'

/** A seat and who is to have it; null = nobody. */
export interface Put {
  readonly slot: Slot
  readonly seat: Seat
  readonly providerId: ProviderId | null
}

/** What stands otherwise once seats are put in those hands. */
interface Difference {
  readonly gone: readonly Duty[]
  readonly come: readonly Duty[]
  /** All that stands afterwards, in order of time. */
  readonly after: readonly Duty[]
}

function differenceOf(ground: Ground, puts: readonly Put[]): Difference {
  const changed = puts.filter(({ slot, seat, providerId }) => heldBy(ground, slot, seat) !== providerId)
  const gone = changed.flatMap(({ slot, seat }) => ground.bySeat.get(keyOf({ slotId: slot.id, seat })) ?? [])
  const come = changed.flatMap(({ slot, seat, providerId }) => (providerId === null ? [] : [dutyOf(slot, seat, providerId)]))
  const left = new Set(gone)
  return { gone, come, after: [...ground.duties.filter((duty) => !left.has(duty)), ...come].sort(byStart) }
}

const heldBy = (ground: Ground, slot: Slot, seat: Seat): ProviderId | null =>
  ground.bySeat.get(keyOf({ slotId: slot.id, seat }))?.providerId ?? null

/**
 * What putting people in seats does to the objective: exactly the difference that judging the whole roster before and after makes (a
 * test compares). Each rule is only asked about what its scope lets the change reach.
 */
export function changeOf(ground: Ground, puts: readonly Put[]): CostChange {
  const difference = differenceOf(ground, puts)
  const byRule = ground.soft.flatMap((rule) => {
    const cost = ruleChange(ground, rule, difference)
    return cost === 0 ? [] : [{ ruleId: rule.id, cost }]
  })
  const byKind = fairnessChange(ground, difference)
  const total = [...byRule, ...byKind].reduce((sum, { cost }) => sum + cost, 0)
  return { coverage: coverageChange(ground, puts), total, byRule, byKind }
}

function coverageChange(ground: Ground, puts: readonly Put[]): number {
  return puts.reduce((sum, { slot, seat, providerId }) => {
    const importance = slot.seats.find((each) => each.seat === seat)?.importance ?? 0
    const before = heldBy(ground, slot, seat) === null ? importance : 0
    return sum + (providerId === null ? importance : 0) - before
  }, 0)
}

/** What a rule looks at, before and after. */
interface View {
  readonly before: readonly Duty[]
  readonly after: readonly Duty[]
  readonly context: RuleContext
}

function ruleChange(ground: Ground, rule: Rule, difference: Difference): number {
  const { before, after, context } = viewOf(ground, rule, difference)
  const degrees = (duties: readonly Duty[]): number => rule.check(duties, context).reduce((sum, { degree }) => sum + degree, 0)
  return (degrees(after) - degrees(before)) * costOf(rule)
}

function viewOf(ground: Ground, rule: Rule, { gone, come, after }: Difference): View {
  const { context } = ground.problem
  const both = [...gone, ...come]
  if (rule.scope === 'duty') return { before: gone, after: come, context }
  if (rule.scope === 'provider') {
    const people = new Set(both.map(({ providerId }) => providerId))
    const theirs = ({ providerId }: Duty): boolean => people.has(providerId)
    return { before: ground.duties.filter(theirs), after: after.filter(theirs), context }
  }
  if (rule.terms.every(({ kind }) => kind === 'beside')) {
    // seats are beside one another within one post
    const posts = new Set(both.map(({ postId }) => postId))
    const there = ({ postId }: Pick<Duty, 'postId'>): boolean => posts.has(postId)
    return { before: ground.duties.filter(there), after: after.filter(there), context: { ...context, slots: context.slots.filter(there) } }
  }
  if (rule.scope === 'roster') return { before: ground.duties, after, context }
  const near = alongside(alongside(both, ground.duties), ground.duties)
  return { before: near, after: [...near.filter((duty) => !gone.includes(duty)), ...come].sort(byStart), context }
}

/** The duties that overlap one of these in time. */
const alongside = (these: readonly Duty[], all: readonly Duty[]): Duty[] => all.filter((duty) => these.some((each) => overlaps(each, duty)))

/** Weight times square of what each person bears beyond what is due, after less before. */
function fairnessChange({ problem, standings }: Ground, { gone, come }: Difference): CostChange['byKind'] {
  const shifts = new Map<ProviderId, typeof NO_BURDEN>()
  const shift = (duty: Duty, times: number): void => {
    shifts.set(duty.providerId, plus(shifts.get(duty.providerId) ?? NO_BURDEN, weightOf(problem, duty), times))
  }
  for (const duty of gone) shift(duty, -1)
  for (const duty of come) shift(duty, 1)
  return BURDEN_KINDS.flatMap((kind) => {
    const cost = [...shifts].reduce((sum, [id, by]) => {
      const standing = standings.get(id)
      if (standing === undefined) return sum
      const over = standing.carried[kind] + standing.borne[kind] - standing.due[kind]
      return sum + problem.weights.fairness[kind] * by[kind] * (2 * over + by[kind])
    }, 0)
    return cost === 0 ? [] : [{ kind, cost }]
  })
}

/** What hard rules have against each of the puts once all are made; a rule broken whatever the puts is not their fault. */
export function reasonsOf(ground: Ground, puts: readonly Put[], rules: readonly Rule[] = ground.hard): Violation[] {
  const { come, after } = differenceOf(ground, puts)
  return come.flatMap((duty) =>
    reasonsAgainst(
      rules,
      duty,
      after.filter((other) => other !== duty),
      ground.problem.context
    )
  )
}
