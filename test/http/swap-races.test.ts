import type { Test } from 'tap'
import { aPublication, type HeadJson, type PublicationJson, readPublication, type SlotJson, slotsOfRoster } from '../support/months.ts'
import { openOn, race } from '../support/open-on.ts'
import { aCentre, anOfficer, aPost } from '../support/people.ts'
import { type AmendmentJson, amendmentsOf, approveAmendment } from '../support/round.ts'
import { onPostgres, type Scene } from '../support/scene.ts'
import { asked, done, read, type SwapJson, step } from '../support/swaps.ts'

/** Two posts answered by phone in office hours of the first ten working days of December, by more officers than there are duties. */
async function manyDuties(s: Scene): Promise<void> {
  await aCentre(s)
  for (let n = 0; n < 24; n += 1) await anOfficer(s)
  for (const code of ['toa', 'cqdt']) await aPost(s, { code, validFrom: '2026-12-01', validTo: '2026-12-14' })
  await aPublication(s)
}

const holder = (slots: readonly SlotJson[], id: string): string | null => slots.find((slot) => slot.id === id)?.seats[0]?.providerId ?? null

/** A swap of two duties of different days that no rule is against, accepted and approved. */
async function approvedSwap(s: Scene, round: number): Promise<SwapJson> {
  const slots = await slotsOfRoster(s, '2026-12')
  const start = (round * 2) % slots.length
  const turned = [...slots.slice(start), ...slots.slice(0, start)]
  for (const given of turned) {
    for (const wanted of turned.filter(({ day }) => day > given.day)) {
      const [by, provider] = [given.seats[0]?.providerId, wanted.seats[0]?.providerId]
      const to = [{ provider, slot: wanted.id, seat: 'primary' }]
      const answer = await asked(s, { by, slot: given.id, seat: 'primary', to })
      if (answer.status !== 201) continue
      return done(s, await done(s, answer.body.swap, 'accept', { by: provider }), 'approve', null)
    }
  }
  throw new Error('nobody can swap')
}

/** What stands in the roster, in the newest version and in the swap must be one truth. */
async function isOneTruth(t: Test, s: Scene, swap: SwapJson, isDone: boolean): Promise<void> {
  const slots = await slotsOfRoster(s, '2026-12')
  const newest = (await s.call<{ slots: readonly SlotJson[] }>('GET', '/v1/publications/2026-12')).body
  for (const { id } of slots) t.equal(holder(newest.slots, id), holder(slots, id), 'the newest version says what the roster does')
  const { given, offers } = swap
  const [wanted] = offers
  t.match((await read(s, swap)).swap, { status: isDone ? 'done' : 'failed', decision: isDone ? null : 'DUTY_TAKEN' })
  const [amendment] = (await amendmentsOf(s, isDone ? 'issued' : 'failed')).filter(({ id }) => id === swap.amendmentId)
  t.ok(amendment, 'the document ended with the swap')
  if (isDone) t.equal(holder(slots, given.slotId), wanted?.providerId)
  else t.equal(holder(slots, wanted?.slotId ?? ''), wanted?.providerId, 'nothing of a failed swap is done')
  t.not(holder(slots, given.slotId), given.providerId)
}

onPostgres('a swap is issued and a cover of the same seat asked for at once: one consistent truth, twenty times over', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  await manyDuties(s)
  const seen = new Set<string>()
  for (let round = 0; round < 20; round += 1) {
    const swap = await approvedSwap(s, round)
    const until = swap.offers[0]?.end
    const approve = () => approveAmendment<AmendmentJson & { code?: string }>(s, { id: swap.amendmentId ?? '', version: 1 })
    const cover = () => s.call<{ code?: string }>('POST', '/v1/covers', { body: { absent: swap.given.providerId, reason: 'Ốm', until } })
    const [approved, covered] =
      round % 2 === 0
        ? await race(round * 2, approve, cover)
        : await race(round * 2, cover, approve).then(([second, first]) => [first, second] as const)
    seen.add(`${approved.status} ${covered.status}`)
    t.ok(approved.status === 200 || covered.status === 201, `round ${round}: somebody wins`)
    if (approved.status !== 200) t.ok([409, 412].includes(approved.status), `approve: ${approved.status} ${approved.body.code}`)
    if (covered.status !== 201) t.match(covered, { status: 409, body: { code: 'SEAT_CHANGED' } })
    await isOneTruth(t, s, swap, approved.status === 200)
  }
  t.comment([...seen].join(', '))
  const { items } = (await s.call<{ items: HeadJson[] }>('GET', '/v1/publications?limit=200')).body
  const versions = items.map(({ version }) => version)
  t.same(
    versions,
    versions.map((_, index) => versions.length - index),
    'no version is missing'
  )
  const numbers = items.map(({ number }) => number).filter((number) => number !== null)
  t.same(
    numbers,
    numbers.map((_, index) => `${String(numbers.length - index).padStart(2, '0')}/TB-TGPL`),
    'no number is missing or taken twice'
  )
  const inForce = items.filter(({ supersededFrom }) => supersededFrom === null)
  t.equal(inForce.length, 1)
  const last: PublicationJson = await readPublication(s, '2026-12')
  t.equal(last.id, inForce[0]?.id)
})

onPostgres('several accept at once: one has it, the others are told, every time', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  await manyDuties(s)
  const slots = await slotsOfRoster(s, '2026-12')
  const day = (id: string) => slots.filter((slot) => slot.day === id)
  const [given] = day('2026-12-02')
  const others = [...day('2026-12-07'), ...day('2026-12-09')]
  const to = others.map(({ id, seats }) => ({ provider: seats[0]?.providerId, slot: id, seat: 'primary' }))
  for (let round = 0; round < 5; round += 1) {
    const answer = await asked(s, { by: given?.seats[0]?.providerId, slot: given?.id, seat: 'primary', to })
    t.equal(answer.status, 201)
    const { swap } = answer.body
    const answers = await Promise.all(to.map(({ provider }) => step(s, swap, 'accept', { by: provider })))
    t.same(answers.map(({ status }) => status).sort(), [200, 412, 412, 412])
    const after = (await read(s, swap)).swap
    t.equal(after.offers.filter(({ answer }) => answer === 'accepted').length, 1)
    t.equal(after.version, 2)
    const winner = answers.findIndex(({ status }) => status === 200)
    t.equal(after.offers[winner]?.answer, 'accepted', 'the one who was told so')
    const [refused, withdrawn] = await race(
      round,
      () => step(s, after, 'refuse', { reason: 'x' }),
      () => step(s, after, 'withdraw', { by: given?.seats[0]?.providerId ?? '' })
    )
    t.same([refused.status, withdrawn.status].sort(), [200, 412], 'the planner and the person: one of them')
  }
})
