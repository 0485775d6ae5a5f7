import { sql } from 'drizzle-orm'
import type { Problem } from '../../src/http/problem.ts'
import { findCentre } from '../../src/store/centres.ts'
import { remindNumbers } from '../../src/usecases/number-upkeep.ts'
import { numberAnswered } from '../../src/usecases/verify-number.ts'
import { amended, publishedWorld } from '../support/delivery-world.ts'
import { aDraft, at, planned, type RosterJson, stepped } from '../support/months.ts'
import { aCentre, aLawyer, anOfficer, aPost, type Made } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

interface PhoneJson {
  readonly e164: string
  readonly kind: string
  readonly visibility: string
  readonly verifiedOn: string | null
}
interface NumbersJson {
  readonly provider: Made
  readonly numbers: readonly PhoneJson[]
}
interface ReplacedJson extends NumbersJson {
  readonly replacement: { readonly id: string; readonly replaced: string; readonly replacement: PhoneJson | null; readonly from: string }
  readonly warnings: readonly { readonly code: string; readonly detail: string }[]
}
interface Line {
  readonly provider: Made
  readonly number: PhoneJson | null
  readonly state: string
  readonly verifiedUntil: string | null
}

const OLD = '0912000001'
const NEW = '0912000099'
const [OLD164, NEW164] = ['+84912000001', '+84912000099']

const replace = (s: Scene, who: { code: string; version: number }, body: object, headers = {}): Promise<Answer<ReplacedJson & Problem>> =>
  s.call('POST', `/v1/providers/${who.code}/number-replacements`, {
    body: { reason: 'Mất SIM', ...body },
    headers: { ...at(who), ...headers }
  })
const confirm = (s: Scene, who: { code: string; version: number }, body: object): Promise<Answer<NumbersJson & Problem>> =>
  s.call('POST', `/v1/providers/${who.code}/number-confirmations`, { body, headers: at(who) })
const onDutyNumbers = async (s: Scene, instant: string): Promise<string[]> => {
  const query = new URLSearchParams({ post: 'truc-kv1', at: instant })
  const { body } = await s.call<{ onDuty: { numbers: PhoneJson[] }[] }>('GET', `/v1/on-duty?${query}`)
  return body.onDuty.flatMap(({ numbers }) => numbers.map(({ e164 }) => e164))
}
const provider = async (s: Scene, code: string): Promise<Made & { readonly phones: readonly PhoneJson[] }> =>
  (await s.call<Made & { readonly phones: readonly PhoneJson[] }>('GET', `/v1/providers/${code}`)).body

/** An on duty in December with one number, already published. */
async function oneNumber(s: Scene): Promise<Made> {
  await publishedWorld(s)
  const an = await provider(s, 'an')
  const phones = [{ number: OLD, kind: 'personal', verifiedOn: '2026-11-20' }]
  const { body } = await s.call<Made>('PATCH', '/v1/providers/an', { body: { phones }, headers: at(an) })
  await amended(s, '2026-12', 'truc-kv2', 'an')
  return body
}

const NOON = ['2026-12-01T12:00:00+07:00', '2026-12-02T12:00:00+07:00'] as const

scene('a number is replaced in one step: from now on look-ups answer with the new one, about the past with the old', async (t, s) => {
  const an = await oneNumber(s)
  t.same(await onDutyNumbers(s, NOON[0]), [OLD164])
  s.setNow('2026-12-02T10:00:00+07:00')
  const { status, body, headers } = await replace(s, an, { number: OLD, replacement: { number: NEW, verifiedOn: '2026-12-02' } })
  t.equal(status, 201)
  t.equal(headers.etag, `"${an.version + 1}"`)
  t.match(body, {
    provider: { code: 'an', version: an.version + 1 },
    numbers: [{ e164: NEW164, kind: 'personal', visibility: 'agency', verifiedOn: '2026-12-02' }],
    replacement: { replaced: OLD164, replacement: { e164: NEW164 }, from: '2026-12-02T10:00:00+07:00', by: 'ADMIN_KEY', reason: 'Mất SIM' }
  })
  t.same(body.warnings, [])
  t.same(await onDutyNumbers(s, NOON[0]), [OLD164], 'the day before')
  t.same(await onDutyNumbers(s, '2026-12-02T09:59:59+07:00'), [OLD164], 'the second before')
  t.same(await onDutyNumbers(s, '2026-12-02T10:00:00+07:00'), [NEW164])
  t.same(await onDutyNumbers(s, NOON[1]), [NEW164])
  t.same(
    (await provider(s, 'an')).phones.map(({ e164 }) => e164),
    [NEW164]
  )
  const { body: paper } = await s.call<{ people: { code: string; phones: PhoneJson[] }[] }>('GET', '/v1/publications/2026-12')
  t.same(
    paper.people.find(({ code }) => code === 'an')?.phones.map(({ e164 }) => e164),
    [OLD164],
    'what was issued stays as it is'
  )
  const again = await replace(s, body.provider, { number: NEW, replacement: null, reason: 'Nghỉ việc' })
  t.equal(again.status, 201)
  t.match(again.body, { numbers: [], replacement: { replaced: NEW164, replacement: null }, warnings: [{ code: 'missing' }] })
  t.same(await onDutyNumbers(s, NOON[1]), [])
  const list = await s.call<{ items: ReplacedJson['replacement'][] }>('GET', '/v1/providers/an/number-replacements')
  t.same(
    list.body.items.map(({ replaced }) => replaced),
    [NEW164, OLD164],
    'newest first'
  )
})

