import { sql } from 'drizzle-orm'
import type { Test } from 'tap'
import type { Problem } from '../../src/http/problem.ts'
import { type KeyHolder, OPERATIONS, SCOPES, type Scope } from '../../src/http/scopes.ts'
import { setAdminKey } from '../../src/usecases/api-keys.ts'
import { ADMIN_KEY } from '../support/database.ts'
import { type PlanJson, published, QUICK, WAIT } from '../support/months.ts'
import { aBranch, aCentre, anAgency, anOfficer, aPost, aSigner, type Made } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type OperationId = keyof typeof OPERATIONS

interface Operation {
  readonly id: OperationId
  readonly method: Method
  readonly path: string
  readonly scope: Scope | 'public'
  readonly keys: KeyHolder | undefined
  /** Whether it is told which centre it is about. */
  readonly takesCentre: boolean
}

interface Stated {
  readonly operationId: OperationId
  readonly 'x-scope': Scope | 'public'
  readonly 'x-keys'?: KeyHolder
  readonly parameters?: readonly { readonly name: string }[]
}
type Document = Record<string, Record<string, Stated>>

/** Every operation of the OpenAPI document, as a client reads it. */
function operationsOf({ app }: Scene): Operation[] {
  const { paths = {} } = app.swagger() as unknown as { paths?: Document }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase() as Method,
      path,
      scope: operation['x-scope'],
      keys: operation['x-keys'],
      takesCentre: operation.parameters?.some(({ name }) => name === 'centre') ?? false
    }))
  )
}

interface Key {
  readonly id: string
  readonly key: string
}
interface KeyWish {
  readonly scopes: readonly Scope[]
  readonly centre?: string
  readonly agency?: string
  readonly expiresAt?: string
}
async function aKey(s: Scene, wish: KeyWish, by = ADMIN_KEY): Promise<Key> {
  const { body, status } = await s.call<Key>('POST', '/v1/api-keys', { body: { name: 'khóa', ...wish }, key: by })
  if (status !== 201) throw new Error(`no key: ${JSON.stringify(body)}`)
  return body
}

const filled = (path: string, id = 'x'): string =>
  path
    .replace('{seat}', 'primary')
    .replace('{month}', '2026-12')
    .replace('qr.{format}', 'qr.svg')
    .replace('directory.{format}', 'directory.txt')
    .replace('{format}', 'json')
    .replaceAll(/\{\w+\}/g, id)

scene('deny by default: each operation asks for exactly its scope', async (t, s) => {
  await aCentre(s)
  const operations = operationsOf(s)
  t.ok(operations.length >= Object.keys(OPERATIONS).length, 'all of them are asked')
  const keys = new Map<Scope, { readonly only: string; readonly allBut: string }>()
  for (const scope of SCOPES) {
    const only = await aKey(s, { scopes: [scope] })
    const allBut = await aKey(s, { scopes: SCOPES.filter((each) => each !== scope) })
    keys.set(scope, { only: only.key, allBut: allBut.key })
  }
  for (const { id, method, path, scope } of operations) {
    const status = async (key: string | null) => (await s.call(method, filled(path), { key })).status
    if (scope === 'public') {
      t.notOk([401, 403].includes(await status(null)), `${id} is open`)
      continue
    }
    t.equal(await status(null), 401, `${id} without a key`)
    t.equal(await status(keys.get(scope)?.allBut ?? ''), 403, `${id} with every scope but ${scope}`)
    t.notOk([401, 403].includes(await status(keys.get(scope)?.only ?? '')), `${id} with ${scope}`)
    if (method === 'GET') t.equal((await s.app.inject({ method: 'HEAD', url: filled(path) })).statusCode, 401, `HEAD of ${id}`)
  }
})

scene('a refusal for want of a scope comes before the request is looked at', async (t, s) => {
  const { key } = await aKey(s, { scopes: ['rosters:read'] })
  const answer = await s.call<Problem>('POST', '/v1/providers?x=1', { key, body: { junk: true } })
  t.match(answer, { status: 403, body: { code: 'SCOPE_MISSING', detail: /catalogue:write/, errors: [] } })
})

const PERSONAL = '0912345001'
const INTERNAL = '0912345002'
const DUTY = '0912345003'
const CENTRE_INTERNAL = '0912345004'
const digitsOf = (number: string): string => number.slice(1)

