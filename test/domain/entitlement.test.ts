import t from 'tap'
import { entitlements } from '../../db/seeds/entitlements.ts'
import { type Day, parseDay } from '../../src/domain/day.ts'
import { entitledOn, entitlementOn } from '../../src/domain/entitlement.ts'

const codes = (day: string): string[] => entitledOn(entitlements, day as Day).map(({ code }) => code)

t.test('the list of 2017: six categories, and eight with financial hardship', async (t) => {
  const list = entitledOn(entitlements, '2026-12-31' as Day)
  t.equal(list.length, 14)
  t.equal(list.filter(({ nameVi }) => nameVi.endsWith('có khó khăn về tài chính')).length, 8)
  t.ok(list.every(({ basis }) => /^Luật TGPL 2017 Điều 7\((\d|7\)[a-zđ]$)/.test(basis)))
})

t.test('from 01/01/2027 three drop the hardship, the elderly too, and two are new', async (t) => {
  const [before, after] = [codes('2026-12-31'), codes('2027-01-01')]
  t.same(
    after.filter((code) => !before.includes(code)),
    ['near-poor-household', 'social-allowance']
  )
  t.same(
    before.filter((code) => !after.includes(code)),
    []
  )
  for (const code of ['martyr-family', 'agent-orange', 'disabled', 'elderly']) {
    t.match(entitlementOn(entitlements, code, '2026-12-31' as Day)?.nameVi, 'khó khăn')
    t.notMatch(entitlementOn(entitlements, code, '2027-01-01' as Day)?.nameVi, 'khó khăn')
  }
})

t.test('nothing before the law, and nothing of a code that there is not', async (t) => {
  t.same(codes('2017-12-31'), [])
  t.equal(codes('2018-01-01').length, 14)
  t.equal(entitlementOn(entitlements, 'rich', '2026-12-01' as Day), undefined)
  t.equal(entitlementOn(entitlements, 'near-poor-household', '2026-12-31' as Day), undefined)
})

t.test('of one code no two lines hold on the same day; days, codes and texts are well formed', async (t) => {
  for (const [index, one] of entitlements.entries()) {
    t.match(one.code, /^[a-z]+(-[a-z]+)*$/)
    t.equal(parseDay(one.from), one.from)
    t.ok(one.to === null || parseDay(one.to) >= one.from)
    for (const text of [one.nameVi, one.nameEn, one.basis]) t.ok(text !== '' && text === text.normalize('NFC'))
    const twins = entitlements.slice(index + 1).filter(({ code }) => code === one.code)
    t.ok(
      twins.every((twin) => (one.to !== null && one.to < twin.from) || (twin.to !== null && twin.to < one.from)),
      one.code
    )
  }
})
