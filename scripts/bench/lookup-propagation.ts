import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Client as HttpClient } from 'undici'
import type { Question } from './lookup-load.ts'
import { idOf } from './lookup-world.ts'

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? Number.NaN

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url }).on('error', () => undefined)
  await client.connect()
  return client
}

/** A notification there and back between two connections, in milliseconds. */
async function roundTrip(one: pg.Client, other: pg.Client): Promise<number> {
  const from = performance.now()
  const back = once(one, 'notification')
  other.once('notification', () => void other.query('notify bench_back'))
  await one.query('notify bench_there')
  await back
  return performance.now() - from
}

const KEPT = 'centre_id, roster_id, month, year, symbol, published_by, content, said, fingerprint, rotations'
const NEXT_VERSION = `
  insert into publications (id, version, kind, number, published_at, effective_from, ${KEPT})
  select gen_random_uuid(), version + 1, 'replacement', number + 100, $3, $3, ${KEPT}
  from publications where centre_id = $1 and id = $2`

/** Puts a new version of the centre's month in force, and says when its commit was sent. */
async function publish(writer: pg.Client, centre: string, month: string): Promise<number> {
  await writer.query('begin')
  const at = new Date()
  const { rows } = await writer.query<{ id: string }>(
    'update publications set superseded_from = $3 where centre_id = $1 and month = $2 and superseded_from is null returning id',
    [centre, month, at]
  )
  await writer.query(NEXT_VERSION, [centre, rows[0]?.id, at])
  const from = performance.now()
  await writer.query('commit')
  return from
}

interface Answered {
  readonly source: { readonly version: number }
}

/** How often it is asked meanwhile, in milliseconds: asked without a pause it would have less time for what it waits for. */
const ASKED_EVERY = 1

/** From the commit on one connection to the first answer of the other instance that knows it, in milliseconds. */
async function propagated(writer: pg.Client, http: HttpClient, { path, key, centre }: Question, month: string): Promise<number> {
  const version = async (): Promise<number> => {
    const { body } = await http.request({ path, method: 'GET', headers: { authorization: `Bearer ${key}` } })
    return ((await body.json()) as Answered).source.version
  }
  const before = await version()
  const from = await publish(writer, idOf('centre', centre), month)
  while ((await version()) === before) await pause(ASKED_EVERY)
  return performance.now() - from
}

export interface Propagation {
  /** Medians, in milliseconds. */
  readonly raw: number
  readonly answer: number
}

/** How long a publication takes to be answered by the instance at the port, and how long a bare notification there and back; in turn. */
export async function propagation(url: string, port: number, month: string, questions: readonly Question[]): Promise<Propagation> {
  const [one, other, writer] = [await connected(url), await connected(url), await connected(url)]
  await one.query('listen bench_back')
  await other.query('listen bench_there')
  const http = new HttpClient(`http://127.0.0.1:${port}`)
  const [raw, answer]: [number[], number[]] = [[], []]
  for (const question of questions) {
    raw.push(await roundTrip(one, other))
    answer.push(await propagated(writer, http, question, month))
  }
  await http.close()
  await Promise.all([one, other, writer].map((client) => client.end()))
  return { raw: median(raw), answer: median(answer) }
}
