import fc from 'fast-check'
import t from 'tap'
import type { ProviderId } from '../../src/domain/ids.ts'
import type { Attributes } from '../../src/lookup/centre-index.ts'
import type { OnDuty } from '../../src/lookup/on-duty.ts'
import { pick, type Wish, wishes } from '../../src/lookup/wanted.ts'

const NOTHING: Wish = { language: null, role: null, sex: null }

const standing = (id: string, role = 'legal_aid_officer') => ({ person: { id, role } }) as unknown as OnDuty
const known = (people: readonly (readonly [id: string, sex: Attributes['sex'], languages: readonly string[]])[]) =>
  new Map(people.map(([id, sex, languages]) => [id as ProviderId, { id, sex, languages, role: 'legal_aid_officer' } as Attributes]))

const onDuty = [standing('an'), standing('binh', 'contract_lawyer'), standing('chi')]
const attributes = known([
  ['an', 'female', ['vi']],
  ['binh', 'male', ['vi', 'tyz']],
  ['chi', 'male', ['vi', 'TYZ', 'nut']]
])

const cases = [
  ['nothing in particular', {}, ['an', 'binh', 'chi'], true],
  ['a language', { language: 'tyz' }, ['binh', 'chi'], true],
  ['a language in capitals', { language: 'NUT' }, ['chi'], true],
  ['part of a code is no language', { language: 'ty' }, ['an', 'binh', 'chi'], false],
  ['a role', { role: 'contract_lawyer' }, ['binh'], true],
  ['a role that nobody has', { role: 'collaborator' }, ['an', 'binh', 'chi'], false],
  ['a woman', { sex: 'female' }, ['an'], true],
  ['men, in call order', { sex: 'male' }, ['binh', 'chi'], true],
  ['two things of one person', { language: 'tyz', role: 'legal_aid_officer' }, ['chi'], true],
  ['two things that only different people have', { language: 'tyz', sex: 'female' }, ['an', 'binh', 'chi'], false],
  ['everything', { language: 'tyz', role: 'contract_lawyer', sex: 'male' }, ['binh'], true]
] as const

for (const [title, wish, who, met] of cases) {
  t.test(title, async (t) => {
    const picked = pick(onDuty, { ...NOTHING, ...wish }, attributes)
    t.same(
      picked.onDuty.map(({ person }) => person.id),
      who
    )
    t.equal(picked.met, met)
  })
}

t.test('what nobody has said of somebody is no answer to a wish', async (t) => {
  const unsaid = known([['an', null, []]])
  for (const wish of [{ sex: 'female' }, { sex: 'male' }, { language: 'vi' }] as const) {
    t.equal(pick([standing('an'), standing('la')], { ...NOTHING, ...wish }, unsaid).met, false)
  }
})

t.test('nobody on duty meets no wish', async (t) => {
  t.same(pick([], { ...NOTHING, sex: 'male' }, attributes), { onDuty: [], met: false })
})

t.test('whether anything is asked', async (t) => {
  t.notOk(wishes(NOTHING))
  for (const wish of [{ language: 'vi' }, { role: 'contract_lawyer' }, { sex: 'male' }] as const) t.ok(wishes({ ...NOTHING, ...wish }))
})

t.test('anybody on duty, anything asked: a wish never empties the list, nor changes its order', async (t) => {
  const person = fc.record({
    role: fc.constantFrom('legal_aid_officer', 'contract_lawyer'),
    sex: fc.constantFrom('female', 'male', null),
    languages: fc.subarray(['vi', 'tyz', 'nut'])
  })
  const wish = fc.record({
    language: fc.constantFrom(null, 'vi', 'tyz'),
    role: fc.constantFrom(null, 'legal_aid_officer', 'contract_lawyer'),
    sex: fc.constantFrom(null, 'female', 'male')
  }) as fc.Arbitrary<Wish>
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 6 }), wish, (people, wish) => {
      const all = people.map(({ role }, at) => standing(`p${at}`, role))
      const of = known(people.map(({ sex, languages }, at) => [`p${at}`, sex as Attributes['sex'], languages] as const))
      const { onDuty, met } = pick(all, wish, of)
      const expected = people.flatMap(({ role, sex, languages }, at) => {
        const says = [
          wish.role === null || wish.role === role,
          wish.sex === null || wish.sex === sex,
          wish.language === null || languages.includes(wish.language)
        ]
        return says.every(Boolean) ? [all[at]] : []
      })
      return met === expected.length > 0 && JSON.stringify(onDuty) === JSON.stringify(met ? expected : all)
    }),
    { seed: 5 }
  )
  t.pass()
})
