import { byGivenName } from '../documents/paper-words.ts'
import type { Centre } from '../domain/centre.ts'
import { type Day, holds } from '../domain/day.ts'
import { contractUntil, type Directory, type DirectoryAudience, type DirectoryPerson, isListed } from '../domain/directory.ts'
import { phonesFor } from '../domain/phone.ts'
import type { Provider } from '../domain/provider.ts'
import { branchNoun } from '../store/centres.ts'
import { listAll } from '../store/noun.ts'
import { providerNoun, providersWhere } from '../store/providers.ts'
import type { Deps } from './deps.ts'
import { fingerprintOf } from './sha256.ts'

const entryOf = (
  provider: Provider,
  branches: ReadonlyMap<string, string>,
  { asOf, audience }: Pick<Directory, 'asOf' | 'audience'>
): DirectoryPerson => ({
  id: provider.id,
  code: provider.code,
  fullName: provider.fullName,
  role: provider.role,
  branch: provider.branchId === null ? null : (branches.get(provider.branchId) ?? null),
  cardNumber: provider.card !== null && holds(provider.card, asOf) ? provider.card.number : null,
  contractUntil: provider.role === 'contract_lawyer' ? contractUntil(provider, asOf) : null,
  languages: provider.languages,
  skills: provider.skills,
  phones: phonesFor(provider.phones, audience)
})

/**
 * The list of legal aid officers and contract lawyers who serve on that day, with the numbers that the audience may read (TTLT 10/2018
 * Điều 3(2)c: owed to every proceeding body, whichever posts serve it).
 */
export async function readDirectory(deps: Deps, centre: Centre, asOf: Day, audience: DirectoryAudience): Promise<Directory> {
  const providers = await listAll(deps.db, providerNoun, centre.id, providersWhere({ on: asOf }))
  const branches = new Map((await listAll(deps.db, branchNoun, centre.id)).map(({ id, name }) => [id as string, name]))
  const { id, code, name, zone, demo } = centre
  // only what the reader sees: a fingerprint of hidden numbers would let them be guessed
  const said = {
    centre: { id, code, name, zone, demo, phones: phonesFor(centre.phones, audience) },
    audience,
    people: providers
      .filter((provider) => isListed(provider, asOf))
      .map((provider) => entryOf(provider, branches, { asOf, audience }))
      .sort(byGivenName)
  }
  return { ...said, asOf, generatedAt: deps.now(), fingerprint: fingerprintOf(said) }
}
