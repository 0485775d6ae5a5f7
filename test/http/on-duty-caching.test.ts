import t from 'tap'
import type { Instant } from '../../src/domain/instant.ts'
import { cacheControl, jointValidity, MAX_AGE, PAST_MAX_AGE, type Validity } from '../../src/http/on-duty-caching.ts'
import { MORNING, type OnDutyJson, oneCourt, who } from '../support/on-duty.ts'
import { aRound } from '../support/round.ts'
import { type Answer, type CallOptions, type Scene, scene } from '../support/scene.ts'

const NOW = 1_800_000_000_000
const asked = (some: { at?: number; next?: number | null; published?: boolean; stale?: boolean }): Validity => ({
  now: NOW as Instant,
  at: (NOW + (some.at ?? 0)) as Instant,
  nextChangeAt: some.next === null ? null : ((NOW + (some.next ?? 3_600_000)) as Instant),
  published: some.published ?? true,
  stale: some.stale ?? false
})

t.test('an answer is held until it changes, and never longer than a cover may take to come', async (t) => {
  for (const [title, validity, expected] of [
    ['now, for an hour', asked({}), `private, max-age=${MAX_AGE}, stale-if-error=3600`],
    ['now, for less than that', asked({ next: 12_000 }), 'private, max-age=12, stale-if-error=12'],
    ['whole seconds, never more than there are', asked({ next: 12_999 }), 'private, max-age=12, stale-if-error=12'],
    ['for as long as a cache may hold it', asked({ next: 30_000 }), 'private, max-age=30, stale-if-error=30'],
    ['a millisecond longer', asked({ next: 31_000 }), 'private, max-age=30, stale-if-error=31'],
    ['at the last millisecond', asked({ next: 1 }), 'private, max-age=0, stale-if-error=0'],
    ['nothing is published after it', asked({ next: null }), `private, max-age=${MAX_AGE}`],
    ['a time to come', asked({ at: 86_400_000, next: 90_000_000 }), `private, max-age=${MAX_AGE}, stale-if-error=90000`],
    ['a time past', asked({ at: -1, next: 1 }), `private, max-age=${PAST_MAX_AGE}`],
    ['a time past of which nothing is published yet', asked({ at: -1, next: null, published: false }), `private, max-age=${MAX_AGE}`],
    ['a change that is past already', asked({ at: -5000, next: -4000, published: false }), 'private, max-age=0, stale-if-error=0'],
    ['what is stale', asked({ stale: true }), 'no-store'],
    ['what is stale of a time past', asked({ at: -1, stale: true }), 'no-store']
  ] as const) {
    t.equal(cacheControl(validity), expected, title)
  }
})

t.test('several answers hold as long as the first to end', async (t) => {
  const [near, far, never] = [asked({ next: 5 }), asked({ next: 9 }), asked({ next: null, published: false })]
  t.same(jointValidity([far, near]), { nextChangeAt: near.nextChangeAt, published: true })
  t.same(jointValidity([never, far]), { nextChangeAt: far.nextChangeAt, published: false })
  t.same(jointValidity([never]), { nextChangeAt: null, published: false })
})

const get = (s: Scene, query: string, options: CallOptions = {}, path = '/v1/on-duty'): Promise<Answer<OnDutyJson>> =>
  s.call('GET', `${path}?${query}`, { key: null, ...options })
const known = (etag: string | undefined): CallOptions => ({ headers: { 'if-none-match': etag ?? '' } })

scene('an answer that the client has is not sent again, whenever it is asked for, until it says something else', async (t, s) => {
  await oneCourt(s)
  s.setNow(MORNING)
  const first = await get(s, 'agency=tand-kv1')
  t.match(first.headers.etag, /^W\/"[\w-]{20,}"$/)
  t.equal(first.headers['cache-control'], 'private, max-age=30, stale-if-error=32400')
  t.equal(first.headers.vary, 'Accept, Accept-Language, Authorization, accept-encoding')
  s.setNow('2026-12-02T16:59:50+07:00')
  const again = await get(s, 'agency=tand-kv1', known(first.headers.etag))
  t.equal(again.status, 304)
  t.equal(again.body, undefined)
  t.equal(again.headers.etag, first.headers.etag)
  t.equal(again.headers['cache-control'], 'private, max-age=10, stale-if-error=10')
  t.equal(again.headers.vary, 'Accept, Accept-Language, Authorization, accept-encoding')
  t.equal((await get(s, 'agency=tand-kv1', known(`"x", ${first.headers.etag}`))).status, 304, 'one of several')
  t.equal((await get(s, 'agency=tand-kv1', known('"x"'))).status, 200)
  for (const [title, query, options] of [
    ['the same people by another question', 'post=toa-an', {}],
    ['a wish', 'agency=tand-kv1&sex=male', {}],
    ['another language', 'agency=tand-kv1', { headers: { 'accept-language': 'en' } }],
    ['the next slot', `agency=tand-kv1&at=${encodeURIComponent('2026-12-03T09:00:00+07:00')}`, {}]
  ] as const) {
    const other = await get(s, query, options)
    t.equal(other.status, 200)
    t.not(other.headers.etag, first.headers.etag, title)
  }
  s.setNow('2026-12-02T17:00:00+07:00')
  const over = await get(s, 'agency=tand-kv1', known(first.headers.etag))
  t.equal(over.status, 200, 'the end of a slot belongs to the next')
  t.equal(over.body.status, 'outside_hours')
  const past = await get(s, `agency=tand-kv1&at=${encodeURIComponent(MORNING)}`, known(first.headers.etag))
  t.equal(past.status, 304, 'what was said then is still said of then')
  t.equal(past.headers['cache-control'], 'private, max-age=3600')
})