scene('what takes the place of a number keeps its place, kind and visibility unless said otherwise', async (t, s) => {
  await aCentre(s)
  const phones = [
    { number: '0912000011', kind: 'duty' },
    { number: OLD, kind: 'personal', visibility: 'internal' },
    { number: '0912000012', kind: 'office' }
  ] as const
  const an = await anOfficer(s, { code: 'an', phones })
  const first = await replace(s, an, { number: OLD, replacement: { number: NEW } })
  t.same(
    first.body.numbers.map(({ e164, kind, visibility }) => `${e164} ${kind} ${visibility}`),
    ['+84912000011 duty public', '+84912000099 personal internal', '+84912000012 office public']
  )
  t.match(first.body.warnings, [{ code: 'unverified', detail: /chưa được xác minh/ }])
  const second = await replace(
    s,
    first.body.provider,
    { number: NEW, replacement: { number: OLD, kind: 'duty' } },
    { 'accept-language': 'en' }
  )
  t.match(second.body.replacement, { replacement: { kind: 'duty', visibility: 'public' } })
  t.match(second.body.warnings, [{ code: 'unverified', detail: /Nobody has verified/ }])
  const third = await replace(s, second.body.provider, { number: OLD, replacement: null })
  t.match(third.body.warnings, [{ code: 'unverified' }], 'those that are left were never verified')
  const { body } = await s.call<{ items: { number: string }[] }>('GET', '/v1/providers/an/number-confirmations')
  t.same(body.items, [], 'nobody said that any was answered')
})

