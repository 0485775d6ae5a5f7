import { Readable } from 'node:stream'
import { isOver, type Job } from '../domain/job.ts'
import type { Watched, Watcher } from '../usecases/job-desk.ts'

/** A comment now and then keeps proxies from closing a quiet stream, and finds out that the client has left; milliseconds. */
const HEARTBEAT = 15_000

/** One server-sent event. Every event holds the whole state, so that whoever missed some has lost nothing. */
const eventOf = (id: number, job: Job, data: unknown): string =>
  `event: ${isOver(job.status) ? job.status : 'progress'}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`

/**
 * The life of a job as server-sent events: how it stands now, every change, and at the end `done`, `failed` or `cancelled`, after
 * which the stream ends. It ends before that only where the service does.
 */
export function eventsOf(watched: Watched, present: (job: Job) => unknown): Readable {
  let id = 0
  let leave = (): void => undefined
  const stream = new Readable({
    read: () => undefined,
    destroy: (error, done) => {
      leave()
      done(error)
    }
  })
  const tell: Watcher = (job, last) => {
    id += 1
    stream.push(eventOf(id, job, present(job)))
    if (!last) return
    leave()
    stream.push(null)
  }
  const heart = setInterval(() => stream.push(': ping\n\n'), HEARTBEAT)
  heart.unref()
  const unwatch = watched.watch(tell)
  leave = () => {
    clearInterval(heart)
    unwatch()
  }
  tell(watched.job, isOver(watched.job.status))
  return stream
}
