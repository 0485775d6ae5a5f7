import t from 'tap'
import { restBetween } from '../../../src/domain/rules/rest-between.ts'
import { context, dutiesFrom, duty } from '../../support/builders.ts'

const check = (duties: ReturnType<typeof duty>[], hours?: number) =>
  restBetween.check(duties, context(hours === undefined ? {} : { settings: { 'rest-between.hours': hours } }))

/** Three days of a post that is answered round the clock. */
const aroundTheClock = (some: Parameters<typeof duty>[0] = {}) =>
  ['2026-12-01', '2026-12-02', '2026-12-03'].map((day) => duty({ postId: 'dieu-tra', from: `${day} 00:00`, to: '24:00', ...some }))

const tuesday = { from: '2026-12-01 07:30', to: '17:00' }
const pairs = [
  ['exactly 12 hours are enough', { from: '2026-12-01 09:00', to: '19:00' }, { from: '2026-12-02 07:00', to: '17:00' }, 0],
  ['a minute less is a breach', { from: '2026-12-01 09:00', to: '19:01' }, { from: '2026-12-02 07:00', to: '17:00' }, 1],
  ['office hours on two days leave 14.5 hours', tuesday, { from: '2026-12-02 07:30', to: '17:00' }, 0],
  ['two whole days in a row leave none', { from: '2026-12-01 00:00', to: '24:00' }, { from: '2026-12-02 00:00', to: '24:00' }, 1],
  ['a whole day and the office hours after it', { from: '2026-12-01 00:00', to: '24:00' }, { from: '2026-12-02 07:30', to: '17:00' }, 1],
  [
    'a night and the office hours after it',
    { from: '2026-12-01 17:00', to: '2026-12-02 07:00' },
    { from: '2026-12-02 07:30', to: '17:00' },
    1
  ],
  ['office hours and a night post of the same day', tuesday, { postId: 'dem', from: '2026-12-01 19:00', to: '24:00' }, 1],
  ['a morning and an afternoon of one post', { ...tuesday, to: '11:30' }, { from: '2026-12-01 13:30', to: '17:00' }, 0],
  ['a morning and an afternoon of two posts', { ...tuesday, to: '11:30' }, { postId: 'kv2', from: '2026-12-01 13:30', to: '17:00' }, 0],
  ['one day that fits in 12 hours', { ...tuesday, to: '11:30' }, { from: '2026-12-01 17:30', to: '19:30' }, 0],
  ['one day that does not fit', { ...tuesday, to: '11:30' }, { from: '2026-12-01 17:30', to: '19:31' }, 1],
  ['duties of two posts that overlap', tuesday, { postId: 'kv2', from: '2026-12-01 16:59', to: '2026-12-02 07:30' }, 0],
  ['two people', { from: '2026-12-01 00:00', to: '24:00' }, { providerId: 'binh', from: '2026-12-02 00:00', to: '24:00' }, 0]
] as const

for (const [title, a, b, breaches] of pairs) {
  t.test(`${title}: ${breaches ? 'a breach' : 'no breach'}`, async (t) => {
    t.equal(check([duty(a), duty(b)]).length, breaches)
    t.equal(check([duty(b), duty(a)]).length, breaches, 'in whatever order they come')
    t.equal(check([duty(a), duty(b)], 0).length, 0, '0 turns it off')
  })
}

t.test('a working week at a court is no breach', async (t) => {
  t.same(check(dutiesFrom('2026-12-07', 5)), [])
})

t.test('one turn of a 24/24 seat is held back to back by design', async (t) => {
  t.same(check(aroundTheClock({ unit: '2026-W49' })), [])
})

t.test('two turns of it are not: one breach where they meet', async (t) => {
  const [a, b, c] = aroundTheClock({ unit: '2026-W49' })
  const found = check([a, b, { ...c, unit: '2026-W50' }] as ReturnType<typeof duty>[])
  t.match(found, [{ params: { rest: 0, least: 12, from: '2026-12-02', day: '2026-12-03' } }])
  t.equal(found.length, 1)
})

