import { type ConstructorOptions, type JobWithMetadata, PgBoss } from 'pg-boss'
import type { DeliveryId } from '../domain/ids.ts'
import type { Deps } from '../usecases/deps.ts'
import { type QueuedMail, sendMail } from '../usecases/mail.ts'
import { remindAll } from '../usecases/remind.ts'
import { buryDelivery, type Senders, sendDelivery } from '../usecases/send-delivery.ts'

/** The database as the queue works through it, outside any transaction of ours. */
export interface QueueDatabase {
  readonly driver: 'postgresql' | 'pglite'
  readonly executeSql: (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>
}

/** How often it looks, in seconds. */
export interface Tempo {
  /** For jobs to do. */
  readonly polling: number
  /** For jobs whose process has died. */
  readonly supervising: number
}

const TEMPO: Tempo = { polling: 1, supervising: 15 }

/** Of a queue that reaches others: how many jobs are under way at once in one process, and how many of them of one line. */
interface Places {
  readonly all: number
  readonly ofOneLine: number
}

/** A receiver that never answers holds a place for as long as a try lasts, and most places are idle: there are more than are needed. */
const DELIVERIES: Places = { all: 12, ofOneLine: 3 }
const LETTERS: Places = { all: 3, ofOneLine: 1 }
/** Each place asks the database by itself: so many of them seldom, so that none of it is heavy. */
const SELDOM = 2
/** How long a stop waits for what is being sent, in milliseconds; what is then still under way is tried again by the next start. */
const LONGEST_STOP = 25_000
/** When reminders are looked for: every ten minutes. */
const REMIND_AT = '*/10 * * * *'

export interface OpenQueue {
  /** Takes nothing new, waits for what is being sent, and ends. */
  readonly close: () => Promise<void>
}

/** What the workers do it with. */
export interface Work {
  readonly senders: Senders
  /** Told of what failed, for the log. */
  readonly report: (error: unknown) => void
  readonly tempo?: Tempo
}

type Job<Data> = Pick<JobWithMetadata<Data>, 'id' | 'data' | 'retryCount' | 'retryLimit'>

/** One job after the other to the handler; what fails is told, and tried again by the queue. */
const eachBy =
  (report: Work['report']) =>
  <Data extends object>(handle: (job: Job<Data>) => Promise<void>) =>
  async (jobs: Job<Data>[]): Promise<void> => {
    for (const job of jobs) {
      await handle(job).catch((error: unknown) => {
        report(error)
        throw error
      })
    }
  }

/** Starts to work on queued jobs, as one of any number of processes on the database. Tables of an older pg-boss are brought up to date. */
export async function openQueue(deps: Deps, database: QueueDatabase, work: Work): Promise<OpenQueue> {
  const { polling, supervising } = work.tempo ?? TEMPO
  const options: ConstructorOptions = {
    db: database,
    backend: database.driver === 'pglite' ? 'pglite' : 'postgres',
    schema: 'pgboss',
    superviseIntervalSeconds: supervising,
    monitorIntervalSeconds: supervising
  }
  const boss = new PgBoss(options)
  boss.on('error', work.report)
  await boss.start()
  await startWorkers(boss, deps, work, polling)
  await boss.schedule('remind', REMIND_AT)
  return { close: () => boss.stop({ graceful: true, timeout: LONGEST_STOP }) }
}

async function startWorkers(boss: PgBoss, deps: Deps, { senders, report }: Work, polling: number): Promise<void> {
  type OfDelivery = { readonly delivery: DeliveryId }
  const slow = { includeMetadata: true as const, pollingIntervalSeconds: polling * 5 }
  const each = eachBy(report)
  const at = ({ all, ofOneLine }: Places) => ({
    includeMetadata: true as const,
    pollingIntervalSeconds: polling * SELDOM,
    localConcurrency: all,
    localGroupConcurrency: ofOneLine
  })
  const send = each<OfDelivery>(({ data, retryCount, retryLimit }) => sendDelivery(deps, senders, data.delivery, retryLimit - retryCount))
  await boss.work('delivery', at(DELIVERIES), send)
  const bury = each<OfDelivery>(({ data }) => buryDelivery(deps, data.delivery))
  await boss.work('delivery-dead', slow, bury)
  const mail = each<QueuedMail>(({ id, data }) => sendMail(deps, senders, data, id))
  await boss.work('mail', at(LETTERS), mail)
  const remind = each<object>(() => remindAll(deps))
  await boss.work('remind', slow, remind)
}
