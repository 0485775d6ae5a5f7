import { sql } from 'drizzle-orm'
import type { Problem } from '../../src/http/problem.ts'
import { type PlanJson, published, QUICK, WAIT } from '../support/months.ts'
import { aBranch, aCentre, aLawyer, anAgency, anOfficer, aPost, aSigner, type Made } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

interface Provider extends Made {
  readonly fullName: string
  readonly phones: readonly { readonly e164: string; readonly national: string; readonly href: string; readonly visibility: string }[]
}

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')

const person = { code: 'x', fullName: 'Lê Văn Chín', role: 'contract_lawyer', joinedOn: '2020-01-01' }

scene('a person is entered, read by id and code, changed field by field, listed and removed', async (t, s) => {
  await aCentre(s)
  const branch = await aBranch(s, { code: 'chi-nhanh' })
  const agency = await anAgency(s, { code: 'toa' })
  const full = {
    ...person,
    fullName: '  Lê   Văn Chín ',
    sex: 'male',
    branch: 'chi-nhanh',
    card: { number: '12/TP-TGPL', from: '2020-01-01', to: null },
    contracts: [{ number: '1/HĐ', from: '2025-01-01', to: '2027-12-31' }],
    bars: [{ kind: 'sanction', from: '2025-02-01', to: '2025-02-28', reference: 'QĐ 5' }],
    phones: [{ number: '0912 345 678', kind: 'personal', verifiedOn: '2026-11-01' }],
    ties: [{ agency: 'toa', relation: 'vợ là thẩm phán' }],
    languages: ['vi', 'tyz', 'vi'],
    skills: ['children'],
    dutyShare: 50
  }
  const created = await s.call<Provider>('POST', '/v1/providers', { body: full })
  t.equal(created.status, 201)
  t.match(created.body, {
    version: 1,
    fullName: 'Lê Văn Chín',
    branchId: branch.id,
    card: { number: '12/TP-TGPL', from: '2020-01-01', to: null },
    contracts: [{ number: '1/HĐ', from: '2025-01-01', to: '2027-12-31', extension: false }],
    bars: [{ kind: 'sanction', from: '2025-02-01', to: '2025-02-28', reference: 'QĐ 5' }],
    phones: [{ e164: '+84912345678', national: '0912 345 678', href: 'tel:+84912345678', visibility: 'agency', verifiedOn: '2026-11-01' }],
    ties: [{ agencyId: agency.id, relation: 'vợ là thẩm phán' }],
    languages: ['vi', 'tyz'],
    dutyShare: 50,
    endedOn: null,
    publicConsentOn: null
  })
  for (const ref of [created.body.id, 'x']) t.same((await s.call('GET', `/v1/providers/${ref}`)).body, created.body)
  const { version: _, dutyShare: __, ...rest } = created.body as Provider & { dutyShare: number }
  const changed = await s.call<Provider>('PATCH', '/v1/providers/x', {
    body: { dutyShare: 100, branch: null },
    headers: { 'if-match': '"1"' }
  })
  t.same(changed.body, { ...rest, version: 2, dutyShare: 100, branchId: null }, 'what was not named stays')
  t.equal((await s.call('DELETE', '/v1/branches/chi-nhanh', { headers: { 'if-match': '"1"' } })).status, 204, 'nobody refers to it now')
  t.equal((await s.call('DELETE', '/v1/providers/x', { headers: { 'if-match': '"2"' } })).status, 204)
  t.equal((await s.call('GET', '/v1/providers/x')).status, 404)
  t.equal((await s.call('POST', '/v1/providers', { body: person })).status, 201, 'the code is free again')
})

scene('phones are normalised, however they are typed', async (t, s) => {
  await aCentre(s)
  const cases = [
    ['0912345678', '+84912345678', '0912 345 678'],
    ['+84 912 345 678', '+84912345678', '0912 345 678'],
    ['0084.912.345.678', '+84912345678', '0912 345 678'],
    ['(0205) 381-2345', '+842053812345', '0205 3812 345'],
    ['1800 1233', '18001233', '1800 1233'],
    ['069.234.2593', '+84692342593', '069 234 2593']
  ] as const
  for (const [at, [number, e164, national]] of cases.entries()) {
    const { body } = await s.call<Provider>('POST', '/v1/providers', {
      body: { ...person, code: `p${at}`, phones: [{ number, kind: 'duty' }] }
    })
    t.match(body.phones, [{ e164, national, href: `tel:${e164}`, visibility: 'public' }], number)
  }
  const bad = [
    ['a word', [{ number: 'không có', kind: 'duty' }], '400 BAD_PHONE /phones/0/number'],
    ['too short', [{ number: '0912', kind: 'duty' }], '400 BAD_PHONE /phones/0/number'],
    [
      'said twice in two forms',
      [
        { number: '0912345678', kind: 'duty' },
        { number: '+84912345678', kind: 'personal' }
      ],
      '400 DUPLICATE_ITEM /phones/1/number'
    ],
    ['verified on no day', [{ number: '0912345678', kind: 'duty', verifiedOn: '2026-02-29' }], '400 BAD_DAY /phones/0/verifiedOn'],
    [
      'personal and public without consent',
      [{ number: '0912345678', kind: 'personal', visibility: 'public' }],
      '400 CONSENT_REQUIRED /phones/0/visibility'
    ]
  ] as const
  for (const [title, phones, expected] of bad) {
    t.equal(faults(await s.call<Problem>('POST', '/v1/providers', { body: { ...person, code: 'bad', phones } })), expected, title)
  }
  const consented = {
    ...person,
    code: 'open',
    publicConsentOn: '2026-01-01',
    phones: [{ number: '0912345678', kind: 'personal', visibility: 'public' }]
  }
  t.equal((await s.call('POST', '/v1/providers', { body: consented })).status, 201, 'with consent it may')
})

