import { addMonths, type Month } from '../../src/domain/day.ts'
import type { Problem } from '../../src/http/problem.ts'
import { aDraft, aPublication, planned, type SlotJson, slotsOfRoster } from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost, type Made } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')

interface Person {
  readonly id: string
  readonly code: string
}
interface Preview {
  readonly from: string
  readonly to: string
  readonly seats: readonly {
    readonly seat: string
    readonly turns: readonly {
      readonly from: string
      readonly to: string
      readonly cycle: string | null
      readonly provider: Person | null
      readonly vacant: boolean
    }[]
    readonly totals: readonly { readonly provider: Person; readonly turns: number; readonly due: number; readonly difference: number }[]
  }[]
}

const cycle = (order: readonly unknown[], more: object = {}) => ({ seat: 'primary', method: 'cycle', order, ...more })
const CODES = ['an', 'binh', 'chi', 'dung', 'em']

/** A centre with these officers, by code. */
async function people(s: Scene, codes: readonly string[] = CODES): Promise<Record<string, string>> {
  await aCentre(s)
  const made: Record<string, string> = {}
  for (const code of codes) made[code] = (await anOfficer(s, { code })).id
  return made
}

const preview = async (s: Scene, post: string, months = 24): Promise<Preview> =>
  (await s.call<Preview>('GET', `/v1/posts/${post}/rotation?months=${months}`)).body
/** The codes of whoever serves turn by turn: `-` for a vacant turn, `?` for one that nobody can serve. */
const whose = ({ seats }: Preview, seat = 'primary'): string[] =>
  (seats.find((each) => each.seat === seat)?.turns ?? []).map(({ provider, vacant }) => provider?.code ?? (vacant ? '-' : '?'))

scene('a cycle is kept as it was declared: weights, groups, days, places of nobody, other orders, dated changes', async (t, s) => {
  const { an, binh, chi, dung, em } = await people(s)
  await anAgency(s, { code: 'toa' })
  const seats = [
    { seat: 'support', from: '2026-12-01', method: 'cycle', follows: true },
    cycle([
      'an',
      { provider: 'binh', weight: 50 },
      { anyOf: ['chi', { provider: 'dung', from: '2027-01-01', to: '2027-06-30' }], weight: 80 },
      { nobody: true },
      { provider: 'em', from: '2027-02-01' }
    ]),
    cycle(['em'], { from: '2027-09-01', restDays: ['an', 'binh'], tet: [{ provider: 'chi' }], owedAtMost: 3 }),
    { seat: 'primary', from: '2028-01-01', method: 'fixed', provider: 'an', importance: 7 }
  ]
  const body = { ...{ code: 'truc', name: 'Trực', agencies: ['toa'], mode: 'phone', validFrom: '2025-07-01' }, ...PATTERN, seats: [] }
  const created = await s.call<Made & { seats: object[] }>('POST', '/v1/posts', {
    body: { ...body, handoverUnit: 'week', handoverEvery: 2, straddles: true, seats: seats.filter(({ seat }) => seat === 'primary') }
  })
  const empty = { from: null, providerId: null, standInId: null, order: [], restDays: [], tet: [], owedAtMost: 1, follows: false }
  const primary = [
    {
      ...empty,
      seat: 'primary',
      importance: 9,
      method: 'cycle',
      order: [
        an,
        { provider: binh, weight: 50 },
        { anyOf: [chi, { provider: dung, from: '2027-01-01', to: '2027-06-30' }], weight: 80 },
        { nobody: true },
        { provider: em, from: '2027-02-01' }
      ]
    },
    {
      ...empty,
      seat: 'primary',
      importance: 9,
      method: 'cycle',
      from: '2027-09-01',
      order: [em],
      restDays: [an, binh],
      tet: [chi],
      owedAtMost: 3
    },
    { ...empty, seat: 'primary', importance: 7, method: 'fixed', from: '2028-01-01', providerId: an }
  ]
  t.same(created.body.seats, primary)
  t.match(created.body, { handoverUnit: 'week', handoverEvery: 2, straddles: true })
  const patched = await s.call<{ seats: object[] }>('PATCH', '/v1/posts/truc', { body: { name: 'Trực 2' }, headers: { 'if-match': '"1"' } })
  t.same(patched.body.seats, primary, 'what was not named stays')
  const upTo2028 = seats.slice(0, 3)
  const all = await s.call<{ seats: object[] }>('PATCH', '/v1/posts/truc', { body: { seats: upTo2028 }, headers: { 'if-match': '"2"' } })
  t.same(all.body.seats, [
    ...primary.slice(0, 2),
    { ...empty, seat: 'support', importance: 5, method: 'cycle', from: '2026-12-01', follows: true }
  ])
})

