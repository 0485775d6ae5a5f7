import { aPublication } from '../support/months.ts'
import { ask, MORNING, type OnDutyJson, oneCourt, who } from '../support/on-duty.ts'
import { aCentre, aLawyer, anAgency, anOfficer, aPost } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

const aKey = async (s: Scene, scope: string, agency?: string): Promise<string> => {
  const { body } = await s.call<{ key: string }>('POST', '/v1/api-keys', {
    body: { name: 'khóa', scopes: [scope], centre: 'lang-son', ...(agency && { agency }) }
  })
  return body.key
}

scene('who is next, over the month boundary too as far as it is published', async (t, s) => {
  await aCentre(s, { code: 'lang-son' })
  const people = [await anOfficer(s, { fullName: 'Hoàng Thị An' }), await anOfficer(s, { fullName: 'Nông Văn Bình' })]
  await aPost(s, {
    code: 'cqdt',
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '19:00', duration: 'P1D' }],
    seats: [{ seat: 'primary', method: 'cycle', order: people.map(({ id }) => id) }],
    validFrom: '2026-12-30',
    validTo: '2027-01-02'
  })
  await aPublication(s)
  const at = async (at: string): Promise<OnDutyJson> => (await ask(s, { post: 'cqdt', at })).body
  /** Whoever is told to be next is on duty then. */
  const followed = async (moment: string): Promise<string | null> => {
    const next = (await at(moment)).onDuty[0]?.next
    if (!next) return null
    const then = await at(next.start)
    t.same([next.provider.fullName, next.end], [...who(then), then.onDuty[0]?.end])
    return next.start
  }
  t.equal(await followed('2026-12-31T18:59:59+07:00'), '2026-12-31T19:00:00+07:00')
  t.equal(await followed('2026-12-31T19:00:00+07:00'), null, 'January is not published')
  await aPublication(s, '2027-01')
  t.equal(await followed('2026-12-31T19:00:00+07:00'), '2027-01-01T19:00:00+07:00')
  t.equal(await followed('2027-01-01T02:00:00+07:00'), '2027-01-01T19:00:00+07:00', 'asked from within January')
  t.equal(await followed('2027-01-03T18:00:00+07:00'), null, 'the last duty there is')
})

scene('what is wrong with numbers is said of each person, and the Centre always has one', async (t, s) => {
  await aCentre(s, { code: 'lang-son' })
  const { id } = await anAgency(s, { code: 'toa' })
  const cases = [
    ['verified', [{ number: '0912000001', kind: 'duty', verifiedOn: '2026-11-20' }], null, null, null],
    [
      'one of two verified',
      [
        { number: '0912000002', kind: 'duty' },
        { number: '0912000003', kind: 'duty', verifiedOn: '2026-11-20' }
      ],
      null,
      null,
      null
    ],
    ['never verified', [{ number: '0912000004', kind: 'duty' }], 'unverified', 'unverified', 'unverified'],
    ['none', [], 'no_number', 'no_number', 'no_number'],
    ['personal', [{ number: '0912000005', kind: 'personal', verifiedOn: '2026-11-20' }], 'hidden', null, null],
    [
      'personal, and a duty line that nobody ever tried',
      [
        { number: '0912000006', kind: 'personal', verifiedOn: '2026-11-20' },
        { number: '0912000007', kind: 'duty' }
      ],
      'unverified',
      null,
      null
    ],
    [
      'for the Centre alone',
      [{ number: '0912000008', kind: 'duty', visibility: 'internal', verifiedOn: '2026-11-20' }],
      'hidden',
      'hidden',
      null
    ]
  ] as const
  const post = async (code: string, phones: (typeof cases)[number][1]) => {
    const { id: provider } = await anOfficer(s, { phones })
    await aPost(s, {
      code,
      agencies: [id],
      seats: [{ seat: 'primary', method: 'fixed', provider }],
      validFrom: '2026-12-01',
      validTo: '2026-12-04'
    })
  }
  for (const [at, [, phones]] of cases.entries()) await post(`p${at}`, phones)
  await s.call('PATCH', '/v1/rules/number-unverified', { body: { level: 'off' }, headers: { 'if-match': '"0"' } })
  await aPublication(s)
  const keys = [null, await aKey(s, 'numbers:agency', id), await aKey(s, 'numbers:internal')]
  for (const [at, [title, , ...codes]] of cases.entries()) {
    for (const [of, key] of keys.entries()) {
      const { body } = await ask(s, { post: `p${at}`, at: MORNING }, { key })
      t.equal(body.onDuty[0]?.note?.code ?? null, codes[of], `${title}, read by ${['anybody', 'the agency', 'the Centre'][of]}`)
      t.equal(body.fallback.numbers[0]?.national, '0205 3812 345', 'the number of the Centre')
    }
  }
  t.match((await ask(s, { post: 'p3', at: MORNING })).body.onDuty[0]?.note?.detail, /Trung tâm/)
  t.match((await ask(s, { post: 'p3', at: MORNING }, { headers: { 'accept-language': 'en' } })).body.onDuty[0]?.note?.detail, /no number/)
})

