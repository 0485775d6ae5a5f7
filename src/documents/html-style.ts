/** A paper on screen and in print: A4 with the decree's margins, page numbers in the top margin, nothing fetched (NĐ 30/2020 Annex I, I). */
export const PAPER_STYLE = `
@page { size: A4 portrait; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); font: 13pt 'Times New Roman', Tinos, 'Liberation Serif', serif } }
@page :first { @top-center { content: none } }
@page annex-portrait { size: A4 portrait }
@page annex-landscape { size: A4 landscape }
* { box-sizing: border-box }
html { background: #e6e6e6 }
body { margin: 0; color: #000; font: 13pt/1.2 'Times New Roman', Tinos, 'Liberation Serif', serif }
.sheet { width: 210mm; min-height: 297mm; margin: 6mm auto; padding: 20mm 15mm 20mm 30mm; background: #fff }
.sheet.landscape { width: 297mm; min-height: 210mm }
p, h1, h2, h3 { margin: 0; font-size: inherit; font-weight: inherit }
.head { display: flex; justify-content: space-between; gap: 4mm; text-align: center; margin-bottom: 12pt }
.head > div { flex: 1 1 0 }
.head > .country { flex: 0 0 auto }
.head .caps { font-size: 12pt }
.bold, h1, h2, h3, .abstract { font-weight: bold }
.italic { font-style: italic }
.rule { border: 0; border-top: 0.8pt solid #000; margin: 2pt auto 6pt }
h1, h2, .abstract, .centre { text-align: center; font-size: 14pt }
.centre { font-size: 13pt }
.body { text-align: justify; text-indent: 1.27cm; margin-bottom: 6pt }
.strong { font-weight: bold; font-size: 14pt; white-space: nowrap }
.part { break-inside: avoid; margin-bottom: 6pt }
.part.long { break-inside: auto }
h3 { margin: 4pt 0 3pt; break-after: avoid }
.note { text-align: justify; margin-bottom: 3pt }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin-bottom: 3pt }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { border: 0.6pt solid #000; padding: 0.6pt 4pt; vertical-align: middle; overflow-wrap: break-word }
.order, .time, .phone { text-align: center }
.phone b { white-space: nowrap }
.quiet { font-style: italic }
th.band { text-align: left }
.foot { display: flex; break-inside: avoid; margin-top: 10pt }
.foot > div { flex: 1 1 0 }
.to { font-size: 11pt }
.to p:first-child { font-size: 12pt; font-weight: bold; font-style: italic }
.sign { text-align: center; font-weight: bold; font-size: 14pt }
.hand { height: 72pt }
.demo { border: 0.6pt solid #000; padding: 2pt 6pt; margin-bottom: 8pt; text-align: center; font-size: 10pt; font-style: italic }
@media print {
  html { background: none }
  .sheet, .sheet.landscape { width: auto; min-height: 0; margin: 0; padding: 0 }
  .annex { break-before: page; page: annex-portrait }
  .annex.landscape, .main.landscape { page: annex-landscape }
}
`
