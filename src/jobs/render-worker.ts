import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { renderHere } from '../documents/rendering.ts'
import { answerOrders } from './orders.ts'
import type { RenderOrder } from './render-order.ts'

/** How far rendering stands back (nice): whoever asks who is on duty must not wait for a paper. */
const NICENESS = 5

if (parentPort !== null) {
  // on Linux this is the priority of the calling thread alone
  setPriority(0, NICENESS)
  answerOrders(
    parentPort,
    async (order) => {
      const { format, publication, options } = order as RenderOrder
      // a copy of its own, since what libraries hand out may be part of a larger buffer
      return new Uint8Array(await renderHere(format, publication, options))
    },
    (bytes) => [(bytes as Uint8Array<ArrayBuffer>).buffer]
  )
}
