import { DutyError } from '../domain/errors.ts'
import type { Compute, TaskHooks, TaskInput, TaskName } from '../planning/compute.ts'
import type { Progress } from '../planning/engine.ts'
import type { ComputeOrder } from './compute-order.ts'
// started by its address below: this line shows readers and gates what it needs
import type {} from './compute-worker.ts'
import { type Errand, openThreadPool, type PoolOptions, type ThreadPool, tookTooMuch } from './thread-pool.ts'

/** The kinds of work. */
type Lane = 'plan' | 'preview' | 'question' | 'act'
type Lanes = Readonly<Record<Lane, Omit<PoolOptions, 'script'>>>

/**
 * Places for each kind of work. A centre has one of each at most, however much it asks, and centres take turns: no plan of one centre
 * keeps another waiting while there is a place, a question never waits for a plan, and what a write waits for (`act`: seconds at most) for
 * neither. A plan has two threads more, in which it searches.
 */
export const LANES = {
  plan: { size: 2, perOwner: 1, memory: 1_536 },
  preview: { size: 2, perOwner: 1, memory: 1_536 },
  question: { size: 2, perOwner: 1, memory: 1_024 },
  act: { size: 2, perOwner: 1, memory: 1_024 }
} satisfies Lanes

/** Where each task has its place: `act` are those that writes ask, between the rounds of their transaction. A task without a lane does not compile. */
const LANE_OF = {
  plan: 'plan',
  preview: 'preview',
  candidates: 'question',
  seat: 'question',
  person: 'question',
  unfilled: 'question',
  compare: 'question',
  rotation: 'question',
  violations: 'act',
  newViolations: 'act',
  mend: 'act',
  standIns: 'act'
} as const satisfies Record<TaskName, Lane>

/** Milliseconds that a plan may go on beyond its time, to end its search and to write its seats and reasons down. */
const GRACE = 30_000
/**
 * Milliseconds after which a question, or what a write asks, has no answer. Its work is counted in moves, so that this only ends what never would: seconds on a
 * machine that is free may be minutes on one that is not.
 */
const QUESTION = 1_200_000

/** How long a task may have a thread: a plan that is counted in moves and not in time, as long as it takes. */
function limitOf<Name extends TaskName>(name: Name, input: TaskInput<Name>): Pick<Errand, 'limit'> {
  if (name !== 'plan' && name !== 'preview') return { limit: QUESTION }
  const { millis } = (input as TaskInput<'plan'>).budget
  return millis === null ? {} : { limit: millis + GRACE }
}

/** Threads that calculate. */
export interface ComputePool extends Pick<ThreadPool, 'size' | 'close'> {
  readonly compute: Compute
}

/** Threads that calculate. What takes more time or memory than it may is MONTH_TOO_LARGE, and the rest goes on. */
export function openComputePool(script = new URL('./compute-worker.ts', import.meta.url), kinds: Lanes = LANES): ComputePool {
  const lanes = new Map(Object.entries(kinds).map(([name, options]) => [name as Lane, openThreadPool({ script, ...options })]))
  const all = [...lanes.values()]
  const compute = async (name: TaskName, input: unknown, { owner, onProgress, stop }: TaskHooks): Promise<unknown> => {
    const order = { name, input } satisfies ComputeOrder
    const onNews = (news: unknown): void => onProgress?.(news as Progress)
    const errand: Errand = { order, owner, onNews, ...(stop && { stop }), ...limitOf(name, input as never) }
    return lanes
      .get(LANE_OF[name])
      ?.run(errand)
      .catch((error: unknown) => {
        throw tookTooMuch(error) ? new DutyError('MONTH_TOO_LARGE') : error
      })
  }
  return {
    compute: compute as Compute,
    size: () => all.reduce((sum, pool) => sum + pool.size(), 0),
    close: async () => void (await Promise.all(all.map((pool) => pool.close())))
  }
}