scene('every silence has its reason in words, and the Centre answers', async (t, s) => {
  await oneCourt(s)
  await anAgency(s, { code: 'khong-diem-truc' })
  await anAgency(s, { code: 'het-hieu-luc', validFrom: '2015-06-01', validTo: '2025-06-30' })
  await aPost(s, { code: 'them-sau' })
  const cases = [
    [{ agency: 'tand-kv1', at: '2026-12-02T06:00:00+07:00' }, 'outside_hours', 'outside_hours', /trực lại từ 07:30 ngày 02\/12\/2026/],
    [{ agency: 'tand-kv1', at: '2026-12-20T06:00:00+07:00' }, 'outside_hours', 'outside_hours', /không còn ca nào/],
    [
      { agency: 'tand-kv1', at: '2026-11-20T08:00:00+07:00' },
      'uncovered',
      'not_published',
      /11\/2026.*trực lại từ 07:30 ngày 01\/12\/2026/
    ],
    [{ agency: 'tand-kv1', at: '2027-06-01T08:00:00+07:00' }, 'uncovered', 'not_published', /\(tháng 06\/2027\); hãy gọi Trung tâm\.$/],
    [{ agency: 'tand-kv1', at: '1850-01-01T00:00:00Z' }, 'uncovered', 'not_published', /\(tháng 01\/1850\)/],
    [{ agency: 'khong-diem-truc', at: MORNING }, 'uncovered', 'not_served', /cơ quan này/],
    [{ post: 'them-sau', at: MORNING }, 'uncovered', 'not_served', /điểm trực này/],
    [{ agency: 'het-hieu-luc', at: MORNING }, 'uncovered', 'abolished', /sau ngày 30\/06\/2025/]
  ] as const
  for (const [query, status, code, detail] of cases) {
    await t.test(JSON.stringify(query), async (t) => {
      const { body } = await ask(s, query)
      t.match(body, { status, reason: { code, detail }, onDuty: [] })
      t.ok(body.fallback.numbers.length > 0)
      const english = (await ask(s, query, { headers: { 'accept-language': 'en' } })).body
      t.match(english.reason?.code, code)
      t.notMatch(`${english.reason?.detail}`, /[à-ỹđ]|\{/i, 'English has no Vietnamese words in it')
    })
  }
  const served = (await ask(s, { agency: 'tand-cao-loc', at: MORNING })).body
  t.equal(served.reason, null)
  t.match(served.successor?.detail, /Cao Lộc không còn hoạt động sau ngày 30\/06\/2025; Tòa án nhân dân khu vực 1 tiếp nhận/)
  t.equal((await ask(s, { agency: 'tand-kv1', at: MORNING, version: '2' })).status, 404, 'a version that there is not')
})

scene('a wish picks among those on duty, and says when nobody fits', async (t, s) => {
  await aCentre(s, { code: 'lang-son' })
  const { id: agency } = await anAgency(s, { code: 'toa' })
  const an = await anOfficer(s, { fullName: 'Hoàng Thị An', sex: 'female', languages: ['vi'] })
  const binh = await aLawyer(s, { fullName: 'Nông Văn Bình', sex: 'male', languages: ['vi', 'tyz'] })
  const seats = [
    { seat: 'primary' as const, method: 'fixed' as const, provider: an.id },
    { seat: 'support' as const, method: 'fixed' as const, provider: binh.id }
  ]
  await aPost(s, { agencies: [agency], seats, validFrom: '2026-12-01', validTo: '2026-12-04' })
  await aPublication(s)
  const wish = async (query: Record<string, string>, headers = {}): Promise<OnDutyJson> =>
    (await ask(s, { agency: 'toa', at: MORNING, ...query }, { headers })).body
  t.equal((await wish({})).wanted, null)
  const cases = [
    [{ language: 'tyz' }, ['Nông Văn Bình'], /đáp ứng yêu cầu: nói tiếng Tày\.$/],
    [{ language: 'TYZ' }, ['Nông Văn Bình'], /Tày/],
    [{ language: 'vi' }, ['Hoàng Thị An', 'Nông Văn Bình'], /nói tiếng Việt/],
    [{ language: 'qqq' }, null, /nói "qqq"/],
    [{ role: 'contract_lawyer' }, ['Nông Văn Bình'], /luật sư/],
    [{ role: 'legal_aid_officer' }, ['Hoàng Thị An'], /trợ giúp viên/],
    [{ sex: 'female' }, ['Hoàng Thị An'], /nữ/],
    [{ sex: 'female', language: 'tyz' }, null, /Không có ai đang trực đáp ứng yêu cầu: nói tiếng Tày, nữ\. .*tất cả/]
  ] as const
  for (const [query, picked, detail] of cases) {
    await t.test(JSON.stringify(query), async (t) => {
      const body = await wish(query)
      t.same(who(body), picked ?? ['Hoàng Thị An', 'Nông Văn Bình'])
      t.match(body.wanted, { language: null, role: null, sex: null, ...query, met: picked !== null, detail })
      t.equal(body.status, 'on_duty')
      t.ok(body.source !== null && body.fallback.numbers.length > 0)
    })
  }
  t.match((await wish({ language: 'tyz', sex: 'male' }, { 'accept-language': 'en' })).wanted?.detail, /speaks Tày, a man/)
  const nobody = await wish({ sex: 'female', at: '2026-12-02T03:00:00+07:00' })
  t.match(nobody, { status: 'outside_hours', onDuty: [], wanted: { met: false, detail: /Không có ai đang trực để/ } })
  const { next: _, ...rest } = (await wish({})).onDuty[0] ?? {}
  t.notMatch(JSON.stringify(rest), /female|"sex"/, 'nobody’s sex is told')
})

scene('a province by its name: everybody on duty there, posts around the clock first; or narrower', async (t, s) => {
  await oneCourt(s, 'lang-son')
  await oneCourt(s, 'dak-lak')
  const watch = await anOfficer(s, { centre: 'dak-lak', fullName: 'Vi Văn Trực' })
  await aPost(s, {
    centre: 'dak-lak',
    code: 'truc-dem',
    name: 'Trực 24/24',
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '00:00', duration: 'P1D' }],
    seats: [{ seat: 'primary', method: 'fixed', provider: watch.id }],
    validFrom: '2027-01-04',
    validTo: '2027-01-04'
  })
  // the court's post ended in December; one in the alphabet before the watch is there again in January
  await aPost(s, { centre: 'dak-lak', code: 'a-gio-hanh-chinh', validFrom: '2027-01-04', validTo: '2027-01-05' })
  await aPublication(s, '2027-01', 'dak-lak')
  const code = 'dak-lak'
  await s.call('PATCH', `/v1/centres/${code}`, { body: { province: 'Đắk Lắk' }, headers: { 'if-match': '"1"' } })
  const at = '2027-01-04T08:00:00+07:00'
  for (const province of ['dak lak', 'Đắk Lắk', 'tỉnh đắk lắk', 'dak-lak']) {
    const { status, body } = await ask(s, { province, at })
    t.equal(status, 200, province)
    t.match(body, { centre: { code: 'dak-lak' }, agency: null, post: null, status: 'on_duty' })
    t.same(
      body.onDuty.map(({ post }) => post.code),
      ['truc-dem', 'a-gio-hanh-chinh']
    )
  }
  const night = (await ask(s, { province: 'dak lak', at: '2027-01-04T23:00:00+07:00' })).body
  t.same(who(night), ['Vi Văn Trực'])
  t.equal((await ask(s, { province: 'lang son', at: MORNING })).body.onDuty.length, 2)
  t.match((await ask(s, { province: 'lang son', at })).body, { status: 'uncovered', reason: { code: 'not_published' } })
  t.equal((await ask(s, { province: 'dak lak', agency: 'tand-kv1', at: MORNING })).body.centre.code, 'dak-lak', 'narrows as `centre` does')
  t.equal((await ask(s, { province: 'dak lak', q: 'ky lua', at: MORNING })).body.centre.code, 'dak-lak')
  t.equal((await ask(s, { province: 'dak lak', centre: 'lang-son' })).status, 404)
  t.equal((await ask(s, { province: 'ha noi' })).status, 404)
  const key = await aKey(s, 'rosters:read')
  t.equal((await ask(s, { province: 'dak lak' }, { key })).status, 404, 'another centre does not exist')
  await aCentre(s, { code: 'lang-son-2' })
  t.equal((await ask(s, { province: 'lang-son' })).status, 200, 'a code comes before a province of that name')
  t.match((await ask(s, { province: 'lang son' })).body, { code: 'AMBIGUOUS_QUESTION', detail: /lang-son, lang-son-2/ })
})