/** A centre with one post, one person and a published December. */
async function aPublishedCentre(s: Scene, code: string) {
  const centre = await aCentre(s, {
    code,
    phones: [
      { number: '02053812345', kind: 'office' },
      { number: CENTRE_INTERNAL, kind: 'personal', visibility: 'internal' }
    ]
  })
  const phones = [
    { number: DUTY, kind: 'duty', verifiedOn: '2026-11-20' },
    { number: PERSONAL, kind: 'personal', verifiedOn: '2026-11-20' },
    { number: INTERNAL, kind: 'personal', visibility: 'internal', verifiedOn: '2026-11-20' }
  ] as const
  const [agency, other] = [await anAgency(s, { centre: code, code: 'toa' }), await anAgency(s, { centre: code, code: 'cong-an' })]
  const officer = await anOfficer(s, { centre: code, code: 'an', phones })
  const post = await aPost(s, {
    centre: code,
    code: 'truc-toa',
    agencies: [agency.id],
    seats: [{ seat: 'primary', method: 'fixed', provider: officer.id }]
  })
  const at = `centre=${code}`
  const signer = await aSigner(s, { centre: code })
  const roster = await s.call<Made>('POST', `/v1/rosters?${at}`, { body: { month: '2026-12' } })
  const planned = await s.call('POST', `/v1/rosters/2026-12/plan?${at}`, {
    body: QUICK,
    headers: { ...WAIT, 'if-match': roster.headers.etag ?? '' }
  })
  await s.call('PATCH', `/v1/rules/rest-between?${at}`, { body: { params: { hours: 0 } }, headers: { 'if-match': '"0"' } })
  for (const rule of ['most-per-week', 'most-per-month', 'rest-between']) {
    const { items } = (await s.call<{ items: { id: string; version: number }[] }>('GET', `/v1/rules?${at}`)).body
    const version = items.find(({ id }) => id === rule)?.version ?? 0
    await s.call('PATCH', `/v1/rules/${rule}?${at}`, { body: { enabled: false }, headers: { 'if-match': `"${version}"` } })
  }
  const again = await s.call<PlanJson>('POST', `/v1/rosters/2026-12/plan?${at}`, {
    body: QUICK,
    headers: { ...WAIT, 'if-match': planned.headers.etag ?? '' }
  })
  const publication = await published(s, again.body.roster, code)
  const subscribed = await s.call<{ address: string }>('POST', `/v1/feeds?${at}`, { body: { agency: agency.id, numbers: false } })
  const feed = new URL(subscribed.body.address, 'http://localhost').pathname
  return { centre, agency, other, officer, post, signer, roster: roster.body, publication, feed }
}

