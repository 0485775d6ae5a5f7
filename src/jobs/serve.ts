import type { MessagePort } from 'node:worker_threads'
import type { Proof } from '../planning/coverage.ts'
import type { Model } from '../planning/model.ts'
import type { Found, Searched } from '../planning/search.ts'
import type { ProofTask, SearchTask, Threads } from '../planning/two-tracks.ts'

/** Work as it is given to a worker. `flag` is one shared number: once it is not 0 the work ends with the best so far. */
export interface Order {
  readonly model: Model
  readonly task: SearchTask | ProofTask
  readonly flag: Int32Array
}

/** What a worker says of its work: a better plan any number of times, then one of the others, once. */
export type Report =
  | { readonly best: Found; readonly iterations: number }
  | { readonly answer: Searched | Proof }
  | { readonly error: string }

/**
 * A signal that is aborted from the moment at which the flag is not 0. A search that never yields to its event loop hears no message
 * and no event: it has to look at `aborted`, and sees it here.
 */
export function signalOf(flag: Int32Array): AbortSignal {
  const { signal } = new AbortController()
  return Object.defineProperty(signal, 'aborted', { get: () => Atomics.load(flag, 0) !== 0 })
}

/** Answers every order that comes through the port by doing the work in this thread. */
export function serve(port: MessagePort, threads: Threads): void {
  const say = (report: Report): void => port.postMessage(report)
  port.on('message', ({ model, task, flag }: Order) => {
    const stop = signalOf(flag)
    const onBest = (best: Found, iterations: number): void => say({ best, iterations })
    // started in a promise, so that an error thrown at once is reported like any other
    void Promise.resolve()
      .then(
        (): Promise<Searched | Proof> =>
          task.kind === 'search' ? threads.search(model, task, { stop, onBest }) : threads.prove(model, task, { stop })
      )
      .then(
        (answer) => say({ answer }),
        (error: unknown) => say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
      )
  })
}
