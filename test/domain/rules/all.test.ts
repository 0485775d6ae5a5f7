import { existsSync, readdirSync } from 'node:fs'
import t from 'tap'
import { ABSENCE_KINDS, ENGAGEMENT_KINDS } from '../../../src/domain/absence.ts'
import { SEATS } from '../../../src/domain/post.ts'
import { BAR_KINDS, PROVIDER_ROLES } from '../../../src/domain/provider.ts'
import { rules } from '../../../src/domain/rules/all.ts'
import { checkRoster } from '../../../src/domain/rules/check.ts'
import type { Violation } from '../../../src/domain/rules/rule.ts'
import { ruleWording, wordViolation } from '../../../src/domain/rules/wording.ts'
import { LANGUAGES } from '../../../src/domain/wording.ts'
import {
  absence,
  context,
  dutiesFrom,
  duty,
  engagement,
  lawyer,
  pair,
  post,
  preference,
  provider,
  slot,
  slotSeat
} from '../../support/builders.ts'

const here = import.meta.dirname
const source = `${here}/../../../src/domain/rules`
/** Files of the folder that are not rules. */
const helpers = [
  'all',
  'beside',
  'check',
  'closeness',
  'facts',
  'in-force',
  'night',
  'rule',
  'rule-wording',
  'settings',
  'soft-wording',
  'span',
  'tally',
  'weekend',
  'wording'
]
const ids = rules.map((rule) => rule.id)
const camelCase = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

t.test('ids are kebab-case and never given twice', async (t) => {
  t.same(ids, [...new Set(ids)])
  t.ok(ids.every((id) => /^[a-z]+(-[a-z]+)*$/.test(id)))
})

t.test('hard rules come first', async (t) => {
  const levels = rules.map((rule) => rule.level)
  t.same(levels, levels.toSorted())
})

t.test('every rule file is in the list, and every rule of the list has its file', async (t) => {
  const files = readdirSync(source).map((name) => name.replace(/\.ts$/, ''))
  t.same(files.filter((name) => !helpers.includes(name)).toSorted(), ids.toSorted())
})

for (const rule of rules) {
  t.test(`${rule.id} has its file, its test, a basis, wording in both languages and parameters within bounds`, async (t) => {
    const module = await import(`${source}/${rule.id}.ts`)
    t.equal(module[camelCase(rule.id)], rule)
    t.ok(existsSync(`${here}/${rule.id}.test.ts`), 'a test file of its id')
    t.ok(rule.basis.length > 0 && rule.basis === rule.basis.normalize('NFC'), 'a basis')
    const words = ruleWording[rule.id]
    for (const text of [words?.title, words?.breach, words?.mend]) {
      for (const language of LANGUAGES) t.ok(text?.[language] && text[language] === text[language].normalize('NFC'), `said in ${language}`)
    }
    for (const { default: usual, min, max } of Object.values(rule.params)) t.ok(min <= usual && usual <= max, 'a default within bounds')
  })
}

t.test('no wording is left of a rule that is gone', async (t) => t.same(Object.keys(ruleWording).toSorted(), ids.toSorted()))

/** A roster in which everything is wrong. */
function worstRoster(): Violation[] {
  const providers = [
    provider({
      id: 'an',
      role: 'collaborator',
      phones: [],
      ties: [{ agencyId: 'kv1', relation: 'vợ' }],
      protections: [{ kind: 'pregnancy', from: '2026-12-01', to: null, consent: false }]
    }),
    provider({
      id: 'binh',
      card: null,
      joinedOn: '2027-01-01',
      bars: [{ kind: 'sanction', from: '2026-01-01', to: null, reference: null }]
    }),
    lawyer({ id: 'chi', contracts: [], joinedOn: '2026-11-01' })
  ]
  const eligibility = { roles: [], branchIds: [], providerIds: [], excludedIds: ['an'], skills: [] }
  const world = context({
    providers,
    posts: [post({ eligibility, atLeastOne: [{ kind: 'language', value: 'tyz' }] })],
    absences: [absence()],
    engagements: [engagement(), engagement({ from: '2026-12-02 09:00' })],
    pairs: [pair(), pair({ id: 'cap-2', kind: 'together', providerIds: ['binh', 'chi'] })],
    preferences: [preference(), preference({ providerId: 'dung', kind: 'wish' })],
    tetLastYear: ['an'],
    slots: [
      slot({ id: 'nobody' }),
      ...['2026-12-01', '2026-12-02'].map((day) => slot({ from: `${day} 07:30`, seats: [slotSeat(), slotSeat({ seat: 'support' })] })),
      ...['2026-12-07', '2026-12-08'].map((day) => slot({ postId: 'kv5', from: `${day} 07:30` }))
    ],
    settings: { 'most-nights.nights': 1, 'most-weekends.weekends': 1, 'most-holidays.days': 1, 'most-days-running.days': 6 }
  })
  const clockRound = dutiesFrom('2026-12-01', 22, { mode: 'on_site' }).map((one) => ({
    ...one,
    end: (one.start + 86_400_000) as typeof one.end
  }))
  const others = [
    duty({ providerId: 'binh', seat: 'support', from: '2026-12-01 07:30' }),
    duty({ providerId: 'chi', postId: 'kv2' }),
    duty({ postId: 'kv2', seat: 'support' }),
    duty({ postId: 'kv3', mode: 'on_site', from: '2026-12-23 07:45' }),
    duty({ postId: 'kv4', providerId: 'chi' }),
    duty({ postId: 'kv5', from: '2026-12-07 07:30' }),
    duty({ postId: 'kv5', from: '2026-12-08 07:30', providerId: 'chi' }),
    ...['2027-02-06', '2027-02-07'].map((day) => duty({ from: `${day} 07:30`, dayKind: 'holiday' }))
  ]
  return checkRoster(rules, [...clockRound, ...others], world)
}