scene('each form of the answer is another: JSON, text, ASCII, a list', async (t, s) => {
  await oneCourt(s)
  s.setNow(MORNING)
  const forms = [
    await get(s, 'agency=tand-kv1'),
    await get(s, 'agency=tand-kv1,tand-cao-loc'),
    await get(s, 'agency=tand-kv1,tand-khong'),
    await get(s, 'agency=tand-kv1', {}, '/v1/on-duty.txt'),
    await get(s, 'agency=tand-kv1&ascii=true', {}, '/v1/on-duty.txt')
  ]
  t.equal(new Set(forms.map(({ headers }) => headers.etag)).size, forms.length)
  const text = await get(s, 'agency=tand-kv1', { headers: { accept: 'text/plain' } })
  t.equal(text.headers.etag, forms[3]?.headers.etag, 'the same text by Accept')
  t.match(text.headers.vary, /^Accept,/)
  t.equal((await get(s, 'agency=tand-kv1,tand-cao-loc', known(forms[1]?.headers.etag))).status, 304)
  t.equal((await get(s, 'agency=tand-kv1&ascii=true', known(forms[4]?.headers.etag), '/v1/on-duty.txt')).status, 304)
})

scene('whoever may read more is sent more: the ETag tells audiences apart', async (t, s) => {
  const { agency } = await oneCourt(s)
  s.setNow(MORNING)
  const { body } = await s.call<{ items: { id: string; code: string; version: number }[] }>('GET', '/v1/providers')
  const keyOf = async (scope: string) =>
    (await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'k', scopes: [scope], centre: 'lang-son', agency: agency.id } }))
      .body.key
  t.ok(body.items.length > 1)
  const etag = async (key: string | null) => (await get(s, 'agency=tand-kv1', { key })).headers.etag
  t.equal(await etag(await keyOf('numbers:agency')), await etag(null), 'nobody here has a number that only agencies may read')
  await s.call('PATCH', '/v1/centres/lang-son', {
    body: {
      phones: [
        { number: '02053812345', kind: 'office' },
        { number: '0912000009', kind: 'personal' }
      ]
    },
    headers: { 'if-match': '"1"' }
  })
  t.not(await etag(await keyOf('numbers:agency')), await etag(null))
})

scene('a cover changes the answer and its ETag at once', async (t, s) => {
  await aRound(s)
  s.setNow('2026-12-05T08:00:00+07:00')
  const before = await get(s, 'post=cqdt')
  t.same(who(before.body), ['Hoàng Thị An'])
  const { status } = await s.call('POST', '/v1/covers', { body: { absent: 'an', reason: 'Ốm đột xuất' } })
  t.equal(status, 201)
  const after = await get(s, 'post=cqdt', known(before.headers.etag))
  t.equal(after.status, 200)
  t.notSame(who(after.body), ['Hoàng Thị An'])
  t.match(after.body.source, { publication: null, provisional: true, version: 2 })
})

scene('nothing may be kept of what is stale', async (t, s) => {
  await oneCourt(s)
  s.setNow(MORNING)
  const fresh = await get(s, 'agency=tand-kv1')
  const { memory } = s.deps
  const freshness = memory.freshness
  t.teardown(() => Object.assign(memory, { freshness }))
  Object.assign(memory, { freshness: () => ({ ...freshness(), stale: true }) })
  const stale = await get(s, 'agency=tand-kv1', known(fresh.headers.etag))
  t.equal(stale.status, 200, 'and is always sent')
  t.equal(stale.headers['cache-control'], 'no-store')
  t.equal(stale.headers.etag, undefined)
  t.equal(stale.body.source.stale, true)
})
