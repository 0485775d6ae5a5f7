import ICAL from 'ical.js'
import { fetchFile } from '../support/documents.ts'
import { aPublication } from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost } from '../support/people.ts'
import { readQrPng, readQrSvg } from '../support/read-qr.ts'
import { type Scene, scene } from '../support/scene.ts'

const MORNING = '2026-12-02T08:00:00+07:00'
const DUTY = { number: '0912000001', kind: 'duty', verifiedOn: '2026-11-20' } as const
const PERSONAL = { number: '0912000002', kind: 'personal', verifiedOn: '2026-11-20' } as const
const INTERNAL = { number: '0912000003', kind: 'personal', visibility: 'internal' } as const

/** A court with two posts in office hours: An at both, Bình, who has no public number, supports at one. */
async function world(s: Scene): Promise<{ keyFor: (body: object) => Promise<string> }> {
  await aCentre(s, { code: 'lang-son' })
  const an = await anOfficer(s, { code: 'an', fullName: 'Hoàng Thị Thanh An', phones: [PERSONAL, DUTY, INTERNAL] })
  const binh = await anOfficer(s, { code: 'binh', fullName: 'Nông Văn Bình', phones: [{ ...PERSONAL, number: '0912000005' }] })
  await anAgency(s, { code: 'kv1', name: 'Tòa án nhân dân khu vực 1' })
  await anAgency(s, { code: 'kv2', name: 'Tòa án nhân dân khu vực 2' })
  const days = { validFrom: '2026-12-01', validTo: '2026-12-04', agencies: ['kv1'] }
  const primary = { seat: 'primary', method: 'fixed', provider: an.id } as const
  await aPost(s, {
    ...days,
    code: 'diem-1',
    name: 'Điểm trực 1',
    seats: [primary, { seat: 'support', method: 'fixed', provider: binh.id }]
  })
  await aPost(s, { ...days, code: 'diem-2', name: 'Điểm trực 2; phòng A, tầng 2', seats: [primary] })
  await aPublication(s)
  s.setNow(MORNING)
  const keyFor = async (body: object): Promise<string> =>
    (
      await s.call<{ key: string }>('POST', '/v1/api-keys', {
        body: { name: 'x', centre: 'lang-son', scopes: ['numbers:agency'], ...body }
      })
    ).body.key
  return { keyFor }
}

/** The cards as an address book reads them. */
function read(text: string) {
  const parsed = ICAL.parse(text) as unknown[]
  return ((typeof parsed[0] === 'string' ? [parsed] : parsed) as unknown[][]).map((each) => {
    const card = new ICAL.Component(each)
    const value = (name: string): string => String(card.getFirstPropertyValue(name))
    return {
      uid: value('uid'),
      name: value('fn'),
      org: value('org'),
      title: value('title'),
      role: value('role'),
      note: value('note').replaceAll('\\;', ';'),
      numbers: card.getAllProperties('tel').map((tel) => String(tel.getFirstValue()))
    }
  })
}

const cards = async (s: Scene, query: string, key: string | null = null) => {
  const file = await fetchFile(s, `/v1/on-duty.vcf?${query}`, { key })
  return { ...file, cards: file.status === 200 ? read(file.text) : [] }
}

scene('a card for each person on duty, in call order, then the centre', async (t, s) => {
  await world(s)
  const { headers, cards: all } = await cards(s, 'agency=kv1')
  t.equal(headers['content-type'], 'text/vcard; charset=utf-8')
  t.match(headers['content-disposition'], 'attachment; filename="nguoi-truc-lang-son-kv1.vcf"')
  t.same(
    all.map(({ name }) => name),
    ['Hoàng Thị Thanh An', 'Nông Văn Bình', 'Trung tâm trợ giúp pháp lý nhà nước tỉnh Lạng Sơn']
  )
  const [an, binh, centre] = all
  t.match(an, { title: 'Trợ giúp viên pháp lý', role: 'Người trực', org: 'Trung tâm trợ giúp pháp lý nhà nước tỉnh Lạng Sơn' })
  t.same(an?.numbers, ['+84912000001'])
  t.equal(
    an?.note,
    'Người trực: Điểm trực 1, đến 17:00 ngày 02/12/2026.\nNgười trực: Điểm trực 2; phòng A, tầng 2, đến 17:00 ngày 02/12/2026.\nTheo văn bản số 01/TB-TGPL.'
  )
  t.same(binh?.numbers, [])
  t.match(binh, { role: 'Người hỗ trợ trực', note: /Gọi số của Trung tâm\.$/ })
  t.match(centre, { numbers: ['+842053812345'], note: 'Gọi khi không liên lạc được với người trực.', role: 'null' })
  t.match(an?.uid, /^urn:uuid:[0-9a-f-]{36}$/)
})

