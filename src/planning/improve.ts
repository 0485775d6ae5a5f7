import { compare, type ProviderId } from '../domain/ids.ts'
import { candidatesOf, canTake, type Desk, handOver, isSound, pointsOf, strainOf, takeBack, unfairnessOf } from './desk.ts'
import type { Turn } from './turns.ts'

/** Tries for each turn of the month, counted over all of them: with four times as many, months of 650 turns got fairer by less than 1 %. */
const TRIES_PER_TURN = 12
/** Below this a gain is a rounding error of the division, not an improvement. */
const LEAST_GAIN = 1e-9

/**
 * Makes the month fairer without emptying a seat: turns go from people who bear much for their share to people who bear little, and
 * pairs of turns change hands, as long as unfairness falls. It stops when nothing helps or the tries are spent.
 */
export function improve(desk: Desk): void {
  desk.budget.left = TRIES_PER_TURN * desk.held.size
  for (let moved = true; moved && desk.budget.left > 0; ) {
    moved = transfers(desk)
    moved = swaps(desk) || moved
  }
  desk.budget.left = Number.POSITIVE_INFINITY
}

/** Who holds turns of this desk or could, the most strained first. */
function byStrain(desk: Desk): ProviderId[] {
  const people = [...desk.load.keys()].map((id) => ({ id, strain: strainOf(desk, id) }))
  return people.sort((a, b) => compare(b.strain, a.strain) || compare(a.id, b.id)).map((each) => each.id)
}

/** The turns that a person holds, the heaviest first. */
const turnsHeld = (desk: Desk, id: ProviderId): Turn[] =>
  [...(desk.heldBy.get(id) ?? [])].sort((a, b) => pointsOf(desk, b) - pointsOf(desk, a) || compareTurns(a, b))

const compareTurns = (a: Turn, b: Turn): number => a.start - b.start || compare(a.postId, b.postId) || compare(a.seat, b.seat)

/** How much fairer it is when `points` go from one person to the other. */
const gain = (desk: Desk, from: ProviderId, to: ProviderId, points: number): number =>
  -(unfairnessOf(desk, from, -points) + unfairnessOf(desk, to, points))

function transfers(desk: Desk): boolean {
  let moved = false
  for (const from of byStrain(desk)) {
    for (const turn of turnsHeld(desk, from)) if (transferAway(desk, turn, from)) moved = true
  }
  return moved
}

function transferAway(desk: Desk, turn: Turn, from: ProviderId): boolean {
  const points = pointsOf(desk, turn)
  const better = candidatesOf(desk, turn)
    .map((to) => ({ to, gain: to === from ? 0 : gain(desk, from, to, points) }))
    .filter((each) => each.gain > LEAST_GAIN)
    .sort((a, b) => compare(b.gain, a.gain) || compare(a.to, b.to))
  return better.some(({ to }) => exchange(desk, [{ turn, from, to }]))
}

function swaps(desk: Desk): boolean {
  const people = byStrain(desk)
  let moved = false
  for (const from of people) {
    for (const to of people.toReversed()) {
      if (strainOf(desk, from) <= strainOf(desk, to)) break
      if (swapBetween(desk, from, to)) moved = true
    }
  }
  return moved
}

/** Trades one turn of the first person for a lighter one of the second: the first trade that is fairer and allowed. */
function swapBetween(desk: Desk, from: ProviderId, to: ProviderId): boolean {
  const back = turnsHeld(desk, to).filter((turn) => candidatesOf(desk, turn).includes(from))
  const away = turnsHeld(desk, from).filter((turn) => candidatesOf(desk, turn).includes(to))
  return away.some((turn) =>
    back.some((other) => {
      const fairer = gain(desk, from, to, pointsOf(desk, turn) - pointsOf(desk, other)) > LEAST_GAIN
      return (
        fairer &&
        exchange(desk, [
          { turn, from, to },
          { turn: other, from: to, to: from }
        ])
      )
    })
  )
}

interface Passing {
  readonly turn: Turn
  readonly from: ProviderId
  readonly to: ProviderId
}

/** Lets turns change hands together if every rule allows it; otherwise nothing changes. */
function exchange(desk: Desk, passings: readonly Passing[]): boolean {
  const mark = desk.trail.length
  for (const { turn } of passings) handOver(desk, turn, null)
  const all = passings.every(({ turn, to }) => {
    const can = canTake(desk, turn, to)
    if (can) handOver(desk, turn, to)
    return can
  })
  if (all && passings.every(({ from }) => isSound(desk, from))) return true
  takeBack(desk, mark)
  return false
}
