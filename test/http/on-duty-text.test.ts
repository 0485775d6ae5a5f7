import t from 'tap'
import { answerLines, problemLines, toAscii, toText } from '../../src/http/on-duty-text.ts'
import type { OnDutyJson } from '../../src/http/on-duty-views.ts'
import { aPublication } from '../support/months.ts'
import { MORNING, oneCourt } from '../support/on-duty.ts'
import { aCentre, anAgency, anOfficer, aPost } from '../support/people.ts'
import { type Answer, type CallOptions, type Scene, scene } from '../support/scene.ts'

const number = (national: string) => ({ national, e164: '', href: '', kind: 'duty', visibility: 'public', verifiedOn: null }) as const
const person = (fullName: string) => ({ id: 'x', code: 'x', fullName, role: 'legal_aid_officer' }) as const
const standing = (some: object = {}) => ({
  seat: 'primary',
  provider: person('Triệu Thị Dung'),
  post: { code: 'dieu-tra', name: 'Cơ quan điều tra' },
  mode: 'phone',
  numbers: [number('0900 000 154'), number('0900 000 104')],
  note: null,
  start: '2026-12-05T00:00:00+07:00',
  end: '2026-12-06T00:00:00+07:00',
  next: { provider: person('Lý Văn Cường'), start: '', end: '' },
  ...some
})
const answer = (some: object = {}): OnDutyJson =>
  ({
    centre: { code: 'lang-son', name: 'Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lạng Sơn' },
    agency: { code: 'pc01', name: 'Văn phòng Cơ quan Cảnh sát điều tra Công an tỉnh Lạng Sơn (PC01)' },
    successor: null,
    post: null,
    at: '2026-12-05T02:10:00+07:00',
    status: 'on_duty',
    reason: null,
    wanted: null,
    onDuty: [standing(), standing({ seat: 'support', provider: person('Nguyễn Văn Bảo'), numbers: [number('0900 000 155')], next: null })],
    fallback: { name: 'Trung tâm', numbers: [number('0900 000 100'), number('0205 3000 001')] },
    nextChangeAt: null,
    nextOpeningAt: null,
    source: {
      publication: '05/TB-TGPL',
      version: 2,
      provisional: false,
      publishedAt: '2026-11-20T00:00:00+07:00',
      generatedAt: '2026-12-05T02:10:00+07:00',
      stale: false
    },
    ...some
  }) as unknown as OnDutyJson

const lines = (some: object = {}, demo = false, language: 'vi' | 'en' = 'vi'): string[] =>
  toText([answerLines(answer(some), demo, language)], false)
    .trimEnd()
    .split('\n')

t.test('one screen for an old phone: who, at what number, until when, and the Centre', async (t) => {
  t.same(lines(), [
    'Văn phòng Cơ quan Cảnh sát điều tra Công',
    'an tỉnh Lạng Sơn (PC01)',
    '02:10 05/12/2026',
    'NGƯỜI TRỰC: Triệu Thị Dung',
    '  0900 000 154; 0900 000 104',
    '  đến 00:00 06/12, rồi đến Lý Văn Cường',
    'HỖ TRỢ: Nguyễn Văn Bảo',
    '  0900 000 155',
    '  đến 00:00 06/12',
    'TRUNG TÂM: 0900 000 100; 0205 3000 001',
    'Theo 05/TB-TGPL, bản 2',
    'Lập lúc 02:10 05/12/2026'
  ])
  t.same(lines({ onDuty: [standing()] }, true, 'en').slice(0, 1), ['SAMPLE DATA, NUMBERS ARE NOT REAL'])
  t.match(
    lines({}, false, 'en').join('\n'),
    /ON DUTY: Triệu Thị Dung\n {2}0900 000 154; 0900 000 104\n {2}until 00:00 06\/12, then Lý Văn Cường\nSUPPORT:/
  )
})

