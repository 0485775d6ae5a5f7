import t from 'tap'
import { tetTurns } from '../../../src/domain/rules/tet-turns.ts'
import { context, duty } from '../../support/builders.ts'

// The first day of the lunar year is 2027-02-06.
const check = (some: Parameters<typeof duty>[0] = {}, tetLastYear = ['an']) =>
  tetTurns.check([duty({ from: '2027-02-06 07:30', dayKind: 'holiday', ...some })], context({ tetLastYear }))

t.test('whoever stood duty at Tết last year is spared this year', async (t) => {
  t.match(check(), [{ level: 'soft', degree: 1, providerIds: ['an'], params: { day: '2027-02-06', post: 'kv1' } }])
  t.same(check({}, ['binh']), [], 'the others are not')
})

t.test('only days of Tết count, and only this roster’s', async (t) => {
  t.same(check({ from: '2027-04-30 07:30' }), [], 'another holiday')
  t.same(check({ dayKind: 'working' }), [], 'no holiday')
  t.same(check({ settled: true }), [])
})
