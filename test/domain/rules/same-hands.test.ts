import t from 'tap'
import { sameHands } from '../../../src/domain/rules/same-hands.ts'
import { context, duty, post, seatPlan, slot } from '../../support/builders.ts'

/** Two working weeks from Monday 2026-12-07 at one court. */
const days = ['07', '08', '09', '10', '11', '14', '15'].map((day) => `2026-12-${day}`)
const slots = days.map((day) => slot({ from: `${day} 07:30`, seats: [] as never }))
const withSeats = slots.map((one) => ({
  ...one,
  seats: [{ seat: 'primary', importance: 9, providerId: null, pinned: false, vacant: false, reasons: [] }] as const
}))

const held = (people: string) => [...people].flatMap((id, at) => (id === '-' ? [] : [duty({ from: `${days[at]} 07:30`, providerId: id })]))
const check = (people: string, some: Parameters<typeof post>[0] = {}) =>
  sameHands.check(held(people), context({ posts: [post(some)], slots: withSeats }))

const daily = { rrule: 'FREQ=DAILY', dayKinds: null }
const cases = [
  ['one person all week', 'aaaaabb', {}, []],
  ['a change in the middle of the week', 'aaabbbb', {}, [1]],
  ['a change at the weekend', 'aaaaabb', {}, []],
  ['every day another', 'abcdeab', {}, [4, 1]],
  ['there and back are two changes', 'aabaabb', {}, [2]],
  ['an empty seat between is no change', 'aa-bbbb', {}, []],
  ['a post handed over week by week by design', 'aaabbbb', { handoverUnit: 'week' }, []],
  ['turns of three days by design', 'aaabbbb', { handoverEvery: 3 }, []],
  ['a post round the clock changes hands anyway', 'abababa', { patterns: [{ ...daily, startsAt: '00:00', minutes: 1440 }] }, []],
  ['so does one of nights', 'abababa', { patterns: [{ ...daily, startsAt: '17:00', minutes: 840 }] }, []],
  ['a seat with a declared person has its own order', 'aaabbbb', { seats: [seatPlan({ method: 'fixed', providerId: 'a' })] }, []]
] as const
for (const [title, people, some, degrees] of cases) {
  t.test(title, async (t) => {
    t.same(
      check(people, some).map(({ degree }) => degree),
      degrees
    )
  })
}

t.test('a turn that had to be shared changes hands as seldom as can be, whatever the post', async (t) => {
  const turn = (people: string) => held(people).map((one) => ({ ...one, unit: 'one turn' }))
  const weekly = context({ posts: [post({ handoverUnit: 'week' })], slots: withSeats.map((one) => ({ ...one, unit: 'one turn' })) })
  t.same(sameHands.check(turn('aaaaa'), weekly), [])
  t.match(sameHands.check(turn('aabba'), weekly), [{ degree: 2 }])
})

t.test('the breach says how often, in which week, and names the seats that meet', async (t) => {
  t.match(check('aabaabb'), [
    { level: 'soft', providerIds: ['a', 'b'], seats: { length: 3 }, params: { count: 2, from: '2026-12-07', post: 'kv1' } }
  ])
})

t.test('the last slot of the month before is next to the first of this; two of them are past', async (t) => {
  const world = context({ slots: withSeats.slice(2) })
  const settled = duty({ from: '2026-12-08 07:30', providerId: 'b', settled: true })
  t.match(sameHands.check([settled, ...held('--aaabb')], world), [{ degree: 1 }])
  t.same(sameHands.check([duty({ from: '2026-12-07 07:30', providerId: 'a', settled: true }), settled], world), [])
})

t.test('each seat is looked at by itself', async (t) => {
  const [one] = withSeats[0]?.seats ?? []
  const both = withSeats.map((each) => ({ ...each, seats: [one, { ...one, seat: 'support' }] }) as never)
  const supports = days.map((day) => duty({ from: `${day} 07:30`, providerId: 'b', seat: 'support' }))
  t.same(
    sameHands.check(
      [...held('aaaaaaa'), ...supports],
      context({ slots: both, posts: [post({ seats: [seatPlan(), seatPlan({ seat: 'support' })] })] })
    ),
    []
  )
})