t.test('what is wrong stands in it', async (t) => {
  const silent = lines({
    onDuty: [],
    status: 'outside_hours',
    reason: { code: 'outside_hours', detail: 'Ngoài giờ trực. Có người trực lại từ 07:30.' }
  })
  t.ok(silent.includes('KHÔNG CÓ AI ĐANG TRỰC'))
  t.ok(silent.includes('Ngoài giờ trực. Có người trực lại từ'))
  t.ok(silent.includes('TRUNG TÂM: 0900 000 100; 0205 3000 001'), 'with the number of the Centre')
  t.match(lines({ successor: { code: 'x', name: 'x', detail: 'A tiếp nhận B.' } }), /! A tiếp nhận B\./)
  t.ok(lines({ successor: { code: 'x', name: 'x', detail: 'A tiếp nhận B.' } }).includes('! A tiếp nhận B.'))
  t.ok(lines({ wanted: { detail: 'Không có ai.' } }).includes('! Không có ai.'))
  const noted = (code: string, numbers: readonly object[]) =>
    lines({ onDuty: [standing({ numbers, note: { code, detail: '' } })] }).slice(4, -4)
  t.same(noted('hidden', []), ['  (số không công khai: gọi Trung tâm)'])
  t.same(noted('no_number', []), ['  (không có số: gọi Trung tâm)'])
  t.same(noted('unverified', [number('0900 000 154')]), ['  0900 000 154', '  ! số chưa được xác minh'])
  t.ok(lines({ source: { ...answer().source, stale: true } }).some((line) => line.startsWith('CŨ:')))
  t.notOk(lines().some((line) => line.startsWith('CŨ')))
  t.ok(lines({ source: { ...answer().source, publication: null, provisional: true } }).includes('Trực thay khẩn cấp, bản 2'))
  t.ok(lines({ source: { ...answer().source, publication: null, version: null } }).includes('Chưa có lịch trực được công bố'))
})

t.test('posts are named where there are several, or another than the one asked for', async (t) => {
  const other = standing({ post: { code: 'toa', name: 'Tòa án' } })
  t.same(
    lines({ onDuty: [standing(), other] }).filter((line) => line.startsWith('  [')),
    ['  [Cơ quan điều tra]', '  [Tòa án]']
  )
  t.same(
    lines({ agency: null, post: { code: 'dieu-tra', name: 'Cơ quan điều tra' } }).filter((line) => line.startsWith('  [')),
    []
  )
  t.equal(lines({ agency: null })[0], 'Trung tâm Trợ giúp pháp lý nhà nước tỉnh', 'of a whole centre its name')
})

t.test('no line is wider than the screen, but for a single word or number that is', async (t) => {
  const long = 'Nguyễn Phước Hoàng Bảo Thiên Kim Ngọc Trân Châu Long Lanh '.repeat(3).trim()
  for (const line of lines({ onDuty: [standing({ provider: person(long), next: { provider: person(long) } })] }, true)) {
    t.ok(line.length <= 40, `${line.length}: ${line}`)
  }
  const wide = `Công-an-${'x'.repeat(50)}`
  t.ok(lines({ agency: { code: 'x', name: `Tòa ${wide} án` } }).includes(wide), 'and is never torn apart')
  const many = Array.from({ length: 9 }, (_, n) => number(`0900 000 00${n}`))
  const spread = lines({ onDuty: [standing({ numbers: many })] }).filter((line) => /^ {2}0900/.test(line))
  t.equal(spread.join('; ').match(/0900 000 00\d/g)?.length, 9, 'no number is torn apart')
})

t.test('without diacritics for phones that cannot show them', async (t) => {
  t.equal(toAscii('Đặng Thị Ưởng – “TAND” … ß 😀\n'), 'Dang Thi Uong - "TAND" ... ? ?\n')
  t.match(toText([lines()], true), /^[\n\x20-\x7E]+$/)
  t.match(toText([lines()], true), /NGUOI TRUC: Trieu Thi Dung/)
})

t.test('several answers stand apart', async (t) => {
  t.equal(toText([['a', 'b'], ['c']], false), 'a\nb\n\nc\n')
})

t.test('a refusal in lines', async (t) => {
  const problem = {
    title: 'Dữ liệu chưa đúng',
    detail: 'Có 1 trường chưa đúng; xem danh sách lỗi.',
    code: 'BAD_FIELD',
    errors: []
  } as const
  t.same(problemLines({ ...problem, errors: [] }, 'vi'), [
    'Dữ liệu chưa đúng',
    'Có 1 trường chưa đúng; xem danh sách',
    'lỗi.',
    'Mã lỗi: BAD_FIELD'
  ])
  const errors = [{ pointer: '?at', code: 'BAD_INSTANT', detail: '"x" không phải thời điểm.' }]
  t.same(problemLines({ ...problem, errors }, 'en'), ['Dữ liệu chưa đúng', '?at: "x" không phải thời điểm.', 'Code: BAD_FIELD'])
})

const text = (s: Scene, query: string, options: CallOptions = {}): Promise<Answer<string>> =>
  s.call('GET', `/v1/on-duty.txt?${query}`, { key: null, ...options })
const AT = `at=${encodeURIComponent(MORNING)}`

