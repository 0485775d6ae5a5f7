import { langSon } from '../../db/seeds/lang-son.ts'
import { type Burden, NO_BURDEN, plus } from '../../src/domain/burden.ts'
import type { Centre } from '../../src/domain/centre.ts'
import type { Month } from '../../src/domain/day.ts'
import type { ProviderId, PublicationId } from '../../src/domain/ids.ts'
import { deviationOf, type LedgerEntry, NO_PARTS } from '../../src/domain/ledger.ts'
import type { Problem } from '../../src/http/problem.ts'
import { findCentre } from '../../src/store/centres.ts'
import { insertLedger, listLedgerOfMonth } from '../../src/store/ledger.ts'
import { getPublication, insertPublication, takeNumber } from '../../src/store/publications.ts'
import { carriedInto } from '../../src/usecases/ledger.ts'
import { seedCentre } from '../../src/usecases/seed-demo.ts'
import { aPublication } from '../support/months.ts'
import { aCentre, anOfficer, aPost, type Made } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

type Amounts = Readonly<Record<keyof Burden, number>>
interface MonthJson {
  readonly month: string
  readonly planned: Amounts
  readonly corrected: Amounts
  readonly due: Amounts
  readonly balance: Amounts
  readonly carried: Amounts
}
interface Page {
  readonly items: readonly MonthJson[]
  readonly next: string | null
}

const ledger = async (s: Scene, ref: string, query = ''): Promise<Page> =>
  (await s.call<Page>('GET', `/v1/providers/${ref}/ledger${query}`)).body
const points = (items: readonly MonthJson[]) =>
  items.map(({ month, planned, corrected, due, balance, carried }) => [
    month,
    ...[planned, corrected, due, balance, carried].map((each) => Math.round(each.points * 100))
  ])

