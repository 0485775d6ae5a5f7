import type { Holders, Model } from '../../src/planning/model.ts'
import { type Random, randomFrom } from '../../src/planning/random.ts'
import { FORBIDDEN, lift, liftCost, move, moveCost, openState, place, placeCost, type State } from '../../src/planning/state.ts'
import { EMPTY, energy } from './monolith.ts'

/** Ten-thousandths of a cost point at which the cooling begins and ends. */
const HOT = 1_000_000
const COLD = 3_000

/** What a textbook would do: from nothing, one piece to one random person at a time, one geometric cooling. */
export function plainAnnealing(model: Model, seed: number, millis: number): { holders: Holders; value: number } {
  const state = openState(model)
  const random = randomFrom(seed)
  const best = { holders: state.holders.slice(), value: energy(state.sum) }
  const begun = performance.now()
  let temperature = HOT
  for (let i = 0; ; i += 1) {
    if (i % 1024 === 0) {
      const part = (performance.now() - begun) / millis
      if (part >= 1) return best
      temperature = HOT * (COLD / HOT) ** part
    }
    if (!step(state, random, temperature)) continue
    const value = energy(state.sum)
    if (value < best.value) {
      best.value = value
      best.holders.set(state.holders)
    }
  }
}

/** Draws one change and makes it if the temperature lets it; whether it did. */
function step(state: State, random: Random, temperature: number): boolean {
  const t = random.int(state.model.pieces.length)
  const p = state.holders[t] ?? -1
  const q = drawn(state.model, random, t, p)
  if (q === p) return false
  const cost = costOf(state, t, p, q)
  if (cost === FORBIDDEN) return false
  const change = cost + EMPTY * emptied(state.model, t, p, q)
  if (change > 0 && random.next() >= Math.exp(-change / temperature)) return false
  make(state, t, p, q, cost)
  return true
}

/** Who is drawn for the piece, one time in fifty nobody (-1); p where nobody may have it. */
function drawn({ candidates }: Model, random: Random, t: number, p: number): number {
  const first = candidates.at[t] ?? 0
  const many = (candidates.at[t + 1] ?? 0) - first
  if (many === 0) return p
  return random.int(50) === 0 ? -1 : (candidates.items[first + random.int(many)] ?? -1)
}

function costOf(state: State, t: number, p: number, q: number): number {
  if (p < 0) return placeCost(state, t, q)
  return q < 0 ? liftCost(state, t, p) : moveCost(state, t, p, q)
}

/** By how much the importance left empty grows when the piece goes from p to q. */
function emptied({ importance }: Model, t: number, p: number, q: number): number {
  if (p < 0) return -(importance[t] ?? 0)
  return q < 0 ? (importance[t] ?? 0) : 0
}

function make(state: State, t: number, p: number, q: number, cost: number): void {
  if (p < 0) place(state, t, q, cost)
  else if (q < 0) lift(state, t, p, cost)
  else move(state, t, p, q, cost)
}
