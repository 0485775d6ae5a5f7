import t from 'tap'
import { burdenOf } from '../../src/domain/burden.ts'
import { dueShares } from '../../src/planning/share.ts'
import { absence, engagement, lawyer, officer, post, seatPlan } from '../support/builders.ts'
import { breachesAfter, DECEMBER, dutiesAfter, holders, planned, problem, slotsOf } from './month.ts'

/** A provincial centre: 22 people, of whom four at half share, some on leave, some at hearings. */
const providers = Array.from({ length: 22 }, (_, at) => {
  const id = `n${String(at + 1).padStart(2, '0')}`
  const some = { id, dutyShare: at % 6 === 5 ? 50 : 100, skills: at % 2 ? ['children'] : [] }
  return at < 14 ? officer(some) : lawyer(some)
})
const two = [seatPlan(), seatPlan({ seat: 'support', importance: 4 })]
const anybody = { roles: [], branchIds: [], providerIds: [], excludedIds: [], skills: [] }
/** Four investigation bodies round the clock with a support, three court weeks (one by declared turn), one custody house on site. */
const round = ['pc01', 'pc02', 'pc03', 'pc04'].map((id) => post({ id, handoverUnit: 'day', seats: two }))
const courts = [
  post({ id: 'toa1', handoverUnit: 'week' }),
  post({ id: 'toa2', handoverUnit: 'week', eligibility: { ...anybody, skills: ['children'] } }),
  post({ id: 'toa3', handoverUnit: 'week', seats: [seatPlan({ method: 'cycle', order: ['n03', 'n09', 'n01', 'n15'] })] })
]
const custody = post({ id: 'trai', mode: 'on_site', eligibility: { ...anybody, roles: ['legal_aid_officer'] } })
const posts = [...round, ...courts, custody]
const slots = [
  ...round.flatMap((each) => slotsOf(each, DECEMBER, 'round')),
  ...[...courts, custody].flatMap((each) => slotsOf(each, DECEMBER))
]
const absences = [
  absence({ providerId: 'n02', from: '2026-12-01', to: '2026-12-11' }),
  absence({ providerId: 'n03', from: '2026-12-01', to: '2026-12-04' }),
  absence({ providerId: 'n08', from: '2026-12-20', to: '2026-12-31' }),
  absence({ providerId: 'n20', from: '2026-12-14', to: '2026-12-18' })
]
const engagements = providers.map(({ id }, at) => engagement({ providerId: id, from: `${DECEMBER[at + 1]} 09:00` }))
const from = problem({ providers, posts, slots, absences, engagements, seed: 2026 })
const plan = await planned(from, 200_000)

t.test('every seat of the month is filled', async (t) =>
  t.same(
    plan.seats.filter((seat) => seat.providerId === null),
    []
  )
)

t.test('no hard rule is broken', async (t) => t.same(breachesAfter(from, plan), []))

t.test('each court week stays in one hand', async (t) => {
  for (const court of ['toa1', 'toa2', 'toa3']) {
    const units = Map.groupBy(
      slots.filter((slot) => slot.postId === court),
      (slot) => slot.unit
    )
    const hands = [...units.values()].map((week) => {
      const people = week.map((slot) => plan.seats.find((seat) => seat.slotId === slot.id)?.providerId)
      return new Set(people).size
    })
    t.same(new Set(hands), new Set([1]))
  }
})

t.test('whoever was away in their court week is owed it, and serves the next', async (t) =>
  t.same([...new Set(holders(plan, 'toa3'))].slice(0, 3), ['n09', 'n03', 'n01'])
)

t.test('everybody bears what they owe within 4 points, half a day and night by phone, though nights and days off weigh more', async (t) => {
  const shares = dueShares(from)
  const load = new Map(providers.map(({ id }) => [id, 0]))
  for (const duty of dutiesAfter(from, plan))
    load.set(duty.providerId, (load.get(duty.providerId) ?? 0) + burdenOf(duty, from.context.zone).points / 100)
  const total = [...load.values()].reduce((sum, each) => sum + each, 0)
  const owed = [...shares.values()].reduce((sum, each) => sum + each, 0)
  const off = providers.map(({ id }) => (load.get(id) ?? 0) - (total * (shares.get(id) ?? 0)) / owed)
  t.ok(
    off.every((points) => Math.abs(points) <= 4),
    off.map((points) => points.toFixed(1)).join(' ')
  )
})
