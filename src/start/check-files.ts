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

/** A page without a byte is one that was never used, or is no more what it was: tables with one, how many of their pages are none, and the type of their key. */
const PAGES_BLANK = `
  select name, first, type, count(*) filter (where not blank) as filled
  from (
    select pg_class.oid::regclass::text as name, quote_ident(attname) as first, atttypid::regtype::text as type,
      pg_read_binary_file(pg_relation_filepath(pg_class.oid), page * size, size) = decode(repeat('00', size), 'hex') as blank
    from pg_index
    join pg_class on pg_class.oid = indrelid
    join pg_attribute on attrelid = indrelid and attnum = indkey[0]
    cross join (select current_setting('block_size')::int as size) as one
    cross join generate_series(0, pg_relation_size(indrelid) / size - 1) as page
    where indisprimary and relnamespace <> 'pg_catalog'::regnamespace
  ) as pages
  group by name, first, type
  having bool_or(blank)`

/** What no key of a type is less than. */
const LEAST: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-0000-0000-000000000000',
  text: '',
  integer: String(-(2 ** 31)),
  bigint: String(-(2n ** 63n))
}

/**
 * Whether files of tables and indexes have been emptied or removed, or pages of tables blanked, while nobody had the database open: what is
 * blank would be read as without rows, and everything in it be made anew. Throws as the database does when it reads what is damaged.
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
  await checkPages({ executeSql })
}

interface Explained {
  readonly 'QUERY PLAN': readonly { readonly Plan: { readonly 'Exact Heap Blocks': number; readonly 'Lossy Heap Blocks': number } }[]
}

/** A table without a row on some page has one to begin with, or after a crash: but no index leads to more pages than are filled. */
async function checkPages({ executeSql }: Pick<Connection, 'executeSql'>): Promise<void> {
  if ((await executeSql(PAGES_BLANK)).rows.length === 0) return
  // what is in memory still would be blank in its file
  await executeSql('checkpoint')
  for (const { name, first, type, filled } of (await executeSql(PAGES_BLANK)).rows) {
    const least = LEAST[String(type)]
    if (least === undefined) continue
    const { rows } = await executeSql(
      `begin; set local enable_seqscan = off; set local enable_indexscan = off; set local enable_indexonlyscan = off;
       explain (analyze, format json) select ${String(first)} from ${String(name)} where ${String(first)} >= '${least}'; commit`
    )
    const [plan] = (rows[0] as unknown as Explained)['QUERY PLAN']
    const pointed = (plan?.Plan['Exact Heap Blocks'] ?? 0) + (plan?.Plan['Lossy Heap Blocks'] ?? 0)
    if (pointed > Number(filled)) throw Object.assign(new Error(`pages of table "${String(name)}" are blank`), { code: 'XX001' })
  }
}
