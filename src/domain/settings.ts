import type { AgencySector } from './agency.ts'

/** The last day on which a month's roster is to be sent: so many working days before the first duty day, or a day of the previous month. */
export type SendingRule =
  | { readonly kind: 'working_days_before'; readonly days: number }
  /** A day that the previous month lacks is its last day. */
  | { readonly kind: 'day_of_previous_month'; readonly day: number }

/** `notice`: THÔNG BÁO with the roster as its annex (NĐ 30/2020 Điều 7 knows no type "lịch trực"); `roster`: titled LỊCH TRỰC. */
export const DOCUMENT_FORMS = ['notice', 'roster'] as const
export type DocumentForm = (typeof DOCUMENT_FORMS)[number]

/** Hours of a working day that count as working hours, wall clock `HH:mm`. */
export interface WorkingHours {
  readonly from: string
  readonly to: string
}

/** The house rules of a centre for its documents and their life. All policy of the centre but the five days of 5789/CTPH-BTP-BCA. */
export interface Settings {
  readonly documentForm: DocumentForm
  /** Whether who approves a roster must be somebody else than who submitted it. */
  readonly separateApprover: boolean
  /** Whether a swap that both people agreed to still needs the planner. */
  readonly swapNeedsPlanner: boolean
  /** A swap must be agreed so many working days before the earlier of its two duties. */
  readonly swapCutoffDays: number
  readonly sending: Readonly<Record<AgencySector, SendingRule>>
  /** So many working days before the last sending day, and on it, the centre is reminded. */
  readonly remindDays: number
  /** An agency that has not acknowledged a publication after so many working hours is reminded. */
  readonly acknowledgeHours: number
  readonly workingHours: readonly WorkingHours[]
  /** The unit that files the document, in its last line `- Lưu: VT, HC-TH.` */
  readonly archiveUnit: string
  /** Others who get the document, a line each under Nơi nhận: `Giám đốc Sở Tư pháp (để b/c)`. */
  readonly copyTo: readonly string[]
  /** Where the service writes to the centre itself; null: it does not. */
  readonly email: string | null
  /** Whether how callers are reached is kept, encrypted, for as long as `callRetentionDays` says; false: it is never stored. */
  readonly keepCallers: boolean
  /** How a caller is reached is erased so many days after the call ended (or twice as many after it was reported, while it has not). */
  readonly callRetentionDays: number
}

export const DEFAULT_SETTINGS: Settings = {
  documentForm: 'notice',
  separateApprover: false,
  swapNeedsPlanner: true,
  swapCutoffDays: 1,
  sending: {
    court: { kind: 'day_of_previous_month', day: 25 },
    investigation: { kind: 'working_days_before', days: 5 },
    custody: { kind: 'working_days_before', days: 5 }
  },
  remindDays: 2,
  acknowledgeHours: 8,
  workingHours: [
    { from: '07:30', to: '11:30' },
    { from: '13:30', to: '17:00' }
  ],
  archiveUnit: 'HC-TH',
  copyTo: ['Giám đốc Sở Tư pháp (để b/c)', 'Lãnh đạo Trung tâm', 'Các phòng thuộc Trung tâm'],
  email: null,
  keepCallers: true,
  callRetentionDays: 90
}

/** Least and most of the whole numbers; `days` and `day` are those of sending rules. */
export const SETTINGS_RANGES = {
  swapCutoffDays: [0, 30],
  remindDays: [0, 30],
  acknowledgeHours: [1, 200],
  callRetentionDays: [1, 3650],
  days: [1, 30],
  day: [1, 31]
} as const satisfies Record<string, readonly [number, number]>

/** Investigation bodies and custody facilities get the roster at least so many working days before the first day of duty (5789/CTPH-BTP-BCA). */
export const PROGRAMME_DAYS = 5

/** A logo is a PNG or JPEG, at most so large in bytes and on its longer side in pixels. */
export const LOGO_LIMITS = { bytes: 64 * 1024, pixels: 2000 } as const

/** What a centre has set, with the version of it; version 0 while it has set nothing. */
export interface CentreSettings {
  readonly version: number
  readonly settings: Settings
  /** SHA-256 of the logo; null = none. */
  readonly logo: string | null
}
