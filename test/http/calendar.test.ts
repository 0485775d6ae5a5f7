import type { Problem } from '../../src/http/problem.ts'
import { type PlanJson, published, QUICK, WAIT } from '../support/months.ts'
import { aCentre, anOfficer, aPost, aSigner } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')

interface Day {
  readonly day: string
  readonly kind: string
  readonly working: boolean
  readonly name: { readonly vi: string; readonly en: string } | null
  readonly status: string
  readonly source: string
  readonly proposals: readonly { readonly kind: string; readonly number: string }[]
}
interface Notice {
  readonly id: string
  readonly version: number
  readonly number: string
  readonly days: readonly object[]
}
interface Touched {
  readonly days: readonly { readonly day: string; readonly from: string; readonly to: string }[]
  readonly rosters: readonly { readonly centre: string; readonly month: string; readonly status: string }[]
}
interface Change {
  readonly notice: Notice
  readonly touched: Touched
}

const days = async (s: Scene, from: string, to = from): Promise<readonly Day[]> =>
  (await s.call<{ items: readonly Day[] }>('GET', `/v1/calendar/days?from=${from}&to=${to}`, { key: null })).body.items
const kindsOf = async (s: Scene): Promise<Map<string, string>> =>
  new Map((await days(s, '2026-01-01', '2027-12-31')).map(({ day, kind }) => [day, kind]))
const changed = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...after].filter(([day, kind]) => before.get(day) !== kind).map(([day, kind]) => `${day} ${before.get(day)} ${kind}`)
const told = ({ days }: Touched): string[] => days.map(({ day, from, to }) => `${day} ${from} ${to}`)

const swap = [
  { day: '2026-12-31', kind: 'swapped_off', nameVi: 'Nghỉ hoán đổi', nameEn: 'Swapped day off' },
  { day: '2026-12-26', kind: 'make_up_day', nameVi: 'Làm bù', nameEn: 'Worked in exchange' }
]
const notice = { number: '999/TB-BNV', title: 'Hoán đổi', issuedOn: '2026-11-21', status: 'announced', source: 'thử', days: swap }

scene('each day is what the notices and the law make of it', async (t, s) => {
  const cases = [
    ['2026-11-24', 'holiday', false, 'announced', 'Ngày Văn hóa Việt Nam', '28/2026/QH16'],
    ['2026-08-22', 'make_up_day', true, 'announced', 'Làm bù cho ngày 31/08/2026', '9441/TB-BNV'],
    ['2026-08-31', 'swapped_off', false, 'announced', 'Nghỉ hoán đổi (làm bù ngày 22/08/2026)', '9441/TB-BNV'],
    ['2026-02-17', 'holiday', false, 'announced', 'Tết Nguyên đán', '9441/TB-BNV'],
    ['2026-04-27', 'compensatory_off', false, 'announced', 'Nghỉ bù Giỗ Tổ Hùng Vương', '9441/TB-BNV'],
    ['2026-11-23', 'working', true, 'announced', undefined, '9441/TB-BNV'],
    ['2026-11-28', 'rest_day', false, 'announced', undefined, '9441/TB-BNV'],
    ['2026-12-07', 'working', true, 'announced', undefined, '9441/TB-BNV'],
    ['2027-01-01', 'holiday', false, 'estimated', 'Tết Dương lịch', 'BLLĐ 2019, Điều 112 khoản 1 điểm a']
  ] as const
  for (const [day, kind, working, status, name, source] of cases) {
    const [found] = await days(s, day)
    t.match(found, { day, kind, working, status, source }, day)
    t.equal(found?.name?.vi, name, day)
  }
  const [proposed] = await days(s, '2026-11-23')
  t.match(proposed?.proposals, [{ kind: 'swapped_off', number: /06\/9\/2026/ }], 'the proposal is shown')
  t.match((await days(s, '2026-11-28'))[0]?.proposals, [{ kind: 'make_up_day' }])
  t.match((await days(s, '2026-02-17'))[0], { lunar: { year: 2026, month: 1, day: 1, leap: false } }, 'mùng 1 Tết')
})

scene('days are asked for from one to another', async (t, s) => {
  const all = await days(s, '2024-01-01', '2025-12-31')
  t.equal(all.length, 731)
  t.same([all[0]?.day, all[59]?.day, all.at(-1)?.day], ['2024-01-01', '2024-02-29', '2025-12-31'])
  const cases = [
    ['one day', '2026-12-01', '2026-12-01', 200],
    ['as many as there may be', '2024-01-01', '2026-01-01', 200],
    ['one too many', '2024-01-01', '2026-01-02', 400],
    ['backwards', '2026-12-02', '2026-12-01', 400],
    ['no day', '2026-02-29', '2026-03-01', 400],
    ['a month', '2026-02', '2026-03-01', 400],
    ['before lunar dates hold', '1801-01-01', '1801-01-31', 200],
    ['the last year that the lunar tables hold', '2100-12-01', '2100-12-31', 200]
  ] as const
  for (const [title, from, to, status] of cases) {
    t.equal((await s.call('GET', `/v1/calendar/days?from=${from}&to=${to}`)).status, status, title)
  }
})

