import { isTet } from './burden.ts'
import { type DayKind, isWorkingKind } from './calendar.ts'
import type { Day } from './day.ts'
import { compare, type ProviderId } from './ids.ts'
import { belongsOn, type CycleKind, type Place, type SeatPlan } from './post.ts'

/** A whole turn, in the hundredths that turns are counted in. */
const TURN = 100

/**
 * Where a declared cycle stands (luân phiên). A round is over when every place has had its turns in it; whoever could not come is
 * owed theirs from then on.
 */
export interface RotationState {
  /** Hundredths of a turn that each place has had in the round under way; below 0 = owed from earlier rounds, absent = 0. */
  readonly taken: Readonly<Record<string, number>>
  /** Who has served, longest ago first, each once: people, and the places that nobody takes by their keys. */
  readonly served: readonly string[]
}

export const FRESH_ROTATION: RotationState = { taken: {}, served: [] }

/** The state of that name; a cycle of which nothing is kept, or not in this form, begins afresh. */
export function stateOf(rotations: ReadonlyMap<string, RotationState>, key: string): RotationState {
  const found = rotations.get(key) as Partial<RotationState> | undefined
  return found?.taken && found.served ? (found as RotationState) : FRESH_ROTATION
}

/** A place as it stands on one day. */
interface Standing {
  /** Names the place in the state, whatever its number in the order: by who belongs to it. */
  readonly key: string
  readonly weight: number
  /** Who belongs to it on the day, in the declared order; empty = nobody takes its turns. */
  readonly members: readonly ProviderId[]
}

/** A declared order on one day. */
export interface Cycle {
  readonly places: readonly Standing[]
  readonly owedAtMost: number
}

/** Who may take the next turn; `providerId` null = the turn falls to a place that nobody takes. */
export interface Taker {
  readonly key: string
  readonly providerId: ProviderId | null
}

const membersKey = ({ members }: Place): string =>
  members
    .map((member) => member.providerId)
    .sort(compare)
    .join('+')

/** The declared order as it stands on a day; a place whose members have all left, or not yet come, is not in it. */
export function cycleOn({ owedAtMost, ...plan }: SeatPlan, kind: CycleKind, day: Day): Cycle {
  let nobodies = 0
  const standing = (place: Place): Standing | null => {
    const { weight, members } = place
    if (members.length === 0) {
      nobodies += 1
      return { key: `nobody-${nobodies}`, weight, members: [] }
    }
    const present = members.filter((member) => belongsOn(member, day)).map((member) => member.providerId)
    return present.length === 0 ? null : { key: membersKey(place), weight, members: present }
  }
  return { places: plan[kind].map(standing).filter((place) => place !== null), owedAtMost }
}

/** Which of its cycles a plan uses for a turn of these slots: Tết if any day of it is Tết, rest days if all are days off. */
export function cycleKindOf(
  plan: Pick<SeatPlan, CycleKind>,
  slots: readonly { readonly day: Day; readonly dayKind: DayKind }[]
): CycleKind {
  if (plan.tet.length > 0 && slots.some(({ day, dayKind }) => isTet(day, dayKind))) return 'tet'
  return plan.restDays.length > 0 && slots.every(({ dayKind }) => !isWorkingKind(dayKind)) ? 'restDays' : 'order'
}

/** Where in the order of service somebody stands: the longer ago the lower, never = -1. */
const lastOf = (state: RotationState, ids: readonly string[]): number => Math.max(...ids.map((id) => state.served.indexOf(id)))
const namesOf = ({ key, members }: Standing): readonly string[] => (members.length === 0 ? [key] : members)

const takenBy = (state: RotationState, { key }: Standing): number => state.taken[key] ?? 0
const isOwed = (state: RotationState, place: Standing): boolean => takenBy(state, place) < 0

/**
 * The places in the order of asking. First those that are owed a turn, whoever served longest ago first; then whoever has had least
 * of their turns for their weight, equals in the declared order. A debt is not called in right after the place's own turn while
 * anybody else is there.
 */
