import type { Connection } from '../../db/connect.ts'

/** An index has a first page before it has a row: none without one, and none that has lost it. */
const INDEXES_GONE = `select pg_relation_filepath(oid) as file from pg_class where relkind = 'i' and pg_relation_size(oid) = 0 limit 1`

/** Tables without a page whose index has more than its first one. */
const TABLES_EMPTIED = `
  select pg_class.oid::regclass::text as name, quote_ident(attname) as first
  from pg_index
  join pg_class on pg_class.oid = indrelid
  join pg_attribute on attrelid = indrelid and attnum = indkey[0]
  where indisprimary and pg_relation_size(indrelid) = 0 and pg_relation_size(indexrelid) > current_setting('block_size')::int`

/**
 * Whether files of tables and indexes have been emptied or removed while nobody had the database open: a table whose file is empty would be read
 * as one without rows, and everything in it be made anew. Throws as the database does when it reads what is damaged.
 */
export async function checkFiles({ executeSql }: Pick<Connection, 'executeSql'>): Promise<void> {
  const [index] = (await executeSql(INDEXES_GONE)).rows
  if (index !== undefined) throw Object.assign(new Error(`index file "${String(index.file)}" is empty`), { code: 'XX002' })
  const { rows } = await executeSql(TABLES_EMPTIED)
  // rows that are deleted leave an index with pages and a table without: only its entries tell, each of which must lead to a row
  for (const { name, first } of rows)
    await executeSql(
      `begin; set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_indexonlyscan = off;
       select ${String(first)} from ${String(name)} order by ${String(first)} limit 1; commit`
    )
}
