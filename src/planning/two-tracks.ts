import type { Proof } from './coverage.ts'
import type { Budget, Hooks, Optimise, Outcome, Tier, TierName } from './engine.ts'
import { evaluate } from './evaluate.ts'
import type { Holders, Model } from './model.ts'
import type { Found, Searched } from './search.ts'
import { isBetter, tiersOf } from './tiers.ts'

/** A search for a thread to run. */
export interface SearchTask {
  readonly kind: 'search'
  readonly seed: number
  readonly iterations: number
  readonly millis: number | null
  readonly start: Holders | null
}

/** A proof for a thread to make: of the coverage known so far, or of a later tier for plans that leave at most so much empty. */
export interface ProofTask {
  readonly kind: 'prove'
  readonly tier: TierName
  readonly coverage: number
  /** Value of the best plan known: a bound that meets it is enough. */
  readonly target: number
  /** Milliseconds that branch and cut may take; null = a number of nodes that is the same each time. */
  readonly millis: number | null
}

/** What tells a thread to end, and how it is heard. */
export interface ThreadHooks {
  readonly stop: AbortSignal
  /** The work has a thread. */
  onBegin?(): void
  onBest?(found: Found, iterations: number): void
}

/** Threads to give work to. A stopped search answers with the best so far; a stopped proof may say that it knows nothing. */
export interface Threads {
  search(model: Model, task: SearchTask, hooks: ThreadHooks): Promise<Searched>
  prove(model: Model, task: ProofTask, hooks: ThreadHooks): Promise<Proof>
}

/** Part of the budget for a first plan, and of the time for proving coverage where seats stay empty. */
const QUICK = 1 / 16
const COVERAGE = 0.4

/** How one engine's run stands. Mutable. */
interface Run {
  readonly model: Model
  readonly budget: Budget
  readonly threads: Threads
  readonly hooks: Hooks
  /** Milliseconds left; null = the clock does not count. */
  left(): number | null
  /** Ends every thread of the run. */
  readonly ending: AbortController
  best: Found | null
  iterations: number
  readonly proofs: Map<TierName, Proof>
}

/**
 * An engine on two tracks: one thread searches; another proves what can be proved (coverage where seats stay empty, then how fair and
 * how cheap a plan can be at all) and then searches too. A plan that meets its bound ends the run. With a budget in iterations the
 * result is the same on any machine, since neither track waits for what the other happens to have found by then.
 */
export const twoTracks =
  (threads: Threads, clock: () => number): Optimise =>
  async (model, budget, hooks = {}) => {
    const begun = clock()
    const run: Run = {
      model,
      budget,
      threads,
      hooks,
      left: () => (budget.millis === null ? null : Math.max(1, budget.millis - (clock() - begun))),
      ending: new AbortController(),
      best: null,
      iterations: 0,
      proofs: new Map()
    }
    const onStop = (): void => run.ending.abort(hooks.stop?.reason)
    hooks.stop?.addEventListener('abort', onStop, { once: true })
    if (hooks.stop?.aborted) onStop()
    try {
      return await follow(run)
    } finally {
      hooks.stop?.removeEventListener('abort', onStop)
    }
  }

async function follow(run: Run): Promise<Outcome> {
  const { budget, hooks } = run
  if (!budget.prove) {
    const only = await search(run, budget.seed, 1, hooks.start ?? null)
    return outcomeOf(run, only.stopped)
  }
  const first = await search(run, budget.seed, QUICK, hooks.start ?? null)
  // whoever counts iterations waits for the proof, whose plan may be the better start; whoever counts time does not
  if (budget.millis === null) await prove(run, 'coverage', 1)
  const start = run.best?.holders ?? first.holders
  const [one, other] = await Promise.all([search(run, budget.seed + 1, 1 - QUICK, start), secondTrack(run)])
  return outcomeOf(run, one.stopped === 'iterations' ? (other?.stopped ?? 'iterations') : one.stopped)
}

/** Proves what can be proved, then searches with what is left from the best by the last proof, or by its start where the clock does not count. */
async function secondTrack(run: Run): Promise<Searched | null> {
  const { budget, ending } = run
  const start = run.best?.holders ?? null
  if (budget.millis !== null) await prove(run, 'coverage', COVERAGE)
  await prove(run, 'fairness', 1)
  if (budget.brief) return null
  await prove(run, 'total', 1)
  if (ending.signal.aborted) return null
  return search(run, budget.seed + 2, 1 - QUICK, budget.millis === null ? start : (run.best?.holders ?? start))
}

