import { parentPort } from 'node:worker_threads'
import { threadsHere } from '../planning/threads-here.ts'
import { highsSolver } from './highs.ts'
import { serve } from './serve.ts'
import { standBack } from './stand-back.ts'

if (parentPort !== null) {
  standBack('search')
  serve(
    parentPort,
    threadsHere(() => performance.now(), highsSolver)
  )
}
