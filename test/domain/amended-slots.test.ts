import fc from 'fast-check'
import t from 'tap'
import { amendedSlots, cuttingPoint, type SlotChange, stillHolds } from '../../src/domain/amended-slots.ts'
import type { SeatTake } from '../../src/domain/amendment.ts'
import type { Day } from '../../src/domain/day.ts'
import type { DutyError } from '../../src/domain/errors.ts'
import type { PostId, ProviderId, SlotId } from '../../src/domain/ids.ts'
import { DEFAULT_ZONE, HOUR, type Instant, MINUTE } from '../../src/domain/instant.ts'
import { SEATS, type Seat } from '../../src/domain/post.ts'
import type { Slot } from '../../src/domain/roster.ts'

const ZERO = Date.parse('2026-12-01T00:00:00+07:00')
const at = (hours: number): Instant => (ZERO + hours * HOUR) as Instant
const seat = (name: Seat, providerId: string | null) => ({
  seat: name,
  importance: 5,
  providerId: providerId as ProviderId | null,
  pinned: false,
  vacant: false,
  reasons: []
})
const slot = (id: string, from: number, to: number, primary: string | null, support: string | null = 's'): Slot => ({
  id: id as SlotId,
  postId: 'p' as PostId,
  mode: 'phone',
  start: at(from),
  end: at(to),
  day: '2026-12-01' as Day,
  dayKind: 'working',
  unit: id,
  seats: [seat('primary', primary), seat('support', support)]
})

let tails = 0
const cutting = {
  zone: DEFAULT_ZONE,
  tail: () => {
    tails += 1
    return { id: `tail-${tails}` as SlotId, day: '2026-12-02' as Day, dayKind: 'working' as const }
  }
}
const take = (slotId: string, seatName: Seat, from: string | null, to: string | null): SeatTake =>
  ({ slotId, seat: seatName, from, to }) as SeatTake
const change = (from: Instant, ...takes: readonly SeatTake[]): SlotChange => ({ takes, recut: null, from })

/** Who is in the seat at the instant, by the plainest reading of slots; undefined without a slot. */
const who = (slots: readonly Slot[], name: Seat, when: number): string | null | undefined => {
  const running = slots.filter(({ start, end }) => start <= when && when < end)
  if (running.length > 1) throw new Error('two slots at a time')
  return running[0]?.seats.find((each) => each.seat === name)?.providerId
}

type Wanted = { readonly day: number; readonly seat: Seat; readonly to: string | null }

/** What is wanted, once a seat, of slots that are not over. */
const takesOf = (wanted: readonly Wanted[], count: number, from: Instant): SeatTake[] =>
  [...new Map(wanted.map((each) => [`${each.day}/${each.seat}`, each])).values()]
    .filter(({ day }) => day < count && at(day * 24 + 24) > from)
    .map(({ day, seat, to }) => take(`d${day}`, seat, `${seat === 'primary' ? 'p' : 's'}${day}`, to))

/** Every 17 minutes and seat at which somebody else stands than the takes say. */
function astray(before: readonly Slot[], after: readonly Slot[], takes: readonly SeatTake[], from: Instant): string[] {
  const minutes = Array.from({ length: Math.ceil((before.length * 24 * 60) / 17) }, (_, step) => ZERO + step * 17 * MINUTE)
  return minutes.flatMap((when) =>
    SEATS.filter((name) => {
      const mine = takes.find(({ slotId, seat }) => slotId === `d${Math.floor((when - ZERO) / (24 * HOUR))}` && seat === name)
      return who(after, name, when) !== (mine !== undefined && when >= from ? mine.to : who(before, name, when))
    }).map((name) => `${when} ${name}`)
  )
}

t.test('whoever takes a seat has it from then on, and nothing else changes at any minute', async (t) => {
  const days = fc.integer({ min: 1, max: 6 })
  const one = fc.record({ day: fc.nat(5), seat: fc.constantFrom(...SEATS), to: fc.constantFrom('x', 'y', null) })
  fc.assert(
    fc.property(days, fc.array(one, { maxLength: 4 }), fc.nat(6 * 24 * 60 - 1), (count, wanted, minute) => {
      const slots = Array.from({ length: count }, (_, day) => slot(`d${day}`, day * 24, day * 24 + 24, `p${day}`, `s${day}`))
      const from = (ZERO + minute * MINUTE) as Instant
      const takes = takesOf(wanted, count, from)
      const { slots: after, changed } = amendedSlots(slots, change(from, ...takes), cutting)
      const known = changed.every((ref) => after.some(({ id, seats }) => id === ref.slotId && seats.some(({ seat }) => seat === ref.seat)))
      if (after.some(({ start, end }) => start >= end)) return false
      return astray(slots, after, takes, from).length === 0 && changed.length === takes.length && known
    }),
    { numRuns: 500, seed: 20261201 }
  )
  t.pass()
})

