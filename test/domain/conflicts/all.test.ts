import { existsSync, readdirSync } from 'node:fs'
import t from 'tap'
import { CONFLICT_RULES } from '../../../src/domain/call.ts'
import { conflictRules } from '../../../src/domain/conflicts/all.ts'
import { conflictsIn } from '../../../src/domain/conflicts/check.ts'
import { conflictWording, wordConflict } from '../../../src/domain/conflicts/wording.ts'
import { LANGUAGES } from '../../../src/domain/wording.ts'
import { candidate, conflictContext, exclusion, other } from './context.ts'

const here = import.meta.dirname
const source = `${here}/../../../src/domain/conflicts`
const helpers = ['all', 'check', 'conflict-rule', 'judged', 'same-case', 'wording']
const ids = conflictRules.map(({ id }) => id)
const camelCase = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

t.test('every rule there is, once, in the order of its number', async (t) => {
  t.same(ids, [...CONFLICT_RULES])
  const numbers = conflictRules.map(({ number }) => Number(number.slice(1)))
  t.same(numbers, [7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18])
})

t.test('every file of the folder is a rule of the list', async (t) => {
  const files = readdirSync(source).map((name) => name.replace(/\.ts$/, ''))
  t.same(files.filter((name) => !helpers.includes(name)).toSorted(), ids.toSorted())
})

for (const rule of conflictRules) {
  t.test(`${rule.id} has its file, its test, a basis and wording in both languages`, async (t) => {
    const module = await import(`${source}/${rule.id}.ts`)
    t.equal(module[camelCase(rule.id)], rule)
    t.ok(existsSync(`${here}/${rule.id}.test.ts`), 'a test file of its id')
    t.ok(rule.basis.length > 0 && rule.basis === rule.basis.normalize('NFC'), 'a basis')
    for (const language of LANGUAGES) {
      const { title, reason } = conflictWording[rule.id]
      for (const text of [title[language], reason[language]]) t.ok(text && text === text.normalize('NFC') && !text.endsWith('.'))
      t.match(wordConflict(rule.id, rule.basis, 'Hoàng Thị An', language), /^Hoàng Thị An .+ \(.+\)\.$/)
    }
  })
}

t.test('what is against somebody comes in the order of the rules, then of the people', async (t) => {
  const candidates = ['an', 'binh'].map((id) => candidate(id, { ties: [{ agencyId: 'pc01', relation: 'vợ' }] }))
  const exclusions = [exclusion('out-of-scope', null), exclusion('former-official', 'binh')]
  const found = conflictsIn(conflictRules, conflictContext({ candidates, exclusions, others: [other()] }))
  t.same(
    found.map(({ rule, providerId, level }) => `${rule} ${providerId} ${level}`),
    [
      'former-official binh block',
      'relative-of-official an confirm',
      'relative-of-official binh confirm',
      'several-accused an confirm',
      'out-of-scope an block',
      'out-of-scope binh block'
    ]
  )
})

t.test('nothing that is found carries more than person, rule, level, article and whether it was declared', async (t) => {
  const candidates = [candidate('an', { ties: [{ agencyId: 'pc01', relation: 'em ruột' }] })]
  const others = [other({ id: 'call-secret', standing: 'victim' }), other({ id: 'call-secret-2' })]
  const found = conflictsIn(conflictRules, conflictContext({ candidates, others }))
  t.equal(found.length, 3)
  for (const each of found) t.same(Object.keys(each).toSorted(), ['basis', 'declared', 'level', 'providerId', 'rule'])
  t.notMatch(JSON.stringify(found), /secret|ruột|victim|case-1/)
})
