import type { Clock, ClockState } from './call-clock.ts'
import type { ClockRule } from './call-clock-rules.ts'
import { formatDay } from './day.ts'
import { dayAt, type Instant, timeAt, type Zone } from './instant.ts'
import { fill, type Language, type Text } from './wording.ts'

/** What each clock asks for, and of whom. */
export const CLOCK_TITLES: Readonly<Record<ClockRule, Text>> = {
  D1: {
    vi: 'Cơ quan tiến hành tố tụng thông báo cho Trung tâm về yêu cầu trợ giúp pháp lý',
    en: 'The proceeding body tells the centre of the request'
  },
  D2: { vi: 'Trung tâm thụ lý ngay khi nhận được thông báo', en: 'The centre registers the request at once on the notice' },
  D3: {
    vi: 'Trung tâm cử người thực hiện trợ giúp pháp lý kể từ khi thụ lý',
    en: 'The centre appoints a provider, counted from the registration'
  },
  D4: {
    vi: 'Trung tâm cử người thực hiện trợ giúp pháp lý kể từ khi nhận được thông báo',
    en: 'The centre appoints a provider, counted from the notice'
  },
  D5: {
    vi: 'Cơ quan tiến hành tố tụng thông báo ngay bằng điện thoại cho Trung tâm hoặc Chi nhánh',
    en: 'The proceeding body phones the centre or its branch at once'
  },
  D6: { vi: 'Trung tâm cử người khác thay thế', en: 'The centre appoints somebody else instead' }
}

const ALLOWANCES: Readonly<Record<Clock['unit'], Text>> = {
  hours: { vi: 'trong {amount} giờ', en: 'within {amount} hours' },
  working_days: { vi: 'trong {amount} ngày làm việc', en: 'within {amount} working days' },
  at_once: { vi: 'ngay', en: 'at once' }
}

const STATES: Readonly<Record<ClockState, Text>> = {
  running: { vi: 'còn hạn đến {due}', en: 'due by {due}' },
  paused: { vi: 'đang tạm dừng, hạn tính đến nay là {due}', en: 'paused; due by {due} if it goes on now' },
  met: { vi: 'đúng hạn, lúc {stopped} (hạn {due})', en: 'in time, at {stopped} (due {due})' },
  late: { vi: 'quá hạn, lúc {stopped} (hạn {due})', en: 'late, at {stopped} (due {due})' },
  overdue: { vi: 'đã quá hạn {due} mà chưa thực hiện', en: 'overdue: not done by {due}' }
}
/** A clock that the end of the call stopped was neither met nor missed. */
const CLOSED: Text = { vi: 'dừng lúc {stopped} do việc đã kết thúc', en: 'stopped at {stopped}, when the matter ended' }

const SENTENCE: Text = { vi: '{title} ({allowance}): {state}. Căn cứ: {basis}.', en: '{title} ({allowance}): {state}. Basis: {basis}.' }

/**
 * `14:05 ngày 05/12/2026`. The end of a day is written as the law writes it, 24:00 of that day and not 00:00 of the next: a person who
 * reads the next day's date takes it for a day more.
 */
export function wordInstant(at: Instant, zone: Zone, language: Language): string {
  const midnight = timeAt(at, zone) === '00:00' && dayAt((at - 1) as Instant, zone) !== dayAt(at, zone)
  const day = dayAt((midnight ? at - 1 : at) as Instant, zone)
  const time = midnight ? '24:00' : timeAt(at, zone)
  return language === 'vi' ? `${time} ngày ${formatDay(day)}` : `${day} ${time}`
}

/** A clock in one sentence, with its article. */
export function wordClock(clock: Clock, zone: Zone, language: Language): string {
  const closed = clock.stoppedBy === 'withdrawn' || clock.stoppedBy === 'guided'
  const state = closed && clock.state === 'met' ? CLOSED : STATES[clock.state]
  const times = {
    due: wordInstant(clock.dueAt, zone, language),
    stopped: clock.stoppedAt === null ? '' : wordInstant(clock.stoppedAt, zone, language)
  }
  return fill(
    SENTENCE,
    {
      title: CLOCK_TITLES[clock.rule][language],
      allowance: fill(ALLOWANCES[clock.unit], { amount: clock.amount }, language),
      state: fill(state, times, language),
      basis: clock.basis
    },
    language
  )
}
