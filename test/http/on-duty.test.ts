import type { Problem } from '../../src/http/problem.ts'
import { aPublication } from '../support/months.ts'
import { ask, MORNING, type OnDutyJson, oneCourt, who } from '../support/on-duty.ts'
import { aCentre, anAgency, anOfficer, aPost } from '../support/people.ts'
import { scene } from '../support/scene.ts'

scene('by id or code of an agency or post, or by words without diacritics: the same people', async (t, s) => {
  const { agency, post } = await oneCourt(s)
  const first = await ask(s, { agency: agency.code, at: MORNING })
  t.equal(first.status, 200)
  t.equal(first.body.status, 'on_duty')
  t.same(who(first.body).toSorted(), ['Lý Văn Cường', 'Nông Thị Bình'])
  t.same(
    first.body.onDuty.map(({ seat, start, end }) => [seat, start, end]),
    ['primary', 'support'].map((seat) => [seat, '2026-12-02T07:30:00+07:00', '2026-12-02T17:00:00+07:00'])
  )
  t.equal(first.body.nextChangeAt, '2026-12-02T17:00:00+07:00')
  t.match(first.body.source, { publication: '01/TB-TGPL', version: 1, generatedAt: '2026-11-22T10:00:00+07:00', stale: false })
  t.match(first.body.agency, { code: 'tand-kv1', name: 'Tòa án nhân dân khu vực 1' })
  for (const query of [
    { agency: agency.id },
    { post: post.id },
    { post: post.code },
    { q: 'khu vuc 1' },
    { q: 'KHU VỰC 1' },
    { q: 'ky lua' },
    { q: 'phường Kỳ Lừa' },
    { q: 'dong dang' },
    { q: 'tand-kv1' },
    { q: 'diem truc' }
  ]) {
    await t.test(JSON.stringify(query), async (t) => {
      const { status, body } = await ask(s, { ...query, at: MORNING })
      t.equal(status, 200)
      t.same(who(body), who(first.body))
    })
  }
})

scene('an abolished agency is answered by whoever took over, by its old name too', async (t, s) => {
  const { old } = await oneCourt(s)
  for (const query of [{ agency: old.id }, { agency: 'tand-cao-loc' }, { q: 'tòa án huyện cao lộc' }, { q: 'huyen cao loc' }]) {
    await t.test(JSON.stringify(query), async (t) => {
      const { status, body } = await ask(s, { ...query, at: MORNING })
      t.equal(status, 200)
      t.equal(body.agency?.code, 'tand-cao-loc')
      t.equal(body.successor?.code, 'tand-kv1')
      t.equal(body.onDuty.length, 2)
    })
  }
  t.equal((await ask(s, { agency: 'tand-kv1', at: MORNING })).body.successor, null)
  const heir = await anAgency(s, { code: 'cong-an-a', validTo: '2026-06-30' })
  await anAgency(s, { code: 'cong-an-b', predecessors: [heir.id], validFrom: '2026-07-01' })
  const unserved = await ask(s, { agency: 'cong-an-a', at: MORNING })
  t.equal(unserved.body.successor?.code, 'cong-an-b')
  t.match(unserved.body, { status: 'uncovered', reason: { code: 'not_served' } })
  t.ok(unserved.body.fallback.numbers.length > 0)
})

scene('what is ambiguous names what fits; what is unknown is not found', async (t, s) => {
  await oneCourt(s)
  await anAgency(s, { code: 'tand-kv2', name: 'Tòa án nhân dân khu vực 2' })
  const ambiguous = await ask(s, { q: 'toa an khu vuc', at: MORNING })
  t.equal(ambiguous.status, 409)
  t.equal(ambiguous.body.code, 'AMBIGUOUS_QUESTION')
  t.match(ambiguous.body.detail, /tand-kv1, tand-kv2/)
  for (const query of [
    { agency: 'khong-co' },
    { post: 'khong-co' },
    { q: 'khong co o dau' },
    { q: '---' },
    { agency: 'toa-an' },
    { post: 'tand-kv1' }
  ]) {
    await t.test(JSON.stringify(query), async (t) => {
      const answer = await ask(s, { ...query, at: MORNING })
      t.equal(answer.status, 404)
      t.equal(answer.body.code, 'NOT_FOUND')
    })
  }
  for (let n = 0; n < 12; n += 1) await anAgency(s, { code: `ca-xa-${n}`, name: `Công an xã ${n}` })
  const many = await ask(s, { q: 'cong an xa', at: MORNING })
  t.equal(many.status, 409)
  t.match(many.body.detail, /…/, 'and says that there are more')
})

