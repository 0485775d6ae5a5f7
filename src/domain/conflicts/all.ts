import { bodyRefused } from './body-refused.ts'
import { cannotServe } from './cannot-serve.ts'
import { clientRefused } from './client-refused.ts'
import type { CallRule } from './conflict-rule.ts'
import { formerOfficial } from './former-official.ts'
import { notObjective } from './not-objective.ts'
import { opposingInterests } from './opposing-interests.ts'
import { otherOrganisation } from './other-organisation.ts'
import { outOfScope } from './out-of-scope.ts'
import { relativeOfOfficial } from './relative-of-official.ts'
import { severalAccused } from './several-accused.ts'
import { witnessOrExpert } from './witness-or-expert.ts'

/** Every rule that is asked when somebody is to be called (domain rules K7-K18), by number. */
export const conflictRules: readonly CallRule[] = [
  formerOfficial,
  relativeOfOfficial,
  witnessOrExpert,
  opposingInterests,
  severalAccused,
  notObjective,
  cannotServe,
  clientRefused,
  bodyRefused,
  otherOrganisation,
  outOfScope
]
