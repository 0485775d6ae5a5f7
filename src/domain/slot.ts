import { type Calendar, DAY_KINDS, type DayKind } from './calendar.ts'
import { addDays, type Day, daysBetween, firstDay, lastDay, type Month } from './day.ts'
import { DutyError, type FieldErrors, fieldErrors } from './errors.ts'
import { type Handover, unitOf } from './handover.ts'
import { compare } from './ids.ts'
import { dayAt, type Instant, wallClock, type Zone } from './instant.ts'
import type { Pattern, Post } from './post.ts'
import { badPattern, daysOf, parseRecurrence, rhythmOf } from './recurrence.ts'
import type { Slot } from './roster.ts'

/** A slot before it has an id and seats. */
export type SlotPlan = Omit<Slot, 'id' | 'seats'>

/** A pattern as people write it; `duration` is ISO 8601, wall-clock time: `PT9H30M`, `P1D`. */
export interface PatternInput {
  readonly rrule: string
  readonly startsAt: string
  readonly duration: string
  /** Kinds of calendar day on which a slot starts; null or left out = every day. */
  readonly dayKinds?: readonly string[] | null
}

const DAY_MINUTES = 1440
/** 31 days: nothing on a monthly roster is longer. */
const LONGEST_MINUTES = 31 * DAY_MINUTES

/** Reads one pattern; throws BAD_FIELD with every field at fault, pointers below `pointer`. */
export function parsePattern(input: PatternInput, pointer = ''): Pattern {
  const errors = fieldErrors()
  const pattern = readPattern(errors, pointer, input)
  errors.throwIfAny()
  return pattern as Pattern
}

/** Like `parsePattern` for one pattern among other fields: what is wrong goes to `errors`, and then undefined comes back. */
export function readPattern(errors: FieldErrors, pointer: string, input: PatternInput): Pattern | undefined {
  const rrule = errors.try(`${pointer}/rrule`, () => parseRecurrence(input.rrule))
  const startsAt = errors.try(`${pointer}/startsAt`, () => parseStart(input.startsAt))
  const minutes = errors.try(`${pointer}/duration`, () => parseDuration(input.duration))
  const dayKinds = errors.try(`${pointer}/dayKinds`, () => parseDayKinds(input.dayKinds ?? null))
  if (rrule === undefined || startsAt === undefined || minutes === undefined || dayKinds === undefined) return undefined
  return { rrule, startsAt, minutes, dayKinds }
}

function parseStart(text: string): string {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) throw badPattern('bad_time', text)
  return text
}

/** Weeks, days, hours and minutes; months, years, seconds and fractions are no lengths of a wall-clock slot. */
const DURATION = /^P(?=.)(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,5})M)?)?$/

/** Wall-clock minutes of an ISO 8601 duration of 1 minute to 31 days. */
function parseDuration(text: string): number {
  const found = DURATION.exec(text)
  if (found === null) throw badPattern('bad_duration', text)
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = found.slice(1).map((number) => Number(number ?? 0))
  const sum = ((weeks * 7 + days) * 24 + hours) * 60 + minutes
  if (sum < 1 || sum > LONGEST_MINUTES) throw badPattern('duration_out_of_range', text)
  return sum
}

/** Known kinds, in the calendar's order. */
function parseDayKinds(kinds: readonly string[] | null): readonly DayKind[] | null {
  if (kinds === null) return null
  if (kinds.length === 0) throw badPattern('no_day_kinds', '')
  const unknown = kinds.find((kind) => !DAY_KINDS.some((known) => known === kind))
  if (unknown !== undefined) throw badPattern('unknown_day_kind', unknown)
  const repeated = kinds.find((kind, at) => kinds.indexOf(kind) < at)
  if (repeated !== undefined) throw new DutyError('DUPLICATE_ITEM', { value: repeated })
  return DAY_KINDS.filter((kind) => kinds.includes(kind))
}

/** The pattern's length in ISO 8601, days first and nothing that is zero: `P1D`, `PT9H30M`, `P1DT12H`. */
export function patternDuration({ minutes }: Pick<Pattern, 'minutes'>): string {
  const written = (number: number, unit: string): string => (number === 0 ? '' : `${number}${unit}`)
  const time = written(Math.floor((minutes % DAY_MINUTES) / 60), 'H') + written(minutes % 60, 'M')
  return `P${written(Math.floor(minutes / DAY_MINUTES), 'D')}${time === '' ? '' : `T${time}`}`
}

