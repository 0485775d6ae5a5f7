import type { Test } from 'tap'
import { aPublication, at, stepped } from '../support/months.ts'
import { aCentre, anOfficer, aPost } from '../support/people.ts'
import { amendmentsOf, approveAmendment, aRound, NAMES, onDuty, slotOn, withSettings } from '../support/round.ts'
import { type Answer, scene } from '../support/scene.ts'
import { asked, done, offered, read, type SwapAnswerJson, type SwapJson, step, swapBody } from '../support/swaps.ts'

const refused = (t: Test, answer: Answer<unknown>, status: number, code: string, pointer?: string): void => {
  const errors = pointer === undefined ? {} : { errors: [{ pointer }] }
  t.match(answer, { status, body: { code, ...errors } }, `${code} ${pointer ?? ''}`)
}

scene('a swap from the offer to the document that says it', async (t, s) => {
  const { an, chi } = await aRound(s)
  const answer = await asked(s, await swapBody(s, 'an', '2026-12-05', { chi: '2026-12-07' }, ' đưa con đi  khám '))
  t.equal(answer.status, 201)
  const { swap, effects } = answer.body
  t.equal(answer.headers.location, `/v1/swaps/${swap.id}`)
  t.equal(answer.headers.etag, '"1"')
  t.match(swap, {
    status: 'offered',
    month: '2026-12',
    given: { providerId: an.id, start: '2026-12-05T00:00:00+07:00', end: '2026-12-06T00:00:00+07:00', seat: 'primary' },
    offers: [{ providerId: chi.id, start: '2026-12-07T00:00:00+07:00', answer: null, answeredAt: null, cutoff: swap.cutoff }],
    reason: 'đưa con đi khám',
    cutoff: '2026-12-05T00:00:00+07:00',
    amendmentId: null,
    decision: null
  })
  t.match(effects, [{ providerId: chi.id }])
  t.same(await read(s, swap), answer.body, 'reading says the same')

  s.setNow('2026-12-04T23:59:00+07:00')
  const accepted = await done(s, swap, 'accept', { by: 'chi' })
  t.match(accepted, { status: 'accepted', version: 2, offers: [{ answer: 'accepted', answeredAt: '2026-12-04T23:59:00+07:00' }] })
  t.same(await amendmentsOf(s, 'submitted'), [], 'the planner is asked first')
  const approved = await done(s, accepted, 'approve', null)
  t.match(approved, { status: 'approved', version: 3, decidedBy: String })
  t.equal(await onDuty(s, '2026-12-05T08:00:00+07:00'), `${NAMES.an} v1`, 'nothing changes before the document is out')

  const [amendment] = await amendmentsOf(s, 'submitted')
  t.match(amendment, {
    id: approved.amendmentId,
    origin: 'swap',
    kind: 'supplement',
    reason: 'Đổi ca trực giữa Hoàng Thị An và Lý Thị Chi: đưa con đi khám'
  })
  t.equal((await approveAmendment(s, { id: approved.amendmentId ?? '', version: 1 })).status, 200)
  t.match((await read(s, swap)).swap, { status: 'done', version: 4, decision: null, decidedBy: String })
  t.same((await read(s, swap)).effects, [])
  t.equal(await onDuty(s, '2026-12-05T08:00:00+07:00'), `${NAMES.chi} v2`)
  t.equal(await onDuty(s, '2026-12-07T08:00:00+07:00'), `${NAMES.an} v2`)
  const { body } = await s.call('GET', '/v1/publications/2026-12')
  t.match(body, { kind: 'supplement', number: '02/TB-TGPL' })
  const diff = await s.call<{ items: { kind: string; start: string }[] }>('GET', '/v1/publications/2026-12/diff')
  t.same(
    diff.body.items.map(({ kind, start }) => `${kind} ${start.slice(0, 10)}`),
    ['seat 2026-12-05', 'seat 2026-12-07']
  )
})

