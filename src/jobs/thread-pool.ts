import { Worker } from 'node:worker_threads'
import { errorOf } from '../domain/job.ts'
import { DISCARD } from '../usecases/job-desk.ts'
import type { Report, Told } from './orders.ts'

/** How long a thread with nothing to do is kept, so that the next work starts at once; milliseconds. Its memory is then given back. */
const KEPT = 60_000

/** What kind of threads, and how many. */
export interface PoolOptions {
  readonly script: URL
  /** Threads at once. */
  readonly size: number
  /** Of them, those that work for one owner at once; left out, all of them. */
  readonly perOwner?: number
  /** Megabytes of memory (of JavaScript's heap) that one thread may take; more ends it. */
  readonly memory?: number
}

/** Work for a thread. */
export interface Errand {
  readonly order: unknown
  /** Whose it is: owners take turns. */
  readonly owner?: string
  /** Goes before what is not. */
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
interface Item {
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
  readonly waiting: Item[]
  readonly seats: Set<Seat>
  /** When each owner had a turn last, counted in turns. */
  readonly turns: Map<string, number>
  turn: number
  closed: boolean
}

const CLOSED = 'the pool is closed'

/**
 * A pool that makes its threads when they are needed. Who waits is served in turn by owner: next is the owner whose last turn is longest
 * ago. Work that fails leaves its thread; work whose thread dies rejects alone, and the next gets a new thread. Idle threads keep no
 * process alive.
 */
export function openThreadPool(options: PoolOptions): ThreadPool {
  const state: State = { options, waiting: [], seats: new Set(), turns: new Map(), turn: 0, closed: false }
  return {
    run: (errand) => enlist(state, errand),
    size: () => state.seats.size,
    close: async () => {
      state.closed = true
      for (const { reject } of state.waiting.splice(0)) reject(new Error(CLOSED))
      await Promise.all([...state.seats].map((seat) => dismiss(state, seat, new Error(CLOSED))))
    }
  }
}

function enlist(state: State, errand: Errand): Promise<unknown> {
  if (state.closed) return Promise.reject(new Error(CLOSED))
  const { stop } = errand
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const item: Item = { errand, flag: new Int32Array(new SharedArrayBuffer(4)), resolve, reject, seat: undefined }
  const onAbort = (): void => abort(state, item, stop?.reason)
  state.waiting.push(item)
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
  const at = state.waiting.indexOf(item)
  if (at >= 0) state.waiting.splice(at, 1)
  item.reject(new Error('discarded'))
  if (item.seat !== undefined) void dismiss(state, item.seat, new Error('discarded'))
}

/** Gives waiting work to idle threads, and to new ones as long as there may be more. */
function assign(state: State): void {
  for (;;) {
    const item = nextOf(state)
    if (item === undefined) return
    const idle = [...state.seats].find((seat) => seat.item === undefined)
    const seat = idle ?? (state.seats.size < state.options.size ? hire(state) : undefined)
    if (seat === undefined) return
    state.waiting.splice(state.waiting.indexOf(item), 1)
    begin(state, seat, item)
  }
}

const ownerOf = ({ errand }: Item): string => errand.owner ?? ''

/** Whose turn is next; undefined when nobody waits who may begin. */
function nextOf({ waiting, seats, turns, options: { perOwner = Number.POSITIVE_INFINITY } }: State): Item | undefined {
  const busy = [...seats].flatMap(({ item }) => (item === undefined ? [] : [ownerOf(item)]))
  const free = waiting.filter((item) => busy.filter((owner) => owner === ownerOf(item)).length < perOwner)
  const urgent = free.filter(({ errand }) => errand.urgent)
  const turnOf = (item: Item): number => turns.get(ownerOf(item)) ?? 0
  const [first, ...others] = urgent.length > 0 ? urgent : free
  return first && others.reduce((next, item) => (turnOf(item) < turnOf(next) ? item : next), first)
}

function begin(state: State, seat: Seat, item: Item): void {
  const { order, limit, onBegin } = item.errand
  clearTimeout(seat.clock)
  state.turn += 1
  state.turns.set(ownerOf(item), state.turn)
  try {
    seat.worker.postMessage({ order, flag: item.flag } satisfies Told)
  } catch (error) {
    // not a plain value: a defect of ours, and no reason to lose the thread
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
  seat.item?.reject(error)
  seat.item = undefined
  assign(state)
  await seat.worker.terminate()
}
