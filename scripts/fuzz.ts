/**
 * `npm run fuzz`: asks the service, over HTTP, for everything that the document and the pages offer, as every kind of asker, well-mannered
 * and not, and holds each answer to the document. `--long` (or REQUESTS) asks 20,000 times instead of 2,000, `--seed=` the same
 * again, `--until=` up to that request. The last line is JSON; anything but zeros ends it as failed.
 */
import { startService } from './fuzz/child.ts'
import { operations } from './fuzz/document.ts'
import { type Fault, judge, KINDS, type Kind } from './fuzz/judge.ts'
import { BOUND, type Request, requestFor, turns } from './fuzz/request.ts'
import { type Answer, closeSender, send } from './fuzz/send.ts'
import { Costs } from './fuzz/slow.ts'
import { openWorld } from './fuzz/world.ts'

const SHORT = 2_000
const LONG = 20_000

const option = (name: string): string | undefined => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
const long = process.argv.includes('--long')
/** The short run asks the same each time, so that it is red for what was changed; the long one looks further each time. */
const seed = Number(option('seed') ?? (long ? Date.now() % 1_000_000_007 : 1))
const requests = Number(option('until') ?? process.env.REQUESTS ?? (long ? LONG : SHORT))

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** The request for a shell; `$KEY` stands for the key of the asker. */
function curlOf({ operation, url, headers, body, asker }: Request): string {
  const key = asker === 'none' ? [] : ['-H "Authorization: Bearer $KEY"']
  const all = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  const data = body === undefined ? [] : [`--data-binary ${quoted(body.length > 1_500 ? `${body.slice(0, 1_500)}…` : body)}`]
  return ['curl -si --path-as-is', `-X ${operation.method}`, quoted(`$URL${url}`), ...key, ...all, ...data].join(' ')
}

interface Found extends Fault {
  readonly request: Request
  readonly error: string | undefined
  times: number
}

const service = await startService()
const { port } = service
const world = await openWorld(port, service.soon, service.tokens)
service.later()
console.log(`${operations.length} operations and pages, ${world.leaks.size} names and ids that tell a centre; seed ${seed}`)

const counts: Record<Kind, number> = { server_errors: 0, schema_breaches: 0, leaks: 0, unanswered: 0 }
const found = new Map<string, Found>()
const costs = new Costs()

/** Said once, whatever was asked for. */
const ANYWHERE = /request's id|not documented/

function note(request: Request, { kind, what, sample }: Fault, error?: string): void {
  counts[kind] += 1
  const key = ANYWHERE.test(what) ? `${kind} ${what}` : `${kind} ${request.operation.id} ${what}`
  const known = found.get(key)
  if (known !== undefined) known.times += 1
  else found.set(key, { kind, what, sample, request, error, times: 1 })
}

const sendAs = ({ operation, asker, url, headers, body }: Request, id: string): Promise<Answer | undefined> => {
  const key = world.keys[asker]
  const all = { ...headers, 'x-request-id': id, ...(key !== undefined && { authorization: `Bearer ${key}` }) }
  return send(port, { method: operation.method, url, headers: all, ...(body !== undefined && { body }) })
}

/** An answer that is left half-way, or waits because it was asked to, says nothing of the service's speed. */
const canBeAgain = ({ operation }: Request, { status }: Answer): boolean =>
  operation.method === 'GET' || status >= 400 || /preview/.test(operation.id)

async function weigh(request: Request, answer: Answer, id: string): Promise<void> {
  const cpu = await service.cost(id)
  if (cpu === undefined) return
  if (!Costs.isDear(cpu)) return costs.add(request, answer.status < 400, cpu)
  if (!canBeAgain(request, answer)) return
  await sendAs(request, `${id}-again`)
  costs.add(request, answer.status < 400, Math.min(cpu, (await service.cost(`${id}-again`)) ?? cpu))
}

const NOUN = /^\/v1\/(?:[a-z-]+\/\{id\}\/)?([a-z-]+)(?:\/\{id\})?$/

function learn({ operation, centre, asker }: Request, answer: Answer): void {
  const noun = NOUN.exec(operation.path)?.[1]
  if (noun === undefined || noun === 'centres' || answer.status >= 300 || !/json/.test(answer.headers['content-type'] ?? '')) return
  world.pool.learn(BOUND[asker] ?? centre, noun, JSON.parse(answer.body.toString()))
}

function takeIn(request: Request, answer: Answer, id: string): void {
  const fault = judge(request, answer, id)
  if (fault) note(request, fault, service.errorOf(id))
  const text = `${JSON.stringify(answer.headers)}\n${answer.body.toString()}`
  const wrote = request.operation.method !== 'GET' && answer.status < 300
  if (wrote) world.leaks.forget(request)
  const leaked = world.leaks.in(request, text)
  if (leaked !== undefined) {
    const at = text.indexOf(leaked)
    note(request, {
      kind: 'leaks',
      what: `${answer.status} tells ${request.asker} what is not theirs`,
      sample: `${leaked}: ${text.slice(Math.max(0, at - 200), at + 100)}`
    })
  }
  learn(request, answer)
}

const turn = turns(seed, operations)
const statuses = new Map<number, number>()
let asked = 0
let last = 'the start'
const SAID_EVERY = 500
for (let number = 0; number < requests; number++) {
  const [operation, asker] = turn(number)
  const request = requestFor(seed, number, world.pool, operation, asker)
  const id = `fuzz-${number}`
  const answer = await sendAs(request, id)
  asked += 1
  const before = last
  last = `${request.operation.id} ${answer?.status}`
  if (asked % SAID_EVERY === 0) console.log(`${asked} requests; faults: ${Object.values(counts).reduce((sum, count) => sum + count, 0)}`)
  statuses.set(answer?.status ?? 0, (statuses.get(answer?.status ?? 0) ?? 0) + 1)
  if (answer === undefined) note(request, { kind: 'unanswered', what: 'no answer', sample: `after ${before}` })
  else {
    takeIn(request, answer, id)
    await weigh(request, answer, id)
  }
}
for (const { request, cpu, median } of costs.slow())
  note(request, { kind: 'unanswered', what: 'slow', sample: `${cpu.toFixed(0)} ms of CPU; its route takes ${median.toFixed(1)} ms` })

for (const { kind, what, sample, request, error, times } of found.values()) {
  console.log(`\n${kind}: ${request.operation.id}: ${what} (${times} times; request ${request.number}, ${request.asker}, ${request.mode})`)
  console.log(curlOf(request))
  if (sample !== '') console.log(`  ${sample}`)
  if (error !== undefined) console.log(`  ${error.slice(0, 1_500)}`)
}
console.log(
  `\nstatuses: ${[...statuses]
    .sort()
    .map(([status, times]) => `${status}: ${times}`)
    .join(', ')}`
)
console.log(JSON.stringify({ requests: asked, ...counts, seed }))
closeSender()
service.stop()
process.exitCode = KINDS.some((kind) => counts[kind] > 0) ? 1 : 0
