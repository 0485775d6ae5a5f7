import type { CallEventKind, Standing } from './call.ts'
import type { Day, Period } from './day.ts'

/** The clocks of a call (domain rules D1-D6). */
export const CLOCK_RULES = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6'] as const
export type ClockRule = (typeof CLOCK_RULES)[number]

/**
 * `held`: held in emergency, arrested or in custody before a charge. `charged`: accused, defendant, victim, whom Luật TGPL Điều 31(3) puts
 * beside them. `other`: everybody else in proceedings.
 */
export const CLOCK_GROUPS = ['held', 'charged', 'other'] as const
export type ClockGroup = (typeof CLOCK_GROUPS)[number]

/** How much time a clock gives. `at_once` is due the moment it starts; the grace only says from when it is called overdue. */
export type Allowance =
  | { readonly unit: 'hours'; readonly hours: number }
  | { readonly unit: 'working_days'; readonly days: number }
  | { readonly unit: 'at_once'; readonly graceMinutes: number }

/** One clock as one text of law has it, as long as that text holds: a new law ends a line and adds one. */
export interface ClockLine extends Period {
  readonly rule: ClockRule
  /** As cited to people. */
  readonly basis: string
  /** Whose duty it is. */
  readonly owner: 'agency' | 'centre'
  readonly groups: readonly ClockGroup[]
  /** Only for requests to be registered at once (`true`), only for the others (`false`), or for both (`null`). */
  readonly urgent: boolean | null
  readonly allowance: Allowance
  /** The first of these starts it. */
  readonly starts: readonly CallEventKind[]
  readonly ends: readonly CallEventKind[]
  /** Each of `starts` starts a clock of its own, which only a later end stops; else there is one, met by what was done before it too. */
  readonly repeats: boolean
  /** Whether it stands still while papers are awaited; what is due at once and what the agency owes never do. */
  readonly pausable: boolean
}

/**
 * From how many minutes on "at once" counts as not done. Policy of this service, not law: somebody has to write the call down. The due
 * time that is shown stays the instant itself.
 */
export const AT_ONCE_MINUTES = 15

/** Standings of `held`; somebody else whom the report puts before a charge and in custody counts as held too. */
export const HELD_STANDINGS: readonly Standing[] = ['held', 'arrested', 'in_custody']
export const CHARGED_STANDINGS: readonly Standing[] = ['accused', 'defendant', 'victim']
const since = (from: string): Period => ({ from: from as Day, to: null })
/** Luật Trợ giúp pháp lý 2017 (11/2017/QH14) Điều 47. */
const LAW = since('2018-01-01')
/** TTLT 10/2018/TTLT-BTP-BCA-BQP-BTC-TANDTC-VKSNDTC. */
const JOINT_CIRCULAR = since('2018-09-01')

const EVERYBODY = CLOCK_GROUPS
const ONCE = { repeats: false } as const
const AT_ONCE = { unit: 'at_once', graceMinutes: AT_ONCE_MINUTES } as const
const APPOINTED = ['appointed'] as const
const REGISTERED = ['registered', 'case_opened'] as const

/** The clocks in force and those that were; the order is the order in which they are shown. */
export const CLOCK_LINES: readonly ClockLine[] = [
  {
    rule: 'D1',
    basis: 'Luật TGPL 2017 Điều 31(3)',
    owner: 'agency',
    groups: ['held'],
    urgent: null,
    allowance: { unit: 'hours', hours: 12 },
    starts: ['requested'],
    ends: ['notified'],
    pausable: false,
    ...ONCE,
    ...LAW
  },
  {
    rule: 'D1',
    basis: 'Luật TGPL 2017 Điều 31(3)',
    owner: 'agency',
    groups: ['charged'],
    urgent: null,
    allowance: { unit: 'hours', hours: 24 },
    starts: ['requested'],
    ends: ['notified'],
    pausable: false,
    ...ONCE,
    ...LAW
  },
  {
    rule: 'D2',
    basis: 'Luật TGPL 2017 Điều 31(3), Điều 30(4)',
    owner: 'centre',
    groups: ['held', 'charged'],
    urgent: null,
    allowance: AT_ONCE,
    starts: ['notified'],
    ends: REGISTERED,
    pausable: false,
    ...ONCE,
    ...LAW
  },
  {
    rule: 'D3',
    basis: 'Luật TGPL 2017 Điều 31(2)',
    owner: 'centre',
    groups: ['held'],
    urgent: null,
    allowance: { unit: 'hours', hours: 12 },
    starts: REGISTERED,
    ends: APPOINTED,
    pausable: true,
    ...ONCE,
    ...LAW
  },
  {
    rule: 'D3',
    basis: 'Luật TGPL 2017 Điều 31(2)',
    owner: 'centre',
    groups: ['charged', 'other'],
    urgent: null,
    allowance: { unit: 'working_days', days: 3 },
    starts: REGISTERED,
    ends: APPOINTED,
    pausable: true,
    ...ONCE,
    ...LAW
  },
  {
    rule: 'D4',
    basis: 'TTLT 10/2018 Điều 3(4); TT 12/2018/TT-BTP Điều 6(1)',
    owner: 'centre',
    groups: EVERYBODY,
    urgent: true,
    allowance: AT_ONCE,
    starts: ['notified'],
    ends: APPOINTED,
    pausable: false,
    ...ONCE,
    ...JOINT_CIRCULAR
  },
  {
    rule: 'D4',
    basis: 'TTLT 10/2018 Điều 3(4)',
    owner: 'centre',
    groups: EVERYBODY,
    urgent: false,
    allowance: { unit: 'working_days', days: 3 },
    starts: ['notified'],
    ends: APPOINTED,
    pausable: true,
    ...ONCE,
    ...JOINT_CIRCULAR
  },
  {
    rule: 'D5',
    basis: 'TTLT 10/2018 Điều 7(2)a',
    owner: 'agency',
    groups: ['held'],
    urgent: null,
    allowance: AT_ONCE,
    starts: ['requested', 'notified'],
    ends: ['phoned'],
    pausable: false,
    ...ONCE,
    ...JOINT_CIRCULAR
  },
  {
    rule: 'D6',
    basis: 'TTLT 10/2018 Điều 6',
    owner: 'centre',
    groups: EVERYBODY,
    urgent: null,
    allowance: { unit: 'hours', hours: 24 },
    starts: ['defence_refused'],
    ends: APPOINTED,
    repeats: true,
    pausable: true,
    ...JOINT_CIRCULAR
  },
  {
    rule: 'D6',
    basis: 'TTLT 10/2018 Điều 6',
    owner: 'centre',
    groups: EVERYBODY,
    urgent: null,
    allowance: { unit: 'working_days', days: 2 },
    starts: ['protector_refused'],
    ends: APPOINTED,
    repeats: true,
    pausable: true,
    ...JOINT_CIRCULAR
  }
]
