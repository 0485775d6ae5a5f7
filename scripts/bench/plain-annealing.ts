import { openState } from '../../src/planning/state.ts'
import type { Holders, Model } from '../../src/planning/model.ts'
import { randomFrom } from '../../src/planning/random.ts'
import { FORBIDDEN, lift, liftCost, move, moveCost, place, placeCost } from '../../src/planning/state.ts'
import { EMPTY, energy } from './monolith.ts'

/** What a textbook would do: from nothing, one piece to one random person at a time, one geometric cooling. */
export function plainAnnealing(model: Model, seed: number, millis: number): { holders: Holders; value: number } {
  const state = openState(model)
  const random = randomFrom(seed)
  const best = { holders: state.holders.slice(), value: energy(state.sum) }
  const begun = performance.now()
  const [hot, cold] = [1_000_000, 3_000]
  let temperature = hot
  for (let i = 0; ; i += 1) {
    if (i % 1024 === 0) {
      const part = (performance.now() - begun) / millis
      if (part >= 1) return best
      temperature = hot * (cold / hot) ** part
    }
    const t = random.int(model.pieces.length)
    const first = model.candidates.at[t] ?? 0
    const many = (model.candidates.at[t + 1] ?? 0) - first
    if (many === 0) continue
    const p = state.holders[t] ?? -1
    const q = random.int(50) === 0 ? -1 : (model.candidates.items[first + random.int(many)] ?? -1)
    if (q === p) continue
    const cost = p < 0 ? placeCost(state, t, q) : q < 0 ? liftCost(state, t, p) : moveCost(state, t, p, q)
    if (cost === FORBIDDEN) continue
    const change = cost + EMPTY * (model.importance[t] ?? 0) * (p < 0 ? -1 : q < 0 ? 1 : 0)
    if (change > 0 && random.next() >= Math.exp(-change / temperature)) continue
    if (p < 0) place(state, t, q, cost)
    else if (q < 0) lift(state, t, p, cost)
    else move(state, t, p, q, cost)
    const value = energy(state.sum)
    if (value < best.value) {
      best.value = value
      best.holders.set(state.holders)
    }
  }
}
