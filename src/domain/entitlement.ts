import type { Entitlement } from './call.ts'
import type { Day } from './day.ts'

/** The categories that hold on a day, both ends counted, in the order of the list. */
export const entitledOn = (list: readonly Entitlement[], day: Day): Entitlement[] =>
  list.filter(({ from, to }) => from <= day && (to === null || day <= to))

/** The category of a code as the law of that day has it; undefined when there was none. */
export const entitlementOn = (list: readonly Entitlement[], code: string, day: Day): Entitlement | undefined =>
  entitledOn(list, day).find((each) => each.code === code)
