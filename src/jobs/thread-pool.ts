import { Worker } from 'node:worker_threads'
import { errorOf } from '../domain/job.ts'
import { openTurns, type Places, type Turns, type Waiting } from '../usecases/by-turns.ts'
import { DISCARD, discarded } from '../usecases/job-desk.ts'
import type { Report, Told } from './orders.ts'

/** How long a thread with nothing to do is kept, so that the next work starts at once; milliseconds. Its memory is then given back. */
const KEPT = 60_000

/** What kind of threads, and how many: at once, and of them for one owner. */
export interface PoolOptions extends Places {
  readonly script: URL
  /** Megabytes of memory (of JavaScript's heap) that one thread may take; more ends it. */
  readonly memory?: number
}

/** Work for a thread. */
export interface Errand {
  readonly order: unknown
  /** Whose it is: owners take turns. */
  readonly owner?: string
  /** Goes before what is not, once for each turn of its owner. */
  readonly urgent?: boolean
  /** Milliseconds that it may take from when it has a thread; then the thread is ended. */
  readonly limit?: number
  /** Ends it with what it has; with DISCARD as the reason, at once with its thread. */
  readonly stop?: AbortSignal
  onBegin?(): void
  onNews?(news: unknown): void
}

/** Threads that work. */
export interface ThreadPool {
  /** The answer; rejects when the work fails, or its thread dies or is ended. */
  run(errand: Errand): Promise<unknown>
  /** How many threads there are now: working, and kept for the next work. */
  size(): number
  /** Ends all work and every thread. */
  close(): Promise<void>
}

/** Why work is ended that took too long. */
const OVERDUE = Symbol('overdue')

/** Whether work ended because it took more time or memory than it may. */
export const tookTooMuch = (error: unknown): boolean =>
  error instanceof Error && (error.cause === OVERDUE || (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY')

/** Work that waits for a thread or has one. */
interface Item extends Waiting {
  readonly errand: Errand
  readonly flag: Int32Array
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
  seat: Seat | undefined
}

/** One thread, and what it works on. */
interface Seat {
  readonly worker: Worker
  item: Item | undefined
  /** Ends the thread: because its work takes too long, or because there is none. */
  clock: NodeJS.Timeout | undefined
}

interface State {
  readonly options: PoolOptions
  readonly turns: Turns<Item>
  readonly seats: Set<Seat>
  closed: boolean
}

const CLOSED = 'the pool is closed'

/**
 * A pool that makes its threads when they are needed. Who waits is served in turn by owner (`openTurns`). Work that fails leaves its thread; work whose thread dies rejects alone, and the next gets a new thread. Idle threads keep no
 * process alive.
 */
export function openThreadPool(options: PoolOptions): ThreadPool {
  const state: State = { options, turns: openTurns(options), seats: new Set(), closed: false }
  return {
    run: (errand) => enlist(state, errand),
    size: () => state.seats.size,
    close: async () => {
      state.closed = true
      for (const item of state.turns.waiting()) {
        state.turns.leave(item)
        item.reject(new Error(CLOSED))
      }
      await Promise.all([...state.seats].map((seat) => dismiss(state, seat, new Error(CLOSED))))
    }
  }
}

function enlist(state: State, errand: Errand): Promise<unknown> {
  if (state.closed) return Promise.reject(new Error(CLOSED))
  const { stop, owner = '', urgent = false } = errand
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const item: Item = { owner, urgent, errand, flag: new Int32Array(new SharedArrayBuffer(4)), resolve, reject, seat: undefined }
  const onAbort = (): void => abort(state, item, stop?.reason)
  state.turns.join(item)
  stop?.addEventListener('abort', onAbort, { once: true })
  if (stop?.aborted) onAbort()
  assign(state)
  return promise.finally(() => stop?.removeEventListener('abort', onAbort))
}

/** A stop is a word to the work; discarded work is not asked. */
function abort(state: State, item: Item, reason: unknown): void {
  Atomics.store(item.flag, 0, 1)
  if (reason !== DISCARD) {
    item.seat?.worker.postMessage({ stop: true } satisfies Told)
    return
  }
  state.turns.leave(item)
  item.reject(discarded())
  if (item.seat !== undefined) void dismiss(state, item.seat, discarded())
}

/** Gives waiting work to idle threads, and to new ones: there are as many as may work at once. */
function assign(state: State): void {
  for (;;) {
    const item = state.turns.next()
    if (item === undefined) return
    begin(state, [...state.seats].find((seat) => seat.item === undefined) ?? hire(state), item)
  }
}

function begin(state: State, seat: Seat, item: Item): void {
  const { order, limit, onBegin } = item.errand
  clearTimeout(seat.clock)
  try {
    seat.worker.postMessage({ order, flag: item.flag } satisfies Told)
  } catch (error) {
    // not a plain value: a defect of ours, and no reason to lose the thread
    state.turns.done(item)
    item.reject(error)
    retire(state, seat)
    return
  }
  seat.item = item
  item.seat = seat
  if (limit !== undefined)
    seat.clock = setTimeout(() => void dismiss(state, seat, new Error('the work took too long', { cause: OVERDUE })), limit)
  seat.worker.ref()
  onBegin?.()
}

function hire(state: State): Seat {
  const { script, memory } = state.options
  // no environment: the work needs none, and it holds the secrets of the service
  const limits = memory === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memory } }
  const worker = new Worker(script, { env: {}, execArgv: [], ...limits })
  const seat: Seat = { worker, item: undefined, clock: undefined }
  state.seats.add(seat)
  worker.on('message', (report: Report) => hear(state, seat, report))
  worker.on('error', (error) => void dismiss(state, seat, error))
  worker.on('exit', (code) => void dismiss(state, seat, new Error(`the worker ended with code ${code}`)))
  worker.unref()
  return seat
}

function hear(state: State, seat: Seat, report: Report): void {
  const { item } = seat
  if (item === undefined) return
  if ('news' in report) {
    item.errand.onNews?.(report.news)
    return
  }
  state.turns.done(item)
  seat.item = undefined
  item.seat = undefined
  if ('answer' in report) item.resolve(report.answer)
  else item.reject('refused' in report ? errorOf(report.refused) : new Error(report.error))
  retire(state, seat)
  assign(state)
}

/** The thread waits for work, and not for ever. */
function retire(state: State, seat: Seat): void {
  clearTimeout(seat.clock)
  seat.worker.unref()
  seat.clock = setTimeout(() => void dismiss(state, seat, new Error('retired')), KEPT)
  seat.clock.unref()
}

/** Ends a thread; the work it had is rejected, and its place is free. Once is enough. */
async function dismiss(state: State, seat: Seat, error: unknown): Promise<void> {
  if (!state.seats.delete(seat)) return
  clearTimeout(seat.clock)
  if (seat.item !== undefined) state.turns.done(seat.item)
  seat.item?.reject(error)
  seat.item = undefined
  assign(state)
  await seat.worker.terminate()
}
