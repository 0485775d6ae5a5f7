import type { ConflictOfInterest } from '../call.ts'
import type { CallRule, ConflictContext } from './conflict-rule.ts'

/** What every rule has against every candidate: in the order of the rules, within one in that of the candidates, each once. */
export const conflictsIn = (rules: readonly CallRule[], context: ConflictContext): ConflictOfInterest[] =>
  rules.flatMap((rule) => rule.check(context))
