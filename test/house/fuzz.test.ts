import t from 'tap'
import { operations } from '../../scripts/fuzz/document.ts'
import { judge } from '../../scripts/fuzz/judge.ts'
import { type Known, Leaks } from '../../scripts/fuzz/leaks.ts'
import { type CentreName, Pool } from '../../scripts/fuzz/pool.ts'
import { ASKERS, type Asker, type Request, requestFor, turns } from '../../scripts/fuzz/request.ts'
import type { Answer } from '../../scripts/fuzz/send.ts'
import { Costs } from '../../scripts/fuzz/slow.ts'

/** What `npm run fuzz` would say of answers that are wrong: each fault is planted here, alone. */

const operationOf = (id: string) => {
  const found = operations.find((operation) => operation.id === id)
  if (found === undefined) throw new Error(`no operation ${id}`)
  return found
}

const requestOf = (id: string, more: Partial<Request> = {}): Request => {
  const operation = operationOf(id)
  return { number: 0, operation, asker: 'centre', mode: 'valid', centre: 'lang-son', url: operation.path, headers: {}, ...more }
}

const MANNERS = { 'x-request-id': 'fuzz-0', 'x-content-type-options': 'nosniff', vary: 'Accept-Language, Authorization' }
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

const answerOf = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { ...MANNERS, ...JSON_TYPE, ...headers },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  left: false
})

const problem = (status: number) => ({
  type: 'urn:lichtruc:problem:not-found',
  title: 'x',
  status,
  detail: 'x',
  instance: '/v1/branches',
  code: 'NOT_FOUND',
  errors: []
})
const PROBLEM_TYPE = { 'content-type': 'application/problem+json' }
const list = { items: [], next: null }

for (const [title, answer, kind] of [
  ['an answer as the document says', answerOf(200, list), undefined],
  ['a refusal as the document says', answerOf(404, problem(404), PROBLEM_TYPE), undefined],
  ['no answer', undefined, 'unanswered'],
  ['a failure', answerOf(500, problem(500), PROBLEM_TYPE), 'server_errors'],
  ['a status that is not documented', answerOf(418, list), 'schema_breaches'],
  ['a body without what it must have', answerOf(200, { items: [] }), 'schema_breaches'],
  ['a body that is no JSON', answerOf(200, '{'), 'schema_breaches'],
  ['another content type', answerOf(200, list, { 'content-type': 'text/html' }), 'schema_breaches'],
  ['a problem of another status', answerOf(404, problem(403), PROBLEM_TYPE), 'schema_breaches'],
  ['a problem of another address', answerOf(404, { ...problem(404), instance: '/v1/x' }, PROBLEM_TYPE), 'schema_breaches'],
  ['no request id', answerOf(200, list, { 'x-request-id': 'other' }), 'schema_breaches'],
  ['no nosniff', answerOf(200, list, { 'x-content-type-options': '' }), 'schema_breaches'],
  ['an answer that caches may mix up', answerOf(200, list, { vary: 'Accept-Language' }), 'schema_breaches'],
  ['an answer over 1 MB', answerOf(200, { ...list, more: 'x'.repeat(1_000_000) }), 'schema_breaches'],
  ['a stack', answerOf(404, { ...problem(404), detail: 'at send (file:///x.ts:1:1)' }, PROBLEM_TYPE), 'leaks'],
  ['SQL', answerOf(404, { ...problem(404), detail: 'insert into "branches"' }, PROBLEM_TYPE), 'leaks']
] as const) {
  t.test(`the fuzz says of ${title}: ${kind ?? 'nothing'}`, async (t) => {
    t.equal(judge(requestOf('listBranches'), answer, 'fuzz-0')?.kind, kind)
  })
}

t.test('the fuzz sees mark-up that a page shows as it was sent', async (t) => {
  const page = (text: string) => judge(requestOf('page GET /'), answerOf(200, text, { 'content-type': 'text/html' }), 'fuzz-0')?.kind
  t.equal(page('<p><img src=x onerror=fuzz()></p>'), 'leaks')
  t.equal(page('<p>&lt;img src=x onerror=fuzz()></p>'), undefined)
})