scene('bad replacements name the field, and change nothing', async (t, s) => {
  await aCentre(s)
  const phones = [
    { number: OLD, kind: 'personal' },
    { number: '0912000002', kind: 'duty' }
  ] as const
  const an = await anOfficer(s, { code: 'an', phones })
  const good = { number: OLD, replacement: { number: NEW } }
  const cases = [
    ['not theirs', { ...good, number: '0912000003' }, '/number BAD_REFERENCE'],
    ['no number', { ...good, number: 'x' }, '/number BAD_PHONE'],
    ['the new one is no number', { ...good, replacement: { number: '12' } }, '/replacement/number BAD_PHONE'],
    ['the same', { ...good, replacement: { number: OLD } }, '/replacement/number DUPLICATE_ITEM'],
    ['another of theirs', { ...good, replacement: { number: '0912 000 002' } }, '/replacement/number DUPLICATE_ITEM'],
    ['open without consent', { ...good, replacement: { number: NEW, visibility: 'public' } }, '/replacement/visibility CONSENT_REQUIRED'],
    ['answered tomorrow', { ...good, replacement: { number: NEW, verifiedOn: '2026-11-23' } }, '/replacement/verifiedOn BAD_VALUE'],
    ['no reason', { ...good, reason: ' ' }, '/reason MISSING_FIELD'],
    ['nothing said of a replacement', { number: OLD }, '/replacement MISSING_FIELD'],
    ['something unknown', { ...good, replacement: { number: NEW, colour: 'red' } }, '/replacement/colour UNKNOWN_FIELD']
  ] as const
  for (const [title, body, expected] of cases) {
    await t.test(title, async (t) => {
      const answer = await replace(s, an, body)
      t.equal(answer.status, 400)
      t.ok(answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`).includes(expected), JSON.stringify(answer.body.errors))
    })
  }
  t.match(await replace(s, { code: 'an', version: 7 }, good), { status: 412, body: { code: 'STALE_VERSION' } })
  t.match(await replace(s, { code: 'nobody', version: 1 }, good), { status: 404 })
  t.equal((await s.call('POST', '/v1/providers/an/number-replacements', { body: { ...good, reason: 'x' } })).status, 428)
  t.equal((await provider(s, 'an')).version, an.version)
  const once = { 'idempotency-key': 'k1' }
  const [first, replay] = [await replace(s, an, good, once), await replace(s, an, good, once)]
  t.same([first.status, replay.status], [201, 201])
  t.same(replay.body, first.body, 'sent twice, done once')
})

scene(
  'a new number that nobody has answered is warned of though another one answers; one that was answered is on the trail',
  async (t, s) => {
    await aCentre(s)
    const phones = [
      { number: OLD, kind: 'duty' },
      { number: '0912000012', kind: 'duty', verifiedOn: '2026-11-20' }
    ] as const
    const an = await anOfficer(s, { code: 'an', phones })
    const first = await replace(s, an, { number: OLD, replacement: { number: NEW } })
    t.match(first.body.warnings, [{ code: 'unverified' }])
    const second = await replace(s, first.body.provider, { number: NEW, replacement: { number: OLD, verifiedOn: '2026-11-21' } })
    t.same(second.body.warnings, [])
    const third = await replace(s, second.body.provider, { number: OLD, replacement: null })
    t.same(third.body.warnings, [], 'another one answers')
    const { body } = await s.call<{ items: object[] }>('GET', '/v1/providers/an/number-confirmations')
    t.equal(body.items.length, 1)
    t.match(body.items, [{ number: OLD164, on: '2026-11-21', how: 'planner' }])
  }
)

scene('the new number may be open with consent, and says so', async (t, s) => {
  await aCentre(s)
  const phones = [{ number: OLD, kind: 'personal', visibility: 'public' }] as const
  const an = await anOfficer(s, { code: 'an', phones, publicConsentOn: '2026-01-01' })
  const { body } = await replace(s, an, { number: OLD, replacement: { number: NEW } })
  t.match(body.numbers, [{ e164: NEW164, visibility: 'public' }])
})

scene('numbers are confirmed by the person or the planner; the day never goes back', async (t, s) => {
  await aCentre(s)
  const phones = [
    { number: OLD, kind: 'personal', verifiedOn: '2026-11-01' },
    { number: '0912000002', kind: 'duty' },
    { number: '0912000003', kind: 'duty', visibility: 'internal', verifiedOn: '2026-11-21' }
  ] as const
  const an = await anOfficer(s, { code: 'an', phones })
  const days = ({ body }: Answer<NumbersJson>) =>
    Object.fromEntries(body.numbers.map(({ e164, verifiedOn }) => [e164.slice(-1), verifiedOn]))
  const one = await confirm(s, an, { numbers: [OLD], how: 'provider', on: '2026-11-10' })
  t.equal(one.status, 201)
  t.equal(one.headers.etag, `"${an.version + 1}"`)
  t.same(days(one), { 1: '2026-11-10', 2: null, 3: '2026-11-21' })
  const all = await confirm(s, one.body.provider, { how: 'planner', on: '2026-11-15' })
  t.same(days(all), { 1: '2026-11-15', 2: '2026-11-15', 3: '2026-11-21' }, 'a later day stays')
  const again = await confirm(s, all.body.provider, { how: 'planner', on: '2026-11-15' })
  t.equal(again.body.provider.version, all.body.provider.version, 'what says nothing new changes nothing')
  const today = await confirm(s, again.body.provider, { how: 'provider' })
  t.same(days(today), { 1: '2026-11-22', 2: '2026-11-22', 3: '2026-11-22' }, 'today by default')
  const trail = await s.call<{ items: { number: string; on: string; how: string; by: string }[]; next: string | null }>(
    'GET',
    '/v1/providers/an/number-confirmations?limit=4'
  )
  t.equal(trail.body.items.length, 4)
  t.match(trail.body.items[0], { on: '2026-11-22', how: 'provider', by: 'ADMIN_KEY', at: '2026-11-22T10:00:00+07:00' })
  const rest = await s.call<{ items: { number: string }[]; next: string | null }>(
    'GET',
    (trail.body.next ?? '').replace('limit=4', 'limit=50')
  )
  t.equal(rest.body.items.length, 1 + 3 + 3 + 3 - 4)
  t.equal(rest.body.next, null)
})

scene('bad confirmations name the field', async (t, s) => {
  await aCentre(s)
  const an = await anOfficer(s, { code: 'an', phones: [{ number: OLD, kind: 'duty' }] })
  const mute = await anOfficer(s, { code: 'mute', phones: [] })
  const cases = [
    ['tomorrow', an, { how: 'planner', on: '2026-11-23' }, '/on BAD_VALUE'],
    ['32 days ago', an, { how: 'planner', on: '2026-10-21' }, '/on BAD_VALUE'],
    ['no day', an, { how: 'planner', on: 'x' }, '/on BAD_DAY'],
    ['not theirs', an, { how: 'planner', numbers: [OLD, NEW] }, '/numbers/1 BAD_REFERENCE'],
    ['twice', an, { how: 'planner', numbers: [OLD, '+84 912 000 001'] }, '/numbers/1 DUPLICATE_ITEM'],
    ['none', an, { how: 'planner', numbers: [] }, '/numbers BAD_FIELD'],
    ['nobody says how they know', an, {}, '/how MISSING_FIELD'],
    ['by a call, which calls say themselves', an, { how: 'call' }, '/how BAD_FIELD'],
    ['somebody without any number', mute, { how: 'planner' }, '/numbers MISSING_FIELD']
  ] as const
  for (const [title, who, body, expected] of cases) {
    await t.test(title, async (t) => {
      const answer = await confirm(s, who, body)
      t.equal(answer.status, 400)
      t.same(
        answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`),
        [expected]
      )
    })
  }
  t.equal((await confirm(s, an, { how: 'planner', on: '2026-10-22' })).status, 201, '31 days ago is lately enough')
  t.equal((await confirm(s, an, { how: 'planner' })).status, 412)
  t.equal((await s.call('POST', '/v1/providers/an/number-confirmations', { body: { how: 'planner' } })).status, 428)
})