const contract = (from: string, to: string, extension = false) => ({ number: `${from}/HĐ`, from, to, extension })

scene('contracts keep the terms of TT 08/2017 Điều 15', async (t, s) => {
  await aCentre(s)
  const cases = [
    ['three years to the day', [contract('2024-03-01', '2027-02-28')], '201'],
    ['three years from New Year', [contract('2024-01-01', '2026-12-31')], '201'],
    ['one day more', [contract('2024-01-01', '2027-01-01')], '400 CONTRACT_TOO_LONG /contracts/0/to'],
    ['one day', [contract('2024-01-01', '2024-01-01')], '201'],
    ['ending before it begins', [contract('2024-01-02', '2024-01-01')], '400 BAD_PERIOD /contracts/0/to'],
    ['next to one another', [contract('2024-01-01', '2024-12-31'), contract('2025-01-01', '2025-12-31')], '201'],
    [
      'sharing a day',
      [contract('2024-01-01', '2025-01-01'), contract('2025-01-01', '2025-12-31')],
      '400 CONTRACT_OVERLAP /contracts/1/from'
    ],
    [
      'one within another, later said first',
      [contract('2024-06-01', '2024-07-01'), contract('2024-01-01', '2025-01-01')],
      '400 CONTRACT_OVERLAP /contracts/0/from'
    ],
    ['extended once', [contract('2022-01-01', '2024-12-31'), contract('2025-01-01', '2027-12-31', true)], '201'],
    ['extending nothing', [contract('2025-01-01', '2027-12-31', true)], '400 BAD_PERIOD /contracts/0/extension'],
    [
      'extended after a gap of a day',
      [contract('2022-01-01', '2024-12-30'), contract('2025-01-01', '2026-12-31', true)],
      '400 BAD_PERIOD /contracts/1/extension'
    ],
    [
      'extended twice',
      [contract('2022-01-01', '2022-12-31'), contract('2023-01-01', '2023-12-31', true), contract('2024-01-01', '2024-12-31', true)],
      '400 CONTRACT_EXTENDED_TWICE /contracts/2/extension'
    ],
    [
      'extended, then a new one extended',
      [
        contract('2021-01-01', '2021-12-31'),
        contract('2022-01-01', '2022-12-31', true),
        contract('2023-01-01', '2023-12-31'),
        contract('2024-01-01', '2024-12-31', true)
      ],
      '201'
    ],
    [
      'an extension longer than three years',
      [contract('2022-01-01', '2022-12-31'), contract('2023-01-01', '2026-01-01', true)],
      '400 CONTRACT_TOO_LONG /contracts/1/to'
    ]
  ] as const
  for (const [at, [title, contracts, expected]] of cases.entries()) {
    const answer = await s.call<Problem>('POST', '/v1/providers', { body: { ...person, code: `c${at}`, contracts } })
    t.equal(faults(answer), expected, title)
  }
})

