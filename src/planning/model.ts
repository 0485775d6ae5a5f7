import type { BurdenKind } from '../domain/burden.ts'
import type { ProviderId } from '../domain/ids.ts'
import type { Turn } from './turns.ts'

/**
 * Lists of whole numbers in one array (compressed rows): those of row i are `items[at[i]]` to `items[at[i + 1] - 1]`. All arrays of
 * a model are typed, so that it goes to a worker as it is and a search reads it without following pointers.
 */
export interface Rows {
  readonly at: Int32Array
  readonly items: Int32Array
}

/**
 * Unfairness of one kind. A person whose pieces come to n units bears `start + unit * n` hundredths more than is due, and that costs
 * `weight` times its square: a whole number, convex in n.
 */
export interface Fairness {
  readonly kind: BurdenKind
  readonly weight: number
  /** What one unit stands for, in hundredths of `BurdenKind`: the greatest common divisor of all pieces. */
  readonly unit: number
  /** Units of each piece. */
  readonly units: Int32Array
  /** Hundredths over the due share that each person has before any piece: carried in, and filled seats, less what is due. */
  readonly start: Int32Array
}

/** What is counted of one person: the different keys of a window that their pieces touch. */
export interface Windows {
  /** Index into `ruleIds` of the rule that counts. */
  readonly rule: Int32Array
  /** At most so many keys; what is over costs `cost` each, or is forbidden when that is -1. */
  readonly most: Int32Array
  /** At least so many keys; what is missing costs `cost` each. 0 = no least. */
  readonly least: Int32Array
  readonly cost: Int32Array
  /** The person whose window it is; -1 = everybody has one. */
  readonly owner: Int32Array
  /** The window of each key. */
  readonly windowOf: Int32Array
  /** Keys that each piece touches. */
  readonly keys: Rows
  /** Keys that each person touches before any piece: row p. */
  readonly before: Rows
}

/** What so many keys of a soft window cost a person; nothing for hard ones and for other people's. */
export function hinge({ cost, owner, most, least }: Windows, w: number, p: number, count: number): number {
  const each = cost[w] as number
  if (each < 0) return 0
  const whose = owner[w] as number
  if (whose !== -1 && whose !== p) return 0
  return each * (Math.max(0, count - (most[w] as number)) + Math.max(0, (least[w] as number) - count))
}

/** Costs of two people next to one another: entry i is about the pieces `first[i]` and `second[i]`. */
export interface Beside {
  readonly rule: Int32Array
  readonly first: Int32Array
  readonly second: Int32Array
  /** Where the table of entry i starts in `cost`: row = who holds `first` (0 nobody, else 1 + place among its candidates), column = likewise `second`. */
  readonly at: Int32Array
  readonly cost: Int32Array
  /** Entries of each piece. */
  readonly of: Rows
}

/**
 * A month as whole numbers: who could hold which piece, what forbids and what costs what. All costs are whole ten-thousandths of a cost point (a square of hundredths).
 * It says exactly what the rules say (a test holds the two equal), but where a third duty excuses a pair: there it is stricter.
 */
export interface Model {
  readonly people: readonly ProviderId[]
  /** What is given to one person whole: the open part of a turn, or one slot of a turn that nobody can take whole. */
  readonly pieces: readonly Turn[]
  readonly ruleIds: readonly string[]
  /** Importance × slots of each piece: what leaving it empty adds to the coverage tier. */
  readonly importance: Int32Array
  /** Who may hold each piece as far as it alone and the seats filled already decide, ascending; may be nobody. */
  readonly candidates: Rows
  /** `place[t * people + p]`: place of p among the candidates of t; -1 = may not hold it whatever the others do. */
  readonly place: Int16Array
  /** Cost of each candidate, parallel to `candidates.items`. */
  readonly cost: Int32Array
  /** Cost of nobody holding the piece, by the soft rules alone. */
  readonly emptyCost: Int32Array
  /** Pieces that whoever holds row t may not hold too. Symmetric. */
  readonly clash: Rows
  /** Pieces that cost when one person holds both, `nearCost` parallel to `near.items`. Symmetric: each couple stands in both rows. */
  readonly near: Rows
  readonly nearCost: Int32Array
  readonly nearRule: Int32Array
  /** Row t * people + p: what is closed, as t' * people + p', while p holds t. Symmetric. */
  readonly apart: Rows
  readonly fairness: readonly Fairness[]
  readonly windows: Windows
  readonly beside: Beside
  /** Soft cost that no choice changes: breaches among the seats that are filled already, by rule. */
  readonly constant: Float64Array
}

/** Person of each piece; -1 = nobody. */
export type Holders = Int32Array
