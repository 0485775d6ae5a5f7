import { amendedSlots, type Cutting } from '../../domain/amended-slots.ts'
import type { SeatTake } from '../../domain/amendment.ts'
import { DutyError } from '../../domain/errors.ts'
import type { Candidate } from '../../domain/explanation.ts'
import type { ProviderId, SlotId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Slot } from '../../domain/roster.ts'
import type { SeatRef } from '../../domain/rules/rule.ts'
import { candidatesFor } from '../candidates.ts'
import { openGround } from '../ground.ts'
import { openStanding, type ProblemData } from '../problem-data.ts'
import { slotAt } from './seats.ts'

/** What is known beforehand of the rest of a slot that is cut in two. */
export type Tail = ReturnType<Cutting['tail']>

/** Duties that somebody leaves, and how a stand-in is found for each. */
export interface StandInsTask {
  readonly data: ProblemData
  readonly from: Instant
  /** The seats as they are held now, in the order in which they are filled. */
  readonly left: readonly (SeatRef & { readonly by: ProviderId })[]
  /** Of each slot under way. */
  readonly tails: ReadonlyMap<SlotId, Tail>
  /** Whether each is filled before the next is looked at, by this person or (`best`) the first in rank; else each is asked about alone. */
  readonly fill: { readonly with: ProviderId | 'best' } | null
  /** The best candidates that are told. */
  readonly named: number
}

/** A seat that was left (of a slot under way: the rest of it), its best candidates, and who is put there. */
export interface StandInsFound {
  readonly ref: SeatRef
  readonly to: ProviderId | null
  readonly candidates: readonly Candidate[]
}

/** Everybody who might have each seat once it is left, best first, in the month as it then is. */
export function standIns(task: StandInsTask): StandInsFound[] {
  const takes: SeatTake[] = []
  return task.left.map(({ slotId, seat, by }) => {
    const vacated: SeatTake = { slotId, seat, from: by, to: null }
    const { ref, candidates } = judged(task, [...takes, vacated])
    const to = chosen(task, candidates)
    if (task.fill !== null) takes.push({ ...vacated, to })
    const free = task.fill === null ? candidates.filter(({ rank, providerId }) => rank !== null && providerId !== by) : candidates
    return { ref, to, candidates: free.slice(0, task.named) }
  })
}

function chosen({ fill }: StandInsTask, candidates: readonly Candidate[]): ProviderId | null {
  if (fill === null) return null
  return fill.with === 'best' ? (candidates.find(({ rank }) => rank === 1)?.providerId ?? null) : fill.with
}

/** Who might have the seat that the last take empties. */
function judged({ data, from, tails }: StandInsTask, takes: readonly SeatTake[]) {
  const tail: Cutting['tail'] = (_, of) => {
    const known = tails.get(of)
    if (known === undefined) throw new DutyError('SEAT_CHANGED', { slot: of })
    return known
  }
  const { slots, changed } = amendedSlots(data.slots, { takes, recut: null, from }, { zone: data.facts.zone, tail })
  const last = takes.at(-1) as SeatTake
  const ref = emptied(data.slots, slots, changed, last)
  const ground = openGround(openStanding({ ...data, slots }), [ref])
  return { ref, candidates: candidatesFor(ground, slotAt(ground, ref), ref.seat) }
}

/** The seat that a change emptied: of the slot itself, or of the rest of it that was cut off. */
function emptied(before: readonly Slot[], after: readonly Slot[], changed: readonly SeatRef[], { slotId, seat }: SeatTake): SeatRef {
  const { postId, end } = before.find(({ id }) => id === slotId) as Slot
  const ids = new Set(after.filter((slot) => slot.postId === postId && slot.end === end).map(({ id }) => id))
  return changed.find((each) => each.seat === seat && ids.has(each.slotId)) as SeatRef
}
