import t, { type Test } from 'tap'
import { renderDocx } from '../../src/documents/docx.ts'
import { renderHtml } from '../../src/documents/html.ts'
import type { PaperOptions } from '../../src/documents/paper.ts'
import { renderPdf } from '../../src/documents/pdf.ts'
import { renderText } from '../../src/documents/text.ts'
import { phonesFor } from '../../src/domain/phone.ts'
import type { Publication } from '../../src/domain/publication.ts'
import { amended, document, month, publication } from '../support/papers.ts'
import {
  checkPage,
  docxText,
  flat,
  has,
  htmlText,
  MM,
  type PdfPage,
  popplerPages,
  printedByOffice,
  readDocx,
  readPdf
} from '../support/read-papers.ts'

const AUDIENCES = ['public', 'agency'] as const
const notice = (kind: 'supplement' | 'replacement'): Publication => amended({ kind })
const emergency = (): Publication => amended({ kind: 'provisional', number: null, signer: null })
const titledRoster = (): Publication => publication(month({ document: document({ form: 'roster' }) }))
const CASES: readonly (readonly [string, () => Publication])[] = [
  ['original', publication],
  ['replacement', () => notice('replacement')],
  ['supplement', () => notice('supplement')],
  ['emergency information', emergency],
  ['titled LỊCH TRỰC', titledRoster]
]

/** Each representation as another reader reads it. */
const texts = async (paper: Publication, options: PaperOptions): Promise<Record<string, string>> => ({
  pdf: (await readPdf(await renderPdf(paper, options))).map(({ text }) => text).join(' '),
  docx: docxText(await renderDocx(paper, options)),
  html: htmlText(renderHtml(paper, options)),
  txt: flat(renderText(paper, options))
})

/** Whose names and numbers a paper must show: of the whole month, or of what changes. */
function shownIn({ content }: Publication): Set<string> {
  const { document, slots } = content
  const whole = document?.kind === 'original' || document?.kind === 'replacement'
  if (whole) return new Set(slots.flatMap(({ seats }) => seats.map(({ providerId }) => providerId)))
  return new Set(document?.changes.flatMap((change) => (change.kind === 'seat' && change.to !== null ? [change.to] : [])))
}

/** Every number that the text may not bear. */
function hiddenFrom({ content }: Publication, audience: (typeof AUDIENCES)[number]): string[] {
  return [content.centre, ...content.people].flatMap(({ phones }) => {
    const visible = phonesFor(phones, audience)
    return phones.filter((phone) => !visible.includes(phone)).flatMap(({ national, e164 }) => [national, e164])
  })
}

/** Every name and number that the text must bear. */
function shownTo(paper: Publication, audience: (typeof AUDIENCES)[number]): string[] {
  const shown = shownIn(paper)
  const people = paper.content.people.filter(({ id }) => shown.has(id))
  const theirs = people.flatMap(({ fullName, phones }) => [fullName, ...phonesFor(phones, audience).map(({ national }) => national)])
  return [...theirs, '0900 000 100', '0205 3000 001']
}

for (const [title, make] of CASES) {
  for (const audience of AUDIENCES) {
    t.test(`${title}, ${audience}: every paper names everybody with the numbers that the reader may know, and no other`, async (t) => {
      const paper = make()
      for (const [format, text] of Object.entries(await texts(paper, { audience }))) {
        for (const words of shownTo(paper, audience)) t.ok(text.includes(words), `${format}: ${words}`)
        for (const words of hiddenFrom(paper, audience)) t.notOk(text.includes(words), `${format}: not ${words}`)
        t.equal(text, text.normalize('NFC'))
      }
    })
  }
}

t.test('the same publication gives the same bytes, and another day of making changes nothing', async (t) => {
  const twice = async (render: typeof renderPdf): Promise<void> => {
    const first = await render(publication(), { audience: 'agency' })
    await new Promise((resolve) => setTimeout(resolve, 1100))
    t.ok(Buffer.from(first).equals(Buffer.from(await render(publication(), { audience: 'agency' }))))
  }
  await Promise.all([twice(renderPdf), twice(renderDocx)])
  t.equal(renderHtml(publication(), { audience: 'agency' }), renderHtml(publication(), { audience: 'agency' }))
})

t.test('the PDF keeps the decree: A4, margins, letters, page numbers, each annex numbered for itself', async (t) => {
  const bytes = await renderPdf(notice('replacement'), { audience: 'public' })
  const pages = await readPdf(bytes)
  for (const [at, page] of pages.entries()) checkPage(t, page, `page ${at + 1}`)
  let number = 0
  for (const page of pages) {
    const begins = /^Phụ lục/.test(page.text) || page === pages[0]
    number = begins ? 1 : number + 1
    checkNumber(t, page, number)
    for (const { size, text } of page.items) t.ok(size >= 10 && size <= 14, text)
    for (const { size, text } of page.items.filter(({ text }) => /^\d{4}\s\d{3}/.test(text))) t.ok(size >= 11.5, `large: ${text}`)
  }
})