scene('a key of one centre neither sees nor changes what belongs to another', async (t, s) => {
  const mine = await aPublishedCentre(s, 'lang-son')
  await aCentre(s, { code: 'dak-lak' })
  const person = mine.officer.id
  const { body: colleague } = await s.call<Made>('POST', '/v1/providers?centre=lang-son', {
    body: { code: 'binh', fullName: 'Bình', role: 'legal_aid_officer', joinedOn: '2019-01-01' }
  })
  const make = async (plural: string, body: object) => (await s.call<Made>('POST', `/v1/${plural}?centre=lang-son`, { body })).body.id
  const first = async (plural: string): Promise<string> => {
    const { items } = (await s.call<{ items: { id: string }[] }>('GET', `/v1/${plural}?centre=lang-son`)).body
    t.ok(items[0], `there are ${plural.split('/').at(-1)}`)
    return items[0]?.id ?? ''
  }
  const branch = await aBranch(s, { centre: 'lang-son' })
  const ids: Record<string, string> = {
    centres: mine.centre.id,
    branches: branch.id,
    agencies: mine.agency.id,
    providers: person,
    posts: mine.post.id,
    signers: mine.signer.id,
    rosters: mine.roster.id,
    publications: mine.publication.id,
    absences: await make('absences', { provider: person, kind: 'other', from: '2026-10-01', to: '2026-10-02' }),
    engagements: await make('engagements', { provider: person, kind: 'other', start: '2026-10-01T00:00:00Z', end: '2026-10-01T01:00:00Z' }),
    pairs: await make('pairs', { providers: [person, colleague.id], from: '2026-10-01' }),
    preferences: await make('preferences', { provider: person, kind: 'wish', from: '2026-10-01' }),
    jobs: await first('jobs'),
    'api-keys': (await aKey(s, { scopes: ['rosters:read'], centre: 'lang-son' })).id
  }
  const { key } = await aKey(s, { scopes: SCOPES, centre: 'dak-lak' })
  const valid: Record<string, object> = {
    updateCentre: { place: 'Huế' },
    updateBranch: { name: 'x' },
    updateAgency: { name: 'x' },
    updateProvider: { fullName: 'x' },
    updateAbsence: { note: 'x' },
    updateEngagement: { note: 'x' },
    updatePair: { reason: 'x' },
    updatePreference: { note: 'x' },
    updatePost: { name: 'x' },
    updateSigner: { title: 'x' },
    returnRoster: { reason: 'x' },
    recallRoster: { reason: 'x' },
    createAmendment: { reason: 'x' },
    previewAmendment: { reason: 'x' },
    acknowledgePublication: { agency: mine.agency.id },
    confirmDuties: { provider: person },
    editSeat: { provider: null },
    planRoster: {},
    previewPlan: {},
    compareWhatIf: { variants: [{ name: 'x' }] },
    confirmNumbers: { how: 'planner' },
    replaceNumber: { number: '0912000001', replacement: null, reason: 'x' }
  }
  const seat = `slot=${await first(`rosters/${mine.roster.id}/slots`)}&seat=primary`
  const asking: Record<string, string> = { listCandidates: seat, explainRoster: seat }
  const before = await everything(s)
  const shared = new Set<OperationId>(['getCentre', 'updateRule', 'getNotice'])
  const global = new Set(['centres', 'api-keys'])
  let asked = 0
  for (const { id, method, path } of operationsOf(s).filter(({ keys }) => keys !== 'national')) {
    const noun = path.split('/')[2] ?? ''
    const target = ids[noun]
    if (!path.includes('{') || shared.has(id) || target === undefined) continue
    asked += 1
    const options = { key, headers: { 'if-match': '"1"', 'if-none-match': '"1"' }, ...(valid[id] && { body: valid[id] }) }
    const query = asking[id] ?? ''
    const answer = await s.call(method, `${filled(path, target)}?${query}`, options)
    t.equal(answer.status, 404, id)
    t.notMatch(JSON.stringify(answer.body), /lang-son|An\b/, `${id} says nothing`)
    if (global.has(noun)) continue
    const named = await s.call(method, `${filled(path, target)}?centre=lang-son&${query}`, options)
    t.equal(named.status, 404, `${id} of the other centre by name`)
  }
  t.ok(asked >= 58, `${asked} operations were tried`)
  for (const plural of 'branches signers agencies providers posts absences engagements pairs preferences rosters publications jobs'.split(
    ' '
  )) {
    t.same((await s.call('GET', `/v1/${plural}`, { key })).body, { items: [], next: null }, `${plural}: none are listed`)
    t.equal((await s.call('GET', `/v1/${plural}?centre=lang-son`, { key })).status, 404, `${plural}: nor by name`)
  }
  const keys = await s.call<{ items: { id: string }[] }>('GET', '/v1/api-keys', { key })
  t.equal(keys.body.items.length, 1, 'of the keys only its own centre’s')
  t.equal((await s.call('GET', '/v1/on-duty?agency=toa', { key })).status, 404)
  t.equal((await s.call('GET', '/v1/on-duty?agency=toa&centre=lang-son', { key })).status, 404)
  t.match(await s.call('POST', '/v1/centres', { key, body: { ...A_CENTRE } }), { status: 403 }, 'it opens no centre')
  const notice = { number: 'n', title: 'n', issuedOn: '2026-11-22', status: 'announced', source: 'n', days: [A_DAY] }
  const touched = await s.call('POST', '/v1/calendar/notices/preview', { key, body: notice })
  t.match(touched.body, { touched: { days: [{ day: '2026-12-03' }], rosters: [] } }, 'a notice names no roster of another centre')
  t.same(await everything(s), before, 'and nothing has changed')
  const own = await s.call('PATCH', '/v1/centres/dak-lak', { key, body: { place: 'Buôn Ma Thuột' }, headers: { 'if-match': '"1"' } })
  t.equal(own.status, 200, 'its own centre it may change')
})

