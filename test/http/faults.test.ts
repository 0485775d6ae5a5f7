import t, { type Test } from 'tap'
import { DutyError, type FieldError, MOST_FAULTS } from '../../src/domain/errors.ts'
import { type Problem, toProblem } from '../../src/http/problem.ts'
import { aCentre, anOfficer } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

/** What a schema of the document says, as far as rubbish needs it. */
interface Stated {
  readonly type?: string
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Stated>>
  readonly items?: Stated
  readonly anyOf?: readonly Stated[]
}

interface Asked {
  readonly operationId: string
  readonly method: 'POST' | 'PUT' | 'PATCH'
  readonly url: string
  readonly body: Stated
}

type Paths = Record<string, Record<string, { operationId: string; requestBody?: { content: Record<string, { schema: Stated }> } }>>

/** Every operation that takes a body. */
function asked(s: Scene): Asked[] {
  const { paths } = s.app.swagger() as unknown as { paths: Paths }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { operationId, requestBody }]) => {
      const body = requestBody?.content['application/json']?.schema
      const url = path.replace(/\{\w+\}/g, '019b0b1e-7c1a-7000-8000-000000000001')
      return body === undefined ? [] : [{ operationId, method: method.toUpperCase() as Asked['method'], url, body }]
    })
  )
}

const MOST_BYTES = 512 * 1024
/** Values that the service still looks at one by one. */
const MOST_VALUES = 19_000

/** Rubbish of that shape: every list as long as it may be, nothing in it of its type; `left` values in all. */
function rubbish(schema: Stated, left: { values: number }): unknown {
  left.values -= 1
  const { type, items, properties, maxItems = 0, anyOf = [] } = anyOfDeepest(schema)
  if (anyOf.length > 0) return true
  if (type === 'array' && items !== undefined) {
    const list: unknown[] = []
    while (list.length < maxItems && left.values > 0) list.push(rubbish(items, left))
    return list
  }
  if (properties === undefined) return type === 'boolean' ? 1 : true
  const known = Object.entries(properties).map(([name, each]) => [name, left.values > 0 ? rubbish(each, left) : true])
  return Object.fromEntries([...known, ['z', 1]])
}

/** Of a union the branch that holds most. */
const anyOfDeepest = (schema: Stated): Stated => {
  const branches = schema.anyOf ?? []
  return branches.find(({ type }) => type === 'array') ?? branches.find(({ type }) => type === 'object') ?? branches[0] ?? schema
}

/** A body with the list at that place filled with as many wrong items as go into a request. */
function listsIn(schema: Stated): unknown[] {
  const { type, items, properties = {} } = anyOfDeepest(schema)
  const inner = [
    ...Object.entries(properties).flatMap(([name, each]) => listsIn(each).map((list) => ({ [name]: list }))),
    ...(items ? listsIn(items).map((list) => [list]) : [])
  ]
  return type === 'array' ? [Array.from({ length: 200_000 }, () => 1), ...inner] : inner
}

const wide = Object.fromEntries(Array.from({ length: 40_000 }, (_, at) => [at.toString(36), 0]))

/** Processor time of this thread for the answer, in milliseconds, and the answer. */
async function asks(s: Scene, { method, url }: Asked, body: unknown) {
  const payload = JSON.stringify(body).slice(0, MOST_BYTES)
  const from = process.threadCpuUsage()
  const answer = await s.call<Problem>(method, url, {
    body: payload,
    headers: { 'content-type': 'application/json', 'if-match': '"1"' }
  })
  const { user, system } = process.threadCpuUsage(from)
  return { ...answer, cpu: (user + system) / 1000, bytes: JSON.stringify(answer.body).length, sent: payload.length }
}

/** Processor time of one answer at most, in milliseconds: what a look-up may be kept waiting. */
const MOST_CPU = 250
/** Fifty faults, each with a pointer and a sentence. */
const MOST_ANSWER = 48 * 1024

function isBounded(t: Test, answer: Awaited<ReturnType<typeof asks>>, title: string): void {
  t.ok(answer.status === 400 || answer.status === 413, `${title}: refused (${answer.status})`)
  t.ok(answer.body.errors.length <= MOST_FAULTS, `${title}: at most ${MOST_FAULTS} faults`)
  t.ok(answer.bytes < MOST_ANSWER, `${title}: ${answer.sent} bytes were answered with ${answer.bytes}`)
  t.ok(answer.cpu < MOST_CPU, `${title}: ${answer.cpu} ms`)
}

