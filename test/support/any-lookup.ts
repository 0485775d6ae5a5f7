import fc from 'fast-check'
import { addDays, addMonths, type Day, daysOfMonth, firstDay, type Month } from '../../src/domain/day.ts'
import { type Instant, wallClock, type Zone } from '../../src/domain/instant.ts'
import type { CentreData } from '../../src/lookup/centre-index.ts'
import { indexMonth } from '../../src/lookup/month-index.ts'
import { agency, post } from './builders.ts'
import { type About, edgesOf, type Row, type Rows, type VersionRow } from './resolver.ts'

/** One centre with all that it ever published: as the look-up is given it, and as plain rows. */
export interface AnyCentre {
  readonly data: CentreData
  readonly rows: Rows
  /** Every instant at which anything begins or ends, in order. */
  readonly edges: readonly number[]
}

/** Zones with a month whose clock changes: on its first day, its last, at midnight, by half an hour, or never. */
const PLACES = [
  ['Asia/Ho_Chi_Minh', '2026-12'],
  ['Asia/Ho_Chi_Minh', '2027-02'],
  ['Europe/Berlin', '2026-10'],
  ['Europe/Berlin', '2027-10'],
  ['Europe/Berlin', '2024-03'],
  ['America/New_York', '2026-11'],
  ['America/New_York', '2027-03'],
  ['Australia/Lord_Howe', '2026-10'],
  ['Australia/Lord_Howe', '2027-04'],
  ['America/Sao_Paulo', '2018-11'],
  ['America/Sao_Paulo', '2018-02']
] as const

/** How a post is staffed: when its slots of a day begin and how long they are, in minutes on the wall; every so many days. */
const KINDS = {
  office: { parts: [[450, 570]], every: 1, continuous: false },
  sessions: {
    parts: [
      [450, 240],
      [810, 210]
    ],
    every: 1,
    continuous: false
  },
  nights: { parts: [[1320, 480]], every: 1, continuous: false },
  shifts: {
    parts: [
      [420, 720],
      [1140, 720]
    ],
    every: 1,
    continuous: true
  },
  days: { parts: [[0, 1440]], every: 1, continuous: true },
  lateDays: { parts: [[450, 1440]], every: 1, continuous: true },
  weeks: { parts: [[0, 7 * 1440]], every: 7, continuous: true }
} as const
type Kind = keyof typeof KINDS

const PEOPLE = ['an', 'binh', 'chi', 'dung', 'em']
const NUMBERS = [1, 2, 3]
const HOUR = 3_600_000

/** Versions of a month: one more than there are takeovers. `open`: each but the last claims the time of the next too. */
interface PlannedMonth {
  readonly published: boolean
  readonly takeovers: readonly number[]
  readonly recalled: number | null
  readonly open: boolean
}

/** What fast-check chooses; the many slots are drawn from `seed`, so that a failure still shrinks to few months, posts and versions. */
interface Plan {
  readonly place: (typeof PLACES)[number]
  readonly posts: readonly { readonly kind: Kind; readonly mode: 'phone' | 'on_site' }[]
  readonly agencies: readonly { readonly from: readonly number[]; readonly life: number }[]
  readonly months: readonly PlannedMonth[]
  readonly corrections: readonly {
    readonly person: string
    readonly numbers: readonly number[]
    readonly when: number
    readonly none: boolean
  }[]
  readonly seed: number
}

const month = (most: number): fc.Arbitrary<PlannedMonth> =>
  fc.record({
    published: fc.constantFrom(true, true, true, true, false),
    takeovers: fc.array(fc.nat({ max: 999 }), { maxLength: most }),
    recalled: fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat({ max: 999 }) }),
    open: fc.constantFrom(false, false, false, true)
  })

const plan: fc.Arbitrary<Plan> = fc.record({
  place: fc.constantFrom(...PLACES),
  posts: fc.array(fc.record({ kind: fc.constantFrom(...(Object.keys(KINDS) as Kind[])), mode: fc.constantFrom('phone', 'on_site') }), {
    minLength: 1,
    maxLength: 3
  }),
  agencies: fc.array(fc.record({ from: fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 2 }), life: fc.nat({ max: 5 }) }), {
    minLength: 2,
    maxLength: 5
  }),
  months: fc.tuple(month(0), month(2), month(3), month(2), month(0)),
  corrections: fc.array(
    fc.record({
      person: fc.constantFrom(...PEOPLE),
      numbers: fc.uniqueArray(fc.constantFrom(...NUMBERS), { minLength: 2, maxLength: 2 }),
      when: fc.nat({ max: 999 }),
      none: fc.boolean()
    }),
    { maxLength: 15 }
  ),
  seed: fc.nat()
})

