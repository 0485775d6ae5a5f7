import { addDays, type Day } from './day.ts'
import type { Phone } from './phone.ts'

/** Days for which a number counts as verified: agencies are owed the latest ones ("mới nhất"), so each is confirmed once a month. */
export const CONFIRM_DAYS = 31

/** `verified`: answered within `CONFIRM_DAYS`; `due`: longer ago; `unverified`: never; `missing`: there is none that agencies may read. */
export const NUMBER_STATES = ['missing', 'unverified', 'due', 'verified'] as const
export type NumberState = (typeof NUMBER_STATES)[number]

/** The last day on which a number answered on `verifiedOn` counts as verified. */
export const verifiedUntil = (verifiedOn: Day, days = CONFIRM_DAYS): Day => addDays(verifiedOn, days)

/** How a number stands on that day; with 0 days one that was ever answered stays verified. */
export function numberState({ verifiedOn }: Pick<Phone, 'verifiedOn'>, on: Day, days = CONFIRM_DAYS): Exclude<NumberState, 'missing'> {
  if (verifiedOn === null) return 'unverified'
  return days > 0 && verifiedUntil(verifiedOn, days) < on ? 'due' : 'verified'
}

/** The best that the numbers are on that day: one that answers is enough. */
export const bestState = (phones: readonly Pick<Phone, 'verifiedOn'>[], on: Day, days = CONFIRM_DAYS): NumberState =>
  NUMBER_STATES.findLast((state) => phones.some((phone) => numberState(phone, on, days) === state)) ?? 'missing'

/** The latest day on which one of the numbers was answered; null = none ever. */
export const lastVerified = (phones: readonly Pick<Phone, 'verifiedOn'>[]): Day | null =>
  phones.reduce<Day | null>(
    (last, { verifiedOn }) => (verifiedOn !== null && (last === null || verifiedOn > last) ? verifiedOn : last),
    null
  )
