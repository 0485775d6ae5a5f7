import t from 'tap'
import { formerOfficial } from '../../../src/domain/conflicts/former-official.ts'
import { conflictContext, exclusion } from './context.ts'

t.test('on record it bars the person, and nobody else', async (t) => {
  const found = formerOfficial.check(conflictContext({ exclusions: [exclusion('former-official', 'an')] }))
  t.same(found, [{ providerId: 'an', rule: 'former-official', level: 'block', basis: 'BLTTHS 2015 Điều 72(4)a', declared: true }])
})

t.test('only raised, it waits for a person', async (t) => {
  const found = formerOfficial.check(conflictContext({ exclusions: [exclusion('former-official', 'binh', false)] }))
  t.same(
    found.map(({ providerId, level }) => [providerId, level]),
    [['binh', 'confirm']]
  )
})

t.test('nobody said so, nothing is found', async (t) => {
  t.same(formerOfficial.check(conflictContext()), [])
  t.same(
    formerOfficial.check(conflictContext({ exclusions: [exclusion('witness-or-expert', 'an')] })),
    [],
    'what another rule is about is not its business'
  )
})
