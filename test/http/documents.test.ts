import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import { DOCUMENT_FORMATS } from '../../src/http/document-files.ts'
import { type File, fetchFile } from '../support/documents.ts'
import { readIcs } from '../support/ics.ts'
import { aPublication, at, type PublicationJson, readPublication, type SlotJson } from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

const DUTY = { number: '0912000001', kind: 'duty', verifiedOn: '2026-11-20' } as const
const PERSONAL = { number: '0912000002', kind: 'personal', verifiedOn: '2026-11-20' } as const
const INTERNAL = { number: '0912000003', kind: 'personal', visibility: 'internal' } as const

/** Two courts, each with a post of its own on the first four days of December; An has numbers of every visibility. */
async function world(s: Scene) {
  await aCentre(s, { code: 'lang-son' })
  const an = await anOfficer(s, { code: 'an', fullName: 'Hoàng Thị An', phones: [DUTY, PERSONAL, INTERNAL] })
  const binh = await anOfficer(s, { code: 'binh', fullName: 'Nông Văn Bình' })
  const courts = [
    await anAgency(s, { code: 'kv1', name: 'Tòa án khu vực 1' }),
    await anAgency(s, { code: 'kv2', name: 'Tòa án khu vực 2' })
  ] as const
  const days = { validFrom: '2026-12-01', validTo: '2026-12-04' }
  const fixed = (provider: string) => [{ seat: 'primary', method: 'fixed', provider }] as const
  await aPost(s, { ...days, code: 'diem-1', name: 'Điểm trực 1', agencies: [courts[0].id], seats: fixed(an.id) })
  await aPost(s, { ...days, code: 'diem-2', name: 'Điểm trực 2', agencies: [courts[1].id], seats: fixed(binh.id) })
  const keyFor = async (body: object): Promise<string> =>
    (await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'x', centre: 'lang-son', ...body } })).body.key
  const head = await aPublication(s)
  return { an, binh, courts, head, keyFor, of: (format: string, query = '') => `/v1/publications/${head.id}/documents/${format}${query}` }
}

const TYPES: Readonly<Record<string, RegExp>> = {
  docx: /^application\/vnd.openxmlformats-officedocument.wordprocessingml.document$/,
  pdf: /^application\/pdf$/,
  xlsx: /^application\/vnd.openxmlformats-officedocument.spreadsheetml.sheet$/,
  csv: /^text\/csv; charset=utf-8/,
  ics: /^text\/calendar; charset=utf-8$/,
  txt: /^text\/plain; charset=utf-8$/,
  html: /^text\/html; charset=utf-8$/,
  json: /^application\/json; charset=utf-8$/
}

scene('every format comes with its type, a name, a strong ETag, and the same bytes again', async (t, s) => {
  const { of } = await world(s)
  const tags = new Set<string>()
  for (const format of DOCUMENT_FORMATS) {
    const first = await fetchFile(s, of(format))
    t.equal(first.status, 200, `${format}: ${first.status === 200 ? '' : first.text}`)
    t.match(first.headers['content-type'], TYPES[format], format)
    const disposition = first.headers['content-disposition'] ?? ''
    t.match(
      disposition,
      new RegExp(`^(inline|attachment); filename="lich-truc-lang-son-2026-12-01-tb-tgpl.${format}"; filename\\*=UTF-8''`),
      format
    )
    t.equal(decodeURIComponent(disposition.split("UTF-8''")[1] ?? ''), `Lịch trực tháng 12-2026 - 01-TB-TGPL.${format}`)
    t.match(first.headers.vary, /Authorization/)
    t.strictSame((await fetchFile(s, of(format))).bytes, first.bytes, format)
    const etag = first.headers.etag ?? ''
    t.match(etag, /^"[\w-]+"$/)
    tags.add(etag)
    t.equal((await fetchFile(s, of(format), { headers: { 'if-none-match': etag } })).status, 304, format)
  }
  t.equal(tags.size, DOCUMENT_FORMATS.length, 'each format has another ETag')
})

scene('a page to print asks for nothing from elsewhere', async (t, s) => {
  const { of } = await world(s)
  const { headers } = await fetchFile(s, of('html'))
  t.match(headers['content-security-policy'], /default-src 'none'/)
})

