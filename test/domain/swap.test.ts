import fc from 'fast-check'
import t from 'tap'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { buildCalendar, type Calendar, type Notice } from '../../src/domain/calendar.ts'
import { addDays, type Day, daysBetween, type Month } from '../../src/domain/day.ts'
import type { NoticeId, PostId, ProviderId, SlotId } from '../../src/domain/ids.ts'
import { DEFAULT_ZONE, dayAt, HOUR, type Instant, parseInstant } from '../../src/domain/instant.ts'
import type { Slot } from '../../src/domain/roster.ts'
import {
  afterChange,
  dutyNow,
  type Swap,
  type SwapFailure,
  type SwapOffer,
  statusAt,
  swapCutoff,
  type TradedDuty
} from '../../src/domain/swap.ts'
import { swapReason, wordDecision } from '../../src/domain/swap-wording.ts'

const calendar = buildCalendar(calendarNotices.map((seed, i): Notice => ({ ...seed, id: `notice-${i}` as NoticeId })))
const at = (day: string, time = '07:30') => parseInstant(`${day}T${time}:00+07:00`)

const cutoffs = [
  ['the day before, to its end', ['2026-12-10'], 1, '2026-12-10T00:00'],
  ['before a Monday the Friday counts, to the end of it', ['2026-12-14'], 1, '2026-12-12T00:00'],
  ['of a Saturday the Friday before', ['2026-12-12'], 1, '2026-12-12T00:00'],
  ['of a Sunday too', ['2026-12-13'], 1, '2026-12-12T00:00'],
  ['the earlier of both duties counts', ['2026-12-17', '2026-12-10'], 2, '2026-12-09T00:00'],
  ['a holiday does not', ['2026-11-25'], 1, '2026-11-24T00:00'],
  ['nor a swapped day, but the worked Saturday does', ['2026-08-31'], 5, '2026-08-25T00:00'],
  ['with no day until the duty starts', ['2026-12-10'], 0, '2026-12-10T07:30']
] as const
for (const [title, days, count, expected] of cutoffs) {
  t.test(`the cut-off: ${title}`, async (t) => {
    const starts = days.map((day) => at(day))
    t.equal(swapCutoff(calendar, count, starts, DEFAULT_ZONE), parseInstant(`${expected}:00+07:00`))
  })
}

/** Calendars that nobody decreed: each day of a long while works or not by chance, at least one in seven. */
const anyCalendar = fc.array(fc.boolean(), { minLength: 7, maxLength: 60 }).map((pattern): Calendar => {
  const works = pattern.map((each, at) => each || at % 7 === 0)
  return { ...calendar, isWorking: (day) => works[Math.abs(daysBetween('2023-01-01' as Day, day)) % works.length] ?? false }
})
const anyStart = fc.integer({ min: 0, max: 400 * 48 }).map((halves) => (at('2026-01-01', '00:00') + halves * (HOUR / 2)) as Instant)

/** Walks back from the duty half an hour at a time, and counts the working days that are wholly over by the duty's day. */
function slowly(count: number, start: Instant, { isWorking }: Calendar): Instant {
  const dutyDay = dayAt(start, DEFAULT_ZONE)
  const left = (now: Instant): number => {
    let working = 0
    // a swap agreed at the last moment of a day still has that day
    for (let day = dayAt((now - 1) as Instant, DEFAULT_ZONE); day < dutyDay; day = addDays(day, 1)) working += isWorking(day) ? 1 : 0
    return working
  }
  let now = start
  while (left(now) < count) now = (now - HOUR / 2) as Instant
  return now
}

t.test('the cut-off is the latest moment that leaves so many working days, on any calendar', async () => {
  fc.assert(
    fc.property(anyCalendar, fc.array(anyStart, { minLength: 1, maxLength: 2 }), fc.integer({ min: 0, max: 6 }), (calendar, starts, n) => {
      const expected = Math.min(...starts.map((start) => slowly(n, start, calendar)))
      return swapCutoff(calendar, n, starts, DEFAULT_ZONE) === expected
    }),
    { numRuns: 300 }
  )
})

