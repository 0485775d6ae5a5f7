import type { Db } from '../../db/handle.ts'
import type { ApiKey } from '../domain/api-key.ts'
import type { Centre } from '../domain/centre.ts'
import { addMonths, type Month, monthOf } from '../domain/day.ts'
import { type CentreId, compare } from '../domain/ids.ts'
import { dayAt, type Instant, MINUTE } from '../domain/instant.ts'
import { type CentreIndex, indexCentre, withVersions } from '../lookup/centre-index.ts'
import type { Freshness, Memory, Remembered, UnreadCentre } from '../lookup/memory.ts'
import type { MonthIndex } from '../lookup/month-index.ts'
import { agencyNoun } from '../store/agencies.ts'
import { listUsableKeys } from '../store/api-keys.ts'
import { findCentre, listCentres } from '../store/centres.ts'
import { findOutage, unavailable } from '../store/constraints.ts'
import { findFact, saveFact } from '../store/installation.ts'
import {
  type Changes,
  findLacking,
  listAttributes,
  listCorrections,
  lookAtRows,
  type Mark,
  type Part,
  readChanges,
  sweepChanges
} from '../store/lookup.ts'
import { listAll } from '../store/noun.ts'
import { postNoun } from '../store/posts.ts'
import type { Deps } from './deps.ts'
import { inTurn } from './in-turn.ts'
import { compareVersions, learnVersions, union, withLearnt } from './memory-versions.ts'

/** Months before this one that are kept, beside every month to come: with it, thirteen. */
const MONTHS_KEPT = 12
/** Without a sign that it is current for so long (ten missed checks), what is in memory is called stale. */
const STALE_AFTER = 10_000
/** Who was away for longer reads everything; changes are swept after twice as long. */
const READ_ALL_AFTER = 30 * MINUTE
/** How often it is looked whether anything was written that no trigger has told of. */
const LOOK_EVERY = 45_000
/** The same while the database is new to the process, where a restore may not be over: for how long, and how often. */
const NEW_FOR = 2 * MINUTE
const LOOK_AT_NEW_EVERY = 2_000

/** Whether it was so long ago at most. A clock that was set back since cannot tell. */
const within = (now: number, then: number, most: number): boolean => then <= now && now - then <= most

interface Kept {
  handle: Db
  /** Which installation the database is of. */
  installation: string | null
  mark: Mark | null
  markedAt: number
  /** What the rows that it was read from looked like (lookAtRows), and when that was seen; always before they were read. */
  rows: ReadonlyMap<string, string>
  lookedAt: number
  /** When the database was last seen to be another one, or filled anew. */
  renewedAt: number
  confirmedAt: Instant
  /**
   * How many times the database was lost from sight, and how many of those times everything has been noted for comparing, and compared.
   * What is in memory is believed only while all are compared: another database, or an older copy, may be there by now.
   */
  losses: number
  noted: number
  compared: number
  revision: number
  keys: Map<string, ApiKey>
  centres: Map<CentreId, CentreIndex>
  sorted: readonly CentreIndex[]
  /** Those of the database that could not be recalled, until they are read. */
  readonly unread: Map<CentreId, UnreadCentre>
  /** Tables of each centre that were written since it was read; of a centre not in memory everything. */
  readonly dirty: Map<CentreId, Set<string>>
  keysDirty: boolean
}

const empty = (handle: Db): Kept => ({
  handle,
  installation: null,
  mark: null,
  markedAt: 0,
  rows: new Map(),
  lookedAt: 0,
  renewedAt: 0,
  confirmedAt: 0 as Instant,
  losses: 1,
  noted: 0,
  compared: 0,
  revision: 0,
  keys: new Map(),
  centres: new Map(),
  sorted: [],
  unread: new Map(),
  dirty: new Map(),
  keysDirty: true
})

/** Where the database tells of changes (migration 0004). */
export const LOOKUP_CHANNEL = 'lichtruc_lookup'

const EVERYTHING = 'everything'
const PUBLICATIONS = 'publications'
/** Tables of no centre. */
const KEYS = 'api_keys'
const INSTALLATION = 'installation'

/** Notes what was written; where that cannot be told, that everything may have been. */
async function noteChanges(kept: Kept, db: Db, now: Instant): Promise<void> {
  const { losses } = kept
  const goesOn = kept.noted === losses && within(now, kept.markedAt, READ_ALL_AFTER)
  // where there are no tables, nothing else can be asked
  if (!goesOn) await ensureNotEmptied(kept, db, BELIEVED)
  const { mark, changed } = await readChanges(db, goesOn ? kept.mark : null)
  if (changed === null) {
    await ensureNotEmptied(kept, db, noteHistory(kept, mark, now))
    await noteEverything(kept, db, now)
  } else {
    noteWritten(kept, changed)
    if (isToBeLookedAt(kept, now)) await noteUnheard(kept, db, now)
  }
  Object.assign(kept, { mark, markedAt: now, noted: losses })
}

