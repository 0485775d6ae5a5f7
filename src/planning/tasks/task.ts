import type { Hooks, Optimise } from '../engine.ts'

/** What a task works with in the thread that does it. */
export interface TaskMeans {
  readonly optimise: Optimise
  readonly hooks: Hooks
}
