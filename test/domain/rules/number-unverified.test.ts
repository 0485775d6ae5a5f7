import t from 'tap'
import { numberUnverified } from '../../../src/domain/rules/number-unverified.ts'
import { context, dutiesFrom, duty, phone, provider } from '../../support/builders.ts'

const unverified = phone({ verifiedOn: null })
const secret = phone({ kind: 'personal', visibility: 'internal' })
const cases = [
  ['a verified number is well', [phone()], []],
  ['one verified number of two is well', [unverified, phone()], []],
  ['a number for agencies alone is well', [phone({ kind: 'personal', visibility: 'agency' })], []],
  ['no number at all', [], ['none']],
  ['only a number that agencies may not read', [secret], ['none']],
  ['a number that nobody ever verified', [unverified], ['unverified']],
  ['a verified number does not help while agencies may not read it', [unverified, secret], ['unverified']]
] as const

for (const [title, phones, reasons] of cases) {
  t.test(title, async (t) => {
    const found = numberUnverified.check([duty()], context({ providers: [provider({ phones })] }))
    t.same(
      found.map(({ params }) => params.reason),
      reasons
    )
    t.ok(found.every(({ level }) => level === 'soft'))
  })
}

t.test('it is said once for each person, at the first duty that is not settled', async (t) => {
  const silent = ['an', 'binh'].map((id) => provider({ id, phones: [] }))
  const duties = [
    duty({ from: '2026-11-30 07:30', settled: true }),
    ...dutiesFrom('2026-12-01', 3),
    ...dutiesFrom('2026-12-02', 3, { providerId: 'binh', postId: 'kv2' })
  ]
  const found = numberUnverified.check(duties.toReversed(), context({ providers: silent }))
  t.same(
    found.map(({ providerIds, params }) => [...providerIds, params.day]),
    [
      ['an', '2026-12-01'],
      ['binh', '2026-12-02']
    ]
  )
})
