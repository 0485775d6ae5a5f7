import t from 'tap'
import type { Day } from '../../../src/domain/day.ts'
import { rules } from '../../../src/domain/rules/all.ts'
import { checkRoster, reasonsAgainst } from '../../../src/domain/rules/check.ts'
import { isOnAtFirst, isOptional, paramLookup, type RuleChoice, rulesInForce } from '../../../src/domain/rules/settings.ts'
import { context, dutiesFrom, duty } from '../../support/builders.ts'

const today = '2026-12-01' as Day
const choice = (ruleId: string, some: Partial<RuleChoice> = {}): RuleChoice => ({
  ruleId,
  enabled: true,
  level: null,
  weight: null,
  params: {},
  ...some
})
const inForce = (choices: readonly RuleChoice[] = [], day: string = today) => rulesInForce(rules, choices, day as Day)
const ids = (choices?: readonly RuleChoice[], day?: string) => inForce(choices, day).map(({ id }) => id)
const found = (id: string, choices: readonly RuleChoice[]) => inForce(choices).find((rule) => rule.id === id)

t.test('a centre that has set nothing has every rule but those that wait to be wanted', async (t) => {
  t.same(
    ids(),
    rules.filter(({ optIn }) => optIn !== true).map(({ id }) => id)
  )
  t.ok(ids([choice('officer-among')]).includes('officer-among'))
  t.notOk(ids([choice('weekly-rest', { enabled: false })]).includes('weekly-rest'))
})

t.test('a rule holds from the day of its law on', async (t) => {
  const days = [
    ['before the law on legal aid', '2017-12-01', 'duty-role', false],
    ['with it', '2018-01-01', 'duty-role', true],
    ['before the joint circular', '2018-08-01', 'post-eligibility', false],
    ['with it', '2018-09-01', 'post-eligibility', true],
    ['before the labour code', '2020-12-01', 'weekly-rest', false],
    ['with it', '2021-01-01', 'weekly-rest', true]
  ] as const
  for (const [title, day, id, holds] of days) t.equal(ids([], day).includes(id), holds, `${title}: ${id}`)
})

t.test('a rule that has ended no longer holds', async (t) => {
  const [rule] = rules
  const ended = { ...(rule as (typeof rules)[number]), to: '2026-11-30' as Day }
  t.same(rulesInForce([ended], [], today), [])
  t.equal(rulesInForce([ended], [], '2026-11-01' as Day).length, 1)
})

t.test('the centre’s level and weight stand, a level that a rule cannot have does not', async (t) => {
  t.match(found('weekly-rest', [choice('weekly-rest', { level: 'hard', weight: 3 })]), { level: 'hard', weight: 3 })
  t.match(found('weekly-rest', [choice('weekly-rest')]), { level: 'soft', weight: 10 })
  t.match(found('coverage', [choice('coverage', { level: 'soft' })]), { level: 'hard' })
  t.match(found('weekly-rest', [choice('weekly-rest', { weight: 0 })]), { weight: 0 })
})

t.test('what a check reports bears the level in force, and a rule made hard is a reason against somebody', async (t) => {
  const hard = inForce([choice('weekly-rest', { level: 'hard' })])
  const week = dutiesFrom('2026-12-07', 7)
  t.match(
    checkRoster(hard, week, context()).filter(({ ruleId }) => ruleId === 'weekly-rest'),
    [{ level: 'hard' }]
  )
  const last = duty({ from: '2026-12-13 07:30', slotId: 'last' })
  const against = (list: typeof rules) => reasonsAgainst(list, last, week.slice(0, 6), context()).map(({ ruleId }) => ruleId)
  t.ok(against(hard).includes('weekly-rest'))
  t.notOk(against(inForce()).includes('weekly-rest'))
  const soft = inForce([choice('rest-between', { level: 'soft' })])
  const close = [duty(), duty({ postId: 'kv2', from: '2026-12-01 17:00', to: '23:00' })]
  t.match(
    checkRoster(soft, close, context()).filter(({ ruleId }) => ruleId === 'rest-between'),
    [{ level: 'soft' }]
  )
})

t.test('parameters are the centre’s, else the rule’s', async (t) => {
  const param = paramLookup([choice('rest-between', { params: { hours: 24 } })])
  const rest = { id: 'rest-between', params: { hours: { default: 12, min: 0, max: 72 } } }
  t.equal(param(rest, 'hours'), 24)
  t.equal(paramLookup([])(rest, 'hours'), 12)
  t.equal(param(rest, 'days'), 0)
})

t.test('every rule that may be weighed has a weight of its scale, and opt-in rules can be switched', async (t) => {
  for (const rule of rules) {
    t.ok(Number.isInteger(rule.weight) && rule.weight >= 0 && rule.weight <= 100, rule.id)
    if (!isOnAtFirst(rule)) t.ok(isOptional(rule), rule.id)
    t.ok(
      !rule.eitherLevel || rule.terms.every((term) => !('wholeTurns' in term && term.wholeTurns)),
      `${rule.id}: whole turns are hard only`
    )
  }
})
