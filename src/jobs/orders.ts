import type { MessagePort, Transferable } from 'node:worker_threads'
import { DutyError } from '../domain/errors.ts'
import { type JobProblem, jobProblemOf } from '../domain/job.ts'

/** What a pool says to a thread: work, or that the work under way is to end with what it has. `flag` is not 0 from that moment on. */
export type Told = { readonly order: unknown; readonly flag: Int32Array } | { readonly stop: true }

/** What a thread says of its work: news any number of times, then one of the others, once. `refused` is a refusal of our own. */
export type Report =
  | { readonly news: unknown }
  | { readonly answer: unknown }
  | { readonly refused: JobProblem }
  | { readonly error: string }

/** How work is heard and told while it is under way. */
export interface WorkHooks {
  readonly stop: AbortSignal
  say(news: unknown): void
}

/**
 * A signal that is aborted from the moment at which the flag is not 0. A search that never yields to its event loop hears no message
 * and no event: it has to look at `aborted`, and sees it here. Whoever yields hears the controller's event too.
 */
export const signalOf = (flag: Int32Array, { signal } = new AbortController()): AbortSignal =>
  Object.defineProperty(signal, 'aborted', { get: () => Atomics.load(flag, 0) !== 0 })

const reportOf = (error: unknown): Report =>
  error instanceof DutyError
    ? { refused: jobProblemOf(error) }
    : { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }

/** Does every piece of work that comes through the port in this thread, one at a time. What `moved` names of an answer is not copied. */
export function answerOrders(
  port: MessagePort,
  work: (order: unknown, hooks: WorkHooks) => Promise<unknown>,
  moved: (answer: unknown) => readonly Transferable[] = () => []
): void {
  let current: AbortController | undefined
  const tell = (report: Report, list: readonly Transferable[] = []): void => {
    current = undefined
    port.postMessage(report, list)
  }
  port.on('message', (told: Told) => {
    if ('stop' in told) {
      current?.abort()
      return
    }
    const controller = new AbortController()
    current = controller
    const hooks = { stop: signalOf(told.flag, controller), say: (news: unknown) => port.postMessage({ news } satisfies Report) }
    // started in a promise, so that an error thrown at once is reported like any other
    void Promise.resolve()
      .then(() => work(told.order, hooks))
      .then((answer) => tell({ answer }, moved(answer)))
      .catch((error: unknown) => tell(reportOf(error)))
  })
}
