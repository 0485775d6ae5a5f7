import type { CentreId } from '../../src/domain/ids.ts'
import { rules } from '../../src/domain/rules/all.ts'
import { isOnAtFirst, isOptional } from '../../src/domain/rules/settings.ts'
import type { Problem } from '../../src/http/problem.ts'
import { saveRuleSetting } from '../../src/store/rule-settings.ts'
import { aCentre } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

interface Rule {
  readonly id: string
  readonly version: number
  readonly level: string
  readonly eitherLevel: boolean
  readonly weight: number
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
    const { level, weight, basis, eitherLevel, from, to } = rule
    t.match(item, { version: 0, enabled: isOnAtFirst(rule), level, defaultLevel: level, eitherLevel, weight, defaultWeight: weight })
    t.match(item, { basis, from, to, optional: isOptional(rule) })
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
    ['another field', 'rest-between', '"0"', { basis: 'x' }, '400 UNKNOWN_FIELD /basis'],
    ['a level that there is not', 'rest-between', '"0"', { level: 'medium' }, '400 BAD_FIELD /level'],
    ['a level that the rule cannot have', 'most-per-week', '"0"', { level: 'soft' }, '400 BAD_VALUE /level'],
    ['the hard level of a rule that is only ever weighed', 'same-hands', '"0"', { level: 'hard' }, '400 BAD_VALUE /level'],
    ['a weight below', 'weekly-rest', '"0"', { weight: -1 }, '400 BAD_VALUE /weight'],
    ['a weight above', 'weekly-rest', '"0"', { weight: 101 }, '400 BAD_VALUE /weight'],
    ['a weight in parts', 'weekly-rest', '"0"', { weight: 1.5 }, '400 BAD_FIELD /weight'],
    ['two faults', 'duty-role', '"0"', { enabled: false, params: { x: 1 } }, '400 BAD_VALUE /enabled UNKNOWN_FIELD /params/x'],
    ['a stale version', 'rest-between', '"1"', { enabled: false }, '412'],
    ['no version', 'rest-between', undefined, { enabled: false }, '428']
  ] as const
  for (const [title, id, version, body, expected] of cases) {
    const headers = version === undefined ? {} : { 'if-match': version }
    t.equal(faults(await s.call<Problem>('PATCH', `/v1/rules/${id}`, { body, headers })), expected, title)
  }
  t.ok(
    (await list(s)).every(({ version }) => version === 0),
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

scene('one rule is read by its id, with the version that a change must bear', async (t, s) => {
  await aCentre(s)
  const before = await s.call<Rule>('GET', '/v1/rules/weekly-rest')
  t.match(before, { status: 200, headers: { etag: '"0"' }, body: { id: 'weekly-rest', level: 'soft', weight: 10, version: 0 } })
  t.same(
    (await list(s)).find(({ id }) => id === 'weekly-rest'),
    before.body,
    'as the list shows it'
  )
  t.equal((await s.call('GET', '/v1/rules/weekly-rest', { headers: { 'if-none-match': '"0"' } })).status, 304)
  t.equal((await s.call('GET', '/v1/rules/no-such-rule')).status, 404)
})

scene('level and weight are the centre’s to set, each kept while the other changes', async (t, s) => {
  await aCentre(s)
  t.match((await set(s, 'weekly-rest', 0, { level: 'hard' })).body, { version: 1, level: 'hard', defaultLevel: 'soft', weight: 10 })
  t.match((await set(s, 'weekly-rest', 1, { weight: 100 })).body, { version: 2, level: 'hard', weight: 100, defaultWeight: 10 })
  t.match((await set(s, 'weekly-rest', 2, { level: 'soft', weight: 0 })).body, { version: 3, level: 'soft', weight: 0 })
  t.match((await s.call('GET', '/v1/rules/weekly-rest')).body, { version: 3, level: 'soft', weight: 0, enabled: true })
})

scene('a rule for centres that want it is off until one does', async (t, s) => {
  await aCentre(s)
  t.match((await s.call('GET', '/v1/rules/officer-among')).body, { enabled: false, optional: true, version: 0 })
  t.match((await set(s, 'officer-among', 0, { enabled: true })).body, { enabled: true, version: 1 })
  t.match(
    (await set(s, 'support-becomes-primary', 0, { weight: 9 })).body,
    { enabled: false, weight: 9 },
    'a weight alone switches nothing on'
  )
})

scene('two who write the same version: the second is told, and nothing of the first is lost', async (t, s) => {
  const centre = await aCentre(s)
  const setting = { ruleId: 'most-per-week', version: 1, enabled: true, level: null, weight: null, params: { days: 4 } }
  const save = (days: number) =>
    s.deps.db.transaction((db) => saveRuleSetting(db, centre.id as CentreId, { ...setting, params: { days } }, s.deps.now()))
  await save(4)
  await t.rejects(save(5), { code: 'STALE_VERSION' })
  t.match((await s.call('GET', '/v1/rules/most-per-week')).body, { version: 1, params: { days: { value: 4 } } })
})
