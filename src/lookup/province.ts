import type { Centre } from '../domain/centre.ts'
import { foldText } from '../domain/text.ts'

/** What people say before the name of a province; names that begin so themselves are compared whole too. */
const KIND = /^(tinh|thanh pho|tp) /

/** What a centre is named by. */
type Placed = Pick<Centre, 'code' | 'province'>

const namesOf = ({ code, province }: Placed): string[] => [foldText(code), foldText(province), foldText(province).replace(KIND, '')]

/**
 * The centres that the words name: the one of that very code, else those whose code or province it is, with or without diacritics and
 * "tỉnh" or "thành phố" before it.
 */
export function centresOfProvince<C extends Placed>(centres: readonly C[], words: string): readonly C[] {
  const exact = centres.filter(({ code }) => code === words)
  if (exact.length > 0) return exact
  const asked = foldText(words)
  return centres.filter((centre) => namesOf(centre).some((name) => name === asked || name === asked.replace(KIND, '')))
}
