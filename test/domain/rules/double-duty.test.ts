import t from 'tap'
import { doubleDuty } from '../../../src/domain/rules/double-duty.ts'
import { context, duty } from '../../support/builders.ts'

const other = { postId: 'kv2' }
const pairs = [
  ['two posts on site at once are impossible', { mode: 'on_site' }, { ...other, mode: 'on_site' }, ['on_site_clash']],
  ['on site excludes the phone', { mode: 'on_site' }, { ...other, mode: 'phone' }, ['on_site_clash']],
  ['the phone of two posts at once is normal', {}, other, []],
  ['on site may begin as another duty ends', { mode: 'on_site', to: '11:30' }, { ...other, from: '2026-12-01 11:30' }, []],
  ['but not a minute before', { mode: 'on_site', to: '11:31' }, { ...other, from: '2026-12-01 11:30' }, ['on_site_clash']],
  ['one slot does not have one person twice', { slotId: 'ca' }, { slotId: 'ca', seat: 'support' }, ['same_slot']],
  ['two people on site are not one', { mode: 'on_site' }, { ...other, mode: 'on_site', providerId: 'binh' }, []]
] as const

for (const [title, a, b, reasons] of pairs) {
  t.test(title, async (t) => {
    t.same(
      doubleDuty.check([duty(a), duty(b)], context()).map(({ params }) => params.reason),
      reasons
    )
  })
}

const phones = (count: number) => Array.from({ length: count }, (_, at) => duty({ postId: `kv${at}` }))

for (const [count, settings, breaches] of [
  [3, {}, 0],
  [4, {}, 1],
  [4, { 'double-duty.phonePosts': 4 }, 0],
  [2, { 'double-duty.phonePosts': 1 }, 1]
] as const) {
  t.test(`${count} phone posts at once with ${settings['double-duty.phonePosts'] ?? 'the default'} allowed`, async (t) => {
    const found = doubleDuty.check(phones(count), context({ settings }))
    t.equal(found.length, breaches)
    for (const { seats, params } of found) t.same([seats.length, params.count], [count, count])
  })
}

t.test('only posts at one moment count: four in a row are not four at once', async (t) => {
  const times = ['07:00', '08:00', '09:00', '10:00', '11:00']
  const row = times.slice(1).map((to, at) => duty({ postId: `kv${at}`, from: `2026-12-01 ${times[at]}`, to }))
  t.same(doubleDuty.check(row, context({ settings: { 'double-duty.phonePosts': 1 } })), [])
})

t.test('a post that begins as another ends adds nothing to the crowd', async (t) => {
  const long = duty({ postId: 'dieu-tra', from: '2026-12-01 07:00', to: '12:00' })
  const row = [
    duty({ postId: 'kv1', from: '2026-12-01 07:00', to: '09:00' }),
    duty({ postId: 'kv2', from: '2026-12-01 09:00', to: '11:00' })
  ]
  t.same(doubleDuty.check([long, ...row], context({ settings: { 'double-duty.phonePosts': 2 } })), [])
  t.equal(doubleDuty.check([long, ...row], context({ settings: { 'double-duty.phonePosts': 1 } })).length, 2)
})

t.test('a clash tells how many duties there are, and the day on which they meet', async (t) => {
  const night = duty({ mode: 'on_site', from: '2026-12-01 19:00', to: '2026-12-02 08:00' })
  const next = duty({ postId: 'kv2', from: '2026-12-02 07:30', to: '17:00' })
  t.match(doubleDuty.check([next, night], context()), [{ params: { count: 2, limit: 1, day: '2026-12-02', posts: 'kv1,kv2' } }])
  t.match(doubleDuty.check([duty(), duty({ seat: 'support' })], context()), [{ params: { count: 2, limit: 1, posts: 'kv1' } }])
})

t.test('each largest crowd is told once', async (t) => {
  const long = duty({ postId: 'dieu-tra', from: '2026-12-01 00:00', to: '24:00' })
  const crowd = ['07:00', '08:00', '19:00'].map((at, n) =>
    duty({ postId: `kv${n}`, from: `2026-12-01 ${at}`, to: n < 2 ? '12:00' : '20:00' })
  )
  const found = doubleDuty.check([long, ...crowd], context({ settings: { 'double-duty.phonePosts': 1 } }))
  t.same(
    found.map(({ params }) => params.posts),
    ['dieu-tra,kv0,kv1', 'dieu-tra,kv2']
  )
})

t.test('a settled duty takes part, but two settled ones are past', async (t) => {
  const [a, b] = [{ mode: 'on_site' } as const, { mode: 'on_site', postId: 'kv2' } as const]
  t.match(doubleDuty.check([duty({ ...a, settled: true }), duty(b)], context()), [{ seats: [{ slotId: duty(b).slotId }] }])
  t.same(doubleDuty.check([duty({ ...a, settled: true }), duty({ ...b, settled: true })], context()), [])
})
