import { DutyError } from '../domain/errors.ts'
import type { Compute, TaskHooks, TaskInput, TaskName } from '../planning/compute.ts'
import type { Progress } from '../planning/engine.ts'
import type { PlanFound } from '../planning/tasks/plan.ts'
import { WHILE_WAITING } from '../usecases/bounded.ts'
import { PLAN_LIMITS, PREVIEW_LIMITS } from '../usecases/plan-options.ts'
import type { ComputeOrder } from './compute-order.ts'
// started by its address below: this line shows readers and gates what it needs
import type {} from './compute-worker.ts'
import { type Errand, openThreadPool, type PoolOptions, type ThreadPool, tookTooMuch } from './thread-pool.ts'

/** The kinds of work. */
type Lane = 'plan' | 'longPlan' | 'trial' | 'question' | 'act'
type Lanes = Readonly<Record<Lane, Omit<PoolOptions, 'script'>>>

/**
 * Places for each kind of work, so that short work waits for short work alone. A centre has one of each at most, however much it asks, and
 * centres take turns. `plan`: plans of some minutes; `longPlan`: those that were given more; `trial`: what is tried out while somebody
 * waits, for up to a minute or so; `question`: what is answered in a moment; `act`: what writes wait for, which nothing else delays. Nine
 * threads if there is work for all, each made when it is needed, and of memory 11.5 GB at the most that they may take; a plan has two more,
 * in which it searches.
 */
export const LANES = {
  plan: { size: 2, perOwner: 1, memory: 1_536 },
  longPlan: { size: 1, perOwner: 1, memory: 1_536 },
  trial: { size: 2, perOwner: 1, memory: 1_536 },
  question: { size: 2, perOwner: 1, memory: 1_024 },
  act: { size: 2, perOwner: 1, memory: 1_024 }
} satisfies Lanes

/** A plan that is given more has a long one's place: milliseconds, or where none are named moves, of which a large centre makes as many in as long. */
const LONG_PLAN = { millis: 300_000, iterations: 50_000_000 } as const

const placeOfPlan = ({ budget: { millis, iterations } }: TaskInput<'plan'>): Lane =>
  (millis === null ? iterations > LONG_PLAN.iterations : millis > LONG_PLAN.millis) ? 'longPlan' : 'plan'

const placeOfMend = ({ budget }: TaskInput<'mend'>): Lane => (budget.iterations > WHILE_WAITING ? 'trial' : 'question')

type LaneOf = { readonly [Name in TaskName]: Lane | ((input: TaskInput<Name>) => Lane) }

/**
 * Where each task has its place, by its length where that is told beforehand: `act` are those that no cover, approval and publication goes
 * without, between the rounds of its transaction. A task without a lane does not compile.
 */
const LANE_OF: LaneOf = {
  plan: placeOfPlan,
  preview: 'trial',
  compare: 'trial',
  mend: placeOfMend,
  candidates: 'question',
  seat: 'question',
  person: 'question',
  unfilled: 'question',
  rotation: 'question',
  violations: 'act',
  newViolations: 'act',
  standIns: 'act'
}

function laneOf<Name extends TaskName>(name: Name, input: TaskInput<Name>): Lane {
  const lane: Lane | ((input: TaskInput<Name>) => Lane) = LANE_OF[name]
  return typeof lane === 'string' ? lane : lane(input)
}

/** Milliseconds that a plan may go on beyond its time, to end its search and to write its seats and reasons down. */
const GRACE = 30_000
/**
 * Milliseconds after which a question, or what a write asks, has no answer. Its work is counted in moves, so that this only ends what never would: seconds on a
 * machine that is free may be minutes on one that is not.
 */
const QUESTION = 1_200_000

/** The most milliseconds for plans that are counted in moves: the most that those may have which are timed. */
export const MOST_MILLIS: Readonly<Record<'plan' | 'preview', number>> = {
  plan: PLAN_LIMITS.mostSeconds * 1000,
  preview: PREVIEW_LIMITS.mostSeconds * 1000
}

type Most = typeof MOST_MILLIS

const isPlan = (name: TaskName): name is 'plan' | 'preview' => name === 'plan' || name === 'preview'

/** How long a task may have a thread. */
function limitOf<Name extends TaskName>(name: Name, input: TaskInput<Name>, most: Most): number {
  return isPlan(name) ? ((input as TaskInput<'plan'>).budget.millis ?? most[name]) + GRACE : QUESTION
}

/** Runs a plan that is counted in moves, which after so long in its thread ends with what it has: as one that a clock has ended. */
async function inTime(pool: ThreadPool, errand: Errand, millis: number): Promise<PlanFound> {
  const over = new AbortController()
  let clock: NodeJS.Timeout | undefined
  const onBegin = (): void => {
    clock = setTimeout(() => over.abort(), millis)
  }
  const stop = errand.stop === undefined ? over.signal : AbortSignal.any([errand.stop, over.signal])
  try {
    const found = (await pool.run({ ...errand, stop, onBegin })) as PlanFound
    const cut = over.signal.aborted && !errand.stop?.aborted && found.outcome.stopped === 'cancelled'
    return cut ? { ...found, outcome: { ...found.outcome, stopped: 'time' } } : found
  } finally {
    clearTimeout(clock)
  }
}

/** Threads that calculate. */
export interface ComputePool extends Pick<ThreadPool, 'size' | 'close'> {
  readonly compute: Compute
}

/** Threads that calculate. What takes more time or memory than it may is MONTH_TOO_LARGE, and the rest goes on. */
export function openComputePool(
  script = new URL('./compute-worker.ts', import.meta.url),
  kinds: Lanes = LANES,
  most: Most = MOST_MILLIS
): ComputePool {
  const lanes = Object.fromEntries(
    Object.entries(kinds).map(([name, options]) => [name, openThreadPool({ script, ...options })])
  ) as Record<Lane, ThreadPool>
  const all = Object.values(lanes)
  const compute = async (name: TaskName, input: unknown, { owner, onProgress, stop }: TaskHooks): Promise<unknown> => {
    const order = { name, input } satisfies ComputeOrder
    const onNews = (news: unknown): void => onProgress?.(news as Progress)
    const errand: Errand = { order, owner, onNews, ...(stop && { stop }), limit: limitOf(name, input as never, most) }
    const pool = lanes[laneOf(name, input as never)]
    const counted = isPlan(name) && (input as TaskInput<'plan'>).budget.millis === null
    try {
      return await (counted ? inTime(pool, errand, most[name]) : pool.run(errand))
    } catch (error) {
      throw tookTooMuch(error) ? new DutyError('MONTH_TOO_LARGE') : error
    }
  }
  return {
    compute: compute as Compute,
    size: () => all.reduce((sum, pool) => sum + pool.size(), 0),
    close: async () => void (await Promise.all(all.map((pool) => pool.close())))
  }
}
