import t from 'tap'
import { otherOrganisation } from '../../../src/domain/conflicts/other-organisation.ts'
import { conflictContext, exclusion } from './context.ts'

t.test('on record it bars the person, and nobody else', async (t) => {
  const found = otherOrganisation.check(conflictContext({ exclusions: [exclusion('other-organisation', 'an')] }))
  t.same(found, [{ providerId: 'an', rule: 'other-organisation', level: 'block', basis: 'Luật TGPL 2017 Điều 30(3)d', declared: true }])
})

t.test('of everybody, while it is looked into', async (t) => {
  const found = otherOrganisation.check(conflictContext({ exclusions: [exclusion('other-organisation', null, false)] }))
  t.same(
    found.map(({ providerId, level }) => [providerId, level]),
    [
      ['an', 'confirm'],
      ['binh', 'confirm']
    ]
  )
})

t.test('nobody said so, nothing is found', async (t) => {
  t.same(otherOrganisation.check(conflictContext()), [])
  t.same(
    otherOrganisation.check(conflictContext({ exclusions: [exclusion('out-of-scope', 'an')] })),
    [],
    'what another rule is about is not its business'
  )
})

t.test('on record against everybody, it leaves nobody but the centre', async (t) => {
  const found = otherOrganisation.check(conflictContext({ exclusions: [exclusion('other-organisation', null)] }))
  t.same(
    found.map(({ providerId, level }) => [providerId, level]),
    [
      ['an', 'block'],
      ['binh', 'block']
    ]
  )
})
