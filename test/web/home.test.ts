import { faults } from '../support/markup.ts'
import { aPublication, at } from '../support/months.ts'
import { aCentre, anOfficer, aPost } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

const WEEK = { validFrom: '2026-12-01', validTo: '2026-12-04' }
const MORNING = '2026-12-02T08:00:00+07:00'

const page = (s: Scene, query = ''): Promise<Answer<string>> => s.call<string>('GET', `/${query}`, { key: null })

/** What a browser makes of character references: the page writes them by number. */
const decoded = (text: string): string => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))

async function oneCentre(s: Scene): Promise<void> {
  await aCentre(s, { code: 'lang-son', province: 'Lạng Sơn' })
  await anOfficer(s, {
    fullName: 'Nông Thị Bình',
    phones: [
      { number: '0912000002', kind: 'personal', verifiedOn: '2026-11-20' },
      { number: '0912000001', kind: 'duty', verifiedOn: '2026-11-20' }
    ]
  })
  await anOfficer(s, { fullName: 'Lý Văn Cường', phones: [{ number: '0912000003', kind: 'personal', verifiedOn: '2026-11-20' }] })
  const seats = [
    { seat: 'primary' as const, method: 'balanced' as const },
    { seat: 'support' as const, method: 'balanced' as const }
  ]
  await aPost(s, { ...WEEK, name: 'Điểm trực tòa án', seats })
  await aPublication(s)
}

scene('who is on duty now, with the numbers that everybody may know', async (t, s) => {
  await oneCentre(s)
  s.setNow(MORNING)
  const { status, headers, body } = await page(s)
  t.equal(status, 200)
  t.equal(headers['content-type'], 'text/html; charset=utf-8')
  t.match(headers['content-security-policy'] ?? '', /default-src 'none'/)
  t.notMatch(headers['content-security-policy'] ?? '', /unsafe|script-src/)
  t.equal(headers['x-content-type-options'], 'nosniff')
  t.same(faults(body), [])
  t.notMatch(body, /<script|javascript:|\son[a-z]+=/i)
  for (const text of [
    'Nông Thị Bình',
    'Lý Văn Cường',
    'Điểm trực tòa án',
    'Người trực',
    'Người hỗ trợ trực',
    'Lịch trực tháng 12/2026',
    '01/TB-TGPL'
  ]) {
    t.ok(body.includes(text), text)
  }
  t.match(body, /<a class="number" href="tel:\+84912000001">0912 000 001<\/a>/)
  t.match(body, /gọi số của Trung tâm/, 'who has no public number is reached through the centre')
  t.match(body, /0205 3812 345/)
  t.notMatch(body, /912 ?000 ?002|912 ?000 ?003/, 'no personal number')
  t.match(body, /Đến 17:00 ngày 02\/12\/2026/)
  t.match(body, /class="today"/)
})

scene('outside hours and before anything is published it still says what to do', async (t, s) => {
  await oneCentre(s)
  s.setNow('2026-12-02T18:00:00+07:00')
  const evening = await page(s)
  t.match(evening.body, /Ngoài giờ trực\./)
  t.match(evening.body, /Trực lại từ 07:30 ngày 03\/12\/2026/)
  s.setNow('2027-03-01T08:00:00+07:00')
  const later = await page(s)
  t.equal(later.status, 200)
  t.match(later.body, /Chưa có lịch trực được công bố cho tháng 03\/2027/)
  t.match(later.body, /0205 3812 345/)
  t.same(faults(evening.body + later.body.replace('<!doctype html>', '')), [])
})

scene('months follow one another by links', async (t, s) => {
  await oneCentre(s)
  s.setNow(MORNING)
  const links = (body: string) => [...body.matchAll(/href="([^"]*)" rel="(prev|next)"/g)].map(([, href = '', rel]) => [rel, decoded(href)])
  t.same(links((await page(s)).body), [
    ['prev', '/?centre=lang-son&month=2026-11'],
    ['next', '/?centre=lang-son&month=2027-01']
  ])
  const january = await page(s, '?centre=lang-son&month=2027-01')
  t.match(january.body, /Chưa có lịch trực được công bố cho tháng 01\/2027/)
  t.match(january.body, /Nông Thị Bình/, 'who is on duty now stands on the page of any month')
  t.same(links(january.body)[0], ['prev', '/?centre=lang-son&month=2026-12'])
  t.match((await page(s, '?month=2026-12')).body, /Điểm trực tòa án/)
})

scene('what people typed is shown, never obeyed', async (t, s) => {
  const evil = '<script>alert("x")</script> & \'Tòa\''
  await aCentre(s, { code: 'lang-son', name: `Trung tâm ${evil}`, province: evil, parentBody: evil })
  await anOfficer(s, { fullName: `An ${evil}` })
  const post = await aPost(s, { ...WEEK, name: evil })
  await aPublication(s)
  s.setNow(MORNING)
  const { body } = await page(s)
  t.notMatch(body, /<script/i)
  t.ok(decoded(body).includes(evil), 'the words are there')
  t.same(faults(body), [])
  t.equal((await s.call('PATCH', `/v1/posts/${post.id}`, { headers: at(post), body: { name: 'khác' } })).status, 200)
})

scene('each centre has its page; an unknown one has none', async (t, s) => {
  await oneCentre(s)
  t.notMatch((await page(s)).body, /<nav/)
  await aCentre(s, { code: 'dak-lak', province: 'Đắk Lắk' })
  const first = await page(s)
  t.match(first.body, /<nav/)
  t.match(decoded(first.body), /<a href="\/\?centre=dak-lak" aria-current="page">Đắk Lắk<\/a>/)
  const other = await page(s, '?centre=lang-son')
  t.match(other.body, /aria-current="page">Lạng Sơn/)
  t.same(faults(first.body), [])
  for (const [query, status] of [
    ['?centre=ha-noi', 404],
    ['?centre=', 404],
    ['?centre=%00', 404],
    ['?centre=lang-son&centre=dak-lak', 404],
    ['?centre=lang-son&month=2026-13', 400],
    ['?centre=lang-son&month=2026-12&month=2027-01', 400],
    ['?centre=lang-son&month=%3Cscript%3E', 400],
    ['?utm=x', 200]
  ] as const) {
    await t.test(query, async (t) => t.equal((await page(s, query)).status, status))
  }
})

scene('an empty database has a page too', async (t, s) => {
  const { status, body } = await page(s)
  t.equal(status, 200)
  t.match(body, /Chưa có Trung tâm nào/)
  t.same(faults(body), [])
})

scene('the style is served, and nothing from elsewhere is asked for', async (t, s) => {
  const style = await s.call<string>('GET', '/assets/style.css', { key: null })
  t.equal(style.status, 200)
  t.match(style.headers['content-type'] ?? '', /^text\/css/)
  t.notMatch(style.body, /@import|https?:/)
  t.notMatch((await page(s)).body, /(?:src|href)="(?:https?:)?\/\//)
})
