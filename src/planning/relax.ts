import { eachDay } from '../domain/day.ts'
import { byChange, type Candidate, NO_CHANGE, type Relaxation, type Verified } from '../domain/explanation.ts'
import type { ProviderId } from '../domain/ids.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import type { Seat } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import type { Rule } from '../domain/rules/rule.ts'
import { changeOf, reasonsOf } from './change.ts'
import { contrast } from './contrast.ts'
import { type Ground, openGround, under } from './ground.ts'
import type { Problem } from './problem.ts'
import type { Means, ReplanRequest } from './replan.ts'
import { admitting } from './what-if.ts'

/** Relaxations that are solved for one seat at most. */
export const MOST_RELAXATIONS = 6

/**
 * What could give way for one empty seat, cheapest first: of each person whom a single rule excludes, the least change of that rule or
 * record that lets them in, checked by solving the month again under it; and, last, leaving the seat empty.
 */
export async function relaxationsFor(
  ground: Ground,
  place: { readonly slot: Slot; readonly seat: Seat },
  candidates: readonly Candidate[],
  request: ReplanRequest,
  means: Means
): Promise<Verified[]> {
  const eased = candidates
    .flatMap((candidate) => easing(ground, place, candidate))
    .toSorted(inPrinciple)
    .slice(0, MOST_RELAXATIONS)
  const verified: Verified[] = []
  for (const { relaxation, problem, providerId } of eased) {
    const { moves, change } = await contrast(problem, { ...place, providerId }, request, means)
    verified.push({ relaxation, moves, change })
  }
  const nothing: Verified = { relaxation: { kind: 'leave_empty' }, moves: [], change: NO_CHANGE }
  return [...verified.filter(({ change }) => change.coverage < 0).toSorted((a, b) => byChange(a.change, b.change)), nothing]
}

/** A relaxation with the problem under it. */
interface Eased {
  readonly relaxation: Relaxation
  readonly problem: Problem
  readonly providerId: ProviderId
  readonly total: number
}

const inPrinciple = (a: Eased, b: Eased): number => a.total - b.total || (a.providerId < b.providerId ? -1 : 1)

/** An empty seat with somebody who might have it. */
interface Wanted {
  readonly slot: Slot
  readonly seat: Seat
  readonly providerId: ProviderId
}

function easing(ground: Ground, place: Omit<Wanted, 'providerId'>, { providerId, reasons }: Candidate): Eased[] {
  const rule = ground.hard.find(({ id }) => id === reasons[0]?.ruleId)
  if (rule === undefined || reasons.some(({ ruleId }) => ruleId !== rule.id)) return []
  const put = { ...place, providerId }
  const found = easedBy(ground, rule, put, reasons[0]?.providerIds ?? [])
  if (found === null) return []
  const eased = openGround(found.problem, [{ slotId: place.slot.id, seat: place.seat }])
  return reasonsOf(eased, [put]).length > 0 ? [] : [{ ...found, providerId, total: changeOf(eased, [put]).total }]
}

type Found = Pick<Eased, 'relaxation' | 'problem'> | null

function easedBy(ground: Ground, rule: Rule, put: Wanted, named: readonly ProviderId[]): Found {
  const { problem } = ground
  const { slot, providerId } = put
  if (rule.id === 'absent-provider') return withoutAbsence(problem, slot, providerId)
  if (rule.id === 'apart-pair') return withoutPair(problem, providerId, named)
  if (rule.id !== 'post-eligibility') return withLimit(ground, rule, put)
  const rules = admitting(problem.rules, [{ postId: slot.postId, providerId }])
  return { relaxation: { kind: 'eligibility', providerId }, problem: { ...problem, rules } }
}

/** The person is there on the days of the slot. */
function withoutAbsence(problem: Problem, { start, end }: Slot, providerId: ProviderId): Found {
  const { context } = problem
  const [from, to] = [dayAt(start, context.zone), dayAt((end - 1) as Instant, context.zone)]
  const days = new Set(eachDay(from, to))
  const absencesOf: typeof context.absencesOf = (id) =>
    id === providerId
      ? context.absencesOf(id).flatMap((absence) => {
          const left = eachDay(absence.from, absence.to).filter((day) => !days.has(day))
          return left.map((day) => ({ ...absence, from: day, to: day }))
        })
      : context.absencesOf(id)
  return { relaxation: { kind: 'absence', providerId, from, to }, problem: { ...problem, context: { ...context, absencesOf } } }
}

/** The declaration between two people is lifted. */
function withoutPair(problem: Problem, providerId: ProviderId, named: readonly ProviderId[]): Found {
  const otherId = named.find((id) => id !== providerId)
  if (otherId === undefined) return null
  const { context } = problem
  const both = [providerId, otherId]
  const pairs = context.pairs.filter(({ kind, providerIds }) => kind !== 'apart' || !providerIds.every((id) => both.includes(id)))
  return { relaxation: { kind: 'pair', providerId, otherId }, problem: { ...problem, context: { ...context, pairs } } }
}

/** The value of a limit that lets the person in and is nearest to the one in force; none at all (0) only when no other does. */
function withLimit(ground: Ground, rule: Rule, put: Wanted): Found {
  const { problem } = ground
  const { context } = problem
  for (const [param, { min, max }] of Object.entries(rule.params)) {
    const now = context.param(rule, param)
    const values = Array.from({ length: max - min + 1 }, (_, at) => min + at)
    const eased = (needed: number): Problem => {
      const limited: typeof context.param = (each, name) => (each.id === rule.id && name === param ? needed : context.param(each, name))
      return { ...problem, context: { ...context, param: limited } }
    }
    const lets = (needed: number): boolean => reasonsOf(under(ground, eased(needed).context), [put], [rule]).length === 0
    const needed = values.toSorted(nearestTo(now)).find(lets)
    if (needed === undefined) continue
    return { relaxation: { kind: 'limit', providerId: put.providerId, ruleId: rule.id, param, now, needed }, problem: eased(needed) }
  }
  return null
}

const nearestTo =
  (now: number) =>
  (a: number, b: number): number =>
    Number(a === 0) - Number(b === 0) || Math.abs(a - now) - Math.abs(b - now) || a - b