/** What the database is not believed without: it is the one that this process knew, or another that is seen for the first time now. */
function noteHistory(kept: Kept, { history }: Mark, now: Instant): readonly Part[] {
  if (kept.mark?.history === history) return BELIEVED_OF_THE_SAME
  if (kept.mark !== null) kept.renewedAt = now
  return BELIEVED
}

const isToBeLookedAt = ({ lookedAt, renewedAt }: Kept, now: Instant): boolean =>
  !within(now, lookedAt, within(now, renewedAt, NEW_FOR) ? LOOK_AT_NEW_EVERY : LOOK_EVERY)

/** What no database is believed without that is to take the place of what is in memory. */
const BELIEVED: readonly Part[] = ['tables', 'centres', 'keys']
/** A copy from before the first version has none; in one history none ever goes. */
const BELIEVED_OF_THE_SAME: readonly Part[] = [...BELIEVED, 'publications']

const EMPTIED = new Error(
  'cơ sở dữ liệu trống hoặc chưa phục hồi xong, dù các Trung tâm vẫn được nhớ: hãy phục hồi từ bản sao lưu / ' +
    'the database is empty, or not restored to its end, while centres are remembered: restore it from a backup'
)

/** Throws DATABASE_UNAVAILABLE where the database has nothing of what there is in memory: that is no change of somebody's, and memory is the last copy. */
async function ensureNotEmptied(kept: Kept, db: Db, believed: readonly Part[]): Promise<void> {
  const has: Record<Part, boolean> = {
    tables: kept.centres.size + kept.unread.size > 0,
    centres: kept.centres.size + kept.unread.size > 0,
    keys: kept.keys.size > 0,
    publications: kept.sorted.some(({ versions }) => versions.length > 0)
  }
  const needed = believed.filter((part) => has[part])
  if (needed.length === 0) return
  const lacking = await findLacking(db)
  if (needed.some((part) => lacking.has(part))) throw unavailable(EMPTIED)
}

/** Notes the tables of centres that were written. */
function noteWritten(kept: Kept, changed: NonNullable<Changes['changed']>): void {
  for (const { centreId, noun } of changed) {
    if (centreId === null) kept.keysDirty = true
    else tablesOf(kept, centreId).add(noun)
  }
  if (changed.length > 0) renounce(kept)
}

/**
 * Notes every centre whose rows do not look as they did, and likewise the keys: whoever wrote them, and however. What was heard of since the
 * last look is compared once more.
 */
async function noteUnheard(kept: Kept, db: Db, now: Instant): Promise<void> {
  await ensureNotEmptied(kept, db, BELIEVED_OF_THE_SAME)
  const rows = await lookAtRows(db)
  // what came after the last look and is gone before this one is in memory alone
  const owners = new Set([...kept.rows.keys(), ...rows.keys(), ...kept.centres.keys(), KEYS])
  const differing = [...owners].filter((owner) => !rows.has(owner) || kept.rows.get(owner) !== rows.get(owner))
  if (differing.includes(INSTALLATION) && (await installationOf(db)) !== kept.installation) return noteEverything(kept, db, now)
  for (const owner of differing) {
    if (owner === KEYS) kept.keysDirty = true
    else if (owner !== INSTALLATION) tablesOf(kept, owner as CentreId).add(EVERYTHING)
  }
  if (differing.length > 0) renounce(kept)
  Object.assign(kept, { rows, lookedAt: now })
}

/** From now on nothing made of what is in memory counts, and again once it is read anew. */
const renounce = (kept: Kept): void => {
  kept.revision += 1
}

/** Under which the database keeps the name of its installation, in the table of that name. */
const NAME = 'installation'

/** Gives the database the name by which what is remembered of it is told from what is of another; once. */
export const nameInstallation = ({ db, newId }: Pick<Deps, 'db' | 'newId'>): Promise<boolean> => saveFact(db, NAME, newId())

const installationOf = async (db: Db): Promise<string | null> => ((await findFact(db, NAME)) ?? null) as string | null

/**
 * Everything is to be read, and what is known compared with it: centres that are gone too. What is known of another installation is
 * forgotten at once; of this one it is answered meanwhile, as stale.
 */
async function noteEverything(kept: Kept, db: Db, now: Instant): Promise<void> {
  kept.compared = Math.min(kept.compared, kept.losses - 1)
  const rows = await lookAtRows(db)
  const installation = await installationOf(db)
  const centres = await listCentres(db)
  if (kept.installation !== null && kept.installation !== installation) forgetAll(kept)
  kept.installation = installation
  for (const id of [...kept.centres.keys(), ...kept.unread.keys(), ...centres.map((centre) => centre.id)])
    tablesOf(kept, id).add(EVERYTHING)
  Object.assign(kept, { keysDirty: true, rows, lookedAt: now })
  renounce(kept)
}

function forgetAll(kept: Kept): void {
  kept.centres.clear()
  kept.unread.clear()
  Object.assign(kept, { sorted: [], keys: new Map(), confirmedAt: 0 })
}

const tablesOf = ({ dirty }: Kept, centreId: CentreId): Set<string> => {
  const tables = dirty.get(centreId) ?? new Set()
  dirty.set(centreId, tables)
  return tables
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
      const known = kept.centres.get(id)
      keepCentre(kept, id, await readCentre(db, id, tables, known, now), known)
    } catch (error) {
      for (const table of tables) tablesOf(kept, id).add(table)
      throw error
    }
  }
}

