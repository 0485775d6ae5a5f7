/**
 * `npm run bench:lookup`: how fast the service says who is on duty, over 34 centres, 150 agencies each and 13 months, all invented. Each
 * rival is a process of its own; they take turns, forwards and backwards in each round, so that whatever else the machine does meets all:
 * the service; a bare Fastify route that sends the same bytes, prepared, through the same serialiser; a hand-written route with one prepared
 * and indexed statement a request; the service over one centre alone. With DATABASE_URL on that server (databases of its own, dropped
 * afterwards), otherwise on a server of its own. `BENCH_ROUNDS`, `BENCH_SECONDS` (of each rival in a round) and `BENCH_CENTRES` make it
 * shorter; `BENCH_KEYS` asks with more keys than one of each centre: each is a reader whose readings are recorded by themselves. The last line is JSON.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { monthOf } from '../../src/domain/day.ts'
import { DEFAULT_ZONE, dayAt, type Instant } from '../../src/domain/instant.ts'
import { findServer, startServer } from '../postgres.ts'
import { fail } from '../run.ts'
import type { Used } from './lookup-child.ts'
import { CONNECTIONS, type Fired, fire, summed } from './lookup-fire.ts'
import type { IndexCost } from './lookup-index.ts'
import { loadWorld, type Question, questionsOf } from './lookup-load.ts'
import { propagation } from './lookup-propagation.ts'
import type { Recorded } from './lookup-rivals.ts'
import { COUNTRY, type Size } from './lookup-world.ts'

const numberFrom = (name: string, standard: number): number => Number(process.env[name]?.trim() || standard)
const ROUNDS = numberFrom('BENCH_ROUNDS', 5)
/** Of each rival in each round. */
const SECONDS = numberFrom('BENCH_SECONDS', 4)
const SIZE: Size = { ...COUNTRY, centres: numberFrom('BENCH_CENTRES', COUNTRY.centres) }
const QUESTIONS = SIZE.centres * SIZE.agencies
/** A desk of each centre asks about all its agencies; `BENCH_KEYS` says otherwise, as many as there are agencies at most. */
const KEYS = numberFrom('BENCH_KEYS', SIZE.centres)
/** Between two bursts, in milliseconds: what the last one left to be done is done. */
const SETTLING = 200
/** Publications whose way to another instance is timed. */
const PUBLISHED = 25

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? Number.NaN
const rounded = (number: number): number => Number(number.toPrecision(3))
const column = (text: string | number, width = 12): string => String(text).padStart(width)
const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

interface Rival {
  readonly name: string
  readonly port: number
  readonly questions: readonly Question[]
  readonly child: ChildProcess
}

/** The next thing that a process says. */
function said<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error('a process of the bench ended early'))
    child.once('exit', gone).once('message', (message) => {
      child.off('exit', gone)
      resolve(message as T)
    })
  })
}

const start = (file: string, args: readonly string[]): ChildProcess => fork(fileOf(file), args, { execArgv: ['--expose-gc'] })

async function rival(name: string, args: readonly string[], questions: readonly Question[]): Promise<Rival> {
  const child = start('./lookup-child.ts', args)
  return { name, child, questions, port: await said<number>(child) }
}

async function usedBy({ child }: Rival, asked: 'used' | 'collect'): Promise<Used> {
  child.send(asked)
  return said<Used>(child)
}

/** Headers that Node writes of its own accord. */
const ITS_OWN: ReadonlySet<string> = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'])

