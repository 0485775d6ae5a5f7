import type { Centre } from '../domain/centre.ts'
import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import type { PostId } from '../domain/ids.ts'
import type { Seat } from '../domain/post.ts'
import { rules as allRules } from '../domain/rules/all.ts'
import { isOnAtFirst, type RuleChoice } from '../domain/rules/settings.ts'
import type { ProblemData } from '../planning/problem-data.ts'
import type { Compared, VariantData } from '../planning/tasks/compare.ts'
import type { Admission, SeatChange } from '../planning/what-if.ts'
import { type AssumedAbsence, personOrFault, readAbsences, withAbsences } from './assumptions.ts'
import { MOST_WHILE_WAITING, waitingBudget } from './bounded.ts'
import { compute } from './compute.ts'
import type { Deps } from './deps.ts'
import { openData } from './plan-problem.ts'
import { checkChange, type RuleChange } from './set-rule.ts'
import { loadStanding, type StandingRoster } from './standing-roster.ts'

/** One way in which things might be otherwise. */
export interface VariantInput {
  readonly name: string
  readonly absent?: readonly AssumedAbsence[]
  readonly rules?: readonly (RuleChange & { readonly rule: string })[]
  /** Posts (id or code) that are not staffed. */
  readonly leaveOut?: readonly string[]
  /** Seats that every slot of a post has besides (importance 1-9), or (null) has not. */
  readonly seats?: readonly { readonly post: string; readonly seat: Seat; readonly importance: number | null }[]
  /** People eligible for a post whatever its lists say. */
  readonly eligible?: readonly { readonly post: string; readonly provider: string }[]
}

/** What is compared. */
export interface WhatIf extends Compared {
  readonly standing: StandingRoster
  readonly seed: number
  readonly iterations: number
}

/** How the comparison is asked for. */
export interface WhatIfOptions {
  readonly variants: readonly VariantInput[]
  readonly seed?: number
  readonly iterations?: number
}

/**
 * Plans the month of a roster once for each variant, all from the same data with the same seed and iterations, and saves nothing.
 * Throws BAD_FIELD with whatever is wrong in any variant.
 */
export async function compareWhatIf(deps: Deps, centre: Centre, ref: string, options: WhatIfOptions): Promise<WhatIf> {
  const standing = await loadStanding(deps, centre, ref)
  const { scene, data } = standing
  if (scene.slots.length === 0) throw new DutyError('ROSTER_EMPTY', { month: scene.roster.month })
  if (scene.providers.length === 0) throw new DutyError('NO_PROVIDERS')
  const budget = waitingBudget(options.seed ?? scene.roster.seed, options.iterations)
  const base = { standing, open: openData(data, budget.seed) }
  const faults = fieldErrors()
  const most = Math.floor(MOST_WHILE_WAITING / options.variants.length)
  if (budget.iterations > most) faults.add('/iterations', 'BAD_VALUE', { allowed: `1 – ${most}` })
  const variants = options.variants.map((variant, at) => variantOf(base, variant, faults, `/variants/${at}`))
  faults.throwIfAny()
  const { seed, iterations } = budget
  return { standing, ...(await compute(deps, centre, 'compare', { standing: data, variants, budget })), seed, iterations }
}

interface Base {
  readonly standing: StandingRoster
  readonly open: ProblemData
}

function variantOf({ standing, open }: Base, variant: VariantInput, faults: FieldErrors, pointer: string): VariantData {
  const post = (ref: string, at: string): PostId | undefined => {
    const found = standing.scene.posts.find(({ id, code }) => id === ref || code === ref)?.id
    if (found === undefined) faults.add(`${pointer}${at}`, 'BAD_REFERENCE', { noun: 'post', ref })
    return found
  }
  const absent = readAbsences(standing, variant.absent ?? [], faults, `${pointer}/absent`)
  const leftOut = new Set((variant.leaveOut ?? []).flatMap((ref, at) => post(ref, `/leaveOut/${at}`) ?? []))
  const seats = (variant.seats ?? []).flatMap((change, at): SeatChange[] => {
    const postId = post(change.post, `/seats/${at}/post`)
    return postId === undefined ? [] : [{ postId, seat: change.seat, importance: change.importance }]
  })
  const admitted = (variant.eligible ?? []).flatMap((each, at): Admission[] => {
    const postId = post(each.post, `/eligible/${at}/post`)
    const providerId = personOrFault(standing, each.provider, faults, `${pointer}/eligible/${at}/provider`)
    return postId === undefined || providerId === undefined ? [] : [{ postId, providerId }]
  })
  const { facts } = open
  const choices = (variant.rules ?? []).reduce(
    (sofar, change, at) => choiceWith(sofar, change, faults, `${pointer}/rules/${at}`),
    facts.choices
  )
  return { name: variant.name, data: withAbsences({ ...open, facts: { ...facts, choices } }, absent), leftOut, seats, admitted }
}

/** The settings with one rule set otherwise; what it may not be goes to the faults. */
function choiceWith(
  choices: readonly RuleChoice[],
  { rule: ruleId, ...change }: RuleChange & { readonly rule: string },
  faults: FieldErrors,
  pointer: string
): readonly RuleChoice[] {
  const rule = allRules.find(({ id }) => id === ruleId)
  if (rule === undefined) {
    faults.add(`${pointer}/rule`, 'BAD_REFERENCE', { noun: 'rule', ref: ruleId })
    return choices
  }
  try {
    checkChange(rule, change)
  } catch (error) {
    if (!(error instanceof DutyError)) throw error
    for (const { pointer: field, code, params } of error.fields) faults.add(`${pointer}${field}`, code, params)
  }
  const old = choices.find((choice) => choice.ruleId === ruleId)
  const fresh: RuleChoice = {
    ruleId,
    enabled: change.enabled ?? old?.enabled ?? isOnAtFirst(rule),
    level: change.level ?? old?.level ?? null,
    weight: change.weight ?? old?.weight ?? null,
    params: { ...old?.params, ...change.params }
  }
  return [...choices.filter((choice) => choice.ruleId !== ruleId), fresh]
}
