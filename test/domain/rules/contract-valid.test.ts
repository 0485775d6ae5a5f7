import t from 'tap'
import { contractValid } from '../../../src/domain/rules/contract-valid.ts'
import { context, duty, lawyer, officer } from '../../support/builders.ts'

const first = { number: '01/HĐ', from: '2026-12-02', to: '2026-12-08', extension: false }
const extension = { number: '01/PLHĐ', from: '2026-12-09', to: '2026-12-15', extension: true }
const later = { number: '02/HĐ', from: '2026-12-10', to: '2026-12-15', extension: false }
const cases = [
  ['the day before the contract is refused', [first], '2026-12-01 07:30', '17:00', ['2026-12-01']],
  ['the first day counts', [first], '2026-12-02 07:30', '17:00', []],
  ['the last day counts', [first], '2026-12-08 07:30', '17:00', []],
  ['the day after is refused', [first], '2026-12-09 07:30', '17:00', ['2026-12-09']],
  ['a night past the last day is refused', [first], '2026-12-08 17:00', '2026-12-09 07:30', ['2026-12-09']],
  ['a night from the contract into its extension is covered by both', [first, extension], '2026-12-08 17:00', '2026-12-09 07:30', []],
  ['a gap between two contracts is refused', [first, later], '2026-12-08 00:00', '2026-12-11 00:00', ['2026-12-09']],
  ['no contract at all is refused', [], '2026-12-02 07:30', '17:00', ['2026-12-02']]
] as const

for (const [title, contracts, from, to, days] of cases) {
  t.test(title, async (t) => {
    const found = contractValid.check([duty({ from, to })], context({ providers: [lawyer({ id: 'an', contracts })] }))
    t.same(
      found.map(({ params }) => params.day),
      days
    )
  })
}

t.test('an officer needs no contract', async (t) => {
  t.same(contractValid.check([duty()], context({ providers: [officer({ contracts: [] })] })), [])
})