const PATTERN = { patterns: [{ rrule: 'FREQ=DAILY', startsAt: '07:30', duration: 'PT9H30M' }] }

scene('what makes no cycle is refused where it is wrong', async (t, s) => {
  await people(s)
  await anAgency(s, { code: 'toa' })
  await anOfficer(s, { code: 'cu', endedOn: '2026-10-31' })
  await anOfficer(s, { code: 'sap', endedOn: '2027-03-31' })
  const body = { name: 'Trực', agencies: ['toa'], mode: 'phone', validFrom: '2025-07-01', ...PATTERN }
  const of = (...seats: object[]) => ({ ...body, seats })
  const order = (...places: unknown[]) => of(cycle(places))
  const cases = [
    ['nobody but places that nobody takes', order({ nobody: true }), 'MISSING_FIELD /seats/0/order'],
    ['a place of nothing', order('an', {}), 'MISSING_FIELD /seats/0/order/1/provider'],
    ['a place that says no', order('an', { nobody: false }), 'MISSING_FIELD /seats/0/order/1/provider'],
    ['an empty group', order('an', { anyOf: [] }), 'MISSING_FIELD /seats/0/order/1/provider'],
    ['a person and a group at once', order({ provider: 'an', anyOf: ['binh'] }), 'UNKNOWN_FIELD /seats/0/order/0/anyOf'],
    ['a person and nobody at once', order({ provider: 'an', nobody: true }), 'UNKNOWN_FIELD /seats/0/order/0/nobody'],
    ['days of a group', order({ anyOf: ['an'], from: '2027-01-01' }), 'UNKNOWN_FIELD /seats/0/order/0/from'],
    ['somebody twice in one place', order({ anyOf: ['an', 'an'] }), 'DUPLICATE_ITEM /seats/0/order/0/anyOf/1'],
    ['somebody in two places', order('an', { anyOf: ['binh', { provider: 'an' }] }), 'DUPLICATE_ITEM /seats/0/order/1/anyOf/1/provider'],
    ['somebody unknown', order('an', { provider: 'ai' }), 'BAD_REFERENCE /seats/0/order/1/provider'],
    ['somebody unknown in a group', order({ anyOf: ['an', 'ai'] }), 'BAD_REFERENCE /seats/0/order/0/anyOf/1'],
    ['somebody unknown at Tết', of(cycle(['an'], { tet: ['ai'] })), 'BAD_REFERENCE /seats/0/tet/0'],
    ['somebody who has ended', order('an', 'cu'), 'PROVIDER_ENDED /seats/0/order/1'],
    ['ended, to a day after', order('an', { provider: 'cu', to: '2026-12-31' }), 'PROVIDER_ENDED /seats/0/order/1/provider'],
    ['ended before the line begins', of(cycle(['an']), cycle(['sap', 'an'], { from: '2027-04-01' })), 'PROVIDER_ENDED /seats/1/order/0'],
    ['ended before they join', order('an', { provider: 'sap', from: '2027-04-01' }), 'PROVIDER_ENDED /seats/0/order/1/provider'],
    [
      'ended and named by fixed',
      of({ seat: 'primary', method: 'fixed', provider: 'an', standIn: 'cu' }),
      'PROVIDER_ENDED /seats/0/standIn'
    ],
    [
      'days of a member in disorder',
      order('an', { provider: 'binh', from: '2027-02-01', to: '2027-01-31' }),
      'BAD_PERIOD /seats/0/order/1/to'
    ],
    [
      'a member who leaves before the line begins',
      of(cycle(['an']), cycle(['an', { provider: 'binh', to: '2026-12-31' }], { from: '2027-01-01' })),
      'BAD_PERIOD /seats/1/order/1/to'
    ],
    ['a day of a member that is none', order({ provider: 'an', from: '2027-02-30' }), 'BAD_DAY /seats/0/order/0/from'],
    ['no weight', order({ provider: 'an', weight: 0 }), /BAD_FIELD \/seats\/0\/order\/0\/weight/],
    ['a weight above a hundred', order({ provider: 'an', weight: 101 }), /BAD_FIELD \/seats\/0\/order\/0\/weight/],
    ['owed nothing', of(cycle(['an'], { owedAtMost: 0 })), 'BAD_FIELD /seats/0/owedAtMost'],
    ['owed too much', of(cycle(['an'], { owedAtMost: 13 })), 'BAD_FIELD /seats/0/owedAtMost'],
    ['owed without a cycle', of({ seat: 'primary', owedAtMost: 2 }), 'UNKNOWN_FIELD /seats/0/owedAtMost'],
    ['Tết without a cycle', of({ seat: 'primary', tet: ['an'] }), 'UNKNOWN_FIELD /seats/0/tet'],
    ['Tết alone', of({ seat: 'primary', method: 'cycle', tet: ['an'] }), 'MISSING_FIELD /seats/0/order'],
    ['lines in disorder', of(cycle(['an'], { from: '2027-02-01' }), cycle(['binh'], { from: '2027-01-01' })), 'BAD_PERIOD /seats/1/from'],
    [
      'two lines of one day',
      of(cycle(['an'], { from: '2027-02-01' }), cycle(['binh'], { from: '2027-02-01' })),
      'DUPLICATE_ITEM /seats/1/from'
    ],
    ['two lines of the first day', of(cycle(['an']), cycle(['binh'], { from: '2025-07-01' })), 'DUPLICATE_ITEM /seats/1/from'],
    ['a second line without a day', of(cycle(['an'], { from: '2027-02-01' }), cycle(['binh'])), 'DUPLICATE_ITEM /seats/1/seat'],
    ['a line before the post', of(cycle(['an'], { from: '2025-06-30' })), 'BAD_PERIOD /seats/0/from'],
    [
      'a line after the post',
      { ...of(cycle(['an']), cycle(['binh'], { from: '2027-07-01' })), validTo: '2027-06-30' },
      'BAD_PERIOD /seats/1/from'
    ],
    ['a primary that follows', of(cycle([], { follows: true })), 'UNKNOWN_FIELD /seats/0/follows'],
    [
      'a support that follows with an order',
      of(cycle(['an']), cycle(['binh'], { seat: 'support', follows: true })),
      'UNKNOWN_FIELD /seats/1/order'
    ],
    ['a support that follows nobody', of({ seat: 'support', method: 'cycle', follows: true }), 'BAD_VALUE /seats/0/follows'],
    [
      'a support that follows balanced',
      of({ seat: 'primary' }, { seat: 'support', method: 'cycle', follows: true }),
      'BAD_VALUE /seats/1/follows'
    ],
    [
      'a support that follows a cycle which ends',
      of(cycle(['an']), { seat: 'primary', from: '2027-01-01' }, { seat: 'support', method: 'cycle', follows: true }),
      'BAD_VALUE /seats/2/follows'
    ],
    ['two months that may not straddle', { ...of(cycle(['an'])), handoverUnit: 'month', handoverEvery: 2 }, 'BAD_VALUE /handoverEvery'],
    ['slots that straddle', { ...of(cycle(['an'])), straddles: true }, 'BAD_VALUE /straddles'],
    ['every no day', { ...of(cycle(['an'])), handoverUnit: 'day', handoverEvery: 0 }, 'BAD_FIELD /handoverEvery'],
    ['every 32 days', { ...of(cycle(['an'])), handoverUnit: 'day', handoverEvery: 32 }, 'BAD_FIELD /handoverEvery']
  ] as const
  for (const [at, [title, wrong, expected]] of cases.entries()) {
    const found = faults(await s.call<Problem>('POST', '/v1/posts', { body: { code: `p${at}`, ...wrong } }))
    if (typeof expected === 'string') t.equal(found, `400 ${expected}`, title)
    else t.match(found, expected, title)
  }
  const fine = [
    ['ended, up to their last day', order('an', { provider: 'cu', to: '2026-10-31' })],
    ['ended, in a line that is over', of(cycle(['cu', 'an']), cycle(['an'], { from: '2026-11-01' }))],
    ['to end later', order('an', 'sap')],
    [
      'a support that follows for as long as there is a cycle',
      of(
        cycle(['an']),
        { seat: 'primary', from: '2027-01-01' },
        { seat: 'support', method: 'cycle', follows: true },
        { seat: 'support', from: '2027-01-01' }
      )
    ]
  ] as const
  for (const [at, [title, body]] of fine.entries()) {
    t.equal(faults(await s.call<Problem>('POST', '/v1/posts', { body: { code: `f${at}`, ...body } })), '201', title)
  }
})

