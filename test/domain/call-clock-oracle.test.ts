import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { buildCalendar } from '../../src/domain/calendar.ts'
import { CALL_EVENTS, type CallEvent, type CallEventKind, STAGES, STANDINGS, URGENCIES } from '../../src/domain/call.ts'
import { type ClockFacts, clocksOf } from '../../src/domain/call-clock.ts'
import { type Instant, parseZone, type Zone } from '../../src/domain/instant.ts'

/**
 * The clocks a second time, by walking a quarter of an hour at a time and looking at the wall through Intl: no sum over intervals, no
 * calendar of ours, the law as a table of its own. Events fall on quarters, so nothing is lost between two looks.
 */
const QUARTER = 15 * 60_000

/** Days off that are no weekends, and worked weekends, as the table of notices has them: 13/02-31/03/2026 and 15/08-04/12/2026. */
const OFF = new Set([
  ...['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'],
  ...['2026-08-31', '2026-09-01', '2026-09-02', '2026-11-24']
])
const WORKED = new Set(['2026-08-22'])

function isWorking(day: string): boolean {
  if (OFF.has(day)) return false
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
  return WORKED.has(day) || (weekday !== 0 && weekday !== 6)
}

interface Found {
  readonly rule: string
  readonly startedAt: number
  readonly dueAt: number
  readonly stoppedAt: number | null
  readonly pausedMs: number
  readonly state: string
}

type Limit = { readonly hours: number } | { readonly days: number } | 'at_once'
/** What a rule gives, what starts it and what ends it, whether each start counts, and whether a pause does. */
type Spec = readonly [
  rule: string,
  limit: Limit,
  from: readonly CallEventKind[],
  until: readonly CallEventKind[],
  again: boolean,
  pausable: boolean
]

/** Who the person is to the law, written down anew. */
function whoIs({ stage, standing, inCustody }: ClockFacts): 'held' | 'charged' | 'other' {
  if (['accused', 'defendant', 'victim'].includes(standing)) return 'charged'
  if (['held', 'arrested', 'in_custody'].includes(standing)) return 'held'
  return stage === 'arrest' && inCustody ? 'held' : 'other'
}

/** The rules for one person, written down anew. */
function specsFor(facts: ClockFacts): Spec[] {
  const who = whoIs(facts)
  const registered: CallEventKind[] = ['registered', 'case_opened']
  const ofLaw31: Spec[] = [
    ['D1', { hours: who === 'held' ? 12 : 24 }, ['requested'], ['notified'], false, false],
    ['D2', 'at_once', ['notified'], registered, false, false]
  ]
  const slow: Spec = ['D4', { days: 3 }, ['notified'], ['appointed'], false, true]
  const fast: Spec = ['D4', 'at_once', ['notified'], ['appointed'], false, false]
  const specs: Spec[] = [
    ...(who === 'other' ? [] : ofLaw31),
    ['D3', who === 'held' ? { hours: 12 } : { days: 3 }, registered, ['appointed'], false, true],
    who !== 'other' || facts.urgency ? fast : slow,
    ['D5', 'at_once', ['requested', 'notified'], ['phoned'], false, false],
    ['D6', { hours: 24 }, ['defence_refused'], ['appointed'], true, true],
    ['D6', { days: 2 }, ['protector_refused'], ['appointed'], true, true]
  ]
  if (facts.stage === 'none') return []
  return specs.filter(([rule]) => rule !== 'D5' || who === 'held')
}

const wallDays = new Map<string, Intl.DateTimeFormat>()
function wallDay(at: number, zone: string): string {
  const format = wallDays.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
  wallDays.set(zone, format)
  return format.format(at)
}

/** Whether the clocks stand still in the quarter that begins there. */
function standStill(events: readonly CallEvent[], at: number): boolean {
  let paused = false
  for (const { kind, at: when } of events) if (when <= at && (kind === 'paused' || kind === 'resumed')) paused = kind === 'paused'
  return paused
}