scene('the text says what the JSON says, by the address and by Accept', async (t, s) => {
  await oneCourt(s)
  const { status, headers, body } = await text(s, `agency=tand-kv1&${AT}`)
  t.equal(status, 200)
  t.equal(headers['content-type'], 'text/plain; charset=utf-8')
  t.match(
    body,
    /^Tòa án nhân dân khu vực 1\n08:00 02\/12\/2026\nNGƯỜI TRỰC: \S.*\n {2}0912 000 \d{3}\n {2}đến 17:00 02\/12, rồi đến .*\nHỖ TRỢ: /
  )
  t.match(body, /\nTRUNG TÂM: 0205 3812 345\nTheo 01\/TB-TGPL, bản 1\nLập lúc 10:00 22\/11\/2026\n$/)
  t.ok(body.trimEnd().split('\n').length <= 20, 'one screen')
  const byAccept = await s.call('GET', `/v1/on-duty?agency=tand-kv1&${AT}`, { key: null, headers: { accept: 'text/plain' } })
  t.equal(byAccept.body, body as never)
  for (const accept of [
    '*/*',
    'text/html,*/*;q=0.8',
    'application/json, text/plain, */*',
    'text/plain;q=0.5, application/json',
    'text/plain;q=0'
  ]) {
    const json = await s.call('GET', `/v1/on-duty?agency=tand-kv1&${AT}`, { key: null, headers: { accept } })
    t.equal(json.headers['content-type'], 'application/json; charset=utf-8', accept)
  }
  t.match((await text(s, `agency=tand-kv1&${AT}&ascii=true`)).body, /^[\n\x20-\x7E]+$/)
  t.match((await text(s, `agency=tand-kv1&${AT}`, { headers: { 'accept-language': 'en' } })).body, /ON DUTY: /)
  t.match(
    (await text(s, `agency=tand-kv1,khong-co&${AT}`)).body,
    /TRUNG TÂM.*\n\nkhong-co\nKhông có cơ quan "khong-co"\.\nMã lỗi: NOT_FOUND\n$/s
  )
  t.match((await text(s, 'province=lang+son')).body, /KHÔNG CÓ AI ĐANG TRỰC\nChưa có lịch trực được công bố/)
})

scene('refusals are text too, with the right status and the code', async (t, s) => {
  await oneCourt(s)
  for (const [query, status, code, options] of [
    ['agency=khong-co', 404, 'NOT_FOUND', {}],
    ['agency=tand-kv1&at=now', 400, 'BAD_FIELD', {}],
    ['', 400, 'BAD_FIELD', {}],
    ['agency=tand-kv1&who=me', 400, 'BAD_FIELD', {}],
    ['agency=tand-kv1', 401, 'KEY_INVALID', { key: 'wrong' }]
  ] as const) {
    await t.test(`${query} ${code}`, async (t) => {
      const byAddress = await text(s, query, options)
      const byAccept = await s.call<string>('GET', `/v1/on-duty?${query}`, {
        key: null,
        ...options,
        headers: { accept: 'text/plain' }
      })
      for (const { status: found, headers, body } of [byAddress, byAccept]) {
        t.equal(found, status)
        t.equal(headers['content-type'], 'text/plain; charset=utf-8')
        t.match(body, new RegExp(`\nMã lỗi: ${code}\n$`))
      }
    })
  }
  t.match((await text(s, 'agency=tand-kv1&ascii=maybe')).body, /\?ascii: Phải là kiểu boolean/)
  t.match((await text(s, 'agency=tand-kv1&at=now')).body, /\?at: "now" không phải/)
  t.equal((await text(s, 'agency=x', { key: 'wrong' })).headers['www-authenticate'], 'Bearer')
  t.match((await text(s, 'agency=khong-co&ascii=true')).body, /^[\n\x20-\x7E]+$/)
  t.match(
    (await text(s, 'agency=khong-co', { headers: { 'accept-language': 'en' } })).body,
    /There is no agency "khong-co"\.\nCode: NOT_FOUND/
  )
  t.equal(
    (await s.call('GET', '/v1/on-duty?agency=khong-co', { key: null })).headers['content-type'],
    'application/problem+json; charset=utf-8'
  )
})

scene('no number that the asker may not read is in the text', async (t, s) => {
  await aCentre(s)
  await anOfficer(s, { phones: [{ number: '0912999999', kind: 'personal', verifiedOn: '2026-11-20' }] })
  const { id } = await anAgency(s, { code: 'toa' })
  await aPost(s, { agencies: [id], validFrom: '2026-12-01', validTo: '2026-12-04' })
  await aPublication(s)
  const { body } = await text(s, `agency=toa&${AT}`)
  t.notMatch(body, /0912/)
  t.match(body, /\n {2}\(số không công khai: gọi Trung tâm\)\n/)
  t.match((await text(s, `agency=toa&${AT}`, { key: undefined as never })).body, /0912 999 999/, 'the Centre reads it')
})
