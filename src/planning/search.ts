import { descend, openSearch, type Search, STRIDE, wander } from './anneal.ts'
import { construct, stateOf } from './construct.ts'
import { unfairnessOf } from './evaluate.ts'
import type { Holders, Model } from './model.ts'
import type { State } from './state.ts'
import { isBetter, type Values } from './tiers.ts'

/** How far a search goes and what it listens to. */
export interface SearchLimits {
  readonly seed: number
  readonly iterations: number
  /** Milliseconds since the start, from a clock that is passed in; null = only iterations count. */
  readonly millis: number | null
  /** Milliseconds so far; asked for seldom. */
  elapsed(): number
  /** Whether somebody wants it to end with what it has. */
  stopped(): boolean
  /** Where to begin; left out, a plan is constructed. */
  readonly start?: Holders
  /** Nothing better can be: the search ends there. */
  target?(): { readonly coverage: number; readonly total: number } | null
  onBest?(found: Found, iterations: number): void
}

/** A plan and what it comes to. */
export interface Found extends Values {
  readonly holders: Holders
}

export interface Searched extends Found {
  readonly iterations: number
  readonly stopped: 'optimal' | 'iterations' | 'time' | 'cancelled'
}

/** Part of the way that a first, quick cooling takes, so that a usable plan is there early. */
const QUICK = 1 / 16
/** Steps of a cooling after which clock and signals are asked again, in strides. */
const STRIDES_PER_LOOK = 8

/**
 * Looks for the least that the model can cost: constructs, cools quickly, cools slowly from the best so far, then takes what single
 * moves still gain. The same model, start, seed and iterations give the same plan on any machine, unless time or a stop cut it short.
 */
export function runSearch(model: Model, limits: SearchLimits): Searched {
  const first = limits.start === undefined ? construct(model) : startFrom(model, limits.start)
  if (model.pieces.length === 0) return { ...found(model, { ...first.sum, holders: first.holders }), iterations: 0, stopped: 'optimal' }
  const quick = openSearch(first, limits.seed)
  let done = cool(quick, limits, { iterations: 0, part: QUICK, before: 0 })
  descend(quick)
  const slow = openSearch(stateOf(model, quick.best.holders), limits.seed + 1)
  const end = verdict(slow, limits, done)
  if (end === null) {
    done = cool(slow, limits, { iterations: done, part: 1 - QUICK, before: QUICK })
    descend(slow)
  }
  return { ...found(model, slow.best), iterations: done, stopped: verdict(slow, limits, done) ?? 'iterations' }
}

/** The start, or the constructed plan where that is better. */
function startFrom(model: Model, start: Holders): State {
  const [given, made] = [stateOf(model, start), construct(model)]
  return isBetter(made.sum, given.sum) ? made : given
}

const found = (model: Model, best: Search['best']): Found => ({ ...best, fairness: unfairnessOf(model, best.holders) })

/** Which part of the whole way a cooling takes. */
interface Leg {
  /** Iterations before it. */
  readonly iterations: number
  readonly part: number
  /** Parts before it. */
  readonly before: number
}

/** Cools over its part of the iterations, or of the time where that is shorter; returns the iterations by then. */
function cool(search: Search, limits: SearchLimits, leg: Leg): number {
  const chunk = STRIDE * STRIDES_PER_LOOK
  const end = Math.round(limits.iterations * (leg.before + leg.part))
  let done = leg.iterations
  let at = 0
  let best = search.best.total
  while (done < end && at < 1 && verdict(search, limits, done) === null) {
    const iterations = Math.min(chunk, end - done)
    const next = Math.max(progress(limits, leg, done + iterations), at)
    wander(search, iterations, at, Math.min(1, next))
    at = next
    done += iterations
    if (search.best.total !== best) limits.onBest?.(found(search.state.model, search.best), done)
    best = search.best.total
  }
  return done
}

/** How far a cooling is, 0 to 1: by iterations or by the clock, whichever is further. */
function progress({ iterations, millis, elapsed }: SearchLimits, { before, part }: Leg, done: number): number {
  const counted = (done / iterations - before) / part
  if (millis === null) return counted
  const timed = (elapsed() / millis - before) / part
  return Math.max(counted, timed)
}

/** Why the search is over; null = it goes on. */
function verdict({ best }: Search, limits: SearchLimits, done: number): Searched['stopped'] | null {
  const target = limits.target?.() ?? null
  if (target !== null && best.coverage <= target.coverage && best.total <= target.total) return 'optimal'
  if (limits.stopped()) return 'cancelled'
  if (limits.millis !== null && limits.elapsed() >= limits.millis) return 'time'
  return done >= limits.iterations ? 'iterations' : null
}
