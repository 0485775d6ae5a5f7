/**
 * A second opinion on a look-up, straight from rows: every slot of every version is one row with all that it says, and an answer is a
 * filter over them. It shares no code with `src`: months are read by `Intl`, successions step by step, versions one by one.
 */

/** A slot of one version of a month, with the version and the post as that version knows them. */
export interface Row {
  readonly month: string
  readonly version: number
  readonly post: string
  readonly start: number
  readonly end: number
  /** Seat to person. */
  readonly seats: Readonly<Record<string, string>>
}

export interface VersionRow {
  readonly id: string
  readonly month: string
  readonly version: number
  readonly publishedAt: number
  readonly from: number
  /** Null while nothing took its place. */
  readonly to: number | null
  readonly posts: readonly {
    readonly id: string
    readonly mode: string
    readonly continuous: boolean
    readonly agencyIds: readonly string[]
  }[]
  /** Person to the numbers that the version prints. */
  readonly numbers: Readonly<Record<string, readonly string[]>>
}

export interface AgencyRow {
  readonly id: string
  readonly predecessorIds: readonly string[]
  readonly validFrom: string
  readonly validTo: string | null
}

export interface CorrectionRow {
  readonly person: string
  readonly replaced: string
  readonly instead: string | null
  readonly from: number
}

/** Everything about one centre, as plain as a database has it. Agencies by id, which is their code too; corrections oldest first. */
export interface Rows {
  readonly zone: string
  readonly agencies: readonly AgencyRow[]
  readonly versions: readonly VersionRow[]
  readonly slots: readonly Row[]
  readonly corrections: readonly CorrectionRow[]
}

export interface Standing {
  readonly document: string
  readonly post: string
  readonly seat: string
  readonly person: string
  readonly numbers: readonly string[]
  readonly start: number
  readonly end: number
  readonly next: string | null
}

export interface Resolved {
  readonly successor: string | null
  readonly status: string
  readonly reason: string | null
  /** In the order in which to call; of those at one seat of one post, in any order. */
  readonly standing: readonly Standing[]
  readonly documents: readonly string[]
  readonly nextChange: number | null
  readonly nextOpening: number | null
}

/** What is asked: an agency, a post, or (neither) all posts of the centre. */
export type About = { readonly agency: string } | { readonly post: string } | { readonly all: true }

const first = (instants: readonly (number | null)[], at: number): number | null =>
  instants.reduce<number | null>((least, each) => (each !== null && each > at && (least === null || each < least) ? each : least), null)

const calendars = new Map<string, Intl.DateTimeFormat>()
/** `YYYY-MM-DD` on the wall. */
export function dayOn(zone: string, at: number): string {
  const known = calendars.get(zone)
  const calendar = known ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  calendars.set(zone, calendar)
  return calendar.format(new Date(at))
}

/** A month counted from the year 0. */
const counted = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))

/** The versions that speak at an instant: of the instant's month and its neighbours the last that is in force, or will be when the month begins. */
function speaking({ zone, versions }: Rows, at: number, asked: number | undefined): VersionRow[] {
  const here = counted(dayOn(zone, at))
  return versions.filter((one) => {
    const away = counted(one.month) - here
    if (away < -1 || away > 1) return false
    if (asked !== undefined && away === 0) return one.version === asked
    const rivals = versions.filter(({ month }) => month === one.month)
    const begins = rivals.reduce((least, { from }) => Math.min(least, from), Number.MAX_SAFE_INTEGER)
    const moment = Math.max(begins, at)
    const standing = rivals.filter(({ from, to }) => !(from > moment) && !(to !== null && to <= moment))
    return standing.every(({ version }) => version <= one.version) && standing.includes(one)
  })
}

/** What is asked about and by when, with the rows that may answer. */
interface Setting {
  readonly rows: Rows
  readonly at: number
  readonly about: About
  readonly spoken: readonly VersionRow[]
  readonly slots: readonly (Row & { readonly document: VersionRow; readonly of: VersionRow['posts'][number] })[]
}

const isAbout = (post: VersionRow['posts'][number], about: About): boolean => {
  if ('all' in about) return true
  return 'post' in about ? post.id === about.post : post.agencyIds.some((id) => id === about.agency)
}

function settingOf(rows: Rows, about: About, at: number, asked: number | undefined): Setting {
  const spoken = speaking(rows, at, asked)
  const slots = rows.slots.flatMap((row) => {
    const document = spoken.find(({ month, version }) => row.month === month && row.version === version)
    const of = document?.posts.find(({ id }) => id === row.post)
    return document && of && isAbout(of, about) ? [{ ...row, document, of }] : []
  })
  return { rows, at, about, spoken, slots }
}

/** A person's numbers as the version prints them, with every replacement made since the version and before the instant. */
function numbersOf({ rows, at }: Setting, document: VersionRow, person: string): readonly string[] {
  const since = rows.corrections.filter((each) => each.person === person && each.from >= document.publishedAt && each.from <= at)
  return since.reduce<readonly string[]>((numbers, { replaced, instead }) => {
    const place = numbers.indexOf(replaced)
    if (place === -1) return numbers
    const others = (list: readonly string[]): string[] => list.filter((number) => number !== instead && number !== replaced)
    return [...others(numbers.slice(0, place)), ...(instead === null ? [] : [instead]), ...others(numbers.slice(place + 1))]
  }, document.numbers[person] ?? [])
}

