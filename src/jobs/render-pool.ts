import { Worker } from 'node:worker_threads'
import type { Render, RenderedFormat } from '../documents/rendering.ts'
import type { RenderOrder, RenderReport } from './render-order.ts'
// started by its address below: this line shows readers and gates what it needs
import type {} from './render-worker.ts'

/** Threads that render at once. One more would take the second core of a small machine from those who ask who is on duty. */
const SIZE = 1
/** How long a thread with nothing to do is kept, with its libraries and fonts loaded; milliseconds. */
const KEPT = 60_000
/** A paper that takes longer is none: its thread is ended. Milliseconds, some fifty times what the largest month takes. */
const MOST = 120_000
/** What does not take long goes before what does: a calendar does not wait for a stack of PDFs. */
const QUICK: ReadonlySet<RenderedFormat> = new Set(['csv', 'ics', 'txt', 'html'])

/** Threads that render. */
export interface RenderPool {
  readonly render: Render
  /** How many threads there are now. */
  size(): number
  /** Ends every thread; what waits is refused. */
  close(): Promise<void>
}

interface Errand {
  readonly order: RenderOrder
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (error: Error) => void
}

interface Seat {
  readonly worker: Worker
  errand: Errand | undefined
  /** Ends the thread: because its work takes too long, or because there is none. */
  clock: NodeJS.Timeout | undefined
}

interface State {
  readonly script: URL
  readonly most: number
  readonly limit: number
  readonly waiting: Errand[]
  readonly seats: Set<Seat>
  closed: boolean
}

/**
 * A pool that makes its threads when they are needed. One whose work fails goes on; one that dies or takes too long rejects, and the next
 * work gets a new thread. Idle threads keep no process alive.
 */
export function openRenderPool(size = SIZE, script = new URL('./render-worker.ts', import.meta.url), limit = MOST): RenderPool {
  const state: State = { script, most: size, limit, waiting: [], seats: new Set(), closed: false }
  return {
    render: (format, publication, options) => enlist(state, { format, publication, options }),
    size: () => state.seats.size,
    close: async () => {
      state.closed = true
      for (const { reject } of state.waiting.splice(0)) reject(new Error('the pool is closed'))
      await Promise.all([...state.seats].map((seat) => dismiss(state, seat, new Error('the pool is closed'))))
    }
  }
}

function enlist(state: State, order: RenderOrder): Promise<Uint8Array> {
  if (state.closed) return Promise.reject(new Error('the pool is closed'))
  return new Promise((resolve, reject) => {
    const errand = { order, resolve, reject }
    const slow = state.waiting.findIndex((each) => !QUICK.has(each.order.format))
    if (QUICK.has(order.format) && slow >= 0) state.waiting.splice(slow, 0, errand)
    else state.waiting.push(errand)
    assign(state)
  })
}

function assign(state: State): void {
  while (state.waiting.length > 0) {
    const idle = [...state.seats].find(({ errand }) => errand === undefined)
    const seat = idle ?? (state.seats.size < state.most ? hire(state) : undefined)
    const errand = seat && state.waiting.shift()
    if (errand === undefined || seat === undefined) return
    begin(state, seat, errand)
  }
}

function begin(state: State, seat: Seat, errand: Errand): void {
  clearTimeout(seat.clock)
  seat.errand = errand
  seat.clock = setTimeout(() => void dismiss(state, seat, new Error('rendering took too long')), state.limit)
  seat.worker.ref()
  try {
    seat.worker.postMessage(errand.order)
  } catch (error) {
    void dismiss(state, seat, error as Error)
  }
}

function hire(state: State): Seat {
  // no environment: rendering needs none, and it holds the secrets of the service
  const worker = new Worker(state.script, { env: {}, execArgv: [] })
  const seat: Seat = { worker, errand: undefined, clock: undefined }
  state.seats.add(seat)
  worker.on('message', (report: RenderReport) => hear(state, seat, report))
  worker.on('error', (error: Error) => void dismiss(state, seat, error))
  worker.on('exit', (code) => void dismiss(state, seat, new Error(`the worker ended with code ${code}`)))
  worker.unref()
  return seat
}

function hear(state: State, seat: Seat, report: RenderReport): void {
  const { errand } = seat
  if (errand === undefined) return
  clearTimeout(seat.clock)
  seat.errand = undefined
  if ('bytes' in report) errand.resolve(report.bytes)
  else errand.reject(new Error(report.error))
  seat.worker.unref()
  seat.clock = setTimeout(() => void dismiss(state, seat, new Error('retired')), KEPT)
  seat.clock.unref()
  assign(state)
}

/** Ends a thread; the work it had is refused, and its place is free. Once is enough. */
async function dismiss(state: State, seat: Seat, error: Error): Promise<void> {
  if (!state.seats.delete(seat)) return
  clearTimeout(seat.clock)
  seat.errand?.reject(error)
  seat.errand = undefined
  assign(state)
  await seat.worker.terminate()
}