scene('a later notice changes exactly the days it names, and preview says so before', async (t, s) => {
  const before = await kindsOf(s)
  const expected = ['2026-12-26 rest_day make_up_day', '2026-12-31 working swapped_off']
  const preview = await s.call<{ touched: Touched }>('POST', '/v1/calendar/notices/preview', { body: notice })
  t.equal(preview.status, 200)
  t.same(told(preview.body.touched), expected)
  t.same(await kindsOf(s), before, 'preview writes nothing')
  t.same((await s.call<{ items: unknown[] }>('GET', '/v1/calendar/notices?q=999')).body.items, [])
  const created = await s.call<Change>('POST', '/v1/calendar/notices', { body: notice })
  t.match(created, { status: 201, headers: { location: `/v1/calendar/notices/${created.body.notice.id}`, etag: '"1"' } })
  t.match(created.body.notice, { ...notice, annualFor: null, version: 1 })
  t.same(created.body.touched, preview.body.touched, 'preview was the result')
  t.same(changed(before, await kindsOf(s)).sort(), expected)
  t.match((await days(s, '2026-12-31'))[0], { source: '999/TB-BNV', name: { vi: 'Nghỉ hoán đổi', en: 'Swapped day off' } })
  const url = `/v1/calendar/notices/${created.body.notice.id}`
  const removed = await s.call<{ touched: Touched }>('DELETE', url, { headers: { 'if-match': '"1"' } })
  t.equal(removed.status, 200)
  t.same(told(removed.body.touched), ['2026-12-26 make_up_day rest_day', '2026-12-31 swapped_off working'])
  t.same(await kindsOf(s), before, 'withdrawn, everything is as before')
  t.equal((await s.call('GET', url)).status, 404)
})

scene('of two notices the later issued has the last word', async (t, s) => {
  const off = (day: string, kind: string) => [{ day, kind, nameVi: kind, nameEn: kind }]
  const enter = (number: string, issuedOn: string, kind: string) =>
    s.call<Change>('POST', '/v1/calendar/notices', { body: { ...notice, number, issuedOn, days: off('2026-12-31', kind) } })
  await enter('2/TB', '2026-11-21', 'swapped_off')
  t.match((await days(s, '2026-12-31'))[0], { kind: 'swapped_off', source: '2/TB' })
  t.same(told((await enter('1/TB', '2026-11-20', 'holiday')).body.touched), [], 'an earlier one changes nothing')
  t.match((await days(s, '2026-12-31'))[0], { kind: 'swapped_off', source: '2/TB' })
  t.same(told((await enter('3/TB', '2026-11-22', 'working')).body.touched), ['2026-12-31 swapped_off working'])
})

scene('a proposed notice changes nothing until it is announced', async (t, s) => {
  const before = await kindsOf(s)
  const created = await s.call<Change>('POST', '/v1/calendar/notices', { body: { ...notice, status: 'proposed' } })
  t.same(created.body.touched, { days: [], rosters: [], deadlines: [] })
  t.same(await kindsOf(s), before)
  t.match((await days(s, '2026-12-31'))[0], { kind: 'working', proposals: [{ kind: 'swapped_off', number: '999/TB-BNV' }] }, 'it is shown')
  const url = `/v1/calendar/notices/${created.body.notice.id}`
  const announced = await s.call<Change>('PATCH', url, { body: { status: 'announced' }, headers: { 'if-match': '"1"' } })
  t.match(announced, { status: 200, headers: { etag: '"2"' }, body: { notice: { version: 2, status: 'announced', days: swap } } })
  t.same(told(announced.body.touched), ['2026-12-26 rest_day make_up_day', '2026-12-31 working swapped_off'])
  t.match((await days(s, '2026-12-31'))[0], { kind: 'swapped_off', proposals: [] })
  const moved = await s.call<Change>('PATCH', url, { body: { days: [{ ...swap[0], day: '2026-12-30' }] }, headers: { 'if-match': '"2"' } })
  t.same(
    told(moved.body.touched),
    ['2026-12-26 make_up_day rest_day', '2026-12-30 working swapped_off', '2026-12-31 swapped_off working'],
    'a correction touches the days of before and of now'
  )
  t.equal((await s.call('PATCH', url, { body: { title: 'x' }, headers: { 'if-match': '"2"' } })).status, 412)
  t.equal((await s.call('DELETE', url, {})).status, 428)
})

async function month(s: Scene, centre: string, month: string, publish: boolean): Promise<void> {
  const at = `centre=${centre}`
  await aSigner(s, { centre, code: `nguoi-ky-${month}` })
  const draft = await s.call('POST', `/v1/rosters?${at}`, { body: { month } })
  const plan = await s.call<PlanJson>('POST', `/v1/rosters/${month}/plan?${at}`, {
    body: QUICK,
    headers: { ...WAIT, 'if-match': draft.headers.etag ?? '' }
  })
  if (publish) await published(s, plan.body.roster, centre)
}