scene('a duty call that was answered confirms the number', async (t, s) => {
  const { id } = await aCentre(s)
  const an = await anOfficer(s, { code: 'an', phones: [{ number: OLD, kind: 'duty' }] })
  const centre = await findCentre(s.deps.db, id)
  if (centre === undefined) throw new Error('the centre is there')
  await numberAnswered(s.deps, centre, an.id, NEW164, 'Công an')
  await numberAnswered(s.deps, centre, '019b0b1e-7c1a-7000-8000-000000000001', OLD164, 'Công an')
  t.equal((await provider(s, 'an')).version, an.version, 'a number that is no longer theirs, or nobody')
  await numberAnswered(s.deps, centre, an.id, OLD164, 'Công an')
  t.match((await provider(s, 'an')).phones, [{ verifiedOn: '2026-11-22' }])
  const { body } = await s.call<{ items: object[] }>('GET', '/v1/providers/an/number-confirmations')
  t.equal(body.items.length, 1)
  t.match(body.items, [{ number: OLD164, how: 'call', by: 'Công an' }])
})

const short = ({ provider, number, state }: Line): string => `${provider.code} ${number?.e164.slice(-2) ?? '-'} ${state}`
const upkeep = async (s: Scene, query = ''): Promise<string[]> =>
  (await s.call<{ items: readonly Line[] }>('GET', `/v1/numbers${query}`)).body.items.map(short)

/** Everybody who can stand somewhere in the upkeep list. */
async function manyNumbers(s: Scene): Promise<void> {
  await aCentre(s)
  await anOfficer(s, {
    code: 'an',
    fullName: 'Hoàng Thị An',
    phones: [
      { number: '0912000021', kind: 'duty', verifiedOn: '2026-10-22' },
      { number: '0912000022', kind: 'duty', verifiedOn: '2026-10-21' }
    ]
  })
  await aLawyer(s, { code: 'binh', fullName: 'Nông Văn Bình', phones: [{ number: '0912000023', kind: 'personal' }] })
  await anOfficer(s, { code: 'chi', fullName: 'Lý Thị Chi', phones: [] })
  await anOfficer(s, {
    code: 'dung',
    fullName: 'Vi Văn Dũng',
    phones: [{ number: '0912000024', kind: 'personal', visibility: 'internal', verifiedOn: '2026-11-20' }]
  })
  await anOfficer(s, { code: 'gone', endedOn: '2026-11-21', phones: [] })
  await anOfficer(s, { code: 'helper', role: 'collaborator', card: null, phones: [] })
}

