import { HOUR, type Instant } from '../domain/instant.ts'
import { namedFor } from '../domain/post.ts'
import type { Holders, Model } from './model.ts'
import type { Problem } from './problem.ts'
import { row } from './rows.ts'
import { COST_POINT } from './setting.ts'

/** What it weighs to change what people have been told. */
export interface AnchorWeights {
  /** Cost points for each person whom one changed duty concerns: whoever loses it and could have kept it, and whoever gets it. 0-500. */
  readonly perPerson: number
  /** Days of notice from which on a change weighs just that; 0-31. */
  readonly noticeDays: number
  /** How many times as much a change weighs without any notice; in between it grows evenly. 1-4. */
  readonly atOnce: number
  /** From when notice is counted. */
  readonly from: Instant
}

/** Policy of the service, not law: so dear that a duty is hardly ever moved for the sake of balance alone. */
export const DEFAULT_ANCHOR: Omit<AnchorWeights, 'from'> = { perPerson: 400, noticeDays: 14, atOnce: 4 }

/** What one person's change of a duty that starts then costs, in the model's unit. */
function priceOf({ perPerson, noticeDays, atOnce, from }: AnchorWeights, start: Instant): number {
  const hours = Math.max(0, start - from) / HOUR
  const missing = noticeDays === 0 ? 0 : Math.max(0, 1 - hours / (24 * noticeDays))
  return Math.round(perPerson * COST_POINT * (1 + (atOnce - 1) * missing))
}

/** What is known of the pieces before anything moves. */
export interface Anchored {
  /** Who has each piece now; -1 = nobody. */
  readonly holders: Holders
  /** Pieces that their holder cannot keep: losing those costs nothing. */
  readonly lost: ReadonlySet<number>
  /** The problem as it was before every seat was opened to everybody: seats name people there. */
  readonly named: Problem
}

/**
 * The same model in which every change of hands costs: each slot of a piece that goes to somebody else weighs for that person, and for
 * the holder who could have kept it. Seats that name their people (`fixed`, `cycle`) cost once more in other hands.
 */
export function anchored(model: Model, { holders, lost, named }: Anchored, weights: AnchorWeights): Model {
  const cost = model.cost.slice()
  const emptyCost = model.emptyCost.slice()
  model.pieces.forEach((piece, t) => {
    const now = holders[t] ?? -1
    const price = piece.slots.reduce((sum, { start }) => sum + priceOf(weights, start), 0)
    const losing = now >= 0 && !lost.has(t) ? price : 0
    const first = piece.slots[0]
    const ids = first === undefined ? [] : namedFor(named.context.post(piece.postId), piece.seat, first)
    const outside = ids.length === 0 ? 0 : weights.perPerson * COST_POINT * piece.slots.length
    emptyCost[t] = (emptyCost[t] ?? 0) + losing
    row(model.candidates, t).forEach((p, i) => {
      if (p === now) return
      const id = model.people[p]
      const at = (model.candidates.at[t] ?? 0) + i
      cost[at] = (cost[at] ?? 0) + price + losing + (id !== undefined && ids.includes(id) ? 0 : outside)
    })
  })
  return { ...model, cost, emptyCost }
}

/** The same model in which nothing costs but what is left empty. */
export const bare = (model: Model): Model => ({
  ...model,
  cost: model.cost.map(() => 0),
  emptyCost: model.emptyCost.map(() => 0),
  nearCost: model.nearCost.map(() => 0),
  fairness: [],
  windows: { ...model.windows, cost: model.windows.cost.map((cost) => Math.min(cost, 0)) },
  beside: { ...model.beside, cost: model.beside.cost.map(() => 0) },
  constant: model.constant.map(() => 0)
})
