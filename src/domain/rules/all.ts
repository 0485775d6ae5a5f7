import { absentProvider } from './absent-provider.ts'
import { apartPair } from './apart-pair.ts'
import { avoidedDuty } from './avoided-duty.ts'
import { barred } from './barred.ts'
import { cardValid } from './card-valid.ts'
import { contractValid } from './contract-valid.ts'
import { coverage } from './coverage.ts'
import { declaredTie } from './declared-tie.ts'
import { doubleDuty } from './double-duty.ts'
import { dutyRole } from './duty-role.ts'
import { engagementOverlap } from './engagement-overlap.ts'
import { hearingAfterNight } from './hearing-after-night.ts'
import { inService } from './in-service.ts'
import { mostDaysRunning } from './most-days-running.ts'
import { mostHolidays } from './most-holidays.ts'
import { mostNights } from './most-nights.ts'
import { mostPerMonth } from './most-per-month.ts'
import { mostPerWeek } from './most-per-week.ts'
import { mostWeekends } from './most-weekends.ts'
import { newWithExperienced } from './new-with-experienced.ts'
import { nightSpacing } from './night-spacing.ts'
import { numberUnverified } from './number-unverified.ts'
import { officerAmong } from './officer-among.ts'
import { postEligibility } from './post-eligibility.ts'
import { protectedProvider } from './protected-provider.ts'
import { restAfterNight } from './rest-after-night.ts'
import { restBetween } from './rest-between.ts'
import type { Rule } from './rule.ts'
import { sameHands } from './same-hands.ts'
import { slotSkill } from './slot-skill.ts'
import { supportBecomesPrimary } from './support-becomes-primary.ts'
import { tetTurns } from './tet-turns.ts'
import { togetherPair } from './together-pair.ts'
import { travelBetween } from './travel-between.ts'
import { weekendSpacing } from './weekend-spacing.ts'
import { weeklyRest } from './weekly-rest.ts'
import { wishedDuty } from './wished-duty.ts'

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
  protectedProvider,
  // what one person can bear
  doubleDuty,
  restBetween,
  mostPerWeek,
  mostPerMonth,
  // who may serve together
  apartPair,
  // the roster as a whole
  coverage,
  // what one person better not bear
  mostNights,
  mostWeekends,
  mostHolidays,
  mostDaysRunning,
  weeklyRest,
  restAfterNight,
  nightSpacing,
  weekendSpacing,
  travelBetween,
  hearingAfterNight,
  tetTurns,
  // who had better serve together, before and after one another
  slotSkill,
  newWithExperienced,
  officerAmong,
  togetherPair,
  supportBecomesPrimary,
  sameHands,
  // what people wish
  avoidedDuty,
  wishedDuty,
  // warnings
  declaredTie,
  numberUnverified
]
