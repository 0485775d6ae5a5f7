import t from 'tap'
import type { Day } from '../../src/domain/day.ts'
import type { ProviderId } from '../../src/domain/ids.ts'
import { mayServeOn, standIns } from '../../src/domain/stand-in.ts'
import { absence, lawyer, officer } from '../support/builders.ts'

const DAY = '2026-12-05' as Day
const card = (from: string, to: string | null) => ({ number: '1', from, to })
const contract = (from: string, to: string) => [{ number: '1', from, to, extension: false }]

for (const [title, provider, may] of [
  ['an officer with a card', officer(), true],
  ['an officer without one', officer({ card: null }), false],
  ['an officer on the last day of the card', officer({ card: card('2020-01-01', '2026-12-05') }), true],
  ['an officer the day after', officer({ card: card('2020-01-01', '2026-12-04') }), false],
  ['an officer before the card', officer({ card: card('2026-12-06', null) }), false],
  ['a lawyer under contract, of whom no card is recorded', lawyer(), true],
  ['a lawyer on the last day of the contract', lawyer({ contracts: contract('2025-01-01', '2026-12-05') }), true],
  ['a lawyer the day after', lawyer({ contracts: contract('2025-01-01', '2026-12-04') }), false],
  ['a lawyer without contract', lawyer({ contracts: [] }), false],
  ['a lawyer whose recorded card has ended', lawyer({ card: card('2020-01-01', '2026-12-04') }), false],
  ['a collaborator', officer({ role: 'collaborator' }), false],
  ['a legal adviser', officer({ role: 'legal_adviser' }), false],
  ['somebody who has left', officer({ endedOn: '2026-12-04' }), false],
  ['somebody who has not come yet', officer({ joinedOn: '2026-12-06' }), false],
  ['somebody barred', officer({ bars: [{ kind: 'sanction', from: '2026-12-05', to: '2026-12-05', reference: null }] }), false],
  [
    'somebody barred until yesterday',
    officer({ bars: [{ kind: 'sanction', from: '2026-01-01', to: '2026-12-04', reference: null }] }),
    true
  ]
] as const) {
  t.test(`${title} ${may ? 'may' : 'may not'} serve`, async (t) => t.equal(mayServeOn(provider, DAY), may))
}

t.test('fewest calls answered first, then by id; who is away is not named', async (t) => {
  const people = ['d', 'b', 'a', 'c', 'e'].map((id) => officer({ id }))
  const away = [absence({ providerId: 'e', from: '2026-12-04', to: '2026-12-05' }), absence({ providerId: 'd', from: '2026-12-06' })]
  const answered = new Map([
    ['a' as ProviderId, 2],
    ['c' as ProviderId, 1]
  ])
  const ids = standIns(people, away, answered, DAY).map(({ id }) => String(id))
  t.same(ids, ['b', 'd', 'c', 'a'])
})
