import t from 'tap'
import { apartPair } from '../../../src/domain/rules/apart-pair.ts'
import { context, duty, pair, post } from '../../support/builders.ts'

const binh = { providerId: 'binh' } as const
const places = [
  ['two seats of one slot', { slotId: 'ca' }, { ...binh, slotId: 'ca', seat: 'support' }, 1],
  ['two posts of one agency at once', { postId: 'a' }, { ...binh, postId: 'b' }, 1],
  ['two posts of different agencies at once', { postId: 'a' }, { ...binh, postId: 'c' }, 0],
  ['one agency, one after the other', { postId: 'a', to: '11:30' }, { ...binh, postId: 'b', from: '2026-12-01 11:30' }, 0],
  ['one agency, a minute together', { postId: 'a', to: '11:31' }, { ...binh, postId: 'b', from: '2026-12-01 11:30' }, 1],
  ['one of them and a third person', { slotId: 'ca' }, { providerId: 'chi', slotId: 'ca', seat: 'support' }, 0]
] as const
const posts = [
  post({ id: 'a', agencyIds: ['kv1', 'kv2'] }),
  post({ id: 'b', agencyIds: ['kv2', 'kv3'] }),
  post({ id: 'c', agencyIds: ['kv4'] })
]

for (const [title, a, b, breaches] of places) {
  t.test(`${title}: ${breaches ? 'a breach' : 'allowed'}`, async (t) => {
    t.equal(apartPair.check([duty(a), duty(b)], context({ pairs: [pair()], posts })).length, breaches)
  })
}

t.test('one slot of a post that serves no agency still counts', async (t) => {
  const together = [duty({ slotId: 'ca' }), duty({ ...binh, slotId: 'ca', seat: 'support' })]
  t.equal(apartPair.check(together, context({ pairs: [pair()], posts: [post({ agencyIds: [] })] })).length, 1)
})

const declared = pair({ from: '2026-12-02', to: '2026-12-08' })
const dates = [
  ['the day before the declaration is free', '2026-12-01 07:30', '17:00', 0],
  ['its first day counts', '2026-12-02 07:30', '17:00', 1],
  ['its last day counts', '2026-12-08 07:30', '17:00', 1],
  ['the day after is free', '2026-12-09 07:30', '17:00', 0],
  ['a night into its first day counts', '2026-12-01 19:00', '2026-12-02 07:00', 1],
  ['a night that ends as it begins is free', '2026-12-01 19:00', '24:00', 0]
] as const

for (const [title, from, to, breaches] of dates) {
  t.test(title, async (t) => {
    const together = [duty({ from, to }), duty({ ...binh, from, to, seat: 'support' })]
    t.equal(apartPair.check(together, context({ pairs: [declared] })).length, breaches)
  })
}

t.test('only the days that both serve are asked', async (t) => {
  const long = duty({ from: '2026-12-01 00:00', to: '2026-12-03 00:00' })
  const short = duty({ ...binh, slotId: 'ca-2', from: '2026-12-01 00:00', to: '24:00' })
  t.same(apartPair.check([long, short], context({ pairs: [declared] })), [])
})

t.test('both seats and both people are named, whoever is declared first', async (t) => {
  const together = [duty({ ...binh, seat: 'support' }), duty()]
  const swapped = pair({ providerIds: ['binh', 'an'] })
  t.match(apartPair.check(together, context({ pairs: [pair()] })), [{ seats: [{ seat: 'primary' }, { seat: 'support' }] }])
  t.same(apartPair.check(together, context({ pairs: [swapped] })), apartPair.check(together.toReversed(), context({ pairs: [pair()] })))
})

t.test('two settled duties are past', async (t) => {
  const together = [duty({ settled: true }), duty({ ...binh, seat: 'support', settled: true })]
  t.same(apartPair.check(together, context({ pairs: [pair()] })), [])
})