scene('whoever ends is named where they stand at the next change of the post', async (t, s) => {
  await people(s)
  const post = await aPost(s, { code: 'truc', seats: [cycle(['an', 'binh']) as never] })
  await s.call('PATCH', '/v1/providers/binh', { body: { endedOn: '2026-11-21' }, headers: { 'if-match': '"1"' } })
  const change = (body: object) => s.call<Problem>('PATCH', `/v1/posts/${post.id}`, { body, headers: { 'if-match': '"1"' } })
  const answer = await change({ name: 'Tên mới' })
  t.equal(faults(answer), '400 PROVIDER_ENDED /seats/0/order/1')
  t.match(answer.body.errors[0]?.detail, /21\/11\/2026|2026-11-21/)
  t.equal((await change({ seats: [cycle(['an', { provider: 'binh', to: '2026-11-21' }])] })).status, 200)
})

scene('24 months ahead everybody of a cycle has their due share, also who is away for a while', async (t, s) => {
  await people(s)
  await aPost(s, { code: 'truc', handoverUnit: 'week', seats: [cycle(CODES, { owedAtMost: 4 }) as never] })
  await s.call('POST', '/v1/absences', { body: { provider: 'chi', kind: 'maternity_leave', from: '2027-01-11', to: '2027-03-14' } })
  await s.call('POST', '/v1/absences', { body: { provider: 'an', kind: 'annual_leave', from: '2027-06-09', to: '2027-06-09' } })
  const found = await preview(s, 'truc')
  t.match(found, { from: '2026-11', to: '2028-10' })
  const [seat] = found.seats
  t.ok((seat?.turns.length ?? 0) > 24 * 4)
  t.ok(
    seat?.totals.every(({ difference }) => Math.abs(difference) <= 1),
    JSON.stringify(seat?.totals)
  )
  t.equal(seat?.totals.length, 5)
  t.equal(
    seat?.totals.reduce((sum, { turns }) => sum + turns, 0),
    seat?.turns.length
  )
  const away = seat?.turns.filter(({ from, to }) => from <= '2027-03-14' && to >= '2027-01-11') ?? []
  t.ok(away.length > 8 && away.every(({ provider }) => provider?.code !== 'chi'), 'nobody serves on leave')
  t.same(await preview(s, 'truc'), found, 'and the same again')
  t.same((await s.call<{ items: object[] }>('GET', '/v1/rosters')).body.items, [], 'nothing is written')
})

