import t from 'tap'
import { bodyRefused } from '../../../src/domain/conflicts/body-refused.ts'
import { conflictContext, exclusion } from './context.ts'

t.test('on record it bars the person, and nobody else', async (t) => {
  const found = bodyRefused.check(conflictContext({ exclusions: [exclusion('body-refused', 'an')] }))
  t.same(found, [
    {
      providerId: 'an',
      rule: 'body-refused',
      level: 'block',
      basis: 'BLTTHS 2015 Điều 78(5), Điều 78(7); TTLT 10/2018 Điều 6, 14, 15',
      declared: true
    }
  ])
})

t.test('only raised, it waits for a person', async (t) => {
  const found = bodyRefused.check(conflictContext({ exclusions: [exclusion('body-refused', 'binh', false)] }))
  t.same(
    found.map(({ providerId, level }) => [providerId, level]),
    [['binh', 'confirm']]
  )
})

t.test('nobody said so, nothing is found', async (t) => {
  t.same(bodyRefused.check(conflictContext()), [])
  t.same(
    bodyRefused.check(conflictContext({ exclusions: [exclusion('client-refused', 'an')] })),
    [],
    'what another rule is about is not its business'
  )
})
