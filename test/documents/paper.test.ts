import t from 'tap'
import type { Paper, PaperOptions, PaperTable } from '../../src/documents/paper.ts'
import { paperOf } from '../../src/documents/paper-of.ts'
import { roman, weekdayOfDay } from '../../src/documents/paper-words.ts'
import { type Day, type Month, weekStart } from '../../src/domain/day.ts'
import type { AgencyId } from '../../src/domain/ids.ts'
import { officialDay, officialMonth } from '../../src/domain/official-date.ts'
import type { Publication, PublishedSlot } from '../../src/domain/publication.ts'
import { wall } from '../support/builders.ts'
import { amended, document, everyDay, month, officeHours, people, person, posts, publication } from '../support/papers.ts'

const PUBLIC: PaperOptions = { audience: 'public' }
const AGENCY: PaperOptions = { audience: 'agency' }
const tablesOf = (paper: Paper): PaperTable[] => [...(paper.body?.tables ?? []), ...paper.annexes.flatMap(({ tables }) => tables)]
const titled = (paper: Paper, heading: string): PaperTable => {
  const found = tablesOf(paper).find((table) => table.heading?.includes(heading))
  if (found === undefined) throw new Error(`no table ${heading}`)
  return found
}
const lines = ({ rows }: PaperTable): string[][] => rows.map((row) => ('band' in row ? [row.band] : row.cells.map(({ text }) => text)))
const said = (paper: Paper): string =>
  [...paper.opening, ...paper.closing].map((words) => words.map(({ text }) => text).join('')).join('\n')
const only = (code: string, more: Partial<Parameters<typeof month>[0]> = {}): Publication =>
  publication(month({ posts: posts.filter((post) => post.code === code), ...more }))

t.test('days of documents: a zero before days below 10 and before months 1 and 2 alone', async (t) => {
  const cases = [
    ['2026-01-05', 'ngày 05 tháng 01 năm 2026'],
    ['2026-02-28', 'ngày 28 tháng 02 năm 2026'],
    ['2026-03-01', 'ngày 01 tháng 3 năm 2026'],
    ['2019-06-29', 'ngày 29 tháng 6 năm 2019'],
    ['2026-09-09', 'ngày 09 tháng 9 năm 2026'],
    ['2026-10-10', 'ngày 10 tháng 10 năm 2026'],
    ['2026-12-31', 'ngày 31 tháng 12 năm 2026']
  ] as const
  for (const [day, words] of cases) t.equal(officialDay(day as Day), words)
  t.equal(officialMonth('2027-01' as Month), 'tháng 01 năm 2027')
  t.equal(officialMonth('2027-03' as Month), 'tháng 3 năm 2027')
  t.same(
    ['2026-11-30', '2026-12-01', '2026-12-05', '2026-12-06'].map((day) => weekdayOfDay(day as Day)),
    ['Thứ Hai', 'Thứ Ba', 'Thứ Bảy', 'Chủ nhật']
  )
})

t.test('Roman numerals', async (t) => {
  t.same([1, 2, 3, 4, 5, 6, 8, 9, 10, 14, 19, 34, 40, 44].map(roman), 'I II III IV V VI VIII IX X XIV XIX XXXIV XL XLIV'.split(' '))
})