scene('a preview shows weights, groups, places of nobody, and who joins, leaves and ends', async (t, s) => {
  await people(s)
  await anOfficer(s, { code: 'giang', endedOn: '2027-12-31' })
  const order = [
    { provider: 'an', weight: 50 },
    { anyOf: ['binh', 'chi'] },
    { nobody: true },
    { provider: 'dung', from: '2027-06-01' },
    'giang'
  ]
  await aPost(s, { code: 'truc', handoverUnit: 'week', seats: [cycle(order) as never] })
  const found = await preview(s, 'truc')
  const turns = Object.fromEntries(found.seats[0]?.totals.map(({ provider, turns }) => [provider.code, turns]) ?? [])
  const due = Object.fromEntries(found.seats[0]?.totals.map(({ provider, due }) => [provider.code, due]) ?? [])
  t.ok(Math.abs((turns.binh ?? 0) - (turns.chi ?? 0)) <= 1)
  t.ok(Math.abs((turns.binh ?? 0) + (turns.chi ?? 0) - 2 * (turns.an ?? 0)) <= 3, JSON.stringify(turns))
  t.equal(due.binh, due.chi)
  const names = whose(found)
  t.equal(names.includes('?'), false)
  t.ok(names.filter((name) => name === '-').length > 20)
  const spans = (code: string): string[] =>
    found.seats[0]?.turns.filter(({ provider }) => provider?.code === code).map(({ from }) => from) ?? []
  t.ok((spans('dung')[0] ?? '') >= '2027-06-01')
  t.ok((spans('giang').at(-1) ?? '9') <= '2027-12-31', 'nobody serves after their last day')
})

scene('a preview goes on from what was published, and planning does what it showed', async (t, s) => {
  await people(s)
  await aPost(s, {
    code: 'truc',
    handoverUnit: 'week',
    handoverEvery: 2,
    straddles: true,
    seats: [cycle(CODES) as never, { seat: 'support', method: 'cycle', follows: true }]
  })
  await aPublication(s, '2026-12')
  const shown = await preview(s, 'truc', 3)
  t.match(shown, { from: '2027-01', to: '2027-03' })
  const byDay = (preview: Preview, seat: string, day: string) =>
    preview.seats.find((each) => each.seat === seat)?.turns.find(({ from, to }) => from <= day && day <= to)?.provider?.id
  let last: string | undefined
  let unit: string | undefined
  for (const month of ['2027-01', '2027-02', '2027-03']) {
    await aPublication(s, month)
    for (const slot of await slotsOfRoster(s, month)) {
      const [primary, support] = slot.seats
      t.equal(primary?.providerId, byDay(shown, 'primary', slot.day), `${slot.day} primary`)
      t.equal(support?.providerId, byDay(shown, 'support', slot.day), `${slot.day} support`)
      if (unit !== undefined && unit !== slot.unit) t.equal(primary?.providerId, last, `who supported before ${slot.day} is primary now`)
      ;[last, unit] = [support?.providerId ?? undefined, slot.unit]
    }
  }
})

