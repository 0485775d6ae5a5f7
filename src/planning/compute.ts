import type { Hooks, Optimise } from './engine.ts'
import { newViolations, violations } from './tasks/check.ts'
import { compare } from './tasks/compare.ts'
import { mend } from './tasks/mend.ts'
import { plan } from './tasks/plan.ts'
import { rotation } from './tasks/rotation.ts'
import { candidates, person, seat } from './tasks/seats.ts'
import { standIns } from './tasks/stand-ins.ts'
import type { TaskMeans } from './tasks/task.ts'
import { unfilled } from './tasks/unfilled.ts'

/** Everything that is calculated for a request or a job. Input and answer are plain data: a task may be done in any thread. */
export const tasks = {
  /** Long work, and the same while somebody waits. */
  plan,
  preview: plan,
  violations,
  newViolations,
  candidates,
  seat,
  person,
  unfilled,
  mend,
  compare,
  rotation,
  standIns
} as const

type Tasks = typeof tasks
export type TaskName = keyof Tasks
export type TaskInput<Name extends TaskName> = Parameters<Tasks[Name]>[0]
export type TaskAnswer<Name extends TaskName> = Awaited<ReturnType<Tasks[Name]>>

/** For whom it is calculated, and what is heard and said meanwhile. */
export interface TaskHooks extends Pick<Hooks, 'onProgress' | 'stop'> {
  /** The centre: centres take turns. */
  readonly owner: string
}

/** Does a task, in whatever thread. */
export type Compute = <Name extends TaskName>(name: Name, input: TaskInput<Name>, hooks: TaskHooks) => Promise<TaskAnswer<Name>>

/** Does a task by its name. */
export const perform = async (name: TaskName, input: unknown, means: TaskMeans): Promise<unknown> =>
  (tasks[name] as (input: unknown, means: TaskMeans) => unknown)(input, means)

/** Calculates in this thread, which does nothing else meanwhile, with copies as between threads. */
export const computeHere =
  (optimise: Optimise): Compute =>
  async (name, input, { onProgress, stop }) => {
    const hooks = { ...(onProgress && { onProgress }), ...(stop && { stop }) }
    return structuredClone(await perform(name, structuredClone(input), { optimise, hooks })) as never
  }
