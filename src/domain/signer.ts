import type { Day } from './day.ts'
import { DutyError } from './errors.ts'
import type { CentreId, SignerId } from './ids.ts'
import { cleanText, inCapitals } from './text.ts'

/**
 * Somebody who may sign the centre's documents (người ký). `authority` and `title` stand on the paper as NĐ 30/2020 Annex I writes them:
 * the director signs as `GIÁM ĐỐC`; a deputy signs under `KT. GIÁM ĐỐC`, `PHÓ GIÁM ĐỐC`.
 */
export interface Signer {
  readonly id: SignerId
  readonly centreId: CentreId
  readonly code: string
  readonly version: number
  readonly fullName: string
  /** The post, in capitals on the paper: `GIÁM ĐỐC`. */
  readonly title: string
  /** On whose behalf, a line above the post: `KT. GIÁM ĐỐC`, `TL. GIÁM ĐỐC`; null for the head's own signature. */
  readonly authority: string | null
  readonly validFrom: Day
  readonly validTo: Day | null
}

/** A signer as a document names them. */
export type PublishedSigner = Pick<Signer, 'fullName' | 'title' | 'authority'>

/** On whose behalf one signs: thay mặt, ký thay, thừa lệnh, thừa ủy quyền. `Q.` (quyền) stands before the post itself and so in the title. */
const AUTHORITIES = 'TM., KT., TL., TUQ.'
const AUTHORITY = /^(TM|KT|TL|TUQ)\.\s*(?=\p{L})(.+)$/u

/** `kt. giám đốc` as `KT. GIÁM ĐỐC`; throws BAD_VALUE for anything that does not begin as NĐ 30/2020 Annex I has it. */
export function parseAuthority(text: string): string {
  const [, behalf, whom] = AUTHORITY.exec(inCapitals(cleanText(text))) ?? []
  if (behalf === undefined || whom === undefined) throw new DutyError('BAD_VALUE', { allowed: `${AUTHORITIES} + GIÁM ĐỐC…` })
  return `${behalf}. ${whom}`
}