scene('where the centre does not want its planner asked, agreeing is enough for the approver to be asked', async (t, s) => {
  await aRound(s)
  await withSettings(s, { swapNeedsPlanner: false })
  const { swap } = await offered(s, 'an', '2026-12-05', { chi: '2026-12-07' })
  const accepted = await done(s, swap, 'accept', { by: 'chi' })
  t.match(accepted, { status: 'approved', version: 2, decidedBy: null })
  t.match(await amendmentsOf(s, 'submitted'), [
    { id: accepted.amendmentId, origin: 'swap', reason: 'Đổi ca trực giữa Hoàng Thị An và Lý Thị Chi' }
  ])
  t.equal((await approveAmendment(s, { id: accepted.amendmentId ?? '', version: 1 })).status, 200)
  t.equal((await read(s, swap)).swap.status, 'done')
})

scene('offered to several: one declines, the first to accept has it, the other comes too late', async (t, s) => {
  const { binh, chi, dung } = await aRound(s)
  const { swap, effects } = await offered(s, 'an', '2026-12-05', { binh: '2026-12-06', chi: '2026-12-07', dung: '2026-12-04' })
  t.same(
    effects.map(({ providerId }) => providerId),
    [binh.id, chi.id, dung.id]
  )
  t.same(
    swap.offers.map(({ cutoff }) => cutoff.slice(0, 10)),
    ['2026-12-05', '2026-12-05', '2026-12-04'],
    'each pair of duties has its own cut-off'
  )
  t.equal(swap.cutoff, '2026-12-05T00:00:00+07:00', 'and the swap the last of them')
  const declined = await done(s, swap, 'decline', { by: binh.id })
  t.match(declined, { status: 'offered', version: 2, offers: [{ answer: 'declined' }, { answer: null }, { answer: null }] })
  refused(t, await step(s, declined, 'accept', { by: 'binh' }), 409, 'SWAP_DECIDED')
  t.same(
    (await read(s, swap)).effects.map(({ providerId }) => providerId),
    [chi.id, dung.id],
    'nothing is left to say of who declined'
  )
  const accepted = await done(s, declined, 'accept', { by: 'chi' })
  refused(t, await step(s, declined, 'accept', { by: 'dung' }), 412, 'STALE_VERSION')
  refused(t, await step(s, accepted, 'accept', { by: 'dung' }), 409, 'SWAP_DECIDED')
  refused(t, await step(s, accepted, 'decline', { by: 'chi' }), 409, 'SWAP_DECIDED')
  t.same(
    (await read(s, swap)).effects.map(({ providerId }) => providerId),
    [chi.id]
  )
})

scene('when everybody has declined it is over', async (t, s) => {
  await aRound(s)
  const { swap } = await offered(s, 'an', '2026-12-05', { binh: '2026-12-06', chi: '2026-12-07' })
  const last = await done(s, await done(s, swap, 'decline', { by: 'binh' }), 'decline', { by: 'chi' })
  t.equal(last.status, 'declined')
  refused(t, await step(s, last, 'withdraw', { by: 'an' }), 409, 'SWAP_DECIDED')
})

scene('only who offered takes it back, and only before an amendment says it', async (t, s) => {
  await aRound(s)
  const { swap } = await offered(s, 'an', '2026-12-05', { chi: '2026-12-07' })
  refused(t, await step(s, swap, 'withdraw', { by: 'chi' }), 422, 'NOT_THEIRS', '/by')
  refused(t, await step(s, swap, 'accept', { by: 'an' }), 422, 'NOT_THEIRS', '/by')
  refused(t, await step(s, swap, 'decline', { by: 'dung' }), 422, 'NOT_THEIRS', '/by')
  refused(t, await step(s, swap, 'accept', { by: 'khong-ai' }), 400, 'BAD_FIELD', '/by')
  t.equal((await done(s, swap, 'withdraw', { by: 'an' })).status, 'withdrawn')

  const { swap: second } = await offered(s, 'an', '2026-12-05', { chi: '2026-12-07' })
  const accepted = await done(s, second, 'accept', { by: 'chi' })
  t.equal((await done(s, accepted, 'withdraw', { by: 'an' })).status, 'withdrawn', 'the planner has not been asked yet')

  const { swap: third } = await offered(s, 'an', '2026-12-05', { chi: '2026-12-07' })
  const approved = await done(s, await done(s, third, 'accept', { by: 'chi' }), 'approve', null)
  refused(t, await step(s, approved, 'withdraw', { by: 'an' }), 409, 'SWAP_DECIDED')
  refused(t, await step(s, approved, 'refuse', { reason: 'x' }), 409, 'SWAP_DECIDED')
})