/** What one who asks for nothing national may do without naming a centre, each for its own reason. */
const OF_NO_CENTRE_BUT_OPEN: ReadonlySet<OperationId> = new Set([
  // its own centre alone
  'updateCentre',
  // writes nothing
  'previewNotice',
  // bounded by what the asking key has itself
  'createApiKey',
  'revokeApiKey'
])

scene('what belongs to no centre is written with a key of no centre alone', async (t, s) => {
  await aCentre(s, { code: 'lang-son' })
  await anAgency(s, { centre: 'lang-son', code: 'toa' })
  const operations = operationsOf(s)
  const national = operations.filter(({ keys }) => keys === 'national')
  const written = operations.filter(({ id, method, scope, takesCentre }) => {
    return method !== 'GET' && scope !== 'public' && !takesCentre && !OF_NO_CENTRE_BUT_OPEN.has(id)
  })
  t.same(
    national.map(({ id }) => id),
    written.map(({ id }) => id),
    'whatever is not told of which centre it is'
  )
  const notice = { number: 'n', title: 'n', issuedOn: '2026-11-22', status: 'announced', source: 'n', days: [A_DAY] }
  const { items: notices } = (await s.call<{ items: { id: string }[] }>('GET', '/v1/calendar/notices')).body
  const before = await everything(s)
  const requests: Readonly<Record<string, readonly [string, object | undefined, string]>> = {
    createCentre: ['/v1/centres', A_CENTRE, '*'],
    deleteCentre: ['/v1/centres/lang-son', undefined, '"9"'],
    createNotice: ['/v1/calendar/notices', notice, '*'],
    updateNotice: [`/v1/calendar/notices/${notices[0]?.id}`, { title: 'x' }, '"1"'],
    deleteNotice: [`/v1/calendar/notices/${notices[0]?.id}`, undefined, '"1"'],
    saveAgencyKind: ['/v1/agency-kinds/customs', { sector: 'court', nameVi: 'x', nameEn: 'x' }, '"1"'],
    saveEntitlement: [
      '/v1/entitlements/accused-minor',
      { nameVi: 'x', nameEn: 'x', basis: 'x', from: '2018-01-01', to: '2018-01-02' },
      '"1"'
    ]
  }
  const keys = {
    'of one centre': await aKey(s, { scopes: SCOPES, centre: 'lang-son' }),
    'of an agency': await aKey(s, { scopes: SCOPES, centre: 'lang-son', agency: 'toa' })
  }
  for (const { id, method, scope } of national) {
    const [url = '', body, version = ''] = requests[id] ?? []
    const asking = { ...(body && { body }), headers: { 'if-match': version } }
    for (const [whose, { key }] of Object.entries(keys)) {
      t.match(await s.call(method, url, { ...asking, key }), { status: 403, body: { code: 'NATIONAL_ONLY' } }, `${id} with a key ${whose}`)
    }
    t.same(await everything(s), before, `${id} changed nothing`)
    const central = await aKey(s, { scopes: [scope as Scope] })
    const { status } = await s.call(method, url, { ...asking, key: central.key })
    t.notOk([401, 403].includes(status), `${id} with a key of no centre: ${status}`)
    Object.assign(before as object, await everything(s))
  }
})

scene('what is the centre’s own business is none of an agency’s', async (t, s) => {
  await aCentre(s, { code: 'lang-son' })
  await anAgency(s, { centre: 'lang-son', code: 'toa' })
  const { key } = await aKey(s, { scopes: SCOPES, centre: 'lang-son', agency: 'toa' })
  let own = 0
  for (const { id, method, path, keys } of operationsOf(s)) {
    const answer = await s.call<Problem>(method, filled(path), { key })
    if (keys !== 'centre') {
      t.not(answer.body?.code, 'CENTRE_ONLY', `${id} is open to agencies, or a matter of the state`)
      continue
    }
    own += 1
    t.match(answer, { status: 403, body: { code: 'CENTRE_ONLY' } }, id)
  }
  t.ok(own > 100, `${own} operations`)
})

const A_DAY = { day: '2026-12-03', kind: 'holiday', nameVi: 'x', nameEn: 'x' }
const A_CENTRE = { code: 'moi', name: 'x', province: 'x', parentBody: 'x', place: 'x', phones: [{ number: '02053812345', kind: 'office' }] }