scene('what is wrong with a question is said of each parameter', async (t, s) => {
  await oneCourt(s)
  for (const [title, query, faults] of [
    ['nothing', '', '?agency MISSING_FIELD'],
    ['only a time', `at=${encodeURIComponent(MORNING)}`, '?agency MISSING_FIELD'],
    ['words and an agency', 'agency=tand-kv1&q=toa', '?q DUPLICATE_ITEM'],
    ['words and a post', 'post=toa-an&q=toa', '?q DUPLICATE_ITEM'],
    ['words twice', 'q=toa&q=an', '?q BAD_FIELD'],
    ['empty words', 'q=', '?q BAD_FIELD'],
    ['an empty agency', 'agency=', '?agency MISSING_FIELD'],
    ['an agency of nothing but commas', 'agency=,%20,', '?agency MISSING_FIELD'],
    ['a code longer than any', `agency=tand-kv1,${'x'.repeat(65)}`, '?agency BAD_CODE'],
    ['something unknown', 'agency=tand-kv1&who=me', '?who UNKNOWN_FIELD'],
    ['a time without zone', 'agency=tand-kv1&at=2026-12-02T08:00:00', '?at BAD_INSTANT'],
    ['a day', 'agency=tand-kv1&at=2026-12-02', '?at BAD_INSTANT'],
    ['no time at all', 'agency=tand-kv1&at=now', '?at BAD_INSTANT'],
    ['an empty time', 'agency=tand-kv1&at=', '?at BAD_INSTANT'],
    ['two times', 'agency=tand-kv1&at=2026-12-02T08:00:00Z&at=2026-12-02T08:00:00Z', '?at BAD_FIELD'],
    ['a day that is none', 'agency=tand-kv1&at=2026-02-30T08:00:00Z', '?at BAD_INSTANT'],
    ['a plus sign that became a space', 'agency=tand-kv1&at=2026-12-02T08:00:00+07:00', '?at BAD_INSTANT'],
    ['a time before all times', 'agency=tand-kv1&at=0001-01-01T00:00:00Z', '?at BAD_INSTANT'],
    ['no version', 'agency=tand-kv1&version=0', '?version BAD_FIELD'],
    ['a version in words', 'agency=tand-kv1&version=two', '?version BAD_FIELD'],
    ['no language code', 'agency=tand-kv1&language=ti%E1%BA%BFng', '?language BAD_FIELD'],
    ['a role that stands no duty', 'agency=tand-kv1&role=collaborator', '?role BAD_FIELD'],
    ['no sex', 'agency=tand-kv1&sex=x', '?sex BAD_FIELD'],
    ['an empty province', 'province=', '?province BAD_FIELD'],
    ['all of it at once', 'agency=&at=now&post=,', '?at BAD_INSTANT, ?agency MISSING_FIELD, ?post MISSING_FIELD']
  ] as const) {
    await t.test(title, async (t) => {
      const answer = await s.call<Problem>('GET', `/v1/on-duty?${query}`, { key: null })
      t.equal(answer.status, 400)
      t.equal(answer.body.code, 'BAD_FIELD')
      t.equal(answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`).join(', '), faults)
    })
  }
  for (const code of ['%00', 'a%00b', '%F0%9F%98%80', "'%3B--", '%25']) {
    for (const name of ['agency', 'post', 'q', 'centre']) {
      await t.test(`${name}=${code} is no error of ours`, async (t) => {
        const answer = await s.call('GET', `/v1/on-duty?${name}=${code}${name === 'centre' ? '&agency=tand-kv1' : ''}`, { key: null })
        t.ok(answer.status >= 400 && answer.status < 500, String(answer.status))
      })
    }
  }
})

scene('now unless a time is given; the wall of the centre; hours outside, months before and after', async (t, s) => {
  await oneCourt(s)
  const at = async (instant: string): Promise<OnDutyJson> => (await ask(s, { agency: 'tand-kv1', at: instant })).body
  t.match(await at('2026-12-02T00:30:00Z'), { status: 'on_duty', at: '2026-12-02T07:30:00+07:00' }, 'a time in another zone')
  t.match(await at('2026-12-02T07:29:59.999+07:00'), {
    status: 'outside_hours',
    nextOpeningAt: '2026-12-02T07:30:00+07:00',
    reason: { code: 'outside_hours' }
  })
  t.match(await at('2026-12-02T16:59:59.999+07:00'), { status: 'on_duty' })
  t.match(await at('2026-12-02T17:00:00+07:00'), { status: 'outside_hours', nextOpeningAt: '2026-12-03T07:30:00+07:00' })
  t.match(await at('2026-12-20T08:00:00+07:00'), { status: 'outside_hours', nextOpeningAt: null, nextChangeAt: null })
  t.match(await at('2026-11-20T08:00:00+07:00'), {
    status: 'uncovered',
    reason: { code: 'not_published' },
    nextOpeningAt: '2026-12-01T07:30:00+07:00'
  })
  t.match(await at('2026-11-30T23:59:59.999+07:00'), { status: 'uncovered', nextChangeAt: '2026-12-01T00:00:00+07:00' })
  t.match(await at('2026-12-01T00:00:00+07:00'), { status: 'outside_hours', nextChangeAt: '2026-12-01T07:30:00+07:00' })
  for (const far of ['1999-01-01T00:00:00Z', '2027-01-01T08:00:00+07:00', '2199-12-31T23:59:59Z']) {
    const answer = await at(far)
    t.match(
      answer,
      { status: 'uncovered', reason: { code: 'not_published' }, onDuty: [], source: { publication: null, version: null } },
      far
    )
    t.match(answer.fallback, { name: /Trung tâm/, numbers: [{ national: '0205 3812 345' }] })
  }
  s.setNow(MORNING)
  t.match((await ask(s, { agency: 'tand-kv1' })).body, { status: 'on_duty', at: MORNING })
  s.setNow('2027-02-15T08:00:00+07:00')
  t.match((await ask(s, { agency: 'tand-kv1', at: MORNING })).body, { status: 'on_duty' }, 'the past stays answerable')
})

scene('with several centres: a code that fits one is enough, one that fits two is not', async (t, s) => {
  await oneCourt(s, 'lang-son')
  await oneCourt(s, 'dak-lak')
  await anAgency(s, { centre: 'dak-lak', code: 'bien-phong' })
  const twice = await ask(s, { agency: 'tand-kv1', at: MORNING })
  t.equal(twice.status, 409)
  t.match(twice.body.detail, /dak-lak\/tand-kv1, lang-son\/tand-kv1/)
  t.equal((await ask(s, { agency: 'bien-phong', at: MORNING })).body.centre.code, 'dak-lak')
  t.equal((await ask(s, { agency: 'tand-kv1', at: MORNING, centre: 'lang-son' })).body.centre.code, 'lang-son')
  t.equal((await ask(s, { agency: 'tand-kv1', at: MORNING, centre: 'ha-noi' })).status, 404)
  const key = (
    await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'x', scopes: ['catalogue:read'], centre: 'dak-lak' } })
  ).body.key
  t.equal((await ask(s, { agency: 'tand-kv1', at: MORNING }, { key })).body.centre.code, 'dak-lak')
  t.equal((await ask(s, { agency: 'tand-kv1', at: MORNING, centre: 'lang-son' }, { key })).status, 404, 'another centre does not exist')
  t.equal((await ask(s, { agency: 'tand-kv1', at: MORNING }, { key: 'wrong' })).status, 401)
})

scene('numbers by audience: a personal number only for the bodies of the post and for the centre', async (t, s) => {
  const { id: centreId } = await aCentre(s, {
    code: 'lang-son',
    phones: [
      { number: '02053812345', kind: 'office' },
      { number: '0912000009', kind: 'personal' }
    ]
  })
  await anOfficer(s, {
    phones: [
      { number: '0912000002', kind: 'personal', verifiedOn: '2026-11-20' },
      { number: '0912000001', kind: 'duty', verifiedOn: '2026-11-20' },
      { number: '0912000003', kind: 'duty', visibility: 'internal' }
    ]
  })
  const [own, other] = [await anAgency(s), await anAgency(s)]
  const post = await aPost(s, { agencies: [own.id], validFrom: '2026-12-01', validTo: '2026-12-04' })
  await aPost(s, { agencies: [other.id], validFrom: '2026-12-01', validTo: '2026-12-04' })
  await aPublication(s)
  const keyOf = async (scope: string, agency?: string): Promise<string> =>
    (
      await s.call<{ key: string }>('POST', '/v1/api-keys', {
        body: { name: 'k', scopes: [scope], centre: centreId, ...(agency && { agency }) }
      })
    ).body.key
  const cases = [
    ['anybody', null, 1, 1],
    ['the agency of the post', await keyOf('numbers:agency', own.id), 2, 2],
    ['another agency', await keyOf('numbers:agency', other.id), 1, 1],
    ['an agency key of no agency', await keyOf('numbers:agency'), 2, 2],
    ['a key for something else', await keyOf('rosters:read'), 1, 1],
    ['the centre', await keyOf('numbers:internal'), 3, 2]
  ] as const
  for (const [title, key, numbers, fallback] of cases) {
    for (const query of [{ agency: own.code }, { post: post.code }]) {
      await t.test(`${title}, by ${Object.keys(query)[0]}`, async (t) => {
        const { body } = await ask(s, { ...query, at: MORNING }, { key })
        const duty = ['+84912000001', '+84912000003'].slice(0, numbers === 3 ? 2 : 1)
        t.same(
          body.onDuty[0]?.numbers.map(({ e164 }) => e164),
          [...duty, ...(numbers > 1 ? ['+84912000002'] : [])],
          'duty lines first'
        )
        t.equal(body.onDuty[0]?.numbers[0]?.href, 'tel:+84912000001')
        t.equal(body.fallback.numbers.length, fallback)
      })
    }
  }
  t.notMatch(JSON.stringify((await ask(s, { agency: own.code, at: MORNING })).body), /912000002|912000003|912000009/)
})

scene('a court with a post on site and one by phone: call whoever is there first', async (t, s) => {
  await aCentre(s)
  const people = [await anOfficer(s, { fullName: 'Tại Chỗ' }), await anOfficer(s, { fullName: 'Qua Điện Thoại' })]
  const { id } = await anAgency(s, { code: 'toa' })
  const [there, phone] = people.map((person) => [{ seat: 'primary' as const, method: 'fixed' as const, provider: person.id }])
  const days = { validFrom: '2026-12-01', validTo: '2026-12-04', agencies: [id] }
  await aPost(s, { ...days, code: 'a-dien-thoai', seats: phone ?? [] })
  await aPost(s, {
    ...days,
    code: 'b-tru-so',
    mode: 'on_site',
    seats: there ?? [],
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '07:30', duration: 'PT4H' }]
  })
  await aPublication(s)
  t.same(who((await ask(s, { agency: 'toa', at: MORNING })).body), ['Tại Chỗ', 'Qua Điện Thoại'])
  t.same(who((await ask(s, { agency: 'toa', at: '2026-12-02T11:30:00+07:00' })).body), ['Qua Điện Thoại'])
  t.same(who((await ask(s, { post: 'b-tru-so', at: MORNING })).body), ['Tại Chỗ'])
})

scene('a version that ends answers no longer, though it was asked before', async (t, s) => {
  await oneCourt(s)
  const at = async (instant: string): Promise<OnDutyJson> => (await ask(s, { agency: 'tand-kv1', at: instant })).body
  t.match(await at(MORNING), { status: 'on_duty', nextChangeAt: '2026-12-02T17:00:00+07:00' })
  await s.deps.db.execute("update publications set superseded_from = '2026-12-02T12:00:00+07:00'")
  t.match(await at(MORNING), { status: 'on_duty', nextChangeAt: '2026-12-02T12:00:00+07:00' })
  t.match(await at('2026-12-02T12:00:00+07:00'), { status: 'uncovered', reason: { code: 'not_published' } })
})

scene('reasons and problems in the language asked for', async (t, s) => {
  await oneCourt(s)
  const at = '2027-06-01T08:00:00+07:00'
  const inVietnamese = await ask(s, { agency: 'tand-kv1', at })
  const inEnglish = await ask(s, { agency: 'tand-kv1', at }, { headers: { 'accept-language': 'en' } })
  t.match(inVietnamese.body.reason?.detail, /Chưa có lịch trực/)
  t.match(inEnglish.body.reason?.detail, /No roster is published/)
  t.match((await ask(s, { agency: 'khong-co' })).body.detail, /Không có/)
  t.match((await ask(s, { agency: 'khong-co' }, { headers: { 'accept-language': 'en-GB,en;q=0.9' } })).body.detail, /There is no agency/)
})
