import type { Step } from './examples.ts'
import { ifMatch } from './examples-catalogue.ts'
import { approvalStory } from './examples-life.ts'
import type { SlotJson } from './months.ts'

type Row = readonly [day: string, kind: string, nameVi: string, nameEn: string]

const days = (...rows: readonly Row[]) => rows.map(([day, kind, nameVi, nameEn]) => ({ day, kind, nameVi, nameEn }))
const tet = (day: string): Row => [day, 'holiday', 'Tết Nguyên đán', 'Lunar New Year']
const tetInLieu = (day: string): Row => [day, 'compensatory_off', 'Nghỉ bù Tết Nguyên đán', 'Day off in lieu of Lunar New Year']

/** No notice for 2027 was out when this was written: this one is invented, number included. */
const noticeFor2027 = {
  number: 'DEMO-2027/TB-BNV',
  title: 'Thông báo về việc nghỉ Tết Âm lịch và nghỉ lễ Quốc khánh năm 2027 (dữ liệu minh họa)',
  issuedOn: '2026-11-20',
  status: 'announced',
  source: 'Dữ liệu minh họa, không phải văn bản thật.',
  annualFor: 2027,
  days: days(
    ['2027-01-01', 'holiday', 'Tết Dương lịch', "New Year's Day"],
    tet('2027-02-05'),
    tet('2027-02-06'),
    tet('2027-02-07'),
    tet('2027-02-08'),
    tet('2027-02-09'),
    tetInLieu('2027-02-10'),
    tetInLieu('2027-02-11'),
    ['2027-04-16', 'holiday', 'Giỗ Tổ Hùng Vương', "Hùng Kings' Commemoration Day"],
    ['2027-04-30', 'holiday', 'Ngày Chiến thắng', 'Victory Day'],
    ['2027-05-01', 'holiday', 'Ngày Quốc tế lao động', 'International Labour Day'],
    ['2027-05-03', 'compensatory_off', 'Nghỉ bù Ngày Quốc tế lao động', 'Day off in lieu of International Labour Day'],
    ['2027-09-02', 'holiday', 'Quốc khánh', 'National Day'],
    ['2027-09-03', 'holiday', 'Quốc khánh', 'National Day'],
    ['2027-11-24', 'holiday', 'Ngày Văn hóa Việt Nam', 'Vietnam Culture Day']
  )
}

/** A swap that somebody asks about, and that comes to nothing. */
const swapInJanuary = {
  number: 'DEMO-01/2027/VPCP-KGVX',
  title: 'Công văn về việc hoán đổi ngày làm việc dịp nghỉ Tết Dương lịch năm 2027 (dữ liệu minh họa)',
  issuedOn: '2026-11-21',
  status: 'announced',
  source: 'Dữ liệu minh họa, không phải văn bản thật.',
  days: days(
    ['2027-01-04', 'swapped_off', 'Nghỉ hoán đổi (làm bù ngày 09/01/2027)', 'Swapped day off (worked on 09/01/2027)'],
    ['2027-01-09', 'make_up_day', 'Làm bù cho ngày 04/01/2027', 'Worked in exchange for 04/01/2027']
  )
}

const JANUARY = '/v1/rosters/2027-01'

const planJanuary: Step = {
  operationId: 'planRoster',
  method: 'POST',
  url: `${JANUARY}/plan?centre=lang-son`,
  headers: ifMatch(2),
  body: { seconds: 600, prove: false },
  status: 202,
  as: 'job'
}

/** Somebody starts a long search, cancels it, starts another and stops it when it is good enough. The first stream waits for its end. */
const jobs: readonly Step[] = [
  planJanuary,
  { operationId: 'getJob', method: 'GET', url: '/v1/jobs/{job.id}?centre=lang-son' },
  { operationId: 'cancelJob', method: 'DELETE', url: '/v1/jobs/{job.id}?centre=lang-son', status: 200 },
  { ...planJanuary, silent: true },
  { operationId: 'stopJob', method: 'POST', url: '/v1/jobs/{job.id}/stop?centre=lang-son', status: 202 },
  { operationId: 'streamJob', method: 'GET', url: '/v1/jobs/{job.id}/events?centre=lang-son', silent: true },
  { operationId: 'streamJob', method: 'GET', url: '/v1/jobs/{job.id}/events?centre=lang-son' },
  { operationId: 'listJobs', method: 'GET', url: '/v1/jobs?centre=lang-son&roster=2027-01' },
  { operationId: 'getPlanReport', method: 'GET', url: `${JANUARY}/plan?centre=lang-son` },
  { operationId: 'getPlanCertificate', method: 'GET', url: `${JANUARY}/plan/certificate?centre=lang-son`, status: 404 }
]