/** Draws whole numbers below a bound, the same ones for the same seed (mulberry32). */
function drawing(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
type Draw = (below: number) => number

/** Two people most often, one, a support alone, or nobody. */
function seatsOf(draw: Draw): Row['seats'] {
  const [one, other] = [draw(PEOPLE.length), draw(PEOPLE.length)].map((at) => PEOPLE[at] ?? '') as [string, string]
  const primary = { primary: one }
  return [primary, primary, { primary: one, support: other }, { primary: one, support: other }, { support: other }, {}][draw(6)] ?? {}
}

type Stretch = Omit<Row, 'version'>

/** The slots of one post in a month as first published, one in eight left out. */
function slotsOf(name: string, post: string, kind: Kind, zone: Zone, draw: Draw): Stretch[] {
  const { parts, every } = KINDS[kind]
  return daysOfMonth(name as Month)
    .filter((_, at) => at % every === 0)
    .flatMap((day) =>
      parts.map(([begins, length]) => ({
        month: name,
        post,
        start: wallClock(day, begins, zone),
        end: wallClock(day, begins + length, zone),
        seats: seatsOf(draw)
      }))
    )
    .filter(() => draw(8) > 0)
}

/** One slot as another version has it that takes over at the instant: what runs is mostly cut there, what comes is partly others' or gone. */
function amended(slot: Stretch, at: number, draw: Draw): Stretch[] {
  if (slot.end <= at) return [slot]
  const change = draw(8)
  const after = { ...slot, seats: change < 4 ? seatsOf(draw) : slot.seats }
  if (slot.start >= at) return change === 7 ? [] : [after]
  if (change % 4 === 0) return [after]
  return [
    { ...slot, end: at },
    { ...after, start: at }
  ]
}

/** The posts of a version: some left out, each serving some of the agencies. */
const postsOf = ({ posts, agencies }: Plan, draw: Draw): VersionRow['posts'] =>
  posts
    .map(({ kind, mode }, at) => ({
      id: `p${at}`,
      mode,
      continuous: KINDS[kind].continuous,
      agencyIds: agencies.map((_, number) => `a${number}`).filter((_, number) => draw(number % 2 === 0 ? 2 : 8) === 0)
    }))
    .filter(() => draw(10) > 0)

const numbersOf = (draw: Draw): VersionRow['numbers'] =>
  Object.fromEntries(PEOPLE.map((person) => [person, NUMBERS.filter(() => draw(2) === 0).map((number) => `+${person}${number}`)]))

interface Said {
  readonly versions: readonly VersionRow[]
  readonly slots: readonly Row[]
}

/** From when each version of the month holds, and until when the last does: mostly edges of slots, often the beginning, or any full hour. */
function instantsIn({ takeovers, recalled }: PlannedMonth, begins: number, edges: readonly number[]): [number[], number | null] {
  const edge = (pick: number): number => edges[pick % Math.max(edges.length, 1)] ?? begins
  const instant = (pick: number): number => [edge(pick), edge(pick * 7), begins, begins + (pick % 672) * HOUR][pick % 4] ?? begins
  const starts = [begins, ...takeovers.map(instant).sort((a, b) => a - b)]
  return [starts, recalled === null ? null : Math.max(instant(recalled), starts.at(-1) ?? begins)]
}

/** Every version of one month. */
function monthOf(plan: Plan, name: Month, planned: PlannedMonth, draw: Draw): Said {
  if (!planned.published) return { versions: [], slots: [] }
  const zone = plan.place[0] as Zone
  const begins = wallClock(firstDay(name), 0, zone)
  const ends = wallClock(firstDay(addMonths(name, 1)), 0, zone)
  let slots = plan.posts.flatMap(({ kind }, at) => slotsOf(name, `p${at}`, kind, zone, draw))
  const edges = slots.flatMap(({ start, end }) => [start, end]).filter((edge) => edge < ends)
  const [starts, gone] = instantsIn(planned, begins, edges)
  const said = starts.map((from, at): Said => {
    if (at > 0) slots = slots.flatMap((slot) => amended(slot, from, draw))
    const posts = postsOf(plan, draw)
    const next = starts[at + 1]
    const to = next === undefined ? gone : planned.open ? null : next
    const head = { id: `${name} v${at + 1}`, month: name, version: at + 1, publishedAt: from - draw(20) * 24 * HOUR, from, to }
    const known = slots.filter(({ post }) => posts.some(({ id }) => id === post))
    return { versions: [{ ...head, posts, numbers: numbersOf(draw) }], slots: known.map((slot) => ({ ...slot, version: at + 1 })) }
  })
  return { versions: said.flatMap(({ versions }) => versions), slots: said.flatMap(({ slots }) => slots) }
}

/** The first and the last day of an agency, around the middle of the months. */
function lifeOf(day: Day, life: number): readonly [string, string | null] {
  const dates = [
    ['2010-01-01', null],
    ['2010-01-01', day],
    ['2010-01-01', addDays(day, -40)],
    [addDays(day, 1), null],
    [addDays(day, -39), null],
    ['2010-01-01', '2015-01-01']
  ] as const
  return dates[life] ?? ['2010-01-01', null]
}

function rowsOf(plan: Plan): Rows {
  const [zone, middle] = plan.place
  const draw = drawing(plan.seed)
  const months = plan.months.map((each, at) => monthOf(plan, addMonths(middle as Month, at - 2), each, draw))
  const versions = months.flatMap((said) => said.versions)
  const half = addDays(firstDay(middle as Month), 14)
  const edges = edgesOf({ zone, agencies: [], versions, slots: months.flatMap((said) => said.slots), corrections: [] })
  return {
    zone,
    agencies: plan.agencies.map(({ from, life }, at) => {
      const [validFrom, validTo] = lifeOf(half, life)
      return { id: `a${at}`, predecessorIds: from.map((each) => `a${each}`), validFrom, validTo }
    }),
    versions,
    slots: months.flatMap((said) => said.slots),
    corrections: plan.corrections
      .map(({ person, numbers, when, none }) => ({
        person,
        replaced: `+${person}${numbers[0]}`,
        instead: none ? null : `+${person}${numbers[1]}`,
        from: edges[(when * 13) % Math.max(edges.length, 1)] ?? 0
      }))
      .sort((a, b) => a.from - b.from)
  }
}

const phone = (e164: string) => ({ e164, national: e164, kind: 'duty', visibility: 'public', verifiedOn: null })

const publicationOf = (rows: Rows, { numbers, from, to, posts, ...head }: VersionRow) => ({
  ...head,
  effectiveFrom: from,
  supersededFrom: to,
  number: null,
  symbol: 'TB-TGPL',
  content: {
    centre: { zone: rows.zone },
    people: Object.entries(numbers).map(([id, list]) => ({
      id,
      code: id,
      fullName: id,
      role: 'legal_aid_officer',
      phones: list.map(phone)
    })),
    posts: posts.map((each) => ({ ...each, code: each.id, name: each.id })),
    slots: rows.slots
      .filter((row) => row.month === head.month && row.version === head.version)
      .map((row, at) => ({
        id: `${at}`,
        postId: row.post,
        start: row.start,
        end: row.end,
        seats: Object.entries(row.seats).map(([seat, providerId]) => ({ seat, providerId }))
      }))
      // the database's order is none of the index's business
      .reverse()
  }
})

const dataOf = (rows: Rows, first: string, posts: readonly string[]): CentreData =>
  ({
    centre: { id: 'c', code: 'c', zone: rows.zone },
    agencies: rows.agencies.map((each) => agency({ ...each, code: each.id })),
    posts: posts.map((id) => post({ id })),
    people: [],
    corrections: rows.corrections.map(({ person, replaced, instead, from }, at) => ({
      id: `${at}`,
      providerId: person,
      replaced,
      phone: instead === null ? null : phone(instead),
      from
    })),
    keptFrom: first,
    versions: rows.versions.map((version) => indexMonth(publicationOf(rows, version) as never))
  }) as unknown as CentreData

/** Any centre: five months around a change of the clock, each unpublished or of up to four versions, recalled or not. */
export const anyCentre: fc.Arbitrary<AnyCentre> = plan.map((chosen) => {
  const rows = rowsOf(chosen)
  const data = dataOf(
    rows,
    addMonths(chosen.place[1] as Month, -2),
    chosen.posts.map((_, at) => `p${at}`)
  )
  return { rows, data, edges: edgesOf(rows) }
})

/** A question to be: which edge or instant, about what, and by which version; as numbers that any centre can make sense of. */
export interface Pick {
  readonly edge: number
  readonly about: number
  readonly minute: number
  readonly version: number
}

export const anyPick: fc.Arbitrary<Pick> = fc.record({
  edge: fc.nat({ max: 100_000 }),
  about: fc.nat({ max: 8 }),
  minute: fc.nat({ max: 60 * 24 * 170 }),
  version: fc.nat({ max: 24 })
})

/** The instants to ask for: the edge and a millisecond to each side of it, and one that means nothing. */
export function instantsOf({ edges }: AnyCentre, { edge, minute }: Pick): Instant[] {
  const [first, last] = [edges[0] ?? 0, edges.at(-1) ?? 0]
  const at = edges[edge % Math.max(edges.length, 1)] ?? first
  const anywhere = first - 10 * 24 * HOUR + ((minute * 60_000) % (last - first + 20 * 24 * HOUR))
  return [at - 1, at, at + 1, anywhere] as Instant[]
}

/** What to ask about: an agency, a post, one that there is not, or all posts. */
export function aboutOf({ rows, data }: AnyCentre, { about }: Pick): About {
  const all: About[] = [
    ...rows.agencies.map(({ id }) => ({ agency: id })),
    ...data.posts.map(({ id }) => ({ post: id as string })),
    { all: true as const }
  ]
  return all[about % all.length] ?? { all: true }
}