const names = { provider: (id: string) => `[${id}]`, post: (id: string) => `<${id}>`, agency: (id: string) => `(${id})` }

t.test('every rule fills its own wording', async (t) => {
  const worst = worstRoster()
  t.same(
    ids.filter((id) => !worst.some(({ ruleId }) => ruleId === id)),
    [],
    'the worst roster breaks every rule'
  )
  for (const violation of worst) {
    for (const language of LANGUAGES) {
      const { title, detail, mend } = wordViolation(violation, names, language)
      t.notMatch(detail, /[{}]|undefined/, `${violation.ruleId} in ${language}`)
      t.ok(title && mend && detail === detail.normalize('NFC'))
    }
  }
})

const violation = (ruleId: string, params: Violation['params'], providerIds = ['an']) =>
  ({ ruleId, level: 'hard', seats: [], providerIds, params }) as unknown as Violation

t.test('a violation in words names people and posts and writes days as its reader does', async (t) => {
  const away = violation('absent-provider', {
    absence: 'annual_leave',
    from: '2026-12-03',
    to: '2026-12-05',
    day: '2026-12-04',
    post: 'kv1'
  })
  t.equal(
    wordViolation(away, names, 'vi').detail,
    'Ngày 04/12/2026, [an] vắng mặt: nghỉ phép từ 03/12/2026 đến hết 05/12/2026 (điểm trực <kv1>).'
  )
  t.equal(wordViolation(away, names, 'en').detail, '[an] is away on 2026-12-04: annual leave, 2026-12-03 to 2026-12-05 (<kv1>).')
})

t.test('instants, months, hours and lists of posts have forms of their own', async (t) => {
  const [start, end] = ['2026-12-01T09:00:00+07:00', '2026-12-01T11:00:00+07:00']
  const busy = violation('engagement-overlap', { engagement: 'hearing', start, end, day: '2026-12-01', post: 'kv1' })
  t.match(wordViolation(busy, names, 'vi').detail, 'từ 09:00 ngày 01/12/2026 đến 11:00 ngày 01/12/2026')
  t.match(wordViolation(busy, names, 'en').detail, 'from 2026-12-01 09:00 to 2026-12-01 11:00')
  const month = violation('most-per-month', { count: 17, limit: 16, month: '2026-12' })
  t.match(wordViolation(month, names, 'vi').detail, 'tháng 12/2026')
  t.match(wordViolation(month, names, 'en').detail, 'in 2026-12')
  const rest = violation('rest-between', { rest: 7.5, least: 12, from: '2026-12-01', day: '2026-12-02', posts: 'kv1,kv2,kv1' })
  t.match(wordViolation(rest, names, 'vi').detail, /7,5 giờ.*\(<kv1>; <kv2>\)/)
  t.match(wordViolation(rest, names, 'en').detail, '7.5 hours')
})

t.test('every code that a violation may carry has words', async (t) => {
  const codes = [...PROVIDER_ROLES, ...SEATS, ...BAR_KINDS, ...ABSENCE_KINDS, ...ENGAGEMENT_KINDS]
  for (const seat of codes) {
    for (const language of LANGUAGES) {
      const { detail } = wordViolation(violation('coverage', { seat, post: 'kv1', day: '2026-12-01' }), names, language)
      t.notMatch(detail, new RegExp(`\\b${seat}\\b.*_|_.*${seat}`), seat)
      t.ok(language === 'en' || !detail.includes(seat), `${seat} in Vietnamese`)
    }
  }
})

t.test('what cannot be said is shown, never hidden', async (t) => {
  t.same(wordViolation(violation('long-gone', {}), names, 'vi'), { title: 'long-gone', detail: 'long-gone', mend: '' })
  t.match(wordViolation(violation('apart-pair', {}), names, 'en').detail, '{otherProvider}')
  t.match(wordViolation(violation('barred', { bar: 'code_of_tomorrow' }), names, 'en').detail, 'code_of_tomorrow')
})
