import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import t from 'tap'
import { DIRECTORY_FORMATS, type DirectoryFormat, renderDirectory } from '../../src/documents/directory-rendering.ts'
import { DIRECTORY_COLUMNS } from '../../src/documents/directory-tables.ts'
import type { DirectoryDocument } from '../../src/domain/directory.ts'
import { aDirectory, aNumber, aPerson, PEOPLE } from '../support/directories.ts'
import { checkPage, docxText, flat, has, htmlText, popplerPages, printedByOffice, readPdf } from '../support/read-papers.ts'

const made = (directory: DirectoryDocument, format: DirectoryFormat): Promise<Uint8Array> => renderDirectory(directory, format, null)
const words = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)

async function sheetText(bytes: Uint8Array): Promise<string> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes.buffer as ArrayBuffer)
  return flat(
    book.worksheets
      .flatMap((sheet) => sheet.getSheetValues())
      .map((row) => (Array.isArray(row) ? row.join(' ') : ''))
      .join(' ')
  )
}

/** Each format as a program reads it that did not write it. */
const READ: Readonly<Record<DirectoryFormat, (bytes: Uint8Array) => string | Promise<string>>> = {
  docx: docxText,
  pdf: async (bytes) => (await readPdf(bytes)).map(({ text }) => text).join(' '),
  html: (bytes) => htmlText(words(bytes)),
  txt: (bytes) => flat(words(bytes)),
  csv: (bytes) => flat(words(bytes).replaceAll('""', '"')),
  xlsx: sheetText
}

for (const format of DIRECTORY_FORMATS) {
  t.test(`${format}: everybody with their numbers, in the order given`, async (t) => {
    const text = await READ[format](await made(aDirectory(), format))
    let from = 0
    for (const { fullName, phones } of PEOPLE) {
      const place = text.indexOf(fullName, from)
      t.ok(place >= from, `${fullName} after those before`)
      for (const { national } of phones) t.ok(text.indexOf(national, place) > place, national)
      from = place
    }
    t.equal(text, text.normalize('NFC'))
  })

  t.test(`${format}: the same list gives the same bytes, another moment of making too`, async (t) => {
    const first = await made(aDirectory(), format)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    t.ok(Buffer.from(first).equals(Buffer.from(await made(aDirectory({ generatedAt: 99 }), format))))
    t.notOk(Buffer.from(first).equals(Buffer.from(await made(aDirectory({ asOf: '2026-12-02' }), format))))
  })
}

const PAPERS = ['docx', 'pdf', 'html'] as const

for (const format of PAPERS) {
  t.test(`${format}: the paper of the decree, on the grounds that owe it`, async (t) => {
    const text = await READ[format](await made(aDirectory(), format))
    // the long number of the circular breaks at its hyphens
    t.match(text.replaceAll('- ', '-'), 'điểm c khoản 2 Điều 3 Thông tư liên tịch số 10/2018/TTLT-BTP-BCA-BQP-BTC-TANDTC-VKSNDTC')
    for (const said of [
      'SỞ TƯ PHÁP TỈNH LẠNG SƠN',
      'TRUNG TÂM TRỢ GIÚP PHÁP LÝ NHÀ NƯỚC TỈNH LẠNG SƠN',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Lạng Sơn, ngày 01 tháng 12 năm 2026',
      'DANH SÁCH TRỢ GIÚP VIÊN PHÁP LÝ, LUẬT SƯ KÝ HỢP ĐỒNG VỚI TRUNG TÂM',
      '(Tính đến ngày 01 tháng 12 năm 2026)',
      'Họ và tên',
      'Đơn vị/Chi nhánh',
      'Chi nhánh số 2',
      'Việt, Tày, Nùng, qaa',
      'Trợ giúp viên pháp lý',
      '0912 000 004 (*)',
      '(*) Số điện thoại chưa được xác minh.',
      'Gọi số của Trung tâm',
      'gọi số điện thoại của Trung tâm: 0912 000 100',
      'chỉ dùng để liên hệ thực hiện trợ giúp pháp lý',
      'KT. GIÁM ĐỐC',
      'Hoàng Thị Ngọc Bích',
      'Nơi nhận:',
      '- Tòa án nhân dân tỉnh Lạng Sơn;',
      '- Lưu: VT, HC-TH.'
    ]) {
      t.ok(text.includes(said), said)
    }
    t.notMatch(text, 'DỮ LIỆU MẪU')
  })

  t.test(`${format}: for the public nothing is said of personal numbers; what is not there is not said`, async (t) => {
    const people = [aPerson(1, 'Hoàng Văn An')]
    const centre = { ...aDirectory().centre, demo: true, phones: [] }
    const text = await READ[format](await made(aDirectory({ audience: 'public', people, centre, signer: null }), format))
    t.notMatch(text, /liên hệ thực hiện|\(\*\)|của Trung tâm: /)
    t.match(text, 'GIÁM ĐỐC', 'somebody signs by hand')
    t.notMatch(text, 'Hoàng Thị Ngọc Bích')
    t.match(text, 'DỮ LIỆU MẪU')
  })

  t.test(`${format}: a centre with nobody says so`, async (t) => {
    t.match(await READ[format](await made(aDirectory({ people: [] }), format)), 'hiện không có người nào')
  })
}