scene('all representations agree with the JSON', async (t, s) => {
  const { of, head } = await world(s)
  const json = JSON.parse((await fetchFile(s, of('json'))).text) as Omit<PublicationJson, 'slots'> & { readonly slots: readonly SlotJson[] }
  const read = await readPublication(s, head.id)
  t.strictSame({ ...json, people: [] }, { ...read, people: [] }, 'the JSON is the publication')
  const seats = json.slots
    .flatMap(({ id, postId, start, end, seats }) =>
      seats.map(({ seat, providerId }) => ({
        slot: id,
        post: json.posts.find((post) => post.id === postId)?.code,
        name: json.people.find((person) => person.id === providerId)?.fullName,
        seat,
        start: Date.parse(start),
        end: Date.parse(end)
      }))
    )
    .sort((a, b) => (a.slot < b.slot ? -1 : 1))
  t.equal(seats.length, 8)
  const rows = parse((await fetchFile(s, of('csv'))).bytes, { columns: true, bom: true }) as Record<string, string>[]
  t.strictSame(
    rows
      .map(({ slotId, postCode, providerName, seat, start = '', end = '' }) => ({
        slot: slotId ?? '',
        post: postCode,
        name: providerName,
        seat,
        start: Date.parse(start),
        end: Date.parse(end)
      }))
      .sort((a, b) => (a.slot < b.slot ? -1 : 1)),
    seats
  )
  const { events } = readIcs((await fetchFile(s, of('ics'))).bytes)
  t.strictSame(
    events.map(({ uid, start, end }) => ({ uid, start, end })).sort((a, b) => (a.uid < b.uid ? -1 : 1)),
    seats.map(({ slot, seat, start, end }) => ({ uid: `${slot}-${seat}@lichtruc`, start, end }))
  )
  const book = new ExcelJS.Workbook()
  await book.xlsx.load((await fetchFile(s, of('xlsx'))).bytes.buffer as ArrayBuffer)
  t.equal(book.worksheets.length, 1 + json.posts.length)
})

const POLICIES = [
  ['nobody in particular', undefined, '', { ok: true, personal: false, posts: 2 }],
  ['nobody, asking for agencies’ numbers', undefined, '?audience=agency', { ok: false, status: 401 }],
  ['a key that may not', { scopes: ['rosters:read'] }, '?audience=agency', { ok: false, status: 403 }],
  ['a key that may not, asking for nothing special', { scopes: ['rosters:read'] }, '', { ok: true, personal: false, posts: 2 }],
  ['a key for every agency', { scopes: ['numbers:agency'] }, '', { ok: true, personal: true, posts: 2 }],
  ['the same for the public', { scopes: ['numbers:agency'] }, '?audience=public', { ok: true, personal: false, posts: 2 }],
  ['the agency of the post', { scopes: ['numbers:agency'], agency: 'kv1' }, '', { ok: true, personal: true, posts: 1 }],
  [
    'the agency, all posts for the public',
    { scopes: ['numbers:agency'], agency: 'kv1' },
    '?audience=public',
    { ok: true, personal: false, posts: 2 }
  ],
  ['another agency', { scopes: ['numbers:agency'], agency: 'kv2' }, '?agency=kv1', { ok: true, personal: false, posts: 1 }],
  [
    'another agency, asking for more',
    { scopes: ['numbers:agency'], agency: 'kv2' },
    '?agency=kv1&audience=agency',
    { ok: false, status: 403 }
  ],
  ['the centre itself', { scopes: ['numbers:internal'] }, '', { ok: true, personal: true, posts: 2 }],
  ['the centre, the paper of one agency', { scopes: ['numbers:internal'] }, '?agency=kv1', { ok: true, personal: true, posts: 1 }]
] as const

type Policy = (typeof POLICIES)[number]
type Check = { equal(found: unknown, wanted: unknown, title: string): unknown }

function checkFile(t: Check, format: string, { status, text }: File, expected: Policy[3]): void {
  if (!expected.ok) {
    t.equal(status, expected.status, format)
    return
  }
  t.equal(status, 200, status === 200 ? format : text)
  const unfolded = text.replaceAll('\r\n ', '')
  t.equal(/912[ .]?000[ .]?002/.test(unfolded), expected.personal, `${format}: personal numbers`)
  t.equal(/912[ .]?000[ .]?003/.test(unfolded), false, `${format}: internal numbers`)
  if (format === 'csv' || format === 'json') t.equal(/diem-2/.test(text), expected.posts === 2, `${format}: posts`)
}

/** One ETag, one content: what differs has another name. */
function checkState(t: Check, known: Map<string, string>, { headers, text }: File): void {
  if (headers.etag === undefined) return
  const hash = createHash('sha256').update(text).digest('hex')
  t.equal(known.get(headers.etag) ?? hash, hash, 'one ETag, one content')
  known.set(headers.etag, hash)
}

