import { parse } from 'csv-parse/sync'
import type { Problem } from '../../src/http/problem.ts'
import { DIRECTORY_FORMATS } from '../../src/usecases/render-directory.ts'
import { fetchFile } from '../support/documents.ts'
import { aBranch, aCentre, aLawyer, anAgency, anOfficer, aSigner, type Made } from '../support/people.ts'
import { docxText, htmlText } from '../support/read-papers.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

interface DirectoryJson {
  readonly centre: { readonly code: string; readonly numbers: readonly { readonly national: string }[] }
  readonly asOf: string
  readonly generatedAt: string
  readonly audience: string
  readonly fingerprint: string
  readonly people: readonly {
    readonly id: string
    readonly code: string
    readonly fullName: string
    readonly role: string
    readonly branch: string | null
    readonly cardNumber: string | null
    readonly contractUntil: string | null
    readonly languages: readonly string[]
    readonly numbers: readonly { readonly national: string; readonly verifiedOn: string | null }[]
  }[]
}

const DUTY = { number: '0912000001', kind: 'duty', verifiedOn: '2026-11-20' } as const
const PERSONAL = { number: '0912000002', kind: 'personal', verifiedOn: '2026-11-19' } as const
const INTERNAL = { number: '0912000003', kind: 'personal', visibility: 'internal' } as const
const CONSENTED = { number: '0912000004', kind: 'personal', visibility: 'public', verifiedOn: null } as const

/** Five people: who is listed today, and how their numbers may be read. */
async function world(s: Scene): Promise<{ an: Made; keyFor: (body?: object) => Promise<string> }> {
  await aCentre(s, { code: 'lang-son' })
  await aBranch(s, { code: 'cn2', name: 'Chi nhánh số 2' })
  await anAgency(s, { code: 'kv1', name: 'Tòa án nhân dân khu vực 1' })
  await anAgency(s, { code: 'cu', name: 'Tòa án nhân dân huyện cũ', validFrom: '2015-01-01', validTo: '2025-06-30' })
  const an = await anOfficer(s, {
    code: 'an',
    fullName: 'Hoàng Thị An',
    phones: [PERSONAL, DUTY, INTERNAL],
    languages: ['vi', 'tyz'],
    skills: ['children']
  })
  await anOfficer(s, { code: 'a-2', fullName: 'Đặng Ngọc Ẩn', phones: [CONSENTED], publicConsentOn: '2026-01-01', branch: 'cn2' })
  await aLawyer(s, { code: 'binh', fullName: 'Nông Văn Bình', phones: [] })
  await aLawyer(s, {
    code: 'het-han',
    fullName: 'Vi Văn Cường',
    contracts: [{ number: '9/HĐ', from: '2025-01-01', to: '2026-11-30' }]
  })
  await anOfficer(s, { code: 'moi', fullName: 'Lý Thị Dung', joinedOn: '2026-12-01', card: { number: '7', from: '2026-12-01' } })
  const keyFor = async (body: object = { agency: 'kv1' }): Promise<string> =>
    (
      await s.call<{ key: string }>('POST', '/v1/api-keys', {
        body: { name: 'x', centre: 'lang-son', scopes: ['numbers:agency'], ...body }
      })
    ).body.key
  return { an, keyFor }
}

const read = (s: Scene, query = '', options: object = { key: null }): Promise<Answer<DirectoryJson & Problem>> =>
  s.call('GET', `/v1/directory${query}`, options)
const codes = ({ people }: DirectoryJson): string[] => people.map(({ code }) => code)
const numbers = ({ people }: DirectoryJson): string[] => people.flatMap((person) => person.numbers.map(({ national }) => national))

scene('who serves on a day, by given name', async (t, s) => {
  await world(s)
  const today = await read(s)
  t.equal(today.status, 200)
  t.match(today.body, { asOf: '2026-11-22', generatedAt: '2026-11-22T10:00:00+07:00', audience: 'public', centre: { code: 'lang-son' } })
  t.same(codes(today.body), ['an', 'a-2', 'binh', 'het-han'], 'An before Ẩn before Bình')
  t.same(codes((await read(s, '?on=2026-12-01')).body), ['an', 'a-2', 'binh', 'moi'], 'the contract has ended, somebody has come')
  t.same(codes((await read(s, '?on=2018-01-01')).body), [])
  const [an, second, binh, cuong] = today.body.people
  t.match(an, {
    fullName: 'Hoàng Thị An',
    role: 'legal_aid_officer',
    branch: null,
    contractUntil: null,
    languages: ['vi', 'tyz'],
    skills: ['children']
  })
  t.match(an?.cardNumber, /TP-TGPL$/)
  t.equal(second?.branch, 'Chi nhánh số 2')
  t.match(binh, { role: 'contract_lawyer', cardNumber: null, contractUntil: '2027-12-31', numbers: [] })
  t.equal(cuong?.contractUntil, '2026-11-30')
  t.same(
    today.body.centre.numbers.map(({ national }) => national),
    ['0205 3812 345']
  )
})

