import t from 'tap'
import { relativeOfOfficial } from '../../../src/domain/conflicts/relative-of-official.ts'
import { candidate, conflictContext, exclusion } from './context.ts'

const tie = (agencyId: string) => ({ agencyId, relation: 'em ruột là điều tra viên' })
const tied = (...agencies: string[]) => [candidate('an', { ties: agencies.map(tie) }), candidate('binh')]
const basis = 'BLTTHS 2015 Điều 72(4)a'

t.test('a declared tie to the agency that reports asks for a person’s word, and what it is stays out of the answer', async (t) => {
  const found = relativeOfOfficial.check(conflictContext({ candidates: tied('kv1', 'pc01') }))
  t.same(found, [{ providerId: 'an', rule: 'relative-of-official', level: 'confirm', basis, declared: false }])
})

t.test('a tie to another agency is none', async (t) => t.same(relativeOfOfficial.check(conflictContext({ candidates: tied('kv1') })), []))

t.test('nor is any tie when no agency reports', async (t) => {
  t.same(relativeOfOfficial.check(conflictContext({ call: { agencyId: null }, candidates: tied('pc01') })), [])
})

t.test('on record for the case it bars, and is said once', async (t) => {
  const context = conflictContext({ candidates: tied('pc01'), exclusions: [exclusion('relative-of-official', 'an')] })
  t.same(relativeOfOfficial.check(context), [{ providerId: 'an', rule: 'relative-of-official', level: 'block', basis, declared: true }])
})
