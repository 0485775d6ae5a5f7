import type { Db } from '../../db/handle.ts'
import type { ApiKey } from '../domain/api-key.ts'
import type { Centre } from '../domain/centre.ts'
import { addMonths, type Month, monthOf } from '../domain/day.ts'
import { type CentreId, compare } from '../domain/ids.ts'
import { dayAt, type Instant, MINUTE } from '../domain/instant.ts'
import { type CentreIndex, indexCentre, withVersions } from '../lookup/centre-index.ts'
import type { Memory, Remembered } from '../lookup/memory.ts'
import { indexMonth, type MonthIndex } from '../lookup/month-index.ts'
import { agencyNoun } from '../store/agencies.ts'
import { listUsableKeys } from '../store/api-keys.ts'
import { findCentre, listCentres } from '../store/centres.ts'
import { findOutage } from '../store/constraints.ts'
import {
  type Changes,
  listAttributes,
  listCorrections,
  listVersionsSince,
  type Mark,
  readChanges,
  sweepChanges,
  type VersionRead
} from '../store/lookup.ts'
import { listAll } from '../store/noun.ts'
import { postNoun } from '../store/posts.ts'
import type { Deps } from './deps.ts'
import { inTurn } from './in-turn.ts'

/** Months before this one that are kept, beside every month to come: with it, thirteen. */
const MONTHS_KEPT = 12
/** Without a sign that it is current for so long (ten missed checks), what is in memory is called stale. */
const STALE_AFTER = 10_000
/** Who was away for longer reads everything; changes are swept after twice as long. */
const READ_ALL_AFTER = 30 * MINUTE

interface Kept {
  handle: Db
  mark: Mark | null
  markedAt: number
  confirmedAt: Instant
  lost: boolean
  revision: number
  keys: Map<string, ApiKey>
  centres: Map<CentreId, CentreIndex>
  sorted: readonly CentreIndex[]
  /** Tables of each centre that were written since it was read; of a centre not in memory everything. */
  readonly dirty: Map<CentreId, Set<string>>
  keysDirty: boolean
}

const empty = (handle: Db): Kept => ({
  handle,
  mark: null,
  markedAt: 0,
  confirmedAt: 0 as Instant,
  lost: false,
  revision: 0,
  keys: new Map(),
  centres: new Map(),
  sorted: [],
  dirty: new Map(),
  keysDirty: true
})

/** Where the database tells of changes (migration 0004). */
export const LOOKUP_CHANNEL = 'lichtruc_lookup'

const EVERYTHING = 'everything'
const PUBLICATIONS = 'publications'

/** Notes what was written; without a mark, that everything was. */
async function noteChanges(kept: Kept, db: Db, now: Instant): Promise<void> {
  const from = now - kept.markedAt > READ_ALL_AFTER ? null : kept.mark
  const { mark, changed } = await readChanges(db, from)
  const all = from === null ? (await listCentres(db)).map(({ id }) => ({ centreId: id, noun: EVERYTHING })) : changed
  if (from === null) forgetGone(kept, new Set(all.map(({ centreId }) => centreId)))
  kept.keysDirty ||= from === null || changed.some(({ centreId }) => centreId === null)
  for (const { centreId, noun } of all) if (centreId !== null) tablesOf(kept, centreId).add(noun)
  // from now on nothing made of what is in memory counts, and again once it is read anew
  if (all.length > 0) kept.revision += 1
  kept.mark = mark
  kept.markedAt = now
}

const tablesOf = ({ dirty }: Kept, centreId: CentreId): Set<string> => {
  const tables = dirty.get(centreId) ?? new Set()
  dirty.set(centreId, tables)
  return tables
}

function forgetGone(kept: Kept, there: ReadonlySet<Changes['changed'][number]['centreId']>): void {
  for (const id of kept.centres.keys()) if (!there.has(id)) tablesOf(kept, id).add(EVERYTHING)
}

async function readKeys(kept: Kept, db: Db): Promise<void> {
  if (!kept.keysDirty) return
  kept.keys = new Map((await listUsableKeys(db)).map((key) => [key.hash, key]))
  kept.keysDirty = false
  kept.revision += 1
}

/** Reads again what was written, a centre after the other; a write meanwhile leaves its mark and is read the next time. */
async function readCentres(kept: Kept, db: Db, now: Instant): Promise<void> {
  for (const [id, tables] of [...kept.dirty]) {
    kept.dirty.delete(id)
    try {
      keepCentre(kept, id, await readCentre(db, id, tables, kept.centres.get(id), now))
    } catch (error) {
      for (const table of tables) tablesOf(kept, id).add(table)
      throw error
    }
  }
}

/** Keeps a centre as it was read. What another reading has learnt of its versions meanwhile stays: versions are only ever added and superseded. */
function keepCentre(kept: Kept, id: CentreId, index: CentreIndex | undefined): void {
  const before = kept.centres.get(id)
  if (index === undefined) kept.centres.delete(id)
  else kept.centres.set(id, before ? withVersions(index, index.keptFrom, union(before.versions, index.versions, index.keptFrom)) : index)
  kept.sorted = [...kept.centres.values()].sort((a, b) => compare(a.centre.code, b.centre.code))
  kept.revision += 1
}

