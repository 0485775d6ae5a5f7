import { setTimeout } from 'node:timers/promises'
import { type Compute, computeHere, type TaskHooks, type TaskName } from '../../src/planning/compute.ts'
import { engine } from './engine.ts'

/** A calculation that somebody waits for. */
export interface HeldTask {
  readonly name: TaskName
  /** Lets it be made. */
  go(): void
}

/** What calculates in the thread of the test, and while `hold` is on not before the test says so. */
export interface Holding {
  readonly compute: Compute
  /** Every task that was asked for, in order. */
  readonly asked: TaskName[]
  hold: boolean
  /** The next task that is held; undefined when that other thing has come first. */
  next(or?: Promise<unknown>): Promise<HeldTask | undefined>
  /** Holds nothing any more. */
  letAllGo(): void
}

export function holding(): Holding {
  const here = computeHere(engine)
  const waiting: HeldTask[] = []
  const all: HeldTask[] = []
  let come = Promise.withResolvers<void>()
  const stopped = (name: TaskName): Promise<void> => {
    const { promise, resolve: go } = Promise.withResolvers<void>()
    const task = { name, go }
    waiting.push(task)
    all.push(task)
    come.resolve()
    return promise
  }
  const held: Holding = {
    asked: [],
    hold: false,
    compute: (async (name: TaskName, input: never, hooks: TaskHooks) => {
      held.asked.push(name)
      if (held.hold) await stopped(name)
      return here(name, input, hooks)
    }) as Compute,
    next: async (or = new Promise(() => undefined)) => {
      if (waiting.length === 0) {
        come = Promise.withResolvers()
        await Promise.race([come.promise, or])
      }
      return waiting.shift()
    },
    letAllGo: () => {
      held.hold = false
      for (const task of all.splice(0)) task.go()
    }
  }
  return held
}

/** Longer than anything takes that does not wait for ever, in milliseconds. */
const FOR_EVER = 30_000

/** What the answer is, or that nobody gives it while the rest of the test waits. */
export const given = <T>(answer: Promise<T>): Promise<T | 'nothing'> =>
  Promise.race([answer, setTimeout(FOR_EVER, 'nothing' as const, { ref: false })])
