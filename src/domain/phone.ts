import parsePhoneNumber from 'libphonenumber-js/max'
import type { Day } from './day.ts'
import { DutyError } from './errors.ts'
import { cleanText } from './text.ts'

/** `duty`: a duty line or SIM; `personal`: somebody's own; `office`: a desk; `hotline`: a service number such as 1800 1233. */
export const PHONE_KINDS = ['duty', 'personal', 'office', 'hotline'] as const
export type PhoneKind = (typeof PHONE_KINDS)[number]
/**
 * Who may read a number: everybody, proceeding bodies (which the law has the Centre tell, TTLT 10/2018 Art. 3(2)c), or the Centre alone.
 * Nothing read requires personal numbers on the open Internet, so theirs is `agency` unless the person consents (Luật 91/2025/QH15).
 */
export const VISIBILITIES = ['public', 'agency', 'internal'] as const
export type Visibility = (typeof VISIBILITIES)[number]

export interface Phone {
  /** `+84912000001`; a service number has no international form and keeps its digits: `18001233`. */
  readonly e164: string
  /** Grouped as Vietnamese readers expect: `0912 000 001`. */
  readonly national: string
  readonly kind: PhoneKind
  readonly visibility: Visibility
  /** The last day on which somebody answered it; null = never verified. */
  readonly verifiedOn: Day | null
}

/** The visibility of a number about which nothing was said. */
export const defaultVisibility = (kind: PhoneKind): Visibility => (kind === 'personal' ? 'agency' : 'public')

/** 1800/1900 service numbers: the country's own numbering plan, not reachable from abroad. */
const SERVICE = /^(1800|1900)(\d{4,6})$/
/** Lines of the Ministry of Public Security (`069.234.2593`): ten digits from any network, which libphonenumber does not know. */
const POLICE = /^0?69(\d{3})(\d{4})$/
const COUNTRY = /^(?:\+|00)?84/
/** What a person types between digits; a letter or a second number makes the text no number. */
const TYPED = /^[\d\s().+\p{Pd}]+$/u

type Forms = Pick<Phone, 'e164' | 'national'>

/** Reads a number dialled in Viet Nam (or with a country code) into its two forms; throws BAD_PHONE for one that cannot exist. */
export function parsePhone(text: string): Forms {
  const typed = cleanText(text.normalize('NFKC'))
  const digits = typed.replace(/[^\d+]/g, '')
  const forms = TYPED.test(typed) ? (domesticForms(digits.replace(COUNTRY, '')) ?? worldForms(digits)) : null
  if (forms === null) throw new DutyError('BAD_PHONE', { value: text })
  return forms
}

/** The numbers that only this country's plan knows. */
function domesticForms(digits: string): Forms | null {
  const [service, prefix, rest = ''] = SERVICE.exec(digits) ?? []
  if (service !== undefined)
    return { e164: service, national: `${prefix} ${rest.length < 6 ? rest : `${rest.slice(0, 3)} ${rest.slice(3)}`}` }
  const [police, first, last] = POLICE.exec(digits) ?? []
  return police === undefined ? null : { e164: `+8469${first}${last}`, national: `069 ${first} ${last}` }
}

function worldForms(digits: string): Forms | null {
  const parsed = parsePhoneNumber(digits, { defaultCountry: 'VN', extract: false })
  if (!parsed?.isValid()) return null
  return { e164: parsed.number, national: parsed.country === 'VN' ? parsed.formatNational() : parsed.formatInternational() }
}

/** The `tel:` address of a number (RFC 3966). */
export const phoneHref = (phone: Pick<Phone, 'e164'>): string => `tel:${phone.e164}`

const RANK: Record<Visibility, number> = { public: 0, agency: 1, internal: 2 }

/** The numbers that this audience may read, duty lines first; order among equals as entered. */
export const phonesFor = (phones: readonly Phone[], audience: Visibility): Phone[] =>
  phones
    .filter((phone) => RANK[phone.visibility] <= RANK[audience])
    .toSorted((a, b) => PHONE_KINDS.indexOf(a.kind) - PHONE_KINDS.indexOf(b.kind))