const PUBLIC = ['0912 000 001', '0912 000 004']
const AGENCY = ['0912 000 001', '0912 000 002', '0912 000 004']
const ALL = ['0912 000 001', '0912 000 002', '0912 000 003', '0912 000 004']

scene('numbers by audience: owed to every proceeding body, whichever posts serve it', async (t, s) => {
  const { keyFor } = await world(s)
  const own = (body: DirectoryJson): string[] =>
    numbers(body)
      .filter((number) => /^0912 000 00[1-4]$/.test(number))
      .sort()
  const agency = await keyFor()
  const cases = [
    ['nobody in particular', null, '', 'public', PUBLIC],
    ['an agency that no post serves', agency, '', 'agency', AGENCY],
    ['the same, for the public', agency, '?audience=public', 'public', PUBLIC],
    ['a key of no agency', await keyFor({}), '', 'agency', AGENCY],
    ['a key without numbers', await keyFor({ scopes: ['catalogue:read'] }), '', 'public', PUBLIC],
    ['the centre', await keyFor({ scopes: ['numbers:internal'] }), '', 'internal', ALL],
    ['the centre, as agencies see it', await keyFor({ scopes: ['numbers:internal'] }), '?audience=agency', 'agency', AGENCY]
  ] as const
  for (const [title, key, query, audience, wanted] of cases) {
    await t.test(title, async (t) => {
      const { body } = await read(s, query, { key })
      t.equal(body.audience, audience)
      t.same(own(body), wanted)
    })
  }
  t.equal((await read(s, '?audience=agency')).status, 401)
  t.equal((await read(s, '?audience=agency', { key: await keyFor({ scopes: ['catalogue:read'] }) })).status, 403)
  t.equal((await read(s, '?audience=internal')).status, 400)
  const { body } = await read(s, '', { key: agency })
  t.match(body.people[0]?.numbers, [
    { national: '0912 000 001', verifiedOn: '2026-11-20' },
    { national: '0912 000 002', verifiedOn: '2026-11-19' }
  ])
})

scene('every personal number shown is a reading, and no other', async (t, s) => {
  const { an, keyFor } = await world(s)
  const key = await keyFor()
  const readings = async () =>
    (
      await s.call<{ items: { provider: { id: string }; operation: string; times: number }[] }>(
        'GET',
        '/v1/number-readings?centre=lang-son'
      )
    ).body.items
  await read(s)
  const anonymous = await readings()
  t.same(
    anonymous.map(({ operation }) => operation),
    ['getDirectory'],
    'only the one who consented has a personal number there'
  )
  await read(s, '', { key })
  await fetchFile(s, '/v1/directory.csv', { key })
  const theirs = (await readings()).filter(({ provider }) => provider.id === an.id)
  t.same(theirs.map(({ operation }) => operation).sort(), ['getDirectory', 'getDirectoryDocument'])
  const times = async (): Promise<number> => (await readings()).reduce((sum, each) => sum + each.times, 0)
  const { headers } = await read(s, '', { key })
  const before = await times()
  t.equal((await read(s, '', { key, headers: { 'if-none-match': headers.etag } })).status, 304)
  t.equal(await times(), before, 'who has it already reads nothing')
})

scene('unchanged, unsent: one ETag, one content', async (t, s) => {
  const { an, keyFor } = await world(s)
  const first = await read(s)
  const etag = first.headers.etag ?? ''
  const known = (options: object = {}) => read(s, '', { key: null, headers: { 'if-none-match': etag }, ...options })
  t.equal((await known()).status, 304)
  s.setNow('2026-11-22T18:00:00+07:00')
  t.equal((await known()).status, 304, 'later that day')
  t.equal((await known({ key: await keyFor() })).status, 200, 'another reader')
  s.setNow('2026-11-23T08:00:00+07:00')
  const next = await known()
  t.equal(next.status, 200, 'another day')
  t.equal(next.body.fingerprint, first.body.fingerprint, 'but nothing has changed')
  const phones = [{ number: '0912000009', kind: 'duty' }]
  t.equal((await s.call('PATCH', `/v1/providers/${an.id}`, { body: { phones }, headers: { 'if-match': '"1"' } })).status, 200)
  t.not((await read(s)).body.fingerprint, first.body.fingerprint)
  t.match(first.headers.vary, /Accept,.*Authorization/)
})

scene('a fingerprint tells nothing about numbers that the reader may not know', async (t, s) => {
  const { an } = await world(s)
  const before = (await read(s)).body.fingerprint
  const phones = [DUTY, { ...PERSONAL, number: '0912000022' }, INTERNAL]
  t.equal((await s.call('PATCH', `/v1/providers/${an.id}`, { body: { phones }, headers: { 'if-match': '"1"' } })).status, 200)
  t.equal((await read(s)).body.fingerprint, before)
})

