import { type Day, holds, type Period, weekdayOf } from './day.ts'
import type { CentreId, PostId, ProviderId } from './ids.ts'

/** `avoid`: rather no duty then or there; `wish`: rather at least one. */
export const PREFERENCE_KINDS = ['avoid', 'wish'] as const
export type PreferenceKind = (typeof PREFERENCE_KINDS)[number]

/** From a mild (1) to a strong wish (3); an absence is what cannot be otherwise. */
export const STRENGTHS = [1, 2, 3] as const
export type Strength = (typeof STRENGTHS)[number]

/** A wish about duty (nguyện vọng): it weighs in the plan and is never a promise. Both days count; empty lists do not restrict. */
export interface Preference extends Period {
  readonly id: string
  readonly centreId: CentreId
  readonly version: number
  readonly providerId: ProviderId
  readonly kind: PreferenceKind
  readonly strength: Strength
  /** ISO weekdays, 1 = Monday. */
  readonly weekdays: readonly number[]
  readonly postIds: readonly PostId[]
  readonly note: string | null
}

/** Whether the preference speaks of duty at that post on that day. */
export const speaksOf = (preference: Preference, postId: PostId, day: Day): boolean =>
  holds(preference, day) &&
  (preference.postIds.length === 0 || preference.postIds.includes(postId)) &&
  (preference.weekdays.length === 0 || preference.weekdays.includes(weekdayOf(day)))
