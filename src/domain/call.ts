import type { AgencyId, CallId, CentreId, PostId, ProviderId } from './ids.ts'
import type { Instant } from './instant.ts'
import type { Seat } from './post.ts'

/**
 * Where the case stands (giai đoạn). `report`: denunciation or proposal for prosecution; `arrest`: held in emergency, arrested, in custody
 * before a charge; then the stages of BLTTHS; `civil` and `administrative` proceedings; `enforcement`; `none`: advice outside proceedings.
 */
export const STAGES = [
  'report',
  'arrest',
  'investigation',
  'prosecution',
  'trial',
  'appeal',
  'enforcement',
  'civil',
  'administrative',
  'none'
] as const
export type Stage = (typeof STAGES)[number]

/** What the person in need is in the case (tư cách tố tụng). */
export const STANDINGS = [
  'denounced',
  'held',
  'arrested',
  'in_custody',
  'accused',
  'defendant',
  'convicted',
  'victim',
  'litigant',
  'other'
] as const
export type Standing = (typeof STANDINGS)[number]

/** Whether the interests of the person and of others in the same case go against each other; `unknown` counts as going against. */
export const INTERESTS = ['unknown', 'apart', 'opposing'] as const
export type Interests = (typeof INTERESTS)[number]

/**
 * Why a request is registered at once whatever else holds (thụ lý ngay, TT 12/2018 Điều 6(1)): the limitation ends within 5 working days,
 * the trial begins within 5 working days, the defence is mandatory, or waiting would do harm.
 */
export const URGENCIES = ['limitation', 'trial', 'mandatory_defence', 'harm'] as const
export type Urgency = (typeof URGENCIES)[number]

/**
 * `open`: somebody is being called. `taken`: a provider has taken it. `unanswered`: the chain is at its end and nobody took it: the planner
 * is alarmed. `guided`: ended with simple guidance (Sổ thực hiện việc). `case`: became a case with the Ministry's code. `withdrawn`: the
 * person no longer wants it.
 */
export const CALL_STATUSES = ['open', 'taken', 'unanswered', 'guided', 'case', 'withdrawn'] as const
export type CallStatus = (typeof CALL_STATUSES)[number]

/** How one try to reach one person ended. */
export const ATTEMPT_OUTCOMES = ['answered', 'no_answer', 'busy', 'wrong_number', 'refused_conflict', 'refused_busy'] as const
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number]

/** Whom a try reached for: somebody on duty, somebody else of the centre who could come, or the centre itself, which ends the chain. */
export type CalledAs = Seat | 'stand_in' | 'centre'

export interface Attempt {
  readonly position: number
  readonly at: Instant
  readonly as: CalledAs
  /** Null: the centre. */
  readonly providerId: ProviderId | null
  readonly outcome: AttemptOutcome
  readonly by: string
  /** Whole seconds of talk, where the agency says. */
  readonly seconds: number | null
}

/** What happens to a call, as far as clocks and records need it; in order of `at`, then `position`. */
export const CALL_EVENTS = [
  // the person asked the agency: D1 begins
  'requested',
  // the agency told the centre (this call): D1 ends; D2, D3, D4 begin
  'notified',
  // the agency rang the centre or its duty person: D5 ends
  'phoned',
  // the centre registered the request: D2 ends
  'registered',
  // somebody is appointed: D3, D4 or D6 ends
  'appointed',
  // the body refused or cancelled the registration of the defence: D6 (24 hours) begins
  'defence_refused',
  // the client's civil protector was refused: D6 (2 working days) begins
  'protector_refused',
  // the clocks stand still, for a reason that the law knows (papers are awaited), and go on
  'paused',
  'resumed',
  'guided',
  'case_opened',
  'withdrawn'
] as const
export type CallEventKind = (typeof CALL_EVENTS)[number]

export interface CallEvent {
  readonly position: number
  readonly kind: CallEventKind
  readonly at: Instant
  readonly by: string
}

/** The rules of conflict of interest and of standing aside that are asked at call time (domain rules K7-K18), by their number. */
export const CONFLICT_RULES = [
  'former-official',
  'relative-of-official',
  'witness-or-expert',
  'opposing-interests',
  'several-accused',
  'not-objective',
  'cannot-serve',
  'client-refused',
  'body-refused',
  'other-organisation',
  'out-of-scope'
] as const
export type ConflictRule = (typeof CONFLICT_RULES)[number]

/** Somebody who may not, or had better not, take a call, and by which rule. Says nothing of any other client. */
export interface ConflictOfInterest {
  readonly providerId: ProviderId
  readonly rule: ConflictRule
  /** `block`: may not. `confirm`: may only when a person says that the interests do not conflict. `warn`: may, after those who are free. */
  readonly level: 'block' | 'confirm' | 'warn'
  /** The article, as cited to the client: `BLTTHS 2015 Điều 72(4)a`. */
  readonly basis: string
  /** Whether it was declared by the person called (in an attempt or an exclusion) rather than found by the service. */
  readonly declared: boolean
}

/**
 * What people put on record against somebody taking a call or anything of its case: the person called, the client (K15), the body (K16), a
 * planner. `providerId` null: against everybody of the centre (K17, K18).
 */
export interface Exclusion {
  readonly providerId: ProviderId | null
  readonly rule: ConflictRule
  /** False: only raised, a person has yet to decide (grounds to think somebody not objective, K12). Left out, it is certain. */
  readonly confirmed?: boolean
}

/** An agency's report of a person in need: no narrative, and no more of the person than whoever is called must know. */
export interface Call {
  readonly id: CallId
  readonly centreId: CentreId
  readonly version: number
  /** When it reached the centre. */
  readonly reportedAt: Instant
  readonly reportedBy: string
  /** Who reports; null: the centre wrote it down for somebody who rang. */
  readonly agencyId: AgencyId | null
  /** The post whose people are called. */
  readonly postId: PostId
  readonly stage: Stage
  readonly standing: Standing
  readonly inCustody: boolean
  readonly minor: boolean
  /** Code of an `Entitlement`; null = not known yet. */
  readonly entitlement: string | null
  /**
   * Names the agency's case without telling it (an HMAC by the centre's key of the agency's own reference): calls of one case are known
   * as such; null = none was given.
   */
  readonly caseKey: string | null
  readonly interests: Interests
  readonly status: CallStatus
  /** Who took it. */
  readonly providerId: ProviderId | null
  /** The Ministry's code of the case it became, `TT.TGTT.01.2018` (TT 12/2018 Điều 11). */
  readonly caseCode: string | null
  readonly endedAt: Instant | null
  /** When what names the person is erased; null = nothing was kept. */
  readonly eraseAt: Instant | null
  readonly erasedAt: Instant | null
}

/** How the person, or a relative, is reached: the data of 5789/CTPH-BTP-BCA and no more. Kept encrypted, or not at all. */
export interface CallContact {
  readonly fullName: string
  readonly phone: string | null
  readonly address: string | null
  /** Null: the person; else what the relative is to the person. */
  readonly relation: string | null
}

/** A category of people entitled to legal aid (Luật TGPL Điều 7), as long as it holds. Data, because the law changes it (from 01/01/2027). */
export interface Entitlement {
  readonly code: string
  readonly nameVi: string
  readonly nameEn: string
  readonly basis: string
  readonly from: string
  readonly to: string | null
}