const NAMES = { 'lang-son': 'Triệu Thị Dung', 'dak-lak': 'Võ Thị Hà Giang' } as const
const known = (centre: CentreName): Known =>
  new Map<string, unknown>([
    [
      'providers',
      [{ fullName: NAMES[centre], phones: [{ kind: 'personal', visibility: 'agency', e164: `+8490000${centre.length}00`, national: 'x' }] }]
    ],
    ['absences', { items: [{ id: `0192f3a0-0000-7000-8000-00000000000${centre.length}`, note: `nghỉ tại ${centre}` }] }]
  ])
const leaks = () => new Leaks(new Map((['lang-son', 'dak-lak'] as const).map((centre) => [centre, known(centre)])), '')
const told = (asker: Asker, text: string, more: Partial<Request> = {}) =>
  leaks().in(requestOf('listCentres', { asker, ...more }), JSON.stringify({ text }))

for (const [title, asker, text, leaked] of [
  ['another centre its name', 'centre', NAMES['dak-lak'], true],
  ['the other way round', 'other', NAMES['lang-son'], true],
  ['a centre its own name', 'centre', NAMES['lang-son'], false],
  ['who sees all centres any name', 'all', NAMES['dak-lak'], false],
  ['nobody in particular a name on a roster', 'none', NAMES['dak-lak'], false],
  ['nobody in particular a note', 'none', 'nghỉ tại dak-lak', true],
  ['nobody in particular a personal number', 'none', '+84900007' + '00', true],
  ['a key without numbers a personal number of its centre', 'few', '+84900008' + '00', true],
  ['a key of the centre that number', 'centre', '+84900008' + '00', false],
  ['a longer number that holds it', 'none', '+849000070099', false]
] as const) {
  t.test(`the fuzz ${leaked ? 'sees' : 'does not mind'} that ${asker} is told: ${title}`, async (t) => {
    t.equal(told(asker, text) !== undefined, leaked)
  })
}

t.test('a page, which looks at no key, may show any centre its public names, and nobody a personal number', async (t) => {
  const shown = (text: string) => leaks().in(requestOf('page GET /', { asker: 'centre' }), text)
  t.equal(shown(NAMES['dak-lak']), undefined)
  t.equal(shown('tel:+8490000800'), '+8490000800')
})

t.test('what the asker said first is no leak, and what was written elsewhere tells nothing any more', async (t) => {
  t.equal(told('centre', NAMES['dak-lak'], { url: `/v1/centres?q=${encodeURIComponent(NAMES['dak-lak'])}` }), undefined)
  const all = leaks()
  all.forget(requestOf('createBranch', { body: JSON.stringify({ name: NAMES['dak-lak'] }) }))
  t.equal(all.in(requestOf('listBranches'), NAMES['dak-lak']), undefined)
})

t.test('a route is slow where one answer costs twenty times the middle, and a quarter of a second', async (t) => {
  const slow = (dearest: number, usual: number): number => {
    const costs = new Costs()
    for (const cpu of [usual, usual, usual, usual, dearest]) costs.add(requestOf('listCentres'), true, cpu)
    costs.add(requestOf('listCentres'), false, 0.1)
    return costs.slow().length
  }
  t.equal(slow(400, 10), 1)
  t.equal(slow(190, 10), 0, 'nineteen times')
  t.equal(slow(240, 1), 0, 'less than a quarter of a second')
})

t.test('every operation is asked for by every kind of asker within 2,000 requests, and the same seed asks the same', async (t) => {
  const turn = turns(7, operations)
  const pairs = new Set(
    Array.from({ length: 2_000 }, (_, number) => {
      const [{ id }, asker] = turn(number)
      return `${id} ${asker}`
    })
  )
  t.equal(pairs.size, operations.length * ASKERS.length)
  const made = (seed: number) => requestFor(seed, 3, new Pool([]), operationOf('createPost'), 'centre')
  t.strictSame(made(1), made(1))
  t.notSame(made(1), made(2))
})

t.test('a request is about the centre that its address names, whoever asks', async (t) => {
  const pool = new Pool([])
  for (const centre of ['lang-son', 'dak-lak'] as const) pool.add(centre, 'centres', centre)
  const asked = Array.from({ length: 60 }, (_, number) => requestFor(1, number, pool, operationOf('listBranches'), 'all'))
  for (const { url, centre } of asked) {
    const [, named] = /centre=(lang-son|dak-lak)(?:&|$)/.exec(url) ?? []
    if (named !== undefined) t.equal(centre, named)
  }
  t.ok(asked.some(({ url }) => url.includes('centre=lang-son')) && asked.some(({ url }) => url.includes('centre=dak-lak')))
})