t.test('the head, the number and the end of a notice', async (t) => {
  const paper = paperOf(publication(), PUBLIC)
  t.match(paper, {
    parentBody: 'SỞ TƯ PHÁP TỈNH LẠNG SƠN',
    issuer: 'TRUNG TÂM TRỢ GIÚP PHÁP LÝ NHÀ NƯỚC TỈNH LẠNG SƠN',
    number: 'Số: 05/TB-TGPL',
    placeAndDate: 'Lạng Sơn, ngày 23 tháng 11 năm 2026',
    title: 'THÔNG BÁO',
    abstract: 'Về lịch trực trợ giúp pháp lý tháng 12 năm 2026',
    signature: { authority: 'KT. GIÁM ĐỐC', title: 'PHÓ GIÁM ĐỐC', name: 'Hoàng Thị Ngọc Bích' },
    body: null,
    demo: null
  })
  t.same(paper.recipients, [
    '- Tòa án nhân dân tỉnh Lạng Sơn;',
    '- Tòa án nhân dân khu vực 1, 2, 3, 4, 5 - Lạng Sơn;',
    '- Cơ quan An ninh điều tra Công an tỉnh Lạng Sơn;',
    '- Phòng Cảnh sát điều tra tội phạm về ma túy Công an tỉnh Lạng Sơn (PC04);',
    '- Phòng Cảnh sát hình sự Công an tỉnh Lạng Sơn (PC02);',
    '- Văn phòng Cơ quan Cảnh sát điều tra Công an tỉnh Lạng Sơn (PC01);',
    '- Công an cấp xã (12 đơn vị);',
    '- Trại tạm giam Công an tỉnh Lạng Sơn;',
    '- Giám đốc Sở Tư pháp (để b/c);',
    '- Lãnh đạo Trung tâm;',
    '- Các phòng thuộc Trung tâm;',
    '- Lưu: VT, HC-TH.'
  ])
  t.match(said(paper), /gọi số điện thoại của Trung tâm: 0900 000 100; 0205 3000 001\./)
  t.ok(said(paper).endsWith('./.'))
})

t.test('it rests on what its sectors rest on; every ground ends in ";", the last in "."', async (t) => {
  const { grounds } = paperOf(publication(), PUBLIC)
  t.equal(grounds.length, 4)
  t.same(grounds.map((line) => line.slice(-1)).join(''), ';;;.')
  const courts = paperOf(only('toa-an'), PUBLIC)
  t.match(courts.grounds.join('\n'), /1603\/CTPH-BTP-TANDTC/)
  t.notMatch(courts.grounds.join('\n'), /5789/)
  t.notMatch(said(courts), /người hỗ trợ trực/, 'nobody supports at the courts')
  t.notMatch(paperOf(only('dieu-tra'), PUBLIC).grounds.join('\n'), /1603/)
})

