import { eq, sql } from 'drizzle-orm'
import { centres } from '../../db/schema/centres.ts'
import type { Month } from '../../src/domain/day.ts'
import type { Zone } from '../../src/domain/instant.ts'
import { findCentre } from '../../src/store/centres.ts'
import { findPublication } from '../../src/store/publications.ts'
import { recordSending } from '../../src/usecases/record-sending.ts'
import { remindAll, remindDeadlines } from '../../src/usecases/remind.ts'
import { aPublication } from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost, type Made } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

interface DeadlineJson {
  readonly month: string
  readonly sector: string
  readonly lastSendingDay: string
  readonly rule: object
  readonly basis: string
  readonly state: string
  readonly sentAt: string | null
  readonly late: boolean | null
  readonly moves: readonly { readonly from: string; readonly to: string; readonly notice: string; readonly at: string }[]
  readonly remindedAt: Readonly<Record<string, string | null>>
}
interface Moved {
  readonly centre: string
  readonly month: string
  readonly sector: string
  readonly from: string
  readonly to: string
}
interface Change {
  readonly notice: { readonly id: string }
  readonly touched: { readonly deadlines: readonly Moved[] }
}

const list = async (s: Scene, query = '', headers = {}): Promise<readonly DeadlineJson[]> =>
  (await s.call<{ items: DeadlineJson[] }>('GET', `/v1/deadlines${query}`, { headers })).body.items
const told = async (s: Scene, query = ''): Promise<string[]> =>
  (await list(s, query)).map(({ month, sector, lastSendingDay, state }) => `${month} ${sector} ${lastSendingDay} ${state}`)
const movedText = ({ touched }: Change): string[] =>
  touched.deadlines.map(({ centre, month, sector, from, to }) => `${centre} ${month} ${sector} ${from} ${to}`)

/** A centre whose one officer answers one court and one investigation body on the tenth, in office hours. */
async function aSmallCentre(s: Scene, code = 'lang-son'): Promise<Made> {
  const centre = await aCentre(s, { code })
  const agencies = [await anAgency(s, { centre: code }), await anAgency(s, { centre: code, kind: 'investigation-division' })]
  await anOfficer(s, { centre: code })
  await aPost(s, {
    centre: code,
    agencies: agencies.map(({ id }) => id),
    patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=10', startsAt: '08:00', duration: 'PT1H' }]
  })
  return centre
}

const swap = (off: string, worked: string) => [
  { day: off, kind: 'swapped_off', nameVi: 'Nghỉ hoán đổi', nameEn: 'Swapped day off' },
  { day: worked, kind: 'make_up_day', nameVi: 'Làm bù', nameEn: 'Worked in exchange' }
]
const notice = (number: string, days: readonly object[]) => ({
  number,
  title: 'Công văn về việc hoán đổi ngày làm việc',
  issuedOn: '2026-11-20',
  status: 'announced',
  source: 'Dữ liệu thử',
  days
})

scene('this month and the next three, for each kind of agency that posts serve', async (t, s) => {
  await aSmallCentre(s)
  s.setNow('2026-11-22T08:00:00+07:00')
  t.same(await told(s), [
    '2026-11 court 2026-10-23 overdue',
    '2026-11 investigation 2026-10-26 overdue',
    '2026-12 court 2026-11-25 due_soon',
    '2026-12 investigation 2026-11-23 due_soon',
    '2027-01 court 2026-12-25 open',
    '2027-01 investigation 2026-12-25 open',
    '2027-02 court 2027-01-25 open',
    '2027-02 investigation 2027-01-25 open'
  ])
  const [vi] = await list(s, '?from=2026-12&to=2026-12')
  t.match(vi, {
    rule: { kind: 'day_of_previous_month', day: 25 },
    basis: /^Ngày 25 của tháng trước/,
    sentAt: null,
    late: null,
    moves: [],
    remindedAt: { soon: null, due: null, overdue: null }
  })
  const [, en] = await list(s, '?from=2026-12&to=2026-12', { 'accept-language': 'en' })
  t.match(en, { rule: { kind: 'working_days_before', days: 5 }, basis: /5789\/CTPH-BTP-BCA/ })
})

