import type { Problem } from '../../src/http/problem.ts'
import { aDraft, aPublication, type RosterJson, seated, slotsOfRoster } from '../support/months.ts'
import { aCentre, anOfficer, aPost, type Made } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')

const friday = { provider: 'an', kind: 'avoid', from: '2026-12-01', weekdays: [5] }

scene('a preference is entered, read, changed, listed by person and removed', async (t, s) => {
  await aCentre(s)
  const [an] = [await anOfficer(s, { code: 'an' }), await anOfficer(s, { code: 'binh' })]
  const post = await aPost(s, { code: 'kv1' })
  const created = await s.call<Made>('POST', '/v1/preferences', {
    body: { ...friday, weekdays: [6, 5, 6], posts: ['kv1'], to: '2027-06-30', note: ' đón con ' }
  })
  t.match(created, { status: 201, headers: { etag: '"1"' }, body: { providerId: an.id, kind: 'avoid', strength: 2, from: '2026-12-01' } })
  t.match(created.body, { to: '2027-06-30', weekdays: { length: 2, 0: 5, 1: 6 }, postIds: { length: 1, 0: post.id }, note: 'đón con' })
  const url = `/v1/preferences/${created.body.id}`
  t.same((await s.call('GET', url)).body, created.body)
  const changed = await s.call('PATCH', url, { body: { strength: 3, posts: [] }, headers: { 'if-match': '"1"' } })
  t.match(changed, { status: 200, body: { version: 2, strength: 3, postIds: { length: 0 }, weekdays: { length: 2 } } })
  await s.call('POST', '/v1/preferences', { body: { provider: 'binh', kind: 'wish', from: '2026-12-24', to: '2026-12-24' } })
  t.equal((await s.call<{ items: Made[] }>('GET', '/v1/preferences')).body.items.length, 2)
  t.match((await s.call('GET', '/v1/preferences?provider=an')).body, { items: { length: 1, 0: { id: created.body.id } } })
  t.equal((await s.call('GET', '/v1/preferences?provider=khong-co')).status, 404)
  t.equal((await s.call('DELETE', url, { headers: { 'if-match': '"2"' } })).status, 204)
  t.equal((await s.call('GET', url)).status, 404)
})

scene('a preference names people, posts, days and a strength that there are', async (t, s) => {
  await aCentre(s)
  await anOfficer(s, { code: 'an' })
  const cases = [
    [{ ...friday, provider: 'khong-co' }, '400 BAD_REFERENCE /provider'],
    [{ ...friday, posts: ['khong-co'] }, '400 BAD_REFERENCE /posts/0'],
    [{ ...friday, kind: 'hate' }, '400 BAD_FIELD /kind'],
    [{ ...friday, strength: 4 }, '400 BAD_FIELD /strength'],
    [{ ...friday, strength: 0 }, '400 BAD_FIELD /strength'],
    [{ ...friday, weekdays: [0] }, '400 BAD_FIELD /weekdays/0'],
    [{ ...friday, weekdays: [8] }, '400 BAD_FIELD /weekdays/0'],
    [{ ...friday, to: '2026-11-30' }, '400 BAD_PERIOD /to'],
    [{ ...friday, from: '01/12/2026' }, '400 BAD_DAY /from'],
    [{ kind: 'avoid', provider: 'an' }, '400 MISSING_FIELD /from'],
    [{ ...friday, dates: [] }, '400 UNKNOWN_FIELD /dates']
  ] as const
  for (const [body, expected] of cases) {
    t.equal(faults(await s.call<Problem>('POST', '/v1/preferences', { body })), expected, JSON.stringify(body))
  }
  t.equal((await s.call<{ items: unknown[] }>('GET', '/v1/preferences')).body.items.length, 0)
})

const ruleIds = async (s: Scene, { id }: RosterJson): Promise<string[]> => {
  const { body } = await s.call<{ items: { ruleId: string; providerIds: string[] }[] }>('GET', `/v1/rosters/${id}/violations`)
  return body.items.map(({ ruleId }) => ruleId).filter((rule) => ['avoided-duty', 'wished-duty', 'tet-turns'].includes(rule))
}
const wholeDays = { patterns: [{ rrule: 'FREQ=DAILY', startsAt: '00:00', duration: 'P1D' }] }

scene('a roster is checked against the preferences of its month', async (t, s) => {
  await aCentre(s)
  await anOfficer(s, { code: 'an' })
  await aPost(s, { code: 'truc', ...wholeDays })
  const draft = await aDraft(s, '2026-12')
  await s.call('POST', '/v1/preferences', { body: { provider: 'an', kind: 'wish', from: '2026-12-25', to: '2026-12-25' } })
  t.same(await ruleIds(s, draft), ['wished-duty'])
  const slots = await slotsOfRoster(s, draft.id)
  const on = (day: string) => slots.find((slot) => slot.day === day)?.id ?? ''
  const granted = await seated(s, draft, { slot: on('2026-12-25') }, { provider: 'an' })
  t.same(await ruleIds(s, granted), [], 'the day wished for is theirs')
  await s.call('POST', '/v1/preferences', { body: { ...friday, posts: ['truc'] } })
  t.same(await ruleIds(s, granted), ['avoided-duty'], 'which is a Friday')
  await s.call('POST', '/v1/preferences', { body: { provider: 'an', kind: 'wish', from: '2027-01-01', to: '2027-01-31' } })
  t.same(await ruleIds(s, granted), ['avoided-duty'], 'a wish for another month is not asked here')
})

scene('whoever stood duty at Tết last year, by what was published, is named when they stand it again', async (t, s) => {
  await aCentre(s)
  await anOfficer(s, { code: 'an' })
  await aPost(s, { code: 'truc', ...wholeDays })
  await s.call('PATCH', '/v1/rules/rest-between', { body: { params: { hours: 0 } }, headers: { 'if-match': '"0"' } })
  await s.call('PATCH', '/v1/rules/most-per-week', { body: { params: { days: 0 } }, headers: { 'if-match': '"0"' } })
  await s.call('PATCH', '/v1/rules/most-per-month', { body: { params: { days: 0 } }, headers: { 'if-match': '"0"' } })
  await aPublication(s, '2026-02')
  await anOfficer(s, { code: 'binh' })
  const draft = await aDraft(s, '2027-02')
  const slots = await slotsOfRoster(s, draft.id)
  const tet = slots.find((slot) => slot.day === '2027-02-06')?.id ?? ''
  const before = slots.find((slot) => slot.day === '2027-02-01')?.id ?? ''
  t.same(await ruleIds(s, await seated(s, draft, { slot: before }, { provider: 'an' })), [], 'another day is no matter')
  const again = await seated(s, (await s.call<RosterJson>('GET', `/v1/rosters/${draft.id}`)).body, { slot: tet }, { provider: 'an' })
  t.same(await ruleIds(s, again), ['tet-turns'])
  t.same(await ruleIds(s, await seated(s, again, { slot: tet }, { provider: 'binh' })), [], 'who was free last year')
})