type Still = (at: number) => boolean

function afterHours(hours: number, start: number, still: Still): number {
  let at = start
  for (let left = hours * 4; left > 0; at += QUARTER) if (!still(at)) left -= 1
  return at
}

/** Walks from midnight to midnight; the day of the start is none. */
function afterDays(days: number, start: number, still: Still, zone: string): number {
  const first = wallDay(start, zone)
  let [at, left] = [start, days]
  while (left > 0) {
    at += QUARTER
    const [day, before] = [wallDay(at, zone), wallDay(at - QUARTER, zone)]
    const over = day !== before && before !== first
    if (over && isWorking(before) && !still(at - QUARTER)) left -= 1
  }
  return at
}

function dueAfter(limit: Limit, start: number, still: Still, zone: string): number {
  if (limit === 'at_once') return start
  return 'hours' in limit ? afterHours(limit.hours, start, still) : afterDays(limit.days, start, still, zone)
}

/** The grace of "at once" is a quarter of an hour. */
const lastInstant = (limit: Limit, dueAt: number): number => (limit === 'at_once' ? dueAt + QUARTER : dueAt)

function oracle(facts: ClockFacts, all: readonly CallEvent[], zone: string, now: number): Found[] {
  const events = all.filter((event) => event.at <= now).sort((a, b) => a.at - b.at || a.position - b.position)
  return specsFor(facts).flatMap((spec) => {
    const [, , from, , again] = spec
    const begun = events.filter(({ kind }) => from.includes(kind))
    return (again ? begun : begun.slice(0, 1)).map((start) => clockOf(spec, start, events, zone, now))
  })
}

function clockOf(
  [rule, limit, , until, again, pausable]: Spec,
  start: CallEvent,
  events: readonly CallEvent[],
  zone: string,
  now: number
): Found {
  const later = again ? events.slice(events.indexOf(start) + 1) : events
  const end = later.find(({ kind }) => [...until, 'withdrawn', 'guided'].includes(kind))
  const stoppedAt = end === undefined ? null : Math.max(end.at, start.at)
  const horizon = stoppedAt ?? now
  // a pause that goes on is taken to end now, or when the clock stopped
  const still: Still = (at) => pausable && at < horizon && standStill(events, at)
  const dueAt = dueAfter(limit, start.at, still, zone)
  let pausedMs = 0
  for (let at: number = start.at; at < horizon; at += QUARTER) pausedMs += still(at) ? QUARTER : 0
  const last = lastInstant(limit, dueAt)
  const state = stoppedAt === null ? openState(now > last, pausable && standStill(events, now)) : stoppedAt <= last ? 'met' : 'late'
  return { rule, startedAt: start.at, dueAt, stoppedAt, pausedMs, state }
}

const openState = (over: boolean, still: boolean): string => (over ? 'overdue' : still ? 'paused' : 'running')

const calendar = buildCalendar(calendarNotices.map((notice, at) => ({ ...notice, id: `n${at}` }) as never))

/** Around Tết, the swapped days of September, 24/11 and the clock changes of spring and autumn. */
const starts = [
  '2026-02-13T00:00Z',
  '2026-03-06T00:00Z',
  '2026-03-26T00:00Z',
  '2026-08-18T00:00Z',
  '2026-08-27T00:00Z',
  '2026-10-22T00:00Z',
  '2026-11-18T00:00Z'
]
const zones = ['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'].map(parseZone)

