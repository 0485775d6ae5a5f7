import type { MessagePort } from 'node:worker_threads'
import type { Model } from '../planning/model.ts'
import type { Found } from '../planning/search.ts'
import type { ProofTask, SearchTask, Threads } from '../planning/two-tracks.ts'
import { answerOrders } from './orders.ts'

/** A search or a proof as it is given to a worker. */
export interface Order {
  readonly model: Model
  readonly task: SearchTask | ProofTask
}

/** What a search says while it is under way: a better plan. */
export interface Better {
  readonly best: Found
  readonly iterations: number
}

/** Searches and proves whatever comes through the port, in this thread. */
export const serve = (port: MessagePort, threads: Threads): void =>
  answerOrders(port, (order, { stop, say }) => {
    const { model, task } = order as Order
    const onBest = (best: Found, iterations: number): void => say({ best, iterations } satisfies Better)
    return task.kind === 'search' ? threads.search(model, task, { stop, onBest }) : threads.prove(model, task, { stop })
  })
