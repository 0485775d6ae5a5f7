import type { Problem } from '../../src/http/problem.ts'
import { aBranch, aCentre, anAgency, anOfficer, type Made } from '../support/people.ts'
import { type Answer, scene } from '../support/scene.ts'

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')

const daily = { rrule: 'FREQ=DAILY', startsAt: '07:30', duration: 'PT9H30M' }
const post = { code: 'truc', name: 'Tòa khu vực 1', agencies: ['toa'], mode: 'phone', validFrom: '2025-07-01' }
/** What a line of a seat says when nothing was said. */
const plan = {
  from: null,
  method: 'balanced',
  providerId: null,
  standInId: null,
  order: [],
  restDays: [],
  tet: [],
  owedAtMost: 1,
  follows: false
}
const minimal = { ...post, patterns: [daily], seats: [{ seat: 'primary' }] }

scene('a post is entered with all its parts, read, changed, listed and removed', async (t, s) => {
  await aCentre(s)
  const [toa, congAn] = [await anAgency(s, { code: 'toa' }), await anAgency(s, { code: 'cong-an' })]
  const [an, binh, chi] = [await anOfficer(s, { code: 'an' }), await anOfficer(s, { code: 'binh' }), await anOfficer(s, { code: 'chi' })]
  const branch = await aBranch(s, { code: 'cn1' })
  const body = {
    ...post,
    agencies: ['toa', 'cong-an'],
    patterns: [
      { ...daily, dayKinds: ['working', 'make_up_day'] },
      { rrule: 'FREQ=WEEKLY;BYDAY=SU', startsAt: '20:00', duration: 'PT11H' }
    ],
    handoverUnit: 'week',
    seats: [
      { seat: 'support', method: 'cycle', order: ['chi', 'an'] },
      { seat: 'primary', method: 'fixed', provider: 'an', standIn: 'binh', importance: 3 }
    ],
    eligibility: {
      roles: ['legal_aid_officer'],
      branches: ['cn1'],
      providers: ['an', 'binh'],
      excluded: ['chi'],
      skills: ['trẻ em', 'trẻ em']
    }
  }
  const created = await s.call<Made>('POST', '/v1/posts', { body })
  t.match(created, { status: 201, headers: { location: `/v1/posts/${created.body.id}` } })
  t.same(created.body, {
    id: created.body.id,
    code: 'truc',
    version: 1,
    name: 'Tòa khu vực 1',
    agencyIds: [toa.id, congAn.id],
    mode: 'phone',
    patterns: [
      { ...daily, dayKinds: ['working', 'make_up_day'] },
      { rrule: 'FREQ=WEEKLY;BYDAY=SU', startsAt: '20:00', duration: 'PT11H', dayKinds: null }
    ],
    handoverUnit: 'week',
    handoverEvery: 1,
    straddles: false,
    seats: [
      { ...plan, seat: 'primary', importance: 3, method: 'fixed', providerId: an.id, standInId: binh.id },
      { ...plan, seat: 'support', importance: 5, method: 'cycle', order: [chi.id, an.id] }
    ],
    eligibility: {
      roles: ['legal_aid_officer'],
      branchIds: [branch.id],
      providerIds: [an.id, binh.id].sort(),
      excludedIds: [chi.id],
      skills: ['trẻ em']
    },
    burdenPercent: 100,
    distanceKm: 0,
    layout: null,
    atLeastOne: [],
    validFrom: '2025-07-01',
    validTo: null
  })
  const {
    seats: _,
    eligibility: __,
    burdenPercent: ___,
    distanceKm: ____,
    atLeastOne: _____,
    ...open
  } = created.body as Made & Record<string, unknown>
  t.same((await s.call('GET', '/v1/posts/truc', { key: null })).body, open, 'how it is staffed is not for everybody')
  const changed = await s.call('PATCH', '/v1/posts/truc', {
    body: { agencies: ['cong-an', 'toa'], handoverUnit: 'day' },
    headers: { 'if-match': '"1"' }
  })
  t.match(changed.body, {
    version: 2,
    agencyIds: [congAn.id, toa.id],
    handoverUnit: 'day',
    patterns: [{ duration: 'PT9H30M' }, { duration: 'PT11H' }]
  })
  t.same((changed.body as { seats?: unknown }).seats, (created.body as { seats?: unknown }).seats, 'what was not named stays')
  t.match((await s.call<{ items: Made[] }>('GET', '/v1/posts?q=toa khu', { key: null })).body.items, [{ code: 'truc' }])
  t.equal((await s.call('DELETE', '/v1/posts/truc', { headers: { 'if-match': '"2"' } })).status, 204)
  t.equal((await s.call('DELETE', '/v1/agencies/toa', { headers: { 'if-match': '"1"' } })).status, 204, 'nothing of it is left')
})

