import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { AgencyId, PublicationId } from '../domain/ids.ts'
import { findFact, saveFact } from '../store/installation.ts'
import type { Deps } from './deps.ts'
import { outgoingOf } from './outgoing.ts'

const KEY = 'acknowledgement-key'

/** The key of this installation, made when it is first needed. */
async function keyOf({ db }: Deps): Promise<string> {
  const known = await findFact(db, KEY)
  if (typeof known === 'string') return known
  await saveFact(db, KEY, randomBytes(32).toString('base64url'))
  return String(await findFact(db, KEY))
}

/**
 * The secret of the link by which an agency acknowledges a publication. It is worked out of the ids and the installation's key, so a letter
 * sent again after a crash, a resend and a reminder all carry the same link, and no job or row holds it (only its SHA-256).
 */
export const acknowledgementToken = async (deps: Deps, publicationId: PublicationId, agencyId: AgencyId): Promise<string> =>
  createHmac('sha256', await keyOf(deps))
    .update(`${publicationId}/${agencyId}`)
    .digest('base64url')

/** SHA-256, in hexadecimal, of a link's secret: all that is kept of it. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The whole link. Opening it changes nothing: what looks at letters for viruses follows links. */
export const acknowledgementLink = async (deps: Deps, publicationId: PublicationId, agencyId: AgencyId): Promise<string> =>
  `${outgoingOf(deps).publicUrl}/acknowledge/${await acknowledgementToken(deps, publicationId, agencyId)}`
