import type { Db } from '../../db/handle.ts'
import type { Month } from '../domain/day.ts'
import { type CentreId, compare } from '../domain/ids.ts'
import { type CentreIndex, withVersions } from '../lookup/centre-index.ts'
import { indexMonth, type MonthIndex } from '../lookup/month-index.ts'
import { listAllVersions, listVersionsSince, type Months, type VersionRead } from '../store/lookup.ts'

/** Versions by month and number, each once: of one read twice, the reading that knows when it was superseded. */
export function union(known: readonly MonthIndex[], read: readonly MonthIndex[], from: Month): MonthIndex[] {
  const byId = new Map(known.map((version) => [version.head.id, version]))
  for (const version of read) {
    if (version.head.supersededFrom !== null || !byId.has(version.head.id)) byId.set(version.head.id, version)
  }
  return [...byId.values()]
    .filter(({ head }) => head.month >= from)
    .sort(({ head: a }, { head: b }) => compare(a.month, b.month) || a.version - b.version)
}

/** The centre with what has been learnt of its versions. */
export const withLearnt = (index: CentreIndex, learnt: readonly MonthIndex[]): CentreIndex =>
  withVersions(index, index.keptFrom, union(index.versions, learnt, index.keptFrom))

/** The versions of the months as the database has them, by month and number; of those that are known it need not say again what they say. */
export async function compareVersions(
  db: Db,
  centreId: CentreId,
  months: Months,
  known: readonly MonthIndex[]
): Promise<readonly MonthIndex[]> {
  return union([], indexed(await listAllVersions(db, centreId, months, known), known), months.from)
}

/** Those that are new, or superseded since. */
export async function learnVersions(db: Db, centreId: CentreId, months: Months, known: readonly MonthIndex[]): Promise<MonthIndex[]> {
  return indexed(await listVersionsSince(db, centreId, months, known), known)
}

function indexed(read: readonly VersionRead[], known: readonly MonthIndex[]): MonthIndex[] {
  const byId = new Map(known.map((version) => [version.head.id, version]))
  return read.map((version) => versionOf(version, byId.get(version.head.id)))
}

function versionOf({ head, said }: VersionRead, known: MonthIndex | undefined): MonthIndex {
  if (said !== null) return indexMonth({ ...head, ...said })
  if (known === undefined) throw new Error('a version that is not known comes with what it says')
  return { ...known, head }
}