scene('a change is checked whole, as a new person would be', async (t, s) => {
  await aCentre(s)
  await aLawyer(s, { code: 'ls' })
  const cases = [
    ['ending before joining', { endedOn: '2024-12-31' }, '400 BAD_PERIOD /endedOn'],
    ['joining after the end', { joinedOn: '2026-02-01', endedOn: '2026-01-31' }, '400 BAD_PERIOD /endedOn'],
    ['no name', { fullName: ' \u200b ' }, '400 MISSING_FIELD /fullName'],
    ['a code with capitals', { code: 'LS' }, '400 BAD_CODE /code'],
    ['a code like an id', { code: '019b0b1e-7c1a-7000-8000-000000000001' }, '400 BAD_CODE /code'],
    ['no duty at all', { dutyShare: 0 }, '400 BAD_FIELD /dutyShare'],
    ['more than all duty', { dutyShare: 101 }, '400 BAD_FIELD /dutyShare'],
    ['half a per cent', { dutyShare: 1.5 }, '400 BAD_FIELD /dutyShare'],
    ['a card that ends before it begins', { card: { number: '1', from: '2025-01-02', to: '2025-01-01' } }, '400 BAD_PERIOD /card/to'],
    [
      'a bar that ends before it begins',
      { bars: [{ kind: 'sanction', from: '2025-01-02', to: '2025-01-01' }] },
      '400 BAD_PERIOD /bars/0/to'
    ],
    ['null for a name', { fullName: null }, '400 BAD_FIELD /fullName'],
    ['two ties to one agency', { ties: [1, 2].map(() => ({ agency: 'toa', relation: 'x' })) }, '400 DUPLICATE_ITEM /ties/1/agency'],
    ['a branch that is none', { branch: 'khong-co' }, '400 BAD_REFERENCE /branch'],
    ['a branch with a NUL', { branch: 'a\0' }, '400 BAD_REFERENCE /branch']
  ] as const
  await anAgency(s, { code: 'toa' })
  for (const [title, body, expected] of cases) {
    t.equal(faults(await s.call<Problem>('PATCH', '/v1/providers/ls', { body, headers: { 'if-match': '"1"' } })), expected, title)
  }
  t.match((await s.call('GET', '/v1/providers/ls')).body, { version: 1 }, 'nothing was written')
  const other = await anOfficer(s)
  const taken = await s.call<Problem>('PATCH', `/v1/providers/${other.id}`, { body: { code: 'ls' }, headers: { 'if-match': '"1"' } })
  t.match(taken, { status: 409, body: { code: 'CODE_TAKEN', errors: [{ pointer: '/code' }] } })
})

scene('lists are narrowed by role, by day and by words', async (t, s) => {
  await aCentre(s)
  await anOfficer(s, { code: 'a', fullName: 'Nông Đức Mạnh' })
  await anOfficer(s, { code: 'b', fullName: 'Lý Thị Hà', endedOn: '2026-03-31' })
  await aLawyer(s, { code: 'c', fullName: 'Đặng Hà', joinedOn: '2026-04-01' })
  const codes = async (query: string) =>
    (await s.call<{ items: Made[] }>('GET', `/v1/providers?${query}`)).body.items?.map(({ code }) => code).join('')
  const cases = [
    ['', 'abc'],
    ['role=contract_lawyer', 'c'],
    ['role=collaborator', ''],
    ['on=2026-03-31', 'ab'],
    ['on=2026-04-01', 'ac'],
    ['on=2018-12-31', ''],
    ['q=ha', 'bc'],
    ['q=ha%20dang', 'c'],
    ['q=duc', 'a'],
    ['q=ha&on=2026-04-01', 'c'],
    ['q=ha&role=legal_aid_officer', 'b']
  ] as const
  for (const [query, expected] of cases) t.equal(await codes(query), expected, query)
  t.match(await s.call('GET', '/v1/providers?on=mai'), { status: 400, body: { code: 'BAD_DAY' } })
})

async function publishedMonth(s: Scene, officer: string): Promise<void> {
  await aPost(s, {
    seats: [{ seat: 'primary', method: 'fixed', provider: officer }],
    patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=7', startsAt: '07:30', duration: 'PT8H' }]
  })
  await aSigner(s)
  const draft = await s.call('POST', '/v1/rosters', { body: { month: '2026-12' } })
  const plan = await s.call<PlanJson>('POST', '/v1/rosters/2026-12/plan', {
    body: QUICK,
    headers: { ...WAIT, 'if-match': draft.headers.etag ?? '' }
  })
  await published(s, plan.body.roster)
}

scene('who has stood duty is ended, never deleted', async (t, s) => {
  await aCentre(s)
  const officer = await anOfficer(s)
  await publishedMonth(s, officer.id)
  const url = `/v1/providers/${officer.id}`
  const refused = await s.call<Problem>('DELETE', url, { headers: { 'if-match': '"1"' } })
  t.match(refused, { status: 409, body: { code: 'HAS_HISTORY' } })
  t.equal((await s.call('GET', url)).status, 200)
  const ended = await s.call('PATCH', url, { body: { endedOn: '2026-12-31' }, headers: { 'if-match': '"1"' } })
  t.match(ended, { status: 200, body: { endedOn: '2026-12-31' } })
})