async function ask({ port }: Rival, { path, key }: Question): Promise<Recorded> {
  const reply = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${key}`, accept: 'application/json' } })
  if (reply.status !== 200) throw new Error(`${path} is answered ${reply.status}: ${await reply.text()}`)
  return { path, body: await reply.text(), headers: Object.fromEntries([...reply.headers].filter(([name]) => !ITS_OWN.has(name))) }
}

async function record(service: Rival): Promise<Recorded[]> {
  const all: Recorded[] = []
  for (const question of service.questions) all.push(await ask(service, question))
  return all
}

interface Told {
  readonly status: string
  readonly nextChangeAt: string
  readonly nextOpeningAt: string | null
  readonly onDuty: readonly unknown[]
  readonly fallback: unknown
}

/** A rival that tells something else would be no rival. */
async function isSame(rival: Rival, answers: readonly Recorded[], of: (told: Told) => unknown): Promise<void> {
  for (const [n, { body, path }] of answers.entries()) {
    if (n % 50 > 0) continue
    const theirs = await ask(rival, rival.questions[n] as Question)
    const [a, b] = [body, theirs.body].map((text) => JSON.stringify(of(JSON.parse(text) as Told)))
    if (a !== b) throw new Error(`${rival.name} tells something else of ${path}:\n${a}\n${b}`)
  }
}

interface Round {
  readonly fired: ReadonlyMap<string, Fired[]>
  readonly cpu: ReadonlyMap<string, number>
}

/** Everybody for half the time, then everybody in the opposite order; each round begins with somebody else. */
async function round(all: readonly Rival[], first: number, millis: number): Promise<Round> {
  const rivals = [...all.slice(first % all.length), ...all.slice(0, first % all.length)]
  const fired = new Map<string, Fired[]>(rivals.map(({ name }) => [name, []]))
  const cpu = new Map<string, number>()
  for (const each of [...rivals, ...rivals.toReversed()]) {
    await pause(SETTLING)
    const before = await usedBy(each, 'used')
    fired.get(each.name)?.push(await fire(each.port, each.questions, millis / 2))
    cpu.set(each.name, (cpu.get(each.name) ?? 0) + (await usedBy(each, 'used')).cpu - before.cpu)
  }
  return { fired, cpu }
}

function tell(rivals: readonly Rival[], { fired, cpu }: Round): Map<string, ReturnType<typeof summed>> {
  const sums = new Map(rivals.map(({ name }) => [name, summed(fired.get(name) ?? [])]))
  const cells = [...sums].map(([name, { perSecond, p99, requests }]) => {
    const each = (cpu.get(name) ?? 0) / requests
    return column(`${perSecond.toFixed(0)}/s ${p99.toFixed(2)} ms ${each.toFixed(0)} µs`, 26)
  })
  say(cells.join(''))
  return sums
}

const close = async ({ child }: Rival): Promise<void> => {
  const ended = once(child, 'exit')
  child.send('close')
  await ended
}

async function readingsIn(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ times: number }>('select coalesce(sum(times), 0)::float8 as times from number_readings')
  await client.end()
  return rows[0]?.times ?? 0
}

interface Places {
  readonly country: string
  readonly one: string
  readonly folder: string
}

const month = monthOf(dayAt(Date.now() as Instant, DEFAULT_ZONE))

async function measure({ country, one, folder }: Places): Promise<Record<string, number>> {
  const questions = questionsOf(SIZE, QUESTIONS, KEYS)
  const alone = questionsOf({ ...SIZE, centres: 1 }, QUESTIONS, KEYS)
  const from = performance.now()
  await loadWorld(country, month, SIZE, questions)
  await loadWorld(one, month, { ...SIZE, centres: 1 }, alone)
  say(
    `${SIZE.centres} centres, ${QUESTIONS} agencies, ${KEYS} keys, ${SIZE.months} months: loaded in ${((performance.now() - from) / 1000).toFixed(0)} s.`
  )

  const index = start('./lookup-index.ts', [month])
  const { growth, per100k } = await said<IndexCost>(index)
  say(`The index: ${per100k.toFixed(1)} ms for 100,000 assignments; ten times the rows take ${growth.toFixed(2)} times as long.`)

  const service = await rival('service', ['service', country, join(folder, 'country')], questions)
  const single = await rival('one centre', ['service', one, join(folder, 'one')], alone)
  const heap =
    ((await usedBy(service, 'collect')).heap - (await usedBy(single, 'collect')).heap) / ((SIZE.centres - 1) * SIZE.months) / 1024
  say(`Memory: ${heap.toFixed(1)} KiB for each month of a centre.`)

  const answers = await record(service)
  writeFileSync(join(folder, 'answers'), JSON.stringify(answers))
  writeFileSync(join(folder, 'questions'), JSON.stringify(questions))
  const bare = await rival('bare', ['bare', join(folder, 'answers')], questions)
  const plain: Rival = {
    ...bare,
    name: 'no headers',
    questions: questions.map((each) => ({ ...each, path: each.path.replace('/v1', '/bare') }))
  }
  const sql = await rival('sql', ['sql', country, join(folder, 'questions')], questions)
  await isSame(bare, answers, (told) => told)
  await isSame(sql, answers, ({ status, onDuty, fallback, nextChangeAt, nextOpeningAt }) => [
    status,
    onDuty,
    fallback,
    nextChangeAt,
    nextOpeningAt
  ])

  const rivals = [service, bare, sql, single, plain]
  say(`\n${CONNECTIONS} connections, one request under way on each; answers a second, p99, processor time an answer:`)
  say(rivals.map(({ name }) => column(name, 26)).join(''))
  await round(rivals, 0, SECONDS * 1000)
  const rounds: ReturnType<typeof tell>[] = []
  let asked = 0
  for (let n = 0; n < ROUNDS; n += 1) {
    const told = tell(rivals, await round(rivals, n, SECONDS * 1000))
    asked += told.get('service')?.requests ?? 0
    rounds.push(told)
  }
  const ratio = (of: (sums: ReturnType<typeof tell>) => number): number => median(rounds.map(of))
  const rate = (name: string) => (sums: ReturnType<typeof tell>) => sums.get(name)?.perSecond ?? Number.NaN
  const p99 = (name: string) => (sums: ReturnType<typeof tell>) => sums.get(name)?.p99 ?? Number.NaN
  say(
    `Beside a bare route that sends none of the headers: ${ratio((sums) => rate('service')(sums) / rate('no headers')(sums)).toFixed(2)}.`
  )

  const { raw, answer } = await propagation(country, service.port, month, questions.slice(0, PUBLISHED))
  say(
    `A publication is answered by another instance after ${answer.toFixed(2)} ms; a notification there and back takes ${raw.toFixed(2)} ms.`
  )
  for (const each of [service, single, bare, sql]) await close(each)
  say(`${await readingsIn(country)} readings of personal numbers are recorded for at least ${asked} answers.`)
  return {
    ratio_bare: ratio((sums) => rate('service')(sums) / rate('bare')(sums)),
    ratio_sql: ratio((sums) => rate('service')(sums) / rate('sql')(sums)),
    p99_ratio: ratio((sums) => p99('service')(sums) / p99('bare')(sums)),
    scale_34x: ratio((sums) => rate('service')(sums) / rate('one centre')(sums)),
    heap_per_centre_month_kb: heap,
    index_ms_per_100k_assignments: per100k,
    index_growth_10x: growth,
    propagation_ratio: answer / raw
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** Two databases of our own on the server while the work lasts. */
async function withDatabases<T>(server: string, work: (country: string, one: string) => Promise<T>): Promise<T> {
  const names = ['country', 'one'].map((name) => `lichtruc_bench_${process.pid}_${name}`)
  const address = (name: string): string => Object.assign(new URL(server), { pathname: `/${name}` }).href
  try {
    for (const name of names) await onServer(server, `create database ${name} template template0`)
    const [country = '', one = ''] = names.map(address)
    return await work(country, one)
  } finally {
    for (const name of names) await onServer(server, `drop database if exists ${name} with (force)`)
  }
}

const given = process.env.DATABASE_URL?.trim()
const bin = findServer()
if (!given && bin === undefined)
  fail('No PostgreSQL server is here: `apt-get install postgresql` (15 or later), or set DATABASE_URL to one.')
const server = given ? { url: given, stop: () => undefined } : await startServer(bin ?? '')
const folder = mkdtempSync(join(tmpdir(), 'bench-lookup-'))
try {
  const figures = await withDatabases(server.url, (country, one) => measure({ country, one, folder }))
  say(`Load of the machine: ${loadavg()[0]?.toFixed(1)}.`)
  say(JSON.stringify(Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, rounded(figure)]))))
} finally {
  rmSync(folder, { recursive: true, force: true })
  server.stop()
}