scene('the planner refuses with a reason; the approver returns the document; the planner withdraws it', async (t, s) => {
  await aRound(s)
  const accepted = async (): Promise<SwapJson> => {
    const { swap } = await offered(s, 'an', '2026-12-05', { chi: '2026-12-07' })
    refused(t, await step(s, swap, 'approve', null), 409, 'SWAP_DECIDED')
    return done(s, swap, 'accept', { by: 'chi' })
  }
  const no = await done(s, await accepted(), 'refuse', { reason: 'Ngày 07 có đoàn kiểm tra' })
  t.match(no, { status: 'refused', decision: 'Ngày 07 có đoàn kiểm tra', decisionText: 'Ngày 07 có đoàn kiểm tra', decidedBy: String })
  for (const [verb, status] of [
    ['return', 'refused'],
    ['withdraw', 'withdrawn']
  ] as const) {
    const approved = await done(s, await accepted(), 'approve', null)
    const dropped = { body: { reason: 'Để tháng sau' }, headers: at({ version: 1 }) }
    t.equal((await s.call('POST', `/v1/amendments/${approved.amendmentId}/${verb}`, dropped)).status, 200)
    t.match((await read(s, approved)).swap, { status, decision: 'Để tháng sau', version: 4 }, `${verb}: the swap ends with its document`)
  }
})

