import { Worker } from 'node:worker_threads'
import type { Proof } from '../planning/coverage.ts'
import type { Optimise } from '../planning/engine.ts'
import type { Model } from '../planning/model.ts'
import type { Searched } from '../planning/search.ts'
import { type ThreadHooks, twoTracks } from '../planning/two-tracks.ts'
import { DISCARD } from '../usecases/job-desk.ts'
// started by its address below: this line shows readers and gates what it needs
import type {} from './plan-worker.ts'
import type { Order, Report } from './serve.ts'

/** Threads that work at once: the two tracks of one plan. */
const SIZE = 2
/** How long a worker with nothing to do is kept, so that the next plan starts at once; milliseconds. Its memory is then given back. */
const KEPT = 60_000

/** Threads that search for plans. */
export interface Pool {
  readonly optimise: Optimise
  /** How many threads there are now: working, and kept for the next search. */
  size(): number
  /** Ends every search and every thread. */
  close(): Promise<void>
}

/** Work that waits for a worker or has one. */
interface Errand {
  readonly order: Order
  readonly hooks: ThreadHooks
  readonly resolve: (answer: Searched | Proof) => void
  readonly reject: (error: unknown) => void
  seat: Seat | undefined
}

/** One thread, and what it works on. */
interface Seat {
  readonly worker: Worker
  errand: Errand | undefined
  retirement: NodeJS.Timeout | undefined
}

interface State {
  readonly script: URL
  readonly most: number
  readonly waiting: Errand[]
  readonly seats: Set<Seat>
  closed: boolean
}

/**
 * A pool that makes its threads when they are needed: at most `size` searches at once, the others wait in line. A search that is
 * discarded loses its thread at once; one whose thread dies rejects, and the next search gets a new thread. Idle threads keep no
 * process alive.
 */
export function openPool(size = SIZE, script = new URL('./plan-worker.ts', import.meta.url)): Pool {
  const state: State = { script, most: size, waiting: [], seats: new Set(), closed: false }
  return {
    optimise: twoTracks(
      {
        search: (model, task, hooks) => enlist(state, model, task, hooks) as Promise<Searched>,
        prove: (model, task, hooks) => enlist(state, model, task, hooks) as Promise<Proof>
      },
      () => performance.now()
    ),
    size: () => state.seats.size,
    close: async () => {
      state.closed = true
      for (const errand of state.waiting.splice(0)) errand.reject(new Error('the pool is closed'))
      await Promise.all([...state.seats].map((seat) => dismiss(state, seat, new Error('the pool is closed'))))
    }
  }
}

function enlist(state: State, model: Model, task: Order['task'], hooks: ThreadHooks): Promise<Searched | Proof> {
  if (state.closed) return Promise.reject(new Error('the pool is closed'))
  const { stop } = hooks
  return new Promise((resolve, reject) => {
    const flag = new Int32Array(new SharedArrayBuffer(4))
    const errand: Errand = { order: { model, task, flag }, hooks, resolve, reject, seat: undefined }
    const onAbort = (): void => abort(state, errand, stop.reason)
    state.waiting.push(errand)
    stop.addEventListener('abort', onAbort, { once: true })
    if (stop.aborted) onAbort()
    assign(state)
  })
}

/** A stop is a word to the search; a discarded search is not asked. */
function abort(state: State, errand: Errand, reason: unknown): void {
  Atomics.store(errand.order.flag, 0, 1)
  if (reason !== DISCARD) return
  leave(state, errand)
  if (errand.seat !== undefined) void dismiss(state, errand.seat, new Error('discarded'))
}

function leave({ waiting }: State, errand: Errand): void {
  const at = waiting.indexOf(errand)
  if (at < 0) return
  waiting.splice(at, 1)
  errand.reject(new Error('discarded'))
}

/** Gives waiting searches to idle threads, and to new ones as long as there may be more. */
function assign(state: State): void {
  while (state.waiting.length > 0) {
    const idle = [...state.seats].find((seat) => seat.errand === undefined)
    const seat = idle ?? (state.seats.size < state.most ? hire(state) : undefined)
    const errand = seat && state.waiting.shift()
    if (errand === undefined || seat === undefined) return
    begin(state, seat, errand)
  }
}

function begin(state: State, seat: Seat, errand: Errand): void {
  clearTimeout(seat.retirement)
  seat.errand = errand
  errand.seat = seat
  seat.worker.ref()
  try {
    seat.worker.postMessage(errand.order)
  } catch (error) {
    // not a plain value: a defect of ours, and no reason to lose the place
    void dismiss(state, seat, error)
    return
  }
  errand.hooks.onBegin?.()
}

function hire(state: State): Seat {
  // no environment: a search needs none, and it holds the secrets of the service
  const worker = new Worker(state.script, { env: {}, execArgv: [] })
  const seat: Seat = { worker, errand: undefined, retirement: undefined }
  state.seats.add(seat)
  worker.on('message', (report: Report) => hear(state, seat, report))
  worker.on('error', (error) => void dismiss(state, seat, error))
  worker.on('exit', (code) => void dismiss(state, seat, new Error(`the worker ended with code ${code}`)))
  worker.unref()
  return seat
}

function hear(state: State, seat: Seat, report: Report): void {
  const { errand } = seat
  if (errand === undefined) return
  if ('best' in report) errand.hooks.onBest?.(report.best, report.iterations)
  // a thread whose search threw is in an unknown state
  else if ('error' in report) void dismiss(state, seat, new Error(report.error))
  else release(state, seat, errand, report.answer)
}

/** Hands over an answer; its thread takes the next errand, or waits for one. */
function release(state: State, seat: Seat, errand: Errand, answer: Searched | Proof): void {
  seat.errand = undefined
  errand.seat = undefined
  errand.resolve(answer)
  seat.worker.unref()
  seat.retirement = setTimeout(() => void dismiss(state, seat, new Error('retired')), KEPT)
  seat.retirement.unref()
  assign(state)
}

/** Ends a thread; the search it had is rejected, and its place is free. Once is enough. */
async function dismiss(state: State, seat: Seat, error: unknown): Promise<void> {
  if (!state.seats.delete(seat)) return
  clearTimeout(seat.retirement)
  seat.errand?.reject(error)
  seat.errand = undefined
  assign(state)
  await seat.worker.terminate()
}