/** The drafts of two months are open when the calendar of 2027 comes out, late: February must be cut anew, January stays as it is. */
const calendar: readonly Step[] = [
  {
    operationId: 'createRoster',
    method: 'POST',
    url: '/v1/rosters?centre=lang-son',
    headers: { 'idempotency-key': 'lap-lich-2027-01' },
    body: { month: '2027-01', seed: 202701 }
  },
  { operationId: 'createRoster', method: 'POST', url: '/v1/rosters?centre=lang-son', body: { month: '2027-02' }, silent: true },
  { operationId: 'listCalendarDays', method: 'GET', url: '/v1/calendar/days?from=2027-02-04&to=2027-02-06' },
  { operationId: 'createNotice', method: 'POST', url: '/v1/calendar/notices', body: noticeFor2027 },
  { operationId: 'listNotices', method: 'GET', url: '/v1/calendar/notices?q=hoan%20doi%202026' },
  { operationId: 'listNotices', method: 'GET', url: '/v1/calendar/notices', silent: true },
  { operationId: 'getNotice', method: 'GET', url: '/v1/calendar/notices/{notice.2026-09-06.id}' },
  {
    operationId: 'updateNotice',
    method: 'PATCH',
    url: '/v1/calendar/notices/{notice.2026-09-06.id}',
    headers: ifMatch(1),
    body: { status: 'announced', source: 'Dữ liệu minh họa: giả định đề xuất được chấp thuận.' }
  },
  { operationId: 'previewNotice', method: 'POST', url: '/v1/calendar/notices/preview', body: swapInJanuary, status: 200 },
  { operationId: 'createNotice', method: 'POST', url: '/v1/calendar/notices', body: swapInJanuary, silent: true },
  {
    operationId: 'deleteNotice',
    method: 'DELETE',
    url: '/v1/calendar/notices/{notice.2026-11-21.id}',
    headers: ifMatch(1),
    status: 200
  },
  { operationId: 'deleteRoster', method: 'DELETE', url: '/v1/rosters/2027-02?centre=lang-son', headers: ifMatch(1) }
]

/** Who holds the first seat of the commune police on the fifth: the one who falls ill after planning. */
const whoFallsIll = (body: unknown): Record<string, string> => {
  const { items } = body as { readonly items: readonly SlotJson[] }
  const slot = items.find(({ day, seats }) => day === '2027-01-05' && seats.length === 2)
  return { 'ill.id': slot?.seats[0]?.providerId ?? '', 'slot.ill.id': slot?.id ?? '' }
}

const COMMUNE = '{slot.ill.id}'

/** Who else could stand in, why it is as it is, what would be if, and the least change that mends it. */
const questions: readonly Step[] = [
  { operationId: 'listCandidates', method: 'GET', url: `${JANUARY}/candidates?centre=lang-son&slot=${COMMUNE}&seat=primary` },
  { operationId: 'explainRoster', method: 'GET', url: `${JANUARY}/explanations?centre=lang-son&slot=${COMMUNE}&seat=primary` },
  { operationId: 'explainUnfilled', method: 'GET', url: `${JANUARY}/unfilled?centre=lang-son` },
  {
    operationId: 'compareWhatIf',
    method: 'POST',
    url: `${JANUARY}/what-if?centre=lang-son`,
    body: {
      variants: [{ name: 'Nghỉ ốm cả tuần', absent: [{ provider: '{ill.id}', from: '2027-01-04', to: '2027-01-08', kind: 'sick_leave' }] }],
      iterations: 50_000
    },
    status: 200
  },
  {
    operationId: 'previewReplan',
    method: 'POST',
    url: `${JANUARY}/replan/preview?centre=lang-son`,
    body: { absent: [{ provider: '{ill.id}', from: '2027-01-06' }], iterations: 50_000 },
    status: 200
  },
  {
    operationId: 'replanRoster',
    method: 'POST',
    url: `${JANUARY}/replan?centre=lang-son`,
    headers: ifMatch(3),
    body: { iterations: 50_000 },
    status: 200
  }
]

