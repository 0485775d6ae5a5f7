import { compare, type ProviderId } from '../domain/ids.ts'
import { HOUR } from '../domain/instant.ts'
import { type Duty, dutiesOf, dutyOf } from '../domain/roster.ts'
import type { Rule, RuleContext, RuleTerm } from '../domain/rules/rule.ts'
import { byStart } from '../domain/rules/span.ts'
import type { Problem } from './problem.ts'
import { openPart, splitTurn, type Turn, turnsOf } from './turns.ts'

/** Costs are whole ten-thousandths of a cost point, because unfairness is a square of hundredths. */
export const COST_POINT = 10_000

/** What one breach of a soft rule costs. */
export const costOf = (rule: Pick<Rule, 'weight'>): number => rule.weight * COST_POINT

/** A rule that steers the plan, with one of its terms; a rule with two terms stands here twice. */
export interface Ruled<Kind extends RuleTerm['kind']> {
  readonly rule: Rule
  /** Place of the rule in the problem's list. */
  readonly index: number
  readonly term: Extract<RuleTerm, { kind: Kind }>
}

/** What compiling works from: the pieces to give, the duties that stand, and everybody's place in the list of people. */
export interface Setting {
  readonly problem: Problem
  readonly context: RuleContext
  readonly people: readonly ProviderId[]
  readonly indexOf: ReadonlyMap<ProviderId, number>
  readonly pieces: readonly Turn[]
  /** The duties of each piece, in anybody’s hands: for whatever it does not matter who. */
  readonly duties: readonly (readonly Duty[])[]
  /** Duties that planning leaves: of neighbouring months, and of seats that are filled already. In order of time. */
  readonly fixed: readonly Duty[]
}

/** The terms of one kind, in the order of the rules; a soft rule of no weight steers nothing. */
export const termsOf = <Kind extends RuleTerm['kind']>(rules: readonly Rule[], kind: Kind): Ruled<Kind>[] =>
  rules.flatMap((rule, index) =>
    rule.level === 'soft' && rule.weight === 0
      ? []
      : rule.terms.flatMap((term) => (term.kind === kind ? [{ rule, index, term: term as Extract<RuleTerm, { kind: Kind }> }] : []))
  )

/** The duties of a piece in somebody's hands, in order of time. */
export const dutiesOfPiece = (piece: Turn, providerId: ProviderId): Duty[] =>
  piece.slots.map((slot) => dutyOf(slot, piece.seat, providerId))

/** Somebody, where it does not matter who. */
const ANYBODY = '' as ProviderId

/** The setting with these pieces to give. */
export const withPieces = (setting: Omit<Setting, 'pieces' | 'duties'>, pieces: readonly Turn[]): Setting => ({
  ...setting,
  pieces,
  duties: pieces.map((piece) => dutiesOfPiece(piece, ANYBODY))
})

/** Opens a problem whose lists are in their stable order; turns in `split` are given slot by slot. */
export function openSetting(problem: Problem, split: (turn: Turn) => boolean): Setting {
  const turns = turnsOf(problem.slots, problem.posts, 'balanced')
    .map(openPart)
    .filter((turn) => turn !== null)
  const people = problem.providers.map(({ id }) => id)
  const standing = {
    problem,
    context: problem.context,
    people,
    indexOf: new Map(people.map((id, index) => [id, index])),
    fixed: [...problem.settled, ...dutiesOf(problem.slots)].sort(byStart)
  }
  return withPieces(
    standing,
    turns.flatMap((turn) => (turn.slots.length > 1 && split(turn) ? splitTurn(turn) : [turn]))
  )
}

/** Runs of a person's standing duties that go from hand to hand together: same post, seat and turn. Each in order of time. */
export function standingTurns(duties: readonly Duty[]): Duty[][] {
  const groups = Map.groupBy(duties, (duty) => `${duty.postId}/${duty.seat}/${duty.unit}/${duty.settled}`)
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => group)
}

/** Hours between two turns; 0 when they touch or overlap. Both in order of time, never empty. */
export function closestHours(a: readonly Duty[], b: readonly Duty[]): number {
  const starts = (duties: readonly Duty[]): number => duties[0]?.start ?? 0
  const ends = (duties: readonly Duty[]): number => duties.reduce((latest, { end }) => Math.max(latest, end), 0)
  return Math.max(0, starts(b) - ends(a), starts(a) - ends(b)) / HOUR
}