export interface SlotOptions {
  /** ISO weekday on which the centre's weeks begin. */
  readonly firstWeekday: number
  /** End of the post's last slot in earlier rosters: nothing here starts before it. */
  readonly carriedUntil?: Instant | undefined
  /** Start of the post's first slot in later rosters: nothing here ends after it. */
  readonly nextFrom?: Instant | undefined
}

type Patterned = Pick<Post, 'patterns' | 'validFrom' | 'validTo'>
type Staffed = Patterned & Handover & Pick<Post, 'id' | 'mode'>
type Kinds = Pick<Calendar, 'dayOf'>

const later = (a: Day, b: Day): Day => (daysBetween(a, b) > 0 ? b : a)

/**
 * The slots of one post in one month: every slot that starts on a day of the month on which the post is valid, in order of start, none
 * empty. Both ends are wall-clock readings, so slots that meet on the wall meet in every zone.
 *
 * Lead-in: what is under way at the first instant (of the month or of the post, whichever is later) belongs to an earlier roster. As far
 * as none carries it (`carriedUntil`), its rest is a slot here, so a 24/24 post that hands over at 07:30 has no gap in its first
 * night; the pattern is thought back before the post's first day. The last slot runs on past the month, or past the post's last day.
 *
 * Throws SLOT_OVERLAP when two patterns staff the same minute.
 */
export function slotsOf(post: Staffed, month: Month, calendar: Kinds, zone: Zone, options: SlotOptions): SlotPlan[] {
  const { from, to } = lifeIn(post, month)
  if (from > to) return []
  const opening = Math.max(wallClock(from, 0, zone), options.carriedUntil ?? Number.NEGATIVE_INFINITY) as Instant
  const closing = options.nextFrom ?? Number.POSITIVE_INFINITY
  const slots = runsOf(post, from, to, calendar).flatMap((run): SlotPlan[] => {
    const starts = wallClock(post.validFrom, run.start, zone)
    const start = Math.max(starts, opening) as Instant
    const end = Math.min(wallClock(post.validFrom, run.end, zone), closing) as Instant
    if (start >= end) return []
    const day = start === starts ? run.day : dayAt(start, zone)
    // a day's turn that began before the roster stays that day's: else its rest and the next day would be one long turn
    const unit = unitOf(post, post.handoverUnit === 'day' ? run.day : day, start, options.firstWeekday)
    return [{ postId: post.id, mode: post.mode, start, end, day, dayKind: calendar.dayOf(day).kind, unit }]
  })
  return inTurns(post, refuseOverlap(slots.sort((a, b) => compare(a.start, b.start))))
}

/** Slots of one roster at most: more than 90 posts that hand over twice a day. A plan of so many fits the memory of a usual machine. */
export const MOST_SLOTS = 6_000

/**
 * Refuses (ROSTER_TOO_LARGE) posts whose patterns begin more than `MOST_SLOTS` slots in the month. They are counted by their days, before
 * a single one is cut.
 */
export function refuseTooMany(posts: readonly (Patterned & Pick<Post, 'name'>)[], month: Month, calendar: Kinds): void {
  let all = 0
  let largest = { post: '', count: 0 }
  for (const post of posts) {
    const count = startsIn(post, month, calendar)
    all += count
    if (count > largest.count) largest = { post: post.name, count }
    if (all > MOST_SLOTS) throw new DutyError('ROSTER_TOO_LARGE', { month, most: MOST_SLOTS, ...largest })
  }
}

/** How often the patterns of a post begin in a month. */
function startsIn(post: Patterned, month: Month, calendar: Kinds): number {
  const { from, to } = lifeIn(post, month)
  const starts = post.patterns.map(({ rrule, dayKinds }) => {
    const days = rhythmOf(rrule, post.validFrom, from, to)
    return dayKinds === null ? days.length : days.filter((day) => dayKinds.includes(calendar.dayOf(day).kind)).length
  })
  return starts.reduce((sum, count) => sum + count, 0)
}

