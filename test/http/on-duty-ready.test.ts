import { aNight, type Night } from '../support/calls.ts'
import { aCentreOnDuty, openInstance } from '../support/followed.ts'
import { type RosterJson, stepped } from '../support/months.ts'
import { type Answer, onPostgres, type Scene, scene } from '../support/scene.ts'

interface Body {
  readonly at: string
  readonly status: string
  readonly onDuty: readonly { readonly provider: { readonly id: string }; readonly numbers: readonly object[] }[]
  readonly source: { readonly generatedAt: string; readonly stale: boolean }
}

/** Once memory has read what was written, what is told the second time comes ready-made; asked of the same moment by name it never does. */
async function twice(s: Scene, url: string, options: object = {}): Promise<readonly [Answer<Body>, Answer<Body>, Answer<Body>]> {
  await s.call('GET', `${url}&at=2026-12-01T00:00:00Z`, options)
  const first = await s.call<Body>('GET', url, options)
  const second = await s.call<Body>('GET', url, options)
  const named = await s.call<Body>('GET', `${url}&at=${encodeURIComponent(first.body.at)}`, options)
  return [first, second, named]
}

const QUESTIONS = [
  ['by agency', '/v1/on-duty?agency=pc02&centre=lang-son'],
  ['by words', '/v1/on-duty?q=hinh+su&centre=lang-son'],
  ['by post', '/v1/on-duty?post=pc02-truc&centre=lang-son'],
  ['of a whole province', '/v1/on-duty?province=lang+son'],
  ['with a wish that nobody meets', '/v1/on-duty?agency=pc02&language=tyz&centre=lang-son']
] as const

scene('what is told ready-made is what is worked out, whoever asks, in either language', async (t, s) => {
  const night = await aNight(s)
  for (const [title, url] of QUESTIONS) {
    for (const options of [{ key: null }, { key: night.key }, {}, { headers: { 'accept-language': 'en' } }]) {
      const [first, second, named] = await twice(s, url, options)
      t.equal(second.status, 200)
      t.same(second.body, first.body, `${title}: again`)
      t.same(second.body, named.body, `${title}: as of that moment`)
      t.equal(second.headers.etag, first.headers.etag)
      t.equal(second.headers['cache-control'], first.headers['cache-control'])
      t.equal(second.headers['content-type'], first.headers['content-type'])
      t.equal(second.headers.vary, first.headers.vary)
      const known = await s.call('GET', url, {
        ...options,
        headers: { ...(options as { headers?: object }).headers, 'if-none-match': second.headers.etag ?? '' }
      })
      t.equal(known.status, 304)
    }
  }
})

scene('each question has its own instants, and each reading of personal numbers is counted', async (t, s) => {
  const night = await aNight(s)
  const [, url] = QUESTIONS[0]
  const ask = async () => (await s.call<Body>('GET', url, { key: night.key })).body
  const first = await ask()
  s.setNow('2026-12-05T02:10:00.250+07:00')
  const second = await ask()
  t.equal(second.at, '2026-12-05T02:10:00.250+07:00')
  t.same({ ...second, at: '', source: '' }, { ...first, at: '', source: '' })
  const counted = await s.call<{ items: readonly { times: number }[] }>('GET', `/v1/number-readings?provider=${night.people[0].id}`)
  t.equal(
    counted.body.items.reduce((sum, { times }) => sum + times, 0),
    2
  )
})

onPostgres('a clock that is set back by a moment gets no answer that was made for a later one', async (t, url) => {
  const s = await openInstance(url)
  t.teardown(() => s.close())
  await aCentreOnDuty(s)
  const ask = async () => (await s.call<Body>('GET', '/v1/on-duty?agency=pc01', { key: null })).body
  const [before, after] = ['2026-12-05T23:59:59.600+07:00', '2026-12-06T00:00:00.200+07:00']
  s.setNow(before)
  await s.deps.memory.catchUp()
  const first = await ask()
  s.setNow(after)
  await ask()
  const second = await ask()
  t.not(second.onDuty[0]?.provider.id, first.onDuty[0]?.provider.id, 'the duty has passed to another')
  s.setNow(before)
  const again = await ask()
  t.equal(again.onDuty[0]?.provider.id, first.onDuty[0]?.provider.id)
  t.ok(again.source.generatedAt <= again.at, `${again.source.generatedAt} is not after ${again.at}`)
})

/** What makes an answer another one, and what is told then. */
const CHANGES: readonly (readonly [string, (s: Scene, night: Night) => Promise<unknown>, (before: Body, after: Body) => boolean])[] = [
  ['the end of the slot', async (s) => s.setNow('2026-12-06T00:00:00+07:00'), (_, after) => after.status !== 'on_duty'],
  [
    'a recall',
    async (s) => {
      const [roster] = (await s.call<{ items: RosterJson[] }>('GET', '/v1/rosters?centre=lang-son')).body.items
      await stepped(s, roster as RosterJson, 'recall', { body: { reason: 'phân công lại' }, centre: 'lang-son' })
    },
    (_, after) => after.status === 'uncovered'
  ],
  [
    'a number replaced',
    (s, { people: [an] }) =>
      s.call('POST', `/v1/providers/${an.id}/number-replacements`, {
        headers: { 'if-match': `"${an.version}"` },
        body: { number: '0912000001', replacement: { number: '0912999999' }, reason: 'mất SIM' }
      }),
    (_, after) => JSON.stringify(after).includes('912999999') && !JSON.stringify(after).includes('912000001')
  ]
]

for (const [title, change, holds] of CHANGES) {
  scene(`${title} is seen at once`, async (t, s) => {
    const night = await aNight(s)
    const [, url] = QUESTIONS[0]
    const [before] = await twice(s, url, { key: night.key })
    await change(s, night)
    const after = await s.call<Body>('GET', url, { key: night.key })
    t.ok(holds(before.body, after.body), JSON.stringify(after.body))
  })
}