scene('what cannot be swapped is refused, and nothing is written', async (t, s) => {
  const { an, dung } = await aRound(s)
  await aPost(s, {
    code: 'toa',
    patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=12', startsAt: '07:30', duration: 'PT9H' }],
    validFrom: '2027-01-01'
  })
  await aPublication(s, '2027-01')
  const [fifth, sixth, seventh] = [await slotOn(s, '2026-12-05'), await slotOn(s, '2026-12-06'), await slotOn(s, '2026-12-07')]
  const next = await slotOn(s, '2027-01-12', '2027-01')
  const give = { by: 'an', slot: fifth.id, seat: 'primary' }
  const want = { provider: 'chi', slot: seventh.id, seat: 'primary' }
  s.setNow('2026-12-02T10:00:00+07:00')
  const first = await slotOn(s, '2026-12-01')
  const running = await slotOn(s, '2026-12-02')
  const cases = [
    [{ ...give, to: [{ ...want, provider: an.id }] }, 422, 'SWAP_WITH_ONESELF', '/to/0/provider'],
    [{ ...give, to: [want, { ...want, slot: sixth.id }] }, 400, 'BAD_FIELD', '/to/1/provider'],
    [{ ...give, by: 'khong-ai', to: [want] }, 400, 'BAD_FIELD', '/by'],
    [{ ...give, slot: 'khong-co', to: [want] }, 400, 'BAD_FIELD', '/slot'],
    [{ ...give, seat: 'support', to: [want] }, 400, 'BAD_FIELD', '/seat'],
    [{ ...give, to: [want, { ...want, provider: dung.id, seat: 'support' }] }, 400, 'BAD_FIELD', '/to/1/seat'],
    [{ ...give, to: [{ ...want, slot: next.id }] }, 422, 'SWAP_ACROSS_ROSTERS', '/to/0/slot'],
    [{ ...give, slot: sixth.id, to: [want] }, 422, 'NOT_THEIRS', '/seat'],
    [{ ...give, to: [{ ...want, slot: sixth.id }] }, 422, 'NOT_THEIRS', '/to/0/seat'],
    [{ ...give, slot: first.id, to: [want] }, 422, 'AMENDS_THE_PAST', '/slot'],
    [{ ...give, to: [{ ...want, provider: 'binh', slot: running.id }] }, 422, 'AMENDS_THE_PAST', '/to/0/slot'],
    [{ ...give, to: [{ provider: 'dung', slot: (await slotOn(s, '2026-12-08')).id, seat: 'primary' }] }, 422, 'RULE_VIOLATED', '/to/0'],
    [{ ...give, to: [] }, 400, 'BAD_FIELD', '/to'],
    [{ ...give, to: [want], urgent: true }, 400, 'BAD_FIELD', '/urgent']
  ] as const
  for (const [body, status, code, pointer] of cases) refused(t, await asked(s, body), status, code, pointer)
  s.setNow('2026-12-03T23:59:59+07:00')
  const fourth = { provider: 'dung', slot: (await slotOn(s, '2026-12-04')).id, seat: 'primary' }
  const ninth = { by: 'an', slot: (await slotOn(s, '2026-12-09')).id, seat: 'primary' }
  refused(t, await asked(s, { ...ninth, to: [fourth] }), 422, 'RULE_VIOLATED', '/to/0')
  s.setNow('2026-12-04T00:00:00+07:00')
  refused(t, await asked(s, { ...give, to: [want, fourth] }), 422, 'AMENDS_THE_PAST', '/to/1/slot')
  s.setNow('2026-12-05T00:00:00+07:00')
  const late = { by: 'binh', slot: sixth.id, seat: 'primary', to: [want] }
  refused(t, await asked(s, late), 422, 'SWAP_TOO_LATE', '/to/0')
  t.same((await s.call<{ items: object[] }>('GET', '/v1/swaps')).body.items, [])
})

scene('nobody swaps with another centre', async (t, s) => {
  await aRound(s)
  const body = await swapBody(s, 'an', '2026-12-05', { chi: '2026-12-07' })
  await aCentre(s, { code: 'cao-bang' })
  const stranger = await anOfficer(s, { centre: 'cao-bang' })
  await aPost(s, { centre: 'cao-bang', validFrom: '2026-12-01', validTo: '2026-12-04' })
  await aPublication(s, '2026-12', 'cao-bang')
  const slot = (await s.call<{ items: { id: string }[] }>('GET', '/v1/rosters/2026-12/slots?centre=cao-bang')).body.items[0]?.id ?? ''
  const [want] = body.to
  const cases = [
    [{ ...body, to: [{ ...want, provider: stranger.id }] }, '/to/0/provider'],
    [{ ...body, to: [{ ...want, slot }] }, '/to/0/slot'],
    [{ ...body, slot }, '/slot'],
    [{ ...body, by: stranger.id }, '/by']
  ] as const
  for (const [asking, pointer] of cases) {
    const answer = await s.call('POST', '/v1/swaps?centre=lang-son', { body: asking })
    t.match(answer, { status: 400, body: { code: 'BAD_FIELD', errors: [{ pointer, code: 'BAD_REFERENCE' }] } }, pointer)
  }
  const { swap } = (await s.call<SwapAnswerJson>('POST', '/v1/swaps?centre=lang-son', { body })).body
  t.equal((await s.call('GET', `/v1/swaps/${swap.id}?centre=cao-bang`)).status, 404)
  t.same((await s.call<{ items: object[] }>('GET', '/v1/swaps?centre=cao-bang')).body.items, [])
})

