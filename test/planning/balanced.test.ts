import t from 'tap'
import { NO_BURDEN } from '../../src/domain/burden.ts'
import { compare, type ProviderId } from '../../src/domain/ids.ts'
import { dueShares } from '../../src/planning/share.ts'
import { absence, duty, officer, post, seatPlan } from '../support/builders.ts'
import { breachesAfter, DECEMBER, december, filled, holders, type MonthOf, pin, planned, problem, slotsOf } from './month.ts'

const people = (...ids: string[]) => ids.map((id) => officer({ id }))
const three = people('an', 'binh', 'chi')
const plan = (month: MonthOf) => planned(problem(month))
const count = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]).sort(([a], [b]) => compare(`${a}`, `${b}`))
  )
const daily = post({ id: 'kv1' })
const slots = slotsOf(daily, december(1, 16))

const shares: readonly (readonly [string, Partial<MonthOf>, Record<string, number>])[] = [
  ['equal people get equal parts of 12 equal duties', {}, { an: 4, binh: 4, chi: 4 }],
  [
    'half a share gets half',
    { providers: [officer({ id: 'an', dutyShare: 50 }), officer({ id: 'binh' }), officer({ id: 'chi', dutyShare: 50 })] },
    { an: 3, binh: 6, chi: 3 }
  ],
  [
    'whoever carries the points of three duties gets three fewer than the others',
    { carried: new Map([['an' as ProviderId, { ...NO_BURDEN, points: 1200 }]]) },
    { an: 2, binh: 5, chi: 5 }
  ],
  [
    'whoever is away for half of the month gets half as many as the others, to the nearest duty',
    { absences: [absence({ providerId: 'an', from: '2026-12-17', to: '2026-12-31' })] },
    { an: 2, binh: 5, chi: 5 }
  ]
]
for (const [title, some, expected] of shares) {
  t.test(title, async (t) => t.same(count(holders(await plan({ providers: three, posts: [daily], slots, ...some }), 'kv1')), expected))
}

t.test('the duties of other methods count too', async (t) => {
  const fixed = post({ id: 'toa', seats: [seatPlan({ method: 'fixed', providerId: 'an' })] })
  const month = { providers: three, posts: [daily, fixed], slots: [...slots, ...slotsOf(fixed, december(1, 16))] }
  t.same(count(holders(await plan(month), 'kv1')), { binh: 6, chi: 6 })
})

t.test('within a week the seat stays in the same hands as far as equal parts let it', async (t) => {
  const names = holders(await plan({ providers: three, posts: [daily], slots }), 'kv1')
  const weekOf = (at: number): string => slots[at]?.day.slice(8) ?? ''
  const weeks = [names.slice(0, 4), names.slice(4, 9), names.slice(9)]
  const changes = weeks.map((week) => week.filter((name, at) => at > 0 && name !== week[at - 1]).length)
  t.same([weekOf(4), weekOf(9)], ['07', '14'])
  t.same([changes.reduce((a, b) => a + b, 0), count(names)], [1, { an: 4, binh: 4, chi: 4 }], names.join(' '))
})

t.test('another seed breaks ties another way', async (t) => {
  const with_ = async (seed: number) => holders(await plan({ providers: three, posts: [daily], slots, seed }), 'kv1')
  t.notSame(await with_(1), await with_(2))
  t.same(await with_(1), await with_(1))
})

t.test('the one person who may serve a post is kept for it', async (t) => {
  const hard = post({
    id: 'xa',
    mode: 'on_site',
    eligibility: { roles: [], branchIds: [], providerIds: ['an'], excludedIds: [], skills: [] }
  })
  const easy = post({ id: 'kv1', mode: 'on_site' })
  const month = {
    providers: people('an', 'binh'),
    posts: [easy, hard],
    slots: [easy, hard].flatMap((each) => slotsOf(each, december(1, 2)))
  }
  t.same(
    [holders(await plan(month), 'xa'), holders(await plan(month), 'kv1')],
    [
      ['an', 'an'],
      ['binh', 'binh']
    ]
  )
})

t.test('when not every seat can be filled the more important one is', async (t) => {
  const one = post({ id: 'a', mode: 'on_site', seats: [seatPlan({ importance: 2 })] })
  const other = post({ id: 'b', mode: 'on_site', seats: [seatPlan({ importance: 8 })] })
  const month = { providers: people('an'), posts: [one, other], slots: [one, other].flatMap((each) => slotsOf(each, december(1, 1))) }
  t.same([holders(await plan(month), 'a'), holders(await plan(month), 'b')], [['-'], ['an']])
})

