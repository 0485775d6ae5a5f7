import fc from 'fast-check'
import t from 'tap'
import { BURDEN_KINDS, type Burden, burdenOf, DAY_PARTS, DEFAULT_WEIGHTS, NO_BURDEN, plus } from '../../src/domain/burden.ts'
import { BURDEN_RANGES, changed, DEFAULT_SETTINGS } from '../../src/domain/burden-settings.ts'
import type { Month } from '../../src/domain/day.ts'
import type { ProviderId } from '../../src/domain/ids.ts'
import { DEFAULT_ZONE } from '../../src/domain/instant.ts'
import { deviationOf, entriesOf, firstCounted, type LedgerRow, ledgerMonths, NO_PARTS } from '../../src/domain/ledger.ts'
import type { Duty } from '../../src/domain/roster.ts'
import { duty } from '../support/builders.ts'

const scale = {
  zone: DEFAULT_ZONE,
  weights: DEFAULT_WEIGHTS,
  post: (id: string) => ({ burdenPercent: id === 'kv1' ? 100 : 70, distanceKm: 30 })
}
const total = (burdens: readonly Burden[]): Burden => burdens.reduce((all, each) => plus(all, each), NO_BURDEN)
const shared = (shares: Readonly<Record<string, number>>) => new Map(Object.entries(shares) as [ProviderId, number][])

const NAMES = ['an', 'binh', 'chi', 'dung', 'em'] as const
const anyDuty = fc
  .record({
    day: fc.integer({ min: 1, max: 28 }).map((day) => `2027-02-${String(day).padStart(2, '0')}`),
    start: fc.constantFrom('00:00', '07:30', '18:00'),
    end: fc.constantFrom('19:00', '24:00'),
    providerId: fc.constantFrom(...NAMES),
    postId: fc.constantFrom('kv1', 'kv2'),
    seat: fc.constantFrom('primary', 'support'),
    mode: fc.constantFrom('phone', 'on_site'),
    dayKind: fc.constantFrom('working', 'rest_day', 'holiday', 'make_up_day', 'compensatory_off')
  })
  .map(({ day, start, end, ...some }) => duty({ from: `${day} ${start}`, to: end, ...(some as Partial<Duty>) }))
const anyShares = fc.dictionary(fc.constantFrom(...NAMES), fc.nat(3100)).map(shared)

t.test('dues of each kind add up to what was borne, so everybody’s deviations add up to nothing', async () => {
  fc.assert(
    fc.property(fc.array(anyDuty, { maxLength: 40 }), anyShares, (duties, shares) => {
      const entries = entriesOf(duties, shares, scale)
      const all = total(duties.map((each) => burdenOf(each, DEFAULT_ZONE, DEFAULT_WEIGHTS, scale.post(each.postId))))
      return BURDEN_KINDS.every(
        (kind) =>
          total(entries.map(({ borne }) => borne))[kind] === all[kind] &&
          total(entries.map(({ due }) => due))[kind] === all[kind] &&
          total(entries.map(deviationOf))[kind] === 0
      )
    })
  )
})

t.test('points by kind of day make up the points, and whoever owes or bears anything stands there once, by id', async () => {
  fc.assert(
    fc.property(fc.array(anyDuty, { maxLength: 40 }), anyShares, (duties, shares) => {
      const entries = entriesOf(duties, shares, scale)
      const there = new Set([
        ...duties.map(({ providerId }) => providerId),
        ...[...shares].filter(([, share]) => share > 0).map(([id]) => id)
      ])
      return (
        entries.every(({ parts, borne }) => DAY_PARTS.reduce((sum, part) => sum + parts[part], 0) === borne.points) &&
        JSON.stringify(entries.map(({ providerId }) => providerId)) === JSON.stringify([...there].sort())
      )
    })
  )
})

