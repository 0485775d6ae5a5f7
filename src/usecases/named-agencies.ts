import type { Agency } from '../domain/agency.ts'
import type { Centre } from '../domain/centre.ts'
import { type Day, holds } from '../domain/day.ts'
import type { PublishedAgency } from '../domain/publication.ts'
import { agencyNoun, listAgencyKinds } from '../store/agencies.ts'
import { listAll } from '../store/noun.ts'
import type { Deps } from './deps.ts'

/** The agencies of the centre that exist on the day and are wanted, as documents name them. */
export async function namedAgencies(
  { db }: Deps,
  centre: Centre,
  on: Day,
  wanted: (agency: Agency) => boolean = () => true
): Promise<PublishedAgency[]> {
  const sectors = new Map((await listAgencyKinds(db)).map(({ code, sector }) => [code, sector]))
  const all = await listAll(db, agencyNoun, centre.id)
  return all
    .filter((agency) => wanted(agency) && holds({ from: agency.validFrom, to: agency.validTo }, on))
    .map(({ id, code, name, kind, level }) => ({ id, code, name, kind, level, sector: sectors.get(kind) ?? 'court' }))
}