t.test('what is over, or in other hands, refuses', async (t) => {
  const slots = [slot('d0', 0, 24, 'a'), slot('d1', 24, 48, 'b')]
  const cases = [
    ['a slot that is over', at(24), take('d0', 'primary', 'a', 'x'), 'AMENDS_THE_PAST'],
    ['its last minute', (at(24) - MINUTE) as Instant, take('d0', 'primary', 'a', 'x'), null],
    ['somebody else holds it', at(0), take('d0', 'primary', 'b', 'x'), 'SEAT_CHANGED'],
    ['it was thought empty', at(0), take('d0', 'primary', null, 'x'), 'SEAT_CHANGED'],
    ['there is no such slot any more', at(0), take('d9', 'primary', 'a', 'x'), 'SEAT_CHANGED'],
    ['still to come', at(0), take('d1', 'primary', 'b', 'x'), null]
  ] as const
  for (const [title, from, wanted, code] of cases) {
    let thrown: string | null = null
    try {
      amendedSlots(slots, change(from, wanted), cutting)
    } catch (error) {
      thrown = (error as DutyError).code
    }
    t.equal(thrown, code, title)
  }
})

t.test('a cut is made at the whole minute, at once', async (t) => {
  const empty = { ...slot('d0', 0, 24, 'a'), seats: [seat('primary', 'a'), { ...seat('support', null), vacant: true }] }
  const { slots, changed } = amendedSlots([empty], change((at(2) + 25_000) as Instant, take('d0', 'support', null, 'x')), cutting)
  t.same(changed, [{ slotId: slots[1]?.id, seat: 'support' }], 'the rest is what changed hands')
  t.match(slots[1]?.seats[1], { providerId: 'x', pinned: true, vacant: false })
  t.same(
    slots.map(({ start, end }) => [start, end]),
    [
      [at(0), at(2)],
      [at(2), at(24)]
    ]
  )
  t.match(slots[1], { day: '2026-12-02', unit: 'd0' }, 'its day is that of its start, its turn that of the whole')
  t.equal(cuttingPoint((at(2) + 59_999) as Instant), at(2))
})

t.test('a recut removes and adds only what has not begun', async (t) => {
  const slots = [slot('d0', 0, 24, 'a'), slot('d1', 24, 48, 'b')]
  const added = [slot('neu', 48, 50, null)]
  const recut = { removed: ['d1' as SlotId], added, rekinded: [{ slotId: 'd0' as SlotId, dayKind: 'holiday' as const }] }
  const { slots: after, changed } = amendedSlots(slots, { takes: [], recut, from: at(24) }, cutting)
  t.same(
    after.map(({ id, dayKind }) => [id, dayKind]),
    [
      ['d0', 'holiday'],
      ['neu', 'working']
    ]
  )
  t.same(
    changed.map(({ slotId, seat }) => `${slotId} ${seat}`),
    ['neu primary', 'neu support']
  )
  t.throws(() => amendedSlots(slots, { takes: [], recut, from: (at(24) + 1) as Instant }, cutting), { code: 'AMENDS_THE_PAST' })
  t.throws(() => amendedSlots(slots, { takes: [], recut: { ...recut, removed: [] }, from: at(49) }, cutting), { code: 'AMENDS_THE_PAST' })
})

t.test('a change still stands while every seat is held as it supposes and is not over', async (t) => {
  const slots = [slot('d0', 0, 24, 'a')]
  const mine = take('d0', 'primary', 'a', 'x')
  t.ok(stillHolds(slots, [mine], at(23)))
  t.notOk(stillHolds(slots, [mine], at(24)), 'over')
  t.notOk(stillHolds(slots, [mine, take('d0', 'support', 'b', 'x')], at(0)), 'one of two in other hands')
  t.ok(stillHolds(slots, [], at(99)), 'nothing supposed')
})