t.test('due is by share, and nothing is due from somebody who is not there', async (t) => {
  const day = duty({ from: '2026-12-01 00:00', to: '24:00', providerId: 'an' })
  const entries = entriesOf([day, { ...day, providerId: 'em' as ProviderId }], shared({ an: 3100, binh: 1550, chi: 0 }), scale)
  t.same(
    entries.map(({ providerId, share, borne, due }) => [providerId, share, borne.points, due.points, due.nights]),
    [
      ['an', 3100, 800, 1067, 133],
      ['binh', 1550, 0, 533, 67],
      ['em', 0, 800, 0, 0]
    ]
  )
})

t.test('when nobody owes anything, each owed what they did', async (t) => {
  const [entry] = entriesOf([duty({ from: '2026-12-01 00:00', to: '24:00' })], shared({ an: 0 }), scale)
  t.same(entry?.due, entry?.borne)
  t.equal(entry?.borne.points, 800)
})

const row = (month: string, version: number, newest: number, points: number, due: number): LedgerRow => ({
  providerId: 'an' as ProviderId,
  month: month as Month,
  version,
  newest,
  share: 3100,
  borne: { ...NO_BURDEN, points },
  parts: { ...NO_PARTS, workingDays: points },
  due: { ...NO_BURDEN, points: due }
})
const gist = (rows: readonly LedgerRow[], carryMonths: number) =>
  ledgerMonths(rows, carryMonths).map(({ month, planned, corrected, due, balance, carried }) => [
    month,
    ...[planned, corrected, due, balance, carried].map(({ points }) => points)
  ])

t.test('the newest version of a month counts, the first stays beside it', async (t) => {
  t.same(gist([row('2026-11', 1, 3, 500, 400), row('2026-11', 2, 3, 900, 450), row('2026-11', 3, 3, 300, 350)], 12), [
    ['2026-11', 500, 300, 350, -50, -50]
  ])
})

t.test('a version that no longer names the person takes the month away; one that names them first gives it', async (t) => {
  t.same(gist([row('2026-11', 1, 2, 500, 400)], 12), [['2026-11', 500, 0, 0, 0, 0]])
  t.same(gist([row('2026-11', 2, 2, 500, 400)], 12), [['2026-11', 0, 500, 400, 100, 100]])
})

t.test('only so many months are carried, by the calendar; 0 = all', async (t) => {
  const rows = [row('2026-12', 1, 1, 400, 0), row('2026-09', 1, 1, 100, 0), row('2026-10', 1, 1, 200, 0)]
  const carried = (months: number) => gist(rows, months).map((line) => line.at(-1))
  t.same(carried(0), [100, 300, 700])
  t.same(carried(12), [100, 300, 700])
  t.same(carried(3), [100, 300, 600], 'September is past in January')
  t.same(carried(2), [100, 300, 400])
  t.same(carried(1), [100, 200, 400])
})

t.test('the first month that counts', async (t) => {
  t.equal(firstCounted('2027-01' as Month, 12), '2026-01')
  t.equal(firstCounted('2027-01' as Month, 1), '2026-12')
  t.equal(firstCounted('2027-01' as Month, 0), null)
})

t.test('a change of settings leaves what it does not name', async (t) => {
  const after = changed(DEFAULT_SETTINGS, { perDay: { holiday: 9 }, fairness: { tet: 0 }, kmPerPoint: 10, carryMonths: 0 })
  t.same(after, {
    version: 0,
    carryMonths: 0,
    weights: {
      ...DEFAULT_WEIGHTS,
      kmPerPoint: 10,
      perDay: { ...DEFAULT_WEIGHTS.perDay, holiday: 9 },
      fairness: { ...DEFAULT_WEIGHTS.fairness, tet: 0 }
    }
  })
  t.same(changed(after, {}), after)
})

t.test('every default lies in its range', async (t) => {
  const { weights, carryMonths } = DEFAULT_SETTINGS
  for (const [name, value] of Object.entries({ ...weights, carryMonths })) {
    const [least, most] = BURDEN_RANGES[name as keyof typeof BURDEN_RANGES]
    const numbers: number[] = typeof value === 'number' ? [value] : Object.values(value)
    t.ok(
      numbers.every((number) => Number.isInteger(number) && least <= number && number <= most),
      name
    )
  }
})