t.test('150 people: all are there, between the margins, the header row on every page', async (t) => {
  const people = Array.from({ length: 150 }, (_, at) => aPerson(at + 1, `Nguyễn Thị Số ${at + 1}`, { languages: ['vi', 'tyz', 'nut'] }))
  const pages = await readPdf(await made(aDirectory({ people }), 'pdf'))
  for (const [at, page] of pages.entries()) checkPage(t, page, `page ${at + 1}`)
  const text = pages.map((page) => page.text).join(' ')
  for (const { fullName } of people) t.ok(text.includes(`${fullName} `), fullName)
  for (const page of pages.slice(0, -1)) t.match(page.text, 'Họ và tên')
  t.ok(pages.length <= 8, `${pages.length} pages`)
})

t.test(
  'other programs print it: poppler reads the PDF, LibreOffice the DOCX',
  { skip: !has('soffice') && 'needs LibreOffice' },
  async (t) => {
    const [first = ''] = popplerPages(await made(aDirectory(), 'pdf'))
    t.match(flat(first), 'DANH SÁCH TRỢ GIÚP VIÊN PHÁP LÝ')
    const pages = popplerPages(printedByOffice(await made(aDirectory(), 'docx')))
    for (const { fullName } of PEOPLE.filter(({ fullName: name }) => name.length < 20))
      t.ok(flat(pages.join(' ')).includes(fullName), fullName)
    t.ok(pages.length <= 2)
  }
)

t.test('csv: a row per person under keys, nothing that a spreadsheet would run', async (t) => {
  const bytes = await made(aDirectory(), 'csv')
  t.ok(words(bytes).startsWith('\uFEFF'))
  const rows = parse(bytes, { columns: true, bom: true }) as Record<string, string>[]
  t.equal(rows.length, PEOPLE.length)
  t.same(Object.keys(rows[0] ?? {}), DIRECTORY_COLUMNS)
  t.match(rows[1], {
    asOf: '2026-12-01',
    code: 'tgv-002',
    role: 'legal_aid_officer',
    branch: '',
    phones: '0912 000 002; 0912 000 052',
    verifiedOn: '2026-11-20; 2026-11-20',
    languages: 'vi; tyz; nut; qaa',
    cardNumber: '2/TP-TGPL',
    contractUntil: ''
  })
  t.match(rows[2], { branch: 'Chi nhánh số 2', contractUntil: '2027-06-30', cardNumber: '' })
  t.equal(rows[3]?.verifiedOn, '')
  t.equal(rows[4]?.fullName, `'=cmd|"/c calc"`)
})

t.test('xlsx: one sheet with a real date for the end of a contract', async (t) => {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load((await made(aDirectory(), 'xlsx')).buffer as ArrayBuffer)
  t.equal(book.worksheets.length, 1)
  const [sheet] = book.worksheets
  const lawyer = sheet?.getRow(4 + 3)
  t.equal(lawyer?.getCell(2).value, 'Đặng Ngọc Ẩn')
  t.same(lawyer?.getCell(9).value, new Date('2027-06-30T00:00:00Z'))
  t.equal(sheet?.getRow(4 + 4).getCell(5).value, '-', 'never verified')
  t.equal(sheet?.getRow(4 + 5).getCell(2).value, '=cmd|"/c calc"', 'a text, not a formula')
})

t.test('txt: no line is wider than an old phone but for a single word', async (t) => {
  const text = words(await made(aDirectory(), 'txt'))
  for (const line of text.split('\n')) t.ok([...line].length <= 40 || !line.trim().includes(' '), line)
  t.match(text, '1. Hoàng Văn An\n  0912 000 001\n  Trợ giúp viên pháp lý, Trung tâm,')
  t.match(text, '(Gọi số của Trung tâm)')
  t.match(text, 'TRUNG TÂM: 0912 000 100')
})

t.test('txt: a number is never torn apart', async (t) => {
  const phones = [1, 2, 3, 4, 5].map((n) => aNumber(n))
  const lines = words(await made(aDirectory({ people: [aPerson(1, 'Hoàng Văn An', { phones })] }), 'txt')).split('\n')
  for (const { national } of phones)
    t.ok(
      lines.some((line) => line.includes(national)),
      national
    )
})

t.test('there is no directory as a calendar', async (t) => {
  await t.rejects(renderDirectory(aDirectory(), 'ics', null), { message: 'there is no directory as ics' })
})

t.test('two numbers stand in two lines', async (t) => {
  const people = [aPerson(1, 'Hoàng Văn An', { phones: [aNumber(1), aNumber(2)] })]
  t.match(words(await made(aDirectory({ people }), 'html')), '<b>0912 000 001</b><br><b>0912 000 002</b>')
})