const TABLES = [
  ...'calendar_notices agency_kinds entitlements'.split(' '),
  ...'centres branches signers agencies providers posts post_seats post_turns absences engagements pairs preferences'.split(' '),
  ...'rosters roster_steps slots seats publications duties ledger jobs plan_reports rule_settings burden_weights'.split(' ')
]

async function everything(s: Scene): Promise<unknown> {
  const rows: unknown[] = []
  for (const table of TABLES) {
    const found = (await s.deps.db.execute(
      sql.raw(`select md5(string_agg(x::text, '|' order by x::text)) as sum from ${table} x`)
    )) as unknown as {
      rows: unknown[]
    }
    rows.push([table, found.rows[0]])
  }
  return rows
}

scene('references of another centre are no references', async (t, s) => {
  await aCentre(s, { code: 'mot' })
  await aCentre(s, { code: 'hai' })
  const there = { centre: 'mot' }
  const [branch, agency, officer] = [await aBranch(s, there), await anAgency(s, there), await anOfficer(s, there)]
  const foreign = await aPost(s, { ...there, agencies: [agency.id] })
  const mine = await anOfficer(s, { centre: 'hai' })
  const here = await anAgency(s, { centre: 'hai' })
  const person = { code: 'x', fullName: 'x', role: 'legal_aid_officer', joinedOn: '2025-01-01' }
  const post = { code: 'x', name: 'x', agencies: [here.id], mode: 'phone', validFrom: '2026-01-01' }
  const patterns = [{ rrule: 'FREQ=DAILY', startsAt: '07:30', duration: 'PT8H' }]
  const staffed = { ...post, patterns, seats: [{ seat: 'primary' }] }
  const engagement = { provider: mine.id, kind: 'other', start: '2026-01-01T00:00:00Z', end: '2026-01-01T01:00:00Z' }
  const body = { code: 'x', name: 'x', kind: 'prison', level: 'region', validFrom: '2026-01-01' }
  for (const by of ['id', 'code'] as const) {
    const cases = [
      ['providers', { ...person, branch: branch[by] }, '/branch'],
      ['providers', { ...person, ties: [{ agency: agency[by], relation: 'x' }] }, '/ties/0/agency'],
      ['agencies', { ...body, parent: agency[by] }, '/parent'],
      ['agencies', { ...body, predecessors: [here.id, agency[by]] }, '/predecessors/1'],
      ['posts', { ...staffed, agencies: [agency[by]] }, '/agencies/0'],
      ['posts', { ...staffed, seats: [{ seat: 'primary', method: 'fixed', provider: officer[by] }] }, '/seats/0/provider'],
      ['posts', { ...staffed, seats: [{ seat: 'primary', method: 'fixed', provider: mine.id, standIn: officer[by] }] }, '/seats/0/standIn'],
      ['posts', { ...staffed, seats: [{ seat: 'primary', method: 'cycle', order: [mine.id, officer[by]] }] }, '/seats/0/order/1'],
      ['posts', { ...staffed, eligibility: { branches: [branch[by]] } }, '/eligibility/branches/0'],
      ['posts', { ...staffed, eligibility: { providers: [officer[by]] } }, '/eligibility/providers/0'],
      ['posts', { ...staffed, eligibility: { excluded: [officer[by]] } }, '/eligibility/excluded/0'],
      ['absences', { provider: officer[by], kind: 'other', from: '2026-01-01', to: '2026-01-02' }, '/provider'],
      ['engagements', { ...engagement, provider: officer[by] }, '/provider'],
      ['engagements', { ...engagement, agency: agency[by] }, '/agency'],
      ['posts', { ...staffed, seats: [{ seat: 'primary', method: 'cycle', order: [mine.id], tet: [officer[by]] }] }, '/seats/0/tet/0'],
      [
        'posts',
        { ...staffed, seats: [{ seat: 'primary', method: 'cycle', order: [{ anyOf: [mine.id, officer[by]] }] }] },
        '/seats/0/order/0/anyOf/1'
      ],
      ['preferences', { provider: officer[by], kind: 'wish', from: '2026-01-01' }, '/provider'],
      ['preferences', { provider: mine.id, kind: 'wish', from: '2026-01-01', posts: [foreign[by]] }, '/posts/0'],
      ['pairs', { providers: [mine.id, officer[by]], from: '2026-01-01' }, '/providers/1']
    ] as const
    for (const [plural, body, pointer] of cases) {
      const answer = await s.call<Problem>('POST', `/v1/${plural}?centre=hai`, { body })
      const faults = answer.body.errors?.map((error) => `${error.code} ${error.pointer}`)
      t.same(faults, [`BAD_REFERENCE ${pointer}`], `${plural} ${pointer} by ${by}`)
    }
    const key = { name: 'x', scopes: ['rosters:read'], centre: 'hai', agency: agency[by] }
    t.equal((await s.call('POST', '/v1/api-keys', { body: key })).status, 404, `a key for that agency by ${by}`)
  }
})

