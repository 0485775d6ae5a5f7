import { addDays, type Day, eachDay, yearOf } from './day.ts'
import { isWeeklyRest, type StatutoryDay, statutoryDays } from './holidays.ts'
import { compare, type NoticeId } from './ids.ts'
import { type LunarDate, lunarFromSolar } from './lunar.ts'

/**
 * What a day is for the state sector: ngày làm việc, ngày làm bù (a weekend worked for a swapped day), ngày nghỉ hằng tuần,
 * ngày nghỉ lễ, Tết, nghỉ bù (BLLĐ 2019 Art. 111(3)), nghỉ hoán đổi (a working day off, worked on another day).
 */
export const DAY_KINDS = ['working', 'make_up_day', 'rest_day', 'holiday', 'compensatory_off', 'swapped_off'] as const
export type DayKind = (typeof DAY_KINDS)[number]

/** How sure a day is: named by an issued notice, only proposed by one, or worked out from the law while no notice is out. */
export const CALENDAR_STATUSES = ['announced', 'proposed', 'estimated'] as const
export type CalendarStatus = (typeof CALENDAR_STATUSES)[number]

/** What a notice makes of one day. */
export interface NoticeDay {
  readonly day: Day
  readonly kind: DayKind
  readonly nameVi: string
  readonly nameEn: string
}

/** A document that names days off or worked days. `number` as printed (`9441/TB-BNV`); `source` says where a person can check it. */
export interface Notice {
  readonly id: NoticeId
  readonly number: string
  readonly title: string
  readonly issuedOn: Day
  readonly status: 'announced' | 'proposed'
  readonly source: string
  /** The year of which an annual notice names every day off, so that the rules' estimates for it stop applying; else null. */
  readonly annualFor: number | null
  readonly days: readonly NoticeDay[]
}

/** What a proposed notice would make of a day, were it announced. */
export interface Proposal {
  readonly kind: DayKind
  readonly nameVi: string
  readonly nameEn: string
  readonly noticeId: NoticeId
  readonly number: string
}

/** All that is known of a day. `source` is a notice's number or an article; names are null on an ordinary day. */
export interface CalendarDay {
  readonly day: Day
  readonly kind: DayKind
  readonly nameVi: string | null
  readonly nameEn: string | null
  readonly status: CalendarStatus
  readonly source: string
  readonly noticeId: NoticeId | null
  readonly lunar: LunarDate
  readonly proposals: readonly Proposal[]
}

/** Answers for every day; the same day always gets the same answer. */
export interface Calendar {
  dayOf(day: Day): CalendarDay
  isWorking(day: Day): boolean
}

type Fact = Omit<CalendarDay, 'day' | 'lunar' | 'proposals'>
type Named = readonly [notice: Notice, said: NoticeDay]

/** The 40-hour week, Monday to Friday, of the state sector. */
const ORDINARY_WEEK = 'QĐ 188/1999/QĐ-TTg (tuần làm việc 40 giờ)'

/** Whether offices work on a day of this kind: an ordinary working day or a worked weekend. */
export const isWorkingKind = (kind: DayKind): boolean => kind === 'working' || kind === 'make_up_day'

/** Earlier issued first; notices of one day by id, so that no two machines disagree on which is the later. */
const byIssue = (a: Notice, b: Notice): number => compare(a.issuedOn, b.issuedOn) || compare(a.id, b.id)

const namedDays = (notices: readonly Notice[]): Named[] => notices.flatMap((notice) => notice.days.map((said): Named => [notice, said]))

const announcedFact = ([notice, { kind, nameVi, nameEn }]: Named): Fact => ({
  kind,
  nameVi,
  nameEn,
  status: 'announced',
  source: notice.number,
  noticeId: notice.id
})

const estimatedFact = ({ kind, nameVi, nameEn, source }: StatutoryDay): Fact => ({
  kind,
  nameVi,
  nameEn,
  status: 'estimated',
  source,
  noticeId: null
})

/** A plain weekday or weekend: certain once the year has its annual notice, else open to a swap that may still come. */
function ordinaryFact(day: Day, annual: Notice | undefined): Fact {
  const kind = isWeeklyRest(day) ? 'rest_day' : 'working'
  if (annual === undefined) return { kind, nameVi: null, nameEn: null, status: 'estimated', source: ORDINARY_WEEK, noticeId: null }
  return { kind, nameVi: null, nameEn: null, status: 'announced', source: annual.number, noticeId: annual.id }
}

