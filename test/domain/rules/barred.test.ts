import t from 'tap'
import { BAR_KINDS } from '../../../src/domain/provider.ts'
import { barred } from '../../../src/domain/rules/barred.ts'
import { context, duty, provider } from '../../support/builders.ts'

const bar = { kind: 'sanction', from: '2026-12-02', to: '2026-12-08', reference: '12/QĐ-STP' } as const
const cases = [
  ['the day before the bar is free', '2026-12-01 07:30', '17:00', 0],
  ['the first day of the bar counts', '2026-12-02 07:30', '17:00', 1],
  ['the last day of the bar counts', '2026-12-08 07:30', '17:00', 1],
  ['the day after the bar is free', '2026-12-09 07:30', '17:00', 0],
  ['a night into the first day is refused', '2026-12-01 17:00', '2026-12-02 07:30', 1],
  ['a night that ends as the bar begins is free', '2026-12-01 17:00', '2026-12-02 00:00', 0]
] as const

for (const [title, from, to, breaches] of cases) {
  t.test(title, async (t) => {
    t.equal(barred.check([duty({ from, to })], context({ providers: [provider({ bars: [bar] })] })).length, breaches)
  })
}

for (const kind of BAR_KINDS) {
  t.test(`${kind} bars, and for ever when it has no end`, async (t) => {
    const who = provider({ bars: [{ ...bar, kind, to: null }] })
    t.match(barred.check([duty({ from: '2031-01-01 07:30' })], context({ providers: [who] })), [{ params: { bar: kind } }])
  })
}

t.test('two bars at once are two breaches: both must be lifted', async (t) => {
  const who = provider({ bars: [bar, { ...bar, kind: 'card_withheld' }] })
  t.equal(barred.check([duty({ from: '2026-12-03 07:30' })], context({ providers: [who] })).length, 2)
})