scene('a key ends when it expires or is revoked, and not before', async (t, s) => {
  const status = async (key: string) => (await s.call('GET', '/v1/rules', { key })).status
  await aCentre(s)
  const { key } = await aKey(s, { scopes: ['rosters:read'], expiresAt: '2026-12-01T00:00:00+07:00' })
  s.setNow('2026-11-30T23:59:59+07:00')
  t.equal(await status(key), 200, 'a second before')
  s.setNow('2026-12-01T00:00:00+07:00')
  t.equal(await status(key), 401, 'at that instant')
  const other = await aKey(s, { scopes: ['rosters:read'] })
  t.equal((await s.call('DELETE', `/v1/api-keys/${other.id}`)).status, 204)
  t.equal(await status(other.key), 401, 'revoked')
  t.equal((await s.call('DELETE', `/v1/api-keys/${other.id}`)).status, 404, 'only once')
  for (const id of ['x', '%00', '019b0b1e-7c1a-7000-8000-000000000001'])
    t.equal((await s.call('DELETE', `/v1/api-keys/${id}`)).status, 404, id)
  for (const text of [`${key} x`, `${other.key}x`, other.key.slice(0, -1), other.key.toUpperCase()]) t.equal(await status(text), 401)
})

scene('a key makes no key that can do more than itself', async (t, s) => {
  const { id } = await aCentre(s, { code: 'mot' })
  await aCentre(s, { code: 'hai' })
  const [own, foreign] = [await anAgency(s, { centre: 'mot' }), await anAgency(s, { centre: 'mot' })]
  const scopes: Scope[] = ['keys:write', 'rosters:read']
  const central = await aKey(s, { scopes, centre: 'mot' })
  const desk = await aKey(s, { scopes: [...scopes, 'numbers:agency'], centre: 'mot', agency: own.id })
  const ask = (by: Key, wish: object) => s.call<Problem>('POST', '/v1/api-keys', { key: by.key, body: { name: 'x', scopes, ...wish } })
  const cases = [
    ['its own scopes', central, {}, 201],
    ['a scope it lacks', central, { scopes: ['rosters:read', 'catalogue:write'] }, 400],
    ['all of them', central, { scopes: SCOPES }, 400],
    ['every right', central, { scopes: ['*'] }, 400],
    ['no scope', central, { scopes: [] }, 400],
    ['its own centre', central, { centre: 'mot' }, 201],
    ['another centre', central, { centre: 'hai' }, 404],
    ['an agency of its centre', central, { agency: own.id }, 201],
    ['another agency than its own', desk, { agency: foreign.id }, 404],
    ['its own agency', desk, { agency: own.code }, 201],
    ['an instant without a zone', central, { expiresAt: '2027-01-01T00:00:00' }, 400],
    ['no name', central, { name: ' ' }, 400],
    ['a name with a NUL', central, { name: 'a\0b' }, 201]
  ] as const
  for (const [title, by, wish, status] of cases) {
    const answer = await ask(by, wish)
    t.equal(answer.status, status, title)
    if (status === 201) t.match(answer.body, { centreId: id }, `${title}: and stays in the centre`)
  }
  t.match((await ask(desk, {})).body, { agencyId: own.id }, 'a desk makes keys of the desk')
  t.match((await ask(central, { scopes: ['rosters:read', 'catalogue:write'] })).body, {
    errors: [{ pointer: '/scopes/1', code: 'SCOPE_MISSING' }]
  })
  t.match((await ask(central, { centre: null })).body, { centreId: id }, 'no centre means its own')
  const agencyAlone = await s.call<Problem>('POST', '/v1/api-keys', { body: { name: 'x', scopes, agency: own.id } })
  t.match(agencyAlone.body, { errors: [{ pointer: '/centre', code: 'MISSING_FIELD' }] }, 'an agency belongs to a centre')
})