/** Two officers and one post of four short slots at the beginning of each month. */
async function smallCentre(s: Scene): Promise<{ centre: Centre; an: Made; binh: Made }> {
  const { id } = await aCentre(s)
  const [an, binh] = [await anOfficer(s), await anOfficer(s)]
  await aPost(s, { patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=2,3,4,5,6,7,8,9', startsAt: '08:00', duration: 'PT4H' }] })
  const centre = await findCentre(s.deps.db, id)
  if (centre === undefined) throw new Error('the centre is there')
  return { centre, an, binh }
}

const entry = (id: string, points: number, due: number): LedgerEntry => ({
  providerId: id as ProviderId,
  share: 3100,
  borne: { ...NO_BURDEN, points },
  parts: { ...NO_PARTS, workingDays: points },
  due: { ...NO_BURDEN, points: due }
})

/** A later version of a published month, as an amendment would write it, with that ledger. */
async function amend(s: Scene, centre: Centre, month: string, version: number, entries: readonly LedgerEntry[]): Promise<void> {
  const { db, newId } = s.deps
  const first = await getPublication(db, centre.id, month)
  const publication = { ...first, id: newId() as PublicationId, version, number: await takeNumber(db, centre.id, first.year) }
  await insertPublication(db, publication, {})
  await insertLedger(db, publication, entries)
}

const carried = async (s: Scene, centre: Centre, month: string): Promise<Record<string, number>> =>
  Object.fromEntries([...(await carriedInto(s.deps, centre, month as Month))].map(([id, { points }]) => [id, points]))

scene('publishing writes the month of everybody who owes anything; a draft writes nothing', async (t, s) => {
  const { centre, an, binh } = await smallCentre(s)
  t.same(await ledger(s, an.id), { items: [], next: null })
  t.same(await carriedInto(s.deps, centre, '2027-01' as Month), new Map())
  await aPublication(s, '2026-12')
  const [[, planned, corrected, due, balance, after]] = points((await ledger(s, an.code)).items) as [number[]]
  t.equal(planned, corrected, 'nothing was amended')
  t.equal(balance, Number(corrected) - Number(due))
  t.equal(after, balance)
  const [other] = points((await ledger(s, binh.id)).items)
  t.equal(Number(balance) + Number(other?.[4]), 0)
  t.same(await carriedInto(s.deps, centre, '2026-12' as Month), new Map(), 'a month is not carried into itself')
})

scene('a second version replaces the first in every balance, and the first stays what was planned', async (t, s) => {
  const { centre, an, binh } = await smallCentre(s)
  await aPublication(s, '2026-12')
  const [[, planned]] = points((await ledger(s, an.id)).items) as [number[]]
  await amend(s, centre, '2026-12', 2, [entry(an.id, 700, 450), entry(binh.id, 200, 450)])
  t.same(points((await ledger(s, an.id)).items), [['2026-12', planned, 700, 450, 250, 250]])
  t.same(await carried(s, centre, '2027-01'), { [an.id]: 250, [binh.id]: -250 })
  await amend(s, centre, '2026-12', 3, [entry(binh.id, 300, 300)])
  t.same(points((await ledger(s, an.id)).items), [['2026-12', planned, 0, 0, 0, 0]], 'a version without the person')
  t.same(await carried(s, centre, '2027-01'), {})
  const december = await s.call<{ people: { providerId: string; borne: Amounts }[] }>('GET', '/v1/rosters/2026-12/fairness')
  t.same(
    december.body.people.map(({ providerId, borne }) => [providerId, borne.points]),
    [[binh.id, 3]]
  )
})

scene('only so many months count as the centre says, in plans and in the running total alike', async (t, s) => {
  const { centre, an, binh } = await smallCentre(s)
  const months = [
    ['2026-10', 100],
    ['2026-11', 20],
    ['2026-12', 3]
  ] as const
  for (const [month, over] of months) {
    await aPublication(s, month)
    await amend(s, centre, month, 2, [entry(an.id, 500 + over, 500), entry(binh.id, 500 - over, 500)])
  }
  const running = async () => points((await ledger(s, an.id)).items).map((line) => line.at(-1))
  t.same(await running(), [100, 120, 123])
  const cases = [
    [0, [100, 120, 123]],
    [1, [100, 20, 3]],
    [2, [100, 120, 23]],
    [120, [100, 120, 123]]
  ] as const
  for (const [at, [carryMonths, wanted]] of cases.entries()) {
    await s.call('PATCH', '/v1/burden-weights', { body: { carryMonths }, headers: { 'if-match': `"${at}"` } })
    t.same(await running(), wanted, `${carryMonths} months`)
    t.same(await carried(s, centre, '2027-01'), { [an.id]: wanted[2], [binh.id]: -wanted[2] })
    t.same(await carried(s, centre, '2026-12'), { [an.id]: wanted[1], [binh.id]: -wanted[1] })
  }
})

scene('a ledger is read by months and by pages; the running total does not depend on where one begins', async (t, s) => {
  const { an } = await smallCentre(s)
  for (const month of ['2026-10', '2026-11', '2026-12']) await aPublication(s, month)
  const whole = await ledger(s, an.id)
  t.same(
    whole.items.map(({ month }) => month),
    ['2026-10', '2026-11', '2026-12']
  )
  t.same((await ledger(s, an.id, '?from=2026-11&to=2026-11')).items, whole.items.slice(1, 2))
  t.same((await ledger(s, an.id, '?to=2026-11')).items, whole.items.slice(0, 2))
  t.same((await ledger(s, an.id, '?from=2027-01')).items, [])
  const first = await ledger(s, an.id, '?limit=2')
  t.same(first.items, whole.items.slice(0, 2))
  t.equal(first.next, `/v1/providers/${an.id}/ledger?limit=2&from=2026-12`)
  t.same((await s.call<Page>('GET', first.next ?? '')).body, { items: whole.items.slice(2), next: null })
})

scene('what cannot be answered is refused as everywhere', async (t, s) => {
  const { an } = await smallCentre(s)
  const status = async (url: string, key?: null) => (await s.call<Problem>('GET', url, key === null ? { key } : {})).status
  t.equal(await status('/v1/providers/nobody/ledger'), 404)
  t.equal(await status(`/v1/providers/${an.id}/ledger?from=2026-13`), 400)
  t.equal(await status(`/v1/providers/${an.id}/ledger?limit=0`), 400)
  t.equal(await status(`/v1/providers/${an.id}/ledger?from=2026-12&to=2026-11`), 400)
  t.equal(await status(`/v1/providers/${an.id}/ledger`, null), 401)
})

scene('whoever owed anything in a published month is part of its history, even without a duty', async (t, s) => {
  const { an } = await smallCentre(s)
  const idle = await anOfficer(s)
  await s.call('PATCH', `/v1/posts/${(await s.call<{ items: Made[] }>('GET', '/v1/posts')).body.items[0]?.id}`, {
    body: { eligibility: { providers: [an.id] } },
    headers: { 'if-match': '"1"' }
  })
  await aPublication(s, '2026-12')
  t.match(points((await ledger(s, idle.id)).items), [['2026-12', 0, 0]])
  const gone = await s.call('DELETE', `/v1/providers/${idle.id}`, { headers: { 'if-match': '"1"' } })
  t.match(gone, { status: 409, body: { code: 'HAS_HISTORY' } })
})

scene('the months that the demo publishes are in the ledger, and its balances add up to nothing', async (t, s) => {
  await seedCentre(s.deps, langSon('2026-11' as Month))
  const centre = await findCentre(s.deps.db, 'lang-son')
  if (centre === undefined) throw new Error('the demo is there')
  for (const month of ['2026-11', '2026-12']) {
    const rows = await listLedgerOfMonth(s.deps.db, centre.id, month as Month)
    t.ok(rows.length > 5, month)
    const sum = rows.map(deviationOf).reduce((all, each) => plus(all, each), NO_BURDEN)
    t.same(sum, NO_BURDEN, month)
  }
  t.not((await carriedInto(s.deps, centre, '2027-01' as Month)).size, 0)
})
