import { rules } from '../../src/domain/rules/all.ts'
import { isOptional } from '../../src/domain/rules/settings.ts'
import type { Problem } from '../../src/http/problem.ts'
import { aCentre } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

interface Rule {
  readonly id: string
  readonly version: number
  readonly level: string
  readonly enabled: boolean
  readonly optional: boolean
  readonly title: string
  readonly basis: string
  readonly params: Readonly<
    Record<string, { readonly value: number; readonly default: number; readonly min: number; readonly max: number }>
  >
}

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')

const list = async (s: Scene, query = '', headers = {}): Promise<Rule[]> =>
  (await s.call<{ items: Rule[] }>('GET', `/v1/rules${query}`, { headers })).body.items
const set = (s: Scene, id: string, version: number, body: object, query = '') =>
  s.call<Rule & Problem>('PATCH', `/v1/rules/${id}${query}`, { body, headers: { 'if-match': `"${version}"` } })

scene('a centre that has set nothing has every rule at its defaults', async (t, s) => {
  await aCentre(s)
  const items = await list(s)
  t.same(
    items.map(({ id }) => id),
    rules.map(({ id }) => id),
    'in the order of the list'
  )
  for (const [at, rule] of rules.entries()) {
    const item = items[at]
    t.match(item, { version: 0, enabled: true, level: rule.level, basis: rule.basis, optional: isOptional(rule) })
    t.same(item?.params, Object.fromEntries(Object.entries(rule.params).map(([name, param]) => [name, { ...param, value: param.default }])))
  }
  const english = await list(s, '', { 'accept-language': 'en' })
  t.ok(
    english.every(({ title }, at) => title !== items[at]?.title && title !== ''),
    'titles in the language of the request'
  )
})

scene('every parameter of every rule keeps its bounds', async (t, s) => {
  await aCentre(s)
  for (const rule of rules) {
    for (const [name, { min, max }] of Object.entries(rule.params)) {
      const { version = 0 } = (await list(s)).find(({ id }) => id === rule.id) ?? {}
      const refused = `400 BAD_VALUE /params/${name}`
      t.equal(faults(await set(s, rule.id, version, { params: { [name]: min - 1 } })), refused, `${rule.id} ${name} below`)
      t.equal(faults(await set(s, rule.id, version, { params: { [name]: max + 1 } })), refused, `${rule.id} ${name} above`)
      t.equal((await set(s, rule.id, version, { params: { [name]: min } })).body.params[name]?.value, min, `${rule.id} ${name} least`)
      t.equal((await set(s, rule.id, version + 1, { params: { [name]: max } })).body.params[name]?.value, max, `${rule.id} ${name} most`)
    }
  }
})

scene('what is law alone stays on, what is the centre’s own may be switched', async (t, s) => {
  await aCentre(s)
  t.ok(rules.some((rule) => !isOptional(rule)) && rules.some(isOptional), 'there are both')
  for (const rule of rules) {
    const answer = await set(s, rule.id, 0, { enabled: false })
    if (!isOptional(rule)) {
      t.equal(faults(answer), '400 BAD_VALUE /enabled', rule.id)
      continue
    }
    t.match(answer, { status: 200, headers: { etag: '"1"' }, body: { enabled: false, version: 1 } }, rule.id)
    t.match((await set(s, rule.id, 1, { enabled: true })).body, { enabled: true, version: 2 }, rule.id)
  }
  for (const id of ['duty-role', 'contract-valid', 'coverage', 'absent-provider']) {
    t.match(
      (await list(s)).find((rule) => rule.id === id),
      { enabled: true, optional: false, version: 0 },
      `${id} is on`
    )
  }
})

scene('a setting is wanted whole, known and of the version that was read', async (t, s) => {
  await aCentre(s)
  const cases = [
    ['an unknown rule', 'no-such-rule', '"0"', { enabled: true }, '404'],
    ['a rule named like a property', 'constructor', '"0"', { enabled: true }, '404'],
    ['an unknown parameter', 'rest-between', '"0"', { params: { days: 1 } }, '400 UNKNOWN_FIELD /params/days'],
    ['a parameter named like a property', 'rest-between', '"0"', { params: { constructor: 1 } }, '400 UNKNOWN_FIELD /params/constructor'],
    ['a parameter of a rule that has none', 'duty-role', '"0"', { params: { hours: 1 } }, '400 UNKNOWN_FIELD /params/hours'],
    ['a fraction', 'rest-between', '"0"', { params: { hours: 1.5 } }, '400 BAD_FIELD /params/hours'],
    ['a text', 'rest-between', '"0"', { params: { hours: '1' } }, '400 BAD_FIELD /params/hours'],
    ['nothing', 'rest-between', '"0"', {}, '400 BAD_FIELD '],
    ['another field', 'rest-between', '"0"', { level: 'soft' }, '400 UNKNOWN_FIELD /level'],
    ['two faults', 'duty-role', '"0"', { enabled: false, params: { x: 1 } }, '400 BAD_VALUE /enabled UNKNOWN_FIELD /params/x'],
    ['a stale version', 'rest-between', '"1"', { enabled: false }, '412'],
    ['no version', 'rest-between', undefined, { enabled: false }, '428']
  ] as const
  for (const [title, id, version, body, expected] of cases) {
    const headers = version === undefined ? {} : { 'if-match': version }
    t.equal(faults(await s.call<Problem>('PATCH', `/v1/rules/${id}`, { body, headers })), expected, title)
  }
  t.ok(
    (await list(s)).every(({ version, enabled }) => version === 0 && enabled),
    'and nothing was set'
  )
})

scene('settings are of one centre, and what was not named stays', async (t, s) => {
  await aCentre(s, { code: 'mot' })
  await aCentre(s, { code: 'hai' })
  await set(s, 'rest-between', 0, { params: { hours: 24 } }, '?centre=mot')
  const after = await set(s, 'rest-between', 1, { enabled: false }, '?centre=mot')
  t.match(after.body, { version: 2, enabled: false, params: { hours: { value: 24, default: 12 } } })
  t.match(
    (await list(s, '?centre=mot')).find(({ id }) => id === 'rest-between'),
    { version: 2, enabled: false, params: { hours: { value: 24 } } }
  )
  t.match(
    (await list(s, '?centre=hai')).find(({ id }) => id === 'rest-between'),
    { version: 0, enabled: true, params: { hours: { value: 12 } } }
  )
})
