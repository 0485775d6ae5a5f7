import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

const CONNECTS = `
  const { connect } = require('node:net')
  const { port, callers, stand } = require('node:worker_threads').workerData
  let open = 0
  for (let at = 0; at < callers; at += 1) {
    connect(port, '127.0.0.1').on('connect', () => {
      open += 1
      if (open < callers) return
      Atomics.store(stand, 0, 1)
      Atomics.notify(stand, 0)
    })
  }`

/** Connections that another thread makes at once, so that they come about though this one stands still. */
export interface Callers {
  /** Stands still until the last of them stands, which the other side need not have taken; `timed-out` after so many milliseconds. */
  readonly wait: (millis?: number) => ReturnType<typeof Atomics.wait>
  readonly end: () => Promise<unknown>
}

export async function openCallers(port: number, callers: number): Promise<Callers> {
  const stand = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(CONNECTS, { eval: true, workerData: { port, callers, stand } })
  await once(worker, 'online')
  return { wait: (millis) => Atomics.wait(stand, 0, 0, millis), end: () => worker.terminate() }
}
