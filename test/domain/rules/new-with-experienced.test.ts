import t from 'tap'
import { newWithExperienced } from '../../../src/domain/rules/new-with-experienced.ts'
import { context, duty, officer } from '../../support/builders.ts'

/** Duty of 2026-12-01; three months before are 2026-09-01. */
const check = (joined: readonly string[], months?: number) =>
  newWithExperienced.check(
    joined.map((_, at) => duty({ providerId: `p${at}`, seat: at === 0 ? 'primary' : 'support' })),
    context({
      providers: joined.map((joinedOn, at) => officer({ id: `p${at}`, joinedOn })),
      ...(months === undefined ? {} : { settings: { 'new-with-experienced.months': months } })
    })
  )

const cases = [
  ['a newcomer with somebody experienced', ['2026-11-01', '2020-01-01'], undefined, []],
  ['a newcomer with a newcomer', ['2026-11-01', '2026-10-01'], undefined, ['p0', 'p1']],
  ['a newcomer alone', ['2026-11-01'], undefined, ['p0']],
  ['somebody experienced alone', ['2020-01-01'], undefined, []],
  ['three months are enough', ['2026-09-01'], undefined, []],
  ['a day less is not', ['2026-09-02'], undefined, ['p0']],
  ['a limit of the centre', ['2026-09-01'], 4, ['p0']],
  ['0 turns it off', ['2026-11-30'], 0, []]
] as const
for (const [title, joined, months, people] of cases) {
  t.test(title, async (t) => {
    t.same(
      check(joined, months).flatMap(({ providerIds }) => providerIds),
      people
    )
  })
}

t.test('the breach names the newcomer’s seat', async (t) => {
  t.match(check(['2026-11-01', '2026-10-01']), [
    { level: 'soft', degree: 1, seats: [{ seat: 'primary' }], params: { day: '2026-12-01', post: 'kv1', months: 3 } },
    { seats: [{ seat: 'support' }] }
  ])
})
