import { parentPort } from 'node:worker_threads'
import { highsSolver } from '../../src/jobs/highs.ts'
import { serve } from '../../src/jobs/serve.ts'
import { threadsHere } from '../../src/planning/threads-here.ts'
import type { Threads } from '../../src/planning/two-tracks.ts'

/**
 * A worker whose searches go wrong on request, by seed; with any other seed it searches as the service does. `DIES` takes the thread
 * with it, `THROWS` is a defect, `DEAF` never ends and hears nothing, `ENDLESS` has its plan at once and ends only when it is stopped.
 */
export const DIES = 13
export const THROWS = 14
export const DEAF = 15
export const ENDLESS = 16

export const STAND_IN = new URL(import.meta.url)

const spin = (until: () => boolean): void => {
  while (!until()) {
    // busy on purpose: a search does not yield
  }
}

const real = threadsHere(() => performance.now(), highsSolver)

const standIn: Threads = {
  ...real,
  search: async (model, task, hooks) => {
    if (task.seed === DIES) process.exit(3)
    if (task.seed === THROWS) throw new Error('a defect on purpose')
    if (task.seed === DEAF) spin(() => false)
    const short = { ...task, iterations: Math.min(task.iterations, 20_000) }
    const searched = await real.search(model, short, task.seed === ENDLESS ? { stop: new AbortController().signal } : hooks)
    if (task.seed !== ENDLESS) return searched
    hooks.onBest?.(searched, searched.iterations)
    spin(() => hooks.stop.aborted)
    return { ...searched, stopped: 'cancelled' }
  }
}

if (parentPort !== null) serve(parentPort, standIn)
