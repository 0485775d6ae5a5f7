import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { numberReadings } from '../../db/schema/lookup.ts'
import { providers } from '../../db/schema/providers.ts'
import { type CentreId, isId, type ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { ListedReading, RecordedReading } from '../domain/number-reading.ts'
import { type NewestQuery, newestFirst, pageOfRows } from './newest-first.ts'
import { type Page, storable } from './noun.ts'

const asRow = ({ id, centreId, readerId, reader, providerId, operation, firstAt, lastAt, times }: RecordedReading) => ({
  id,
  centre_id: centreId,
  reader_id: readerId,
  reader,
  provider_id: providerId,
  operation,
  first_at: new Date(firstAt).toISOString(),
  last_at: new Date(lastAt).toISOString(),
  times
})

/**
 * Writes any number of readings in one statement; what is written already stays as it is, so a write of which nobody knows whether it
 * came through may be repeated. Readings of a centre that is gone go with it.
 */
export async function insertReadings(db: Db, readings: readonly RecordedReading[]): Promise<void> {
  await db.execute(sql`
    insert into ${numberReadings} (centre_id, id, reader_id, reader, provider_id, operation, first_at, last_at, times)
    select r.centre_id, r.id, r.reader_id, r.reader, r.provider_id, r.operation, r.first_at, r.last_at, r.times
    from jsonb_to_recordset(${JSON.stringify(readings.map(asRow))}::jsonb) as r (
      centre_id uuid, id uuid, reader_id uuid, reader text, provider_id uuid, operation text,
      first_at timestamptz, last_at timestamptz, times integer
    )
    where exists (select 1 from centres c where c.id = r.centre_id)
    on conflict on constraint number_readings_pk do nothing`)
}

/** Which readings: of whose numbers, by whom (id of the key, or the name it bore), in which time. */
export interface ReadingQuery extends NewestQuery {
  readonly providerId?: ProviderId | undefined
  readonly reader?: string | undefined
  /** The first instant that counts, and the first after those. */
  readonly from?: Instant | undefined
  readonly before?: Instant | undefined
}

const byReader = (reader: string | undefined): SQL | undefined => {
  if (reader === undefined) return undefined
  if (!storable(reader)) return sql`false`
  return isId(reader) ? eq(numberReadings.readerId, reader) : eq(numberReadings.reader, reader)
}

/** Who read whose personal numbers, newest first. */
export async function listReadings(db: Db, centreId: CentreId, query: ReadingQuery): Promise<Page<ListedReading>> {
  const page = newestFirst(numberReadings.id, query)
  const { providerId, from, before } = query
  const rows = await db
    .select({ reading: numberReadings, code: providers.code, fullName: providers.fullName })
    .from(numberReadings)
    .leftJoin(providers, and(eq(providers.centreId, numberReadings.centreId), eq(providers.id, numberReadings.providerId)))
    .where(
      and(
        eq(numberReadings.centreId, centreId),
        providerId === undefined ? undefined : eq(numberReadings.providerId, providerId),
        byReader(query.reader),
        from === undefined ? undefined : gte(numberReadings.lastAt, from),
        before === undefined ? undefined : lt(numberReadings.firstAt, before),
        page.where
      )
    )
    .orderBy(page.orderBy)
    .limit(page.limit)
  const listed = rows.map(({ reading, code, fullName }) => ({
    ...reading,
    provider: code === null || fullName === null ? null : { code, fullName }
  }))
  return pageOfRows(listed, query)
}
