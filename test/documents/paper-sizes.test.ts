import t from 'tap'
import { renderDocx } from '../../src/documents/docx.ts'
import { renderPdf } from '../../src/documents/pdf.ts'
import type { Publication, PublishedSlot } from '../../src/domain/publication.ts'
import { everyDay, MONTH, month, officeHours, person, posts, publication } from '../support/papers.ts'
import { checkPage, docxText, has, printedByOffice, readPdf } from '../support/read-papers.ts'

/** A month of one post of that many turns. */
const sized = (turns: number): Publication => {
  const staff = Array.from({ length: Math.max(1, turns) }, (_, at) => person(at + 1, `Nguyễn Thị Số ${at + 1}`))
  const days = everyDay('dieu-tra', (_, at) => [staff[at % staff.length]?.id ?? '', staff[(at + 1) % staff.length]?.id ?? ''])
  const [first] = days
  const hour = 31 * 24 * 3_600_000
  const slots = Array.from({ length: turns }, (_, at): PublishedSlot[] => {
    if (first === undefined) return []
    const start = first.start + Math.floor((at * hour) / turns / 60_000) * 60_000
    const end = first.start + Math.floor(((at + 1) * hour) / turns / 60_000) * 60_000
    const seats = [{ seat: 'primary', providerId: staff[at]?.id }]
    return [{ ...first, id: `s${String(at).padStart(3, '0')}`, start, end, unit: String(at), seats } as unknown as PublishedSlot]
  }).flat()
  const layout = turns === 31 ? 'days' : 'periods'
  const post = posts.filter(({ code }) => code === 'dieu-tra').map((each) => ({ ...each, layout }) as typeof each)
  return publication(month({ people: staff, posts: turns === 0 ? [] : post, slots: turns === 31 ? days : slots }))
}

t.test('a month of 31 days for the wall goes on one page', async (t) => {
  const pages = await readPdf(await renderPdf(sized(31), { audience: 'public' }))
  t.equal(pages.length, 2, 'the notice and its annex')
  t.equal(pages[1]?.text.match(/\d\d\/12 /g)?.length, 31)
  if (has('soffice'))
    t.equal((await readPdf(printedByOffice(await renderDocx(sized(31), { audience: 'public' })))).length, 2, 'in Word too')
})

for (const turns of [0, 1, 31, 150]) {
  t.test(`${turns} rows: all are there, none is split, every page has the header row`, async (t) => {
    const paper = sized(turns)
    const pages = await readPdf(await renderPdf(paper, { audience: 'agency' }))
    for (const [at, page] of pages.entries()) checkPage(t, page, `page ${at + 1}`)
    const annex = pages.slice(1)
    for (const page of annex.slice(0, -1)) t.match(page.text, /Số điện thoại/)
    const text = pages.map((page) => page.text).join(' ')
    for (let n = 1; n <= turns; n++) t.ok(text.includes(`Số ${n} `), `row ${n}`)
    const docx = docxText(await renderDocx(paper, { audience: 'agency' }))
    for (let n = 1; n <= turns; n++) t.ok(docx.includes(`Số ${n} `), `row ${n} of the DOCX`)
  })
}

t.test('a centre of 34 posts', async (t) => {
  const staff = Array.from({ length: 40 }, (_, at) => person(at + 1, `Trần Thị Người ${at + 1}`))
  const kinds = ['days', 'periods', 'agencies', 'areas'] as const
  const many = Array.from({ length: 34 }, (_, at) => ({
    ...posts[0],
    id: `post-${at}`,
    code: `post-${String(at).padStart(2, '0')}`,
    name: `Điểm trực số ${at + 1}`,
    layout: kinds[at % 4],
    branch: at % 3 === 0 ? null : `Chi nhánh số ${at % 3}`
  })) as unknown as typeof posts
  const slots = many.flatMap(({ id, layout }, at) =>
    layout === 'days'
      ? everyDay(id, (_, day) => [staff[(at + day) % 40]?.id ?? '', staff[(at + day + 7) % 40]?.id ?? ''])
      : officeHours(
          id,
          () => `${MONTH}-01`,
          () => [staff[at]?.id ?? '']
        )
  )
  const pages = await readPdf(await renderPdf(publication(month({ people: staff, posts: many, slots })), { audience: 'agency' }))
  for (const [at, page] of pages.entries()) checkPage(t, page, `page ${at + 1}`)
  const text = pages.map((page) => page.text).join(' ')
  for (const { name, layout } of many) if (layout === 'days' || layout === 'periods') t.ok(text.includes(name), name)
  for (const { fullName, id } of staff)
    if (slots.some(({ seats }) => seats.some((seat) => seat.providerId === id))) t.ok(text.includes(fullName), fullName)
})
