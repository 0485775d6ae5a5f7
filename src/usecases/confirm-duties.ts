import type { Centre } from '../domain/centre.ts'
import { type Confirmation, comingDuties, sameComingDuties } from '../domain/confirmation.ts'
import { DutyError } from '../domain/errors.ts'
import type { Publication, PublishedPerson, PublishedSlot } from '../domain/publication.ts'
import { listConfirmations, saveConfirmation } from '../store/confirmations.ts'
import { getOne } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import { getPublication, listVersions } from '../store/publications.ts'
import { type Deps, transact } from './deps.ts'

/** Somebody with coming duties in a publication, and whether they have confirmed them. */
export interface Expected {
  readonly person: PublishedPerson
  readonly next: PublishedSlot
  /** How many coming slots. */
  readonly duties: number
  /** Null: not confirmed. */
  readonly confirmation: Confirmation | null
}

/** A publication, with everybody who has coming duties in it, by code. */
export interface Confirmations {
  readonly publication: Publication
  readonly expected: readonly Expected[]
}

/**
 * Who has coming duties in a publication (its id, or its month), and who has confirmed them. What somebody confirmed of an earlier version
 * holds while their coming duties are the same.
 */
export async function confirmationsOf(deps: Deps, centre: Centre, ref: string): Promise<Confirmations> {
  const publication = await getPublication(deps.db, centre.id, ref)
  const versions = (await listVersions(deps.db, centre.id, publication.month)).filter(({ version }) => version <= publication.version)
  const given = await listConfirmations(
    deps.db,
    centre.id,
    versions.map(({ id }) => id)
  )
  const people = [...publication.content.people].sort((a, b) => (a.code < b.code ? -1 : 1))
  return { publication, expected: people.flatMap((person) => expectedOf(person, publication, versions, given, deps.now())) }
}

function expectedOf(
  person: PublishedPerson,
  { content }: Publication,
  versions: readonly Publication[],
  given: readonly Confirmation[],
  now: ReturnType<Deps['now']>
): Expected[] {
  const duties = comingDuties(content, person.id, now)
  const [next] = duties
  if (next === undefined) return []
  const holds = ({ providerId, publicationId }: Confirmation): boolean => {
    const confirmed = versions.find(({ id }) => id === publicationId)
    return providerId === person.id && confirmed !== undefined && sameComingDuties(confirmed.content, content, person.id, now)
  }
  return [{ person, next, duties: duties.length, confirmation: given.findLast(holds) ?? null }]
}

/**
 * Writes that somebody has confirmed their coming duties in a publication. Throws PUBLICATION_SUPERSEDED for one that a newer version
 * follows, NO_COMING_DUTY.
 */
export const confirmDuties = (deps: Deps, centre: Centre, ref: string, providerRef: string, by: string): Promise<Expected> =>
  transact(deps, async (deps) => {
    const provider = await getOne(deps.db, providerNoun, centre.id, providerRef)
    const publication = await getPublication(deps.db, centre.id, ref)
    if (publication.supersededFrom !== null) throw new DutyError('PUBLICATION_SUPERSEDED')
    if (comingDuties(publication.content, provider.id, deps.now()).length === 0) throw new DutyError('NO_COMING_DUTY')
    const confirmation = { centreId: centre.id, publicationId: publication.id, providerId: provider.id, confirmedAt: deps.now(), by }
    await saveConfirmation(deps.db, confirmation)
    const found = (await confirmationsOf(deps, centre, publication.id)).expected.find(({ person }) => person.id === provider.id)
    if (found === undefined) throw new DutyError('NO_COMING_DUTY')
    return found
  })
