import { createHmac, randomBytes } from 'node:crypto'
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
 * Makes the secrets of the links by which agencies acknowledge publications. Each is worked out of the ids and the installation's key, so a
 * letter sent again after a crash, a resend and a reminder all carry the same link, and no job or row holds it (only its SHA-256).
 */
export async function acknowledgementTokens(deps: Deps): Promise<(publicationId: PublicationId, agencyId: AgencyId) => string> {
  const key = await keyOf(deps)
  return (publicationId, agencyId) => createHmac('sha256', key).update(`${publicationId}/${agencyId}`).digest('base64url')
}

/** The whole link. Opening it changes nothing: what looks at letters for viruses follows links. */
export const acknowledgementLink = async (deps: Deps, publicationId: PublicationId, agencyId: AgencyId): Promise<string> =>
  `${outgoingOf(deps).publicUrl}/acknowledge/${(await acknowledgementTokens(deps))(publicationId, agencyId)}`
