import { parentPort } from 'node:worker_threads'
import { threadsHere } from '../planning/threads-here.ts'
import { highsSolver } from './highs.ts'
import { serve } from './serve.ts'

if (parentPort !== null) {
  serve(
    parentPort,
    threadsHere(() => performance.now(), highsSolver)
  )
}
