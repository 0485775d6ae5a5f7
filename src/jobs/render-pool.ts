import type { Render, Renderable, RenderedFormat } from '../documents/rendering.ts'
import type { RenderOrder } from './render-order.ts'
// started by its address below: this line shows readers and gates what it needs
import type {} from './render-worker.ts'
import { openThreadPool, type ThreadPool } from './thread-pool.ts'

/** Threads that render at once. One more would take the second core of a small machine from those who ask who is on duty. */
const SIZE = 1
/** A paper that takes longer is none: its thread is ended. Milliseconds, some fifty times what the largest month takes. */
const MOST = 120_000
/** What does not take long goes before what does: a calendar does not wait for a stack of PDFs. */
const QUICK: ReadonlySet<RenderedFormat> = new Set(['csv', 'ics', 'txt', 'html'])

/** Threads that render. */
export interface RenderPool extends Pick<ThreadPool, 'size' | 'close'> {
  readonly render: Render
}

const centreOf = (what: Renderable): string => ('content' in what ? what.centreId : what.centre.id)

/** Threads that render, for one centre after the other. */
export function openRenderPool(size = SIZE, script = new URL('./render-worker.ts', import.meta.url), limit = MOST): RenderPool {
  const pool = openThreadPool({ script, size })
  return {
    render: async (format, publication, options) => {
      const order = { format, publication, options } satisfies RenderOrder
      return (await pool.run({ order, owner: centreOf(publication), urgent: QUICK.has(format), limit })) as Uint8Array
    },
    size: pool.size,
    close: pool.close
  }
}
