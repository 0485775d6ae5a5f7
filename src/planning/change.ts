import { BURDEN_KINDS, NO_BURDEN, plus } from '../domain/burden.ts'
import type { CostChange } from '../domain/explanation.ts'
import type { ProviderId } from '../domain/ids.ts'
import { overlaps } from '../domain/instant.ts'
import type { Seat } from '../domain/post.ts'
import { type Duty, dutyOf, type Slot } from '../domain/roster.ts'
import { reasonsAgainst } from '../domain/rules/check.ts'
import type { Rule, RuleContext, Violation } from '../domain/rules/rule.ts'
import { byStart } from '../domain/rules/span.ts'
import { type Ground, keyOf, weightOf } from './ground.ts'
import { costOf } from './setting.ts'

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
}

function differenceOf(ground: Ground, puts: readonly Put[]): Difference {
  const changed = puts.filter(({ slot, seat, providerId }) => heldBy(ground, slot, seat) !== providerId)
  return {
    gone: changed.flatMap(({ slot, seat }) => ground.bySeat.get(keyOf({ slotId: slot.id, seat })) ?? []),
    come: changed.flatMap(({ slot, seat, providerId }) => (providerId === null ? [] : [dutyOf(slot, seat, providerId)]))
  }
}

/** The duties once those of the difference that belong among them have gone and come, in order of time. */
function after(duties: readonly Duty[], { gone, come }: Difference, belongs: (duty: Duty) => boolean): Duty[] {
  const added = come.filter(belongs)
  const left = duties.filter((duty) => !gone.includes(duty))
  return added.length === 0 ? left : [...left, ...added].sort(byStart)
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

/** A part of the roster that a rule can judge by itself. */
interface View {
  /** Names what is looked at, for what is known of it as it stands. */
  readonly key: string
  readonly duties: readonly Duty[]
  readonly context: RuleContext
  belongs(duty: Duty): boolean
}

function ruleChange(ground: Ground, rule: Rule, difference: Difference): number {
  const { context } = ground.problem
  const degrees = (duties: readonly Duty[], within: RuleContext): number =>
    rule.check(duties, within).reduce((sum, { degree }) => sum + degree, 0)
  const once = (key: string, duties: readonly Duty[], within: RuleContext): number => {
    const known = ground.memo.degrees.get(`${rule.id}/${key}`) ?? degrees(duties, within)
    ground.memo.degrees.set(`${rule.id}/${key}`, known)
    return known
  }
  const { gone, come } = difference
  if (rule.scope === 'duty') {
    const each = (duty: Duty): number => once(`${keyOf(duty)}/${duty.providerId}`, [duty], context)
    return (come.reduce((sum, duty) => sum + each(duty), 0) - gone.reduce((sum, duty) => sum + each(duty), 0)) * costOf(rule)
  }
  const changes = viewsOf(ground, rule, difference).map(({ key, duties, context, belongs }) => {
    return degrees(after(duties, difference, belongs), context) - once(key, duties, context)
  })
  return changes.reduce((sum, each) => sum + each, 0) * costOf(rule)
}

/** The parts of the roster of which the rule may say something else afterwards. */
function viewsOf(ground: Ground, rule: Rule, { gone, come }: Difference): View[] {
  const { context } = ground.problem
  const both = [...gone, ...come]
  if (rule.scope === 'provider') {
    return [...new Set(both.map(({ providerId }) => providerId))].map((id) => ({
      key: id,
      duties: ground.byPerson.get(id) ?? [],
      context,
      belongs: ({ providerId }) => providerId === id
    }))
  }
  if (rule.terms.some(({ kind }) => kind !== 'beside')) return [{ key: '', duties: ground.duties, context, belongs: () => true }]
  // seats are beside one another within one post
  return [...new Set(both.map(({ postId }) => postId))].map((id) => ({
    key: id,
    duties: ground.byPost.get(id) ?? [],
    context: contextOf(ground, id),
    belongs: ({ postId }) => postId === id
  }))
}

/** The same look-ups with the slots of one post alone. */
const contextOf = ({ problem: { context } }: Ground, id: Duty['postId']): RuleContext => ({
  ...context,
  slots: context.slots.filter(({ postId }) => postId === id)
})

/** What putting people in seats does to fairness alone: quick, for telling who is worth a closer look. */
export const fairnessOf = (ground: Ground, puts: readonly Put[]): number =>
  fairnessChange(ground, differenceOf(ground, puts)).reduce((sum, { cost }) => sum + cost, 0)

/** Weight times square of what each person bears beyond what is due, after less before. */
function fairnessChange(ground: Ground, { gone, come }: Difference): CostChange['byKind'] {
  const { problem, standings } = ground
  const shifts = new Map<ProviderId, typeof NO_BURDEN>()
  const shift = (duty: Duty, times: number): void => {
    shifts.set(duty.providerId, plus(shifts.get(duty.providerId) ?? NO_BURDEN, weightOf(ground, duty), times))
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

/**
 * What hard rules have against each of the puts once all are made: exactly those breaches of a full check that name the seats, in the
 * order of the rules for each.
 */
export function reasonsOf(ground: Ground, puts: readonly Put[], rules: readonly Rule[] = ground.hard): Violation[] {
  const difference = differenceOf(ground, puts)
  return difference.come.flatMap((duty) => rules.flatMap(objecting(ground, duty, difference)))
}

/** Whether no hard rule has anything against the puts; stops at the first that has, and asks first what is known already. */
export function areFree(ground: Ground, puts: readonly Put[]): boolean {
  const difference = differenceOf(ground, puts)
  const [alone, relative] = [true, false].map((wanted) => ground.hard.filter(({ scope }) => (scope === 'duty') === wanted))
  const free = (rules: readonly Rule[] = []): boolean =>
    difference.come.every((duty) => {
      const objections = objecting(ground, duty, difference)
      return rules.every((rule) => objections(rule).length === 0)
    })
  return free(alone) && free(relative)
}

/** Answers what a rule has against a duty that has come; what it is compared with is put together once. */
function objecting(ground: Ground, duty: Duty, difference: Difference): (rule: Rule) => readonly Violation[] {
  const others = (duties: readonly Duty[]): Duty[] => after(duties, difference, (each) => each !== duty)
  let [own, near]: (Duty[] | undefined)[] = []
  return (rule) => {
    if (rule.scope === 'duty') return aloneOf(ground, rule, duty)
    if (rule.scope === 'provider') own ??= others(ground.byPerson.get(duty.providerId) ?? [])
    else near ??= others(alongside(ground, duty))
    return reasonsAgainst([rule], duty, (rule.scope === 'provider' ? own : near) ?? [], ground.problem.context)
  }
}

function aloneOf({ problem, memo }: Ground, rule: Rule, duty: Duty): readonly Violation[] {
  const key = `${rule.id}/${keyOf(duty)}/${duty.providerId}`
  const known = memo.alone.get(key) ?? reasonsAgainst([rule], duty, [], problem.context)
  memo.alone.set(key, known)
  return known
}

/** Duties of the same time as one of the ground's slots. */
function alongside({ duties, memo }: Ground, duty: Duty): readonly Duty[] {
  const known = memo.alongside.get(duty.slotId) ?? duties.filter((each) => overlaps(each, duty))
  memo.alongside.set(duty.slotId, known)
  return known
}
