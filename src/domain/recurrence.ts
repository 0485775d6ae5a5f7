import rrulePackage from 'rrule'
import { addDays, type Day, dayOfMonth, daysBetween, parseDay, weekdayOf, weekStart, yearOf } from './day.ts'
import { DutyError } from './errors.ts'

const { RRule } = rrulePackage

/** Why a pattern is refused: the `reason` that a BAD_PATTERN carries, one sentence each in the wording. */
export const PATTERN_REASONS = [
  // the recurrence
  'not_a_rule',
  'part_not_allowed',
  'part_repeated',
  'bad_value',
  'frequency_missing',
  'count_and_until',
  'nth_weekday_out_of_place',
  'weekdays_mixed',
  'month_day_in_week',
  'position_alone',
  'count_too_long',
  'never',
  // the rest of a pattern, and patterns together
  'bad_time',
  'bad_duration',
  'duration_out_of_range',
  'no_day_kinds',
  'unknown_day_kind',
  'overlap'
] as const
export type PatternReason = (typeof PATTERN_REASONS)[number]

/** A BAD_PATTERN with its reason and the text at fault. */
export const badPattern = (reason: PatternReason, value: string, more: Readonly<Record<string, string | number>> = {}): DutyError =>
  new DutyError('BAD_PATTERN', { reason, value, ...more })

/** Characters of the longest rule that is read. */
const LONGEST = 500
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const listOf = (item: string): RegExp => new RegExp(`^(?:${item})(?:,(?:${item}))*$`)

/** Every part that enumerates days, with what may follow its `=` (RFC 5545, 3.3.10); the numbers bound the work that a rule can ask for. */
const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}$/,
  WKST: new RegExp(`^(?:${WEEKDAYS.join('|')})$`),
  BYDAY: listOf(`(?:[+-]?(?:[1-9]|[1-4]\\d|5[0-3]))?(?:${WEEKDAYS.join('|')})`),
  BYMONTHDAY: listOf('[+-]?(?:[1-9]|[12]\\d|3[01])'),
  BYMONTH: listOf('[1-9]|1[0-2]'),
  BYSETPOS: listOf('[+-]?(?:[1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])')
}

type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
type Parts = Readonly<Record<string, string>>

interface Recurrence {
  readonly frequency: Frequency
  readonly interval: number
  readonly count: number | null
  readonly until: Day | null
  /** ISO weekday on which the weeks of the rule begin. */
  readonly weekStart: number
  /** BYSETPOS; empty chooses all. */
  readonly positions: readonly number[]
  /** BYDAY, BYMONTHDAY and BYMONTH, as far as they are said. */
  readonly filters: Parts
}

/**
 * Checks an RFC 5545 RRULE value that enumerates days and returns it in upper case; throws BAD_PATTERN with a reason otherwise. What
 * speaks of times (BYHOUR, FREQ=HOURLY …) or of another start (DTSTART) is refused, and so is UNTIL with a time: it is a day. A COUNT
 * that takes more than `LONGEST_COUNT` days is refused too: each month counts it from the anchor.
 */
export function parseRecurrence(text: string): string {
  const rrule = text.trim().toUpperCase()
  const { count, interval, frequency } = readRecurrence(rrule)
  if (count !== null && count * interval * DAYS_OF[frequency] > LONGEST_COUNT) throw badPattern('count_too_long', rrule)
  return rrule
}

/** Days of the longest period of each frequency. */
const DAYS_OF: Readonly<Record<Frequency, number>> = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 }
/** Days that COUNT times INTERVAL may take, ten years; a post that lasts longer says UNTIL, or its last day. */
export const LONGEST_COUNT = 3660

/**
 * The days from `from` to `to`, both counted, on which the rule falls, in order and once each. It begins on the anchor, from which
 * INTERVAL and COUNT count and of which an unsaid weekday, day of the month or month is taken. Work grows with the days asked for
 * (with COUNT, with those it takes from the anchor), never with how rare the rule is. Throws BAD_PATTERN for a text that `parseRecurrence` refuses.
 */
export const daysOf = (rrule: string, anchor: Day, from: Day, to: Day): Day[] => rhythmOf(rrule, anchor, from < anchor ? anchor : from, to)

