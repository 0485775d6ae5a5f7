import type { Centre } from '../domain/centre.ts'
import { firstDay } from '../domain/day.ts'
import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import type { PostId } from '../domain/ids.ts'
import type { Seat } from '../domain/post.ts'
import { rules as allRules } from '../domain/rules/all.ts'
import { isOnAtFirst, paramLookup, type RuleChoice, rulesInForce } from '../domain/rules/settings.ts'
import type { Problem } from '../planning/problem.ts'
import { type Admission, admitting, type Outlook, outlookOf, type SeatChange, sight, withSeats } from '../planning/what-if.ts'
import { getRoster } from '../store/rosters.ts'
import { listRuleSettings } from '../store/rule-settings.ts'
import { type AssumedAbsence, personOrFault, readAbsences, withAbsences } from './assumptions.ts'
import { waitingBudget } from './bounded.ts'
import { type Deps, transact } from './deps.ts'
import { problemOf } from './plan-problem.ts'
import { loadScene } from './roster-scene.ts'
import { checkChange, type RuleChange } from './set-rule.ts'
import { type StandingRoster, standingOf } from './standing-roster.ts'

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
export interface WhatIf {
  readonly standing: StandingRoster
  /** The roster as it is. */
  readonly asItStands: Omit<Outlook, 'tiers'>
  readonly variants: readonly (Outlook & { readonly name: string })[]
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
  const { standing, open, choices } = await transact(deps, async (deps) => {
    const scene = await loadScene(deps, centre, await getRoster(deps.db, centre.id, ref))
    if (scene.slots.length === 0) throw new DutyError('ROSTER_EMPTY', { month: scene.roster.month })
    if (scene.providers.length === 0) throw new DutyError('NO_PROVIDERS')
    const standing = await standingOf(deps, scene)
    return { standing, open: await problemOf(deps, scene, scene.roster.seed), choices: await listRuleSettings(deps.db, centre.id) }
  })
  const faults = fieldErrors()
  const problems = options.variants.map((variant, at) => variantOf({ standing, open, choices }, variant, faults, `/variants/${at}`))
  faults.throwIfAny()
  const { iterations, seed } = waitingBudget(options.seed ?? standing.scene.roster.seed, options.iterations)
  const slots = standing.problem.slots
  const variants: (Outlook & { name: string })[] = []
  for (const [at, problem] of problems.entries()) {
    const outlook = await outlookOf({ ...problem, seed }, slots, deps.optimise, waitingBudget(seed, iterations))
    variants.push({ name: options.variants[at]?.name ?? '', ...outlook })
  }
  return { standing, asItStands: sight(standing.problem, slots), variants, seed, iterations }
}

interface Base {
  readonly standing: StandingRoster
  readonly open: Problem
  readonly choices: readonly RuleChoice[]
}

function variantOf({ standing, open, choices }: Base, variant: VariantInput, faults: FieldErrors, pointer: string): Problem {
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
  const chosen = (variant.rules ?? []).reduce((sofar, change, at) => choiceWith(sofar, change, faults, `${pointer}/rules/${at}`), choices)
  const ruled = ruledBy(open, chosen, standing)
  return withSeats(withAbsences({ ...ruled, rules: admitting(ruled.rules, admitted) }, absent), leftOut, seats)
}

/** The problem under those settings of the rules. */
const ruledBy = (open: Problem, choices: readonly RuleChoice[], { scene }: StandingRoster): Problem => ({
  ...open,
  rules: rulesInForce(allRules, choices, firstDay(scene.roster.month)),
  context: { ...open.context, param: paramLookup(choices) }
})

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
