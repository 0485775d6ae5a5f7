import t from 'tap'
import { outOfScope } from '../../../src/domain/conflicts/out-of-scope.ts'
import { conflictContext, exclusion } from './context.ts'

t.test('on record it bars the person, and nobody else', async (t) => {
  const found = outOfScope.check(conflictContext({ exclusions: [exclusion('out-of-scope', 'an')] }))
  t.same(found, [
    { providerId: 'an', rule: 'out-of-scope', level: 'block', basis: 'Luật TGPL 2017 Điều 26(1), Điều 27(1)', declared: true }
  ])
})

t.test('of everybody, while it is looked into', async (t) => {
  const found = outOfScope.check(conflictContext({ exclusions: [exclusion('out-of-scope', null, false)] }))
  t.same(
    found.map(({ providerId, level }) => [providerId, level]),
    [
      ['an', 'confirm'],
      ['binh', 'confirm']
    ]
  )
})

t.test('nobody said so, nothing is found', async (t) => {
  t.same(outOfScope.check(conflictContext()), [])
  t.same(
    outOfScope.check(conflictContext({ exclusions: [exclusion('other-organisation', 'an')] })),
    [],
    'what another rule is about is not its business'
  )
})

t.test('on record against everybody, it leaves nobody but the centre', async (t) => {
  const found = outOfScope.check(conflictContext({ exclusions: [exclusion('out-of-scope', null)] }))
  t.same(
    found.map(({ providerId, level }) => [providerId, level]),
    [
      ['an', 'block'],
      ['binh', 'block']
    ]
  )
})