scene('no rubbish costs more than a look-up may wait, nor is answered with more than fifty faults', async (t, s) => {
  await aCentre(s)
  for (const each of asked(s)) {
    const { operationId, body } = each
    await asks(s, each, { z: [] })
    isBounded(t, await asks(s, each, rubbish(body, { values: MOST_VALUES })), `${operationId}, every list full`)
    isBounded(t, await asks(s, each, wide), `${operationId}, fields without number`)
    for (const [at, list] of listsIn(body).entries()) isBounded(t, await asks(s, each, list), `${operationId}, list ${at} too long`)
  }
})

scene('a list that is too long is told before anything in it', async (t, s) => {
  await aCentre(s)
  const { body, status } = await s.call<Problem>('POST', '/v1/agencies', { body: { formerNames: Array(60).fill(1), territory: [1], x: 1 } })
  t.equal(status, 400)
  t.match(body.errors, [{ pointer: '/formerNames', code: 'BAD_FIELD', detail: 'Không được có quá 50 mục.' }])
  t.equal(body.errors.length, 1)
})

scene('more faults than are told are counted', async (t, s) => {
  await aCentre(s)
  const of = (count: number) => ({ body: Object.fromEntries(Array.from({ length: count }, (_, at) => [`x${at}`, 1])) })
  const exactly = await s.call<Problem>('PATCH', '/v1/settings', { ...of(50), headers: { 'if-match': '"0"' } })
  t.equal(exactly.body.errors.length, 50)
  t.equal(exactly.body.detail, 'Có 50 trường chưa đúng; xem danh sách lỗi.')
  const more = await s.call<Problem>('PATCH', '/v1/settings', { ...of(51), headers: { 'if-match': '"0"' } })
  t.equal(more.body.errors.length, 50)
  t.equal(more.body.detail, 'Có 51 trường chưa đúng; xem danh sách lỗi. Danh sách chỉ nêu 50 lỗi đầu tiên, còn 1 lỗi nữa.')
})

scene('faults in the meaning are counted as well, and told up to fifty', async (t, s) => {
  await aCentre(s)
  const { id } = await anOfficer(s)
  const agencies = Array.from({ length: 120 }, (_, at) => `khong-co-${at}`)
  const post = {
    code: 'truc',
    name: 'Trực',
    agencies,
    mode: 'phone',
    validFrom: '2026-01-01',
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '08:00', duration: 'PT8H' }],
    seats: [{ seat: 'primary', provider: id, method: 'fixed' }]
  }
  const { status, body } = await s.call<Problem>('POST', '/v1/posts', { body: post })
  t.equal(status, 400)
  t.equal(body.errors.length, MOST_FAULTS)
  t.match(body.detail, /^Có 1\d\d trường chưa đúng; .* còn \d+ lỗi nữa\.$/)
})

t.test('what the rules find at fault is told up to fifty as well', async (t) => {
  const fields = Array.from({ length: 60 }, (_, at): FieldError => ({ pointer: `/changes/${at}`, code: 'RULE_VIOLATED' }))
  const { errors, detail } = toProblem(new DutyError('RULE_VIOLATED', {}, fields), { id: 'x', headers: {}, originalUrl: '/' })
  t.equal(errors.length, MOST_FAULTS)
  t.match(detail, /còn 10 lỗi nữa/)
})

scene('what was sent is said again in part only', async (t, s) => {
  await aCentre(s)
  const long = 'đ'.repeat(200_000)
  const { body, status } = await s.call<Problem>('POST', '/v1/agencies', { body: { [long]: 1 } })
  t.equal(status, 400)
  const [unknown] = body.errors.filter(({ code }) => code === 'UNKNOWN_FIELD')
  t.ok((unknown?.pointer.length ?? 0) < 300, 'a name is cut')
  t.ok(JSON.stringify(body).length < 4000)
})

scene('a body in a body in a body is refused, not followed', async (t, s) => {
  const deep = `${'{"code":'.repeat(50_000)}1${'}'.repeat(50_000)}`
  const answer = await s.call<Problem>('POST', '/v1/agencies', { body: deep, headers: { 'content-type': 'application/json' } })
  t.match(answer, { status: 413, body: { code: 'PAYLOAD_TOO_LARGE' } })
})
