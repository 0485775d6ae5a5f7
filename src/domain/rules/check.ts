import { compare } from '../ids.ts'
import { overlaps } from '../instant.ts'
import type { Duty } from '../roster.ts'
import type { Rule, RuleContext, RuleScope, Violation } from './rule.ts'
import { inOrder } from './span.ts'

/** Every breach of every rule: in the order of the rules, within one by the start of its first seat, then its slot and seat. */
export function checkRoster(rules: readonly Rule[], duties: readonly Duty[], context: RuleContext): Violation[] {
  const starts = new Map<string, number>(context.slots.map((slot) => [slot.id, slot.start]))
  for (const duty of duties) starts.set(duty.slotId, duty.start)
  const bySeat = (a: Violation, b: Violation): number => {
    const [one, other] = [firstSeat(a), firstSeat(b)]
    return (
      compare(starts.get(one.slotId) ?? 0, starts.get(other.slotId) ?? 0) ||
      compare(one.slotId, other.slotId) ||
      compare(one.seat, other.seat)
    )
  }
  return rules.flatMap((rule) => rule.check(duties, context).toSorted(bySeat))
}

const firstSeat = (violation: Violation): { slotId: string; seat: string } => violation.seats[0] ?? { slotId: '', seat: '' }

/**
 * The hard breaches that putting somebody in a seat would cause: exactly those of a full check afterwards that name the seat, in the
 * order of the rules. The seat must be empty and not settled. `others` may be all other duties, or as few as the person's own and
 * those that overlap the candidate in time (settled ones too): the answer is the same.
 */
export const reasonsAgainst = (rules: readonly Rule[], candidate: Duty, others: readonly Duty[], context: RuleContext): Violation[] =>
  reasonsAgainstTurn(rules, [candidate], others, context)

/**
 * The same for several seats filled at once, as when one person takes a turn of several slots. A turn must be asked about whole: by
 * itself, the first day of a 24/24 week stands too close to what the person does on the second.
 */
export function reasonsAgainstTurn(
  rules: readonly Rule[],
  candidates: readonly Duty[],
  others: readonly Duty[],
  context: RuleContext
): Violation[] {
  const people = new Set(candidates.map((duty) => duty.providerId))
  const compared: Record<RuleScope, readonly Duty[]> = {
    duty: candidates,
    provider: inOrder([...others.filter((other) => people.has(other.providerId)), ...candidates]),
    overlap: [...others.filter((other) => candidates.some((duty) => overlaps(duty, other))), ...candidates],
    roster: []
  }
  return rules
    .filter((rule) => rule.level === 'hard' && rule.scope !== 'roster')
    .flatMap((rule) => rule.check(compared[rule.scope], context))
    .filter((violation) => candidates.some((duty) => isNamed(duty, violation)))
}

const isNamed = ({ slotId, seat }: Duty, violation: Violation): boolean =>
  violation.seats.some((ref) => ref.slotId === slotId && ref.seat === seat)
