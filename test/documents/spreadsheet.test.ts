import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import t from 'tap'
import { sheetNames } from '../../src/documents/sheet-names.ts'
import { renderXlsx, type SpreadsheetOptions } from '../../src/documents/spreadsheet.ts'
import { HOUR, type Zone } from '../../src/domain/instant.ts'
import { phonesFor } from '../../src/domain/phone.ts'
import type { Publication } from '../../src/domain/publication.ts'
import { fullMonth, publicationOf, publishedMonth, publishedPerson, publishedPost, slotAt } from '../support/publications.ts'

const large = publicationOf(fullMonth({ posts: 4, people: 7 }))
const { posts, people, slots, burdens } = large.content

async function workbook(publication: Publication, options: SpreadsheetOptions = { audience: 'agency' }): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load((await renderXlsx(publication, options)).buffer as ArrayBuffer)
  return book
}

type Line = ExcelJS.CellValue[]
const linesOf = (sheet: ExcelJS.Worksheet | undefined): Line[] => {
  const lines: Line[] = []
  sheet?.eachRow({ includeEmpty: true }, (row) => lines.push((row.values as Line).slice(1)))
  return lines
}
/** The lines below the header. */
function tableOf(sheet: ExcelJS.Worksheet | undefined): Line[] {
  const lines = linesOf(sheet)
  return lines.slice(lines.findIndex(([first]) => first === 'Ngày' || first === 'STT') + 1)
}
const iso = (value: unknown): string => (value as Date).toISOString().slice(0, 16)
/** What the wall reads in Viet Nam, which has one offset all year. */
const wallOf = (at: number): string => new Date(at + 7 * HOUR).toISOString().slice(0, 16)

t.test('a sheet per post in order of code, after the summary', async (t) => {
  const book = await workbook(large)
  t.strictSame(
    book.worksheets.map(({ name }) => name),
    ['Tổng hợp', ...posts.map(({ name }) => name.slice(0, 30) + (name.length > 31 ? '…' : name.slice(30)))]
  )
})

t.test('every seat is a row with real dates, and says what the publication says', async (t) => {
  const book = await workbook(large)
  for (const [at, post] of posts.entries()) {
    const seats = slots.filter(({ postId }) => postId === post.id).flatMap((slot) => slot.seats.map((seat) => ({ slot, ...seat })))
    const table = tableOf(book.worksheets[at + 1])
    t.equal(table.length, seats.length)
    for (const [row, { slot, seat, providerId }] of seats.entries()) {
      const person = people.find(({ id }) => id === providerId)
      const [day, , start, end, , where, fullName, code, , numbers] = table[row] ?? []
      t.strictSame([iso(day), iso(start), iso(end)], [`${slot.day}T00:00`, wallOf(slot.start), wallOf(slot.end)])
      t.strictSame([fullName, code, where], [person?.fullName, person?.code, seat === 'primary' ? 'Người trực' : 'Người hỗ trợ trực'])
      t.equal(
        numbers,
        phonesFor(person?.phones ?? [], 'agency')
          .map(({ national }) => national)
          .join('\n')
      )
    }
  }
})

t.test('above the table stand the whole name of the post, its agencies, the document and the centre’s number', async (t) => {
  const book = await workbook(large)
  const text = linesOf(book.worksheets[1]).slice(0, 5).flat().join('\n')
  const [post] = posts
  for (const said of [`Lịch trực tháng 12/2026 - ${post?.name}`, 'Cơ quan số 1', 'Số: 05/TB-TGPL, ngày 23/11/2026', '0205 3000 001'])
    t.match(text, said)
})

t.test('the summary names everybody by given name, with the points of the burden where they may be told', async (t) => {
  const book = await workbook(large, { audience: 'agency', burdens: true })
  const table = tableOf(book.worksheets[0])
  const given = (name: unknown): string => String(name).split(' ').at(-1) ?? ''
  const sorted = table.map(([, , name]) => given(name)).toSorted(new Intl.Collator('vi').compare)
  t.strictSame(
    table.map(([, , name]) => given(name)),
    sorted
  )
  for (const [position, line] of table.entries()) {
    const [number, code, , , duties, hours, points, nights, restDays] = line
    const person = people.find((each) => each.code === code)
    const theirs = slots.filter(({ seats }) => seats.some(({ providerId }) => providerId === person?.id))
    const borne = burdens.find(({ providerId }) => providerId === person?.id)?.burden
    t.strictSame([number, duties], [position + 1, theirs.length])
    t.equal(
      hours,
      theirs.reduce((sum, { start, end }) => sum + (end - start) / HOUR, 0)
    )
    t.strictSame([points, nights, restDays], [(borne?.points ?? 0) / 100, (borne?.nights ?? 0) / 100, (borne?.restDays ?? 0) / 100])
  }
})

t.test('the burden is for the centre: not without its leave, and never in the paper of one agency', async (t) => {
  const agencyId = posts[0]?.agencyIds[0]
  const heads = async (options: SpreadsheetOptions): Promise<string> =>
    linesOf((await workbook(large, options)).worksheets[0])
      .flat()
      .join('|')
  t.match(await heads({ audience: 'agency', burdens: true }), 'Điểm trực')
  t.notMatch(await heads({ audience: 'agency' }), 'Điểm trực')
  t.notMatch(await heads({ audience: 'agency', burdens: true, ...(agencyId && { agencyId }) }), 'Điểm trực')
})

