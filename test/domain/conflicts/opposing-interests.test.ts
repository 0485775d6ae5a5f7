import t from 'tap'
import type { Interests, Stage, Standing } from '../../../src/domain/call.ts'
import { opposingInterests } from '../../../src/domain/conflicts/opposing-interests.ts'
import { conflictContext, exclusion, other } from './context.ts'

const basis = 'Luật TGPL 2017 Điều 25(2)a; Luật Luật sư Điều 9(1)a'

/** The level at which An, who helped the first, is kept from helping the second. */
const level = (helped: Standing, asks: Standing, interests: Interests = 'unknown', stages: readonly [Stage, Stage] = ['trial', 'trial']) =>
  opposingInterests.check(
    conflictContext({ call: { standing: asks, interests, stage: stages[1] }, others: [other({ standing: helped, stage: stages[0] })] })
  )[0]?.level

const accused: readonly Standing[] = ['denounced', 'held', 'arrested', 'in_custody', 'accused', 'defendant', 'convicted']
for (const standing of accused) {
  t.test(`${standing} and victim are against each other, whatever is said of their interests`, async (t) => {
    for (const interests of ['unknown', 'apart', 'opposing'] as const) {
      t.equal(level(standing, 'victim', interests), 'block')
      t.equal(level('victim', standing, interests), 'block')
    }
  })
  t.test(`${standing} beside another accused is not its business`, async (t) => t.equal(level(standing, 'accused', 'opposing'), undefined))
}

t.test('several litigants are not its business', async (t) => t.equal(level('litigant', 'litigant', 'opposing'), undefined))

t.test('other pairs go by their interests', async (t) => {
  for (const [helped, asks] of [
    ['litigant', 'accused'],
    ['victim', 'litigant'],
    ['victim', 'victim'],
    ['other', 'defendant']
  ] as const) {
    t.equal(level(helped, asks, 'opposing'), 'block')
    t.equal(level(helped, asks, 'unknown'), 'confirm')
    t.equal(level(helped, asks, 'apart'), undefined)
  }
})

t.test('advice and help outside proceedings on both sides is for a person to allow', async (t) => {
  t.equal(level('victim', 'accused', 'opposing', ['none', 'none']), 'confirm')
  t.equal(level('victim', 'accused', 'opposing', ['none', 'civil']), 'block')
  t.equal(level('victim', 'accused', 'opposing', ['civil', 'none']), 'block')
})

const victim = other({ standing: 'victim' })
const free = [
  ['another case', conflictContext({ others: [other({ standing: 'victim', caseKey: 'case-9' })] })],
  [
    'a call without a case shares it with none',
    conflictContext({ call: { caseKey: null }, others: [other({ standing: 'victim', caseKey: null })] })
  ],
  ['the call itself', conflictContext({ call: { id: 'call-1' }, others: [victim] })],
  ['nobody took the other call', conflictContext({ others: [other({ standing: 'victim', status: 'unanswered', providerIds: [] })] })]
] as const
for (const [title, context] of free) t.test(`free: ${title}`, async (t) => t.same(opposingInterests.check(context), []))

t.test('whoever was appointed at any time counts, and the answer says nothing of the other call', async (t) => {
  const context = conflictContext({ others: [{ ...victim, status: 'withdrawn', providerIds: ['an', 'binh'] as never }] })
  t.strictSame(
    opposingInterests.check(context),
    ['an', 'binh'].map((providerId) => ({ providerId, rule: 'opposing-interests', level: 'block', basis, declared: false }))
  )
})

t.test('of several calls the gravest counts, each person once', async (t) => {
  const context = conflictContext({
    others: [other({ standing: 'litigant' }), { ...victim, id: 'call-3' as never }, other({ standing: 'other' })]
  })
  t.same(
    opposingInterests.check(context).map((each) => each.level),
    ['block']
  )
})

t.test('on record it bars', async (t) => {
  const found = opposingInterests.check(conflictContext({ exclusions: [exclusion('opposing-interests', 'binh')] }))
  t.same(
    found.map((each) => [each.providerId, each.level, each.declared]),
    [['binh', 'block', true]]
  )
})