t.test('equal unit names of two posts are not one turn', async (t) => {
  const [a] = aroundTheClock({ unit: '2026-W49' })
  t.equal(check([a as ReturnType<typeof duty>, duty({ from: '2026-12-02 07:30', unit: '2026-W49' })]).length, 1)
})

t.test('office hours beside a 24/24 week are part of it', async (t) => {
  t.same(check([...aroundTheClock({ unit: '2026-W49' }), ...dutiesFrom('2026-12-01', 3)]), [])
})

t.test('two 24/24 weeks at once, each answered by phone, are one watch', async (t) => {
  t.same(check([...aroundTheClock({ unit: '2026-W49' }), ...aroundTheClock({ postId: 'tam-giam', unit: '2026-W49' })]), [])
})

t.test('nor does a day at another post beside such a week stand too close to it', async (t) => {
  const week = aroundTheClock({ unit: '2026-W49' })
  const beside = (day: string, next: string) => duty({ postId: 'tam-giam', from: `${day} 00:00`, to: `${next} 00:00` })
  t.same(check([...week, beside('2026-12-02', '2026-12-03')]), [])
  t.same(check([...week.slice(0, 2), beside('2026-12-02', '2026-12-03')]), [], 'it begins as the week goes on')
  t.same(check([...week.slice(0, 2), beside('2026-12-01', '2026-12-02')]), [], 'it ends as the week goes on')
})

t.test('but not the office hours right after that week', async (t) => {
  t.match(check([...aroundTheClock({ unit: '2026-W49' }), ...dutiesFrom('2026-12-04', 1)]), [{ params: { rest: 7.5, day: '2026-12-04' } }])
})

t.test('a night between two days of a court week is a breach with the day after', async (t) => {
  const night = duty({ postId: 'dem', from: '2026-12-01 20:00', to: '2026-12-02 00:00' })
  const found = check([...dutiesFrom('2026-12-01', 2, { unit: '2026-W49' }), night])
  t.same(
    found.map(({ params }) => [params.from, params.day, params.rest]),
    [
      ['2026-12-01', '2026-12-01', 3],
      ['2026-12-01', '2026-12-02', 7.5]
    ]
  )
})

t.test('several posts on one day are one breach with all seats that stand too close', async (t) => {
  const day = duty({ from: '2026-12-01 00:00', to: '24:00' })
  const next = ['kv2', 'kv3'].map((postId) => duty({ postId, from: '2026-12-02 07:30' }))
  t.match(check([day, ...next]), [{ seats: [{}, {}, {}], params: { rest: 7.5 } }])
  t.equal(check([day, ...next]).length, 1)
})

t.test('rest is counted from the duty between, not across it', async (t) => {
  const days = dutiesFrom('2026-12-01', 3)
  t.equal(check(days, 48).length, 2)
})

t.test('not even when the three meet', async (t) => {
  t.same(
    check(aroundTheClock(), 48).map(({ params }) => [params.from, params.day]),
    [
      ['2026-12-01', '2026-12-02'],
      ['2026-12-02', '2026-12-03']
    ]
  )
})

t.test('72 hours are the most a centre can ask for', async (t) => {
  const apart = (to: string) => [duty({ from: '2026-12-01 07:30', to }), duty({ from: '2026-12-04 17:00', to: '18:00' })]
  t.equal(restBetween.params.hours?.max, 72)
  t.equal(check(apart('17:00'), 72).length, 0)
  t.equal(check(apart('17:01'), 72).length, 1)
})

t.test('the end of last month counts, and only the new seat is named', async (t) => {
  const [a, b] = aroundTheClock() as [ReturnType<typeof duty>, ReturnType<typeof duty>]
  const found = check([{ ...a, settled: true }, b])
  t.same(
    found.map(({ seats }) => seats),
    [[{ slotId: b.slotId, seat: 'primary' }]]
  )
  t.same(check([a, b].map((one) => ({ ...one, settled: true }))), [], 'two settled duties are past')
})
