import type { Test } from 'tap'
import type { Month } from '../../src/domain/day.ts'
import { findCentre } from '../../src/store/centres.ts'
import { carriedInto } from '../../src/usecases/ledger.ts'
import { countDuties } from '../support/burden-oracle.ts'
import { aDraft, aPublication, planned, seated, slotsOfRoster } from '../support/months.ts'
import { aCentre, anOfficer, aPost, type Made } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'
import { elementsOf, readXml, textOf } from '../support/xml.ts'

const KINDS = ['points', 'nights', 'restDays', 'holidays', 'tet'] as const
type Amounts = Readonly<Record<(typeof KINDS)[number], number>>

interface Person {
  readonly providerId: string
  readonly code: string
  readonly fullName: string
  readonly share: number
  readonly borne: Amounts
  readonly pointsByDay: Readonly<Record<string, number>>
  readonly due: Amounts
  readonly deviation: Amounts
  readonly balanceIn: Amounts
  readonly balanceOut: Amounts
}

interface Fairness {
  readonly rosterId: string
  readonly month: string
  readonly status: string
  readonly people: readonly Person[]
  readonly measures: Readonly<
    Record<
      string,
      { readonly largestDeviation: number; readonly sumOfSquares: number; readonly gini: number; readonly largestBalance: number }
    >
  >
}

const fairness = async (s: Scene, ref: string): Promise<Fairness> => {
  const answer = await s.call<Fairness>('GET', `/v1/rosters/${ref}/fairness`)
  if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
const hundredths = (amount: number): number => Math.round(amount * 100)
const sumOf = (people: readonly Person[], field: 'borne' | 'due' | 'deviation' | 'balanceOut', kind: keyof Amounts): number =>
  people.reduce((sum, person) => sum + hundredths(person[field][kind]), 0)

/** Round the clock with two seats, and an office on site that is far away. */
async function busyCentre(s: Scene): Promise<{ centre: Made; officers: Made[] }> {
  const centre = await aCentre(s)
  const officers = [
    await anOfficer(s, { fullName: 'Hoàng Thị Xuân' }),
    await anOfficer(s, { fullName: 'Nông Văn Bình', dutyShare: 50 }),
    await anOfficer(s, { fullName: 'Vi Thị "Én" & <Hoa> Ngọc', joinedOn: '2026-12-15' }),
    await anOfficer(s, { fullName: 'Lô Văn Đức' }),
    await anOfficer(s, { fullName: 'Bế Thị An' }),
    await anOfficer(s, { fullName: 'Lý Văn Ánh' }),
    await anOfficer(s, { fullName: 'Triệu Thị Hoa' }),
    await anOfficer(s, { fullName: 'Nông Thị Hoa' })
  ]
  await s.call('POST', '/v1/absences', {
    body: { provider: officers[3]?.id, kind: 'annual_leave', from: '2026-12-22', to: '2027-01-05' }
  })
  await aPost(s, {
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '00:00', duration: 'P1D' }],
    seats: [{ seat: 'primary' }, { seat: 'support' }],
    handoverUnit: 'day'
  })
  await aPost(s, {
    mode: 'on_site',
    patterns: [{ rrule: 'FREQ=WEEKLY;BYDAY=TU,TH', startsAt: '07:30', duration: 'PT9H30M' }],
    burdenPercent: 130,
    distanceKm: 30
  })
  return { centre, officers }
}

/** Days of December that each owes, counted on a calendar. */
const DECEMBER_SHARES = [3100, 1550, 1700, 2100, 3100, 3100, 3100, 3100]