const ids = { an: 'an' as ProviderId, binh: 'binh' as ProviderId, chi: 'chi' as ProviderId, post: 'post' as PostId }

const slot = (id: string, day: string, holder: ProviderId, hours: readonly [string, string] = ['07:30', '17:00']): Slot => ({
  id: id as SlotId,
  postId: ids.post,
  mode: 'phone',
  day: day as Day,
  dayKind: 'working',
  unit: day,
  start: at(day, hours[0]),
  end: at(day, hours[1]),
  seats: [{ seat: 'primary', importance: 1, providerId: holder, pinned: false, vacant: false, reasons: [] }]
})
const dutyOf = ({ id, postId, start, end, seats: [seat] }: Slot): TradedDuty => ({
  slotId: id,
  postId,
  start,
  end,
  seat: 'primary',
  providerId: seat?.providerId ?? ids.an
})

const [first, second, third] = [
  slot('one', '2026-12-10', ids.an),
  slot('two', '2026-12-15', ids.binh),
  slot('three', '2026-12-16', ids.chi)
]
const before = at('2026-12-01')

const standings: readonly (readonly [string, readonly Slot[], Instant, SwapFailure | Partial<TradedDuty>])[] = [
  ['as it was', [first], before, dutyOf(first)],
  ['somebody else has it', [slot('one', '2026-12-10', ids.chi)], before, 'DUTY_TAKEN'],
  ['it fell away', [second], before, 'DUTY_GONE'],
  ['it begins later: it moved', [slot('one', '2026-12-10', ids.an, ['08:00', '17:00'])], before, { start: at('2026-12-10', '08:00') }],
  ['it ends earlier: it moved', [slot('one', '2026-12-10', ids.an, ['07:30', '16:00'])], before, { end: at('2026-12-10', '16:00') }],
  ['under another id, theirs: it moved', [slot('new', '2026-12-10', ids.an, ['08:00', '18:00'])], before, { slotId: 'new' as SlotId }],
  ['under another id, another’s', [slot('new', '2026-12-10', ids.chi, ['08:00', '18:00'])], before, 'DUTY_TAKEN'],
  ['on another day it is another duty', [slot('new', '2026-12-11', ids.an)], before, 'DUTY_GONE'],
  [
    'cut in two: the rest is another’s',
    [slot('one', '2026-12-10', ids.an, ['07:30', '10:00']), slot('rest', '2026-12-10', ids.chi, ['10:00', '17:00'])],
    at('2026-12-10', '10:00'),
    'DUTY_CUT'
  ],
  [
    'two slots in its place',
    [slot('a', '2026-12-10', ids.an, ['07:30', '11:30']), slot('b', '2026-12-10', ids.an, ['13:30', '17:00'])],
    before,
    'DUTY_CUT'
  ],
  [
    'around the clock it moved by some hours, and the slot before reaches into it',
    [slot('x', '2026-12-10', ids.chi, ['00:00', '09:00']), slot('y', '2026-12-10', ids.an, ['09:00', '19:00'])],
    before,
    { slotId: 'y' as SlotId }
  ],
  ['a minute before it begins', [first], (first.start - 1) as Instant, dutyOf(first)],
  ['the moment it begins', [first], first.start, 'DUTY_BEGUN']
]
for (const [title, slots, now, expected] of standings) {
  t.test(`a duty that is traded: ${title}`, async (t) => {
    const found = dutyNow(dutyOf(first), slots, now)
    if (typeof expected === 'string') t.equal(found, expected)
    else t.match(found, expected)
  })
}

const offer = (wanted: Slot, answer: SwapOffer['answer'] = null): SwapOffer => ({
  ...dutyOf(wanted),
  answer,
  answeredAt: answer === null ? null : before,
  cutoff: at('2026-12-10', '00:00')
})
const swapOf = (status: Swap['status'], offers: readonly SwapOffer[]): Swap =>
  ({ status, given: dutyOf(first), offers, cutoff: at('2026-12-10', '00:00'), decision: null, month: '2026-12' as Month }) as Swap
