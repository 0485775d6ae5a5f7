import type { Agency } from '../domain/agency.ts'
import type { Centre } from '../domain/centre.ts'
import type { Month } from '../domain/day.ts'
import type { AgencyId, ProviderId } from '../domain/ids.ts'
import type { NumberCorrection } from '../domain/number-correction.ts'
import type { Post } from '../domain/post.ts'
import type { Provider } from '../domain/provider.ts'
import type { MonthIndex } from './month-index.ts'
import { indexNames, type NameIndex } from './names.ts'

/** What a question may ask of whoever is on duty besides being on duty. */
export type Attributes = Pick<Provider, 'id' | 'role' | 'sex' | 'languages'>

/** Everything that one centre's questions are answered from, as it stands in the database. */
export interface CentreData {
  readonly centre: Centre
  /** Abolished ones too; by code. */
  readonly agencies: readonly Agency[]
  readonly posts: readonly Post[]
  readonly people: readonly Attributes[]
  /** Oldest first. */
  readonly corrections: readonly NumberCorrection[]
  /** The first month whose versions are kept; what is older is read when somebody asks. */
  readonly keptFrom: Month
  /** Every version from that month on, by month and version. */
  readonly versions: readonly MonthIndex[]
}

/** The same made ready: every step of an answer is one access, but for the binary search within a post's slots. */
export interface CentreIndex extends CentreData {
  /** Agencies by id and by code. */
  readonly agencyOf: ReadonlyMap<string, Agency>
  /** Posts by id and by code. */
  readonly postOf: ReadonlyMap<string, Post>
  /** Who took over from an agency, directly; by code. */
  readonly heirsOf: ReadonlyMap<AgencyId, readonly Agency[]>
  readonly attributesOf: ReadonlyMap<ProviderId, Attributes>
  readonly correctionsOf: ReadonlyMap<ProviderId, readonly NumberCorrection[]>
  readonly versionsOf: ReadonlyMap<Month, readonly MonthIndex[]>
  readonly names: NameIndex
}

const byIdAndCode = <T extends { readonly id: string; readonly code: string }>(things: readonly T[]): Map<string, T> =>
  new Map(things.flatMap((thing) => [[thing.code, thing] as const, [thing.id as string, thing] as const]))

/** Builds the index of a centre, anew on every change of it: what its publications say is handed in ready. */
export function indexCentre(data: CentreData): CentreIndex {
  const heirs = data.agencies.flatMap((agency) => agency.predecessorIds.map((id) => ({ id, agency })))
  const heirsOf = Map.groupBy(heirs, ({ id }) => id)
  return {
    ...data,
    agencyOf: byIdAndCode(data.agencies),
    postOf: byIdAndCode(data.posts),
    heirsOf: new Map([...heirsOf].map(([id, found]) => [id, found.map(({ agency }) => agency)])),
    attributesOf: new Map(data.people.map((person) => [person.id, person])),
    correctionsOf: Map.groupBy(data.corrections, ({ providerId }) => providerId),
    versionsOf: byMonth(data.versions),
    names: indexNames(data.agencies, data.posts)
  }
}

const byMonth = (versions: readonly MonthIndex[]) => Map.groupBy(versions, ({ head }) => head.month)

/** The same centre with other versions: what a publication changes. */
export const withVersions = (index: CentreIndex, keptFrom: Month, versions: readonly MonthIndex[]): CentreIndex => ({
  ...index,
  keptFrom,
  versions,
  versionsOf: byMonth(versions)
})
