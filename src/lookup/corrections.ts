import type { Instant } from '../domain/instant.ts'
import type { NumberCorrection } from '../domain/number-correction.ts'
import type { Phone } from '../domain/phone.ts'

/** Whether a correction was made after the publication, and held already at the instant. */
const holdsAt = ({ from }: NumberCorrection, publishedAt: Instant, at: Instant): boolean => publishedAt <= from && from <= at

/**
 * The numbers of a published person at an instant: each that was replaced since the publication gives its place to what holds instead, or
 * goes; what replaced it may be replaced in its turn. `corrections` are those of that person, oldest first. No number stands twice: of two
 * the replacement stays, for it says what was known last. Without a replacement that counts, the very list that was given.
 */
export function correctedPhones(
  phones: readonly Phone[],
  publishedAt: Instant,
  corrections: readonly NumberCorrection[],
  at: Instant
): readonly Phone[] {
  let now = phones
  for (const correction of corrections) if (holdsAt(correction, publishedAt, at)) now = replaced(now, correction)
  return now
}

/** The numbers after one replacement; the very list where none of them is the one replaced. */
function replaced(phones: readonly Phone[], { replaced: gone, phone: instead }: NumberCorrection): readonly Phone[] {
  if (!phones.some(({ e164 }) => e164 === gone)) return phones
  return phones.flatMap((phone) => {
    if (phone.e164 === gone) return instead === null ? [] : [instead]
    return phone.e164 === instead?.e164 ? [] : [phone]
  })
}