scene('nobody swaps with whoever is away, whenever the absence is entered', async (t, s) => {
  const { an, chi } = await aRound(s)
  const away = (provider: string, day: string) =>
    s.call<{ id: string; version: number }>('POST', '/v1/absences', { body: { provider, kind: 'training', from: day, to: day } })
  const back = ({ body: { id, version } }: Answer<{ id: string; version: number }>) =>
    s.call('DELETE', `/v1/absences/${id}`, { headers: at({ version }) })
  const body = await swapBody(s, 'an', '2026-12-05', { chi: '2026-12-07' })
  const first = await away(chi.id, '2026-12-05')
  const answer = await asked<{ detail: string }>(s, body)
  refused(t, answer, 422, 'SWAP_WITH_ABSENT', '/to/0')
  t.equal(answer.body.detail, 'Lý Thị Chi vắng mặt ngày 05/12/2026 nên không thể trực ca nhận đổi.')
  await back(first)
  const second = await away(an.id, '2026-12-07')
  refused(t, await asked(s, body), 422, 'SWAP_WITH_ABSENT', '/to/0')
  await back(second)
  await away(an.id, '2026-12-05')
  const { swap } = (await asked(s, body)).body
  t.equal(swap.status, 'offered', 'an absence on the day that is given away is what swaps are for')
  const third = await away(chi.id, '2026-12-05')
  refused(t, await step(s, swap, 'accept', { by: 'chi' }), 422, 'SWAP_WITH_ABSENT')
  t.match((await read(s, swap)).effects, [{ against: [{ ruleId: 'absent-provider', level: 'hard', providerIds: [chi.id] }] }])
  await back(third)
  const accepted = await done(s, swap, 'accept', { by: 'chi' })
  const fourth = await away(chi.id, '2026-12-05')
  refused(t, await step(s, accepted, 'approve', null), 422, 'SWAP_WITH_ABSENT')
  await back(fourth)
  const approved = await done(s, accepted, 'approve', null)
  await away(chi.id, '2026-12-05')
  refused(t, await approveAmendment(s, { id: approved.amendmentId ?? '', version: 1 }), 422, 'RULE_VIOLATED')
})

scene('a preview tells with whom it would go, and why not with others; soft breaches only warn', async (t, s) => {
  const { chi, dung } = await aRound(s)
  await s.call('POST', '/v1/preferences', { body: { provider: chi.id, wish: 'avoid', on: { from: '2026-12-05', to: '2026-12-05' } } })
  const body = await swapBody(s, 'an', '2026-12-05', { chi: '2026-12-07', dung: '2026-12-08' })
  const preview = await s.call<SwapAnswerJson & { offers: SwapJson['offers'] }>('POST', '/v1/swaps/preview', { body })
  t.equal(preview.status, 200)
  t.match(preview.body.offers, [{ providerId: chi.id }, { providerId: dung.id }])
  t.match(preview.body.effects[1]?.against, [{ ruleId: 'rest-between', level: 'hard' }])
  refused(t, await asked(s, body), 422, 'RULE_VIOLATED', '/to/1')
  const { swap, effects } = (await asked(s, { ...body, to: body.to.slice(0, 1) })).body
  t.same(effects, preview.body.effects.slice(0, 1), 'preview equals result')
  t.same(swap.offers, preview.body.offers.slice(0, 1))
  t.ok(
    effects[0]?.against.every(({ level }) => level === 'soft'),
    'soft breaches do not stop it'
  )
})

scene('an offer that nobody took before the cut-off has expired', async (t, s) => {
  await aRound(s)
  const { swap } = await offered(s, 'an', '2026-12-09', { chi: '2026-12-11' })
  const list = async (status: string) => (await s.call<{ items: SwapJson[] }>('GET', `/v1/swaps?status=${status}`)).body.items.length
  s.setNow('2026-12-08T23:59:59+07:00')
  t.same([(await read(s, swap)).swap.status, await list('offered'), await list('expired')], ['offered', 1, 0])
  s.setNow('2026-12-09T00:00:00+07:00')
  t.same([(await read(s, swap)).swap.status, await list('offered'), await list('expired')], ['expired', 0, 1])
  t.same((await read(s, swap)).effects, [])
  for (const [verb, by] of [
    ['accept', 'chi'],
    ['decline', 'chi'],
    ['withdraw', 'an']
  ] as const) {
    refused(t, await step(s, swap, verb, { by }), 422, 'SWAP_TOO_LATE')
  }
})

