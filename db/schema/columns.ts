import { customType, integer, text, uuid } from 'drizzle-orm/pg-core'
import type { Day } from '../../src/domain/day.ts'
import type { CentreId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'

/** A timestamptz read and written as an `Instant` (milliseconds), whatever the driver hands over. */
export const instant = customType<{ data: Instant; driverData: string | Date }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: (value) => new Date(value).getTime() as Instant,
  toDriver: (value) => new Date(value).toISOString()
})

/** A `date` read and written as a `Day`; no zone touches it. */
export const day = customType<{ data: Day; driverData: string }>({
  dataType: () => 'date',
  fromDriver: (value) => value as Day
})

/** The tenant of a row: the first part of every key, so that no reference can cross centres. */
export const centreId = () => uuid('centre_id').notNull().$type<CentreId>()
/** Goes up by one on every write; the ETag of a resource. */
export const version = () => integer('version').notNull().default(1)
/** Folded words that `q` looks in. */
export const search = () => text('search').notNull()
export const createdAt = () => instant('created_at').notNull()
export const updatedAt = () => instant('updated_at').notNull()