scene('the examples of the calendar hold', async (t, s) => {
  const court = await aCentre(s)
  const agency = await anAgency(s, { kind: 'investigation-division', validFrom: '2020-01-01' })
  await aPost(s, { agencies: [agency.id], validFrom: '2020-01-01' })
  const lastDay = async (month: string) => (await list(s, `?from=${month}&to=${month}&centre=${court.id}`))[0]?.lastSendingDay
  t.equal(await lastDay('2024-05'), '2024-04-22')
  t.equal(await lastDay('2025-05'), '2025-04-24')
  t.equal(await lastDay('2026-01'), '2025-12-25')
})

scene('a day has its state, hour by hour on the wall of the centre', async (t, s) => {
  await aSmallCentre(s)
  const states = [
    ['2026-11-18T23:59:59+07:00', 'open open'],
    ['2026-11-19T00:00:00+07:00', 'open due_soon'],
    ['2026-11-20T00:00:00+07:00', 'due_soon due_soon'],
    ['2026-11-22T23:59:59+07:00', 'due_soon due_soon'],
    ['2026-11-23T00:00:00+07:00', 'due_soon due_today'],
    ['2026-11-23T23:59:59+07:00', 'due_soon due_today'],
    ['2026-11-24T00:00:00+07:00', 'due_soon overdue'],
    ['2026-11-25T10:00:00+07:00', 'due_today overdue'],
    ['2026-12-31T10:00:00+07:00', 'overdue overdue']
  ] as const
  for (const [now, expected] of states) {
    s.setNow(now)
    const items = await list(s, '?from=2026-12&to=2026-12')
    t.equal(items.map(({ state }) => state).join(' '), expected, now)
  }
})

scene('months are asked for from one to another, the right way round and not too many', async (t, s) => {
  await aSmallCentre(s)
  const cases = [
    ['?from=2027-01&to=2026-12', 400, 'BAD_PERIOD'],
    ['?from=2026-01&to=2029-01', 400, 'BAD_PERIOD'],
    ['?to=2026-10', 400, 'BAD_PERIOD'],
    ['?from=2026-13', 400, 'BAD_MONTH'],
    ['?month=2026-12', 400, 'BAD_FIELD']
  ] as const
  for (const [query, status, code] of cases) t.match(await s.call('GET', `/v1/deadlines${query}`), { status, body: { code } }, query)
  t.equal((await list(s, '?from=2026-01&to=2028-12')).length, 72)
  t.equal((await list(s, '?from=2027-03')).length, 8, 'the month and three after it')
  t.equal((await s.call('GET', '/v1/deadlines', { key: null })).status, 401)
})

scene('only what is served in the month has a deadline in it', async (t, s) => {
  await aCentre(s)
  const jail = await anAgency(s, { kind: 'prison', validTo: '2026-12-31' })
  const court = await anAgency(s)
  await aPost(s, { agencies: [jail.id], validFrom: '2026-12-31' })
  await aPost(s, { agencies: [court.id], validTo: '2026-12-01' })
  s.setNow('2026-11-01T08:00:00+07:00')
  const items = await list(s, '?from=2026-11&to=2027-01')
  t.same(
    items.map(({ month, sector }) => `${month} ${sector}`),
    ['2026-11 court', '2026-12 court', '2026-12 custody']
  )
})

scene('the centre sets its own days', async (t, s) => {
  await aSmallCentre(s)
  const sending = { court: { kind: 'day_of_previous_month', day: 20 }, investigation: { kind: 'working_days_before', days: 7 } }
  await s.call('PATCH', '/v1/settings', { body: { sending, remindDays: 0 }, headers: { 'if-match': '"0"' } })
  s.setNow('2026-11-18T08:00:00+07:00')
  t.same(await told(s, '?from=2026-12&to=2026-12'), ['2026-12 court 2026-11-20 open', '2026-12 investigation 2026-11-19 open'])
})

