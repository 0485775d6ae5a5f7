import { html } from 'ghtml'
import type { Publication } from '../domain/publication.ts'
import { styleOf } from './column-widths.ts'
import { PAPER_STYLE } from './html-style.ts'
import type { Paper, PaperAnnex, PaperColumn, PaperFit, PaperOptions, PaperRow, PaperTables, Paragraph } from './paper.ts'
import { keptWhole, noteSize } from './paper-fit.ts'
import { paperOf } from './paper-of.ts'
import { MOTTO } from './paper-words.ts'

const body = (words: Paragraph, italic = false): string => {
  const runs = words.map(({ text, strong = false }) => (strong ? html`<span class="strong">${text}</span>` : html`${text}`))
  return html`<p class="body${italic ? ' italic' : ''}">!${runs.join('')}</p>`
}

function cell(column: PaperColumn, row: Extract<PaperRow, { cells: unknown }>, at: number, size: number): string {
  const { text = '', quiet = false } = row.cells[at] ?? {}
  const style = styleOf(column, size, quiet)
  const lines = text.split('\n').map((line) => (style.bold ? html`<b>${line}</b>` : html`${line}`))
  return html`<td class="${column.kind}${quiet ? ' quiet' : ''}" style="font-size:${style.size}pt">!${lines.join('<br>')}</td>`
}

function table({ tables, fit }: PaperTables, at: number): string {
  const one = tables[at]
  if (one === undefined) return ''
  const widths = fit.widths[at] ?? []
  const sum = widths.reduce((total, width) => total + width, 0)
  const cols = widths.map((width) => html`<col style="width:${((100 * width) / sum).toFixed(2)}%">`)
  const rows = one.rows.map((row) =>
    'band' in row
      ? html`<tr><th class="band" colspan="${one.columns.length}">${row.band}</th></tr>`
      : html`<tr>!${one.columns.map((column, index) => cell(column, row, index, fit.size)).join('')}</tr>`
  )
  return html`<div class="part${keptWhole(one, fit, at) ? '' : ' long'}">
!${one.heading === null ? '' : html`<h3>${one.heading}</h3>`}
!${one.notes.map((note) => html`<p class="note" style="font-size:${noteSize(fit.size)}pt">${note}</p>`).join('\n')}
<table style="font-size:${fit.size}pt"><colgroup>!${cols.join('')}</colgroup>
<thead><tr>!${one.columns.map(({ title }) => html`<th scope="col">${title}</th>`).join('')}</tr></thead>
<tbody>!${rows.join('\n')}</tbody></table>
!${one.after.map((note) => html`<p class="note" style="font-size:${noteSize(fit.size)}pt">${note}</p>`).join('\n')}
</div>`
}

const tables = (all: PaperTables): string => all.tables.map((_, at) => table(all, at)).join('\n')

const logo = ({ logo: picture }: Paper): string =>
  picture === null
    ? ''
    : html`<img alt="" style="width:${picture.width}pt;height:${picture.height}pt" src="data:image/${picture.type};base64,${Buffer.from(picture.data).toString('base64')}">`

function head(paper: Paper): string {
  const official = html`<p class="caps bold">${MOTTO.country}</p><p class="bold">${MOTTO.words}</p><hr class="rule" style="width:62%">`
  return html`<div class="head">
<div>!${logo(paper)}<p class="caps">${paper.parentBody}</p><p class="caps bold">${paper.issuer}</p><hr class="rule" style="width:35%"><p>${paper.number ?? ''}</p></div>
<div class="country">!${paper.number === null ? '' : official}<p class="italic">${paper.placeAndDate}</p></div>
</div>
<h1>${paper.title}</h1><p class="abstract">${paper.number === null ? `(${paper.abstract})` : paper.abstract}</p><hr class="rule" style="width:22%">
!${paper.extract === null ? '' : html`<p class="centre italic">${paper.extract}</p>`}`
}

/** The signature's picture stands between title and name, the seal over its left third (NĐ 30/2020 Annex I, II.7d, II.8a). */
function foot({ recipients, signature }: Paper): string {
  if (recipients.length === 0 && signature === null) return ''
  const signed =
    signature === null
      ? ''
      : html`<p>${signature.authority ?? ''}</p><p>${signature.title}</p><div class="hand"></div><p>${signature.name}</p>`
  const lines = recipients.map((line) => html`<p>${line}</p>`)
  return html`<div class="foot"><div class="to"><p>Nơi nhận:</p>!${lines.join('')}</div><div class="sign">!${signed}</div></div>`
}

const demoLine = ({ demo }: Paper): string => (demo === null ? '' : html`<p class="demo">${demo}</p>`)
const turned = (fit: PaperFit | undefined): string => (fit?.landscape ? ' landscape' : '')

function main(paper: Paper): string {
  return html`<section class="sheet main${turned(paper.body?.fit)}">
!${demoLine(paper)}!${head(paper)}
!${paper.grounds.map((text) => body([{ text }], true)).join('\n')}
!${paper.opening.map((words) => body(words)).join('\n')}
!${paper.body === null ? '' : tables(paper.body)}
!${paper.closing.map((words) => body(words)).join('\n')}
!${foot(paper)}
</section>`
}

function annex(paper: Paper, { label, title, reference, call, ...rest }: PaperAnnex): string {
  return html`<section class="sheet annex${turned(rest.fit)}">
!${demoLine(paper)}<h2>${label}</h2><h2>${title}</h2><p class="centre italic">${reference}</p>
!${call.length === 0 ? '' : body(call)}
!${tables(rest)}
</section>`
}

/** A publication as HTML. The same publication gives the same text. */
export const renderHtml = (publication: Publication, options: PaperOptions): string => paperAsHtml(paperOf(publication, options))

/** The paper as one page of HTML that fetches nothing, for the screen and for printing. The same paper gives the same text. */
export function paperAsHtml(paper: Paper): string {
  return html`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${paper.fileTitle}</title><style>!${PAPER_STYLE}</style></head>
<body>
!${main(paper)}
!${paper.annexes.map((each) => annex(paper, each)).join('\n')}
</body></html>
`
}
