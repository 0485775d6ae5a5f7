import type { Calendar } from './calendar.ts'
import type { Call, CallEvent, CallEventKind, Urgency } from './call.ts'
import {
  type Allowance,
  CHARGED_STANDINGS,
  CLOCK_LINES,
  type ClockGroup,
  type ClockLine,
  type ClockRule,
  HELD_STANDINGS
} from './call-clock-rules.ts'
import { addDays, holds, type Period } from './day.ts'
import { compare } from './ids.ts'
import { dayAt, HOUR, type Instant, type Interval, MINUTE, wallClock, type Zone } from './instant.ts'

/** What of a call decides which clocks it has. */
export interface ClockFacts extends Pick<Call, 'stage' | 'standing' | 'inCustody'> {
  /** Why it must be registered at once, as far as somebody said so; what follows from the standing is worked out. */
  readonly urgency?: Urgency | null
}

/**
 * `running`, `paused`: there is time. `met`, `late`: stopped in time or after it. `overdue`: nothing was done in time. A clock that a
 * withdrawal stopped says so in `stoppedBy`.
 */
export const CLOCK_STATES = ['running', 'paused', 'met', 'late', 'overdue'] as const
export type ClockState = (typeof CLOCK_STATES)[number]

/** One duty with a time limit, as the rule in force at its start has it. */
export interface Clock {
  readonly rule: ClockRule
  readonly basis: string
  /** How long the version of the rule that applies is in force. */
  readonly ruleVersion: Period
  readonly owner: ClockLine['owner']
  readonly unit: Allowance['unit']
  /** Hours or working days; of `at_once` 0. */
  readonly amount: number
  readonly startedAt: Instant
  readonly startedBy: CallEventKind
  /** While it is paused: as it would be, were it to go on now. A thing done at this very instant is in time. */
  readonly dueAt: Instant
  /** After this instant it is overdue: `dueAt`, and for `at_once` the grace more. */
  readonly limitAt: Instant
  readonly stoppedAt: Instant | null
  readonly stoppedBy: CallEventKind | null
  /** Milliseconds that it stood still. */
  readonly pausedMs: number
  /** Milliseconds that it ran, so far or until it stopped. */
  readonly ranMs: number
  readonly state: ClockState
}

/** What all clocks of one call are reckoned with. */
interface Reckoning {
  /** In order, none later than `now`. */
  readonly events: readonly CallEvent[]
  readonly calendar: Pick<Calendar, 'isWorking'>
  readonly zone: Zone
  readonly now: Instant
}

/** What ends every clock: nobody is to be appointed any more. */
const CLOSING: readonly CallEventKind[] = ['guided', 'withdrawn']
/** The rules whose clocks an appointment stops. */
const APPOINTING: readonly ClockRule[] = ['D3', 'D4', 'D6']

/**
 * The clocks of a call as they stood at `now` (later events do not count), in the order of the rules. Hours are hours that really pass;
 * working days begin the day after the event (BLDS 2015 Điều 147(2)) and end at 24:00 of the last one on the wall of the zone (Điều
 * 148(6)). A pause stretches hours by its length; a working day at whose end the clock stands still does not count. A call outside
 * proceedings (`none`) has no clocks: the articles are about proceedings.
 */
export function clocksOf(
  facts: ClockFacts,
  events: readonly CallEvent[],
  calendar: Pick<Calendar, 'isWorking'>,
  zone: Zone,
  now: Instant,
  lines: readonly ClockLine[] = CLOCK_LINES
): readonly Clock[] {
  if (facts.stage === 'none') return []
  const happened = events.filter(({ at }) => at <= now).toSorted((a, b) => compare(a.at, b.at) || compare(a.position, b.position))
  const [group, urgent] = [groupOf(facts), isUrgent(facts)]
  return lines
    .filter((line) => line.groups.includes(group) && (line.urgent === null || line.urgent === urgent))
    .flatMap((line) => clocksOfLine(line, { events: happened, calendar, zone, now }))
}

/** Of the running clocks that somebody's appointment stops, the one that runs out first: the stricter of D3, D4 and D6. */
export const appointmentDue = (clocks: readonly Clock[]): Clock | null =>
  clocks
    .filter(({ rule, stoppedAt }) => APPOINTING.includes(rule) && stoppedAt === null)
    .reduce<Clock | null>((first, each) => (first === null || each.limitAt < first.limitAt ? each : first), null)

/** To which people the person of the call belongs, as the clocks know them. */
export function groupOf({ standing, stage, inCustody }: ClockFacts): ClockGroup {
  if (HELD_STANDINGS.includes(standing)) return 'held'
  if (CHARGED_STANDINGS.includes(standing)) return 'charged'
  return stage === 'arrest' && inCustody ? 'held' : 'other'
}

/**
 * Whether the request is registered at once (thụ lý ngay, TT 12/2018 Điều 6(1)): for a reason that was given, or in the cases of Luật TGPL
 * Điều 31(3), among whom is everybody whose defence is mandatory for their age (BLTTHS 2015 Điều 76(1)b).
 */