scene('the first publication sends the month, late or in time, and that is said for ever', async (t, s) => {
  const { id } = await aSmallCentre(s)
  s.setNow('2026-11-24T08:00:00+07:00')
  const head = await aPublication(s)
  const sent = ['2026-12 court 2026-11-25 sent', '2026-12 investigation 2026-11-23 sent_late']
  t.same(await told(s, '?from=2026-12&to=2026-12'), sent)
  t.match(await list(s, '?from=2026-12&to=2026-12'), [
    { sentAt: '2026-11-24T08:00:00+07:00', late: false },
    { sentAt: '2026-11-24T08:00:00+07:00', late: true }
  ])
  s.setNow('2026-12-20T08:00:00+07:00')
  const sending = { court: { kind: 'day_of_previous_month', day: 1 } }
  await s.call('PATCH', '/v1/settings', { body: { sending }, headers: { 'if-match': '"0"' } })
  await s.call('POST', '/v1/calendar/notices', { body: notice('1/TB', swap('2026-11-25', '2026-11-28')) })
  t.same(await told(s, '?from=2026-12&to=2026-12'), sent, 'neither another rule nor another calendar changes it')
  t.match((await list(s, '?from=2026-12&to=2026-12'))[0]?.rule, { day: 25 }, 'and it is shown by the rule it was sent by')
  const centre = await findCentre(s.deps.db, id)
  const publication = centre && (await findPublication(s.deps.db, centre.id, head.month as Month))
  if (!publication) throw new Error('it is published')
  await recordSending(s.deps, centre, { ...publication, publishedAt: s.deps.now() })
  t.same(await told(s, '?from=2026-12&to=2026-12'), sent, 'nor a later version')
  await aPost(s, { agencies: [(await anAgency(s, { kind: 'prison' })).id] })
  t.same(await told(s, '?from=2026-12&to=2026-12'), sent, 'a post of another kind is served by amendments')
})

scene('what is sent in the last minute of the last day is in time, a minute later it is late', async (t, s) => {
  const { id } = await aSmallCentre(s)
  await aPublication(s)
  const centre = await findCentre(s.deps.db, id)
  const publication = centre && (await findPublication(s.deps.db, centre.id, '2026-12'))
  if (!publication) throw new Error('it is published')
  const cases = [
    ['2027-02', '2027-01-25T23:59:59+07:00', [false, false]],
    ['2027-03', '2027-02-22T00:00:00+07:00', [false, false]],
    ['2027-04', '2027-03-26T00:00:00+07:00', [true, true]]
  ] as const
  for (const [month, at, late] of cases) {
    s.setNow(at)
    await recordSending(s.deps, centre, { ...publication, month: month as Month, publishedAt: s.deps.now() })
    const items = await list(s, `?from=${month}&to=${month}`)
    t.same(
      items.map((each) => each.late),
      late,
      `${month}: ${items.map(({ lastSendingDay }) => lastSendingDay)}`
    )
  }
})

scene('a late notice moves what is not sent yet, says so before and after, and keeps it on record', async (t, s) => {
  await aSmallCentre(s)
  await aSmallCentre(s, 'dak-lak')
  s.setNow('2026-12-18T08:00:00+07:00')
  const body = notice('12/VPCP-KGVX', swap('2026-12-25', '2026-12-26'))
  const expected = ['dak-lak', 'lang-son'].flatMap((centre) => [
    `${centre} 2027-01 court 2026-12-25 2026-12-24`,
    `${centre} 2027-01 investigation 2026-12-25 2026-12-26`
  ])
  const preview = await s.call<Change>('POST', '/v1/calendar/notices/preview', { body })
  t.same(movedText(preview.body), expected)
  t.same((await list(s, '?from=2027-01&to=2027-01&centre=lang-son'))[0]?.moves, [], 'a preview keeps nothing')
  const created = await s.call<Change>('POST', '/v1/calendar/notices', { body })
  t.same(created.body.touched, preview.body.touched)
  const january = '?from=2027-01&to=2027-01&centre=lang-son'
  t.match(await list(s, january), [
    {
      sector: 'court',
      lastSendingDay: '2026-12-24',
      moves: [{ from: '2026-12-25', to: '2026-12-24', notice: '12/VPCP-KGVX', at: '2026-12-18T08:00:00+07:00' }]
    },
    { sector: 'investigation', lastSendingDay: '2026-12-26', moves: [{ from: '2026-12-25', to: '2026-12-26' }] }
  ])
  const url = `/v1/calendar/notices/${created.body.notice.id}`
  const changed = await s.call<Change>('PATCH', url, {
    body: { number: '13/VPCP-KGVX', days: swap('2026-12-24', '2026-12-26') },
    headers: { 'if-match': '"1"' }
  })
  t.same(movedText(changed.body), ['dak-lak 2027-01 court 2026-12-24 2026-12-25', 'lang-son 2027-01 court 2026-12-24 2026-12-25'])
  s.setNow('2026-12-19T08:00:00+07:00')
  const gone = await s.call<Change>('DELETE', url, { headers: { 'if-match': '"2"' } })
  t.same(
    movedText(gone.body),
    ['dak-lak 2027-01 investigation 2026-12-26 2026-12-25', 'lang-son 2027-01 investigation 2026-12-26 2026-12-25'],
    'and back again'
  )
  t.match((await list(s, january))[0]?.moves, [{ notice: '12/VPCP-KGVX' }, { notice: '13/VPCP-KGVX', to: '2026-12-25' }])
})