async function agreesWithOracle(t: Test, s: Scene, publicationId: string, month: string, shares: readonly number[]): Promise<void> {
  const { people } = await fairness(s, month)
  const counted = await countDuties(s.deps.db, publicationId)
  const total = shares.reduce((sum, share) => sum + share, 0)
  for (const person of people) {
    const own = counted.get(person.providerId)
    t.same(
      KINDS.map((kind) => hundredths(person.borne[kind])),
      KINDS.map((kind) => own?.[kind] ?? 0),
      `${person.fullName} bore`
    )
    for (const kind of KINDS) {
      const all = [...counted.values()].reduce((sum, each) => sum + each[kind], 0)
      t.ok(Math.abs(hundredths(person.due[kind]) - (all * person.share) / total) < 1, `${person.fullName} owed ${kind}`)
      t.equal(hundredths(person.deviation[kind]), hundredths(person.borne[kind]) - hundredths(person.due[kind]))
    }
  }
  for (const kind of KINDS) t.equal(sumOf(people, 'due', kind), sumOf(people, 'borne', kind), `dues of ${kind} add up`)
}

scene('a published month says what the duties lay on whom, and what was due', async (t, s) => {
  const { officers } = await busyCentre(s)
  const { id } = await aPublication(s)
  await agreesWithOracle(t, s, id, '2026-12', DECEMBER_SHARES)
  const { people, status, measures } = await fairness(s, '2026-12')
  t.equal(status, 'published')
  t.same(
    officers.map((officer) => people.find(({ providerId }) => providerId === officer.id)?.share),
    DECEMBER_SHARES
  )
  for (const person of people) {
    t.equal(
      Object.values(person.pointsByDay).reduce((sum, part) => sum + hundredths(part), 0),
      hundredths(person.borne.points)
    )
    t.same(person.balanceOut, person.deviation, 'nothing was carried in')
  }
  const deviations = people.map(({ deviation }) => hundredths(deviation.points))
  t.equal(hundredths(measures.points?.largestDeviation ?? -1), Math.max(...deviations.map(Math.abs)))
  t.equal(
    Math.round((measures.points?.sumOfSquares ?? -1) * 10_000),
    deviations.reduce((sum, each) => sum + each * each, 0)
  )
})

scene('a draft is counted as its seats stand: empty, planned, and after an edit', async (t, s) => {
  const { officers } = await busyCentre(s)
  const draft = await aDraft(s)
  const empty = await fairness(s, draft.id)
  t.match(empty, { rosterId: draft.id, month: '2026-12', status: 'draft' })
  t.ok(empty.people.every(({ borne, due }) => KINDS.every((kind) => borne[kind] === 0 && due[kind] === 0)))
  t.equal(empty.measures.points?.gini, 0)
  const { roster } = await planned(s, draft)
  const before = (await fairness(s, roster.id)).people.find(({ providerId }) => providerId === officers[4]?.id)
  const slot = (await slotsOfRoster(s, roster.id)).find(({ seats }) => seats.length === 2 && seats[0]?.providerId === officers[4]?.id)
  if (slot === undefined) throw new Error('somebody full-time has some day')
  await seated(s, roster, { slot: slot.id }, { provider: null })
  const after = (await fairness(s, roster.id)).people.find(({ providerId }) => providerId === officers[4]?.id)
  t.equal((before?.borne.nights ?? 0) - (after?.borne.nights ?? 0), 1)
})

scene('weights count for drafts at once; a published month keeps what it was counted by', async (t, s) => {
  await aCentre(s)
  await anOfficer(s)
  await anOfficer(s)
  await aPost(s, { validFrom: '2026-11-02', validTo: '2026-12-04' })
  await aPublication(s, '2026-11')
  await planned(s, await aDraft(s, '2026-12'))
  const points = async (month: string) => sumOf((await fairness(s, month)).people, 'borne', 'points')
  const [november, december] = [await points('2026-11'), await points('2026-12')]
  t.equal(december, 4 * 400)
  await s.call('PATCH', '/v1/burden-weights', { body: { perDay: { working: 12 } }, headers: { 'if-match': '"0"' } })
  t.equal(await points('2026-11'), november)
  t.equal(await points('2026-12'), 4 * 1400)
})

