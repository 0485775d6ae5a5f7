import { DutyError } from '../domain/errors.ts'
import { type Proof, UNKNOWN } from '../planning/coverage.ts'
import type { Optimise } from '../planning/engine.ts'
import type { Searched } from '../planning/search.ts'
import { type Threads, twoTracks } from '../planning/two-tracks.ts'
// started by its address below: this line shows readers and gates what it needs
import type {} from './plan-worker.ts'
import type { Better, Order } from './serve.ts'
import { openThreadPool, type ThreadPool, tookTooMuch } from './thread-pool.ts'

/** Threads that work at once: the two tracks of one plan. */
const SIZE = 2
/** Megabytes of heap of one of them. */
const MEMORY = 1_024
/** Milliseconds beyond its time after which a search or a proof that goes on is ended. */
const GRACE = 3_000

/** Threads that search for plans. */
export interface Pool extends Pick<ThreadPool, 'size' | 'close'> {
  readonly optimise: Optimise
}

/**
 * Threads that search and prove. A search that takes more time or memory than it may ends with the best that it has told, or is refused
 * (MONTH_TOO_LARGE) if it has none; a proof then knows nothing.
 */
export function openPool(size = SIZE, script = new URL('./plan-worker.ts', import.meta.url), grace = GRACE): Pool {
  const pool = openThreadPool({ script, size, memory: MEMORY })
  const limit = (millis: number | null) => (millis === null ? {} : { limit: millis + grace })
  const threads: Threads = {
    search: async (model, task, { stop, onBegin, onBest }) => {
      let last: Better | undefined
      const onNews = (news: unknown): void => {
        last = news as Better
        onBest?.(last.best, last.iterations)
      }
      const order = { model, task } satisfies Order
      const found = pool.run({ order, stop, onNews, ...(onBegin && { onBegin }), ...limit(task.millis) }) as Promise<Searched>
      return found.catch((error: unknown) => {
        if (!tookTooMuch(error)) throw error
        if (last === undefined) throw new DutyError('MONTH_TOO_LARGE')
        return { ...last.best, iterations: last.iterations, stopped: 'time' }
      })
    },
    prove: async (model, task, { stop }) => {
      const order = { model, task } satisfies Order
      const proof = pool.run({ order, stop, ...limit(task.millis) }) as Promise<Proof>
      return proof.catch((error: unknown) => {
        if (!tookTooMuch(error)) throw error
        return UNKNOWN
      })
    }
  }
  return { optimise: twoTracks(threads, () => performance.now()), size: pool.size, close: pool.close }
}
