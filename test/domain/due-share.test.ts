import fc from 'fast-check'
import t from 'tap'
import { type Day, daysOfMonth, type Month } from '../../src/domain/day.ts'
import { apportion, availableOn, dueShare } from '../../src/domain/due-share.ts'
import { absence, lawyer, officer } from '../support/builders.ts'

const DECEMBER = daysOfMonth('2026-12' as Month)
const contract = (from: string, to: string) => ({ number: '1', from, to, extension: false })

const cases = [
  ['full duty is the days of the month', officer(), [], 3100],
  ['half duty is half of it', officer({ dutyShare: 50 }), [], 1550],
  ['nothing is owed before joining', officer({ joinedOn: '2026-12-22' }), [], 1000],
  ['nothing is owed after leaving', officer({ endedOn: '2026-12-10' }), [], 1000],
  ['days away are not owed', officer(), [absence({ from: '2026-12-30', to: '2027-01-05' })], 2900],
  ['days away twice count once', officer(), [absence({ from: '2026-12-01', to: '2026-12-05' }), absence({ from: '2026-12-05' })], 2600],
  ['barred days are not owed', officer({ bars: [{ kind: 'sanction', from: '2026-12-30', to: null, reference: null }] }), [], 2900],
  ['an officer without a card owes nothing', officer({ card: null }), [], 0],
  ['an officer owes the days of the card', officer({ card: { number: '1', from: '2026-12-11', to: '2026-12-20' } }), [], 1000],
  ['a lawyer needs no card here', lawyer(), [], 3100],
  ['a lawyer’s recorded card counts', lawyer({ card: { number: '1', from: '2026-12-30', to: null } }), [], 200],
  [
    'a lawyer owes the days of the contracts',
    lawyer({ contracts: [contract('2025-01-01', '2026-12-05'), contract('2026-12-30', '2027-12-29')] }),
    [],
    700
  ],
  ['an adviser never stands duty and owes nothing', officer({ role: 'legal_adviser' }), [], 0],
  ['a collaborator neither', officer({ role: 'collaborator' }), [], 0]
] as const
for (const [title, person, away, share] of cases) {
  t.test(title, async (t) => t.equal(dueShare(person, away, DECEMBER), share))
}

t.test('the first and the last day of an absence are away, the days beside it are not', async (t) => {
  const away = [absence({ from: '2026-12-10', to: '2026-12-12' })]
  const there = (day: string) => availableOn(officer(), away, day as Day)
  t.same(['2026-12-09', '2026-12-10', '2026-12-12', '2026-12-13'].map(there), [true, false, false, true])
})

const shares = fc.array(fc.nat(3100), { minLength: 1, maxLength: 40 })
const total = fc.nat(1_000_000)

t.test('parts are whole, add up to the total and lie within one of the exact part; no share, no part', async () => {
  fc.assert(
    fc.property(total, shares, (total, shares) => {
      const sum = shares.reduce((all, share) => all + share, 0)
      const parts = apportion(total, shares)
      if (sum === 0) return parts.every((part) => part === 0)
      const exact = (at: number): bigint => BigInt(total) * BigInt(shares[at] ?? 0)
      return (
        parts.reduce((all, part) => all + part, 0) === total &&
        parts.every((part, at) => {
          const apart = BigInt(part) * BigInt(sum) - exact(at)
          return Number.isInteger(part) && apart < BigInt(sum) && -apart < BigInt(sum)
        }) &&
        parts.every((part, at) => part === 0 || (shares[at] ?? 0) > 0)
      )
    })
  )
})

t.test('a larger share never gets a smaller part, and among equal shares the first is never behind', async () => {
  fc.assert(
    fc.property(total, shares, (total, shares) => {
      const parts = apportion(total, shares)
      return parts.every((part, a) =>
        parts.every((other, b) => ((shares[a] ?? 0) > (shares[b] ?? 0) || (shares[a] === shares[b] && a < b) ? part >= other : true))
      )
    })
  )
})

t.test('what is left goes to the largest remainders, and among equals to the first', async (t) => {
  t.same(apportion(100, [1, 1, 1]), [34, 33, 33])
  t.same(apportion(200, [1, 1, 1]), [67, 67, 66])
  t.same(apportion(10, [1, 2, 3]), [2, 3, 5], '1.67, 3.33, 5')
  t.same(apportion(0, [1, 2]), [0, 0])
  t.same(apportion(7, [0, 0]), [0, 0], 'nobody there')
  t.same(apportion(7, []), [])
})
