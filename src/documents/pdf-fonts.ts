import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import pdfmake from 'pdfmake'

/** Tables of a TrueType font that draw its letters. The rest arranges scripts that need it; Vietnamese composed letters do not. */
const DRAWING = new Set(['OS/2', 'cmap', 'cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post', 'prep'])
const HEADER = 12
const ENTRY = 16

/**
 * The font without the tables of complex scripts (kerning, ligatures): letters then have exactly the widths of Times New Roman, as Word
 * sets them too, and a page is laid out in a fraction of the time.
 */
export function plainFont(font: Uint8Array): Uint8Array {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const entries = Array.from({ length: view.getUint16(4) }, (_, at) => font.slice(HEADER + at * ENTRY, HEADER + (at + 1) * ENTRY))
  const kept = entries.filter((entry) => DRAWING.has(String.fromCharCode(...entry.subarray(0, 4))))
  const plain = new Uint8Array(font.length)
  const written = new DataView(plain.buffer)
  plain.set(font.subarray(0, HEADER))
  written.setUint16(4, kept.length)
  let end = HEADER + kept.length * ENTRY
  for (const [at, entry] of kept.entries()) {
    const described = new DataView(entry.buffer, entry.byteOffset)
    const [from, length] = [described.getUint32(8), described.getUint32(12)]
    plain.set(font.subarray(from, from + length), end)
    described.setUint32(8, end)
    plain.set(entry, HEADER + at * ENTRY)
    end += Math.ceil(length / 4) * 4
  }
  return plain.slice(0, end)
}

const { resolve } = createRequire(import.meta.url)
const STYLES = { normal: '400Regular', italics: '400Regular_Italic', bold: '700Bold', bolditalics: '700Bold_Italic' } as const

/** pdfmake's own store of files, which its types leave out. */
interface WithFiles {
  readonly virtualfs: { writeFileSync(name: string, content: Uint8Array): void }
}

/**
 * Hands Tinos to the PDF library, once: it has the widths of Times New Roman and every Vietnamese letter, and may be embedded. Nothing
 * else is ever read or fetched.
 */
function loadFonts(): void {
  const { virtualfs } = pdfmake as unknown as WithFiles
  for (const style of Object.values(STYLES)) {
    virtualfs.writeFileSync(
      style,
      Buffer.from(plainFont(new Uint8Array(readFileSync(resolve(`@expo-google-fonts/tinos/${style}/Tinos_${style}.ttf`)))))
    )
  }
  pdfmake.setFonts({ Tinos: STYLES })
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy(() => false)
}
loadFonts()

/** The one font of our papers. */
export const FONT = 'Tinos'
export { pdfmake }
