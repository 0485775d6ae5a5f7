import { TIERS, type Tier, type TierName } from './engine.ts'

/** What a plan comes to, tier by tier. */
export type Values = Readonly<Record<TierName, number>>

/** The tiers of a plan before anything is proved: what is zero cannot be less. */
export const tiersOf = (values: Values): Tier[] =>
  TIERS.map((name) => ({ name, value: values[name], bound: values[name] === 0 ? 0 : -1, by: values[name] === 0 ? 'zero' : 'none' }))

/** Whether a plan is better than another: less left empty first, then the lower cost. */
export const isBetter = (one: Omit<Values, 'fairness'>, other: Omit<Values, 'fairness'>): boolean =>
  one.coverage < other.coverage || (one.coverage === other.coverage && one.total < other.total)
