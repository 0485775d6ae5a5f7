import t from 'tap'
import { coverage } from '../../../src/domain/rules/coverage.ts'
import { context, duty, slot, slotSeat } from '../../support/builders.ts'

const seats = [slotSeat(), slotSeat({ seat: 'support' })]
const slots = [slot({ id: 'ca-2', from: '2026-12-02 07:30', seats }), slot({ id: 'ca-1', seats })]
const primary = duty({ slotId: 'ca-1' })
const support = duty({ slotId: 'ca-1', seat: 'support', providerId: 'binh' })
const next = [duty({ slotId: 'ca-2' }), duty({ slotId: 'ca-2', seat: 'support', providerId: 'binh' })]

const cases = [
  ['a roster with every seat filled is covered', [primary, support, ...next], []],
  ['each empty seat is a breach', [primary, ...next], ['ca-1/support']],
  ['an empty roster lacks every seat, in the order of time', [], ['ca-1/primary', 'ca-1/support', 'ca-2/primary', 'ca-2/support']],
  ['a duty of another slot does not help', [...next, duty({ slotId: 'ca-9' })], ['ca-1/primary', 'ca-1/support']]
] as const

for (const [title, duties, empty] of cases) {
  t.test(title, async (t) => {
    const found = coverage.check(duties, context({ slots }))
    t.same(
      found.flatMap((one) => one.seats).map(({ slotId, seat }) => `${slotId}/${seat}`),
      empty
    )
    t.ok(found.every((one) => one.seats.length === 1 && one.level === 'hard' && one.providerIds.length === 0))
  })
}

t.test('slots of one moment come in the order of their ids', async (t) => {
  const world = context({ slots: ['c', 'a', 'b'].map((id) => slot({ id })) })
  t.same(
    coverage.check([], world).map((one) => one.seats[0]?.slotId),
    ['a', 'b', 'c']
  )
})

t.test('what the duties say counts, not what the slot remembers', async (t) => {
  const remembered = slot({ id: 'ca-1', seats: [slotSeat({ providerId: 'an' })] })
  t.equal(coverage.check([], context({ slots: [remembered] })).length, 1)
})

t.test('a month without slots has nothing to cover', async (t) => t.same(coverage.check([], context()), []))

t.test('a seat whose turn falls to nobody is not missing', async (t) => {
  const vacant = slot({ id: 'ca-1', seats: [slotSeat(), slotSeat({ seat: 'support', vacant: true })] })
  t.same(
    coverage.check([], context({ slots: [vacant] })).flatMap((one) => one.seats),
    [{ slotId: 'ca-1', seat: 'primary' }]
  )
})
