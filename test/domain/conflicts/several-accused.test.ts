import t from 'tap'
import type { Interests, Standing } from '../../../src/domain/call.ts'
import { severalAccused } from '../../../src/domain/conflicts/several-accused.ts'
import { conflictContext, exclusion, other } from './context.ts'

/** Level and article for An, who helped one of the case when another asks. */
const judge = (helped: Standing, asks: Standing, ours: Interests, theirs: Interests = 'unknown') =>
  severalAccused
    .check(conflictContext({ call: { standing: asks, interests: ours }, others: [other({ standing: helped, interests: theirs })] }))
    .map(({ providerId, level, basis, declared }) => `${providerId} ${level} ${basis} ${declared}`)

const CRIMINAL = 'BLTTHS 2015 Điều 72(5)'
const CIVIL = 'BLTTDS 2015 Điều 75(3)'

for (const [one, another, article] of [
  ['accused', 'accused', CRIMINAL],
  ['arrested', 'held', CRIMINAL],
  ['defendant', 'denounced', CRIMINAL],
  ['litigant', 'litigant', CIVIL]
] as const) {
  t.test(`${one} and ${another}`, async (t) => {
    t.same(judge(one, another, 'opposing'), [`an block ${article} false`], 'opposing interests bar')
    t.same(judge(one, another, 'unknown'), [`an confirm ${article} false`], 'unknown, a person must confirm')
    t.same(judge(one, another, 'apart'), [], 'apart, nothing is against it')
    t.same(judge(one, another, 'apart', 'opposing'), [`an block ${article} false`], 'said opposing of the other call, too')
    t.same(judge(one, another, 'unknown', 'apart'), [`an confirm ${article} false`], 'this call has to say so')
  })
}

t.test('accused and victim are not its business', async (t) => {
  t.same(judge('victim', 'accused', 'opposing'), [])
  t.same(judge('litigant', 'accused', 'opposing'), [])
})

t.test('nor is another case', async (t) => t.same(severalAccused.check(conflictContext({ others: [other({ caseKey: 'case-9' })] })), []))

t.test('on record it bars', async (t) => {
  const found = severalAccused.check(conflictContext({ exclusions: [exclusion('several-accused', 'binh')] }))
  t.same(found, [{ providerId: 'binh', rule: 'several-accused', level: 'block', basis: `${CRIMINAL}; ${CIVIL}`, declared: true }])
})
