import type { ConflictOfInterest } from '../call.ts'
import type { CallRule, Candidate, ConflictContext } from './conflict-rule.ts'

/** What a rule finds against somebody by itself; `basis` where it is narrower than the rule's. */
export interface Verdict {
  readonly level: ConflictOfInterest['level']
  readonly basis?: string
}

const GRAVITY = { warn: 1, confirm: 2, block: 3 } as const satisfies Record<ConflictOfInterest['level'], number>

/**
 * Everybody against whom people put this rule on record or `verdictsOf` finds something, in the order of the candidates, each once with
 * the gravest; of equal ones what was declared comes first.
 */
export const judged = (
  rule: CallRule,
  context: ConflictContext,
  verdictsOf: (candidate: Candidate) => readonly Verdict[] = () => []
): ConflictOfInterest[] =>
  context.candidates.flatMap((candidate) => {
    const { providerId } = candidate
    const recorded = recordedAgainst(rule, context, providerId).map((verdict) => ({ ...verdict, declared: true }))
    const found = verdictsOf(candidate).map((verdict) => ({ ...verdict, declared: false }))
    const [worst] = [...recorded, ...found].toSorted((a, b) => GRAVITY[b.level] - GRAVITY[a.level])
    if (worst === undefined) return []
    const { level, basis = rule.basis, declared } = worst
    return [{ providerId, rule: rule.id, level, basis, declared }]
  })

/** What people put on record; grounds that are only raised wait for somebody to decide. */
const recordedAgainst = (rule: CallRule, { exclusions }: ConflictContext, providerId: Candidate['providerId']): Verdict[] =>
  exclusions
    .filter((each) => each.rule === rule.id && (each.providerId === null || each.providerId === providerId))
    .map(({ confirmed }) => ({ level: rule.level === 'block' && confirmed === false ? 'confirm' : rule.level }))
