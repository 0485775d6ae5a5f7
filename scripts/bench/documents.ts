import { loadavg } from 'node:os'
import { RENDERED_FORMATS, type RenderedFormat, renderHere } from '../../src/documents/rendering.ts'
import type { Publication } from '../../src/domain/publication.ts'
import { openPool } from '../../src/jobs/pool.ts'
import { openRenderPool } from '../../src/jobs/render-pool.ts'
import { fullMonth, publicationOf } from '../../test/support/publications.ts'
import { openLookups } from './lookups.ts'

/**
 * `npm run bench:documents`: what each representation of a month of a large centre costs, how that grows with its rows (in processor time), what the months of
 * 34 centres cost together, and by how much the slowest hundredth of look-ups slows down while 34 PDFs are rendered beside them. Medians of
 * several rounds; the last line is JSON.
 */

/** The largest centre there is and an ordinary one (domain.md, 10): posts that share a line count once. */
const LARGE = { posts: 40, people: 150 }
const TWICE = { posts: 80, people: 150 }
const ORDINARY = { posts: 12, people: 40 }
const CENTRES = 34
const ROUNDS = 5
const LOOKUP_ROUNDS = 3
/** How long quiet look-ups are measured; milliseconds. */
const QUIET = 3000

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? Number.NaN
const rounded = (number: number): number => Number(number.toPrecision(3))
const column = (text: string | number, width = 12): string => String(text).padStart(width)

const month = (size: { readonly posts: number; readonly people: number }): Publication => publicationOf(fullMonth(size))
const OPTIONS = { audience: 'agency', burdens: true } as const

interface Cost {
  readonly millis: number
  /** Time on all cores together, which others on the machine do not lengthen; milliseconds. */
  readonly work: number
  readonly bytes: Uint8Array
  /** Resident memory of the whole process right after, in MiB. */
  readonly memory: number
}

async function once(format: RenderedFormat, publication: Publication): Promise<Cost> {
  const [from, before] = [performance.now(), process.cpuUsage()]
  const bytes = await renderHere(format, publication, OPTIONS)
  const [millis, { user, system }] = [performance.now() - from, process.cpuUsage(before)]
  return { millis, work: (user + system) / 1000, bytes, memory: process.memoryUsage.rss() / 2 ** 20 }
}

/** The two months in turn, so that whatever else the machine does meets both. The first round of each only warms up. */
async function inTurn(format: RenderedFormat, large: Publication, twice: Publication): Promise<readonly [Cost, Cost, number]> {
  const rounds: (readonly [Cost, Cost])[] = []
  for (let round = 0; round <= ROUNDS; round += 1) rounds.push([await once(format, large), await once(format, twice)])
  const [[first, second] = [] as never, ...rest] = rounds
  const cost = (of: Cost, at: 0 | 1): Cost => ({
    ...of,
    millis: median(rest.map((round) => round[at].millis)),
    memory: Math.max(...rest.map((round) => round[at].memory))
  })
  return [cost(first, 0), cost(second, 1), median(rest.map(([a, b]) => b.work / a.work))]
}

const pagesOf = (pdf: Uint8Array): number =>
  (
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type\s*\/Page\b(?!s)/g) ?? []
  ).length

interface Costs {
  readonly millis: ReadonlyMap<RenderedFormat, number>
  readonly pages: number
  readonly growth: number
}

async function costs(): Promise<Costs> {
  const [large, twice] = [month(LARGE), month(TWICE)]
  say(`One month of ${LARGE.posts} posts and ${LARGE.people} people, ${large.content.slots.length} slots; then twice the posts.`)
  say([column('', 5), ...['ms', 'KiB', 'MiB resident', 'ms, twice', 'growth'].map((head) => column(head))].join(''))
  const millis = new Map<RenderedFormat, number>()
  const growths: number[] = []
  let pages = 1
  for (const format of RENDERED_FORMATS) {
    const [one, two, growth] = await inTurn(format, large, twice)
    millis.set(format, one.millis)
    growths.push(growth)
    if (format === 'pdf') pages = pagesOf(one.bytes)
    const figures = [
      one.millis.toFixed(1),
      (one.bytes.length / 1024).toFixed(0),
      two.memory.toFixed(0),
      two.millis.toFixed(1),
      growth.toFixed(2)
    ]
    say([column(format, 5), ...figures.map((figure) => column(figure))].join(''))
  }
  say(`The PDF has ${pages} pages.`)
  return { millis, pages, growth: Math.max(...growths) }
}

const ordinary = (): Publication[] => Array.from({ length: CENTRES }, () => month(ORDINARY))

async function allCentres(): Promise<void> {
  const months = ordinary()
  const from = performance.now()
  let bytes = 0
  for (const publication of months) for (const format of RENDERED_FORMATS) bytes += (await renderHere(format, publication, OPTIONS)).length
  const seconds = (performance.now() - from) / 1000
  say(
    `All ${RENDERED_FORMATS.length} representations for ${CENTRES} centres of ${ORDINARY.posts} posts: ${seconds.toFixed(1)} s, ${(bytes / 2 ** 20).toFixed(1)} MiB.`
  )
}

/** Median of the rounds' ratios, quiet and busy in turn. */
async function lookupRatio(): Promise<number> {
  const [planners, renderers] = [openPool(), openRenderPool()]
  const lookups = await openLookups(planners.optimise)
  const during = (millis: number): (() => boolean) => {
    const end = performance.now() + millis
    return () => performance.now() < end
  }
  const ratios: number[] = []
  try {
    await lookups.p99(during(QUIET))
    await renderers.render('pdf', month(ORDINARY), OPTIONS)
    for (let round = 0; round < LOOKUP_ROUNDS; round += 1) {
      const quiet = await lookups.p99(during(QUIET))
      let left = CENTRES
      const from = performance.now()
      const papers = ordinary().map((publication) => renderers.render('pdf', publication, OPTIONS).finally(() => (left -= 1)))
      const busy = await lookups.p99(() => left > 0)
      await Promise.all(papers)
      ratios.push(busy / quiet)
      const seconds = ((performance.now() - from) / 1000).toFixed(1)
      say(
        `Look-ups, p99: ${quiet.toFixed(2)} ms quiet, ${busy.toFixed(2)} ms while ${CENTRES} PDFs are rendered (${seconds} s): ${(busy / quiet).toFixed(2)}`
      )
    }
  } finally {
    await lookups.close()
    await Promise.all([planners.close(), renderers.close()])
  }
  return median(ratios)
}

const { millis, pages, growth } = await costs()
await allCentres()
const ratio = await lookupRatio()
say(`Load of the machine: ${loadavg()[0]?.toFixed(1)}; peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB.`)
const figures = {
  pdf_ms_per_page: rounded((millis.get('pdf') ?? Number.NaN) / pages),
  docx_ms: rounded(millis.get('docx') ?? Number.NaN),
  xlsx_ms: rounded(millis.get('xlsx') ?? Number.NaN),
  growth_2x_rows: rounded(growth),
  lookup_p99_ratio: rounded(ratio)
}
say(JSON.stringify(figures))