t.test('a less important seat gives way, even when it was filled first because fewer people may take it', async (t) => {
  const only = { roles: [], branchIds: [], excludedIds: [], skills: [] }
  const lesser = post({ id: 'a', mode: 'on_site', seats: [seatPlan({ importance: 1 })], eligibility: { ...only, providerIds: ['an'] } })
  const greater = post({ id: 'b', mode: 'on_site', seats: [seatPlan()], eligibility: { ...only, providerIds: ['an', 'binh'] } })
  const posts = [lesser, greater]
  const settled = [duty({ postId: 'khac', providerId: 'binh', mode: 'on_site', settled: true })]
  const month = { providers: people('an', 'binh'), posts, slots: posts.flatMap((each) => slotsOf(each, december(1, 1))), settled }
  t.same([holders(await plan(month), 'a'), holders(await plan(month), 'b')], [['-'], ['an']])
})

t.test('a week goes to one person, and is shared when nobody is there all week', async (t) => {
  const weekly = post({ id: 'tuan', handoverUnit: 'week' })
  const month = { providers: three, posts: [weekly], slots: slotsOf(weekly, december(7, 11)) }
  t.equal(new Set(holders(await plan(month), 'tuan')).size, 1)
  const absences = [
    absence({ providerId: 'an', from: '2026-12-07' }),
    absence({ providerId: 'binh', from: '2026-12-09' }),
    absence({ providerId: 'chi', from: '2026-12-09', to: '2026-12-11' })
  ]
  const shared = holders(await plan({ ...month, absences }), 'tuan')
  t.same([new Set(shared).size > 1, shared.includes('-')], [true, false])
})

t.test('room is made by moving somebody: three people fill a ring of three posts of two each, however ties fall', async (t) => {
  const between = (id: string, ...providerIds: string[]) =>
    post({ id, mode: 'on_site', eligibility: { roles: [], branchIds: [], providerIds, excludedIds: [], skills: [] } })
  const ring = [between('a', 'an', 'binh'), between('b', 'binh', 'chi'), between('c', 'chi', 'an')]
  const month = { providers: three, posts: ring, slots: ring.flatMap((each) => slotsOf(each, december(1, 1))) }
  for (let seed = 1; seed <= 20; seed += 1) t.equal(filled(await plan({ ...month, seed })), 3)
})

t.test('nobody can be chosen from nobody', async (t) => {
  const made = await plan({ providers: [], posts: [daily], slots })
  t.ok(made.seats.every((seat) => seat.providerId === null && seat.reasons.length === 0))
})

t.test('somebody who owes nothing is asked only when nobody else can', async (t) => {
  const absences = [absence({ providerId: 'an', from: '2026-12-02', to: '2026-12-31' })]
  const month = { providers: people('an', 'binh'), posts: [daily], slots: slotsOf(daily, december(1, 1)), absences }
  t.same(holders(await plan(month), 'kv1'), ['binh'])
})

t.test('what a person owes is the share times the days in service and not away', async (t) => {
  const owing = [
    officer({ id: 'an' }),
    officer({ id: 'binh', dutyShare: 50 }),
    officer({ id: 'chi', joinedOn: '2026-12-22' }),
    officer({ id: 'dung', bars: [{ kind: 'sanction', from: '2026-12-30', to: null, reference: null }] })
  ]
  const absences = [absence({ providerId: 'an', from: '2026-12-30', to: '2027-01-05' })]
  t.same(
    [...dueShares(problem({ providers: owing, posts: [daily], slots: slotsOf(daily, DECEMBER), absences }))],
    [
      ['an', 2900],
      ['binh', 1550],
      ['chi', 1000],
      ['dung', 2900]
    ]
  )
})

t.test('a centre of five with two seats round the clock is covered, and no rule broken', async (t) => {
  const round = post({ id: 'pc', handoverUnit: 'day', seats: [seatPlan(), seatPlan({ seat: 'support', importance: 3 })] })
  const start = problem({
    providers: people('an', 'binh', 'chi', 'dung', 'em'),
    posts: [round],
    slots: pin(slotsOf(round, DECEMBER, 'round'), 'pc@2026-12-10', 'em')
  })
  const made = await planned(start)
  t.equal(filled(made), 62)
  t.same(breachesAfter(start, made), [])
})