scene('what was sent does not move', async (t, s) => {
  await aSmallCentre(s)
  await aPublication(s)
  s.setNow('2026-11-21T08:00:00+07:00')
  const body = notice('11/VPCP-KGVX', swap('2026-11-25', '2026-11-28'))
  t.same(movedText((await s.call<Change>('POST', '/v1/calendar/notices/preview', { body })).body), [])
})

scene('an annual notice moves months a year ahead, the thirteenth and no further', async (t, s) => {
  await aSmallCentre(s)
  s.setNow('2026-11-21T08:00:00+07:00')
  const preview = (off: string, worked: string) =>
    s.call<Change>('POST', '/v1/calendar/notices/preview', { body: notice('9/TB-BNV', swap(off, worked)) })
  t.same(movedText((await preview('2027-11-25', '2027-11-13')).body), [
    'lang-son 2027-12 court 2027-11-25 2027-11-23',
    'lang-son 2027-12 investigation 2027-11-23 2027-11-22'
  ])
  t.same(movedText((await preview('2027-12-24', '2027-12-11')).body), [])
})

scene('a key of one centre is told of its own deadlines alone', async (t, s) => {
  await aSmallCentre(s)
  await aSmallCentre(s, 'dak-lak')
  const { body: key } = await s.call<{ key: string }>('POST', '/v1/api-keys', {
    body: { name: 'Lịch', scopes: ['calendar:write', 'rosters:read'], centre: 'lang-son' }
  })
  const body = notice('12/VPCP-KGVX', swap('2026-12-25', '2026-12-26'))
  const preview = await s.call<Change>('POST', '/v1/calendar/notices/preview', { body, key: key.key })
  t.same(
    preview.body.touched.deadlines.map(({ centre, sector }) => `${centre} ${sector}`),
    ['lang-son court', 'lang-son investigation']
  )
  t.equal((await s.call('GET', '/v1/deadlines?centre=dak-lak', { key: key.key })).status, 404)
})

scene('the centre is reminded before, on and after the last day, each once', async (t, s) => {
  const { id } = await aSmallCentre(s)
  const centre = await findCentre(s.deps.db, id)
  if (centre === undefined) throw new Error('the centre is there')
  const remind = async (now: string): Promise<string[]> => {
    s.setNow(now)
    return (await remindDeadlines(s.deps, centre)).map(({ month, sector, reminder }) => `${month} ${sector} ${reminder}`)
  }
  t.same(await remind('2026-11-18T08:00:00+07:00'), ['2026-11 court overdue', '2026-11 investigation overdue'])
  t.same(await remind('2026-11-19T08:00:00+07:00'), ['2026-12 investigation soon'])
  t.same(await remind('2026-11-19T09:00:00+07:00'), [])
  t.same(await remind('2026-11-23T08:00:00+07:00'), ['2026-12 court soon', '2026-12 investigation due'], 'of each what is so now')
  t.same(await remind('2026-11-24T08:00:00+07:00'), ['2026-12 investigation overdue'])
  t.match(await list(s, '?from=2026-12&to=2026-12'), [
    { remindedAt: { soon: '2026-11-23T08:00:00+07:00', due: null, overdue: null } },
    {
      remindedAt: { soon: '2026-11-19T08:00:00+07:00', due: '2026-11-23T08:00:00+07:00', overdue: '2026-11-24T08:00:00+07:00' }
    }
  ])
  await s.call('POST', '/v1/calendar/notices', { body: notice('1/TB', swap('2026-11-25', '2026-11-28')) })
  t.same(await remind('2026-11-24T09:00:00+07:00'), ['2026-12 court overdue'], 'the day moved back, and is over')
  await aPublication(s)
  t.same(await remind('2026-11-26T08:00:00+07:00'), [], 'what is sent needs no reminder')
})

