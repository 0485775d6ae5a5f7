import { byChange, type Candidate, type Chain } from '../domain/explanation.ts'
import { compare, type ProviderId } from '../domain/ids.ts'
import type { Seat } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import type { SeatRef, Violation } from '../domain/rules/rule.ts'
import { areFree, changeOf, fairnessOf, type Put, reasonsOf } from './change.ts'
import { type Ground, keyOf, standingIn, vacated } from './ground.ts'
import { seatIn } from './turns.ts'

/**
 * Everybody who might have one seat of the roster as it stands, whoever has it now: those free to take it by the change they make, best
 * first, then those for whom another would have to take one duty, then those whom rules exclude; equals by id.
 */
export function candidatesFor(ground: Ground, slot: Slot, seat: Seat): Candidate[] {
  const present = standingIn(ground, slot, seat)?.providerId ?? null
  const judged = ground.problem.providers.map(({ id }) => judge(ground, { slot, seat, providerId: id }, present))
  const sorted = judged.toSorted(inOrder)
  return sorted.map((candidate, at) => (candidate.change === null ? candidate : { ...candidate, rank: at + 1 }))
}

function judge(ground: Ground, put: Put & { readonly providerId: ProviderId }, present: ProviderId | null): Candidate {
  const { providerId } = put
  const reasons = providerId === present ? standingReasons(ground, put) : reasonsOf(ground, [put])
  const known = { providerId, present: providerId === present, reasons, rank: null }
  if (reasons.length === 0) return { ...known, change: changeOf(ground, [put]), chain: null }
  return { ...known, change: null, chain: providerId === present ? null : chainFor(ground, put, reasons) }
}

/** What rules have against whoever holds the seat already. */
const standingReasons = (ground: Ground, { slot, seat, providerId }: Put): readonly Violation[] =>
  reasonsOf(vacated(ground, { slotId: slot.id, seat }), [{ slot, seat, providerId }])

/**
 * The cheapest way round a single duty in the way (of the three fairest of each); null where a rule looks at the person alone, where more than one duty is in
 * the way, or where nobody else can take it. Seats that are pinned are nobody's to give away.
 */
function chainFor(ground: Ground, put: Put, reasons: readonly Violation[]): Chain | null {
  const alone = new Set(ground.hard.filter(({ scope }) => scope === 'duty').map(({ id }) => id))
  if (reasons.some(({ ruleId }) => alone.has(ruleId))) return null
  const chains = inTheWay(ground, put, reasons).flatMap((duty) => waysRound(ground, put, duty))
  return chains.toSorted((a, b) => byChange(a.change, b.change) || compare(a.to, b.to) || compare(keyOf(a.duty), keyOf(b.duty)))[0] ?? null
}

/** The seats of this roster without which nothing would be in the way. */
function inTheWay(ground: Ground, put: Put, reasons: readonly Violation[]): Put[] {
  const own = keyOf({ slotId: put.slot.id, seat: put.seat })
  const named = new Map(reasons.flatMap(({ seats }) => seats.map((ref) => [keyOf(ref), ref] as const)))
  named.delete(own)
  return [...named.values()].flatMap((ref) => {
    const slot = ground.slots.get(ref.slotId)
    if (slot === undefined || seatIn(slot, ref.seat)?.pinned !== false) return []
    const emptied = { slot, seat: ref.seat, providerId: null }
    return areFree(ground, [put, emptied]) ? [emptied] : []
  })
}

/** How many of those who could take a duty in the way are judged by every rule: those with whom the burden lies most fairly. */
const CLOSER_LOOK = 3

function waysRound(ground: Ground, put: Put, { slot, seat }: Put): Chain[] {
  const from = standingIn(ground, slot, seat)?.providerId
  if (from === undefined) return []
  const ways = ground.problem.providers.flatMap(({ id: to }) => {
    const puts = [{ slot, seat, providerId: to }, put]
    return to === from || !areFree(ground, puts) ? [] : [{ to, puts, unfairness: fairnessOf(ground, puts) }]
  })
  return ways
    .toSorted((a, b) => a.unfairness - b.unfairness || compare(a.to, b.to))
    .slice(0, CLOSER_LOOK)
    .map(({ to, puts }) => ({ duty: { slotId: slot.id, seat } satisfies SeatRef, from, to, change: changeOf(ground, puts) }))
}

function inOrder(a: Candidate, b: Candidate): number {
  const [one, other] = [classOf(a), classOf(b)]
  if (one !== other) return one - other
  const [x, y] = [a.change ?? a.chain?.change, b.change ?? b.chain?.change]
  return (x !== undefined && y !== undefined ? byChange(x, y) : 0) || compare(a.providerId, b.providerId)
}

const classOf = ({ change, chain }: Candidate): number => {
  if (change !== null) return 0
  return chain === null ? 2 : 1
}
