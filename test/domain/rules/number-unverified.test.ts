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
  ['a verified number does not help while agencies may not read it', [unverified, secret], ['unverified']],
  ['verified 31 days before the first duty is lately enough', [phone({ verifiedOn: '2026-10-31' })], []],
  ['32 days before is too long ago', [phone({ verifiedOn: '2026-10-30' })], ['outdated']],
  ['one verified lately of two is well', [phone({ verifiedOn: '2026-01-01' }), phone({ verifiedOn: '2026-11-30' })], []],
  ['verified long ago is better than never', [unverified, phone({ verifiedOn: '2026-01-01' })], ['outdated']],
  ['verified after the first duty is well', [phone({ verifiedOn: '2027-01-05' })], []],
  ['a late day does not help while agencies may not read that number', [phone({ verifiedOn: '2026-01-01' }), secret], ['outdated']]
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

t.test('how long ago is too long is the centre’s affair; 0 = it does not matter', async (t) => {
  const old = [provider({ phones: [phone({ verifiedOn: '2026-11-20' }), phone({ verifiedOn: '2026-11-14' })] })]
  const found = (days: number) =>
    numberUnverified.check([duty()], context({ providers: old, settings: { 'number-unverified.days': days } })).map(({ params }) => params)
  t.same(found(11), [])
  t.match(found(10), [{ reason: 'outdated', verifiedOn: '2026-11-20', days: 10 }])
  t.same(found(0), [])
})