/** A search over a part of the budget; its best is the run's where it is better. */
async function search(run: Run, seed: number, part: number, start: Holders | null): Promise<Searched> {
  const { budget, model, threads, ending } = run
  const before = run.iterations
  const left = run.left()
  const millis = left === null ? null : part === QUICK ? left * part : left
  const iterations = Math.max(1, Math.round(budget.iterations * part))
  const onBest = (found: Found, done: number): void => {
    run.iterations = Math.max(run.iterations, before + done)
    keep(run, found)
  }
  const onBegin = (): void => (run.best === null ? tell(run, 'construct') : undefined)
  const task = { kind: 'search', seed, iterations, millis, start } as const
  const searched = await threads.search(model, task, { stop: ending.signal, onBegin, onBest })
  keep(run, searched)
  run.iterations = Math.max(run.iterations, before + searched.iterations)
  return searched
}

function keep(run: Run, found: Found): void {
  if (run.best !== null && !isBetter(found, run.best)) return
  run.best = { coverage: found.coverage, fairness: found.fairness, total: found.total, holders: found.holders.slice() }
  tell(run, 'search')
  settle(run)
}

/** Asks for a proof, unless the run is over; what it cannot know it leaves open. */
async function prove(run: Run, tier: TierName, part: number): Promise<void> {
  const { best, ending, model, threads } = run
  if (best === null || ending.signal.aborted) return
  const left = run.left()
  const millis = left === null ? null : left * part
  const proof = await threads.prove(
    model,
    { kind: 'prove', tier, coverage: best.coverage, target: targetOf(run, tier), millis },
    { stop: ending.signal }
  )
  if (proof.bound < 0) return
  run.proofs.set(tier, proof)
  if (proof.holders !== null) keep(run, { ...evaluate(model, proof.holders), holders: proof.holders })
  tell(run, 'bound')
  settle(run)
}

const targetOf = (run: Run, tier: TierName): number => currentTiers(run).find(({ name }) => name === tier)?.value ?? 0

/** Ends the run once its best meets the bounds as closely as was asked. */
function settle(run: Run): void {
  if (gapOf(currentTiers(run)) <= run.budget.gap) run.ending.abort()
}

/** How far the best is from what is proved; infinite as long as the coverage is not proved, or nothing of the total is. */
function gapOf([coverage, , total]: readonly Tier[]): number {
  if (coverage === undefined || total === undefined) return Number.POSITIVE_INFINITY
  return coverage.value <= coverage.bound && total.bound >= 0 ? total.value - total.bound : Number.POSITIVE_INFINITY
}

/** The tiers of the best plan with what is proved of each. */
function currentTiers(run: Run): Tier[] {
  if (run.best === null) return []
  return tiersOf(run.best).map((tier) => {
    const proof = proofOf(run, tier.name)
    return proof === undefined || tier.by === 'zero' ? tier : { ...tier, bound: proof.bound, by: proof.by }
  })
}

/** What proves most of a tier: everything together costs no less than unfairness alone. */
function proofOf({ proofs }: Run, tier: TierName): Proof | undefined {
  const [own, fairness] = [proofs.get(tier), proofs.get('fairness')]
  return tier === 'total' && (own?.bound ?? -1) < (fairness?.bound ?? -1) ? fairness : own
}

const tell = (run: Run, phase: 'construct' | 'search' | 'bound'): void =>
  run.hooks.onProgress?.({ phase, iterations: run.iterations, tiers: currentTiers(run) })

function outcomeOf(run: Run, stopped: Searched['stopped']): Outcome {
  const { model, best, budget, hooks, iterations, proofs } = run
  const holders = best?.holders ?? new Int32Array(model.pieces.length).fill(-1)
  const tiers = currentTiers(run)
  const gap = gapOf(tiers)
  const proven = gap <= 0 ? 'optimal' : gap <= budget.gap ? 'gap' : null
  const cut = stopped === 'optimal' ? 'iterations' : stopped
  return {
    holders,
    tiers,
    iterations,
    stopped: proven ?? (hooks.stop?.aborted ? 'cancelled' : cut),
    certificates: [...proofs.values()].flatMap(({ certificate }) => (certificate === null ? [] : [certificate]))
  }
}
