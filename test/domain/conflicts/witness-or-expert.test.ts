import t from 'tap'
import { witnessOrExpert } from '../../../src/domain/conflicts/witness-or-expert.ts'
import { conflictContext, exclusion } from './context.ts'

t.test('on record it bars the person, and nobody else', async (t) => {
  const found = witnessOrExpert.check(conflictContext({ exclusions: [exclusion('witness-or-expert', 'an')] }))
  t.same(found, [{ providerId: 'an', rule: 'witness-or-expert', level: 'block', basis: 'BLTTHS 2015 Điều 72(4)b', declared: true }])
})

t.test('only raised, it waits for a person', async (t) => {
  const found = witnessOrExpert.check(conflictContext({ exclusions: [exclusion('witness-or-expert', 'binh', false)] }))
  t.same(
    found.map(({ providerId, level }) => [providerId, level]),
    [['binh', 'confirm']]
  )
})

t.test('nobody said so, nothing is found', async (t) => {
  t.same(witnessOrExpert.check(conflictContext()), [])
  t.same(
    witnessOrExpert.check(conflictContext({ exclusions: [exclusion('former-official', 'an')] })),
    [],
    'what another rule is about is not its business'
  )
})
