import { SCOPES } from '../../src/http/scopes.ts'
import { ADMIN_KEY } from '../../test/support/database.ts'
import { operations } from './document.ts'
import { type Known, Leaks } from './leaks.ts'
import { CENTRES, type CentreName, isThing, Pool } from './pool.ts'
import { ASKERS, type Asker } from './request.ts'
import { send } from './send.ts'

/** Who asks, what there is to ask for, and what must not be told. */
export interface World {
  readonly keys: Readonly<Record<Asker, string | undefined>>
  readonly pool: Pool
  readonly leaks: Leaks
}

type Ask = (method: string, url: string, body?: object) => Promise<Record<string, unknown>>

const JSON_TYPE = { 'content-type': 'application/json' }

const asAdmin =
  (port: number): Ask =>
  async (method, url, body) => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}` }
    const sent = body === undefined ? { headers } : { headers: { ...headers, ...JSON_TYPE }, body: JSON.stringify(body) }
    const answer = await send(port, { method, url, ...sent })
    if (answer === undefined || answer.status >= 400) throw new Error(`${method} ${url} answered ${answer?.status}: ${answer?.body}`)
    return JSON.parse(answer.body.toString()) as Record<string, unknown>
  }

const AGENCY_SCOPES = ['numbers:agency', 'calls:read', 'calls:write', 'publications:acknowledge', 'feeds:write', 'keys:write']

interface Keys {
  readonly keys: World['keys']
  readonly ids: readonly string[]
}

/** One key of each kind. `soon` is when the key that will have expired expires. */
async function makeKeys(ask: Ask, soon: string): Promise<Keys> {
  const wanted: Readonly<Partial<Record<Asker, object>>> = {
    few: { scopes: ['catalogue:read', 'rosters:read'], centre: 'lang-son' },
    centre: { scopes: SCOPES, centre: 'lang-son' },
    other: { scopes: SCOPES, centre: 'dak-lak' },
    agency: { scopes: AGENCY_SCOPES, centre: 'lang-son', agency: 'pc01' },
    all: { scopes: SCOPES },
    expired: { scopes: SCOPES, centre: 'lang-son', expiresAt: soon }
  }
  const made: [Asker, Record<string, unknown>][] = []
  for (const asker of ASKERS) {
    const body = wanted[asker]
    if (body !== undefined) made.push([asker, await ask('POST', '/v1/api-keys', { name: `fuzz ${asker}`, ...body })])
  }
  const keys = Object.fromEntries(made.map(([asker, { key }]) => [asker, String(key)])) as Partial<Record<Asker, string>>
  return { keys: { none: undefined, ...keys } as World['keys'], ids: made.map(([, { id }]) => String(id)) }
}

/** The second centre has what the story gave the first one. */
async function furnish(ask: Ask): Promise<void> {
  const here = '?centre=dak-lak'
  await ask('POST', `/v1/absences${here}`, {
    provider: 'tgv-02',
    kind: 'training',
    from: '2027-01-11',
    to: '2027-01-15',
    note: 'Nghi thuc Dak Lak'
  })
  await ask('POST', `/v1/calls${here}`, {
    agency: 'pc01',
    stage: 'arrest',
    standing: 'held',
    inCustody: true,
    caseReference: '99/QD-DAKLAK-PC01',
    contact: { fullName: 'Ho Ten Nguoi Goi Dak Lak', phone: '0900 000 777' }
  })
  await ask('POST', `/v1/webhooks${here}`, { code: 'nhan-dak-lak', url: 'https://receiver.dak-lak.example/hook' })
  await ask('POST', `/v1/rosters${here}`, { month: '2027-01' })
}

/** Lists that name what is there: those that need nothing but a centre, and some below another thing. */
async function lookAround(ask: Ask, pool: Pool, centre: CentreName): Promise<Known> {
  const known = new Map<string, unknown>()
  const read = async (url: string, noun: string): Promise<void> => {
    const body = await ask('GET', url)
    pool.learn(centre, noun, body)
    known.set(known.has(noun) ? url : noun, body)
  }
  const ofCentre = operations.filter(
    ({ id, path, method, parameters }) =>
      method === 'GET' && /^\/v1\/[a-z-]+$/.test(path) && id.startsWith('list') && parameters.some(({ name }) => name === 'centre')
  )
  for (const { path, id } of ofCentre.filter(({ id }) => id !== 'listNumberReadings'))
    await read(`${path}?centre=${centre}${id === 'listDeadlines' ? '&from=2026-11&to=2026-12' : ''}`, path.slice('/v1/'.length))
  for (const roster of pool.refs(centre, 'rosters').slice(0, 4)) await read(`/v1/rosters/${roster}/slots?centre=${centre}`, 'slots')
  await read(`/v1/settings?centre=${centre}`, 'settings')
  return known
}

/** What belongs to no centre, which everybody may name. */
async function learnCommon(ask: Ask, pool: Pool): Promise<string> {
  const texts: string[] = []
  for (const path of ['/v1/agency-kinds', '/v1/calendar/notices', '/v1/entitlements', '/v1/centres']) {
    const body = await ask('GET', path)
    if (path !== '/v1/centres') texts.push(JSON.stringify(body))
    for (const centre of CENTRES) pool.learn(centre, path.split('/').at(-1) ?? '', path === '/v1/centres' ? ofCentre(body, centre) : body)
  }
  return texts.join()
}

const ofCentre = ({ items }: Record<string, unknown>, code: CentreName): object => ({
  items: (items as readonly unknown[]).filter((item) => isThing(item) && item.code === code)
})

async function makeFeeds(ask: Ask, pool: Pool): Promise<unknown[]> {
  const made: unknown[] = []
  for (const centre of CENTRES) {
    const feed = await ask('POST', `/v1/feeds?centre=${centre}`, { post: pool.refs(centre, 'posts')[0], numbers: false })
    made.push(feed)
    const secret = /feeds\/([^/]+)\.ics/.exec(JSON.stringify(feed))?.[1]
    if (secret !== undefined) pool.add(centre, 'secrets', secret)
  }
  return made
}

/** Makes keys of every kind and looks at everything there is. */
export async function openWorld(port: number, soon: string, tokens: Readonly<Record<CentreName, readonly string[]>>): Promise<World> {
  const ask = asAdmin(port)
  const { keys, ids } = await makeKeys(ask, soon)
  const pool = new Pool(ids)
  await furnish(ask)
  const common = await learnCommon(ask, pool)
  const known = new Map<CentreName, Known>()
  for (const centre of CENTRES) {
    known.set(centre, await lookAround(ask, pool, centre))
    for (const token of tokens[centre]) pool.add(centre, 'tokens', token)
  }
  await makeFeeds(ask, pool)
  return { keys, pool, leaks: new Leaks(known, common) }
}