/** The centre as it is now; undefined when there is none. What is known of it is kept where its tables were not written. */
async function readCentre(
  db: Db,
  id: CentreId,
  tables: ReadonlySet<string>,
  known: CentreIndex | undefined,
  now: Instant
): Promise<CentreIndex | undefined> {
  if (known !== undefined && tables.size === 1 && tables.has(PUBLICATIONS)) {
    const keptFrom = firstKept(known.centre, now)
    return withVersions(known, keptFrom, await readVersions(db, id, keptFrom, known.versions))
  }
  return db.transaction(async (db) => readAll(db, id, known, now), { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

async function readAll(db: Db, id: CentreId, known: CentreIndex | undefined, now: Instant): Promise<CentreIndex | undefined> {
  const centre = await findCentre(db, id)
  if (centre === undefined) return undefined
  const keptFrom = firstKept(centre, now)
  return indexCentre({
    centre,
    agencies: await listAll(db, agencyNoun, id),
    posts: await listAll(db, postNoun, id),
    people: await listAttributes(db, id),
    corrections: await listCorrections(db, id),
    keptFrom,
    versions: await readVersions(db, id, keptFrom, known?.versions ?? [])
  })
}

const firstKept = ({ zone }: Centre, now: Instant): Month => addMonths(monthOf(dayAt(now, zone)), -MONTHS_KEPT)

/** Versions by month and number, each once: of one read twice, the reading that knows when it was superseded. */
function union(known: readonly MonthIndex[], read: readonly MonthIndex[], from: Month): MonthIndex[] {
  const byId = new Map(known.map((version) => [version.head.id, version]))
  for (const version of read) {
    if (version.head.supersededFrom !== null || !byId.has(version.head.id)) byId.set(version.head.id, version)
  }
  return [...byId.values()]
    .filter(({ head }) => head.month >= from)
    .sort(({ head: a }, { head: b }) => compare(a.month, b.month) || a.version - b.version)
}

/** The versions of the months (up to `to`) as they are now, by month and number: those that are known, and what is to be learnt since. */
export async function readVersions(
  db: Db,
  centreId: CentreId,
  from: Month,
  known: readonly MonthIndex[],
  to?: Month
): Promise<readonly MonthIndex[]> {
  const here = known.filter(({ head: { month } }) => from <= month && (to === undefined || month <= to))
  return union(here, await learnVersions(db, centreId, { from, to }, here), from)
}

/** Those that are new, or superseded since. */
async function learnVersions(
  db: Db,
  centreId: CentreId,
  months: { readonly from: Month; readonly to?: Month | undefined },
  known: readonly MonthIndex[]
): Promise<MonthIndex[]> {
  const byId = new Map(known.map((version) => [version.head.id, version]))
  const heads = known.map(({ head }) => head)
  const read = await listVersionsSince(db, centreId, months, heads)
  return read.map((version) => versionOf(version, byId.get(version.head.id)))
}

function versionOf({ head, said }: VersionRead, known: MonthIndex | undefined): MonthIndex {
  if (said !== null) return indexMonth({ ...head, content: said })
  if (known === undefined) throw new Error('a version that is not known comes with what it says')
  // when it was superseded is all that is ever learnt later
  return { ...known, head }
}

function recalled(handle: Db, remembered: Remembered | undefined): Kept {
  const kept = empty(handle)
  if (remembered === undefined) return kept
  const { confirmedAt, keys, centres } = remembered
  for (const index of centres) keepCentre(kept, index.centre.id, index)
  return Object.assign(kept, { confirmedAt, lost: true, keys: new Map(keys.map((key) => [key.hash, key])) })
}

/** Opens the memory, empty or with what an earlier process remembered (stale then, until it has caught up). */
export function openMemory(deps: Pick<Deps, 'db' | 'now'>, remembered?: Remembered): Memory {
  let kept = recalled(deps.db, remembered)
  let followed = false
  const refresh = inTurn(() => readCentres(kept, deps.db, deps.now()))
  const changes = inTurn(async () => {
    // a scene's service goes from one transaction to the next: what the last one wrote never was
    if (kept.handle !== deps.db) kept = { ...empty(deps.db), revision: kept.revision + 1 }
    const began = deps.now()
    await noteChanges(kept, deps.db, began)
    await readKeys(kept, deps.db)
    if (followed) await refresh.run()
    Object.assign(kept, { confirmedAt: began, lost: false })
  })
  const missed = (error: unknown): void => {
    if (findOutage(error) === undefined) throw error
    kept.lost = true
  }
  const hear = async (ref: string): Promise<void> => {
    const known = kept.centres.get(ref as CentreId)
    if (known === undefined) return
    const { centre, keptFrom, versions } = known
    const learnt = await learnVersions(deps.db, centre.id, { from: keptFrom }, versions)
    const now = kept.centres.get(centre.id)
    if (learnt.length > 0 && now !== undefined) keepCentre(kept, centre.id, withVersions(now, now.keptFrom, learnt))
  }
  return {
    catchUp: changes.run,
    hear,
    ready: () => (followed ? undefined : changes.run().catch(missed)),
    settled: () => (followed ? changes.run().catch(missed) : undefined),
    follow: () => {
      followed = true
    },
    lose: () => {
      kept.lost = true
    },
    freshness: () => ({ generatedAt: kept.confirmedAt, stale: kept.lost || deps.now() - kept.confirmedAt > STALE_AFTER }),
    revision: () => kept.revision,
    centres: () => (followed || (kept.dirty.size === 0 && refresh.idle()) ? kept.sorted : refresh.run().then(() => kept.sorted)),
    key: (hash) => kept.keys.get(hash),
    remembered: () => ({ confirmedAt: kept.confirmedAt, keys: [...kept.keys.values()], centres: kept.sorted })
  }
}

/** The same with a memory of its own, which nobody follows yet. */
export const withMemory = <D extends Pick<Deps, 'db' | 'now'>>(deps: D, remembered?: Remembered): D & Pick<Deps, 'memory'> =>
  Object.assign(deps, { memory: openMemory(deps, remembered) })

/** Forgets the changes that nobody needs any more. */
export const sweepMemory = ({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> =>
  sweepChanges(db, (now() - 2 * READ_ALL_AFTER) as Instant)
