/** Advance widths of Times New Roman and the fonts metric-compatible with it, in thousandths of the size; accents add nothing. */
const REGULAR: Readonly<Record<number, string>> = {
  180: "'",
  200: '|',
  250: ' ,.',
  278: '/:;\\ijlt',
  333: '!()-I[]`fr·’‘',
  389: 'Js',
  408: '"',
  444: '?acez“”',
  469: '^',
  480: '{}',
  500: '#$*0123456789_bdghknopquvxyđ–',
  529: 'ơ',
  542: 'ư',
  556: 'FPS',
  564: '+<=>×',
  611: 'ELTZ',
  667: 'BCR',
  722: 'ADGHKNOQUVXYwĐƠ',
  776: 'Ư',
  778: '&m',
  833: '%',
  889: 'M',
  921: '@',
  944: 'W',
  1000: '—…'
}
const BOLD: Readonly<Record<number, string>> = {
  220: '|',
  250: ' ,.',
  278: "'/\\il",
  333: '!()-:;[]`fjt·’‘',
  389: 'Is',
  394: '{}',
  444: 'cerz',
  500: '#$*0123456789?J_agovxy–“”',
  554: 'ơ',
  556: 'Sbdhknpquđ"',
  570: '+<=>×',
  581: '^',
  600: 'ư',
  611: 'FP',
  667: 'BELTZ',
  722: 'ACDNRUVXYwĐ',
  778: 'GHKOQƠ',
  796: 'Ư',
  833: '&m',
  930: '@',
  944: 'M',
  1000: '%W—…'
}
/** Of a character that the tables lack: as wide as an ordinary capital. */
const UNKNOWN = 722

/** Vowels that take tones, and the tones; the horn of ơ and ư widens a letter, other accents do not. */
const VOWELS = 'aăâeêioôơuưy'
const TONES = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'] as const
const HORNED = /[ơưƠƯ]/

/** The width of each character, of every Vietnamese letter too. */
function byCharacter(widths: Readonly<Record<number, string>>): Map<string, number> {
  const known = new Map(
    Object.entries(widths).flatMap(([width, characters]) => [...characters].map((each) => [each, Number(width)] as const))
  )
  for (const vowel of [...VOWELS, ...VOWELS.toLocaleUpperCase('vi')]) {
    const bare = HORNED.test(vowel) ? vowel : vowel.normalize('NFD').slice(0, 1)
    for (const tone of TONES) known.set((vowel + tone).normalize('NFC'), known.get(bare) ?? UNKNOWN)
  }
  return known
}
const WIDTHS = { regular: byCharacter(REGULAR), bold: byCharacter(BOLD) } as const

/** Texts whose widths are kept: a table is measured at many sizes, and names come back. */
const KEPT = 20_000
const kept = { regular: new Map<string, number>(), bold: new Map<string, number>() } as const

/** Width in points of a line of composed (NFC) text set at that size. */
export function textWidth(text: string, size: number, bold = false): number {
  const weight = bold ? 'bold' : 'regular'
  const known = kept[weight].get(text)
  if (known !== undefined) return known * size
  let sum = 0
  for (const character of text) sum += WIDTHS[weight].get(character) ?? UNKNOWN
  if (kept[weight].size >= KEPT) kept[weight].clear()
  kept[weight].set(text, sum / 1000)
  return (sum / 1000) * size
}

/** Lines that the text takes in that width, broken between words; a word that is too long for a line is broken too. */
export function linesOf(text: string, width: number, size: number, bold = false): number {
  return text.split('\n').reduce((sum, line) => sum + wrapped(line, width, size, bold), 0)
}

function wrapped(line: string, width: number, size: number, bold: boolean): number {
  if (textWidth(line, size, bold) <= width) return 1
  const space = textWidth(' ', size, bold)
  let [lines, used] = [1, 0]
  for (const word of line.split(' ')) {
    const wide = textWidth(word, size, bold)
    const joined = used === 0 ? wide : used + space + wide
    const begins = joined > width && used > 0
    const taken = begins ? wide : joined
    const broken = Math.max(0, Math.ceil(taken / width) - 1)
    lines += (begins ? 1 : 0) + broken
    used = taken - broken * width
  }
  return lines
}
