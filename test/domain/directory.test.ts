import t from 'tap'
import { contractUntil, isListed } from '../../src/domain/directory.ts'
import type { Provider } from '../../src/domain/provider.ts'

type Plain = { readonly [K in keyof Provider]?: unknown }

const officer = (some: Plain = {}): Provider =>
  ({
    role: 'legal_aid_officer',
    card: { number: '1', from: '2020-01-01', to: null },
    contracts: [],
    bars: [],
    joinedOn: '2019-01-01',
    endedOn: null,
    ...some
  }) as unknown as Provider

const contract = (from: string, to: string) => ({ number: `${from}`, from, to, extension: false })
const lawyer = (...contracts: ReturnType<typeof contract>[]): Provider => officer({ role: 'contract_lawyer', card: null, contracts })

const CASES = [
  ['an officer with a card', officer(), true],
  ['an officer without a card', officer({ card: null }), false],
  ['a card that begins that day', officer({ card: { number: '1', from: '2026-12-01', to: null } }), true],
  ['a card that begins the day after', officer({ card: { number: '1', from: '2026-12-02', to: null } }), false],
  ['a card on its last day', officer({ card: { number: '1', from: '2020-01-01', to: '2026-12-01' } }), true],
  ['a card that ended the day before', officer({ card: { number: '1', from: '2020-01-01', to: '2026-11-30' } }), false],
  ['the first day of service', officer({ joinedOn: '2026-12-01' }), true],
  ['the day before service', officer({ joinedOn: '2026-12-02' }), false],
  ['the last day of service', officer({ endedOn: '2026-12-01' }), true],
  ['the day after service', officer({ endedOn: '2026-11-30' }), false],
  ['barred that day', officer({ bars: [{ kind: 'sanction', from: '2026-12-01', to: '2026-12-01', reference: null }] }), false],
  ['barred until the day before', officer({ bars: [{ kind: 'sanction', from: '2026-11-01', to: '2026-11-30', reference: null }] }), true],
  ['barred for ever', officer({ bars: [{ kind: 'prosecution', from: '2026-11-01', to: null, reference: null }] }), false],
  ['a lawyer on the first day of a contract', lawyer(contract('2026-12-01', '2027-12-31')), true],
  ['a lawyer on the last day', lawyer(contract('2025-01-01', '2026-12-01')), true],
  ['a lawyer between two contracts', lawyer(contract('2025-01-01', '2026-11-30'), contract('2026-12-02', '2027-12-31')), false],
  ['a lawyer without a contract', lawyer(), false],
  [
    'a lawyer whose recorded card has ended',
    { ...lawyer(contract('2025-01-01', '2027-12-31')), card: { number: '1', from: '2020-01-01', to: '2026-01-01' } },
    false
  ],
  ['an adviser, who stands no duty', officer({ role: 'legal_adviser' }), false],
  ['a collaborator', officer({ role: 'collaborator' }), false]
] as const

for (const [title, provider, listed] of CASES) {
  t.test(`${title}: ${listed ? 'listed' : 'not listed'}`, async (t) =>
    t.equal(isListed(provider as Provider, '2026-12-01' as never), listed)
  )
}

t.test('a lawyer is engaged as long as contracts follow one another without a gap', async (t) => {
  const of = (...contracts: ReturnType<typeof contract>[]) => contractUntil(lawyer(...contracts), '2026-12-01' as never)
  t.equal(of(contract('2025-01-01', '2027-12-31')), '2027-12-31')
  t.equal(of(contract('2025-01-01', '2026-12-31'), contract('2027-01-01', '2028-06-30')), '2028-06-30', 'an extension that is signed')
  t.equal(of(contract('2027-01-01', '2028-06-30'), contract('2025-01-01', '2026-12-31')), '2028-06-30', 'in whatever order they come')
  const three = [contract('2028-07-01', '2029-06-30'), contract('2027-01-01', '2028-06-30'), contract('2025-01-01', '2026-12-31')]
  t.equal(of(...three), '2029-06-30')
  t.equal(of(contract('2025-01-01', '2026-12-31'), contract('2027-01-02', '2028-06-30')), '2026-12-31', 'a day between is a gap')
  t.equal(of(contract('2027-01-01', '2028-06-30')), null, 'not begun')
})