scene('who is referred to is not deleted', async (t, s) => {
  await aCentre(s)
  const cases: readonly (readonly [string, (id: string, other: string) => Promise<unknown>])[] = [
    ['an absence', (id) => s.call('POST', '/v1/absences', { body: { provider: id, kind: 'other', from: '2026-01-01', to: '2026-01-01' } })],
    ['a pair', (id, other) => s.call('POST', '/v1/pairs', { body: { providers: [id, other], from: '2026-01-01' } })],
    ['a fixed seat', (id) => aPost(s, { seats: [{ seat: 'primary', method: 'fixed', provider: id }] })],
    ['a stand-in', (id, other) => aPost(s, { seats: [{ seat: 'primary', method: 'fixed', provider: other, standIn: id }] })],
    ['a turn', (id) => aPost(s, { seats: [{ seat: 'primary', method: 'cycle', order: [id] }] })],
    ['an exclusion', (id) => aPost(s, { eligibility: { excluded: [id] } })]
  ]
  for (const [title, refer] of cases) {
    const { id } = await anOfficer(s)
    await refer(id, (await anOfficer(s)).id)
    const answer = await s.call<Problem>('DELETE', `/v1/providers/${id}`, { headers: { 'if-match': '"1"' } })
    t.match(answer, { status: 409, body: { code: 'IN_USE' } }, title)
  }
  const { id } = await aLawyer(s, { ties: [{ agency: (await anAgency(s)).id, relation: 'x' }] })
  t.equal((await s.call('DELETE', `/v1/providers/${id}`, { headers: { 'if-match': '"1"' } })).status, 204, 'its own parts go with it')
  const left = (await s.deps.db.execute(sql`select 1 from provider_contracts where provider_id = ${id}`)) as unknown as { rows: unknown[] }
  t.same(left.rows, [])
})

scene('protection from night duty is recorded, and only the centre’s own keys read it', async (t, s) => {
  await aCentre(s, { code: 'mot' })
  const nursing = { kind: 'nursing', from: '2026-10-01', to: '2027-04-30', consent: true }
  await s.call('POST', '/v1/providers', { body: { ...person, protections: [nursing, { kind: 'pregnancy', from: '2026-05-01' }] } })
  const whole = { protections: { length: 2, 0: nursing, 1: { kind: 'pregnancy', from: '2026-05-01', to: null, consent: false } } }
  t.match((await s.call('GET', '/v1/providers/x')).body, whole)
  const keyWith = async (...scopes: string[]) =>
    (await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'x', scopes, centre: 'mot' } })).body.key
  const reader = await keyWith('catalogue:read', 'numbers:agency')
  const central = await keyWith('catalogue:read', 'numbers:internal')
  for (const url of ['/v1/providers/x', '/v1/providers']) {
    t.notMatch(JSON.stringify((await s.call('GET', url, { key: reader })).body), /protections|nursing|pregnancy/, url)
    t.match(JSON.stringify((await s.call('GET', url, { key: central })).body), /protections/, url)
  }
  await anAgency(s, { code: 'toa' })
  const body = { name: 'x', scopes: ['catalogue:read', 'numbers:internal'], centre: 'mot', agency: 'toa' }
  const { key: agency } = (await s.call<{ key: string }>('POST', '/v1/api-keys', { body })).body
  const bar = { kind: 'prosecution', from: '2027-10-01', reference: 'QĐ 77' }
  const tie = { agency: 'toa', relation: 'vợ là thẩm phán' }
  const barred = await s.call('PATCH', '/v1/providers/x', { body: { bars: [bar], ties: [tie] }, headers: { 'if-match': '"1"' } })
  t.match(barred.body, { bars: [bar], ties: [{ relation: tie.relation }] }, 'the centre reads what it wrote')
  for (const url of ['/v1/providers/x', '/v1/providers']) {
    const { status, body } = await s.call('GET', url, { key: agency })
    t.equal(status, 200, url)
    t.notMatch(
      JSON.stringify(body),
      /protections|pregnancy|prosecution|QĐ 77|thẩm phán|contracts/,
      `${url}: not for an agency, whatever its key says`
    )
  }
  const change = await s.call('PATCH', '/v1/providers/x', { body: { dutyShare: 50 }, headers: { 'if-match': '"2"' } })
  t.match(change.body, { dutyShare: 50, ...whole }, 'what was not named stays')
  const cases = [
    [{ kind: 'pregnancy', from: '2026-05-01', consent: true }, '400 BAD_VALUE /protections/0/consent'],
    [{ ...nursing, to: '2026-09-30' }, '400 BAD_PERIOD /protections/0/to'],
    [{ ...nursing, kind: 'tired' }, '400 BAD_FIELD /protections/0/kind']
  ] as const
  for (const [protection, expected] of cases) {
    const body = { ...person, code: 'y', protections: [protection] }
    t.equal(faults(await s.call<Problem>('POST', '/v1/providers', { body })), expected)
  }
})
