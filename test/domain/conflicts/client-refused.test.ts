import t from 'tap'
import { clientRefused } from '../../../src/domain/conflicts/client-refused.ts'
import { conflictContext, exclusion } from './context.ts'

t.test('on record it bars the person, and nobody else', async (t) => {
  const found = clientRefused.check(conflictContext({ exclusions: [exclusion('client-refused', 'an')] }))
  t.same(found, [
    { providerId: 'an', rule: 'client-refused', level: 'block', basis: 'BLTTHS 2015 Điều 77; TT 12/2018/TT-BTP Điều 9', declared: true }
  ])
})

t.test('a request that is not decided yet puts the person after the others', async (t) => {
  const found = clientRefused.check(conflictContext({ exclusions: [exclusion('client-refused', 'binh', false)] }))
  t.same(
    found.map(({ providerId, level }) => [providerId, level]),
    [['binh', 'confirm']]
  )
})

t.test('nobody said so, nothing is found', async (t) => {
  t.same(clientRefused.check(conflictContext()), [])
  t.same(
    clientRefused.check(conflictContext({ exclusions: [exclusion('body-refused', 'an')] })),
    [],
    'what another rule is about is not its business'
  )
})