scene('balances go from month to month; joining late or being away makes no debt, and coming back finds the balance left', async (t, s) => {
  const { centre, officers } = await busyCentre(s)
  const [, , newcomer, returner] = officers
  await s.call('POST', '/v1/absences', { body: { provider: returner?.id, kind: 'training', from: '2027-01-06', to: '2027-01-31' } })
  await aPublication(s, '2026-12')
  const january = await aPublication(s, '2027-01')
  await agreesWithOracle(t, s, january.id, '2027-01', [3100, 1550, 3100, 0, 3100, 3100, 3100, 3100])
  const [first, second] = [await fairness(s, '2026-12'), await fairness(s, '2027-01')]
  const of = ({ people }: Fairness, id = '') => people.find(({ providerId }) => providerId === id)
  for (const { id } of officers) t.same(of(second, id)?.balanceIn, of(first, id)?.balanceOut, 'in is out')
  for (const kind of KINDS) t.equal(sumOf(second.people, 'balanceOut', kind), 0, `balances of ${kind} add up to nothing`)
  t.same(of(second, returner?.id)?.deviation, { points: 0, nights: 0, restDays: 0, holidays: 0, tet: 0 })
  t.match(of(second, returner?.id), { share: 0, balanceOut: of(first, returner?.id)?.balanceOut })
  t.equal(of(first, newcomer?.id)?.share, 1700, 'due only from the day of joining')
  const late = await anOfficer(s, { fullName: 'Đàm Thị Mới', joinedOn: '2027-02-01' })
  const february = await fairness(s, (await aDraft(s, '2027-02')).id)
  t.match(of(february, late.id), { share: 2800, balanceIn: { points: 0, nights: 0 } })
  t.equal(of(second, late.id), undefined)
  const stored = await findCentre(s.deps.db, centre.id)
  const carried = stored && (await carriedInto(s.deps, stored, '2027-02' as Month))
  t.equal(hundredths(of(february, returner?.id)?.balanceIn.points ?? 0), carried?.get(returner?.id as never)?.points ?? 0)
})

scene('the picture: asked for by format or by Accept, with every name as text', async (t, s) => {
  await busyCentre(s)
  await aPublication(s)
  const url = '/v1/rosters/2026-12/fairness'
  const picture = await s.call<string>('GET', `${url}?format=svg`)
  t.match(picture, {
    status: 200,
    headers: { 'content-type': 'image/svg+xml; charset=utf-8', vary: /Accept,/, 'content-security-policy': /default-src 'none'/ }
  })
  const rows = elementsOf(readXml(picture.body))
    .filter(({ name }) => name === 'g')
    .map(textOf)
  t.same(
    rows.map((row) => row.split(':')[0]),
    [
      'Bế Thị An',
      'Lý Văn Ánh',
      'Nông Văn Bình',
      'Lô Văn Đức',
      'Nông Thị Hoa',
      'Triệu Thị Hoa',
      'Vi Thị "Én" & <Hoa> Ngọc',
      'Hoàng Thị Xuân'
    ]
  )
  t.equal((await s.call<string>('GET', url, { headers: { accept: 'image/svg+xml' } })).body, picture.body)
  t.equal((await s.call<string>('GET', url, { headers: { accept: 'image/svg+xml,application/json;q=0.5' } })).body, picture.body)
  t.match(await s.call('GET', url, { headers: { accept: 'application/json, image/svg+xml' } }), { body: { month: '2026-12' } })
  t.match(await s.call('GET', `${url}?format=json`, { headers: { accept: 'image/svg+xml' } }), {
    headers: { 'content-type': /application\/json/ },
    body: { month: '2026-12' }
  })
  t.match((await s.call<string>('GET', `${url}?format=svg`, { headers: { 'accept-language': 'en' } })).body, /Duty points and due share/)
})

scene('what cannot be answered is refused as everywhere', async (t, s) => {
  await aCentre(s)
  t.equal((await s.call('GET', '/v1/rosters/2026-12/fairness')).status, 404)
  t.match(await s.call('GET', '/v1/rosters/2026-12/fairness?format=svg'), { status: 404, headers: { 'content-type': /problem\+json/ } })
  t.equal((await s.call('GET', '/v1/rosters/2026-12/fairness?format=pdf')).status, 400)
  t.equal((await s.call('GET', '/v1/rosters/2026-12/fairness', { key: null })).status, 401)
})
