import t from 'tap'
import { differencePage } from '../../src/documents/diff-page.ts'
import { renderDocx } from '../../src/documents/docx.ts'
import { renderHtml } from '../../src/documents/html.ts'
import { renderPdf } from '../../src/documents/pdf.ts'
import { plainFont } from '../../src/documents/pdf-fonts.ts'
import { renderNow, renderText } from '../../src/documents/text.ts'
import { linesOf, textWidth } from '../../src/documents/text-width.ts'
import { wall } from '../support/builders.ts'
import { amended, document, month, people, person, publication } from '../support/papers.ts'
import { htmlText, readDocx } from '../support/read-papers.ts'

const now = (at: string, paper = publication()): string => renderNow(paper, { audience: 'agency' }, wall(at))

t.test('one screen: who is on duty, the numbers, until when', async (t) => {
  const text = now('2026-12-05 02:30', amended({ kind: 'supplement' }))
  t.match(
    text,
    /CƠ QUAN ĐIỀU TRA CÔNG AN TỈNH\nTrực: Nông Thị Bình 0900 000 302\nHỗ trợ: Hứa Thị Khánh 0900 000 308\nĐến 24h00 05\/12\/2026/
  )
  t.match(text, /TÒA ÁN NHÂN DÂN HAI CẤP\nNgoài giờ\. Trực lại 07h30 07\/12\/2026/)
  t.match(text, /TRUNG TÂM: 0900 000 100; 0205 3000 001/)
  t.match(now('2026-12-05 02:09', amended({ kind: 'supplement' })), /Trực: Vi Văn Đại 0900 000 305\n.*\nĐến 02h10 05\/12\/2026/)
  t.match(now('2026-12-31 17:00'), /TÒA ÁN NHÂN DÂN HAI CẤP\nKhông có người trực\./)
})

t.test('no line is wider than an old phone, no number is torn', async (t) => {
  for (const text of [now('2026-12-10 09:00'), renderText(publication(), { audience: 'agency' })]) {
    for (const line of text.split('\n')) t.ok([...line].length <= 40, line)
    t.equal(text, text.normalize('NFC'))
    t.notMatch(text, /(^|\n) *\d{3}(\n|$)|\d{4} ?\n *\d{3}/)
  }
})

t.test('the whole month in lines, post by post', async (t) => {
  const text = renderText(publication(), { audience: 'public' })
  t.match(text, /Thông báo số 05\/TB-TGPL ngày 23\/11\/2026/)
  t.equal(text.match(/\(Chủ nhật\)/g)?.length, 4)
  t.match(text, /\* 07\/12 - 11\/12\/2026\nTrực: Triệu Thị Dung 0900 000 304/)
  t.match(renderText(amended({ kind: 'provisional', number: null, signer: null }), { audience: 'public' }), /khẩn cấp/)
})

