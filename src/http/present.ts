import { formatInstant, type Instant, type Zone } from '../domain/instant.ts'
import { type Phone, phoneHref, phonesFor, type Visibility } from '../domain/phone.ts'

/** The numbers that this audience may read, as the API shows them. */
export const presentPhones = (phones: readonly Phone[], audience: Visibility) =>
  phonesFor(phones, audience).map((phone) => ({ ...phone, href: phoneHref(phone) }))

/** RFC 3339 in the zone, or null. */
export const presentInstant = (at: Instant | null, zone: Zone): string | null => (at === null ? null : formatInstant(at, zone))
