import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { threadsHere } from '../planning/threads-here.ts'
import { highsSolver } from './highs.ts'
import { serve } from './serve.ts'

/** How far a search stands back (nice), further than what people wait for: whoever asks who is on duty must not wait for a plan. */
const NICENESS = 10

if (parentPort !== null) {
  // on Linux this is the priority of the calling thread alone
  setPriority(0, NICENESS)
  serve(
    parentPort,
    threadsHere(() => performance.now(), highsSolver)
  )
}
