import t from 'tap'
import { togetherPair } from '../../../src/domain/rules/together-pair.ts'
import { context, duty, pair } from '../../support/builders.ts'

const check = (primary: string | null, support: string | null, some: Parameters<typeof pair>[0] = {}) => {
  const duties = [
    ...(primary === null ? [] : [duty({ providerId: primary })]),
    ...(support === null ? [] : [duty({ providerId: support, seat: 'support' })])
  ]
  return togetherPair.check(duties, context({ pairs: [pair({ kind: 'together', ...some })] }))
}

const cases = [
  ['the two together', 'an', 'binh', {}, 0],
  ['the other way round', 'binh', 'an', {}, 0],
  ['one with somebody else', 'an', 'chi', {}, 1],
  ['the other with somebody else', 'chi', 'binh', {}, 1],
  ['neither', 'chi', 'dung', {}, 0],
  ['one with nobody', 'an', null, {}, 0],
  ['before it is declared', 'an', 'chi', { from: '2026-12-02' }, 0],
  ['after it has ended', 'an', 'chi', { to: '2026-11-30' }, 0],
  ['a pair declared apart', 'an', 'chi', { kind: 'apart' }, 0]
] as const
for (const [title, primary, support, some, breaches] of cases) {
  t.test(`${title}: ${breaches ? 'a breach' : 'no breach'}`, async (t) => t.equal(check(primary, support, some).length, breaches))
}

t.test('the breach names the pair and both seats', async (t) => {
  t.match(check('chi', 'an'), [
    { level: 'soft', degree: 1, providerIds: ['an', 'binh'], seats: { length: 2 }, params: { day: '2026-12-01' } }
  ])
})

t.test('two pairs parted in one slot are two breaches', async (t) => {
  const pairs = [pair({ kind: 'together' }), pair({ kind: 'together', providerIds: ['chi', 'dung'] })]
  t.equal(togetherPair.check([duty(), duty({ providerId: 'chi', seat: 'support' })], context({ pairs })).length, 2)
})
