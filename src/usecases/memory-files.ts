import type { ApiKey } from '../domain/api-key.ts'
import type { CentreId, PublicationId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { PublicationHead, SaidInMonth } from '../domain/publication.ts'
import { type CentreData, type CentreIndex, indexCentre } from '../lookup/centre-index.ts'
import type { Remembered, UnreadCentre } from '../lookup/memory.ts'
import { indexMonth, type MonthIndex } from '../lookup/month-index.ts'
import { sealOf, sha256 } from './sha256.ts'

/** Changes with what the files hold: files of another format are not read. */
const FORMAT = 2

/** One file of what is remembered. Holds numbers of people and hashes of keys: for the service's own eyes. */
export interface MemoryFile {
  readonly name: string
  /** Named by what it holds: once it is there it need not be written again. */
  readonly frozen: boolean
  readonly text: () => string
}

/** Another file, and the SHA-256 of its text. */
interface Named {
  readonly name: string
  readonly digest: string
}

/** A file of a centre, and which centre that is: so that it is known where its file is lost. Releases before did not say. */
interface NamedCentre extends Named {
  readonly centre?: UnreadCentre
}

interface StateFile {
  readonly format: number
  readonly installation: string | null
  readonly confirmedAt: Instant
  readonly keys: readonly ApiKey[]
  readonly centres: readonly NamedCentre[]
}

interface CentreFile extends Omit<CentreData, 'versions'> {
  readonly versions: readonly { readonly head: PublicationHead; readonly digest: string }[]
}

const STATE = 'state'
/** The name says what is in it, so that a new text never takes the place of one that an older state still names. */
const nameOf = (kind: 'publication' | 'centre', id: PublicationId | CentreId, digest: string): string =>
  `${kind}-${id}-${digest.slice(0, 16)}`

function centreText({ centre, agencies, posts, people, corrections, keptFrom, versions: all }: CentreIndex): string {
  const versions = all.map(({ head, digest }) => ({ head, digest }))
  return JSON.stringify({ centre, agencies, posts, people, corrections, keptFrom, versions } satisfies CentreFile)
}

/** An index never changes: of one that was named once, nothing is calculated again for the change of another centre. */
const named = new WeakMap<CentreIndex, Required<NamedCentre>>()

function nameCentre(index: CentreIndex): Required<NamedCentre> {
  const digest = sha256(centreText(index))
  const { id, code, province } = index.centre
  const file = { name: nameOf('centre', id, digest), digest, centre: { id, code, province } }
  named.set(index, file)
  return file
}

/** The state under a seal that whoever alters it cannot make without the key. It names every other file by its digest. */
const sealed = (state: StateFile, key: Uint8Array | undefined): string => {
  const text = JSON.stringify(state)
  return `${sealOf(text, key)}\n${text}`
}

/** Everything remembered as files, the one that names the others last: as long as it is the old one, the old ones count. */
export function memoryFiles({ centres, unread: _, ...state }: Remembered, key?: Uint8Array): MemoryFile[] {
  const versions = centres.flatMap((index) => index.versions)
  const files = centres.map((index) => ({ index, ...(named.get(index) ?? nameCentre(index)) }))
  return [
    ...versions.map(({ head, digest, said }) => ({
      name: nameOf('publication', head.id, digest),
      frozen: true,
      text: () => JSON.stringify(said)
    })),
    ...files.map(({ name, index }) => ({ name, frozen: true, text: () => centreText(index) })),
    {
      name: STATE,
      frozen: false,
      text: () => sealed({ format: FORMAT, ...state, centres: files.map(({ name, digest, centre }) => ({ name, digest, centre })) }, key)
    }
  ]
}

/** Where the files are read from. */
export interface FileSource {
  /** Undefined when there is none of that name. */
  readonly read: (name: string) => Promise<string | undefined>
  /** What the state is sealed by. */
  readonly key?: Uint8Array | undefined
  /** Told of each file that is what was written. */
  readonly proved: (name: string) => void
  /** Told of what is not used: a centre, because one of its files is missing or not what was written; the keys of a state without its seal. */
  readonly report: (error: unknown) => void
}

/** It may be honest under a key that was lost or changed, and it may be forged: nobody is let in by it. */
const UNPROVED = `${STATE} is not under the seal of CALLER_KEY (the key was lost or changed, or the file altered): its centres are answered about as stale, and its API keys open nothing until the database is there`

/**
 * Reads it back; undefined when nothing (or nothing of this format) is there. A centre whose files are not what the state names is unread, and
 * reported. A state whose seal does not fit is reported, and read without its keys: perhaps it is the last copy that there is.
 */
export async function rememberedFrom(source: FileSource): Promise<Remembered | undefined> {
  const file = await source.read(STATE)
  if (file === undefined || !isSealed(file)) return undefined
  const [seal = '', text = ''] = file.split('\n')
  const isProved = seal === sealOf(text, source.key)
  const { format, centres: named, ...state } = JSON.parse(text) as StateFile
  if (format !== FORMAT) return undefined
  if (!isProved) source.report(new Error(UNPROVED))
  const read = await readCentres(named, source)
  return read && { ...state, keys: isProved ? state.keys : [], ...read }
}

/** The centres of the state, and those of them that cannot be read; undefined when none can, or when it is not said which. */
async function readCentres(named: readonly NamedCentre[], source: FileSource): Promise<Pick<Remembered, 'centres' | 'unread'> | undefined> {
  const centres: CentreIndex[] = []
  const unread: UnreadCentre[] = []
  for (const each of named) {
    try {
      centres.push(await readCentre(each, source))
    } catch (error) {
      source.report(error)
      if (each.centre === undefined) return undefined
      unread.push(each.centre)
    }
  }
  return centres.length === 0 && named.length > 0 ? undefined : { centres, unread }
}

/** Files of the first format began with their JSON. */
const isSealed = (file: string): boolean => !file.startsWith('{')

async function readCentre(named: Named, source: FileSource): Promise<CentreIndex> {
  const { versions, ...data } = await load<CentreFile>(named, source)
  const months: MonthIndex[] = []
  for (const { head, digest } of versions) {
    const content = await load<SaidInMonth>({ name: nameOf('publication', head.id, digest), digest }, source)
    months.push(indexMonth({ ...head, content, digest }))
  }
  return indexCentre({ ...data, versions: months })
}

async function load<T>({ name, digest }: Named, { read, proved }: FileSource): Promise<T> {
  const text = await read(name)
  if (text === undefined) throw new Error(`${name} is missing`)
  if (sha256(text) !== digest) throw new Error(`${name} is not what was written`)
  proved(name)
  return JSON.parse(text) as T
}