/** The days of a month on which a post is valid; none when it ends before it begins. */
const lifeIn = ({ validFrom, validTo }: Patterned, month: Month): { readonly from: Day; readonly to: Day } => ({
  from: later(validFrom, firstDay(month)),
  to: validTo === null || validTo > lastDay(month) ? lastDay(month) : validTo
})

/** Where so many slots are a turn, each has the unit of the first of them, counted anew each month. */
function inTurns({ handoverUnit, handoverEvery }: Handover, slots: SlotPlan[]): SlotPlan[] {
  if (handoverUnit !== 'slot' || handoverEvery === 1) return slots
  return slots.map((slot, at) => ({ ...slot, unit: slots[at - (at % handoverEvery)]?.unit ?? slot.unit }))
}

/** One occurrence of a pattern on the wall: minutes since midnight of the post's first day. */
interface Run {
  readonly day: Day
  readonly start: number
  readonly end: number
}

/** What the patterns staff from the one day to the other, both counted, and what runs into it; unordered. Without a calendar no day is of any kind. */
const runsOf = ({ patterns, validFrom }: Patterned, from: Day, to: Day, calendar: Kinds | undefined): Run[] =>
  patterns.flatMap(({ rrule, startsAt, minutes, dayKinds }) => {
    const startMinute = Number(startsAt.slice(0, 2)) * 60 + Number(startsAt.slice(3))
    return rhythmOf(rrule, validFrom, addDays(from, -Math.ceil((startMinute + minutes) / DAY_MINUTES)), to)
      .filter((day) => dayKinds === null || (calendar !== undefined && dayKinds.includes(calendar.dayOf(day).kind)))
      .map((day) => {
        const start = daysBetween(validFrom, day) * DAY_MINUTES + startMinute
        return { day, start, end: start + minutes }
      })
  })

function refuseOverlap(slots: SlotPlan[]): SlotPlan[] {
  const clash = slots.find(({ start }, at) => start < (slots[at - 1]?.end ?? start))
  if (clash !== undefined) throw new DutyError('SLOT_OVERLAP', { day: clash.day })
  return slots
}

/** Days over which patterns are tried out: four years hold every month's length. */
const SAMPLE_DAYS = 1461

/** Runs of the post's first four years, those under way at its first minute included, in order of start. */
function sampleRuns(post: Patterned, calendar: Kinds | undefined): Run[] {
  const runs = runsOf(post, post.validFrom, addDays(post.validFrom, SAMPLE_DAYS - 1), calendar)
  return runs.filter(({ end }) => end > 0).sort((a, b) => compare(a.start, b.start) || compare(a.end, b.end))
}

/** The first day within four years on which two patterns, or one pattern with itself, staff the same minute; null when none do. */
export function overlappingPatterns(post: Patterned, calendar: Kinds): Day | null {
  const runs = sampleRuns(post, calendar)
  const clash = runs.find(({ start }, at) => start < (runs[at - 1]?.end ?? start))
  return clash === undefined || (post.validTo !== null && post.validTo < clash.day) ? null : clash.day
}

/**
 * Refuses patterns that cannot make a roster: throws BAD_PATTERN with the reason `never` (a pattern without any day within four years)
 * or `overlap`. What clashes only later, or on a calendar announced later, is caught by `slotsOf`.
 */
export function checkPatterns(post: Patterned, calendar: Kinds): void {
  const end = addDays(post.validFrom, SAMPLE_DAYS - 1)
  const idle = post.patterns.find(({ rrule }) => daysOf(rrule, post.validFrom, post.validFrom, end).length === 0)
  if (idle !== undefined) throw badPattern('never', idle.rrule)
  const clash = overlappingPatterns(post, calendar)
  if (clash !== null) throw badPattern('overlap', clash)
}

/**
 * Whether the patterns leave no minute of the post's first four years unstaffed (trực 24/24), however long the post itself lives.
 * A pattern with day kinds counts only when a calendar says which days those are.
 */
export function isContinuous(post: Patterned, calendar?: Kinds): boolean {
  const reached = sampleRuns(post, calendar).reduce((until, { start, end }) => (start > until ? Number.NaN : Math.max(until, end)), 0)
  return reached >= SAMPLE_DAYS * DAY_MINUTES
}
