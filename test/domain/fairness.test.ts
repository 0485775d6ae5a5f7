import fc from 'fast-check'
import t from 'tap'
import { NO_BURDEN } from '../../src/domain/burden.ts'
import { giniOf, measuresOf, standingsOf } from '../../src/domain/fairness.ts'
import type { ProviderId } from '../../src/domain/ids.ts'
import { type LedgerEntry, NO_PARTS } from '../../src/domain/ledger.ts'

const entry = (id: string, share: number, points: number, due: number): LedgerEntry => ({
  providerId: id as ProviderId,
  share,
  borne: { ...NO_BURDEN, points },
  parts: { ...NO_PARTS, workingDays: points },
  due: { ...NO_BURDEN, points: due }
})

/** The textbook coefficient over units of share, each with its own part of the person's burden: mean difference over twice the mean. */
function bruteForce(people: readonly { readonly share: number; readonly borne: number }[]): number {
  const units = people.flatMap(({ share, borne }) => Array.from({ length: share }, () => borne / share))
  const mean = units.reduce((sum, unit) => sum + unit, 0) / units.length
  const differences = units.flatMap((a) => units.map((b) => Math.abs(a - b)))
  return differences.reduce((sum, each) => sum + each, 0) / (2 * units.length ** 2 * mean)
}

t.test('the Gini coefficient is the textbook one, over units of share', async () => {
  const person = fc.record({ share: fc.integer({ min: 1, max: 12 }), borne: fc.nat(5000) })
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 8 }), (people) => {
      if (people.every(({ borne }) => borne === 0)) return giniOf(people) === 0
      return Math.abs(giniOf(people) / 10_000 - bruteForce(people)) <= 0.000_050_001
    })
  )
})

const ginis = [
  ['nobody', [], 0],
  ['nothing to share', [[100, 0]], 0],
  [
    'exactly by share',
    [
      [100, 800],
      [50, 400],
      [10, 80]
    ],
    0
  ],
  [
    'one of four does all',
    [
      [1, 100],
      [0, 0],
      [1, 0],
      [1, 0],
      [1, 0]
    ],
    7500
  ],
  [
    'a third, rounded',
    [
      [1, 200],
      [1, 0],
      [1, 100]
    ],
    4444
  ],
  [
    'somebody without a share did it all',
    [
      [0, 100],
      [1, 0]
    ],
    10_000
  ]
] as const
for (const [title, people, gini] of ginis) {
  t.test(`Gini: ${title}`, async (t) => {
    t.equal(giniOf(people.map(([share, borne]) => ({ share, borne }))), gini)
  })
}

t.test('a large centre stays exact', async (t) => {
  const people = Array.from({ length: 200 }, (_, at) => ({ share: 3100, borne: at < 100 ? 900_000 : 300_000 }))
  t.equal(giniOf(people), 2500)
})

t.test('what is carried in and what the month adds make what is carried out', async (t) => {
  const carried = new Map([
    ['an' as ProviderId, { ...NO_BURDEN, points: -250, tet: 100 }],
    ['xuan' as ProviderId, { ...NO_BURDEN, points: 40 }]
  ])
  const standings = standingsOf([entry('binh', 3100, 500, 700), entry('an', 3100, 900, 700)], carried)
  t.same(
    standings.map(({ providerId, share, deviation, balanceIn, balanceOut }) => [
      providerId,
      share,
      deviation.points,
      balanceIn.points,
      balanceOut.points,
      balanceOut.tet
    ]),
    [
      ['an', 3100, 200, -250, -50, 100],
      ['binh', 3100, -200, 0, -200, 0],
      ['xuan', 0, 0, 40, 40, 0]
    ],
    'by id, with whoever only carries a balance'
  )
  t.same(measuresOf(standings, 'points'), {
    largestDeviation: 200,
    sumOfSquares: 80_000,
    gini: 1429,
    largestBalance: 200,
    sumOfBalanceSquares: 2500 + 40_000 + 1600
  })
  t.match(measuresOf(standings, 'tet'), { largestDeviation: 0, gini: 0, largestBalance: 100, sumOfBalanceSquares: 10_000 })
})

t.test('nobody, nothing', async (t) => {
  t.same(measuresOf(standingsOf([], new Map()), 'points'), {
    largestDeviation: 0,
    sumOfSquares: 0,
    gini: 0,
    largestBalance: 0,
    sumOfBalanceSquares: 0
  })
})
