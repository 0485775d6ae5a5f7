import type { Agency } from '../domain/agency.ts'
import { changesFor } from '../domain/concerned.ts'
import type { Delivery } from '../domain/delivery.ts'
import { differences } from '../domain/difference.ts'
import type { Difference, Publication, PublishedMonth } from '../domain/publication.ts'
import { agencyNoun } from '../store/agencies.ts'
import { findOne } from '../store/noun.ts'
import { getPublication, listVersions } from '../store/publications.ts'
import type { Deps } from './deps.ts'

/** A delivery with all that it tells: the publication, what it changes for whom it is for, and who that is. */
export interface Told {
  readonly delivery: Delivery
  readonly publication: Publication
  /** Null: a webhook of the whole centre. */
  readonly agency: Agency | null
  readonly changes: readonly Difference[]
  /** Earlier versions, newest first: they know names that this one no longer has. */
  readonly earlier: readonly PublishedMonth[]
}

/** Gathers what a delivery tells, the same on every try: publications never change. */
export async function toldBy(deps: Deps, delivery: Delivery): Promise<Told> {
  const { centreId, publicationId, agencyId, event } = delivery
  const publication = await getPublication(deps.db, centreId, publicationId)
  const versions = (await listVersions(deps.db, centreId, publication.month)).filter(({ version }) => version < publication.version)
  const before = event === 'issued' || event === 'recalled' ? null : (versions.at(-1) ?? null)
  const agency = agencyId === null ? null : ((await findOne(deps.db, agencyNoun, centreId, agencyId)) ?? null)
  const changes = agencyId === null ? allChanges(publication, before) : changesFor(agencyId, publication, before)
  return { delivery, publication, agency, changes, earlier: versions.toReversed().map(({ content }) => content) }
}

/** Everything that a version changes, for a reader of the whole centre. */
function allChanges({ content }: Publication, before: Publication | null): readonly Difference[] {
  if (before === null) return []
  const amended = content.document?.number === null ? [] : (content.document?.changes ?? [])
  return amended.length > 0 ? amended : differences(before.content, content)
}
