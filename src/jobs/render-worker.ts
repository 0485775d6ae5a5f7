import { parentPort } from 'node:worker_threads'
import { renderHere } from '../documents/rendering.ts'
import { answerOrders } from './orders.ts'
import type { RenderOrder } from './render-order.ts'
import { standBack } from './stand-back.ts'

if (parentPort !== null) {
  standBack('work')
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
