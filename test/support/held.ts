import { setTimeout } from 'node:timers/promises'
import { type Compute, computeHere, type TaskHooks, type TaskName } from '../../src/planning/compute.ts'
import { discarded } from '../../src/usecases/job-desk.ts'
import { engine } from './engine.ts'

/** A calculation under way that goes on only when it is told to. */
export interface Held {
  readonly owner: string
  readonly name: TaskName
  readonly input: unknown
  readonly letGo: () => void
  readonly fail: (error: Error) => void
}

/** What calculates in place of the threads. */
export interface HeldCompute {
  readonly compute: Compute
  /** Every task that was asked for, in order. */
  readonly asked: TaskName[]
  /** From now on calculations are held, or (false) are not; those that are held go on. */
  readonly hold: (held: boolean) => void
  /** What is held now, in the order in which it came. */
  readonly underWay: () => readonly Held[]
  /** How many were held so far. */
  readonly begun: () => number
  /** The first that is held and that this has not told of yet; undefined when that other thing has come first. */
  readonly next: (or?: Promise<unknown>) => Promise<Held | undefined>
}

/** Calculates in the thread of the test; while it holds, only when it is told to, and never once its asker has left. */
export function holdingCompute(): HeldCompute {
  const here = computeHere(engine)
  const asked: TaskName[] = []
  const underWay = new Set<Held>()
  const untold: Held[] = []
  let [holds, begun] = [false, 0]
  let come = Promise.withResolvers<void>()
  const wait = ({ stop, owner }: TaskHooks, name: TaskName, input: unknown): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const held: Held = { owner, name, input, letGo: resolve, fail: reject }
    const onAbort = (): void => reject(discarded())
    underWay.add(held)
    untold.push(held)
    begun += 1
    come.resolve()
    stop?.addEventListener('abort', onAbort)
    if (stop?.aborted) onAbort()
    return promise.finally(() => {
      stop?.removeEventListener('abort', onAbort)
      underWay.delete(held)
    })
  }
  const compute = async (name: TaskName, input: unknown, hooks: TaskHooks): Promise<unknown> => {
    asked.push(name)
    if (holds) await wait(hooks, name, input)
    return here(name, input as never, hooks)
  }
  return {
    compute: compute as Compute,
    asked,
    hold: (held) => {
      holds = held
      if (!held) for (const each of underWay) each.letGo()
    },
    underWay: () => [...underWay],
    begun: () => begun,
    next: async (or = new Promise(() => undefined)) => {
      if (untold.length === 0) {
        come = Promise.withResolvers()
        await Promise.race([come.promise, or])
      }
      return untold.shift()
    }
  }
}

/** Longer than anything takes that does not wait for ever, in milliseconds. */
const FOR_EVER = 30_000

/** What the answer is, or that nobody gives it while the rest of the test waits. */
export const given = <T>(answer: Promise<T>): Promise<T | 'nothing'> =>
  Promise.race([answer, setTimeout(FOR_EVER, 'nothing' as const, { ref: false })])
