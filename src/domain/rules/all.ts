import { absentProvider } from './absent-provider.ts'
import { apartPair } from './apart-pair.ts'
import { barred } from './barred.ts'
import { cardValid } from './card-valid.ts'
import { contractValid } from './contract-valid.ts'
import { coverage } from './coverage.ts'
import { declaredTie } from './declared-tie.ts'
import { doubleDuty } from './double-duty.ts'
import { dutyRole } from './duty-role.ts'
import { engagementOverlap } from './engagement-overlap.ts'
import { inService } from './in-service.ts'
import { mostPerMonth } from './most-per-month.ts'
import { mostPerWeek } from './most-per-week.ts'
import { numberUnverified } from './number-unverified.ts'
import { postEligibility } from './post-eligibility.ts'
import { restBetween } from './rest-between.ts'
import type { Rule } from './rule.ts'

/** Our regulation on one page: every rule, the hard ones first. Planning, checking and explaining read this one list. */
export const rules: readonly Rule[] = [
  // who may stand duty at all
  dutyRole,
  inService,
  cardValid,
  contractValid,
  barred,
  // whether this person can take this duty
  absentProvider,
  engagementOverlap,
  postEligibility,
  // what one person can bear
  doubleDuty,
  restBetween,
  mostPerWeek,
  mostPerMonth,
  // who may serve together
  apartPair,
  // the roster as a whole
  coverage,
  // warnings
  declaredTie,
  numberUnverified
]