/** Like `daysOf`, but the rhythm is thought back before the anchor, unless COUNT says how often it beats. */
export function rhythmOf(rrule: string, anchor: Day, from: Day, to: Day): Day[] {
  const rule = readRecurrence(rrule)
  const last = rule.until !== null && rule.until < to ? rule.until : to
  if (rule.count === null) return beats(rule, anchor, from, last)
  return counted(rule, rule.count, anchor, last).filter((day) => from <= day)
}

/** The days of the rule from the one day to the other, COUNT not regarded. */
function beats(rule: Recurrence, anchor: Day, first: Day, last: Day): Day[] {
  if (first > last) return []
  const periods = Map.groupBy(candidates(rule, anchor, first, last), (day) => periodOf(rule, day))
  const phase = periodOf(rule, anchor)
  return [...periods]
    .filter(([period]) => (period - phase) % rule.interval === 0)
    .flatMap(([, days]) => chosen(rule, days))
    .filter((day) => first <= day && day <= last)
}

/** The first `count` days of the rule, as far as they are not after `last`: looked for in one year from the anchor, in two, in four … */
function counted(rule: Recurrence, count: number, anchor: Day, last: Day): Day[] {
  for (let days = 366; ; days *= 2) {
    const reach = addDays(anchor, days)
    const found = beats(rule, anchor, anchor, reach < last ? reach : last)
    if (found.length >= count || reach >= last) return found.slice(0, count)
  }
}

const monthNumber = (day: Day): number => Number(day.slice(5, 7))

/** The number of the day's day, week, month or year: what INTERVAL counts and BYSETPOS chooses within. */
function periodOf(rule: Recurrence, day: Day): number {
  switch (rule.frequency) {
    case 'DAILY':
      return daysBetween('1970-01-01' as Day, day)
    case 'WEEKLY':
      return daysBetween(weekStart('1970-01-01' as Day, rule.weekStart), weekStart(day, rule.weekStart)) / 7
    case 'MONTHLY':
      return yearOf(day) * 12 + monthNumber(day)
    default:
      return yearOf(day)
  }
}

/** The days of one period that BYSETPOS leaves, in order. */
function chosen({ positions }: Recurrence, days: readonly Day[]): readonly Day[] {
  if (positions.length === 0) return days
  return days.filter((_, at) => positions.includes(at + 1) || positions.includes(at - days.length))
}

/** Every day that the BY… parts allow, in whole periods around the two days. */
function candidates(rule: Recurrence, anchor: Day, from: Day, to: Day): Day[] {
  const first = yearOf(addDays(from, -6))
  const filters = textOf({ FREQ: 'YEARLY', INTERVAL: '9999', ...filtersOf(rule, anchor) })
  const years = Array.from({ length: yearOf(addDays(to, 6)) - first + 1 }, (_, at) => first + at)
  const days = years.flatMap((year) => daysOfYear(filters, year))
  return rule.positions.length > 0 ? days : days.filter((day) => from <= day && day <= to)
}

/** Years of rules that are kept, so that posts of the same rhythm, and one post month by month, share the work; some 30 KB each. */
const KEPT_YEARS = 200
const keptYears = new Map<string, readonly Day[]>()

/**
 * The days of one year that a rule of filters allows. A year at a time, because rrule walks on to the year 9999 when nothing fits
 * (`FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30` took it 14 s), and from an anchor far back through every year since.
 */
function daysOfYear(filters: string, year: number): readonly Day[] {
  const key = `${year} ${filters}`
  const kept = keptYears.get(key)
  if (kept !== undefined) return kept
  // biome-ignore lint/style/noRestrictedGlobals: rrule speaks Date
  const rule = new RRule({ ...RRule.parseString(filters), dtstart: new Date(Date.UTC(year, 0, 1)) }, true)
  const days = rule.all().map((date) => date.toISOString().slice(0, 10) as Day)
  if (keptYears.size >= KEPT_YEARS) keptYears.clear()
  keptYears.set(key, days)
  return days
}

const numbersTo = (last: number): string => Array.from({ length: last }, (_, at) => at + 1).join(',')
const textOf = (parts: Parts): string =>
  Object.entries(parts)
    .map((part) => part.join('='))
    .join(';')

