import { HOUR } from '../instant.ts'
import type { Duty } from '../roster.ts'
import type { RuleContext, RuleTerm } from './rule.ts'
import { byProvider, concernsRoster, sameTurn } from './span.ts'

/** What two turns of one person do to one another. */
export interface Closeness {
  /** Hours between two turns from which on they have nothing to do with one another; 0 = only those that meet or overlap. */
  reach(context: RuleContext): number
  /** Each duty of the first turn with each of the second that starts too soon after it. */
  pairs(before: readonly Duty[], after: readonly Duty[], context: RuleContext): ClosePair[]
}

export type ClosePair = readonly [before: Duty, after: Duty]

/** How it enters the plan: each pair once. */
export const closenessTerm = ({ reach, pairs }: Closeness): RuleTerm => ({
  kind: 'pair',
  reach,
  degree: (a, b, context) => (isOneTurn(a, b) ? 0 : pairs(a, b, context).length + pairs(b, a, context).length)
})

const isOneTurn = ([a]: readonly Duty[], [b]: readonly Duty[]): boolean => a !== undefined && b !== undefined && sameTurn(a, b)

/** A person's duties turn by turn, as planning gives them: each seat for itself. */
const turnsOf = (own: readonly Duty[]): Duty[][] => [
  ...Map.groupBy(own, ({ postId, unit, seat, settled }) => `${postId}/${unit}/${seat}/${settled}`).values()
]

const endOf = (turn: readonly Duty[]): number => turn.reduce((latest, { end }) => Math.max(latest, end), 0)
const startOf = (turn: readonly Duty[]): number => turn[0]?.start ?? 0

/** All such pairs among the duties in which this roster has a part: by person, in the order of time. */
export function closePairs(duties: readonly Duty[], { reach, pairs }: Closeness, context: RuleContext): ClosePair[] {
  const margin = reach(context) * HOUR
  return byProvider(duties).flatMap((own) => {
    const turns = turnsOf(own)
    return turns.flatMap((a) =>
      turns
        .filter((b) => !isOneTurn(a, b) && startOf(b) - endOf(a) <= margin && startOf(a) - endOf(b) <= margin)
        .flatMap((b) => pairs(a, b, context).filter(concernsRoster))
    )
  })
}

/** Whether the second duty starts after the first has ended, but within so many hours. */
export const startsWithin = (before: Duty, after: Duty, hours: number): boolean =>
  after.start >= before.end && after.start < before.end + hours * HOUR