/** The number of a page stands in the middle of the top margin, but for the first. */
function checkNumber(t: Test, page: PdfPage, number: number): void {
  const above = page.items.filter(({ top }) => top < 20 * MM - 8)
  const shown = above.map(({ text }) => text)
  t.same(shown, number === 1 ? [] : [String(number)])
  for (const { x, width, size } of above) {
    t.ok(Math.abs(x + width / 2 - page.width / 2) < 1, 'in the middle')
    t.equal(size, 13)
  }
}

t.test('room for the signatures: the signer between post and name, the seal over the left third', async (t) => {
  const [page] = await readPdf(await renderPdf(publication(), { audience: 'public' }))
  const field = (name: string): readonly number[] => page?.fields.find((each) => each.name === name)?.rect ?? []
  const [left = 0, low = 0, right = 0, high = 0] = field('ChuKySoNguoiKy')
  const item = (text: string) => page?.items.find((each) => each.text.includes(text))
  const height = page?.height ?? 0
  t.ok(height - (item('PHÓ GIÁM ĐỐC')?.top ?? 0) >= high - 4, 'below the post')
  t.ok(height - (item('Hoàng Thị Ngọc Bích')?.top ?? 0) <= low + 1, 'above the name')
  const name = item('Hoàng Thị Ngọc Bích')
  t.ok(Math.abs((name?.x ?? 0) + (name?.width ?? 0) / 2 - (left + right) / 2) < 1, 'in the middle')
  const [sealLeft = 0, , sealRight = 0] = field('ChuKySoCoQuan')
  t.ok(sealLeft < left)
  t.ok(Math.abs(sealRight - left - (right - left) / 3) < 1)
  const [bare] = await readPdf(await renderPdf(emergency(), { audience: 'public' }))
  t.same(bare?.fields, [])
})

t.test('poppler reads the PDF too, with its fonts embedded', { skip: !has('pdftotext') && 'pdftotext is absent' }, async (t) => {
  const bytes = await renderPdf(publication(), { audience: 'public' })
  t.match(flat(popplerPages(bytes).join(' ')), /CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM.*Công Tằng Tôn Nữ Thị/)
  const fonts =
    Buffer.from(bytes)
      .toString('latin1')
      .match(/\/FontName \/[A-Z]{6}\+\w[\w-]*/g) ?? []
  t.same([...new Set(fonts.map((font) => font.split('+')[1]))].sort(), ['Tinos-Bold', 'Tinos-BoldItalic', 'Tinos-Italic', 'Tinos-Regular'])
  t.equal(
    (
      Buffer.from(bytes)
        .toString('latin1')
        .match(/\/FontFile2/g) ?? []
    ).length,
    4
  )
})

t.test('the DOCX keeps the decree: A4, margins, Times New Roman, numbering, header rows, landscape annexes', async (t) => {
  const files = readDocx(await renderDocx(publication(), { audience: 'public' }))
  const xml = files['word/document.xml'] ?? ''
  const sections = [...xml.matchAll(/<w:sectPr\b[\s\S]*?<\/w:sectPr>/g)].map(([text]) => text)
  t.equal(sections.length, 4)
  for (const [at, section] of sections.entries()) {
    t.match(section, at === 0 ? /w:w="11906" w:h="16838" w:orient="portrait"/ : /w:w="16838" w:h="11906" w:orient="landscape"/)
    t.match(section, /w:top="1134" w:right="850" w:bottom="1134" w:left="1701"/)
    t.match(section, /<w:pgNumType w:start="1"\/>/)
    t.match(section, /<w:titlePg\/>/)
  }
  t.match(files['word/styles.xml'], /w:ascii="Times New Roman"/)
  t.equal(xml.match(/<w:tblHeader\/>/g)?.length, 5, 'a repeated header row per table')
  t.match(files['docProps/core.xml'], /2026-11-23T01:15:00Z/)
  const numbers = Object.entries(files).filter(([name]) => /header\d+\.xml$/.test(name))
  t.ok(numbers.some(([, header]) => header.includes('PAGE')) && numbers.some(([, header]) => !header.includes('PAGE')))
})

const OFFICE = { skip: !(has('soffice') && has('pdftotext')) && 'soffice or pdftotext is absent' }

t.test('LibreOffice prints the DOCX as the PDF says it', OFFICE, async (t) => {
  const [docx, pdf] = [await renderDocx(publication(), { audience: 'public' }), await renderPdf(publication(), { audience: 'public' })]
  const printed = printedByOffice(docx)
  const pages = await readPdf(printed)
  for (const [at, page] of pages.entries()) checkPage(t, page, `page ${at + 1}`)
  const landscape = (all: readonly PdfPage[]): boolean[] =>
    all.filter(({ text }) => text.includes('Kèm theo')).map((page) => page.width > page.height)
  t.same(landscape(pages), landscape(await readPdf(pdf)))
  // its fonts part a letter from its accents here and there: spaces do not count
  const close = (bytes: Uint8Array): string => popplerPages(bytes).join(' ').normalize('NFC').replace(/\s/g, '')
  const text = close(printed)
  const words = new Set(
    htmlText(renderHtml(publication(), { audience: 'public' }))
      .split(' ')
      .filter((word) => /^[\p{L}\d]{2,}$/u.test(word))
  )
  for (const word of words) t.ok(text.includes(word), word)
  t.match(close(printed), /CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM/)
})