scene('the upkeep list: every number of those who may stand duty, and how it stands', async (t, s) => {
  await manyNumbers(s)
  const all = ['an 21 verified', 'an 22 due', 'binh 23 unverified', 'chi - missing', 'dung - missing', 'dung 24 verified']
  t.same(await upkeep(s), all)
  for (const state of ['verified', 'due', 'unverified', 'missing']) {
    t.same(
      await upkeep(s, `?state=${state}`),
      all.filter((line) => line.endsWith(` ${state}`)),
      state
    )
  }
  const { body } = await s.call<{ items: readonly Line[] }>('GET', '/v1/numbers?limit=1')
  t.match(body.items, [{ provider: { code: 'an', version: 1 }, verifiedUntil: '2026-11-22' }], 'the 31st day still counts')
  s.setNow('2026-11-23T00:00:00+07:00')
  t.equal((await upkeep(s))[0], 'an 21 due')
})

/** Every line, page by page. */
async function paged(s: Scene, limit: number): Promise<string[]> {
  const found: string[] = []
  let next: string | null = `/v1/numbers?limit=${limit}`
  for (let pages = 0; next !== null && pages < 9; pages += 1) {
    const { body }: Answer<{ items: readonly Line[]; next: string | null }> = await s.call('GET', next)
    found.push(...body.items.map(short))
    if (body.items.length > limit) throw new Error('a page too long')
    next = body.next
  }
  return found
}

scene('its pages come to an end, and hold everything once', async (t, s) => {
  await manyNumbers(s)
  for (const limit of [1, 2, 4, 6]) t.same(await paged(s, limit), await upkeep(s), `${limit} a page`)
  const foreign = Buffer.from(JSON.stringify(['x', '019b0b1e-7c1a-7000-8000-000000000001'])).toString('base64url')
  for (const after of ['x', foreign])
    t.match(await s.call('GET', `/v1/numbers?after=${after}`), { status: 400, body: { code: 'BAD_CURSOR' } })
})

scene('of a month: those in its roster, whoever else there is', async (t, s) => {
  await manyNumbers(s)
  const seats = [{ seat: 'primary' as const, method: 'fixed' as const, provider: (await provider(s, 'binh')).id }]
  await aPost(s, { validFrom: '2026-12-01', validTo: '2026-12-04', seats })
  t.match(await s.call('GET', '/v1/numbers?month=2026-12'), { status: 404, body: { code: 'NOT_FOUND' } })
  await planned(s, await aDraft(s))
  t.same(await upkeep(s, '?month=2026-12'), ['binh 23 unverified'])
  t.match(await s.call('GET', '/v1/numbers?month=12'), { status: 400, body: { code: 'BAD_MONTH' } })
})

scene('only keys that may know every number read the list and the trails', async (t, s) => {
  await manyNumbers(s)
  const { body } = await s.call<{ key: string }>('POST', '/v1/api-keys', {
    body: { name: 'k', scopes: ['catalogue:read', 'numbers:agency'] }
  })
  for (const path of ['numbers', 'providers/an/number-replacements', 'providers/an/number-confirmations']) {
    t.equal((await s.call('GET', `/v1/${path}`, { key: body.key })).status, 403)
    t.equal((await s.call('GET', `/v1/${path}`)).status, 200)
  }
})

/** The letters that wait in the queue. */
async function letters(s: Scene): Promise<readonly { readonly to: string; readonly subject: string; readonly text: string }[]> {
  const { rows } = (await s.deps.db.execute(sql`
    select data from pgboss.job where name = 'mail' order by created_on, id`)) as unknown as {
    rows: { data: { to: string; subject: string; text: string } }[]
  }
  return rows.map(({ data }) => data)
}