scene('what was not said has a sensible value', async (t, s) => {
  await aCentre(s)
  await anAgency(s, { code: 'toa' })
  const { body } = await s.call('POST', '/v1/posts', { body: { ...minimal, seats: [{ seat: 'primary' }, { seat: 'support' }] } })
  t.match(body, {
    handoverUnit: 'slot',
    handoverEvery: 1,
    straddles: false,
    seats: [
      { seat: 'primary', importance: 9, ...plan },
      { seat: 'support', importance: 5, ...plan }
    ],
    eligibility: { roles: [], branchIds: [], providerIds: [], excludedIds: [], skills: [] }
  })
})

scene('what makes no post is refused where it is wrong', async (t, s) => {
  await aCentre(s)
  await anAgency(s, { code: 'toa' })
  await anOfficer(s, { code: 'an' })
  const seats = (...seats: object[]) => ({ ...minimal, seats })
  const patterns = (...patterns: object[]) => ({ ...minimal, patterns })
  const fixed = { seat: 'primary', method: 'fixed' }
  const cases = [
    ['as it is', minimal, '201'],
    ['fixed without somebody', seats(fixed), '400 MISSING_FIELD /seats/0/provider'],
    ['fixed with an order', seats({ ...fixed, provider: 'an', order: ['an'] }), '400 UNKNOWN_FIELD /seats/0/order'],
    ['a cycle without an order', seats({ seat: 'primary', method: 'cycle' }), '400 MISSING_FIELD /seats/0/order'],
    ['a cycle with an empty order', seats({ seat: 'primary', method: 'cycle', order: [] }), '400 MISSING_FIELD /seats/0/order'],
    [
      'a cycle with a person',
      seats({ seat: 'primary', method: 'cycle', order: ['an'], provider: 'an' }),
      '400 UNKNOWN_FIELD /seats/0/provider'
    ],
    [
      'a cycle that names somebody twice',
      seats({ seat: 'primary', method: 'cycle', order: ['an', 'an'] }),
      '400 DUPLICATE_ITEM /seats/0/order/1'
    ],
    ['balanced with a person', seats({ seat: 'primary', provider: 'an' }), '400 UNKNOWN_FIELD /seats/0/provider'],
    ['balanced with a stand-in', seats({ seat: 'primary', standIn: 'an' }), '400 UNKNOWN_FIELD /seats/0/standIn'],
    ['balanced with an order', seats({ seat: 'primary', method: 'balanced', order: ['an'] }), '400 UNKNOWN_FIELD /seats/0/order'],
    ['one seat twice', seats({ seat: 'primary' }, { seat: 'primary' }), '400 DUPLICATE_ITEM /seats/1/seat'],
    ['no seat', seats(), '400 BAD_FIELD /seats'],
    ['three seats', seats({ seat: 'primary' }, { seat: 'support' }, { seat: 'support' }), '400 DUPLICATE_ITEM /seats/2/seat'],
    ['a seat of no importance', seats({ seat: 'primary', importance: 0 }), '400 BAD_FIELD /seats/0/importance'],
    ['a method that is none', seats({ seat: 'primary', method: 'random' }), '400 BAD_FIELD /seats/0/method'],
    ['no pattern', patterns(), '400 BAD_FIELD /patterns'],
    ['overlapping patterns', patterns(daily, { ...daily, startsAt: '16:59' }), '400 BAD_PATTERN /patterns'],
    ['a pattern that overlaps itself', patterns({ ...daily, duration: 'P1DT1M' }), '400 BAD_PATTERN /patterns'],
    [
      'a pattern that overlaps the next morning',
      patterns(daily, { ...daily, startsAt: '17:00', duration: 'PT14H31M' }),
      '400 BAD_PATTERN /patterns'
    ],
    ['a pattern without a day', patterns({ ...daily, rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }), '400 BAD_PATTERN /patterns'],
    ['a rule that is none', patterns({ ...daily, rrule: 'mỗi ngày' }), '400 BAD_PATTERN /patterns/0/rrule'],
    ['a rule with hours', patterns({ ...daily, rrule: 'FREQ=HOURLY' }), '400 BAD_PATTERN /patterns/0/rrule'],
    [
      'a rule with a start of its own',
      patterns({ ...daily, rrule: 'DTSTART:20260101T000000\nRRULE:FREQ=DAILY' }),
      '400 BAD_PATTERN /patterns/0/rrule'
    ],
    ['a time that is none', patterns({ ...daily, startsAt: '24:00' }), '400 BAD_FIELD /patterns/0/startsAt'],
    ['a duration that is none', patterns(daily, { ...daily, duration: '9h' }), '400 BAD_PATTERN /patterns/1/duration'],
    ['no duration', patterns({ ...daily, duration: 'PT0M' }), '400 BAD_PATTERN /patterns/0/duration'],
    ['more than a month', patterns({ ...daily, duration: 'P32D' }), '400 BAD_PATTERN /patterns/0/duration'],
    ['a kind of day that is none', patterns({ ...daily, dayKinds: ['weekend'] }), '400 BAD_FIELD /patterns/0/dayKinds/0'],
    ['no kind of day', patterns({ ...daily, dayKinds: [] }), '400 BAD_FIELD /patterns/0/dayKinds'],
    ['no agency', { ...minimal, agencies: [] }, '400 BAD_FIELD /agencies'],
    ['an agency twice', { ...minimal, agencies: ['toa', 'toa'] }, '400 DUPLICATE_ITEM /agencies/1'],
    ['an agency that is none', { ...minimal, agencies: ['toa', 'khong-co'] }, '400 BAD_REFERENCE /agencies/1'],
    ['ending before it begins', { ...minimal, validTo: '2025-06-30' }, '400 BAD_PERIOD /validTo'],
    [
      'named and excluded at once',
      { ...minimal, eligibility: { providers: ['an'], excluded: ['an'] } },
      '400 DUPLICATE_ITEM /eligibility/excluded/0'
    ],
    ['an unknown role', { ...minimal, eligibility: { roles: ['judge'] } }, '400 BAD_FIELD /eligibility/roles/0'],
    ['a code twice', minimal, '409 CODE_TAKEN /code']
  ] as const
  for (const [title, body, expected] of cases) t.equal(faults(await s.call<Problem>('POST', '/v1/posts', { body })), expected, title)
  const hourly = await s.call<Problem>('POST', '/v1/posts', { body: patterns({ ...daily, rrule: 'FREQ=HOURLY' }) })
  t.equal(hourly.body.errors[0]?.detail, 'Khung ca trực chưa đúng: “FREQ=HOURLY” có giá trị không hợp lệ.', 'a reason in words')
  const days = { ...minimal, code: 'xa', validFrom: '2199-12-30' }
  t.equal((await s.call('POST', '/v1/posts', { body: days })).status < 500, true, 'the last days that there are')
})