scene('of several cut-offs each counts for its own offer', async (t, s) => {
  await aRound(s)
  const { swap: two } = await offered(s, 'binh', '2026-12-06', { an: '2026-12-05', chi: '2026-12-07' })
  t.same(
    two.offers.map(({ cutoff }) => cutoff),
    ['2026-12-05T00:00:00+07:00', '2026-12-05T00:00:00+07:00'],
    'before the Saturday and before the Sunday lies the same Friday'
  )
  const { swap: far } = await offered(s, 'binh', '2026-12-10', { an: '2026-12-09', chi: '2026-12-11' })
  s.setNow('2026-12-09T10:00:00+07:00')
  refused(t, await step(s, far, 'accept', { by: 'an' }), 422, 'SWAP_TOO_LATE')
  t.equal((await done(s, far, 'accept', { by: 'chi' })).status, 'accepted')
})

scene('the cut-off is the centre’s own', async (t, s) => {
  await aRound(s)
  await withSettings(s, { swapCutoffDays: 0 })
  s.setNow('2026-12-04T23:00:00+07:00')
  const { swap } = await offered(s, 'an', '2026-12-05', { chi: '2026-12-07' })
  t.equal(swap.cutoff, '2026-12-05T00:00:00+07:00', 'until the duty begins')
})

scene('a swap that was agreed is not made once a duty of it has begun', async (t, s) => {
  await aRound(s)
  const { swap: mine } = await offered(s, 'an', '2026-12-05', { chi: '2026-12-07' })
  const { swap: theirs } = await offered(s, 'chi', '2026-12-07', { an: '2026-12-05' })
  const [slow, fast] = [await done(s, theirs, 'accept', { by: 'an' }), await done(s, mine, 'accept', { by: 'chi' })]
  const approved = await done(s, fast, 'approve', null)
  s.setNow('2026-12-05T00:00:00+07:00')
  refused(t, await step(s, slow, 'approve', null), 422, 'AMENDS_THE_PAST')
  refused(t, await approveAmendment(s, { id: approved.amendmentId ?? '', version: 1 }), 422, 'AMENDS_THE_PAST')
  t.same((await read(s, approved)).effects, [])
  t.equal(await onDuty(s, '2026-12-05T08:00:00+07:00'), `${NAMES.an} v1`)
})

scene('a swap fails, and says why, when a duty of it goes to somebody else', async (t, s) => {
  await aRound(s)
  const { swap: open } = await offered(s, 'an', '2026-12-09', { chi: '2026-12-11' })
  const { swap: one } = await offered(s, 'binh', '2026-12-10', { an: '2026-12-09', chi: '2026-12-11' })
  const approved = await done(s, await done(s, open, 'accept', { by: 'chi' }), 'approve', null)
  const { swap: other } = await offered(s, 'dung', '2026-12-12', { binh: '2026-12-10' })
  s.setNow('2026-12-08T10:00:00+07:00')
  const covered = await s.call('POST', '/v1/covers', {
    body: {
      absent: 'an',
      reason: 'Ốm',
      until: '2026-12-09T12:00:00+07:00',
      standIn: 'chi',
      overrides: [{ rule: 'rest-between', reason: 'x' }]
    }
  })
  t.equal(covered.status, 201)
  t.match((await read(s, approved)).swap, {
    status: 'failed',
    decision: 'DUTY_TAKEN',
    decisionText: 'Một trong hai ca trực đã được giao cho người khác.'
  })
  t.match(await amendmentsOf(s, 'failed'), [{ id: approved.amendmentId, decision: 'SEAT_CHANGED' }])
  const left = (await read(s, one)).swap
  t.match(left, { status: 'offered', offers: [{ answer: 'failed' }, { answer: null }] }, 'what can still be answered goes on')
  refused(t, await step(s, left, 'accept', { by: 'an' }), 409, 'SEAT_CHANGED')
  t.match((await read(s, other)).swap, { status: 'offered', version: 1 }, 'what it does not concern stays as it is')
})

