import { parentPort, threadId } from 'node:worker_threads'
import { answerOrders } from '../../src/jobs/orders.ts'
import type { RenderOrder } from '../../src/jobs/render-order.ts'

/** A worker whose rendering goes wrong on request, by version: it dies, throws, or never ends. With any other it says what it was asked. */
export const DIES = 13
export const THROWS = 14
export const DEAF = 15

export const STAND_IN_RENDERER = new URL(import.meta.url)

async function render({ format, publication }: RenderOrder): Promise<Uint8Array> {
  const version = 'version' in publication ? publication.version : 0
  if (version === DIES) process.exit(3)
  if (version === THROWS) throw new Error('a defect on purpose')
  if (version === DEAF) await new Promise(() => undefined)
  return new TextEncoder().encode(`${threadId} ${format} ${version} ${process.env.HOME ?? 'no environment'}`)
}

if (parentPort !== null) answerOrders(parentPort, (order) => render(order as RenderOrder))