/** The letters that wait in the queue. */
async function letters(s: Scene): Promise<readonly { readonly to: string; readonly subject: string; readonly text: string }[]> {
  const { rows } = (await s.deps.db.execute(sql`
    select data from pgboss.job where name = 'mail' order by created_on, id`)) as unknown as {
    rows: { data: { to: string; subject: string; text: string } }[]
  }
  return rows.map(({ data }) => data)
}

scene('one letter tells the centre of all that is due, if it has said where to', async (t, s) => {
  const { id } = await aSmallCentre(s)
  const centre = await findCentre(s.deps.db, id)
  if (centre === undefined) throw new Error('the centre is there')
  s.setNow('2026-11-18T08:00:00+07:00')
  t.equal((await remindDeadlines(s.deps, centre)).length, 2)
  t.same(await letters(s), [], 'it has not')
  await s.call('PATCH', '/v1/settings', { body: { email: 'tgpl@example.vn' }, headers: { 'if-match': '"0"' } })
  s.setNow('2026-11-23T08:00:00+07:00')
  await remindDeadlines(s.deps, centre)
  await remindDeadlines(s.deps, centre)
  const sent = await letters(s)
  t.match(sent, [{ to: 'tgpl@example.vn', subject: /^Nhắc hạn gửi lịch trực tháng 12\/2026 / }])
  t.equal(sent.length, 1)
  t.match(sent[0]?.text, /gửi Tòa án nhân dân: hạn cuối là ngày 25\/11\/2026/)
  t.match(sent[0]?.text, /gửi cơ quan điều tra: hạn cuối là hôm nay, ngày 23\/11\/2026/)
})

scene('a letter that cannot be queued leaves the reminder to the next time', async (t, s) => {
  const { id } = await aSmallCentre(s)
  const centre = await findCentre(s.deps.db, id)
  if (centre === undefined) throw new Error('the centre is there')
  await s.call('PATCH', '/v1/settings', { body: { email: 'tgpl@example.vn' }, headers: { 'if-match': '"0"' } })
  s.setNow('2026-11-23T08:00:00+07:00')
  await s.deps.db.execute(sql`alter table pgboss.queue rename to away`)
  await t.rejects(remindDeadlines(s.deps, centre))
  await s.deps.db.execute(sql`alter table pgboss.away rename to queue`)
  t.equal((await remindDeadlines(s.deps, centre)).length, 4, 'nothing was lost')
})

scene('every centre is reminded', async (t, s) => {
  for (const code of ['lang-son', 'dak-lak']) await aSmallCentre(s, code)
  s.setNow('2026-11-23T08:00:00+07:00')
  await remindAll(s.deps)
  for (const code of ['lang-son', 'dak-lak']) {
    const [, investigation] = await list(s, `?from=2026-12&to=2026-12&centre=${code}`)
    t.match(investigation, { remindedAt: { due: '2026-11-23T08:00:00+07:00' } }, code)
  }
})

scene('what fails of one centre keeps no other from its reminders', async (t, s) => {
  for (const code of ['lang-son', 'dak-lak']) await aSmallCentre(s, code)
  await s.deps.db
    .update(centres)
    .set({ zone: 'Mars/Olympus' as Zone })
    .where(eq(centres.code, 'dak-lak'))
  s.setNow('2026-11-23T08:00:00+07:00')
  await t.rejects(remindAll(s.deps), AggregateError, 'and is told at the end')
  const [, investigation] = await list(s, '?from=2026-12&to=2026-12&centre=lang-son')
  t.match(investigation, { remindedAt: { due: '2026-11-23T08:00:00+07:00' } })
})
