import t from 'tap'
import { declaredTie } from '../../../src/domain/rules/declared-tie.ts'
import { context, duty, post, provider } from '../../support/builders.ts'

const tie = (agencyId: string) => ({ agencyId, relation: 'em ruột là thẩm phán' })
const cases = [
  ['no tie, no warning', [], ['kv1'], []],
  ['a tie to the agency that the post serves', [tie('kv1')], ['kv1'], ['kv1']],
  ['a tie to another agency', [tie('kv9')], ['kv1'], []],
  ['a post of several agencies warns of each tie', [tie('kv3'), tie('kv1')], ['kv1', 'kv2', 'kv3'], ['kv1', 'kv3']],
  ['two ties to one agency are one warning', [tie('kv1'), tie('kv1')], ['kv1'], ['kv1']]
] as const

for (const [title, ties, agencyIds, warned] of cases) {
  t.test(title, async (t) => {
    const found = declaredTie.check([duty()], context({ providers: [provider({ ties })], posts: [post({ agencyIds })] }))
    t.same(
      found.map(({ params }) => params.agency),
      warned
    )
    t.ok(found.every(({ level }) => level === 'soft'))
  })
}

t.test('what the tie is stays out of the report', async (t) => {
  const found = declaredTie.check([duty()], context({ providers: [provider({ ties: [tie('kv1')] })] }))
  t.equal(found.length, 1)
  t.notMatch(JSON.stringify(found), 'thẩm phán')
})