scene('keys are shown once and kept nowhere', async (t, s) => {
  const made = await s.call<Key & { prefix: string }>('POST', '/v1/api-keys', {
    body: { name: 'x', scopes: ['rosters:read'] },
    headers: { 'idempotency-key': 'k' }
  })
  const { key, prefix, id } = made.body
  t.match(key, /^lt_[\w-]{43}$/)
  t.equal(made.headers['cache-control'], 'no-store')
  t.equal(prefix, key.slice(0, 7))
  const dump: string[] = []
  const tables = (await s.deps.db.execute(
    sql`select table_name from information_schema.tables where table_schema = 'public'`
  )) as unknown as {
    rows: { table_name: string }[]
  }
  t.ok(tables.rows.length > 20, 'every table is searched')
  for (const { table_name } of tables.rows) {
    const { rows } = (await s.deps.db.execute(sql.raw(`select x::text as row from "${table_name}" x`))) as unknown as {
      rows: { row: string }[]
    }
    dump.push(...rows.map(({ row }) => row))
  }
  t.ok(
    dump.some((row) => row.includes(id)),
    'the key’s row is among what is searched'
  )
  for (const secret of [key, key.slice(3), ADMIN_KEY]) t.notOk(dump.some((row) => row.includes(secret)))
  const list = JSON.stringify((await s.call('GET', '/v1/api-keys')).body)
  t.notMatch(list, /"hash"|"key"/)
  t.notOk(list.includes(key))
})

scene('a new administrator’s key takes the place of the old one', async (t, s) => {
  const status = async (key: string) => (await s.call('GET', '/v1/api-keys', { key })).status
  await setAdminKey(s.deps, 'another-admin-key-0123456789')
  t.equal(await status(ADMIN_KEY), 401, 'the old one works no more')
  t.equal(await status('another-admin-key-0123456789'), 200)
  await setAdminKey(s.deps, ADMIN_KEY)
  t.equal(await status(ADMIN_KEY), 200, 'and back again')
  t.equal(await status('another-admin-key-0123456789'), 401)
  const other = await aKey(s, { scopes: ['keys:write'] })
  await setAdminKey(s.deps, ADMIN_KEY)
  t.equal(await status(other.key), 200, 'keys of others stay')
})

const includes = (text: string, number: string): boolean => text.replaceAll(/[\s.-]/g, '').includes(digitsOf(number))

/** Every address that anybody may read, filled with things that exist. */
function publicAddresses(s: Scene, made: Awaited<ReturnType<typeof aPublishedCentre>>): string[] {
  const ids: Record<string, string> = {
    centres: made.centre.id,
    agencies: made.agency.id,
    posts: made.post.id,
    publications: made.publication.id
  }
  const addresses = operationsOf(s)
    .filter(({ method, scope }) => method === 'GET' && scope === 'public')
    .map(({ path }) => (path.startsWith('/v1/feeds/') ? made.feed : filled(path, ids[path.split('/')[2] ?? ''] ?? 'x')))
  const at = 'at=2026-12-01T09:00:00%2B07:00'
  return [
    ...addresses.filter((path) => !/\/on-duty(\.\w+)?$/.test(path) && !path.endsWith('/days')),
    '/v1/calendar/days?from=2026-12-01&to=2026-12-31',
    `/v1/on-duty?agency=toa&${at}`,
    `/v1/on-duty?agency=cong-an&${at}`,
    `/v1/on-duty?post=truc-toa&${at}`,
    `/v1/on-duty?agency=toa,cong-an&${at}`,
    `/v1/on-duty?province=lang-son&${at}`,
    `/v1/on-duty.txt?agency=toa&${at}`,
    '/v1/publications/2026-12',
    '/',
    '/openapi.json'
  ]
}