scene('patterns that meet do not overlap', async (t, s) => {
  await aCentre(s)
  await anAgency(s, { code: 'toa' })
  const cases = [
    ['day and night', [daily, { ...daily, startsAt: '17:00', duration: 'PT14H30M' }]],
    ['whole days', [{ ...daily, startsAt: '00:00', duration: 'P1D' }]],
    [
      'working days and the others',
      [
        { ...daily, dayKinds: ['working'] },
        { ...daily, startsAt: '08:00', dayKinds: ['rest_day', 'holiday'] }
      ]
    ],
    ['two weeks in turn', [1, 15].map((day) => ({ ...daily, rrule: `FREQ=MONTHLY;BYMONTHDAY=${day}`, duration: 'P14D' }))]
  ] as const
  for (const [at, [title, patterns]] of cases.entries()) {
    t.equal(faults(await s.call<Problem>('POST', '/v1/posts', { body: { ...minimal, code: `p${at}`, patterns } })), '201', title)
  }
})

scene('what a post wants of one of those who serve is known, said once and for planners alone', async (t, s) => {
  await aCentre(s)
  await anAgency(s, { code: 'toa' })
  const wants = [
    { kind: 'language', value: ' tyz ' },
    { kind: 'sex', value: 'female' }
  ]
  const created = await s.call<Made>('POST', '/v1/posts', { body: { ...minimal, atLeastOne: wants } })
  t.match(created.body, { atLeastOne: { length: 2, 0: { kind: 'language', value: 'tyz' }, 1: { kind: 'sex', value: 'female' } } })
  t.notOk('atLeastOne' in (await s.call<object>('GET', `/v1/posts/${created.body.id}`, { key: null })).body)
  const cases = [
    [[{ kind: 'sex', value: 'nữ' }], '400 BAD_VALUE /atLeastOne/0/value'],
    [[{ kind: 'height', value: '1' }], '400 BAD_FIELD /atLeastOne/0/kind'],
    [[{ kind: 'skill', value: ' ' }], '400 MISSING_FIELD /atLeastOne/0/value'],
    [[...wants, wants[1]], '400 DUPLICATE_ITEM /atLeastOne/2']
  ] as const
  for (const [atLeastOne, expected] of cases) {
    t.equal(faults(await s.call<Problem>('POST', '/v1/posts', { body: { ...minimal, code: 'khac', atLeastOne } })), expected)
  }
})
