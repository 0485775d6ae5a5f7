import t from 'tap'
import { supportBecomesPrimary } from '../../../src/domain/rules/support-becomes-primary.ts'
import { context, duty, slot, slotSeat } from '../../support/builders.ts'

const days = ['2026-12-01', '2026-12-02', '2026-12-03']
const seats = [slotSeat(), slotSeat({ seat: 'support' })]
const world = (units: readonly string[]) =>
  context({ slots: days.map((day, at) => slot({ from: `${day} 00:00`, to: '24:00', unit: units[at] ?? '', seats })) })

/** People of each day, primary then support; `-` = nobody. */
const check = (people: readonly string[], units: readonly string[] = days, settled = -1) =>
  supportBecomesPrimary.check(
    people.flatMap((two, at) =>
      [...two].flatMap((providerId, n) =>
        providerId === '-'
          ? []
          : [
              duty({
                from: `${days[at]} 00:00`,
                to: '24:00',
                unit: units[at] ?? '',
                seat: n === 0 ? 'primary' : 'support',
                providerId,
                settled: at <= settled
              })
            ]
      )
    ),
    world(units)
  )

const cases = [
  ['who supports is primary next', ['ab', 'bc', 'ca'], 0],
  ['somebody else is', ['ab', 'cb', 'ba'], 1],
  ['each time', ['ab', 'ac', 'ab'], 2],
  ['an empty support seat passes on nothing', ['a-', 'bc', 'ca'], 0],
  ['an empty seat next is no breach', ['ab', '-c', 'ca'], 0]
] as const
for (const [title, people, breaches] of cases) {
  t.test(title, async (t) => t.equal(check(people).length, breaches))
}

t.test('within one turn both keep their seats', async (t) => {
  t.same(check(['ab', 'ab', 'ba'], ['w', 'w', 'x']), [])
  t.equal(check(['ab', 'ab', 'cb'], ['w', 'w', 'x']).length, 1)
})

t.test('the breach names who supported and who came', async (t) => {
  t.match(check(['ab', 'cb', 'ba']), [{ level: 'soft', degree: 1, providerIds: ['b', 'c'], params: { day: '2026-12-02', post: 'kv1' } }])
})

t.test('what is settled on both sides is past', async (t) => {
  t.equal(check(['ab', 'cb', 'ba'], days, 0).length, 1)
  t.same(check(['ab', 'cb', 'ba'], days, 1), [])
})

t.test('it is off until a centre wants it', async (t) => t.equal(supportBecomesPrimary.optIn, true))