/** What the announced notices and, where no annual notice rules, the law say of a day. */
function factsOf(announced: readonly Notice[]): { factOf(day: Day): Fact; lastWord(day: Day): Notice | undefined } {
  const annuals = new Map(announced.map((notice) => [notice.annualFor, notice]))
  // a second annual notice replaces the first whole, days that it no longer names included
  const stands = ([notice, { day }]: Named): boolean => notice.annualFor !== yearOf(day) || annuals.get(yearOf(day)) === notice
  const named = new Map(
    namedDays(announced)
      .filter(stands)
      .map((pair) => [pair[1].day, pair])
  )
  const statutory = remember((year: number) => new Map(statutoryDays(year).map((off) => [off.day, estimatedFact(off)])))
  const unnamed = (day: Day): Fact => {
    const annual = annuals.get(yearOf(day))
    const estimate = annual === undefined ? statutory(yearOf(day)).get(day) : undefined
    return estimate ?? ordinaryFact(day, annual)
  }
  return {
    factOf: (day) => {
      const pair = named.get(day)
      return pair === undefined ? unnamed(day) : announcedFact(pair)
    },
    lastWord: (day) => named.get(day)?.[0]
  }
}

/**
 * The calendar that these notices and the law make, the notices in any order. Of two announced notices that name a day the later issued
 * wins; a year with an annual notice takes nothing from the rules, a year without takes all its days off from them, marked `estimated`.
 * A proposed notice never changes a day: it shows in `proposals` until a later announced notice names the day or the day is so anyway.
 * Days are worked out when first asked for and remembered. Lunar dates hold for 1976-2100.
 */
export function buildCalendar(notices: readonly Notice[]): Calendar {
  const sorted = [...notices].sort(byIssue)
  const { factOf, lastWord } = factsOf(sorted.filter(({ status }) => status === 'announced'))
  const proposed = Map.groupBy(namedDays(sorted.filter(({ status }) => status === 'proposed')), ([, said]) => said.day)
  const proposalsFor = (day: Day, kind: DayKind): Proposal[] => {
    const decided = lastWord(day)
    return (proposed.get(day) ?? [])
      .filter(([notice, said]) => said.kind !== kind && (decided === undefined || byIssue(decided, notice) < 0))
      .map(([{ id, number }, { kind, nameVi, nameEn }]) => ({ kind, nameVi, nameEn, noticeId: id, number }))
  }
  const dayOf = remember((day: Day): CalendarDay => {
    const fact = factOf(day)
    return { day, ...fact, lunar: lunarFromSolar(day), proposals: proposalsFor(day, fact.kind) }
  })
  return { dayOf, isWorking: remember((day: Day) => isWorkingKind(factOf(day).kind)) }
}

/** The function with its answers kept; for pure functions only. */
function remember<Key, Value>(answer: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    const kept = known.get(key)
    if (kept !== undefined) return kept
    const fresh = answer(key)
    known.set(key, fresh)
    return fresh
  }
}

/** How many working days lie in the closed range; 0 when `to` is earlier than `from`. */
export const countWorkingDays = (calendar: Calendar, from: Day, to: Day): number =>
  eachDay(from, to).filter((day) => calendar.isWorking(day)).length

/**
 * The last day on which a thing can be done "at least n working days before" a day: the latest d such that [d, day - 1] holds n working
 * days, d itself counted. So d is a working day, and `countWorkingDays(d, day - 1)` is exactly n. For n = 0 it is the day itself.
 */
export function workingDaysBefore(calendar: Calendar, day: Day, n: number): Day {
  let at = day
  for (let left = n; left > 0; left -= calendar.isWorking(at) ? 1 : 0) at = addDays(at, -1)
  return at
}

/** The first working day after the day; the day itself never counts. */
export function nextWorkingDay(calendar: Calendar, day: Day): Day {
  let next = addDays(day, 1)
  while (!calendar.isWorking(next)) next = addDays(next, 1)
  return next
}

/** Of these days, in their order, the ones whose kind differs: what a new notice changes, to tell which rosters it touches. */
export const changedDays = (before: Calendar, after: Calendar, days: readonly Day[]): Day[] =>
  days.filter((day) => before.dayOf(day).kind !== after.dayOf(day).kind)