scene('a notice names the drafts and publications of the months it touches, and changes none', async (t, s) => {
  for (const centre of ['dak-lak', 'lang-son']) {
    await aCentre(s, { code: centre })
    await anOfficer(s, { centre })
    await aPost(s, { centre, patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=15', startsAt: '07:30', duration: 'PT8H' }] })
  }
  await month(s, 'lang-son', '2026-12', true)
  await month(s, 'lang-son', '2027-01', false)
  await month(s, 'dak-lak', '2026-12', false)
  const slots = async () => (await s.call('GET', '/v1/rosters/2026-12/slots?centre=dak-lak')).body
  const before = await slots()
  const day = (day: string) => ({ day, kind: 'holiday', nameVi: 'x', nameEn: 'x' })
  const rosters = async (...named: string[]) => {
    const body = { ...notice, days: named.map(day) }
    const { touched } = (await s.call<{ touched: Touched }>('POST', '/v1/calendar/notices/preview', { body })).body
    return touched.rosters.map(({ centre, month, status }) => `${centre} ${month} ${status}`)
  }
  const december = ['dak-lak 2026-12 draft', 'lang-son 2026-12 published']
  t.same(await rosters('2026-12-15'), december)
  t.same(await rosters('2026-12-31', '2027-01-04'), [...december, 'lang-son 2027-01 draft'])
  t.same(await rosters('2027-03-03'), [], 'no roster of that month')
  t.same(await rosters('2026-11-24'), [], 'a day that is so already')
  const created = await s.call<Change>('POST', '/v1/calendar/notices', { body: { ...notice, days: [day('2026-12-15')] } })
  t.equal(created.body.touched.rosters.length, 2)
  t.same(await slots(), before, 'the draft stays as it is')
})

scene('an annual notice replaces every estimate of its year', async (t, s) => {
  const body = {
    ...notice,
    number: '1/TB-2027',
    annualFor: 2027,
    days: [{ day: '2027-01-01', kind: 'holiday', nameVi: 'Tết', nameEn: 'New Year' }]
  }
  t.match((await days(s, '2027-09-02'))[0], { kind: 'holiday', status: 'estimated' })
  const before = await kindsOf(s)
  const created = await s.call<Change>('POST', '/v1/calendar/notices', { body })
  t.match((await days(s, '2027-09-02'))[0], { kind: 'working', status: 'announced', source: '1/TB-2027' })
  t.same(told(created.body.touched), changed(before, await kindsOf(s)), 'the answer names every day that changed')
  t.ok(created.body.touched.days.some(({ day }) => day === '2027-09-02'))
})

scene('notices are listed oldest first, found by words, and refused where they are wrong', async (t, s) => {
  const list = async (query: string) =>
    (await s.call<{ items: (Notice & { issuedOn: string })[] }>('GET', `/v1/calendar/notices?${query}`, { key: null })).body.items
  const all = await list('limit=200')
  t.same(
    all.map(({ issuedOn }) => issuedOn),
    all.map(({ issuedOn }) => issuedOn).toSorted()
  )
  t.same(
    (await list('q=bo noi vu 9441')).map(({ number }) => number),
    ['9441/TB-BNV']
  )
  const day = swap[0]
  const cases = [
    ['no days', { days: [] }, '400 BAD_FIELD /days'],
    ['a day twice', { days: [day, day] }, '400 DUPLICATE_ITEM /days/1/day'],
    ['a day that is none', { days: [{ ...day, day: '2026-02-30' }] }, '400 BAD_DAY /days/0/day'],
    ['a kind that is none', { days: [{ ...day, kind: 'weekend' }] }, '400 BAD_FIELD /days/0/kind'],
    ['a day without a name', { days: [{ ...day, nameVi: ' ' }] }, '400 MISSING_FIELD /days/0/nameVi'],
    ['an estimate', { status: 'estimated' }, '400 BAD_FIELD /status'],
    ['an empty number', { number: '' }, '400 MISSING_FIELD /number'],
    ['a year too far', { annualFor: 2101 }, '400 BAD_FIELD /annualFor'],
    ['issued on no day', { issuedOn: 'hôm qua' }, '400 BAD_DAY /issuedOn'],
    ['a number that is taken', { number: '9441/TB-BNV' }, '409 CODE_TAKEN /number']
  ] as const
  for (const [title, change, expected] of cases) {
    for (const path of ['', '/preview']) {
      if (path !== '' && expected.startsWith('409')) continue
      t.equal(
        faults(await s.call<Problem>('POST', `/v1/calendar/notices${path}`, { body: { ...notice, ...change } })),
        expected,
        `${title} ${path}`
      )
    }
  }
  t.same(await list('q=999'), [])
})