scene('a month that is recalled takes its swaps with it', async (t, s) => {
  const { head } = await aRound(s)
  const { swap } = await offered(s, 'an', '2026-12-05', { chi: '2026-12-07' })
  const { swap: second } = await offered(s, 'chi', '2026-12-07', { an: '2026-12-05' })
  const approved = await done(s, await done(s, second, 'accept', { by: 'an' }), 'approve', null)
  const roster = (await s.call<Parameters<typeof stepped>[1]>('GET', `/v1/rosters/${head.rosterId}`)).body
  await stepped(s, roster, 'recall', { body: { reason: 'Sai thể thức' } })
  for (const each of [swap, approved]) {
    t.match((await read(s, each)).swap, { status: 'failed', decision: 'ROSTER_RECALLED', decisionText: 'Lịch trực đã bị thu hồi.' })
  }
  refused(t, await asked(s, await swapBody(s, 'an', '2026-12-05', { chi: '2026-12-07' })), 409, 'ROSTER_NOT_PUBLISHED')
})

scene('a swap goes on when a duty of it only moves in time, and its cut-off with it', async (t, s) => {
  await aRound(s)
  const { swap } = await offered(s, 'an', '2026-12-09', { chi: '2026-12-11' })
  const post = (await s.call<{ version: number }>('GET', '/v1/posts/cqdt')).body
  const later = { patterns: [{ rrule: 'FREQ=DAILY', startsAt: '06:00', duration: 'P1D' }] }
  t.equal((await s.call('PATCH', '/v1/posts/cqdt', { body: later, headers: at(post) })).status, 200)
  const turns = ['an', 'binh', 'chi', 'dung']
  const days = Array.from({ length: 12 }, (_, index) => `2026-12-${String(index + 1).padStart(2, '0')}`)
  const changes = days.map((day, index) => ({ post: 'cqdt', start: `${day}T06:00:00+07:00`, seat: 'primary', provider: turns[index % 4] }))
  const lead = { post: 'cqdt', start: '2026-12-01T00:00:00+07:00', seat: 'primary', provider: 'dung' }
  const body = { reason: 'Đổi giờ giao ca', recut: true, changes: [lead, ...changes] }
  const drawn = await s.call<{ amendment: { id: string; version: number } }>('POST', '/v1/publications/2026-12/amendments', { body })
  t.equal(drawn.status, 201, JSON.stringify(drawn.body))
  const overrides = [{ rule: 'rest-between', reason: 'x' }]
  const issued = await approveAmendment(s, drawn.body.amendment, { overrides })
  t.equal(issued.status, 200, JSON.stringify(issued.body))
  const after = (await read(s, swap)).swap
  t.match(after, {
    status: 'offered',
    version: 2,
    given: { start: '2026-12-09T06:00:00+07:00', end: '2026-12-10T06:00:00+07:00', slotId: (await slotOn(s, '2026-12-09')).id },
    offers: [{ start: '2026-12-11T06:00:00+07:00' }]
  })
  t.not(after.given.slotId, swap.given.slotId)
  t.equal((await done(s, after, 'accept', { by: 'chi' })).status, 'accepted')
})

