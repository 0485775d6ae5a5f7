import { DAY_PARTS, type DayPart, type PointParts } from '../domain/burden.ts'
import { CHART_WORDING, PART_WORDING, wordHundredths, wordMonth } from '../domain/burden-wording.ts'
import type { Month } from '../domain/day.ts'
import { compare, type ProviderId } from '../domain/ids.ts'
import { fill, type Language, type Text } from '../domain/wording.ts'

/** One person's bar; amounts in hundredths of a point. */
export interface FairnessBar {
  readonly id: ProviderId
  readonly name: string
  readonly points: number
  readonly due: number
  /** Together they are the points. */
  readonly parts: PointParts
}

/** What the picture shows. */
export interface FairnessPicture {
  readonly centre: string
  readonly month: Month
  readonly bars: readonly FairnessBar[]
}

/** Colours that also people who confuse red and green tell apart, dark enough on white (3:1 and more). */
const COLOURS: Readonly<Record<DayPart, string>> = { workingDays: '#0b5d9e', restDays: '#b36b00', holidays: '#8a2f7a', tet: '#b3131b' }
const INK = '#1a1a1a'
const GREY = '#5c5c5c'

/** Sizes in user units; the figures stand right of the longest bar. */
const WIDTH = 960
const PLOT = { left: 250, width: 480, top: 116 } as const
const ROW = { height: 30, bar: 16 } as const
/** Characters of a name for which there is room; the full name stands in the row's own title. */
const ROOM = 27

/** Characters that XML 1.0 has no room for. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** The text as content of XML elements and attributes. */
const escaped = (text: string): string => text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '')

const collator = new Intl.Collator('vi')

/** Vietnamese lists go by given name, the last word; then by the whole name, then by id. */
function byGivenName(a: FairnessBar, b: FairnessBar): number {
  const given = ({ name }: FairnessBar): string => name.slice(name.lastIndexOf(' ') + 1)
  return collator.compare(given(a), given(b)) || collator.compare(a.name, b.name) || compare(a.id, b.id)
}

const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${x}" y="${y}"${attributes && ` ${attributes}`}>${escaped(content)}</text>`

/** Two places of a user unit are more than any screen shows. */
const rounded = (length: number): number => Math.round(length * 100) / 100

interface Drawing {
  readonly language: Language
  /** User units of one hundredth of a point. */
  readonly unit: number
}

/** The coloured parts of one bar, left to right; the white edge parts them for eyes that see no colours. */
function segments({ parts }: FairnessBar, y: number, { unit }: Drawing): string {
  let x: number = PLOT.left
  return DAY_PARTS.map((part) => {
    const width = rounded(parts[part] * unit)
    if (width === 0) return ''
    const rect = `<rect x="${rounded(x)}" y="${y}" width="${width}" height="${ROW.bar}" fill="${COLOURS[part]}" stroke="#fff"/>`
    x += width
    return rect
  }).join('')
}

/** The upright mark at what was due: white below black, so that it shows on a bar and beside it. */
function dueMark(x: number, y: number): string {
  const [top, bottom] = [y - 4, y + ROW.bar + 4]
  return `<path d="M${x} ${top}V${bottom}" stroke="#fff" stroke-width="5"/><path d="M${x} ${top}V${bottom}" stroke="${INK}" stroke-width="2"/>`
}

const shortened = (name: string): string => ([...name].length <= ROOM ? name : `${[...name].slice(0, ROOM - 1).join('')}…`)

function row(bar: FairnessBar, at: number, drawing: Drawing): string {
  const { language, unit } = drawing
  const [y, base] = [PLOT.top + at * ROW.height, PLOT.top + at * ROW.height + 13]
  const number = (amount: number): string => wordHundredths(amount, language)
  const over = bar.points - bar.due
  const params = { name: bar.name, points: number(bar.points), due: number(bar.due), deviation: `${over > 0 ? '+' : ''}${number(over)}` }
  return [
    `<g><title>${escaped(fill(CHART_WORDING.row, params, language))}</title>`,
    text(PLOT.left - 12, base, shortened(bar.name), 'text-anchor="end"'),
    segments(bar, y, drawing),
    dueMark(rounded(PLOT.left + bar.due * unit), y),
    text(WIDTH - 20, base, fill(CHART_WORDING.figures, params, language), 'text-anchor="end"'),
    '</g>'
  ].join('')
}

/** Which colour means which kind of day, what the mark is, and what the figures are. */
function legend(language: Language): string {
  const say = (wording: Text): string => wording[language]
  const keys = DAY_PARTS.map((part, at) => {
    const x = 24 + at * 186
    return `<rect x="${x}" y="66" width="14" height="14" fill="${COLOURS[part]}"/>${text(x + 20, 78, say(PART_WORDING[part]))}`
  })
  const due = 24 + DAY_PARTS.length * 186
  return [
    ...keys,
    `<path d="M${due} 62V84" stroke="${INK}" stroke-width="2"/>${text(due + 8, 78, say(CHART_WORDING.due))}`,
    text(WIDTH - 20, 102, say(CHART_WORDING.columns), `text-anchor="end" fill="${GREY}" font-size="12"`)
  ].join('')
}

/** Lines at whole numbers of points, about five of them. */
function grid(most: number, rows: number, { unit, language }: Drawing): string {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].map((points) => points * 100).find((each) => most / each <= 6) ?? 100_000
  const bottom = PLOT.top + rows * ROW.height
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => {
    const x = rounded(PLOT.left + at * step * unit)
    const line = `<path d="M${x} ${PLOT.top - 8}V${bottom}" stroke="#d0d0d0"/>`
    return `${line}${text(x, bottom + 16, wordHundredths(at * step, language), `text-anchor="middle" fill="${GREY}" font-size="12"`)}`
  }).join('')
}

/**
 * A month's burden as an SVG picture that stands alone: one bar a person, in Vietnamese order of names, split by kind of day, with a
 * mark at what was due. Same month, same bytes.
 */
export function fairnessChart({ centre, month, bars }: FairnessPicture, language: Language): string {
  const most = Math.max(100, ...bars.map(({ points, due }) => Math.max(points, due)))
  const drawing = { language, unit: PLOT.width / most }
  const title = fill(CHART_WORDING.title, { month: wordMonth(month, language) }, language)
  const rows = Math.max(1, bars.length)
  const height = PLOT.top + rows * ROW.height + 40
  const body =
    bars.length === 0
      ? [text(24, PLOT.top + 14, CHART_WORDING.nobody[language])]
      : [...bars].sort(byGivenName).map((bar, at) => row(bar, at, drawing))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title desc" lang="${language}" font-family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif" font-size="14" fill="${INK}">`,
    `<title id="title">${escaped(`${title} - ${centre}`)}</title><desc id="desc">${escaped(CHART_WORDING.desc[language])}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    text(24, 30, title, 'font-size="18" font-weight="bold"'),
    text(24, 50, centre, `fill="${GREY}"`),
    legend(language),
    ...(bars.length === 0 ? [] : [grid(most, rows, drawing)]),
    ...body,
    '</svg>\n'
  ].join('\n')
}
