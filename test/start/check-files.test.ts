import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type Connection, connectPglite } from '../../db/connect.ts'
import { checkFiles } from '../../src/start/check-files.ts'
import { folderOf } from '../support/started.ts'

const PAGE = 8192

/** A database with tables of a few pages each, and where its files are. */
async function aDatabase(t: Test) {
  const path = join(folderOf(t), 'pglite')
  const first = await connectPglite(path)
  const tables = [
    ['of_ids', 'id uuid, n int, primary key (id, n)', 'gen_random_uuid(), n'],
    ['of_words', 'word text primary key', "repeat('x', 300) || n"],
    ['of_numbers', 'n bigint primary key, pad text', "n, repeat('x', 300)"],
    ['one_page', 'id uuid primary key', 'gen_random_uuid()']
  ] as const
  for (const [name, columns, values] of tables)
    await first.executeSql(
      `create table ${name} (${columns}); insert into ${name} select ${values} from generate_series(1, ${name === 'one_page' ? 1 : 1000}) as n`
    )
  const files = new Map<string, { readonly file: string; readonly pages: number }>()
  for (const [name] of tables) {
    const [row] = (await first.executeSql(`select pg_relation_filepath('${name}') as file, pg_relation_size('${name}') / ${PAGE} as pages`))
      .rows
    files.set(name, { file: join(path, String(row?.file)), pages: Number(row?.pages) })
  }
  await first.close()
  const check = async (before?: (connection: Connection) => Promise<unknown>): Promise<void> => {
    const connection = await connectPglite(path)
    try {
      await before?.(connection)
      await checkFiles(connection)
    } finally {
      await connection.close()
    }
  }
  return { files, check }
}

/** What the page held is not kept. */
function blank(file: string, page: number): void {
  const open = openSync(file, 'r+')
  writeSync(open, Buffer.alloc(PAGE), 0, PAGE, page * PAGE)
  closeSync(open)
}

t.test('tables are whole: full, with rows deleted, emptied, cleaned up, and with a page that was never used', async (t) => {
  const { files, check } = await aDatabase(t)
  await check(async (connection) => {
    for (const sql of [
      'delete from of_ids where n > 10',
      'vacuum of_ids',
      'delete from of_words',
      'vacuum of_words',
      'insert into of_ids select gen_random_uuid(), n from generate_series(1, 3000) as n'
    ]) {
      await checkFiles(connection)
      await connection.executeSql(sql)
    }
  })
  const { file, pages } = files.get('of_numbers') ?? { file: '', pages: 0 }
  blank(file, pages)
  await check()
})

for (const [name, where] of [
  ['of_ids', 'first'],
  ['of_ids', 'last'],
  ['of_words', 'middle'],
  ['of_numbers', 'first'],
  ['one_page', 'only']
] as const) {
  t.test(`the ${where} page of ${name} is blank: that is damage`, async (t) => {
    const { files, check } = await aDatabase(t)
    const { file, pages } = files.get(name) ?? { file: '', pages: 0 }
    blank(file, { first: 0, only: 0, last: pages - 1, middle: Math.floor(pages / 2) }[where])
    await t.rejects(check(), { code: 'XX001', message: `pages of table "${name}" are blank` })
  })
}