scene('a turn over the end of a month is one turn: the same person in both rosters, counted once', async (t, s) => {
  await people(s, ['an', 'binh', 'chi'])
  await aPost(s, { code: 'truc', ...PATTERN, handoverUnit: 'week', straddles: true, seats: [cycle(['an', 'binh', 'chi']) as never] })
  const turns: { unit: string; who: string | null | undefined }[] = []
  for (let month = '2026-12' as Month; month <= '2027-11'; month = addMonths(month, 1)) {
    await aPublication(s, month)
    turns.push(...(await slotsOfRoster(s, month)).map(({ unit, seats }: SlotJson) => ({ unit, who: seats[0]?.providerId })))
  }
  const byUnit = [...Map.groupBy(turns, ({ unit }) => unit).values()].map((slots) => [...new Set(slots.map(({ who }) => who))])
  t.ok(byUnit.length >= 52 && byUnit.every((people) => people.length === 1), 'one person a week')
  t.ok(
    byUnit.every(([who], at) => at < 3 || who === byUnit[at - 3]?.[0]),
    'each every third week, to the end of the year'
  )
})

scene('a vacant turn is nobody’s fault: the month is published with it, and no seat of it is missing', async (t, s) => {
  await people(s, ['an', 'binh'])
  await aPost(s, {
    code: 'truc',
    handoverUnit: 'week',
    seats: [cycle(['an', 'binh']) as never, { seat: 'support', method: 'cycle', order: ['binh', { nobody: true }, 'an'] } as never]
  })
  const { slots, summary } = await planned(s, await aDraft(s, '2026-12'))
  const vacant = slots.filter(({ seats }) => (seats[1] as { vacant?: boolean } | undefined)?.vacant)
  t.ok(vacant.length >= 4 && vacant.every(({ seats }) => seats[1]?.providerId === null && seats[1].reasons.length === 0))
  t.equal(summary.unfilled, 0)
  t.match((await s.call('GET', '/v1/rosters/2026-12/violations')).body, { hard: 0 })
})

scene('another order from a day on is planned from that day, and a seat may begin on a day', async (t, s) => {
  const ids = await people(s)
  await aPost(s, {
    code: 'truc',
    handoverUnit: 'slot',
    seats: [
      cycle(['an', 'binh']) as never,
      cycle(['chi', 'dung'], { from: '2026-12-15' }) as never,
      { seat: 'support', from: '2026-12-21', method: 'fixed', provider: 'em' }
    ]
  })
  const { slots } = await planned(s, await aDraft(s, '2026-12'))
  for (const { day, seats } of slots) {
    const names = day < '2026-12-15' ? [ids.an, ids.binh] : [ids.chi, ids.dung]
    t.ok(names.includes(seats[0]?.providerId ?? ''), day)
    t.equal(seats[1]?.providerId, day < '2026-12-21' ? undefined : ids.em)
  }
})

scene('a preview asks for a post that is there, and for one month to three years', async (t, s) => {
  await people(s, ['an'])
  await aPost(s, { code: 'truc', seats: [cycle(['an']) as never] })
  for (const [url, status] of [
    ['/v1/posts/khong-co/rotation', 404],
    ['/v1/posts/truc/rotation?months=0', 400],
    ['/v1/posts/truc/rotation?months=37', 400],
    ['/v1/posts/truc/rotation?thang=1', 400],
    ['/v1/posts/truc/rotation?months=1', 200]
  ] as const) {
    t.equal((await s.call('GET', url)).status, status, url)
  }
  t.equal((await s.call('GET', '/v1/posts/truc/rotation', { key: null })).status, 401)
  const balanced = await aPost(s, { code: 'chung' })
  const found = await preview(s, balanced.id, 1)
  t.ok(found.seats[0]?.turns.every(({ provider, cycle }) => provider === null && cycle === null))
  t.same(found.seats[0]?.totals, [])
})
