import { compare, type ProviderId } from './ids.ts'

/**
 * Where a declared cycle stands (luân phiên). The turn moves only when a turn is served; whoever was passed over because they
 * could not come is owed the turn and is asked first as soon as they can.
 */
export interface RotationState {
  /** The last person who served a turn in the regular order; null before the first turn. */
  readonly last: ProviderId | null
  /** Who is owed a turn, longest owed first; nobody stands here twice. */
  readonly owed: readonly ProviderId[]
}

export const FRESH_ROTATION: RotationState = { last: null, owed: [] }

/** The order in which to ask for the next turn: those owed one first, then the declared order from after the last served. */
export function turnOrder(order: readonly ProviderId[], state: RotationState): ProviderId[] {
  const owed = state.owed.filter((id) => order.includes(id))
  const at = state.last === null ? -1 : order.indexOf(state.last)
  const regular = [...order.slice(at + 1), ...order.slice(0, at + 1)]
  return [...owed, ...regular.filter((id) => !owed.includes(id))]
}

/**
 * The state after a turn was really served by `served`. A debt is paid and the regular turn stays; otherwise those who stood
 * before in the order were passed over and are owed. Somebody outside the order, or nobody (null), moves nothing.
 */
export function afterTurn(order: readonly ProviderId[], state: RotationState, served: ProviderId | null): RotationState {
  if (served === null || !order.includes(served)) return state
  if (state.owed.includes(served)) return { last: state.last, owed: state.owed.filter((id) => id !== served) }
  const regular = turnOrder(order, { last: state.last, owed: [] })
  const passed = regular.slice(0, regular.indexOf(served)).filter((id) => !state.owed.includes(id))
  return { last: served, owed: [...state.owed, ...passed] }
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
 * The state after the turns of a month as they were really served, edits by hand included. Each turn is the holders of its slots;
 * turns come in order of time.
 */
export const replayRotation = (
  order: readonly ProviderId[],
  state: RotationState,
  turns: readonly (readonly (ProviderId | null)[])[]
): RotationState => turns.reduce((now, holders) => afterTurn(order, now, servedBy(turnOrder(order, now), holders)), state)