scene('an answer that shows a personal number is recorded, whoever is shown several times once', async (t, s) => {
  await aCentre(s, { code: 'lang-son' })
  const phones = [{ number: '0912000001', kind: 'personal' as const, verifiedOn: '2026-11-20' }]
  const an = await anOfficer(s, { code: 'an', phones })
  const agency = await anAgency(s, { code: 'toa' })
  const seats = [{ seat: 'primary' as const, method: 'fixed' as const, provider: an.id }]
  for (const code of ['p', 'q']) await aPost(s, { code, agencies: [agency.id], seats, validFrom: '2026-12-01', validTo: '2026-12-04' })
  await aPublication(s)
  const readings = async () => {
    const { body } = await s.call<{ items: { operation: string; times: number }[] }>('GET', '/v1/number-readings')
    return body.items.filter(({ operation }) => operation.startsWith('getOnDuty')).map(({ operation, times }) => `${operation} ${times}`)
  }
  await ask(s, { agency: 'toa', at: MORNING })
  t.same(await readings(), [], 'the public is shown none')
  const key = await aKey(s, 'numbers:agency', agency.id)
  t.equal((await ask(s, { agency: 'toa', at: MORNING }, { key })).body.onDuty.length, 2)
  t.same(await readings(), ['getOnDuty 1'])
  await s.call('GET', `/v1/on-duty.txt?agency=toa&at=${encodeURIComponent(MORNING)}`, { key })
  t.same((await readings()).toSorted(), ['getOnDuty 1', 'getOnDutyText 1'])
})
