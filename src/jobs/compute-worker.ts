import { setImmediate } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { perform } from '../planning/compute.ts'
import { threadsHere } from '../planning/threads-here.ts'
import { twoTracks } from '../planning/two-tracks.ts'
import type { ComputeOrder } from './compute-order.ts'
import { highsSolver } from './highs.ts'
import { answerOrders } from './orders.ts'
import { openPool } from './pool.ts'
import { standBack } from './stand-back.ts'

const clock = (): number => performance.now()

if (parentPort !== null) {
  standBack('work')
  // a plan is searched for in two threads of its own, while this one listens; a question is answered here
  const searching = openPool()
  const here = twoTracks(threadsHere(clock, highsSolver), clock)
  answerOrders(parentPort, (order, { stop, say }) => {
    const { name, input } = order as ComputeOrder
    const optimise = name === 'plan' || name === 'preview' ? searching.optimise : here
    return perform(name, input, { optimise, hooks: { stop, clock, rest: () => setImmediate(), onProgress: say } })
  })
}