/** January 2027: somebody is pinned to the night of New Year, the rest is planned, somebody falls ill, as little as possible changes. */
const plan: readonly Step[] = [
  { operationId: 'listRules', method: 'GET', url: '/v1/rules?centre=lang-son', headers: { 'accept-language': 'en' } },
  { operationId: 'getRule', method: 'GET', url: '/v1/rules/weekend-spacing?centre=lang-son' },
  {
    operationId: 'updateRule',
    method: 'PATCH',
    url: '/v1/rules/most-per-week?centre=lang-son',
    headers: ifMatch(0),
    body: { params: { days: 5 } }
  },
  { operationId: 'getBurdenWeights', method: 'GET', url: '/v1/burden-weights?centre=lang-son' },
  {
    operationId: 'updateBurdenWeights',
    method: 'PATCH',
    url: '/v1/burden-weights?centre=lang-son',
    headers: ifMatch(0),
    body: { perDay: { holiday: 6 }, carryMonths: 24 }
  },
  { operationId: 'listSlots', method: 'GET', url: `${JANUARY}/slots?centre=lang-son`, silent: true },
  {
    operationId: 'editSeat',
    method: 'PUT',
    url: `${JANUARY}/slots/{slot.dieu-tra.2027-01-01T00:00.id}/seats/primary?centre=lang-son`,
    headers: ifMatch(1),
    body: { provider: 'tgv-01', pinned: true }
  },
  {
    operationId: 'previewPlan',
    method: 'POST',
    url: `${JANUARY}/plan/preview?centre=lang-son`,
    body: { seed: 7, iterations: 100_000 },
    status: 200
  },
  ...jobs,
  { operationId: 'listSlots', method: 'GET', url: `${JANUARY}/slots?centre=lang-son`, keep: whoFallsIll },
  {
    operationId: 'createAbsence',
    method: 'POST',
    url: '/v1/absences?centre=lang-son',
    body: { provider: '{ill.id}', kind: 'sick_leave', from: '2027-01-05', to: '2027-01-05' },
    silent: true
  },
  { operationId: 'listViolations', method: 'GET', url: `${JANUARY}/violations?centre=lang-son` },
  ...questions
]

/** The director approves and publishes; what was on the way of the plan is taken back. */
const publish: readonly Step[] = [
  {
    operationId: 'createApiKey',
    method: 'POST',
    url: '/v1/api-keys',
    body: {
      name: 'Giám đốc Trung tâm (dữ liệu minh họa)',
      scopes: ['rosters:read', 'rosters:approve', 'rosters:publish'],
      centre: 'lang-son'
    },
    as: 'director-key',
    silent: true
  },
  ...approvalStory(JANUARY, 4),
  {
    operationId: 'publishRoster',
    method: 'POST',
    url: `${JANUARY}/publications?centre=lang-son`,
    key: 'director-key',
    headers: { ...ifMatch(8), 'idempotency-key': 'cong-bo-2027-01' }
  },
  { operationId: 'getFairness', method: 'GET', url: `${JANUARY}/fairness?centre=lang-son` },
  { operationId: 'getLedger', method: 'GET', url: '/v1/providers/tgv-01/ledger?centre=lang-son&from=2026-12' },
  { operationId: 'getRoster', method: 'GET', url: `${JANUARY}?centre=lang-son` },
  { operationId: 'listRosters', method: 'GET', url: '/v1/rosters?centre=lang-son&limit=2' },
  { operationId: 'listPublications', method: 'GET', url: '/v1/publications?centre=lang-son' },
  { operationId: 'getPublication', method: 'GET', url: '/v1/publications/2027-01?centre=lang-son' },
  { operationId: 'deleteAbsence', method: 'DELETE', url: '/v1/absences/{absence.id}?centre=lang-son', headers: ifMatch(2) },
  { operationId: 'deleteEngagement', method: 'DELETE', url: '/v1/engagements/{engagement.id}?centre=lang-son', headers: ifMatch(2) },
  { operationId: 'deletePair', method: 'DELETE', url: '/v1/pairs/{pair.id}?centre=lang-son', headers: ifMatch(2) },
  { operationId: 'deletePreference', method: 'DELETE', url: '/v1/preferences/{preference.id}?centre=lang-son', headers: ifMatch(2) }
]

/** How January 2027 comes about. */
export const monthStory: readonly Step[] = [...calendar, ...plan, ...publish]