scene('numbers by audience, and their readings', async (t, s) => {
  const { keyFor } = await world(s)
  const first = async (query: string, key: string | null) => (await cards(s, query, key)).cards[0]?.numbers
  t.same(await first('post=diem-1', await keyFor({ agency: 'kv1' })), ['+84912000001', '+84912000002'])
  t.same(await first('post=diem-1', await keyFor({ agency: 'kv2' })), ['+84912000001'], 'the post of another agency')
  t.same(await first('post=diem-1', await keyFor({ scopes: ['numbers:internal'] })), ['+84912000001', '+84912000002', '+84912000003'])
  const { items } = (
    await s.call<{ items: { operation: string; provider: { code: string } }[] }>('GET', '/v1/number-readings?centre=lang-son')
  ).body
  t.same(
    items.map(({ operation }) => operation),
    Array(4).fill('getDutyCards'),
    'two keys, two people'
  )
})

scene('nobody on duty: the card of the centre says why and when somebody is again', async (t, s) => {
  await world(s)
  s.setNow('2026-12-02T18:00:00+07:00')
  const evening = await cards(s, 'post=diem-1')
  t.equal(evening.cards.length, 1)
  t.equal(evening.cards[0]?.note, 'Ngoài giờ trực.\nTrực lại từ 07:30 ngày 03/12/2026.\nGọi khi không liên lạc được với người trực.')
  const never = await cards(s, `agency=kv2&at=${encodeURIComponent('2027-05-01T08:00:00+07:00')}`)
  t.match(never.cards, [{ note: /^Chưa có người trực\.\nGọi/, numbers: ['+842053812345'] }])
})

scene('cacheable until the next change; unchanged, unsent', async (t, s) => {
  await world(s)
  const { headers } = await cards(s, 'post=diem-1')
  t.match(headers['cache-control'], /^private, max-age=\d+/)
  const etag = headers.etag ?? ''
  const again = async () => (await fetchFile(s, '/v1/on-duty.vcf?post=diem-1', { key: null, headers: { 'if-none-match': etag } })).status
  t.equal(await again(), 304)
  s.setNow('2026-12-02T18:00:00+07:00')
  t.equal(await again(), 200)
})

scene('the questions of on-duty, and its refusals', async (t, s) => {
  await world(s)
  t.equal((await cards(s, 'q=khu+vuc+1')).cards.length, 3)
  for (const [query, status] of [
    ['', 400],
    ['agency=kv1&post=diem-1', 400],
    ['agency=kv1&at=now', 400],
    ['agency=kv1&who=me', 400],
    ['agency=kv9', 404],
    ['agency=kv1&centre=ha-noi', 404],
    ['q=toa+an+nhan+dan', 409]
  ] as const) {
    t.equal((await cards(s, query)).status, status, query)
  }
})

scene('the code of a post opens its public page', async (t, s) => {
  await world(s)
  const wanted = 'http://127.0.0.1:3000/truc/lang-son/diem-1'
  const svg = await fetchFile(s, '/v1/posts/diem-1/qr.svg', { key: null })
  t.equal(svg.headers['content-type'], 'image/svg+xml')
  t.equal(readQrSvg(svg.text), wanted)
  const png = await fetchFile(s, '/v1/posts/diem-1/qr.png', { key: null })
  t.equal(png.headers['content-type'], 'image/png')
  t.equal(readQrPng(png.bytes), wanted)
  t.equal((await fetchFile(s, '/v1/posts/diem-1/qr.png', { headers: { 'if-none-match': png.headers.etag ?? '' } })).status, 304)
  t.equal((await fetchFile(s, new URL(wanted).pathname, { key: null })).status, 200)
  for (const [path, status] of [
    ['diem-9/qr.svg', 404],
    ['diem-1/qr.gif', 400]
  ] as const) {
    t.equal((await s.call('GET', `/v1/posts/${path}`)).status, status, path)
  }
})
