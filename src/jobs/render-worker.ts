import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { renderHere } from '../documents/rendering.ts'
import type { RenderOrder, RenderReport } from './render-order.ts'

/** How far rendering stands back (nice): whoever asks who is on duty must not wait for a paper. */
const NICENESS = 5

if (parentPort !== null) {
  const port = parentPort
  // on Linux this is the priority of the calling thread alone
  setPriority(0, NICENESS)
  port.on('message', ({ format, publication, options }: RenderOrder) => {
    void renderHere(format, publication, options).then(
      (rendered) => {
        // a copy of its own, since what libraries hand out may be part of a larger buffer
        const bytes = new Uint8Array(rendered)
        port.postMessage({ bytes } satisfies RenderReport, [bytes.buffer])
      },
      (error: unknown) => {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
        port.postMessage({ error: message } satisfies RenderReport)
      }
    )
  })
}
