import t from 'tap'
import { carriedBy, openPart, splitTurn, type Turn, turnsOf, without } from '../../src/planning/turns.ts'
import { duty, post, seatPlan } from '../support/builders.ts'
import { december, pin, slotsOf } from './month.ts'

const weekly = post({ handoverUnit: 'week', seats: [seatPlan(), seatPlan({ seat: 'support', importance: 2 })] })
const days = december(1, 11)

const units = [
  ['slot by slot each slot is a turn', 'slot', 9, 1],
  ['by the week, a turn ends with the week', 'week', 2, 4],
  ['by the month it is all one turn', 'month', 1, 9]
] as const
for (const [title, handoverUnit, count, first] of units) {
  t.test(title, async (t) => {
    const it = post({ handoverUnit })
    const turns = turnsOf(slotsOf(it, days), [it], 'balanced')
    t.equal(turns.length, count)
    t.equal(turns[0]?.slots.length, first)
  })
}

t.test('the seats of a post have turns of their own, the primary first', async (t) => {
  const turns = turnsOf(slotsOf(weekly, days), [weekly], 'balanced')
  t.same(
    turns.map((turn) => [turn.seat, turn.unit, turn.importance]),
    [
      ['primary', '2026-11-30', 9],
      ['support', '2026-11-30', 2],
      ['primary', '2026-12-07', 9],
      ['support', '2026-12-07', 2]
    ]
  )
})

t.test('turns come by time and then post, however the slots came', async (t) => {
  const other = post({ id: 'kv0', handoverUnit: 'week' })
  const slots = [...slotsOf(weekly, days), ...slotsOf(other, days)].reverse()
  const turns = turnsOf(slots, [weekly, other], 'balanced')
  t.same(
    turns.map((turn) => turn.postId),
    ['kv0', 'kv1', 'kv1', 'kv0', 'kv1', 'kv1']
  )
  t.ok(turns.every((turn) => turn.slots.every((slot, at) => at === 0 || slot.start > (turn.slots[at - 1]?.start ?? 0))))
})

t.test('seats of another method are not asked for', async (t) => t.same(turnsOf(slotsOf(weekly, days), [weekly], 'cycle'), []))

t.test('a turn goes by the plan in force on its first day', async (t) => {
  const seats = [seatPlan(), seatPlan({ method: 'cycle', order: ['an'], from: '2026-12-09' }), seatPlan({ from: '2026-12-21' })]
  const changing = post({ handoverUnit: 'week', seats })
  const slots = slotsOf(changing, december(1, 24))
  const units = (method: 'balanced' | 'cycle'): string[] => turnsOf(slots, [changing], method).map((turn) => turn.unit)
  t.same(units('balanced'), ['2026-11-30', '2026-12-07', '2026-12-21'])
  t.same(units('cycle'), ['2026-12-14'])
})

const settledOn = (day: string, providerId: string, some: object = {}) =>
  duty({ from: `${day} 07:30`, to: '17:00', unit: '2026-11-30', providerId, settled: true, ...some })
for (const [title, settled, who] of [
  ['nothing before', [], null],
  ['the same turn in an earlier roster', [settledOn('2026-11-30', 'an')], 'an'],
  ['most of it', [settledOn('2026-11-28', 'an'), settledOn('2026-11-29', 'binh'), settledOn('2026-11-30', 'binh')], 'binh'],
  ['another turn', [settledOn('2026-11-30', 'an', { unit: '2026-11-23' })], null],
  ['another seat', [settledOn('2026-11-30', 'an', { seat: 'support' })], null],
  ['another post', [settledOn('2026-11-30', 'an', { postId: 'kv2' })], null],
  ['its end in a later roster', [settledOn('2026-12-05', 'an')], null]
] as const) {
  t.test(`who began a turn, with ${title}: ${who ?? 'nobody'}`, async (t) => {
    t.equal(carriedBy(settled, turnsOf(slotsOf(weekly, december(1, 4)), [weekly], 'balanced')[0] as Turn), who)
  })
}

const left = [
  ['a filled seat is not open', 'an', 3],
  ['a seat left empty by hand is not open either', null, 3]
] as const
for (const [title, who, open] of left) {
  t.test(title, async (t) => {
    const slots = pin(slotsOf(weekly, december(1, 4)), 'kv1@2026-12-02', who)
    const turn = turnsOf(slots, [weekly], 'balanced')[0]
    t.equal(turn && openPart(turn)?.slots.length, open)
  })
}

t.test('nothing is left of a turn whose slots are all served', async (t) => {
  const turn = turnsOf(slotsOf(weekly, december(1, 4)), [weekly], 'balanced')[0]
  t.equal(turn && without(turn, turn.slots), null)
  t.same(turn && splitTurn(turn).map((each) => each.slots.length), [1, 1, 1, 1])
})