const cutoffOf = (starts: readonly Instant[]) => swapCutoff(calendar, 1, starts, DEFAULT_ZONE)
const settled = (swap: Swap, slots: readonly Slot[], now = before) => afterChange(swap, slots, now, cutoffOf)
const taken = (of: Slot): Slot => ({ ...of, seats: of.seats.map((seat) => ({ ...seat, providerId: 'dung' as ProviderId })) })

t.test('a swap after a change of the month', async (t) => {
  const two = swapOf('offered', [offer(second), offer(third)])
  t.equal(settled(two, [first, second, third]), null, 'what does not concern it leaves it')
  t.match(settled(two, [taken(first), second, third]), { status: 'failed', decision: 'DUTY_TAKEN' }, 'the duty offered went')
  t.match(settled(two, [first, taken(second), third]), { status: 'offered', offers: [{ answer: 'failed' }, { answer: null }] }, 'one left')
  t.match(settled(two, [first, taken(second), taken(third)]), { status: 'failed', decision: 'DUTY_TAKEN' }, 'none left')
  t.match(settled(swapOf('offered', [offer(second, 'declined'), offer(third)]), [first, taken(second), taken(third)]), {
    status: 'failed',
    offers: [{ answer: 'declined' }, { answer: 'failed' }]
  })
  t.match(settled(two, []), { status: 'failed', decision: 'ROSTER_RECALLED' })
  t.match(settled(two, [first, second, third], at('2026-12-10', '00:00')), { status: 'expired', decision: null }, 'at the cut-off')
  const agreed = swapOf('accepted', [offer(second), offer(third, 'accepted')])
  t.equal(settled(agreed, [first, second, third], at('2026-12-10', '00:00')), null, 'agreed in time')
  t.match(settled(agreed, [first, taken(second), third]), { status: 'accepted' }, 'the others no longer matter')
  t.match(settled(agreed, [first, second, taken(third)]), { status: 'failed', decision: 'DUTY_TAKEN' })
  t.match(settled(agreed, [first, second, third], first.start), { status: 'failed', decision: 'DUTY_BEGUN' })
})

t.test('a swap whose duty moves goes on, and its cut-off moves with it', async (t) => {
  const moved = slot('new', '2026-12-10', ids.an, ['06:00', '14:00'])
  const wednesday = { ...first, start: at('2026-12-09'), end: at('2026-12-09', '17:00') }
  const swap = swapOf('offered', [offer(second), offer(third, 'declined')])
  t.match(settled(swap, [moved, second, third]), {
    status: 'offered',
    given: { slotId: 'new', start: moved.start, end: moved.end },
    cutoff: at('2026-12-10', '00:00')
  })
  t.match(settled(swap, [wednesday, second, third]), {
    given: { slotId: 'one', start: wednesday.start },
    offers: [{ cutoff: at('2026-12-09', '00:00') }, { answer: 'declined' }]
  })
  const longer = { ...second, end: at('2026-12-15', '18:00') }
  t.match(settled(swap, [first, longer, third]), { offers: [{ end: longer.end }, {}] })
})

t.test('an offer has expired from its cut-off on; what was agreed has not', async (t) => {
  const swap = swapOf('offered', [offer(second)])
  t.equal(statusAt(swap, (swap.cutoff - 1) as Instant), 'offered')
  t.equal(statusAt(swap, swap.cutoff), 'expired')
  t.equal(statusAt({ ...swap, status: 'accepted' }, swap.cutoff), 'accepted')
})

t.test('what is said of a swap', async (t) => {
  t.equal(swapReason('Hoàng Thị An', 'Nông Văn Bình', null), 'Đổi ca trực giữa Hoàng Thị An và Nông Văn Bình')
  t.equal(swapReason('Hoàng Thị An', 'Nông Văn Bình', 'đi tập huấn'), 'Đổi ca trực giữa Hoàng Thị An và Nông Văn Bình: đi tập huấn')
  t.equal(wordDecision({ status: 'failed', decision: 'DUTY_CUT' }, 'vi'), 'Một trong hai ca trực đã bị chia làm hai.')
  t.equal(wordDecision({ status: 'refused', decision: 'Thiếu người' }, 'en'), 'Thiếu người')
  t.equal(wordDecision({ status: 'offered', decision: null }, 'en'), null)
})
