import t from 'tap'
import { protectedProvider } from '../../../src/domain/rules/protected-provider.ts'
import { context, duty, officer } from '../../support/builders.ts'

const check = (protection: object, some: Parameters<typeof duty>[0] = {}) =>
  protectedProvider.check(
    [duty({ from: '2026-12-01 17:00', to: '2026-12-02 07:00', ...some })],
    context({
      providers: [officer({ protections: [{ kind: 'pregnancy', from: '2026-12-01', to: '2026-12-31', consent: false, ...protection }] })]
    })
  )

const cases = [
  ['a night in the seventh month', {}, {}, 1],
  ['a night before it', { from: '2026-12-03' }, {}, 0],
  ['a night that runs into it', { from: '2026-12-02' }, {}, 1],
  ['a night after it is over', { from: '2026-11-01', to: '2026-11-30' }, {}, 0],
  ['pregnancy knows no consent', { consent: true }, {}, 1],
  ['nursing without consent', { kind: 'nursing' }, {}, 1],
  ['nursing with consent', { kind: 'nursing', consent: true }, {}, 0],
  ['until it is recorded as over', { to: null }, {}, 1],
  ['a day', {}, { from: '2026-12-01 07:30', to: '17:00' }, 0],
  ['an evening until ten', {}, { from: '2026-12-01 17:00', to: '22:00' }, 0],
  ['a minute after ten', {}, { from: '2026-12-01 17:00', to: '22:01' }, 1],
  ['an early morning', {}, { from: '2026-12-01 05:30', to: '11:30' }, 1],
  ['a settled night is past', {}, { settled: true }, 0]
] as const
for (const [title, protection, some, breaches] of cases) {
  t.test(`${title}: ${breaches ? 'a breach' : 'no breach'}`, async (t) => t.equal(check(protection, some).length, breaches))
}

t.test('the report does not tell why', async (t) => {
  const [violation] = check({})
  t.match(violation, { level: 'hard', params: { day: '2026-12-01', post: 'kv1' } })
  t.notMatch(JSON.stringify(violation), /pregnan|nursing/)
})