/** Who comes to the seat next, of all that the speaking versions say: the earliest stretch that goes on after that instant. */
function nextOf({ rows, spoken }: Setting, post: string, seat: string, after: number): string | null {
  const later = rows.slots
    .filter((row) => row.post === post && row.end > after && row.seats[seat] !== undefined)
    .filter((row) => spoken.some(({ month, version }) => month === row.month && version === row.version))
    .sort((a, b) => a.start - b.start || (a.month < b.month ? -1 : 1))
  return later[0] ? `${later[0].seats[seat]} ${later[0].start} ${later[0].end}` : null
}

/** On site before by phone, primary before support, then by post: the alphabet has it so, but for the first. */
const place = ({ of, seat, post }: { of: { mode: string }; seat: string; post: string }): string =>
  `${of.mode === 'on_site' ? 0 : 1} ${seat} ${post}`

function standingAt(setting: Setting): Standing[] {
  return setting.slots
    .filter(({ start, end }) => start <= setting.at && setting.at < end)
    .flatMap((row) => Object.entries(row.seats).map(([seat, person]) => ({ ...row, seat, person })))
    .sort((a, b) => (place(a) < place(b) ? -1 : 1))
    .map(({ document, post, seat, person, start, end }) => ({
      document: document.id,
      post,
      seat,
      person,
      numbers: numbersOf(setting, document, person),
      start,
      end,
      next: nextOf(setting, post, seat, end)
    }))
}

function reasonFor({ rows, at, about, spoken, slots }: Setting): string | null {
  if (slots.some(({ start, end }) => start <= at && at < end)) return 'unfilled'
  const month = spoken.find((each) => counted(each.month) === counted(dayOn(rows.zone, at)))
  if (month === undefined) return 'not_published'
  const posts = month.posts.filter((post) => isAbout(post, about))
  if (posts.length === 0) return 'not_served'
  return posts.some(({ continuous }) => continuous) ? 'gap' : null
}

function resolveFor(rows: Rows, about: About, at: number, asked: number | undefined): Resolved {
  const setting = settingOf(rows, about, at, asked)
  const { spoken, slots } = setting
  const standing = standingAt(setting)
  const there = standing.length > 0
  const reason = there ? null : reasonFor(setting)
  const silent = spoken.filter((each) => counted(each.month) === counted(dayOn(rows.zone, at))).map(({ id }) => id)
  const edges = [...slots.flatMap(({ start, end }) => [start, end]), ...spoken.map(({ to }) => to)]
  const openings = slots.filter(({ seats }) => Object.keys(seats).length > 0).map(({ start }) => start)
  return {
    successor: null,
    status: there ? 'on_duty' : reason === null ? 'outside_hours' : 'uncovered',
    reason,
    standing,
    documents: there ? standing.map(({ document }) => document) : silent,
    // a version that begins is a change only while nobody is on duty: whoever is stays to the end of the slot
    nextChange: first(there ? edges : [...edges, ...spoken.map(({ from }) => from)], at),
    nextOpening: there ? null : first(openings, at)
  }
}

const existsOn = ({ validFrom, validTo }: AgencyRow, day: string): boolean => validFrom <= day && (validTo === null || validTo >= day)

/** Those that exist that day and took over from the agency, in as many steps as it takes, through what no longer exists; by id. */
export function heirsOf(agencies: readonly AgencyRow[], id: string, day: string): string[] {
  let known = [id]
  for (const _ of agencies) {
    const gone = known.filter((each) => agencies.some((one) => one.id === each && !existsOn(one, day)))
    const heirs = agencies.filter(({ predecessorIds }) => predecessorIds.some((each) => gone.includes(each))).map((one) => one.id)
    known = [...new Set([...known, ...heirs])]
  }
  return known.filter((each) => each !== id && agencies.some((one) => one.id === each && existsOn(one, day))).sort()
}

/** The answer; of an agency that nothing serves, that of the first of its heirs that something serves, or else of the first. */
export function resolve(rows: Rows, about: About, at: number, asked?: number): Resolved {
  const own = resolveFor(rows, about, at, asked)
  if (!('agency' in about) || own.reason !== 'not_served') return own
  const heirs = heirsOf(rows.agencies, about.agency, dayOn(rows.zone, at))
  const answers = heirs.map((id) => ({ ...resolveFor(rows, { agency: id }, at, asked), successor: id }))
  return answers.find(({ reason }) => reason !== 'not_served') ?? answers[0] ?? own
}

/** Every instant at which anything begins or ends. */
export const edgesOf = ({ versions, slots, corrections }: Rows): number[] =>
  [
    ...new Set([
      ...versions.flatMap(({ from, to, publishedAt }) => (to === null ? [from, publishedAt] : [from, to, publishedAt])),
      ...slots.flatMap(({ start, end }) => [start, end]),
      ...corrections.map(({ from }) => from)
    ])
  ].sort((a, b) => a - b)
