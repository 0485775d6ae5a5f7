import { compile, turnName } from '../../src/planning/compile.ts'
import { type Ground, openGround } from '../../src/planning/ground.ts'
import type { Model } from '../../src/planning/model.ts'
import { inStableOrder } from '../../src/planning/normal.ts'
import { type Prepared, seated } from '../../src/planning/plan.ts'
import { randomFrom } from '../../src/planning/random.ts'
import { row } from '../../src/planning/rows.ts'
import { openState, place, placeCost } from '../../src/planning/state.ts'
import { turnsOf } from '../../src/planning/turns.ts'
import { type MonthOf, problem } from './month.ts'

/** A month whose open seats have been given out. */
export interface GivenOut {
  readonly prepared: Prepared
  readonly holders: Int32Array
  readonly ground: Ground
}

/** A month given out at random, seat by seat, without breaking a hard rule; some seats stay empty. */
export function givenOut(month: MonthOf): GivenOut {
  const filled = inStableOrder(problem(month))
  const all = new Set(turnsOf(filled.slots, filled.posts, 'balanced').map(turnName))
  // the open part of a turn begins where its first open slot does
  const starts = filled.slots.flatMap((slot) => slot.seats.map(({ seat }) => `${slot.postId}/${seat}/${slot.unit}/${slot.start}`))
  const model = compile(filled, new Set([...all, ...starts]))
  const prepared = { problem: filled, filled, model }
  const holders = atRandom(model, month.seed ?? 1)
  const standing = seated(prepared, holders)
  return { prepared, holders, ground: openGround({ ...standing, context: { ...standing.context, slots: standing.slots } }) }
}

function atRandom(model: Model, seed: number): Int32Array {
  const random = randomFrom(seed)
  const state = openState(model)
  model.pieces.forEach((_, t) => {
    const list = [...row(model.candidates, t)]
    const p = list[random.int(list.length + 1)]
    if (p === undefined) return
    const cost = placeCost(state, t, p)
    if (Number.isFinite(cost)) place(state, t, p, cost)
  })
  return state.holders
}