scene('a document never shows more than its reader may read, and internal numbers to nobody', async (t, s) => {
  const { of, keyFor } = await world(s)
  const known = new Map<string, string>()
  for (const [title, wanted, query, expected] of POLICIES) {
    const key = wanted === undefined ? null : await keyFor(wanted)
    for (const format of ['csv', 'json', 'ics', 'html', 'txt'] as const) {
      await t.test(`${title}: ${format}`, async (t) => {
        const file = await fetchFile(s, of(format, query), { key })
        checkFile(t, format, file, expected)
        checkState(t, known, file)
      })
    }
  }
})

scene('a spreadsheet says what everybody bears to those who may read rosters, and to nobody else', async (t, s) => {
  const { of, keyFor } = await world(s)
  const heads = async (key: string | null, query = ''): Promise<string> => {
    const book = new ExcelJS.Workbook()
    await book.xlsx.load((await fetchFile(s, of('xlsx', query), { key })).bytes.buffer as ArrayBuffer)
    return JSON.stringify(book.worksheets[0]?.getSheetValues())
  }
  t.match(await heads(await keyFor({ scopes: ['rosters:read', 'numbers:internal'] })), 'Điểm trực"')
  t.notMatch(await heads(await keyFor({ scopes: ['numbers:agency'] })), 'Điểm trực"')
  t.notMatch(await heads(null), 'Điểm trực"')
})

scene('a calendar of one post or one person; other formats have no such thing', async (t, s) => {
  const { of, an } = await world(s)
  t.equal(readIcs((await fetchFile(s, of('ics', '?provider=an'))).bytes).name, 'Lịch trực trợ giúp pháp lý - Hoàng Thị An')
  t.equal(readIcs((await fetchFile(s, of('ics', `?provider=${an.id}`))).bytes).events.length, 4)
  t.equal(readIcs((await fetchFile(s, of('ics', '?post=diem-2'))).bytes).name, 'Lịch trực trợ giúp pháp lý - Điểm trực 2')
  t.match((await s.call('GET', of('pdf', '?post=diem-2'))).body, { status: 400, errors: [{ pointer: '?post', code: 'BAD_VALUE' }] })
})

scene('what is asked for must be in the publication', async (t, s) => {
  const { of } = await world(s)
  for (const [query, pointer] of [
    ['agency=kv9', '?agency'],
    ['post=x', '?post'],
    ['provider=x', '?provider']
  ] as const) {
    t.match((await s.call('GET', of('ics', `?${query}`))).body, { status: 400, errors: [{ pointer, code: 'BAD_REFERENCE' }] })
  }
  t.equal((await s.call('GET', of('odt'))).status, 400)
  t.equal((await s.call('GET', '/v1/publications/2026-11/documents/pdf')).status, 404)
})

interface Drawn {
  readonly amendment: { readonly id: string; readonly version: number }
}

scene('the calendar of a later version cancels what it takes away; that of the first stays as it was', async (t, s) => {
  const { of, head, an, binh } = await world(s)
  const before = await fetchFile(s, of('ics', '?provider=an'))
  const { slots } = (await readPublication(s, head.id)) as unknown as { slots: readonly SlotJson[] }
  const slot = slots.find(({ seats }) => seats.some(({ providerId }) => providerId === an.id))
  const body = { reason: 'Đồng chí An đi công tác', changes: [{ slot: slot?.id, seat: 'primary', provider: binh.id }] }
  const { amendment } = (await s.call<Drawn>('POST', '/v1/publications/2026-12/amendments', { body })).body
  t.equal((await s.call('POST', `/v1/amendments/${amendment.id}/approve`, { body: {}, headers: at(amendment) })).status, 200)
  t.strictSame((await fetchFile(s, of('ics', '?provider=an'))).bytes, before.bytes)
  const anew = readIcs((await fetchFile(s, of('ics', '?provider=an&audience=public'))).bytes).events
  t.strictSame(
    anew.map(({ status, sequence }) => `${status} ${sequence}`),
    Array(4).fill('CONFIRMED 0'),
    'also when it is made only now'
  )
  const { events } = readIcs((await fetchFile(s, '/v1/publications/2026-12/documents/ics?provider=an')).bytes)
  t.strictSame(
    events.filter(({ uid }) => uid.startsWith(slot?.id ?? 'x')).map(({ status, sequence }) => ({ status, sequence })),
    [{ status: 'CANCELLED', sequence: 1 }]
  )
  t.equal(events.filter(({ status, sequence }) => status === 'CONFIRMED' && sequence === 0).length, 3)
})