t.test('the paper of one agency has its posts and their people alone', async (t) => {
  const [, second] = posts
  const agencyId = second?.agencyIds[0]
  const book = await workbook(large, { audience: 'agency', ...(agencyId && { agencyId }) })
  t.equal(book.worksheets.length, 2)
  const theirs = new Set(
    slots.filter(({ postId }) => postId === second?.id).flatMap(({ seats }) => seats.map(({ providerId }) => providerId))
  )
  t.equal(tableOf(book.worksheets[0]).length, theirs.size)
})

t.test('numbers by audience; internal ones never', async (t) => {
  const text = async (audience: 'public' | 'agency'): Promise<string> =>
    (await workbook(large, { audience })).worksheets.flatMap(linesOf).flat().join('|')
  t.match(await text('public'), '0911 000 000')
  t.notMatch(await text('public'), '0922')
  t.match(await text('agency'), '0922 000 000')
  t.notMatch(await text('agency'), '0933')
})

t.test('a name that looks like a formula or like markup is only a name', async (t) => {
  const [post, person] = [publishedPost(0, { name: '=1+1 <b>&' }), publishedPerson(0, { fullName: '=HYPERLINK("x") & <An>' })]
  const month = publishedMonth({
    posts: [post],
    people: [person],
    slots: [slotAt(1, post, '2026-12-01 07:30', '2026-12-01 17:00', [person])]
  })
  const [, sheet] = (await workbook(publicationOf(month))).worksheets
  t.equal(tableOf(sheet)[0]?.[6], '=HYPERLINK("x") & <An>')
  t.equal(sheet?.name, '=1+1 <b>&')
})

t.test('dates are those of the centre’s clock, also where it changes', async (t) => {
  const zone = 'Europe/Berlin' as Zone
  const [post, person] = [publishedPost(0), publishedPerson(0)]
  const slot = slotAt(1, post, '2026-10-25 00:00', '2026-10-25 24:00', [person], zone)
  const month = publishedMonth({ month: '2026-10', zone, posts: [post], people: [person], slots: [slot] })
  const [, sheet] = (await workbook(publicationOf(month))).worksheets
  const [[day, , start, end] = []] = tableOf(sheet)
  t.strictSame([iso(day), iso(start), iso(end)], ['2026-10-25T00:00', '2026-10-25T00:00', '2026-10-26T00:00'])
})

t.test('the same publication gives the same bytes, whenever and in whatever zone the machine stands', async (t) => {
  const once = await renderXlsx(large, { audience: 'agency', burdens: true })
  const script = `
    const { fullMonth, publicationOf } = await import('./test/support/publications.ts')
    const { renderXlsx } = await import('./src/documents/spreadsheet.ts')
    const bytes = await renderXlsx(publicationOf(fullMonth({ posts: 4, people: 7 })), { audience: 'agency', burdens: true })
    process.stdout.write(Buffer.from(bytes).toString('base64'))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { TZ: 'America/New_York', LANG: 'C' },
    encoding: 'utf8',
    maxBuffer: 1 << 26
  })
  t.equal(stdout, Buffer.from(once).toString('base64'))
  for (const [name, bytes] of Object.entries(unzipSync(once))) t.notMatch(Buffer.from(bytes).toString(), /202\d-\d\d-\d\dT/, name)
})

const TEXTS = [
  "Điểm: trực [số 1] / 2? * \\ '",
  '',
  '   ',
  "'a'",
  'History',
  'Tổng hợp',
  'TỔNG HỢP',
  `Công an xã ${'Đ'.repeat(40)}`,
  '😀'.repeat(20)
]

t.test('names of sheets are what every program reads: short, without forbidden marks, each its own', async (t) => {
  const sound = (names: readonly string[]): boolean =>
    names.every((name) => name.length > 0 && name.length <= 31 && !/[[\]/\\:*?]|^'|'$|^history$/i.test(name) && name.isWellFormed()) &&
    new Set(names.map((name) => name.toLocaleLowerCase('vi'))).size === names.length
  t.ok(sound(sheetNames(TEXTS)), sheetNames(TEXTS).join(' | '))
  t.strictSame(sheetNames(['Khu vực 1', 'khu vực 1', 'Khu vực 1']), ['Khu vực 1', 'khu vực 1 (2)', 'Khu vực 1 (3)'])
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ maxLength: 50, unit: 'grapheme' }), fc.constantFrom(...TEXTS))), (texts) =>
      sound(sheetNames(texts))
    )
  )
})

const soffice = spawnSync('soffice', ['--version'], { encoding: 'utf8' }).status === 0

t.test('LibreOffice reads the same', { skip: !soffice && 'soffice (LibreOffice) is not installed' }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lichtruc-xlsx-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'lich.xlsx'), await renderXlsx(large, { audience: 'agency' }))
  // every sheet (-1) to a file of its own, UTF-8 (76), numbers and dates as shown
  const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1'
  const profile = `-env:UserInstallation=file://${folder}/profile`
  spawnSync('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', folder, join(folder, 'lich.xlsx')], { encoding: 'utf8' })
  const files = readdirSync(folder).filter((file) => file.endsWith('.csv'))
  t.equal(files.length, posts.length + 1)
  const rows = files.flatMap((file) => parse(readFileSync(join(folder, file)), { relax_column_count: true, bom: true }) as string[][])
  const dated = rows.filter(([first]) => /^\d\d\/12\/2026$/.test(first ?? ''))
  const shown = (at: number): string => wallOf(at).replace(/^(\d+)-(\d+)-(\d+)T/, '$3/$2/$1 ')
  const seats = slots.flatMap((slot) =>
    slot.seats.map(({ providerId }) => [shown(slot.start), shown(slot.end), people.find(({ id }) => id === providerId)?.fullName])
  )
  t.strictSame(dated.map(([, , start, end, , , name]) => [start, end, name]).sort(), seats.sort())
})