/** What a rule without BYDAY and BYMONTHDAY takes of its anchor. */
const UNSAID: Readonly<Record<Frequency, (anchor: Day) => Parts>> = {
  DAILY: () => ({ BYMONTHDAY: numbersTo(31) }),
  WEEKLY: (anchor) => ({ BYDAY: WEEKDAYS[weekdayOf(anchor) - 1] ?? '' }),
  MONTHLY: (anchor) => ({ BYMONTHDAY: `${dayOfMonth(anchor)}` }),
  YEARLY: (anchor) => ({ BYMONTHDAY: `${dayOfMonth(anchor)}`, BYMONTH: `${monthNumber(anchor)}` })
}

/** The rule as a filter of the days of a year. Naming all months is what makes `2TU` of MONTHLY the second of a month, not of the year. */
function filtersOf({ frequency, filters }: Recurrence, anchor: Day): Parts {
  const unsaid = filters.BYDAY === undefined && filters.BYMONTHDAY === undefined
  return {
    ...(frequency === 'MONTHLY' ? { BYMONTH: numbersTo(12) } : {}),
    ...(unsaid ? UNSAID[frequency](anchor) : {}),
    ...filters
  }
}

/** Reads a rule in upper case; throws BAD_PATTERN. */
function readRecurrence(rrule: string): Recurrence {
  const parts = readParts(rrule)
  const { FREQ, INTERVAL, COUNT, UNTIL, WKST, BYSETPOS, ...filters } = parts
  if (FREQ === undefined) throw badPattern('frequency_missing', rrule)
  refuseMisfits(rrule, parts)
  return {
    frequency: FREQ as Frequency,
    interval: Number(INTERVAL ?? 1),
    count: COUNT === undefined ? null : Number(COUNT),
    until: UNTIL === undefined ? null : readUntil(UNTIL),
    weekStart: WKST === undefined ? 1 : WEEKDAYS.indexOf(WKST as (typeof WEEKDAYS)[number]) + 1,
    positions: BYSETPOS?.split(',').map(Number) ?? [],
    filters
  }
}

/** The parts by name, each checked alone. */
function readParts(rrule: string): Parts {
  if (rrule.length > LONGEST || !rrule.includes('=')) throw badPattern('not_a_rule', rrule.slice(0, LONGEST))
  const parts = rrule.split(';').map(readPart)
  const repeated = parts.find(([name], at) => parts.findIndex(([other]) => other === name) < at)
  if (repeated !== undefined) throw badPattern('part_repeated', repeated.join('='))
  return Object.fromEntries(parts)
}

function readPart(part: string): readonly [name: string, value: string] {
  const [name = '', value = '', ...rest] = part.split('=')
  const form = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined
  if (form === undefined) throw badPattern('part_not_allowed', part)
  if (rest.length > 0 || !form.test(value)) throw badPattern('bad_value', part)
  return [name, value]
}

/** Parts that are well formed alone but not together, and the rule's text for which they are refused. */
const MISFITS: readonly (readonly [PatternReason, (parts: Parts) => boolean])[] = [
  ['count_and_until', ({ COUNT, UNTIL }) => COUNT !== undefined && UNTIL !== undefined],
  ['month_day_in_week', ({ FREQ, BYMONTHDAY }) => FREQ === 'WEEKLY' && BYMONTHDAY !== undefined],
  ['nth_weekday_out_of_place', ({ FREQ, BYDAY = '' }) => /\d/.test(BYDAY) && (FREQ === 'DAILY' || FREQ === 'WEEKLY')],
  // `MO,1TU`: rrule would ask for a day that is both
  ['weekdays_mixed', ({ BYDAY = '' }) => /\d/.test(BYDAY) && BYDAY.split(',').some((weekday) => weekday.length === 2)],
  ['position_alone', ({ BYSETPOS, BYDAY, BYMONTHDAY, BYMONTH }) => BYSETPOS !== undefined && (BYDAY ?? BYMONTHDAY ?? BYMONTH) === undefined]
]

function refuseMisfits(rrule: string, parts: Parts): void {
  const misfit = MISFITS.find(([, is]) => is(parts))
  if (misfit !== undefined) throw badPattern(misfit[0], rrule)
}

/** `20261231` as a day; throws BAD_PATTERN for one that does not exist. */
function readUntil(digits: string): Day {
  try {
    return parseDay(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`)
  } catch {
    throw badPattern('bad_value', `UNTIL=${digits}`)
  }
}
