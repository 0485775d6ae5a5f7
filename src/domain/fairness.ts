import { type Burden, type BurdenKind, NO_BURDEN, plus } from './burden.ts'
import { compare, type ProviderId } from './ids.ts'
import { deviationOf, type LedgerEntry, NO_PARTS } from './ledger.ts'

/** A person's month with the balance before and after it. */
export interface Standing extends LedgerEntry {
  readonly deviation: Burden
  readonly balanceIn: Burden
  readonly balanceOut: Burden
}

/** Everybody of the month, and everybody who carries a balance into it, by id. */
export function standingsOf(entries: readonly LedgerEntry[], carried: ReadonlyMap<ProviderId, Burden>): Standing[] {
  const byId = new Map(entries.map((entry) => [entry.providerId, entry]))
  const ids = new Set([...byId.keys(), ...carried.keys()])
  return [...ids].sort(compare).map((providerId) => {
    const entry = byId.get(providerId) ?? { providerId, share: 0, borne: NO_BURDEN, parts: NO_PARTS, due: NO_BURDEN }
    const balanceIn = carried.get(providerId) ?? NO_BURDEN
    const deviation = deviationOf(entry)
    return { ...entry, deviation, balanceIn, balanceOut: plus(balanceIn, deviation) }
  })
}

/** How unevenly one kind of burden lies, 0 everywhere = exactly by due share. */
export interface Measures {
  /** The largest distance from what is due, in hundredths. */
  readonly largestDeviation: number
  /** Of the deviations, in hundredths squared. */
  readonly sumOfSquares: number
  /** The Gini coefficient of burden per due share, in whole ten-thousandths, rounded half up. */
  readonly gini: number
  /** The same two of the balances after the month. */
  readonly largestBalance: number
  readonly sumOfBalanceSquares: number
}

const largest = (amounts: readonly number[]): number => amounts.reduce((most, each) => Math.max(most, Math.abs(each)), 0)
const squares = (amounts: readonly number[]): number => amounts.reduce((sum, each) => sum + each * each, 0)

/** The measures of one kind. */
export const measuresOf = (standings: readonly Standing[], kind: BurdenKind): Measures => {
  const deviations = standings.map(({ deviation }) => deviation[kind])
  const balances = standings.map(({ balanceOut }) => balanceOut[kind])
  return {
    largestDeviation: largest(deviations),
    sumOfSquares: squares(deviations),
    gini: giniOf(standings.map(({ share, borne }) => ({ share, borne: borne[kind] }))),
    largestBalance: largest(balances),
    sumOfBalanceSquares: squares(balances)
  }
}

/**
 * The Gini coefficient of what each unit of due share bore, in whole ten-thousandths, rounded half up: the sum over all pairs of
 * |b1 s2 - b2 s1|, over twice the total burden times the total share. Whole numbers until the one division, so it is the same on any
 * machine. A half-time person with half the points is at no distance; 0 when there is nothing to share.
 */
export function giniOf(people: readonly { readonly share: number; readonly borne: number }[]): number {
  const [share, borne] = people.reduce(([s, b], each) => [s + each.share, b + each.borne], [0, 0])
  const below = 2n * BigInt(share) * BigInt(borne)
  if (below === 0n) return 0
  let above = 0n
  for (const a of people) for (const b of people) above += BigInt(Math.abs(a.borne * b.share - b.borne * a.share))
  return Number((above * 20_000n + below) / (2n * below))
}
