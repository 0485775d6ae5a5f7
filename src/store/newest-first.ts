import { type AnyColumn, desc, type SQL, sql } from 'drizzle-orm'
import { readCursor, writeCursor } from './cursor.ts'
import type { Page } from './noun.ts'

/** Which part of a list that has the newest first; ids sort by birth, so the id alone says where a page ended. */
export interface NewestQuery {
  readonly limit: number
  readonly after?: string | undefined
}

/** The condition and order of one page, and one row more to know whether another follows. */
export const newestFirst = (id: AnyColumn, { limit, after }: NewestQuery): { where: SQL | undefined; orderBy: SQL; limit: number } => ({
  where: after === undefined ? undefined : sql`${id} < ${readCursor(after, 'uuid')[1]}::uuid`,
  orderBy: desc(id),
  limit: limit + 1
})

/** The rows as a page. */
export function pageOfRows<T extends { readonly id: string }>(rows: readonly T[], { limit }: NewestQuery): Page<T> {
  const last = rows[limit - 1]
  return { items: rows.slice(0, limit), next: rows.length > limit && last ? writeCursor(['', last.id]) : null }
}
