import { DEFAULT_WEIGHTS } from '../../src/domain/burden.ts'
import { BURDEN_RANGES } from '../../src/domain/burden-settings.ts'
import type { Problem } from '../../src/http/problem.ts'
import { findCentre } from '../../src/store/centres.ts'
import { saveBurdenSettings } from '../../src/store/ledger.ts'
import { burdenWeights } from '../../src/usecases/set-burden-weights.ts'
import { aCentre, aPost } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

interface Weights {
  readonly version: number
  readonly perDay: Readonly<Record<string, number>>
  readonly fairness: Readonly<Record<string, number>>
  readonly carryMonths: number
  readonly tetPerDay: number
}

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')
const read = (s: Scene, query = '', headers = {}) => s.call<Weights>('GET', `/v1/burden-weights${query}`, { headers })
const set = (s: Scene, version: number, body: object, query = '') =>
  s.call<Weights & Problem>('PATCH', `/v1/burden-weights${query}`, { body, headers: { 'if-match': `"${version}"` } })

scene('a centre that has set nothing has the defaults, as version 0', async (t, s) => {
  await aCentre(s)
  const answer = await read(s)
  t.match(answer, { status: 200, headers: { etag: '"0"' } })
  t.same(answer.body, { version: 0, ...DEFAULT_WEIGHTS, carryMonths: 12 })
  t.equal((await read(s, '', { 'if-none-match': '"0"' })).status, 304)
})

scene('what is set stays set, what is not named stays as it was, and planning reads the same', async (t, s) => {
  const { id } = await aCentre(s)
  const first = await set(s, 0, { perDay: { holiday: 9 }, fairness: { tet: 0 }, carryMonths: 0 })
  t.match(first, { status: 200, headers: { etag: '"1"' }, body: { version: 1, carryMonths: 0 } })
  const second = await set(s, 1, { perDay: { working: 1 }, tetPerDay: 20 })
  const wanted = {
    ...DEFAULT_WEIGHTS,
    tetPerDay: 20,
    perDay: { ...DEFAULT_WEIGHTS.perDay, holiday: 9, working: 1 },
    fairness: { ...DEFAULT_WEIGHTS.fairness, tet: 0 }
  }
  t.same(second.body, { version: 2, ...wanted, carryMonths: 0 })
  t.same((await read(s)).body, second.body)
  const centre = await findCentre(s.deps.db, id)
  t.same(centre && (await burdenWeights(s.deps, centre)), wanted)
})

/** The body that sets one number, and where its fault would point. */
const bodyFor = (name: string, value: number): readonly [object, string] => {
  if (name === 'perDay') return [{ perDay: { rest_day: value } }, '/perDay/rest_day']
  return name === 'fairness' ? [{ fairness: { nights: value } }, '/fairness/nights'] : [{ [name]: value }, `/${name}`]
}

scene('every number keeps its range', async (t, s) => {
  await aCentre(s)
  let version = 0
  for (const [name, [least, most]] of Object.entries(BURDEN_RANGES)) {
    for (const value of [least - 1, most + 1, least + 0.5]) {
      const [body, pointer] = bodyFor(name, value)
      t.equal(faults(await set(s, version, body)), `400 BAD_FIELD ${pointer}`, `${name} ${value}`)
    }
    for (const value of [least, most]) {
      t.equal((await set(s, version, bodyFor(name, value)[0])).status, 200, `${name} ${value}`)
      version += 1
    }
  }
})

scene('a change is wanted whole, known and of the version that was read', async (t, s) => {
  await aCentre(s)
  const cases = [
    ['nothing', '"0"', {}, '400 BAD_FIELD '],
    ['an unknown number', '"0"', { perHour: 1 }, '400 UNKNOWN_FIELD /perHour'],
    ['an unknown kind of day', '"0"', { perDay: { sunday: 1 } }, '400 UNKNOWN_FIELD /perDay/sunday'],
    ['an unknown kind of burden', '"0"', { fairness: { weekends: 1 } }, '400 UNKNOWN_FIELD /fairness/weekends'],
    ['a text', '"0"', { tetPerDay: '9' }, '400 BAD_FIELD /tetPerDay'],
    ['two faults', '"0"', { tetPerDay: -1, perDay: { holiday: 101 } }, '400 BAD_FIELD /perDay/holiday BAD_FIELD /tetPerDay'],
    ['a version of its own', '"0"', { version: 3 }, '400 UNKNOWN_FIELD /version'],
    ['a stale version', '"1"', { tetPerDay: 9 }, '412'],
    ['no version', undefined, { tetPerDay: 9 }, '428']
  ] as const
  for (const [title, version, body, expected] of cases) {
    const headers = version === undefined ? {} : { 'if-match': version }
    t.equal(faults(await s.call<Problem>('PATCH', '/v1/burden-weights', { body, headers })), expected, title)
  }
  t.equal((await read(s)).body.version, 0, 'and nothing was set')
})

scene('who writes over a version that has gone is told so, the first one included', async (t, s) => {
  const { id } = await aCentre(s)
  const centre = await findCentre(s.deps.db, id)
  if (centre === undefined) throw new Error('the centre is there')
  const save = (version: number) =>
    saveBurdenSettings(s.deps.db, centre.id, { version, weights: DEFAULT_WEIGHTS, carryMonths: 1 }, s.deps.now())
  t.match(await save(0), { version: 1 })
  await t.rejects(save(0), { code: 'STALE_VERSION' })
  t.match(await save(1), { version: 2 })
  await t.rejects(save(1), { code: 'STALE_VERSION' })
})

scene('each centre has its own', async (t, s) => {
  await aCentre(s, { code: 'mot' })
  await aCentre(s, { code: 'hai' })
  await set(s, 0, { tetPerDay: 50 }, '?centre=mot')
  t.equal((await read(s, '?centre=mot')).body.tetPerDay, 50)
  t.match((await read(s, '?centre=hai')).body, { version: 0, tetPerDay: 8 })
})

scene('a post has its factor and its distance, which only the centre reads', async (t, s) => {
  await aCentre(s)
  const plain = await aPost<{ id: string; burdenPercent: number; distanceKm: number }>(s)
  t.match(plain, { burdenPercent: 100, distanceKm: 0 })
  const far = await aPost<{ id: string; burdenPercent: number; distanceKm: number }>(s, { burdenPercent: 150, distanceKm: 42 })
  t.match((await s.call('GET', `/v1/posts/${far.id}`)).body, { burdenPercent: 150, distanceKm: 42 })
  const open = (await s.call('GET', `/v1/posts/${far.id}`, { key: null })).body
  t.notOk('burdenPercent' in open || 'distanceKm' in open)
  const change = (body: object) => s.call<Problem>('PATCH', `/v1/posts/${far.id}`, { body, headers: { 'if-match': '"1"' } })
  t.equal(faults(await change({ burdenPercent: 501 })), '400 BAD_FIELD /burdenPercent')
  t.equal(faults(await change({ distanceKm: -1 })), '400 BAD_FIELD /distanceKm')
  t.match((await change({ name: 'Điểm trực xa' })).body, { burdenPercent: 150, distanceKm: 42, version: 2 })
})
