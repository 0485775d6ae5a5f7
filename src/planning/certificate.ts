import type { BurdenKind } from '../domain/burden.ts'

/** Pieces of one person that touch a key of a window and clash pairwise: at most one of them is held, and it counts the key once. */
export interface Part {
  readonly key: number
  readonly pieces: readonly number[]
  readonly times: string
}

/**
 * One true statement about every lawful plan, with a multiplier: `times` over the denominator of the certificate. A cell is
 * `piece * people + person` and stands for "this person holds this piece"; an option of a piece is 0 for nobody, else 1 + place.
 * - `one`: of these cells, which exclude one another pairwise, at most one is true.
 * - `covered`: no more is left empty than the coverage that the certificate is about.
 * - `most`: no more new keys than the limit leaves, or each one over it costs. Keys are counted by their parts.
 * - `least`: each key short of the least costs. A key listed counts no more than the person's pieces that touch it, any other at most once.
 * - `near`: who holds one of `first` and one of `second` (pairwise clashing lists) bears the cost of that couple.
 * - `beside`: when the first piece goes to an option in `first` and the second to one outside `without`, that table entry is due.
 * - `fair`: unfairness is at least its tangent of this slope.
 */
export type Term =
  | { readonly kind: 'one'; readonly times: string; readonly cells: readonly number[] }
  | { readonly kind: 'covered'; readonly times: string }
  | { readonly kind: 'most'; readonly times: string; readonly person: number; readonly window: number; readonly parts: readonly Part[] }
  | { readonly kind: 'least'; readonly times: string; readonly person: number; readonly window: number; readonly parts: readonly Part[] }
  | {
      readonly kind: 'near'
      readonly times: string
      readonly person: number
      readonly first: readonly number[]
      readonly second: readonly number[]
    }
  | {
      readonly kind: 'beside'
      readonly times: string
      readonly entry: number
      readonly first: readonly number[]
      readonly without: readonly number[]
    }
  | { readonly kind: 'fair'; readonly times: string; readonly person: number; readonly burden: BurdenKind }

/**
 * A proof that no plan is better than a bound, which anybody can check with the model alone and without a solver (`verify`). Adding
 * its terms to the cost leaves a sum in which every piece stands for itself, and the least of that sum is plain to see. It is JSON:
 * what may outgrow a number is text.
 */
export interface Certificate {
  /** The tier that the bound is about. */
  readonly tier: 'coverage' | 'fairness' | 'total'
  /** The bound holds for plans that leave at most so much importance empty; null = for all plans. */
  readonly coverage: number | null
  /** A whole number in the unit of the tier. */
  readonly bound: string
  /** A power of two. */
  readonly denominator: string
  readonly terms: readonly Term[]
}

/** The certificate as the one text that its fingerprint is taken of: keys in order, no spaces (RFC 8785, as it holds texts and whole numbers only). */
export const canonicalForm = (certificate: Certificate): string => JSON.stringify(inOrder(certificate))

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, inOrder(each)])
  )
}
