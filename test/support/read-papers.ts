import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Test } from 'tap'

/** Papers read back by other programs than those that wrote them. */

/** A piece of text on a PDF page; points from the top left. */
export interface PdfItem {
  readonly text: string
  readonly x: number
  readonly top: number
  readonly width: number
  readonly size: number
}
export interface PdfPage {
  readonly width: number
  readonly height: number
  readonly items: readonly PdfItem[]
  readonly text: string
  readonly fields: readonly { readonly name: string; readonly rect: readonly number[] }[]
}

/** Text as one line of single spaces: how lines were broken does not matter. */
export const flat = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\s\u00A0]+/g, ' ')
    .trim()

export async function readPdf(bytes: Uint8Array): Promise<PdfPage[]> {
  const task = getDocument({ data: bytes.slice(), verbosity: 0 })
  const pdf = await task.promise
  const pages: PdfPage[] = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const { width, height } = page.getViewport({ scale: 1 })
    const content = await page.getTextContent()
    const items = content.items.flatMap((item): PdfItem[] => {
      if (!('str' in item) || item.str.trim() === '') return []
      const [, , , size = 0, x = 0, y = 0] = item.transform as number[]
      return [{ text: item.str, x, top: height - y, width: item.width, size }]
    })
    const annotations = (await page.getAnnotations()) as { fieldName?: string; rect: number[] }[]
    const fields = annotations.flatMap(({ fieldName, rect }) => (fieldName === undefined ? [] : [{ name: fieldName, rect }]))
    pages.push({ width, height, items, text: flat(items.map(({ text }) => text).join(' ')), fields })
  }
  await task.destroy()
  return pages
}

/** The files of a DOCX. */
export const readDocx = (bytes: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, new TextDecoder().decode(content)]))

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const plain = (text: string): string =>
  text.replace(/&(#x?[\da-f]+|\w+);/gi, (_, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(`0${name.slice(1)}`.replace(/^0(\d)/, '$1'))) : (ENTITIES[name] ?? '')
  )

/** The text of a DOCX, or of HTML without its style. */
export const docxText = (bytes: Uint8Array): string => {
  const files = readDocx(bytes)
  const parts = Object.keys(files).filter((name) => /^word\/(document|header\d*|footer\d*)\.xml$/.test(name))
  return flat(plain(parts.map((name) => (files[name] ?? '').replace(/<\/w:p>|<w:br\/>|<\/w:tc>/g, ' ').replace(/<[^>]+>/g, '')).join(' ')))
}
export const htmlText = (html: string): string =>
  flat(
    plain(
      html
        .replace(/<style>[\s\S]*?<\/style>/, '')
        .replace(/<\/?(?:td|th|p|h\d|br|tr|li|title)[^>]*>/g, ' ')
        .replace(/<[^>]+>/g, '')
    )
  )

/** Whether the machine has a program. */
export const has = (program: string): boolean => spawnSync('which', [program]).status === 0

/** The DOCX as LibreOffice prints it. */
export function printedByOffice(docx: Uint8Array): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'lichtruc-office-'))
  try {
    writeFileSync(join(folder, 'paper.docx'), docx)
    const profile = `-env:UserInstallation=file://${folder}/profile`
    execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, join(folder, 'paper.docx')], {
      stdio: 'ignore'
    })
    return new Uint8Array(readFileSync(join(folder, 'paper.pdf')))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The text of a PDF as poppler reads it, a page each. */
export function popplerPages(pdf: Uint8Array): string[] {
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' })
  return text.split('\f').slice(0, -1)
}

export const MM = 72 / 25.4

/** Body text between the decree's margins; the page number in the top margin; nothing but Tinos, embedded. */
export function checkPage(t: Test, page: PdfPage, name: string): void {
  const [short, long] = [Math.min(page.width, page.height), Math.max(page.width, page.height)]
  t.ok(Math.abs(short - 210 * MM) < 1 && Math.abs(long - 297 * MM) < 1, `${name}: A4`)
  const body = page.items.filter(({ top }) => top > 20 * MM)
  for (const { text, x, width, top } of body) {
    t.ok(x >= 30 * MM - 0.5 && x + width <= page.width - 15 * MM + 1, `${name}: between the side margins: ${text} ${x} ${width}`)
    t.ok(top <= page.height - 20 * MM + 0.5, `${name}: above the bottom margin: ${text}`)
  }
}
