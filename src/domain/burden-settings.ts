import { type BurdenWeights, DEFAULT_WEIGHTS } from './burden.ts'

/** How a centre counts burden, and for how long it remembers; version 0 = it has set nothing. */
export interface BurdenSettings {
  readonly version: number
  readonly weights: BurdenWeights
  /** Only the balances of so many months before a month are carried into it; 0 = of all. */
  readonly carryMonths: number
}

/** A year: what somebody bore at one Tết is made good at the next, and nobody is held to account for older things. */
export const DEFAULT_SETTINGS: BurdenSettings = { version: 0, weights: DEFAULT_WEIGHTS, carryMonths: 12 }

/** Whole numbers that a centre may set, least and most. A unit (hours, kilometres) of 0 switches its points off. */
export const BURDEN_RANGES = {
  perDay: [0, 100],
  tetPerDay: [0, 100],
  hoursPerPoint: [0, 744],
  nightHoursPerPoint: [0, 744],
  onSiteHoursPerPoint: [0, 744],
  kmPerPoint: [0, 1000],
  supportPercent: [0, 100],
  fairness: [0, 100],
  carryMonths: [0, 120]
} as const satisfies Record<keyof BurdenWeights | 'carryMonths', readonly [number, number]>

/** Some of the numbers of a `BurdenSettings`. */
export type BurdenChange = Partial<Omit<BurdenWeights, 'perDay' | 'fairness'>> & {
  readonly perDay?: Partial<BurdenWeights['perDay']>
  readonly fairness?: Partial<BurdenWeights['fairness']>
  readonly carryMonths?: number
}

/** The settings with the change; what it does not name stays. */
export function changed({ version, weights, carryMonths }: BurdenSettings, change: BurdenChange): BurdenSettings {
  const { carryMonths: months = carryMonths, perDay, fairness, ...plain } = change
  return {
    version,
    weights: { ...weights, ...plain, perDay: { ...weights.perDay, ...perDay }, fairness: { ...weights.fairness, ...fairness } },
    carryMonths: months
  }
}
