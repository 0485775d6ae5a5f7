import t from 'tap'
import { notObjective } from '../../../src/domain/conflicts/not-objective.ts'
import { conflictContext, exclusion } from './context.ts'

t.test('on record it bars the person, and nobody else', async (t) => {
  const found = notObjective.check(conflictContext({ exclusions: [exclusion('not-objective', 'an')] }))
  t.same(found, [{ providerId: 'an', rule: 'not-objective', level: 'block', basis: 'Luật TGPL 2017 Điều 25(2)b', declared: true }])
})

t.test('grounds that are only raised wait for a person to decide', async (t) => {
  const found = notObjective.check(conflictContext({ exclusions: [exclusion('not-objective', 'binh', false)] }))
  t.same(
    found.map(({ providerId, level }) => [providerId, level]),
    [['binh', 'confirm']]
  )
})

t.test('nobody said so, nothing is found', async (t) => {
  t.same(notObjective.check(conflictContext()), [])
  t.same(
    notObjective.check(conflictContext({ exclusions: [exclusion('client-refused', 'an')] })),
    [],
    'what another rule is about is not its business'
  )
})
