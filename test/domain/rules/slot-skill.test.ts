import t from 'tap'
import type { ProviderId } from '../../../src/domain/ids.ts'
import type { Post } from '../../../src/domain/post.ts'
import type { Adjacent } from '../../../src/domain/rules/rule.ts'
import { slotSkill } from '../../../src/domain/rules/slot-skill.ts'
import { context, duty, officer, post } from '../../support/builders.ts'

const providers = [
  officer({ id: 'an', languages: ['vi', 'tyz'], skills: [], sex: 'female' }),
  officer({ id: 'binh', languages: ['vi'], skills: ['children'], sex: 'male' }),
  officer({ id: 'chi', languages: ['vi'], skills: [], sex: null })
]
const check = (people: readonly string[], atLeastOne: Post['atLeastOne']) =>
  slotSkill.check(
    people.map((providerId, at) => duty({ providerId, seat: at === 0 ? 'primary' : 'support' })),
    context({ providers, posts: [post({ atLeastOne })] })
  )
const tay = { kind: 'language', value: 'tyz' } as const
const children = { kind: 'skill', value: 'children' } as const
const woman = { kind: 'sex', value: 'female' } as const

const cases = [
  ['nothing wanted', ['chi'], [], 0],
  ['the one there has it', ['an'], [tay], 0],
  ['the one there has not', ['binh'], [tay], 1],
  ['one of two has it', ['binh', 'an'], [tay], 0],
  ['neither has', ['binh', 'chi'], [tay], 1],
  ['each has something', ['an', 'binh'], [tay, children, woman], 0],
  ['each thing missing is a breach', ['chi'], [tay, children, woman], 3],
  ['a language is no skill', ['binh'], [{ kind: 'language', value: 'children' }], 1],
  ['nobody there is for coverage to say', [], [tay], 0]
] as const
for (const [title, people, wants, breaches] of cases) {
  t.test(`${title}: ${breaches} breaches`, async (t) => t.equal(check(people, wants).length, breaches))
}

t.test('the breach says what is missing', async (t) => {
  t.match(check(['binh', 'chi'], [woman]), [
    { level: 'soft', seats: { length: 2 }, params: { wanted: 'sex', value: 'female', post: 'kv1' } }
  ])
})

t.test('the plan asks of an empty slot too: nothing is missing there', async (t) => {
  const [term] = slotSkill.terms
  const at = { postId: 'kv1', seat: 'support', day: '2026-12-01', unit: '', dayBefore: '2026-12-01', unitBefore: '' }
  const world = context({ providers, posts: [post({ atLeastOne: [tay] })] })
  t.equal(term?.kind === 'beside' && term.degree(null, null, at as Adjacent, world), 0)
  t.equal(term?.kind === 'beside' && term.degree('chi' as ProviderId, null, at as Adjacent, world), 1)
})