export const isUrgent = (facts: ClockFacts): boolean => (facts.urgency ?? null) !== null || groupOf(facts) !== 'other'

/** The clocks that one line has started while it was in force; of an older version of its rule it takes nothing over. */
function clocksOfLine(line: ClockLine, reckoning: Reckoning): Clock[] {
  const starts = reckoning.events.filter(({ kind }) => line.starts.includes(kind))
  return (line.repeats ? starts : starts.slice(0, 1))
    .filter(({ at }) => holds(line, dayAt(at, reckoning.zone)))
    .map((start) => clockFrom(line, start, reckoning))
}

function clockFrom(line: ClockLine, start: CallEvent, reckoning: Reckoning): Clock {
  const { events, now } = reckoning
  // one clock of a kind is met by what was done before it began too: somebody on duty may have taken the call before it was registered
  const after = line.repeats ? events.slice(events.indexOf(start) + 1) : events
  const stop = after.find(({ kind }) => line.ends.includes(kind) || CLOSING.includes(kind))
  const stoppedAt = stop === undefined ? null : laterOf(start.at, stop.at)
  const horizon = stoppedAt ?? now
  const pauses = line.pausable ? pausesWithin(events, start.at, horizon) : []
  const dueAt = dueOf(line.allowance, start.at, pauses, reckoning)
  const limitAt = line.allowance.unit === 'at_once' ? ((dueAt + line.allowance.graceMinutes * MINUTE) as Instant) : dueAt
  const pausedMs = pauses.reduce((sum, pause) => sum + pause.end - pause.start, 0)
  return {
    rule: line.rule,
    basis: line.basis,
    ruleVersion: { from: line.from, to: line.to },
    owner: line.owner,
    unit: line.allowance.unit,
    amount: amountOf(line.allowance),
    startedAt: start.at,
    startedBy: start.kind,
    dueAt,
    limitAt,
    stoppedAt,
    stoppedBy: stop?.kind ?? null,
    pausedMs,
    ranMs: horizon - start.at - pausedMs,
    state: stateOf(stoppedAt, limitAt, line.pausable && standsStill(events), now)
  }
}

const laterOf = (a: Instant, b: Instant): Instant => (a > b ? a : b)

function amountOf(allowance: Allowance): number {
  if (allowance.unit === 'at_once') return 0
  return allowance.unit === 'hours' ? allowance.hours : allowance.days
}

/** A thing done at the limit itself is in time: a period ends at 24:00 of its last day, which is in it (BLDS 2015 Điều 148(6)). */
function stateOf(stoppedAt: Instant | null, limitAt: Instant, paused: boolean, now: Instant): ClockState {
  if (stoppedAt !== null) return stoppedAt <= limitAt ? 'met' : 'late'
  if (now > limitAt) return 'overdue'
  return paused ? 'paused' : 'running'
}

const isSwitch = ({ kind }: CallEvent): boolean => kind === 'paused' || kind === 'resumed'

/** Whether the last word of the events is that the clocks stand still. */
const standsStill = (events: readonly CallEvent[]): boolean => events.findLast(isSwitch)?.kind === 'paused'

/** When the clocks stood still within the span, in order; a pause that goes on ends with the span. */
function pausesWithin(events: readonly CallEvent[], from: Instant, to: Instant): Interval[] {
  // two pauses on end are one in two pieces, and sum up as such
  const switches = events.filter(isSwitch)
  return switches.flatMap(({ kind, at }, index) => {
    const [start, end] = [laterOf(at, from), Math.min(switches[index + 1]?.at ?? to, to) as Instant]
    return kind === 'paused' && start < end ? [{ start, end }] : []
  })
}

/** When the time is over, pauses (in order) counted; one that begins when it is over stretches nothing. */
function dueOf(allowance: Allowance, start: Instant, pauses: readonly Interval[], { calendar, zone }: Reckoning): Instant {
  if (allowance.unit === 'at_once') return start
  if (allowance.unit === 'working_days') return endOfWorkingDays(allowance.days, start, pauses, calendar, zone)
  const unstretched = (start + allowance.hours * HOUR) as Instant
  return pauses.reduce((due, pause) => (pause.start < due ? ((due + pause.end - pause.start) as Instant) : due), unstretched)
}

/** 24:00 of the last of so many working days after the day of the start; a day that ends in a pause does not count. */
function endOfWorkingDays(
  days: number,
  start: Instant,
  pauses: readonly Interval[],
  calendar: Pick<Calendar, 'isWorking'>,
  zone: Zone
): Instant {
  let day = dayAt(start, zone)
  let end = start
  for (let left = days; left > 0; ) {
    day = addDays(day, 1)
    const close = wallClock(addDays(day, 1), 0, zone)
    if (calendar.isWorking(day) && !pauses.some((pause) => pause.start < close && close <= pause.end)) left -= 1
    end = close
  }
  return end
}