scene('two people of one slot swap their seats', async (t, s) => {
  await aCentre(s)
  const [one, two] = [await anOfficer(s), await anOfficer(s)]
  await aPost(s, {
    code: 'cqdt',
    seats: [
      { seat: 'primary', method: 'fixed', provider: one.id },
      { seat: 'support', method: 'fixed', provider: two.id }
    ],
    validFrom: '2026-12-01',
    validTo: '2026-12-04'
  })
  await aPublication(s)
  await withSettings(s, { swapNeedsPlanner: false })
  const { id: slot } = await slotOn(s, '2026-12-02')
  const { swap } = (await asked(s, { by: one.id, slot, seat: 'primary', to: [{ provider: two.id, slot, seat: 'support' }] })).body
  const { amendmentId } = await done(s, swap, 'accept', { by: two.id })
  t.equal((await approveAmendment(s, { id: amendmentId ?? '', version: 1 })).status, 200)
  t.match((await slotOn(s, '2026-12-02')).seats, [{ providerId: two.id }, { providerId: one.id }])
})

scene('swaps are listed by page, by status and by person', async (t, s) => {
  const { dung } = await aRound(s)
  const made: SwapJson[] = []
  for (const [day, by, to] of [
    ['2026-12-05', 'an', { chi: '2026-12-07' }],
    ['2026-12-09', 'an', { chi: '2026-12-11' }],
    ['2026-12-06', 'binh', { dung: '2026-12-08', an: '2026-12-05' }]
  ] as const) {
    made.push((await offered(s, by, day, to)).swap)
  }
  await done(s, made[0] as SwapJson, 'withdraw', { by: 'an' })
  interface Page {
    readonly items: readonly SwapJson[]
    readonly next: string | null
  }
  const ids = async (url: string): Promise<string[]> => {
    const { items, next } = (await s.call<Page>('GET', url)).body
    return [...items.map(({ id }) => id), ...(next === null ? [] : await ids(next))]
  }
  const [first, second, third] = made.map(({ id }) => id)
  t.same(await ids('/v1/swaps'), [third, second, first], 'newest first')
  t.same(await ids('/v1/swaps?limit=1'), [third, second, first])
  t.same(await ids('/v1/swaps?limit=3'), [third, second, first])
  t.same(await ids('/v1/swaps?status=withdrawn'), [first])
  t.same(await ids('/v1/swaps?provider=chi'), [second, first])
  t.same(await ids(`/v1/swaps?provider=${dung.id}`), [third])
  t.same(await ids('/v1/swaps?provider=an&status=offered'), [third, second])
  t.equal((await s.call('GET', '/v1/swaps?provider=khong-ai')).status, 404)
  refused(t, await s.call('GET', '/v1/swaps?after=x'), 400, 'BAD_CURSOR')
})

scene('the manners of swaps', async (t, s) => {
  await aRound(s)
  const body = await swapBody(s, 'an', '2026-12-05', { chi: '2026-12-07' })
  const headers = { 'idempotency-key': 'doi-ca' }
  const [one, again] = [await asked(s, body, headers), await asked(s, body, headers)]
  t.same(one.body, again.body)
  const { swap } = one.body
  for (const verb of ['accept', 'decline', 'withdraw', 'approve', 'refuse']) {
    const said = { accept: { by: 'chi' }, decline: { by: 'chi' }, withdraw: { by: 'an' }, refuse: { reason: 'x' } }[verb] ?? null
    refused(t, await s.call('POST', `/v1/swaps/${swap.id}/${verb}`, { body: said }), 428, 'IF_MATCH_REQUIRED')
    refused(t, await step(s, { ...swap, version: 7 }, verb, said), 412, 'STALE_VERSION')
    refused(t, await step(s, { ...swap, id: one.body.swap.given.slotId }, verb, said), 404, 'NOT_FOUND')
  }
  t.equal((await s.call('GET', '/v1/swaps/khong-co')).status, 404)
  const made = await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'Cổng nhân viên', scopes: ['swaps:write'] } })
  const { key } = made.body
  t.equal((await s.call('POST', `/v1/swaps/${swap.id}/accept`, { key, body: { by: 'chi' }, headers: at(swap) })).status, 200)
  t.equal((await s.call('POST', `/v1/swaps/${swap.id}/approve`, { key, body: null, headers: at({ version: 2 }) })).status, 403)
})
