import { and, asc, eq, getTableColumns, gte, lt, lte, max, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { burdenWeights, ledger } from '../../db/schema/ledger.ts'
import { publications } from '../../db/schema/publications.ts'
import { BURDEN_KINDS, type Burden } from '../domain/burden.ts'
import { type BurdenSettings, changed, DEFAULT_SETTINGS } from '../domain/burden-settings.ts'
import type { Month } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import type { CentreId, ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { LedgerEntry, LedgerRow } from '../domain/ledger.ts'
import type { Publication } from '../domain/publication.ts'
import { insertRows } from './insert-rows.ts'

/** How the centre counts burden; what it has not set is as by default. */
export async function findBurdenSettings(db: Db, centreId: CentreId): Promise<BurdenSettings> {
  const [row] = await db.select().from(burdenWeights).where(eq(burdenWeights.centreId, centreId))
  if (row === undefined) return DEFAULT_SETTINGS
  const { version, weights, carryMonths } = row
  return changed({ ...DEFAULT_SETTINGS, version }, { ...weights, carryMonths })
}

/** Writes the settings as the version after the one that was read; STALE_VERSION when somebody else has done so meanwhile. */
export async function saveBurdenSettings(db: Db, centreId: CentreId, settings: BurdenSettings, now: Instant): Promise<BurdenSettings> {
  const saved = { ...settings, version: settings.version + 1 }
  const row = { ...saved, centreId, updatedAt: now }
  const written = await db
    .insert(burdenWeights)
    .values(row)
    .onConflictDoUpdate({ target: burdenWeights.centreId, set: row, setWhere: eq(burdenWeights.version, settings.version) })
    .returning({ version: burdenWeights.version })
  if (written.length === 0) throw new DutyError('STALE_VERSION', { noun: 'burden-weights', expected: settings.version })
  return saved
}

/** Writes the ledger of a publication; the rows of earlier versions stay, and no longer count. */
export async function insertLedger(
  db: Db,
  { centreId, id, month, version }: Pick<Publication, 'centreId' | 'id' | 'month' | 'version'>,
  entries: readonly LedgerEntry[]
): Promise<void> {
  const rows = entries.map(({ providerId, share, borne, parts, due }) => ({
    centreId,
    publicationId: id,
    providerId,
    month,
    version,
    share,
    ...borne,
    duePoints: due.points,
    dueNights: due.nights,
    dueRestDays: due.restDays,
    dueHolidays: due.holidays,
    dueTet: due.tet,
    workingDayPoints: parts.workingDays,
    restDayPoints: parts.restDays,
    holidayPoints: parts.holidays,
    tetPoints: parts.tet
  }))
  await insertRows(db, ledger, rows)
}

/** The newest version of each published month, whoever it names. */
const newestOf = (db: Db, centreId: CentreId) =>
  db
    .select({ month: publications.month, version: max(publications.version).as('newest_version') })
    .from(publications)
    .where(eq(publications.centreId, centreId))
    .groupBy(publications.month)
    .as('newest')

const toRow = (row: typeof ledger.$inferSelect & { readonly newest: number | null }): LedgerRow => ({
  providerId: row.providerId,
  month: row.month,
  version: row.version,
  newest: row.newest ?? row.version,
  share: row.share,
  borne: { points: row.points, nights: row.nights, restDays: row.restDays, holidays: row.holidays, tet: row.tet },
  parts: { workingDays: row.workingDayPoints, restDays: row.restDayPoints, holidays: row.holidayPoints, tet: row.tetPoints },
  due: { points: row.duePoints, nights: row.dueNights, restDays: row.dueRestDays, holidays: row.dueHolidays, tet: row.dueTet }
})

async function listRows(db: Db, centreId: CentreId, where: SQL | undefined): Promise<LedgerRow[]> {
  const newest = newestOf(db, centreId)
  const rows = await db
    .select({ ...getTableColumns(ledger), newest: newest.version })
    .from(ledger)
    .innerJoin(newest, eq(newest.month, ledger.month))
    .where(and(eq(ledger.centreId, centreId), where))
    .orderBy(asc(ledger.month), asc(ledger.version), asc(ledger.providerId))
  return rows.map(toRow)
}

/** What the newest version of the month says, by id of the person; empty while the month is not published. */
export async function listLedgerOfMonth(db: Db, centreId: CentreId, month: Month): Promise<LedgerRow[]> {
  const rows = await listRows(db, centreId, eq(ledger.month, month))
  return rows.filter(({ version, newest }) => version === newest)
}

/** Every version of the person's months until `to`, oldest first. */
export const listLedgerOfProvider = (db: Db, centreId: CentreId, providerId: ProviderId, to?: Month): Promise<LedgerRow[]> =>
  listRows(db, centreId, and(eq(ledger.providerId, providerId), to === undefined ? undefined : lte(ledger.month, to)))

/** Borne less due of everybody, over the newest versions of the months from `from` (null = the first) until the one before `before`. */
export async function sumBalances(db: Db, centreId: CentreId, from: Month | null, before: Month): Promise<Map<ProviderId, Burden>> {
  const newest = newestOf(db, centreId)
  const rows = await db
    .select({
      providerId: ledger.providerId,
      points: sql<number>`sum(${ledger.points} - ${ledger.duePoints})::int`,
      nights: sql<number>`sum(${ledger.nights} - ${ledger.dueNights})::int`,
      restDays: sql<number>`sum(${ledger.restDays} - ${ledger.dueRestDays})::int`,
      holidays: sql<number>`sum(${ledger.holidays} - ${ledger.dueHolidays})::int`,
      tet: sql<number>`sum(${ledger.tet} - ${ledger.dueTet})::int`
    })
    .from(ledger)
    .innerJoin(newest, and(eq(newest.month, ledger.month), eq(newest.version, ledger.version)))
    .where(and(eq(ledger.centreId, centreId), lt(ledger.month, before), from === null ? undefined : gte(ledger.month, from)))
    .groupBy(ledger.providerId)
    .orderBy(asc(ledger.providerId))
  const carrying = rows.filter((row) => BURDEN_KINDS.some((kind) => row[kind] !== 0))
  return new Map(carrying.map(({ providerId, ...balance }) => [providerId, balance]))
}
