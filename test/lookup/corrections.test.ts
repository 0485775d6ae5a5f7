import fc from 'fast-check'
import t from 'tap'
import type { CentreId, CorrectionId, ProviderId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'
import type { NumberCorrection } from '../../src/domain/number-correction.ts'
import type { Phone } from '../../src/domain/phone.ts'
import { correctedPhones } from '../../src/lookup/corrections.ts'
import { phone } from '../support/builders.ts'

const [A, B, C, D] = ['+84912000001', '+84912000002', '+84912000003', '+84912000004'].map((e164) => phone({ e164 })) as [
  Phone,
  Phone,
  Phone,
  Phone
]

const correction = (from: number, replaced: Phone, instead: Phone | null): NumberCorrection => ({
  id: `${from}` as CorrectionId,
  centreId: 'trung-tam' as CentreId,
  providerId: 'an' as ProviderId,
  replaced: replaced.e164,
  phone: instead,
  from: from as Instant,
  by: 'Người lập lịch',
  reason: 'Đổi số'
})

const numbersAt = (phones: readonly Phone[], corrections: readonly NumberCorrection[], at: number, publishedAt = 100): Phone[] => [
  ...correctedPhones(phones, publishedAt as Instant, corrections, at as Instant)
]

const cases: readonly [string, readonly Phone[], readonly NumberCorrection[], number, readonly Phone[]][] = [
  ['the moment before it holds: the old number', [A, B], [correction(200, A, C)], 199, [A, B]],
  ['from that moment on: the new number in its place', [A, B], [correction(200, A, C)], 200, [C, B]],
  ['long after', [A, B], [correction(200, B, C)], 9999, [A, C]],
  ['made as the publication was: it counts', [A], [correction(100, A, C)], 100, [C]],
  ['made before the publication, which knew of it: it does not', [A], [correction(99, A, C)], 500, [A]],
  ['nothing instead: the number goes', [A, B], [correction(200, A, null)], 200, [B]],
  ['the last one may go', [A], [correction(200, A, null)], 200, []],
  ['a number that the person never had', [A], [correction(200, D, C)], 200, [A]],
  ['a chain is followed', [A, B], [correction(200, A, C), correction(300, C, D)], 300, [D, B]],
  ['as far as it has come', [A, B], [correction(200, A, C), correction(300, C, D)], 299, [C, B]],
  ['a chain that ends in nothing', [A, B], [correction(200, A, C), correction(300, C, null)], 300, [B]],
  ['there and back', [A], [correction(200, A, C), correction(300, C, A)], 300, [A]],
  ['one link before the publication', [C], [correction(50, A, C), correction(300, C, D)], 300, [D]],
  ['a number that stands there already stands once', [A, B], [correction(200, A, B)], 200, [B]],
  ['in the place of the one replaced', [B, A], [correction(200, A, B)], 200, [B]]
]
for (const [title, phones, corrections, at, expected] of cases) {
  t.test(title, async (t) => t.same(numbersAt(phones, corrections, at), expected))
}

t.test('of a number said twice, what was said last holds', async (t) => {
  const open = phone({ e164: B.e164, visibility: 'public' })
  const closed = phone({ e164: B.e164, visibility: 'internal' })
  t.same(numbersAt([open, A], [correction(200, A, closed)], 200), [closed])
})

t.test('without a correction that counts the very list is answered', async (t) => {
  const phones = [A, B]
  t.equal(correctedPhones(phones, 100 as Instant, [], 500 as Instant), phones)
  t.equal(correctedPhones(phones, 100 as Instant, [correction(600, A, C), correction(300, D, C)], 500 as Instant), phones)
})

/** The same by another road: a slot for each number of the publication, and each slot follows its own chain through all of time. */
function oracle(phones: readonly Phone[], publishedAt: number, corrections: readonly NumberCorrection[], at: number): Phone[] {
  const slots = new Map<number, Phone>(phones.map((each, place) => [place, each]))
  const counting = corrections.filter(({ from }) => from >= publishedAt && !(from > at))
  while (counting.length > 0) {
    const next = counting.shift() as NumberCorrection
    const place = [...slots].find(([, each]) => each.e164 === next.replaced)?.[0]
    if (place === undefined) continue
    slots.delete(place)
    if (next.phone === null) continue
    for (const [other, each] of slots) if (each.e164 === next.phone.e164) slots.delete(other)
    slots.set(place, next.phone)
  }
  return [...slots].sort(([a], [b]) => a - b).map(([, each]) => each)
}

t.test('random chains: the same as following each number by hand, never a number twice', async () => {
  const number = fc.constantFrom(A, B, C, D)
  const made = fc.array(fc.record({ from: fc.integer({ min: 0, max: 12 }), old: number, instead: fc.option(number) }), { maxLength: 8 })
  fc.assert(
    fc.property(
      fc.uniqueArray(number, { selector: ({ e164 }) => e164 }),
      made,
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 0, max: 12 }),
      (phones, given, publishedAt, at) => {
        const corrections = given
          .filter(({ old, instead }) => old.e164 !== instead?.e164)
          .map(({ from, old, instead }) => correction(from, old, instead))
          .sort((a, b) => a.from - b.from)
        const found = numbersAt(phones, corrections, at, publishedAt)
        const once = new Set(found.map(({ e164 }) => e164)).size === found.length
        return once && JSON.stringify(found) === JSON.stringify(oracle(phones, publishedAt, corrections, at))
      }
    ),
    { numRuns: 3000 }
  )
})
