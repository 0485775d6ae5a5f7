import type { ProviderId } from '../domain/ids.ts'
import type { ProviderRole, Sex } from '../domain/provider.ts'
import type { Attributes } from './centre-index.ts'
import type { OnDuty } from './on-duty.ts'

/** What is asked of whoever is on duty besides being on duty; null = whatever it is. */
export interface Wish {
  /** ISO 639 code of a language that they speak. */
  readonly language: string | null
  readonly role: ProviderRole | null
  /** For persons under 18 and cases of gender violence. */
  readonly sex: Sex | null
}

/** Those on duty whom the wish picks, in the order in which they came. */
export interface Picked {
  readonly onDuty: readonly OnDuty[]
  /** Whether they are what was asked for; if not, they are all who are on duty. */
  readonly met: boolean
}

/** Whether anything is asked at all. */
export const wishes = ({ language, role, sex }: Wish): boolean => language !== null || role !== null || sex !== null

/** The role is the one that the answer names; what the catalogue does not say of somebody, they do not have. */
function fits({ language, role, sex }: Wish, { person }: OnDuty, of: Attributes | undefined): boolean {
  if (role !== null && person.role !== role) return false
  if (sex !== null && of?.sex !== sex) return false
  return language === null || (of?.languages ?? []).some((each) => each.toLowerCase() === language.toLowerCase())
}

/** Of those on duty the ones who are all that is asked; everybody when nobody is, so that there is always somebody to call. */
export function pick(onDuty: readonly OnDuty[], wish: Wish, attributesOf: ReadonlyMap<ProviderId, Attributes>): Picked {
  const fitting = onDuty.filter((each) => fits(wish, each, attributesOf.get(each.person.id)))
  return fitting.length > 0 ? { onDuty: fitting, met: true } : { onDuty, met: false }
}
