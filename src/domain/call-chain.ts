import type { Attempt, AttemptOutcome, CalledAs, ConflictOfInterest, ConflictRule, Interests } from './call.ts'
import type { ProviderId } from './ids.ts'
import type { Seat } from './post.ts'

/** Somebody who could be called. */
export interface Callable {
  readonly providerId: ProviderId
  readonly as: Seat | 'stand_in'
}

/** `open`: not tried yet. `tried`: did not take it. `excluded`: may not, by the conflict. `took`: has taken it. */
export type StepState = 'open' | 'tried' | 'excluded' | 'took'

/** One line of the order in which to call. */
export interface Step {
  /** From 1. */
  readonly position: number
  /** Null: the centre. */
  readonly providerId: ProviderId | null
  readonly as: CalledAs
  readonly state: StepState
  /** How the last try ended; null = not tried. */
  readonly outcome: AttemptOutcome | null
  /** The gravest conflict: why the person is excluded, or comes after others. */
  readonly conflict: ConflictOfInterest | null
  /** Whether somebody must say first that the interests do not conflict (BLTTHS 2015 Điều 72(5)). */
  readonly needsConfirmation: boolean
  /** Whether the client must be told in writing why this person does not come (Luật TGPL 2017 Điều 25(3)): whoever was due to, or refused. */
  readonly reasonDue: boolean
}

export interface ChainFacts {
  /** In the order in which to call: those on duty, primary before support, then stand-ins as the caller ranks them. Said twice, the first counts. */
  readonly people: readonly Callable[]
  readonly conflicts: readonly ConflictOfInterest[]
  readonly attempts: readonly Pick<Attempt, 'position' | 'as' | 'providerId' | 'outcome'>[]
  readonly interests: Interests
}

export interface Chain {
  /** Everybody, the centre last. */
  readonly order: readonly Step[]
  /** Whom to call now; null once it is taken, or everybody and the centre last of all was tried in vain. */
  readonly next: Step | null
  readonly ended: 'taken' | 'exhausted' | null
}

type Tried = ChainFacts['attempts'][number]
type Unnumbered = Omit<Step, 'position'>

/** The rules whose question is answered once the interests are declared apart. */
const ABOUT_INTERESTS: readonly ConflictRule[] = ['opposing-interests', 'several-accused']
const GRAVITY = { warn: 1, confirm: 2, block: 3 } as const satisfies Record<ConflictOfInterest['level'], number>

/**
 * Whom to call, in order, and who is next: those who are free as they come, then those warned of, then those whom somebody must confirm,
 * and the centre, which is always there and ends the chain. Of several tries of one person the last counts, so whoever took the call and
 * stands aside later opens it again. Same facts, same answer.
 */
export function nextToCall(facts: ChainFacts): Chain {
  const steps = [...everybody(facts).map((person) => stepOf(person, facts)), centreStep(facts)]
  const order = steps.toSorted((a, b) => tierOf(a) - tierOf(b)).map((step, index) => ({ position: index + 1, ...step }))
  if (order.some(({ state }) => state === 'took')) return { order, next: null, ended: 'taken' }
  const next = order.find(({ state }) => state === 'open') ?? null
  return { order, next, ended: next === null ? 'exhausted' : null }
}

/** The people of the order, and after them whoever was tried though the order does not name them any more. */
function everybody({ people, attempts }: ChainFacts): Callable[] {
  const strangers = attempts.flatMap(({ providerId, as }) => (providerId === null || as === 'centre' ? [] : [{ providerId, as }]))
  const first = new Map<ProviderId, Callable>()
  for (const person of [...people, ...strangers]) if (!first.has(person.providerId)) first.set(person.providerId, person)
  return [...first.values()]
}

/** The last try of somebody, the centre by null. */
const lastTry = (attempts: readonly Tried[], providerId: ProviderId | null): Tried | undefined =>
  attempts
    .filter((each) => each.providerId === providerId)
    .toSorted((a, b) => a.position - b.position)
    .at(-1)

function stepOf({ providerId, as }: Callable, facts: ChainFacts): Unnumbered {
  const outcome = lastTry(facts.attempts, providerId)?.outcome ?? null
  const found = gravest(facts, providerId)
  const unnamed = outcome === 'refused_conflict' && found?.level !== 'block'
  const conflict = unnamed ? unnamedRefusal(providerId) : found
  const excluded = conflict?.level === 'block'
  return {
    providerId,
    as,
    state: excluded ? 'excluded' : stateAfter(outcome),
    outcome,
    conflict,
    needsConfirmation: conflict?.level === 'confirm',
    reasonDue: excluded && (as !== 'stand_in' || outcome !== null)
  }
}

function stateAfter(outcome: AttemptOutcome | null): StepState {
  if (outcome === null) return 'open'
  return outcome === 'answered' ? 'took' : 'tried'
}

/** The gravest of what is against somebody, of equal ones the first; the question of interests falls away when they are declared apart. */
function gravest({ conflicts, interests }: ChainFacts, providerId: ProviderId): ConflictOfInterest | null {
  const answered = ({ rule, level }: ConflictOfInterest): boolean =>
    interests === 'apart' && level === 'confirm' && ABOUT_INTERESTS.includes(rule)
  return conflicts
    .filter((each) => each.providerId === providerId && !answered(each))
    .reduce<ConflictOfInterest | null>((worst, each) => (worst === null || GRAVITY[each.level] > GRAVITY[worst.level] ? each : worst), null)
}

/** Somebody refused for a conflict and gave no rule: that they cannot be objective is the ground the law leaves. */
const unnamedRefusal = (providerId: ProviderId): ConflictOfInterest => ({
  providerId,
  rule: 'not-objective',
  level: 'block',
  basis: 'Luật TGPL 2017 Điều 25(2)b',
  declared: true
})

function centreStep({ attempts }: ChainFacts): Unnumbered {
  const outcome = lastTry(attempts, null)?.outcome ?? null
  const state = stateAfter(outcome)
  return { providerId: null, as: 'centre', state, outcome, conflict: null, needsConfirmation: false, reasonDue: false }
}

/** Excluded people stay where they are in the order, so that a reader sees whom the next one stands in for. */
function tierOf({ as, state, conflict }: Unnumbered): number {
  if (as === 'centre') return GRAVITY.block
  return conflict === null || state === 'excluded' ? 0 : GRAVITY[conflict.level]
}