const facts: fc.Arbitrary<ClockFacts> = fc.record({
  stage: fc.constantFrom(...STAGES),
  standing: fc.constantFrom(...STANDINGS),
  inCustody: fc.boolean(),
  urgency: fc.constantFrom(null, null, null, ...URGENCIES)
})
/** Pauses come as often as all else together; ends of everything are rare, or nothing would ever run. */
const kind = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<CallEventKind>('paused', 'resumed') },
  { weight: 8, arbitrary: fc.constantFrom(...CALL_EVENTS.filter((each) => each !== 'withdrawn' && each !== 'guided')) },
  { weight: 1, arbitrary: fc.constantFrom<CallEventKind>('withdrawn', 'guided') }
)
const happening = fc.tuple(kind, fc.oneof(fc.integer({ min: 0, max: 96 }), fc.integer({ min: 0, max: 96 * 8 })))
const history = fc.record({
  facts,
  zone: fc.constantFrom<Zone[]>(...zones),
  start: fc.constantFrom(...starts),
  happened: fc.array(happening, { minLength: 1, maxLength: 12 }),
  now: fc.integer({ min: 0, max: 96 * 9 })
})

t.test('the clocks are what walking a quarter of an hour at a time finds', async (t) => {
  const states = new Map<string, number>()
  fc.assert(
    fc.property(history, ({ facts, zone, start, happened, now }) => {
      const origin = Date.parse(start)
      const events = happened.map(
        ([kind, quarter], position): CallEvent => ({ kind, position, at: (origin + quarter * QUARTER) as Instant, by: 'x' })
      )
      const asked = (origin + now * QUARTER) as Instant
      const clocks = clocksOf(facts, events.toReversed(), calendar, zone, asked)
      const ours = clocks.map(({ rule, startedAt, dueAt, stoppedAt, pausedMs, state }) => ({
        rule,
        startedAt,
        dueAt,
        stoppedAt,
        pausedMs,
        state
      }))
      for (const { rule, state } of ours) states.set(`${rule} ${state}`, (states.get(`${rule} ${state}`) ?? 0) + 1)
      deepStrictEqual(ours, oracle(facts, events, zone, asked))
    }),
    { numRuns: 1500 }
  )
  for (const rule of ['D3', 'D4', 'D6'])
    for (const state of ['running', 'paused', 'met', 'late', 'overdue'])
      t.ok((states.get(`${rule} ${state}`) ?? 0) > 0, `${rule} was seen ${state}`)
})

t.test('a clock that was in time when it was paused is in time when it goes on', async () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 0, max: 96 * 30 }), ({ facts, zone, start, happened }, pausedFor) => {
      const origin = Date.parse(start)
      const last = Math.max(...happened.map(([, quarter]) => quarter))
      const events = [...happened, ['resumed', last] as const, ['paused', last] as const].map(
        ([kind, quarter], position): CallEvent => ({ kind, position, at: (origin + quarter * QUARTER) as Instant, by: 'x' })
      )
      const before = clocksOf(facts, events, calendar, zone, (origin + last * QUARTER) as Instant)
      const after = clocksOf(facts, events, calendar, zone, (origin + (last + pausedFor) * QUARTER) as Instant)
      // at the limit itself there is no time left to keep
      return before.every(
        (clock, index) => clock.state !== 'paused' || clock.limitAt === origin + last * QUARTER || after[index]?.state === 'paused'
      )
    }),
    { numRuns: 1000 }
  )
})

t.test('a pause never makes a clock run out sooner', async () => {
  fc.assert(
    fc.property(history, ({ facts, zone, start, happened }) => {
      const origin = Date.parse(start)
      const without = happened.filter(([kind]) => kind !== 'paused')
      const dues = (said: typeof happened) =>
        clocksOf(
          facts,
          said.map(([kind, quarter], position): CallEvent => ({ kind, position, at: (origin + quarter * QUARTER) as Instant, by: 'x' })),
          calendar,
          zone,
          (origin + 96 * 9 * QUARTER) as Instant
        ).map(({ dueAt }) => dueAt)
      const [free, stretched] = [dues(without), dues(happened)]
      return free.length === stretched.length && free.every((due, index) => due <= (stretched[index] ?? 0))
    }),
    { numRuns: 500 }
  )
})
