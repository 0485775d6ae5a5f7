import { setPriority } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { perform } from '../planning/compute.ts'
import { threadsHere } from '../planning/threads-here.ts'
import { twoTracks } from '../planning/two-tracks.ts'
import type { ComputeOrder } from './compute-order.ts'
import { highsSolver } from './highs.ts'
import { answerOrders } from './orders.ts'
import { openPool } from './pool.ts'

/** How far calculating stands back (nice): whoever asks who is on duty must not wait for it. */
const NICENESS = 5

const clock = (): number => performance.now()

if (parentPort !== null) {
  // on Linux this is the priority of the calling thread alone
  setPriority(0, NICENESS)
  // a plan is searched for in two threads of its own, while this one listens; a question is answered here
  const searching = openPool()
  const here = twoTracks(threadsHere(clock, highsSolver), clock)
  answerOrders(parentPort, (order, { stop, say }) => {
    const { name, input } = order as ComputeOrder
    const optimise = name === 'plan' || name === 'preview' ? searching.optimise : here
    return perform(name, input, { optimise, hooks: { stop, clock, rest: () => setImmediate(), onProgress: say } })
  })
}