t.test('annexes: one per sector, numbered in Roman numerals from two on, each naming the document', async (t) => {
  const { annexes } = paperOf(publication(), PUBLIC)
  t.same(
    annexes.map(({ label, title }) => `${label}: ${title}`),
    [
      'Phụ lục I: LỊCH TRỰC TRỢ GIÚP PHÁP LÝ TẠI TÒA ÁN NHÂN DÂN THÁNG 12 NĂM 2026',
      'Phụ lục II: LỊCH TRỰC TRỢ GIÚP PHÁP LÝ TRONG ĐIỀU TRA HÌNH SỰ THÁNG 12 NĂM 2026',
      'Phụ lục III: LỊCH TRỰC TRỢ GIÚP PHÁP LÝ TẠI CƠ SỞ GIAM GIỮ THÁNG 12 NĂM 2026'
    ]
  )
  t.equal(paperOf(only('toa-an'), PUBLIC).annexes[0]?.label, 'Phụ lục')
  t.match(annexes[0]?.reference, /^\(Kèm theo Thông báo số 05\/TB-TGPL ngày 23 tháng 11 năm 2026 của Trung tâm/)
  for (const { fit } of annexes) t.ok(fit.size >= 10 && fit.size <= 13)
})

t.test('layout A: a line per turn', async (t) => {
  const table = titled(paperOf(publication(), PUBLIC), 'Tòa án nhân dân hai cấp')
  t.same(
    table.columns.map(({ title }) => title),
    ['TT', 'Thời gian', 'Người trực', 'Chức danh', 'Số điện thoại', 'Tòa án được trực']
  )
  t.same(lines(table)[0], [
    '1',
    '01/12 - 04/12/2026',
    'Lý Văn Cường',
    'Trợ giúp viên pháp lý',
    '0900 000 303',
    'Tòa án nhân dân tỉnh Lạng Sơn; Tòa án nhân dân khu vực 1, 2, 3, 4, 5 - Lạng Sơn'
  ])
  t.same(
    lines(table).map((line) => line[1]),
    ['01/12 - 04/12/2026', '07/12 - 11/12/2026', '14/12 - 18/12/2026', '21/12 - 25/12/2026', '28/12 - 31/12/2026']
  )
  t.equal(lines(table)[1]?.[5], 'như trên')
  t.same(table.notes, ['Hình thức, thời gian: trực qua điện thoại, 07h30 - 17h00, các ngày làm việc trong tháng.'])
})

t.test('layout B: a line per agency, one person all month', async (t) => {
  const table = titled(paperOf(publication(), PUBLIC), 'theo cơ quan')
  t.same(lines(table), [
    ['1', 'Tòa án nhân dân khu vực 1 - Lạng Sơn', 'Ngô Thị Xuân', '0900 000 310'],
    ['2', 'Tòa án nhân dân khu vực 2 - Lạng Sơn', 'Ngô Thị Xuân', '0900 000 310']
  ])
  t.same(table.notes, ['Hình thức, thời gian: trực tại trụ sở cơ quan, 07h30 - 11h30, 13h30 - 17h00, Thứ Hai, Thứ Năm theo lịch.'])
})

t.test('layout C: a line per day with both seats', async (t) => {
  const table = titled(paperOf(publication(), PUBLIC), 'Cơ quan điều tra')
  t.equal(table.rows.length, 31)
  t.same(lines(table)[0]?.slice(0, 6), ['01/12', 'Thứ Ba', 'Hoàng Văn An', '0900 000 301', 'Triệu Thị Dung', '0900 000 304'])
  t.match(table.notes[0], /24\/24 giờ, tất cả các ngày trong tháng, kể cả ngày nghỉ, lễ, Tết/)
})

t.test('layout D: blocks by branch, a line per turn of the post', async (t) => {
  const table = titled(paperOf(publication(), PUBLIC), 'theo địa bàn')
  t.same(lines(table)[0], ['Chi nhánh số 2'])
  t.match(lines(table)[1]?.[1], /^Công an xã Ba Sơn; .*; Công an xã Ý Tịch$/)
  const custody = paperOf(only('ttg'), PUBLIC)
  t.same(
    lines(titled(custody, 'theo địa bàn')).map((line) => line[2] ?? line[0]),
    ['Chi nhánh số 1', '01/12 - 14/12/2026', '15/12 - 31/12/2026']
  )
})

t.test('numbers by audience: none internal, the centre for who has none; further numbers below, by given name', async (t) => {
  const texts = (options: PaperOptions): string => tablesOf(paperOf(publication(), options)).flatMap(lines).flat().join('\n')
  t.match(texts(PUBLIC), /Gọi số của Trung tâm/)
  t.notMatch(texts(PUBLIC), /0900 000 007|0900 000 003/)
  t.match(texts(AGENCY), /0900 000 007/)
  for (const options of [PUBLIC, AGENCY]) t.notMatch(texts(options), /0900 000 (6|199)/)
  const names = ['Vi Văn Đạt', 'Lý Thị Dung', 'Nông Văn Bình', 'Hoàng Thị Ánh', 'Trần Văn An', 'Bế Văn An', 'Lô Thị Ân']
  const staff = names.map((name, at) => person(at + 1, name))
  const slots = everyDay('dieu-tra', (_, at) => [staff[at % 7]?.id ?? '', staff[(at + 1) % 7]?.id ?? ''])
  const table = titled(paperOf(only('dieu-tra', { people: staff, slots }), AGENCY), 'Số điện thoại khác')
  t.same(
    lines(table).map((line) => line[1]),
    ['Bế Văn An', 'Trần Văn An', 'Hoàng Thị Ánh', 'Lô Thị Ân', 'Nông Văn Bình', 'Lý Thị Dung', 'Vi Văn Đạt']
  )
})

t.test('a paper for one agency holds only the posts that serve it, and says so', async (t) => {
  const paper = paperOf(publication(), { audience: 'agency', agencyId: 'pc01' as AgencyId })
  t.same(paper.annexes.length, 1)
  t.equal(paper.extract, '(Trích phần lịch trực của Văn phòng Cơ quan Cảnh sát điều tra Công an tỉnh Lạng Sơn (PC01))')
  t.notMatch(paper.recipients.join(), /Tòa án/)
})

t.test('a supplement holds only what changes', async (t) => {
  const paper = paperOf(amended({ kind: 'supplement' }), AGENCY)
  t.equal(paper.abstract, 'Về việc điều chỉnh, bổ sung lịch trực trợ giúp pháp lý tháng 12 năm 2026')
  t.match(
    said(paper),
    /điều chỉnh, bổ sung lịch trực ban hành kèm theo Thông báo số 05\/TB-TGPL ngày 23 tháng 11 năm 2026\. Lý do: Thay đổi phân công người trực\./
  )
  t.match(said(paper), /áp dụng từ 02 giờ 10 phút ngày 05 tháng 12 năm 2026/)
  t.same(tablesOf(paper).flatMap(lines), [
    ['1', '02h10 - 24h00 ngày 05/12/2026', 'Cơ quan điều tra Công an tỉnh', 'Người trực', 'Nông Thị Bình', '0900 000 302', 'Vi Văn Đại'],
    ['2', '07/12 - 11/12/2026', 'Tòa án nhân dân hai cấp', 'Người trực', 'Hoàng Văn An', '0900 000 301', 'Triệu Thị Dung']
  ])
  const untouched = paperOf(amended({ kind: 'supplement' }), { audience: 'agency', agencyId: 'ttg' as AgencyId })
  t.match(said(untouched), /không thay đổi/)
  t.same(untouched.annexes, [])
})

t.test('a replacement holds the month anew, with the running night cut in two, and what changed', async (t) => {
  const paper = paperOf(amended({ kind: 'replacement' }), PUBLIC)
  t.match(said(paper), /^Thông báo này thay thế Thông báo số 05\/TB-TGPL ngày 23 tháng 11 năm 2026\./)
  const days = lines(titled(paper, 'Cơ quan điều tra'))
  t.equal(days.length, 32)
  t.same(days[4]?.slice(0, 4), ['05/12', 'Thứ Bảy', '00h00 - 02h10', 'Vi Văn Đại'])
  t.same(days[5]?.slice(0, 4), ['05/12', 'Thứ Bảy', '02h10 - 24h00', 'Nông Thị Bình'])
  t.equal(paper.annexes.at(-1)?.title, 'NỘI DUNG THAY ĐỔI SO VỚI THÔNG BÁO SỐ 05/TB-TGPL NGÀY 23 THÁNG 11 NĂM 2026')
})

t.test('emergency information has no number, no signer, no motto, nobody to send to', async (t) => {
  const paper = paperOf(amended({ kind: 'provisional', number: null, signer: null }), AGENCY)
  t.match(paper, {
    number: null,
    signature: null,
    recipients: [],
    grounds: [],
    annexes: [],
    title: 'THÔNG TIN TRỰC THAY KHẨN CẤP',
    abstract: 'Chờ văn bản điều chỉnh'
  })
  t.equal(tablesOf(paper).flatMap(lines).length, 2)
})

t.test('numbers that changed are listed by given name; who is gone is not misnamed', async (t) => {
  const changes = ['p001', 'p002', 'p005'].map((providerId) => ({ kind: 'numbers', providerId }))
  const paper = paperOf(amended({ kind: 'supplement', changes: changes as never }), PUBLIC)
  t.same(
    lines(titled(paper, 'Số điện thoại thay đổi')).map((line) => line[1]),
    ['Hoàng Văn An', 'Nông Thị Bình', 'Vi Văn Đại']
  )
  const without = amended({ kind: 'supplement' })
  const gone = publication({ ...without.content, people: people.filter(({ id }) => id !== 'p004') })
  t.equal(tablesOf(paperOf(gone, PUBLIC)).flatMap(lines)[1]?.at(-1), 'Theo văn bản trước')
})

t.test("titled LỊCH TRỰC by the centre's wish: tables in the body, no annex", async (t) => {
  const paper = paperOf(publication(month({ document: document({ form: 'roster' }) })), PUBLIC)
  t.match(paper, { title: 'LỊCH TRỰC', abstract: 'Trợ giúp pháp lý tháng 12 năm 2026', annexes: [] })
  t.ok((paper.body?.tables.length ?? 0) >= 4)
})

t.test('posts that the same people staff at the same times share a table', async (t) => {
  const twin = {
    ...posts.find(({ code }) => code === 'dieu-tra'),
    id: 'twin',
    code: 'twin',
    name: 'Công an xã Ba Sơn',
    agencyIds: ['ca-0']
  } as never
  const slots = ['dieu-tra', 'twin'].flatMap((post) => everyDay(post, () => ['p001', 'p002']))
  const paper = paperOf(publication(month({ posts: [...posts.filter(({ code }) => code === 'dieu-tra'), twin], slots })), PUBLIC)
  t.equal(tablesOf(paper).length, 1)
  t.equal(tablesOf(paper)[0]?.heading, 'Cơ quan điều tra Công an tỉnh; Công an xã Ba Sơn')
})

t.test('demo data says so; a publication from before documents has no paper', async (t) => {
  const { centre } = month()
  t.match(paperOf(publication(month({ centre: { ...centre, demo: true } })), PUBLIC).demo, /^DỮ LIỆU MẪU/)
  const { document: _, ...old } = month()
  t.throws(() => paperOf(publication(old), PUBLIC), { code: 'DOCUMENT_MISSING' })
})

t.test('a turn is a line though the same person goes on; a part of a day says its hours; so do days of other hours', async (t) => {
  const weekly = officeHours(
    'toa-an',
    (day) => weekStart(day),
    () => ['p003']
  )
  t.equal(lines(titled(paperOf(only('toa-an', { slots: weekly }), PUBLIC), 'Tòa án')).length, 5)
  const halves = weekly.flatMap((slot): PublishedSlot[] => {
    if (slot.day !== '2026-12-03') return [slot]
    const noon = wall('2026-12-03 12:00')
    const seats = [{ seat: 'primary', providerId: 'p001' }] as unknown as PublishedSlot['seats']
    return [
      { ...slot, end: noon },
      { ...slot, id: `${slot.id}-b` as PublishedSlot['id'], start: noon, seats }
    ]
  })
  const when = lines(titled(paperOf(only('toa-an', { slots: halves }), PUBLIC), 'Tòa án')).map((line) => line[1])
  t.same(when.slice(0, 3), ['01/12 - 12h00 ngày 03/12/2026', '12h00 - 17h00 ngày 03/12/2026', '04/12/2026'])
  const short = weekly.map((slot) => (slot.day === '2026-12-31' ? { ...slot, end: wall('2026-12-31 11:30') } : slot))
  const table = titled(paperOf(only('toa-an', { slots: short }), PUBLIC), 'Tòa án')
  t.equal(lines(table).at(-1)?.[1], '31/12/2026\n07h30 - 11h30')
  t.match(table.notes[0], /giờ ghi tại từng dòng/)
})

t.test('around the clock from 07:30: the end belongs to the next day', async (t) => {
  const later = (at: number): never => (at + 7.5 * 3_600_000) as never
  const slots = everyDay('dieu-tra', (_, at) => [`p00${(at % 4) + 1}`]).map((slot) => ({
    ...slot,
    start: later(slot.start),
    end: later(slot.end)
  }))
  const table = titled(paperOf(only('dieu-tra', { slots }), PUBLIC), 'Cơ quan điều tra')
  t.match(table.notes[0], /24\/24 giờ \(giao ca lúc 07h30\)/)
  t.equal(table.rows.length, 31)
  t.same(lines(table)[0]?.slice(0, 3), ['01/12', 'Thứ Ba', 'Hoàng Văn An'])
})
