import type { Problem } from '../../src/http/problem.ts'
import { MORNING, type OnDutyJson, oneCourt } from '../support/on-duty.ts'
import { anAgency, aPost } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

interface ListJson {
  readonly items: readonly {
    readonly asked: { readonly agency?: string; readonly post?: string }
    readonly answer: OnDutyJson | null
    readonly problem: { readonly code: string; readonly detail: string } | null
  }[]
}

const AT = `at=${encodeURIComponent(MORNING)}`
const ask = async <Body = ListJson>(s: Scene, query: string, options: object = {}): Promise<Answer<Body>> =>
  s.call<Body>('GET', `/v1/on-duty?${query}&${AT}`, { key: null, ...options })

scene('several agencies and posts in one call: each answered as by itself, in the order asked', async (t, s) => {
  const { agency, post, old } = await oneCourt(s)
  await anAgency(s, { code: 'khong-ai-truc' })
  const alone = async (query: string) => (await ask<OnDutyJson>(s, query)).body
  for (const query of [
    'agency=tand-kv1&agency=tand-cao-loc&agency=khong-ai-truc&post=toa-an',
    'agency=tand-kv1,tand-cao-loc,khong-ai-truc&post=toa-an',
    'post=toa-an&agency=%20tand-kv1%20,,tand-cao-loc&agency=khong-ai-truc,tand-kv1'
  ]) {
    await t.test(query, async (t) => {
      const { status, body, headers } = await ask(s, query)
      t.equal(status, 200)
      t.match(headers['content-type'], 'application/json')
      t.same(
        body.items.map(({ asked }) => asked),
        [{ agency: 'tand-kv1' }, { agency: 'tand-cao-loc' }, { agency: 'khong-ai-truc' }, { post: 'toa-an' }]
      )
      for (const { asked, answer, problem } of body.items) {
        const [name, ref] = Object.entries(asked)[0] ?? []
        t.same(answer, await alone(`${name}=${ref}`))
        t.equal(problem, null)
      }
    })
  }
  t.same(
    (await ask<OnDutyJson>(s, `agency=${agency.code}&agency=${agency.code}`)).body.agency?.code,
    agency.code,
    'one thing said twice is one'
  )
  t.same((await ask(s, `agency=${agency.id}&post=${post.id}&agency=${old.id}`)).body.items.length, 3)
})

scene('what cannot be answered stands in its place and spoils nothing else', async (t, s) => {
  await oneCourt(s)
  const { status, body } = await ask(s, 'agency=khong-co,tand-kv1&post=%00&post=tand-kv1')
  t.equal(status, 200)
  t.same(
    body.items.map(({ answer, problem }) => problem?.code ?? answer?.status),
    ['NOT_FOUND', 'on_duty', 'NOT_FOUND', 'NOT_FOUND']
  )
  t.equal(body.items[0]?.answer, null)
  t.match(body.items[0]?.problem?.detail, /cơ quan "khong-co"/)
  t.match((await ask(s, 'agency=khong-co,tand-kv1', { headers: { 'accept-language': 'en' } })).body.items[0]?.problem?.detail, /no agency/)
  await oneCourt(s, 'dak-lak')
  const twice = (await ask(s, 'agency=tand-kv1,tand-kv1x')).body
  t.same(
    twice.items.map(({ problem }) => problem?.code),
    ['AMBIGUOUS_QUESTION', 'NOT_FOUND']
  )
  await s.call('PATCH', '/v1/centres/dak-lak', { body: { province: 'Đắk Lắk' }, headers: { 'if-match': '"1"' } })
  t.same(
    (await ask(s, 'agency=tand-kv1,tand-kv1x&province=dak+lak')).body.items.map(({ answer }) => answer?.centre.code),
    ['dak-lak', undefined]
  )
  t.equal((await ask(s, 'agency=tand-kv1,tand-cao-loc&version=9&centre=lang-son')).body.items[0]?.problem?.code, 'NOT_FOUND')
})

scene('filters and wishes hold for each of several; one wrong parameter refuses all', async (t, s) => {
  await oneCourt(s)
  await aPost(s, { code: 'khac' })
  const { body } = await ask(s, 'agency=tand-kv1&post=khac&sex=female')
  t.same(
    body.items.map(({ answer }) => answer?.wanted?.met),
    [false, false]
  )
  for (const [query, pointer] of [
    ['agency=a,b&at=now', '?at'],
    ['agency=a,b&q=x', '?q'],
    [`agency=${Array.from({ length: 51 }, (_, n) => `a${n}`).join()}`, '?agency'],
    [Array.from({ length: 51 }, (_, n) => `post=a${n}`).join('&'), '?post'],
    [
      `agency=${Array.from({ length: 26 }, (_, n) => `a${n}`).join()}&post=${Array.from({ length: 25 }, (_, n) => `a${n}`).join()}`,
      '?agency'
    ]
  ] as const) {
    const answer = await s.call<Problem>('GET', `/v1/on-duty?${query}`, { key: null })
    t.equal(answer.status, 400, pointer)
    t.equal(answer.body.errors[0]?.pointer, pointer)
  }
  const fifty = await ask(
    s,
    `agency=${Array.from({ length: 25 }, (_, n) => `a${n}`).join()}&post=${Array.from({ length: 25 }, (_, n) => `a${n}`).join()}`
  )
  t.equal(fifty.body.items.length, 50)
})
