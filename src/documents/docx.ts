import {
  AlignmentType,
  Document,
  Footer,
  Header,
  ImageRun,
  type ISectionOptions,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  type Table,
  TextRun
} from 'docx'
import { unzipSync, type Zippable, zipSync } from 'fflate'
import type { Publication } from '../domain/publication.ts'
import { body, centred, halfPoints, rule, runsOf, sideBySide, tables, twips } from './docx-blocks.ts'
import type { Paper, PaperAnnex, PaperOptions, PaperSignature } from './paper.ts'
import { boxOf, PAGE } from './paper-fit.ts'
import { paperOf } from './paper-of.ts'
import { MOTTO } from './paper-words.ts'
import { textWidth } from './text-width.ts'

/** Room for the signature's picture under the title, in points. */
const SIGNATURE_ROOM = 72

const logoOf = ({ logo }: Paper): Paragraph[] =>
  logo === null
    ? []
    : [
        new Paragraph({
          alignment: AlignmentType.CENTER,
          children: [
            new ImageRun({
              type: logo.type === 'png' ? 'png' : 'jpg',
              data: logo.data,
              transformation: { width: (logo.width * 96) / 72, height: (logo.height * 96) / 72 }
            })
          ]
        })
      ]

function head(paper: Paper, width: number): Table {
  const official = paper.number !== null
  const right = textWidth(MOTTO.country, 12, true) + 10
  const left = width - right
  const issuer = [
    ...logoOf(paper),
    centred(paper.parentBody, { size: 12 }),
    centred(paper.issuer, { size: 12, bold: true }),
    rule(70, left, 4),
    ...(paper.number === null ? [] : [centred(paper.number, { size: 13 })])
  ]
  const motto = [
    centred(MOTTO.country, { size: 12, bold: true }),
    centred(MOTTO.words, { size: 13, bold: true }),
    rule(textWidth(MOTTO.words, 13, true), right, 4)
  ]
  return sideBySide([issuer, [...(official ? motto : []), centred(paper.placeAndDate, { size: 13, italics: true })]], [left, right])
}

function titles({ title, abstract, extract, number }: Paper, width: number): Paragraph[] {
  return [
    centred(title, { size: 14, bold: true }, { spacing: { before: twips(12) } }),
    centred(number === null ? `(${abstract})` : abstract, { size: 14, bold: true }),
    rule(Math.min(160, textWidth(abstract, 14, true) * 0.4), width, extract === null ? 8 : 2),
    ...(extract === null ? [] : [centred(extract, { size: 13, italics: true }, { spacing: { after: twips(8) } })])
  ]
}

const signed = ({ authority, title, name }: PaperSignature): Paragraph[] => [
  ...(authority === null ? [] : [centred(authority, { size: 14, bold: true })]),
  centred(title, { size: 14, bold: true }, { spacing: { after: twips(SIGNATURE_ROOM) } }),
  centred(name, { size: 14, bold: true })
]

function foot({ recipients, signature }: Paper, width: number): (Paragraph | Table)[] {
  if (recipients.length === 0 && signature === null) return []
  const left = [
    new Paragraph({ children: runsOf('Nơi nhận:', { size: 12, bold: true, italics: true }) }),
    ...recipients.map((text) => new Paragraph({ children: runsOf(text, { size: 11 }) }))
  ]
  return [sideBySide([left, signature === null ? [new Paragraph('')] : signed(signature)], [width * 0.52, width * 0.48])]
}

/** Page numbers in the top margin, from 1 in each section, the first hidden (NĐ 30/2020 Annex I, I.7, III.1đ). */
function section(children: (Paragraph | Table)[], landscape: boolean, demo: string | null): ISectionOptions {
  const { left, top, right, bottom } = PAGE.margin
  const number = new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT], size: halfPoints(13) })]
  })
  const footer = new Footer({ children: demo === null ? [new Paragraph('')] : [centred(demo, { size: 10, italics: true })] })
  return {
    properties: {
      titlePage: true,
      page: {
        size: {
          width: twips(PAGE.width),
          height: twips(PAGE.height),
          orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT
        },
        margin: {
          left: twips(left),
          top: twips(top),
          right: twips(right),
          bottom: twips(bottom),
          header: twips(28),
          footer: twips(28),
          gutter: 0
        },
        pageNumbers: { start: 1 }
      }
    },
    headers: { first: new Header({ children: [new Paragraph('')] }), default: new Header({ children: [number] }) },
    footers: { first: footer, default: footer },
    children
  }
}

function main(paper: Paper): ISectionOptions {
  const landscape = paper.body?.fit.landscape ?? false
  const { width } = boxOf(landscape)
  const children = [
    head(paper, width),
    ...titles(paper, width),
    ...paper.grounds.map((text) => body([{ text }], true)),
    ...paper.opening.map((each) => body(each)),
    ...(paper.body === null ? [] : tables(paper.body)),
    ...paper.closing.map((each) => body(each)),
    ...foot(paper, width)
  ]
  return section(children, landscape, paper.demo)
}

function annex(paper: Paper, { label, title, reference, call, ...rest }: PaperAnnex): ISectionOptions {
  const children = [
    centred(label, { size: 14, bold: true }),
    centred(title, { size: 14, bold: true }),
    centred(reference, { size: 13, italics: true }, { spacing: { after: twips(6) } }),
    ...(call.length === 0 ? [] : [body(call)]),
    ...tables(rest)
  ]
  return section(children, rest.fit.landscape, paper.demo)
}

/** The package again with the publication's date on every file: the library stamps the moment of the run. */
function repacked(bytes: Uint8Array, at: number): Uint8Array {
  const stamp = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
  const files = Object.entries(unzipSync(bytes)).sort(([a], [b]) =>
    a === '[Content_Types].xml' ? -1 : b === '[Content_Types].xml' ? 1 : a < b ? -1 : 1
  )
  const dated = files.map(([name, content]): [string, Zippable[string]] => {
    const fixed = name === 'docProps/core.xml' ? withDates(content, stamp) : content
    return [name, [fixed, { mtime: '2000-01-01T12:00:00', level: 6 }]]
  })
  return zipSync(Object.fromEntries(dated))
}

const withDates = (core: Uint8Array, stamp: string): Uint8Array =>
  new TextEncoder().encode(new TextDecoder().decode(core).replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, stamp))

/** A publication as DOCX. The same publication gives the same bytes. */
export const renderDocx = async (publication: Publication, options: PaperOptions): Promise<Uint8Array> =>
  paperAsDocx(paperOf(publication, options))

/** The paper as DOCX in Times New Roman. The same paper gives the same bytes. */
export async function paperAsDocx(paper: Paper): Promise<Uint8Array> {
  const document = new Document({
    title: paper.fileTitle,
    creator: paper.issuer,
    lastModifiedBy: paper.issuer,
    styles: { default: { document: { run: { font: 'Times New Roman', size: halfPoints(13), language: { value: 'vi-VN' } } } } },
    sections: [main(paper), ...paper.annexes.map((each) => annex(paper, each))]
  })
  return repacked(new Uint8Array(await Packer.toArrayBuffer(document)), paper.issuedAt)
}
