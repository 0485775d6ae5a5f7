import type { ApiKey } from '../domain/api-key.ts'
import type { PublicationId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { PublicationHead, SaidInMonth } from '../domain/publication.ts'
import { type CentreData, indexCentre } from '../lookup/centre-index.ts'
import type { Remembered } from '../lookup/memory.ts'
import { indexMonth, type MonthIndex } from '../lookup/month-index.ts'

/** Changes with what the files hold: files of another format are not read. */
const FORMAT = 1

/** One file of what is remembered. Holds numbers of people and hashes of keys: for the service's own eyes. */
export interface MemoryFile {
  readonly name: string
  /** Never changes once it is written: what a publication says. */
  readonly frozen: boolean
  readonly text: () => string
}

interface StateFile {
  readonly format: number
  readonly confirmedAt: Instant
  readonly keys: readonly ApiKey[]
  readonly centres: readonly string[]
}

interface CentreFile extends Omit<CentreData, 'versions'> {
  readonly heads: readonly PublicationHead[]
}

const STATE = 'state'
const versionName = (id: PublicationId): string => `publication-${id}`

/** What a version says, as far as look-ups need it. */
const said = ({ centre, posts, people, slotsOf }: MonthIndex): SaidInMonth => ({
  centre,
  posts,
  people: [...people.values()],
  slots: [...slotsOf.values()].flat()
})

function centreFile({ centre, agencies, posts, people, corrections, keptFrom, versions }: CentreData): CentreFile {
  return { centre, agencies, posts, people, corrections, keptFrom, heads: versions.map(({ head }) => head) }
}

/** Everything remembered as files, the one that names the others last: as long as it is the old one, the old ones count. */
export function memoryFiles({ confirmedAt, keys, centres }: Remembered): MemoryFile[] {
  const versions = centres.flatMap((index) => index.versions)
  const names = centres.map(({ centre }) => `centre-${centre.id}`)
  const state: StateFile = { format: FORMAT, confirmedAt, keys, centres: names }
  return [
    ...versions.map((version) => ({ name: versionName(version.head.id), frozen: true, text: () => JSON.stringify(said(version)) })),
    ...centres.map((index, i) => ({ name: names[i] ?? '', frozen: false, text: () => JSON.stringify(centreFile(index)) })),
    { name: STATE, frozen: false, text: () => JSON.stringify(state) }
  ]
}

/** Reads it back; undefined when nothing (or nothing of this format) is there. Throws when a file that another names is missing or no JSON. */
export async function rememberedFrom(read: (name: string) => Promise<string | undefined>): Promise<Remembered | undefined> {
  const text = await read(STATE)
  if (text === undefined) return undefined
  const state = JSON.parse(text) as StateFile
  if (state.format !== FORMAT) return undefined
  const load = async <T>(name: string): Promise<T> => {
    const found = await read(name)
    if (found === undefined) throw new Error(`${name} is missing beside ${STATE}`)
    return JSON.parse(found) as T
  }
  const centres: Remembered['centres'][number][] = []
  for (const name of state.centres) {
    const { heads, ...data } = await load<CentreFile>(name)
    const versions: MonthIndex[] = []
    for (const head of heads) versions.push(indexMonth({ ...head, content: await load(versionName(head.id)) }))
    centres.push(indexCentre({ ...data, versions }))
  }
  return { confirmedAt: state.confirmedAt, keys: state.keys, centres }
}