scene('once a month a letter names those whose numbers are to be confirmed in it', async (t, s) => {
  await manyNumbers(s)
  const { items } = (await s.call<{ items: Made[] }>('GET', '/v1/centres')).body
  const centre = await findCentre(s.deps.db, items[0]?.id ?? '')
  if (centre === undefined) throw new Error('the centre is there')
  await s.call('PATCH', '/v1/settings', { body: { email: 'tgpl@example.vn' }, headers: { 'if-match': '"0"' } })
  t.equal(await remindNumbers(s.deps, centre), 4)
  t.equal(await remindNumbers(s.deps, centre), 0, 'not again in November')
  const [letter, ...others] = await letters(s)
  t.same(others, [])
  t.match(letter?.subject, /^Xác nhận số điện thoại của người trực tháng 11\/2026 \/ Numbers of people on duty to confirm in/)
  t.match(
    letter?.text,
    '- Hoàng Thị An (an): 0912 000 021: xác minh lần cuối ngày 22/10/2026; 0912 000 022: xác minh lần cuối ngày 21/10/2026.'
  )
  t.match(letter?.text, '- Nông Văn Bình (binh): 0912 000 023: chưa được xác minh.')
  t.match(letter?.text, '- Vi Văn Dũng (dung): chưa có số điện thoại cung cấp cho cơ quan tiến hành tố tụng.')
  t.notMatch(letter?.text, /000 024/, 'a number that is verified is not asked about')
  s.setNow('2026-12-01T08:00:00+07:00')
  t.equal(await remindNumbers(s.deps, centre), 4, 'but in December')
})

scene('nobody is written to while every number stands', async (t, s) => {
  const { id } = await aCentre(s)
  await anOfficer(s)
  const centre = await findCentre(s.deps.db, id)
  if (centre === undefined) throw new Error('the centre is there')
  t.equal(await remindNumbers(s.deps, centre), 0)
  s.setNow('2026-12-21T08:00:00+07:00')
  t.equal(await remindNumbers(s.deps, centre), 1, 'due before the month is over')
})

type Warned = RosterJson & { readonly warnings?: readonly { ruleId: string; level: string; detail: string; providerIds: string[] }[] }

scene('submit, approve and publish say who cannot surely be reached, and go on', async (t, s) => {
  await manyNumbers(s)
  const people = [await provider(s, 'an'), await provider(s, 'binh'), await provider(s, 'chi')]
  for (const { id } of people) {
    await aPost(s, { validFrom: '2026-12-01', validTo: '2026-12-02', seats: [{ seat: 'primary', method: 'fixed', provider: id }] })
  }
  const { roster } = await planned(s, await aDraft(s))
  const said = ({ warnings }: Warned) => warnings?.map(({ ruleId, level, detail }) => `${ruleId} ${level} ${detail}`).toSorted()
  const expected = [
    /number-unverified soft Hoàng Thị An có số điện thoại đã quá hạn xác nhận hằng tháng/,
    /number-unverified soft Lý Thị Chi không có số điện thoại nào/,
    /number-unverified soft Nông Văn Bình có số điện thoại chưa được xác minh/
  ]
  const submitted = (await stepped(s, roster, 'submit')) as Warned
  t.match(said(submitted), expected)
  const approved = (await stepped(s, submitted, 'approve')) as Warned
  t.match(said(approved), expected)
  t.equal('warnings' in (await s.call<object>('GET', '/v1/rosters/2026-12')).body, false, 'reading says nothing')
  const binh = await provider(s, 'binh')
  t.equal((await confirm(s, binh, { how: 'provider' })).status, 201)
  const issued = await s.call<Warned>('POST', `/v1/rosters/${approved.id}/publications`, { headers: at(approved) })
  t.equal(issued.status, 201, 'a number verified after the approval does not undo it')
  t.match(said(issued.body), [expected[0], expected[1]])
  t.equal(said(issued.body)?.length, 2)
})

scene('a number replaced after the approval does undo it; a rule switched off warns of nothing', async (t, s) => {
  await manyNumbers(s)
  const an = await provider(s, 'an')
  await aPost(s, { validFrom: '2026-12-01', validTo: '2026-12-02', seats: [{ seat: 'primary', method: 'fixed', provider: an.id }] })
  const rule = await s.call<{ version: number }>('GET', '/v1/rules/number-unverified')
  const off = await s.call('PATCH', '/v1/rules/number-unverified', {
    body: { enabled: false },
    headers: { 'if-match': rule.headers.etag ?? '' }
  })
  t.equal(off.status, 200)
  const { roster } = await planned(s, await aDraft(s))
  const submitted = (await stepped(s, roster, 'submit')) as Warned
  t.same(submitted.warnings, [])
  const approved = await stepped(s, submitted, 'approve')
  t.equal((await replace(s, an, { number: '0912000022', replacement: { number: NEW } })).status, 201)
  const issued = await s.call('POST', `/v1/rosters/${approved.id}/publications`, { headers: at(approved) })
  t.match(issued, { status: 409, body: { code: 'APPROVAL_STALE' } })
})