function placesInOrder({ places }: Cycle, state: RotationState): Standing[] {
  const taken = (place: Standing): number => takenBy(state, place)
  const owed = (place: Standing): boolean => isOwed(state, place)
  const since = (place: Standing): number => lastOf(state, namesOf(place))
  const order = places.toSorted((a, b) => {
    if (owed(a) !== owed(b)) return owed(a) ? -1 : 1
    return owed(a) ? since(a) - since(b) || taken(a) - taken(b) : taken(a) * b.weight - taken(b) * a.weight
  })
  const [first, second, ...rest] = order
  const latest = state.served.at(-1)
  if (first === undefined || second === undefined || latest === undefined) return order
  return owed(first) && namesOf(first).includes(latest) ? [second, first, ...rest] : order
}

/**
 * Who is asked for the next turn, in order; of a group first who served longest ago. A place that nobody takes has the turn when it
 * comes first, or when all before it are owed theirs and still cannot come: it never takes a turn in the stead of somebody who is away.
 */
export function turnOrder(cycle: Cycle, state: RotationState): Taker[] {
  return placesInOrder(cycle, state).flatMap(({ key, members }, at, order): Taker[] => {
    if (members.length === 0) return order.slice(0, at).every((place) => isOwed(state, place)) ? [{ key, providerId: null }] : []
    const sorted = members.toSorted((a, b) => lastOf(state, [a]) - lastOf(state, [b]))
    return sorted.map((providerId) => ({ key, providerId }))
  })
}

/** The place that a turn without anybody counts for; null when every turn of the cycle is somebody's. */
export const nobodysTurn = (cycle: Cycle, state: RotationState): string | null =>
  placesInOrder(cycle, state).find(({ members }) => members.length === 0)?.key ?? null

/**
 * The state after a turn that was really served by `taker` (a person, or the key of a place that nobody takes). Somebody outside the
 * order, or null, moves nothing. Rounds that are over are taken off everybody, so that what is below zero is owed; a place is owed
 * `owedAtMost` turns at most, so that nobody serves a month on end after a long leave, and one that nobody takes is owed nothing.
 */
export function afterTurn({ places, owedAtMost }: Cycle, state: RotationState, taker: string | null): RotationState {
  const place = places.find((each) => namesOf(each).includes(taker ?? ''))
  if (place === undefined || taker === null) return state
  const taken = places.map((each) => (state.taken[each.key] ?? 0) + (each === place ? TURN : 0))
  const rounds = Math.max(0, ...places.map(({ weight }, at) => Math.floor(((taken[at] ?? 0) - TURN) / weight)))
  const present = new Set(places.flatMap(namesOf))
  const least = ({ members }: Standing): number => (members.length === 0 ? 0 : -TURN * owedAtMost)
  return {
    taken: Object.fromEntries(places.map((each, at) => [each.key, Math.max((taken[at] ?? 0) - rounds * each.weight, least(each))])),
    served: [...state.served.filter((id) => id !== taker && present.has(id)), taker]
  }
}

/**
 * Who counts as having served a turn of several slots: whoever held most of them; among equals the one who is asked first, and
 * people outside the order last. Null when nobody held any.
 */
export function servedBy(asked: readonly ProviderId[], holders: readonly (ProviderId | null)[]): ProviderId | null {
  const held = Map.groupBy(
    holders.filter((id) => id !== null),
    (id) => id
  )
  const place = (id: ProviderId): number => (asked.includes(id) ? asked.indexOf(id) : asked.length)
  const ranked = [...held].sort(([a, as], [b, bs]) => bs.length - as.length || place(a) - place(b) || compare(a, b))
  return ranked[0]?.[0] ?? null
}

/**
 * What share of the turns of a cycle is due to each person, as a fraction of 1: by weight among the places, and in equal parts within
 * a group. What falls to a place that nobody takes is nobody's.
 */
export function dueShares({ places }: Cycle): Map<ProviderId, number> {
  const all = places.reduce((sum, { weight }) => sum + weight, 0)
  return new Map(places.flatMap(({ weight, members }) => members.map((id) => [id, weight / all / members.length] as const)))
}
