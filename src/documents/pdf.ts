import type { Content } from 'pdfmake'
import type { Publication } from '../domain/publication.ts'
import type { Paper, PaperAnnex, PaperOptions, PaperSignature } from './paper.ts'
import { boxOf, PAGE } from './paper-fit.ts'
import { paperOf } from './paper-of.ts'
import { MOTTO } from './paper-words.ts'
import { BODY, paragraph, rule, tables } from './pdf-blocks.ts'
import { FONT, pdfmake } from './pdf-fonts.ts'
import { signatureRoom, withSignatureFields } from './pdf-signatures.ts'
import { textWidth } from './text-width.ts'

const centred = (text: string, size: number, more: object = {}): Content => ({ text, fontSize: size, alignment: 'center', ...more })

function head({ parentBody, issuer, number, placeAndDate, logo }: Paper, width: number): Content {
  const official = number !== null
  const picture: Content[] = logo === null ? [] : [{ image: 'logo', width: logo.width, alignment: 'center', margin: [0, 0, 0, 3] }]
  const left: Content[] = [
    ...picture,
    centred(parentBody, 12),
    centred(issuer, 12, { bold: true }),
    rule(70, official ? 6 : 0),
    ...(official ? [centred(number, 13)] : [])
  ]
  const motto: Content[] = [
    centred(MOTTO.country, 12, { bold: true, noWrap: true }),
    centred(MOTTO.words, 13, { bold: true }),
    rule(textWidth(MOTTO.words, 13, true), 6)
  ]
  const right: Content[] = [...(official ? motto : []), centred(placeAndDate, 13, { italics: true })]
  const motherland = textWidth(MOTTO.country, 12, true) + 4
  return {
    columns: [
      { width: width - motherland - 12, stack: left },
      { width: motherland, stack: right }
    ],
    columnGap: 12,
    margin: [0, 0, 0, 12]
  }
}

function titles({ title, abstract, extract, number }: Paper): Content[] {
  const line = Math.min(160, textWidth(abstract, 14, true) * 0.4)
  return [
    centred(title, 14, { bold: true }),
    centred(number === null ? `(${abstract})` : abstract, 14, { bold: true }),
    rule(line, extract === null ? 10 : 2),
    ...(extract === null ? [] : [centred(extract, 13, { italics: true, margin: [0, 0, 0, 8] })])
  ]
}

function signed({ authority, title, name }: PaperSignature): Content[] {
  return [
    ...(authority === null ? [] : [centred(authority, 14, { bold: true })]),
    centred(title, 14, { bold: true }),
    signatureRoom(),
    centred(name, 14, { bold: true })
  ]
}

/** Nơi nhận on the left, the signature on the right, on one page. */
function foot({ recipients, signature }: Paper): Content[] {
  if (recipients.length === 0 && signature === null) return []
  const left: Content[] = [
    { text: 'Nơi nhận:', fontSize: 12, bold: true, italics: true },
    ...recipients.map((text): Content => ({ text, fontSize: 11 }))
  ]
  const columns = [
    { width: '50%', stack: left },
    { width: '50%', stack: signature === null ? [] : signed(signature) }
  ]
  return [{ columns, unbreakable: true, margin: [0, 10, 0, 0] } as Content]
}

/** Page numbers in the top margin, from 1 in each section, the first hidden (NĐ 30/2020 Annex I, I.7, III.1đ). */
function numbering(): (page: number) => Content | null {
  let first = 0
  return (page) => {
    if (first === 0) first = page
    return page === first ? null : centred(String(page - first + 1), 13, { margin: [0, 30, 0, 0] })
  }
}

/** A part of the paper whose pages are numbered for themselves. */
function section(content: Content[], landscape: boolean, demo: string | null): Content {
  const { left, top, right, bottom } = PAGE.margin
  return {
    section: content,
    pageSize: 'A4',
    pageOrientation: landscape ? 'landscape' : 'portrait',
    pageMargins: [left, top, right, bottom],
    header: numbering(),
    footer: () => (demo === null ? null : centred(demo, 10, { italics: true, margin: [0, 14, 0, 0] }))
  } as unknown as Content
}

function main(paper: Paper): Content {
  const landscape = paper.body?.fit.landscape ?? false
  const { width } = boxOf(landscape)
  const content = [
    head(paper, width),
    ...titles(paper),
    ...paper.grounds.map((text): Content => ({ ...(paragraph([{ text }], width) as object), italics: true }) as Content),
    ...paper.opening.map((each) => paragraph(each, width)),
    ...(paper.body === null ? [] : tables(paper.body)),
    ...paper.closing.map((each) => paragraph(each, width)),
    ...foot(paper)
  ]
  return section(content, landscape, paper.demo)
}

const annex = (paper: Paper, { label, title, reference, call, ...rest }: PaperAnnex): Content =>
  section(
    [
      centred(label, 14, { bold: true }),
      centred(title, 14, { bold: true }),
      centred(reference, 13, { italics: true, margin: [0, 0, 0, 6] }),
      ...(call.length === 0 ? [] : [paragraph(call, boxOf(rest.fit.landscape).width)]),
      ...tables(rest)
    ],
    rest.fit.landscape,
    paper.demo
  )

const dataUrl = ({ data, type }: NonNullable<Paper['logo']>): string => `data:image/${type};base64,${Buffer.from(data).toString('base64')}`

/** A publication as PDF. The same publication gives the same bytes. */
export const renderPdf = async (publication: Publication, options: PaperOptions): Promise<Uint8Array> =>
  paperAsPdf(paperOf(publication, options))

/** The paper as PDF with its fonts embedded. The same paper gives the same bytes. */
export async function paperAsPdf(paper: Paper): Promise<Uint8Array> {
  const definition = {
    content: [main(paper), ...paper.annexes.map((each) => annex(paper, each))],
    defaultStyle: { font: FONT, fontSize: BODY.size },
    images: paper.logo === null ? {} : { logo: dataUrl(paper.logo) },
    info: { title: paper.fileTitle, author: paper.issuer, creationDate: new Date(paper.issuedAt) },
    version: '1.7' as const,
    language: 'vi-VN',
    displayTitle: true
  }
  return withSignatureFields(pdfmake.createPdf(definition, { bufferPages: true }))
}