scene('no personal number stands in what the public may read', async (t, s) => {
  const made = await aPublishedCentre(s, 'lang-son')
  s.setNow('2026-12-01T09:00:00+07:00')
  const addresses = publicAddresses(s, made)
  t.ok(addresses.length > 15)
  let duty = 0
  for (const url of addresses) {
    const answer = await s.call('GET', url, { key: null })
    const text = JSON.stringify(answer.body ?? '')
    if (!url.includes('/v1/calendar/notices/x')) t.equal(answer.status, 200, url)
    for (const number of [PERSONAL, INTERNAL, CENTRE_INTERNAL]) t.notOk(includes(text, number), `${url}: ${number}`)
    if (includes(text, DUTY)) duty += 1
  }
  t.ok(duty >= 3, 'while the duty line is there to be read')
})

const numbersIn = (t: Test, body: unknown): string => {
  const text = JSON.stringify(body)
  t.ok(text.length > 50, 'there is an answer')
  return [DUTY, PERSONAL, INTERNAL].map((number) => (includes(text, number) ? 'x' : '-')).join('')
}

scene('an agency reads direct numbers of its own posts, the centre all', async (t, s) => {
  await aPublishedCentre(s, 'lang-son')
  const scopes: Scope[] = ['catalogue:read', 'numbers:agency']
  const own = await aKey(s, { scopes, centre: 'lang-son', agency: 'toa' })
  const foreign = await aKey(s, { scopes, centre: 'lang-son', agency: 'cong-an' })
  const anyAgency = await aKey(s, { scopes, centre: 'lang-son' })
  const central = await aKey(s, { scopes: [...scopes, 'numbers:internal'], centre: 'lang-son' })
  const reader = await aKey(s, { scopes: ['catalogue:read'], centre: 'lang-son' })
  const posing = await aKey(s, { scopes: [...scopes, 'numbers:internal'], centre: 'lang-son', agency: 'toa' })
  const at = 'at=2026-12-01T09:00:00%2B07:00'
  const cases = [
    [`/v1/on-duty?agency=toa&${at}`, { nobody: 'x--', own: 'xx-', foreign: 'x--', anyAgency: 'xx-', central: 'xxx', reader: 'x--' }],
    [`/v1/on-duty?post=truc-toa&${at}`, { nobody: 'x--', own: 'xx-', foreign: 'x--', anyAgency: 'xx-', central: 'xxx', reader: 'x--' }],
    [`/v1/on-duty?post=truc-toa,x&${at}`, { nobody: 'x--', own: 'xx-', foreign: 'x--', anyAgency: 'xx-', central: 'xxx', reader: 'x--' }],
    [`/v1/on-duty.txt?agency=toa&${at}`, { nobody: 'x--', own: 'xx-', foreign: 'x--', anyAgency: 'xx-', central: 'xxx', reader: 'x--' }],
    ['/v1/publications/2026-12', { nobody: 'x--', own: 'xx-', foreign: 'x--', anyAgency: 'xx-', central: 'xxx', reader: 'x--' }],
    ['/v1/providers/an', { own: 'x--', foreign: 'x--', anyAgency: 'xx-', central: 'xxx', reader: 'x--' }],
    ['/v1/providers', { own: 'x--', foreign: 'x--', anyAgency: 'xx-', central: 'xxx', reader: 'x--' }]
  ] as const
  const keys: Record<string, string | null> = {
    nobody: null,
    own: own.key,
    foreign: foreign.key,
    anyAgency: anyAgency.key,
    central: central.key,
    reader: reader.key
  }
  for (const [url, { own }] of cases) {
    const { body } = await s.call('GET', url, { key: posing.key })
    t.equal(numbersIn(t, body), own, `${url} of an agency whose key says more`)
  }
  for (const [url, expected] of cases) {
    for (const [who, numbers] of Object.entries(expected)) {
      const answer = await s.call('GET', url, { key: keys[who] ?? null })
      t.equal(numbersIn(t, answer.body), numbers, `${url} read by ${who}: duty, personal, internal`)
      t.match(answer.headers.vary, /Authorization/, `${url}: no cache mixes readers up`)
    }
  }
  await aCentre(s, {
    code: 'dak-lak',
    phones: [
      { number: '02623812345', kind: 'office' },
      { number: CENTRE_INTERNAL, kind: 'duty', visibility: 'internal' }
    ]
  })
  const answer = await s.call('GET', '/v1/centres/dak-lak', { key: central.key })
  t.notOk(includes(JSON.stringify(answer.body), CENTRE_INTERNAL), 'internal numbers of another centre stay there')
})