/** Keeps a centre as it was read when that was known of it. What has been heard of its versions meanwhile stays. */
function keepCentre(kept: Kept, id: CentreId, read: CentreIndex | undefined, known: CentreIndex | undefined): void {
  const before = new Set(known?.versions)
  kept.unread.delete(id)
  const heard = (kept.centres.get(id)?.versions ?? []).filter((version) => !before.has(version))
  if (read === undefined) kept.centres.delete(id)
  else kept.centres.set(id, heard.length > 0 ? withLearnt(read, heard) : read)
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
    const learnt = await learnVersions(db, id, { from: keptFrom }, known.versions)
    return withLearnt(withVersions(known, keptFrom, known.versions), learnt)
  }
  const readWhole = (db: Db) => readAll(db, id, { versions: known?.versions ?? [], compare: tables.has(EVERYTHING) }, now)
  return db.transaction(readWhole, { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

/** What is known of a centre's versions, and whether it is only believed where the database says the same. */
interface Known {
  readonly versions: readonly MonthIndex[]
  readonly compare: boolean
}

async function readAll(db: Db, id: CentreId, known: Known, now: Instant): Promise<CentreIndex | undefined> {
  const centre = await findCentre(db, id)
  if (centre === undefined) return undefined
  const keptFrom = firstKept(centre, now)
  const months = { from: keptFrom }
  const { versions } = known
  return indexCentre({
    centre,
    agencies: await listAll(db, agencyNoun, id),
    posts: await listAll(db, postNoun, id),
    people: await listAttributes(db, id),
    corrections: await listCorrections(db, id),
    keptFrom,
    versions: known.compare
      ? await compareVersions(db, id, months, versions)
      : union(versions, await learnVersions(db, id, months, versions), keptFrom)
  })
}

const firstKept = ({ zone }: Centre, now: Instant): Month => addMonths(monthOf(dayAt(now, zone)), -MONTHS_KEPT)

function recalled(handle: Db, remembered: Remembered | undefined): Kept {
  const kept = empty(handle)
  if (remembered === undefined) return kept
  const { installation, confirmedAt, keys, centres, unread } = remembered
  for (const index of centres) keepCentre(kept, index.centre.id, index, undefined)
  for (const centre of unread) kept.unread.set(centre.id, centre)
  return Object.assign(kept, { installation, confirmedAt, keys: new Map(keys.map((key) => [key.hash, key])) })
}

/** No answer is known to be right at an instant to come: where the clock was set back, at this one. */
const freshnessOf = ({ confirmedAt, compared, losses }: Kept, now: Instant): Freshness => ({
  generatedAt: confirmedAt < now ? confirmedAt : now,
  stale: compared < losses || !within(now, confirmedAt, STALE_AFTER)
})

const rememberedIn = ({ installation, confirmedAt, keys, sorted, unread }: Kept): Remembered => ({
  installation,
  confirmedAt,
  keys: [...keys.values()],
  centres: sorted,
  unread: [...unread.values()]
})

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
    const { noted } = kept
    if (followed) await refresh.run()
    Object.assign(kept, { confirmedAt: began, compared: noted })
  })
  const lose = (): void => {
    kept.losses += 1
  }
  const missed = (error: unknown): void => {
    if (findOutage(error) === undefined) throw error
    lose()
  }
  const hear = async (ref: string): Promise<void> => {
    const known = kept.centres.get(ref as CentreId)
    if (known === undefined) return
    const { centre, keptFrom, versions } = known
    const learnt = await learnVersions(deps.db, centre.id, { from: keptFrom }, versions)
    const now = kept.centres.get(centre.id)
    if (learnt.length > 0 && now !== undefined) keepCentre(kept, centre.id, withLearnt(now, learnt), now)
  }
  return {
    catchUp: changes.run,
    hear,
    ready: () => (followed ? undefined : changes.run().catch(missed)),
    settled: () => (followed ? changes.run().catch(missed) : undefined),
    follow: () => {
      followed = true
    },
    lose,
    freshness: () => freshnessOf(kept, deps.now()),
    revision: () => kept.revision,
    centres: () => (followed || (kept.dirty.size === 0 && refresh.idle()) ? kept.sorted : refresh.run().then(() => kept.sorted)),
    unread: () => [...kept.unread.values()],
    key: (hash) => kept.keys.get(hash),
    remembered: () => rememberedIn(kept)
  }
}

/** The same with a memory of its own, which nobody follows yet. */
export const withMemory = <D extends Pick<Deps, 'db' | 'now'>>(deps: D, remembered?: Remembered): D & Pick<Deps, 'memory'> =>
  Object.assign(deps, { memory: openMemory(deps, remembered) })

/** Forgets the changes that nobody needs any more. */
export const sweepMemory = ({ db }: Pick<Deps, 'db'>): Promise<void> => sweepChanges(db, 2 * READ_ALL_AFTER)
