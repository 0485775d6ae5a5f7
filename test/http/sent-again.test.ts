import type { Test } from 'tap'
import { at, planned, type RosterJson } from '../support/months.ts'
import { openOn } from '../support/open-on.ts'
import { aCentre, anOfficer, aPost, aSigner } from '../support/people.ts'
import { amendmentsOf, slotOn } from '../support/round.ts'
import { type CallOptions, onPostgres, type Scene } from '../support/scene.ts'
import { asked, type SwapAnswerJson, type SwapJson } from '../support/swaps.ts'

/** How often an impatient hand sends the same request. */
const TIMES = 8

/** Sends an act many times at once: one is done, the others are refused for what they are. What the one came to. */
async function once<Body>(t: Test, s: Scene, status: number, url: string, options: CallOptions): Promise<Body> {
  const answers = await Promise.all(Array.from({ length: TIMES }, () => s.call<Body & { code?: string }>('POST', url, options)))
  const [won, ...more] = answers.filter((answer) => answer.status === status)
  t.equal(more.length, 0, `${url}: not done twice`)
  const lost = answers.filter((answer) => answer !== won).map((answer) => answer.status)
  t.ok(
    lost.every((each) => [200, 409, 412, 422].includes(each)),
    `${url}: ${lost}`
  )
  if (won === undefined) throw new Error(`${url}: ${JSON.stringify(answers.map(({ body }) => body))}`)
  return won.body
}

onPostgres('an act that is sent many times at once is done once', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  await aCentre(s)
  await aSigner(s)
  const people = [await anOfficer(s), await anOfficer(s), await anOfficer(s), await anOfficer(s), await anOfficer(s)]
  const [an, binh] = people.map(({ id }) => id)
  const seats = [{ seat: 'primary', method: 'fixed', provider: an }] as const
  await aPost(s, { code: 'toa', seats: seats as never, validFrom: '2026-12-01', validTo: '2026-12-02' })
  await aPost(s, {
    code: 'cqdt',
    seats: [{ seat: 'primary', method: 'fixed', provider: binh }] as never,
    validFrom: '2026-12-08',
    validTo: '2026-12-09'
  })

  const draft = await once<RosterJson>(t, s, 201, '/v1/rosters', { body: { month: '2026-12' } })
  const { roster } = await planned(s, draft)
  const submitted = await once<RosterJson>(t, s, 200, `/v1/rosters/${roster.id}/submit`, { headers: at(roster) })
  const ready = await once<RosterJson>(t, s, 200, `/v1/rosters/${roster.id}/approve`, { headers: at(submitted) })
  await once(t, s, 201, `/v1/rosters/${roster.id}/publications`, { headers: at(ready) })

  const to = [{ provider: binh, slot: (await slotOn(s, '2026-12-08')).id, seat: 'primary' }]
  const offer = await asked<SwapAnswerJson>(s, { by: an, slot: (await slotOn(s, '2026-12-02')).id, seat: 'primary', to })
  t.equal(offer.status, 201, JSON.stringify(offer.body))
  const { swap } = offer.body
  const accepted = await once<SwapJson>(t, s, 200, `/v1/swaps/${swap.id}/accept`, { body: { by: binh }, headers: at(swap) })
  await once(t, s, 200, `/v1/swaps/${swap.id}/approve`, { headers: at(accepted) })
  const [paper] = await amendmentsOf(s, 'submitted')
  await once(t, s, 200, `/v1/amendments/${paper?.id}/approve`, { body: {}, headers: at({ version: 1 }) })

  s.setNow('2026-12-01T09:00:00+07:00')
  await once(t, s, 201, '/v1/covers', { body: { absent: an, reason: 'Ốm' } })
  const standing = (await s.call<RosterJson>('GET', `/v1/rosters/${roster.id}`)).body
  await once(t, s, 200, `/v1/rosters/${roster.id}/recall`, { body: { reason: 'Sai mẫu' }, headers: at(standing) })

  const { items } = (await s.call<{ items: { kind: string }[] }>('GET', '/v1/publications')).body
  t.same(
    items.map(({ kind }) => kind),
    ['provisional', 'supplement', 'original']
  )
})