t.test('any name stays text in HTML, and nothing is fetched', async (t) => {
  const staff = people.map((each) => (each.id === 'p001' ? person(1, '<script>alert("1")</script> & Cô') : each))
  const html = renderHtml(publication(month({ people: staff, document: document({ place: '<b>' }) })), { audience: 'public' })
  t.notMatch(html, /<script/)
  t.match(htmlText(html), /<script>alert\("1"\)<\/script> & Cô/)
  t.notMatch(html, /https?:|url\(|@import|\ssrc=(?!"data:)|\son\w+=/)
  t.match(html, /<html lang="vi">/)
})

/** One red pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'

t.test('a logo stands in the paper itself; what is no picture stands nowhere', async (t) => {
  const logo = { data: new Uint8Array(Buffer.from(PNG, 'base64')), type: 'png' } as const
  t.ok(
    renderHtml(publication(), { audience: 'public', logo }).includes(`style="width:42pt;height:42pt" src="data:image/png;base64,${PNG}"`)
  )
  t.match(Object.keys(readDocx(await renderDocx(publication(), { audience: 'public', logo }))).join(), /word\/media\/\w+\.png/)
  t.match(Buffer.from(await renderPdf(publication(), { audience: 'public', logo })).toString('latin1'), /\/Subtype \/Image/)
  const broken = { data: new Uint8Array([1, 2, 3]), type: 'png' } as const
  t.notMatch(renderHtml(publication(), { audience: 'public', logo: broken }), /<img/)
})

t.test('the page of differences: who, which slot, before and now, in both languages, no numbers', async (t) => {
  const after = amended({ kind: 'supplement' })
  const page = differencePage(publication(), after, after.content.document?.changes ?? [])
  const text = htmlText(page)
  t.match(text, /02h10 - 24h00 ngày 05\/12\/2026 Cơ quan điều tra Công an tỉnh Người trực primary Vi Văn Đại Nông Thị Bình/)
  t.match(text, /07\/12 - 11\/12\/2026 Tòa án nhân dân hai cấp Người trực primary Triệu Thị Dung Hoàng Văn An/)
  t.match(text, /Từ bản 1, số 05\/TB-TGPL sang bản 2, số 06\/TB-TGPL from version 1 to version 2/)
  t.notMatch(text, /0900/)
  t.match(htmlText(differencePage(publication(), publication(), [])), /Không có thay đổi\. Nothing differs\./)
})

t.test('added and removed time, seats without anybody, changed numbers, people who are gone', async (t) => {
  const before = publication()
  const [slot] = before.content.slots
  if (slot === undefined) throw new Error('no slot')
  const after = publication(month({ people: people.filter(({ id }) => id !== 'p012'), document: document({ version: 2, number: 6 }) }))
  const at = { slotId: slot.id, postId: slot.postId, start: slot.start, end: slot.end }
  const page = differencePage(before, after, [
    { kind: 'removed', ...at, seats: slot.seats },
    { kind: 'seat', ...at, seat: 'primary', from: null, to: slot.seats[0]?.providerId ?? null },
    { kind: 'numbers', providerId: people[4]?.id as never },
    { kind: 'numbers', providerId: people[0]?.id as never }
  ])
  const text = htmlText(page)
  t.match(text, /Bùi Thị Ỷ Không bố trí trực not staffed/, 'who is gone is named by the earlier version')
  t.match(text, /Chưa có người nobody/)
  t.match(text, /Người thay đổi số điện thoại people whose numbers changed Hoàng Văn An Vi Văn Đại/)
})

t.test('widths of Times New Roman, so that lines break where they will', async (t) => {
  t.equal(textWidth('0123456789', 12), 60)
  t.equal(textWidth('ạ', 10), textWidth('a', 10))
  t.equal(textWidth('Ừ', 10, true), textWidth('Ư', 10, true))
  t.ok(textWidth('ở', 10) > textWidth('o', 10))
  t.same(
    [linesOf('một hai', 1000, 12), linesOf('một hai', 20, 12), linesOf('một\nhai', 1000, 12), linesOf('mmmmmmmmmm', 40, 12)],
    [1, 2, 2, 3]
  )
})

t.test('a font without the tables of complex scripts is still a font', async (t) => {
  const tables = ['GPOS', 'glyf']
  const font = new Uint8Array(12 + 32 + 8)
  const view = new DataView(font.buffer)
  view.setUint16(4, tables.length)
  for (const [at, name] of tables.entries()) {
    font.set(new TextEncoder().encode(name), 12 + at * 16)
    view.setUint32(12 + at * 16 + 8, 44 + at * 4)
    view.setUint32(12 + at * 16 + 12, 4)
  }
  font.set([1, 2, 3, 4, 5, 6, 7, 8], 44)
  const plain = plainFont(font)
  const read = new DataView(plain.buffer)
  t.equal(read.getUint16(4), 1)
  t.equal(new TextDecoder().decode(plain.subarray(12, 16)), 'glyf')
  t.same([...plain.subarray(read.getUint32(20), read.getUint32(20) + 4)], [5, 6, 7, 8])
})
