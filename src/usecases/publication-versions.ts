import { differencePage } from '../documents/diff-page.ts'
import type { Centre } from '../domain/centre.ts'
import { differences } from '../domain/difference.ts'
import { DutyError } from '../domain/errors.ts'
import type { Publication } from '../domain/publication.ts'
import { getPublication, listVersions } from '../store/publications.ts'
import type { Deps } from './deps.ts'

/** A version (id, or a month for its newest) and another of its month to hold it against: the one named, else the one before; null for a first. */
export async function versionPair(
  { db }: Deps,
  centre: Centre,
  ref: string,
  against: number | undefined
): Promise<{ publication: Publication; before: Publication | null }> {
  const publication = await getPublication(db, centre.id, ref)
  const versions = await listVersions(db, centre.id, publication.month)
  const wanted = against ?? publication.version - 1
  const before = versions.find(({ version }) => version === wanted)
  if (before === undefined && against !== undefined) throw new DutyError('NOT_FOUND', { noun: 'publication', ref: String(against) })
  return { publication, before: before ?? null }
}

/** What a version says differently, as a page for people; it bears no numbers. */
export const differencesAsPage = (before: Publication, after: Publication): string =>
  differencePage(before, after, differences(before.content, after.content))
