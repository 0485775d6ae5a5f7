import { aDraft, planned, readPublication, slotsOfRoster } from '../support/months.ts'
import { aCentre, anOfficer, aPost, type Made } from '../support/people.ts'
import { aRound } from '../support/round.ts'
import { type Scene, scene } from '../support/scene.ts'

interface AffectedJson {
  readonly month: string
  readonly rosterStatus: string
  readonly slotId: string
  readonly seat: string
  readonly start: string
  readonly end: string
  readonly impossible: boolean
  readonly against: readonly { readonly ruleId: string; readonly level: string; readonly detail: string }[]
  readonly standIns: readonly {
    readonly providerId: string
    readonly rank: number
    readonly reasons: readonly object[]
    readonly present: boolean
  }[]
}

type Entered = Made & { readonly affected: string }

const entered = async (s: Scene, plural: string, body: object): Promise<Entered> => {
  const answer = await s.call<Entered>('POST', `/v1/${plural}`, { body })
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
const listed = async (s: Scene, { affected }: Entered): Promise<readonly AffectedJson[]> => {
  const answer = await s.call<{ items: AffectedJson[]; next: null }>('GET', affected)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body.items
}
const days = (items: readonly AffectedJson[]): string[] => items.map(({ start }) => start.slice(0, 10))

scene('an absence entered later: the duties to come that it makes impossible, with stand-ins, and nothing changes', async (t, s) => {
  const { an, binh, chi, dung, head } = await aRound(s)
  const before = [await slotsOfRoster(s, '2026-12'), await readPublication(s, head.id)]
  const absence = await entered(s, 'absences', { provider: 'an', kind: 'annual_leave', from: '2026-12-05', to: '2026-12-08' })
  t.equal(absence.affected, `/v1/absences/${absence.id}/affected`)
  const items = await listed(s, absence)
  t.same(days(items), ['2026-12-05'], 'the 9th is not in it')
  const [fifth] = items
  t.match(fifth, { month: '2026-12', rosterStatus: 'published', seat: 'primary', end: '2026-12-06T00:00:00+07:00', impossible: true })
  t.same(
    fifth?.against.map(({ ruleId, level }) => `${ruleId} ${level}`),
    ['absent-provider hard']
  )
  t.match(fifth?.against[0]?.detail, /Hoàng Thị An/)
  t.same(
    fifth?.standIns.map(({ providerId }) => providerId),
    [chi.id],
    'whoever serves the day before or after has no rest'
  )
  t.match(fifth?.standIns, [{ rank: 1, reasons: [], present: false }])
  t.notOk([an, binh, dung].some(({ id }) => fifth?.standIns.some(({ providerId }) => providerId === id)))
  t.same([await slotsOfRoster(s, '2026-12'), await readPublication(s, head.id)], before, 'nothing changes by itself')

  const cover = { absent: 'an', reason: 'Nghỉ phép', until: '2026-12-06T00:00:00+07:00' }
  s.setNow('2026-12-04T10:00:00+07:00')
  t.equal((await s.call('POST', '/v1/covers', { body: cover })).status, 201)
  t.same(await listed(s, absence), [], 'once it is covered nothing is left')
})

scene('what is over is not listed, a duty under way is, and who could take the rest of it', async (t, s) => {
  const { chi } = await aRound(s)
  s.setNow('2026-12-05T02:00:00+07:00')
  const absence = await entered(s, 'absences', { provider: 'an', kind: 'sick_leave', from: '2026-12-01', to: '2026-12-31' })
  const items = await listed(s, absence)
  t.same(days(items), ['2026-12-05', '2026-12-09'])
  t.equal(items[0]?.standIns[0]?.providerId, chi.id)
  s.setNow('2026-12-06T00:00:00+07:00')
  t.same(days(await listed(s, absence)), ['2026-12-09'])
})

scene('drafts are asked too, and other people’s absences are not told', async (t, s) => {
  await aCentre(s)
  const [one, two] = [await anOfficer(s), await anOfficer(s)]
  await aPost(s, { seats: [{ seat: 'primary', method: 'fixed', provider: one.id }], validFrom: '2026-12-30', validTo: '2027-01-05' })
  await planned(s, await aDraft(s))
  await planned(s, await aDraft(s, '2027-01'))
  const long = await entered(s, 'absences', { provider: one.id, kind: 'long_leave', from: '2026-12-31', to: '2027-01-04' })
  const items = await listed(s, long)
  t.same(
    items.map(({ month, rosterStatus, start }) => `${month} ${rosterStatus} ${start.slice(0, 10)}`),
    ['2026-12 draft 2026-12-31', '2027-01 draft 2027-01-04'],
    'the earliest first'
  )
  t.ok(items.every(({ standIns }) => standIns.length === 0 || standIns[0]?.providerId === two.id))
  t.same(await listed(s, await entered(s, 'absences', { provider: two.id, kind: 'other', from: '2026-12-01', to: '2027-02-01' })), [])
})

scene('a long absence is answered three months at a time', async (t, s) => {
  await aCentre(s)
  const [one] = [await anOfficer(s), await anOfficer(s)]
  const patterns = [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=1', startsAt: '08:00', duration: 'PT2H' }]
  await aPost(s, { seats: [{ seat: 'primary', method: 'fixed', provider: one.id }], patterns })
  for (const month of ['2026-11', '2026-12', '2027-01', '2027-02', '2027-03', '2027-04']) await planned(s, await aDraft(s, month))
  const year = await entered(s, 'absences', { provider: one.id, kind: 'long_leave', from: '2026-06-01', to: '2027-05-31' })
  const ask = async (url: string) => {
    const { body } = await s.call<{ items: AffectedJson[]; next: string | null }>('GET', url)
    return { months: body.items.map(({ month }) => month), next: body.next }
  }
  const first = await ask(year.affected)
  t.same(
    first,
    { months: ['2026-12', '2027-01'], next: `${year.affected}?from=2027-02` },
    'November, of which the first is over, is looked into'
  )
  t.same(await ask(first.next ?? ''), { months: ['2027-02', '2027-03', '2027-04'], next: null })
  t.match(await s.call('GET', `${year.affected}?from=2027-13`), { status: 400, body: { code: 'BAD_MONTH' } })
})

scene('two entries for one day: each says what it does by itself', async (t, s) => {
  await aRound(s)
  const leave = { provider: 'an', kind: 'annual_leave', from: '2026-12-05', to: '2026-12-05' }
  const [one, two] = [await entered(s, 'absences', leave), await entered(s, 'absences', { ...leave, note: 'Đơn bổ sung' })]
  for (const each of [one, two]) t.match(await listed(s, each), [{ impossible: true, against: [{ ruleId: 'absent-provider' }] }])
  t.equal((await listed(s, one))[0]?.against.length, 1)
})

scene('an engagement makes a duty impossible, or only awkward, as the rules say', async (t, s) => {
  const { an } = await aRound(s)
  const hearing = (start: string, end: string, more: object = {}) =>
    entered(s, 'engagements', { provider: 'an', kind: 'hearing', start, end, ...more })
  const blocks = await listed(s, await hearing('2026-12-05T08:00:00+07:00', '2026-12-05T10:00:00+07:00'))
  t.match(blocks, [{ start: '2026-12-05T00:00:00+07:00', impossible: true, against: [{ ruleId: 'engagement-overlap', level: 'hard' }] }])
  t.equal(blocks.length, 1)
  const after = await listed(s, await hearing('2026-12-10T07:30:00+07:00', '2026-12-10T10:00:00+07:00'))
  t.match(after, [{ start: '2026-12-09T00:00:00+07:00', impossible: false, against: [{ ruleId: 'hearing-after-night', level: 'soft' }] }])
  t.ok(
    after[0]?.standIns.every(({ providerId }) => providerId !== an.id),
    'whoever has it does not stand in for themselves'
  )
  t.same(
    await listed(s, await hearing('2026-12-05T11:00:00+07:00', '2026-12-05T12:00:00+07:00', { kind: 'meeting', reachable: true })),
    [],
    'a meeting in which the phone is answered'
  )
})

scene('no more than five stand-ins are named, best first', async (t, s) => {
  await aCentre(s)
  for (let n = 0; n < 8; n += 1) await anOfficer(s)
  await aPost(s, { validFrom: '2026-12-01', validTo: '2026-12-01' })
  const { slots } = await planned(s, await aDraft(s))
  const provider = slots[0]?.seats[0]?.providerId ?? ''
  const items = await listed(s, await entered(s, 'absences', { provider, kind: 'other', from: '2026-12-01', to: '2026-12-01' }))
  t.same(
    items[0]?.standIns.map(({ rank }) => rank),
    [1, 2, 3, 4, 5]
  )
})

scene('what is not there has no duties, and strangers learn nothing', async (t, s) => {
  await aRound(s)
  const absence = await entered(s, 'absences', { provider: 'an', kind: 'other', from: '2026-12-05', to: '2026-12-05' })
  for (const plural of ['absences', 'engagements']) {
    t.equal((await s.call('GET', `/v1/${plural}/khong-co/affected`)).status, 404)
    t.equal((await s.call('GET', `/v1/${plural}/019b0b1e-7c1a-7000-8000-000000000001/affected`)).status, 404)
  }
  t.equal((await s.call('GET', `/v1/engagements/${absence.id}/affected`)).status, 404)
  t.equal((await s.call('GET', absence.affected, { key: null })).status, 401)
})