const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
  txt: 'text/plain',
  html: 'text/html'
} as const

scene('each document by its name and by Accept: its type, a name, a strong ETag, the same bytes again', async (t, s) => {
  await world(s)
  const tags = new Set<string>()
  for (const format of DIRECTORY_FORMATS) {
    const first = await fetchFile(s, `/v1/directory.${format}`, { key: null })
    t.equal(first.status, 200, `${format}: ${first.status === 200 ? '' : first.text}`)
    t.ok(first.headers['content-type']?.startsWith(TYPES[format]), format)
    t.match(first.headers['content-disposition'], `filename="danh-sach-lang-son-2026-11-22.${format}"`)
    t.match(first.headers.etag, /^"[\w-]+"$/)
    tags.add(first.headers.etag ?? '')
    s.setNow('2026-11-22T23:59:00+07:00')
    t.strictSame(
      (await fetchFile(s, '/v1/directory', { key: null, headers: { accept: `${TYPES[format]}, */*;q=0.1` } })).bytes,
      first.bytes
    )
    const again = await fetchFile(s, `/v1/directory.${format}`, { key: null, headers: { 'if-none-match': first.headers.etag ?? '' } })
    t.equal(again.status, 304)
  }
  t.equal(tags.size, DIRECTORY_FORMATS.length)
  for (const accept of ['*/*', 'application/json', 'image/png', 'text/html;q=0.5, application/json', 'text/html;q=0', 'q=,;']) {
    t.match((await fetchFile(s, '/v1/directory', { headers: { accept } })).headers['content-type'], /json/, accept)
  }
  t.match(
    (await fetchFile(s, '/v1/directory', { headers: { accept: 'application/json;q=0.5, text/html' } })).headers['content-type'],
    /html/
  )
  t.match((await fetchFile(s, '/v1/directory.html')).headers['content-security-policy'], /default-src 'none'/)
  t.equal((await s.call('GET', '/v1/directory.ics')).status, 400)
})

/** The words of a document. */
async function saidIn(s: Scene, format: 'csv' | 'html' | 'txt' | 'docx', query: string, key: string | null): Promise<string> {
  const { bytes, text } = await fetchFile(s, `/v1/directory.${format}${query}`, { key })
  if (format === 'docx') return docxText(bytes)
  return (format === 'html' ? htmlText(text) : text).replaceAll('\u00A0', ' ')
}

scene('a document never shows an internal number, and agencies’ ones only to those who may read them', async (t, s) => {
  const { keyFor } = await world(s)
  const cases = [
    [null, '', ['0912 000 001', '0912 000 004']],
    [await keyFor(), '', AGENCY],
    [await keyFor(), '?audience=public', PUBLIC],
    [await keyFor({ scopes: ['numbers:internal'] }), '', AGENCY]
  ] as const
  for (const [key, query, wanted] of cases) {
    for (const format of ['csv', 'html', 'txt', 'docx'] as const) {
      const said = await saidIn(s, format, query, key)
      t.same(
        ALL.filter((number) => said.includes(number)),
        wanted,
        `${format} ${query}`
      )
    }
  }
})

scene('the paper names whoever may sign, and the agencies of its day', async (t, s) => {
  await world(s)
  const paper = async (query = ''): Promise<string> => htmlText((await fetchFile(s, `/v1/directory.html${query}`)).text)
  t.notMatch(await paper(), 'Tô Văn Bách')
  t.match(await paper(), /GIÁM ĐỐC/)
  await aSigner(s)
  t.match(await paper(), /GIÁM ĐỐC Tô Văn Bách/)
  t.match(await paper(), '- Tòa án nhân dân khu vực 1;')
  t.notMatch(await paper(), 'huyện cũ')
  t.match(await paper('?on=2025-06-30'), 'huyện cũ')
  t.match(await paper('?on=2025-06-30'), 'Lạng Sơn, ngày 22 tháng 11 năm 2026')
  const rows = parse((await fetchFile(s, '/v1/directory.csv')).bytes, { columns: true, bom: true }) as Record<string, string>[]
  t.same(
    rows.map(({ code }) => code),
    codes((await read(s)).body),
    'every form lists the same people'
  )
})

scene('bad questions', async (t, s) => {
  await world(s)
  await aCentre(s, { code: 'dak-lak' })
  t.equal((await read(s)).body.code, 'CENTRE_REQUIRED')
  t.equal((await read(s, '?centre=lang-son')).status, 200)
  t.equal((await read(s, '?centre=ha-noi')).status, 404)
  for (const on of ['2026-02-30', 'today', '2026-12', '', '2026-12-01T00:00:00Z'])
    t.equal((await read(s, `?centre=lang-son&on=${on}`)).status, 400, on)
  t.equal((await read(s, '?centre=lang-son&who=me')).status, 400)
})
