import t from 'tap'
import { absentProvider } from '../../../src/domain/rules/absent-provider.ts'
import { absence, context, duty } from '../../support/builders.ts'

const away = absence({ from: '2026-12-03', to: '2026-12-05' })
const cases = [
  ['the day before leave is free', '2026-12-02 07:30', '17:00', 0],
  ['the first day of leave counts', '2026-12-03 07:30', '17:00', 1],
  ['the last day of leave counts', '2026-12-05 07:30', '17:00', 1],
  ['the day after leave is free', '2026-12-06 07:30', '17:00', 0],
  ['the night before leave is refused when it runs into it', '2026-12-02 17:00', '2026-12-03 07:30', 1],
  ['a 24-hour duty that ends at 00:00 of the first day is free', '2026-12-02 00:00', '24:00', 0],
  ['one minute of the first day is enough', '2026-12-02 00:00', '2026-12-03 00:01', 1],
  ['the night that ends leave is refused', '2026-12-05 17:00', '2026-12-06 07:30', 1],
  ['a duty from the midnight that ends leave is free', '2026-12-06 00:00', '24:00', 0]
] as const

for (const [title, from, to, breaches] of cases) {
  t.test(title, async (t) => {
    t.equal(absentProvider.check([duty({ from, to })], context({ absences: [away] })).length, breaches)
  })
}

t.test('a day off of one day is that day', async (t) => {
  const world = context({ absences: [absence({ from: '2026-12-03' })] })
  const days = ['2026-12-02', '2026-12-03', '2026-12-04']
  t.same(
    absentProvider
      .check(
        days.map((day) => duty({ from: `${day} 07:30` })),
        world
      )
      .map(({ params }) => params.day),
    ['2026-12-03']
  )
})

t.test('somebody else’s leave does not matter', async (t) => {
  t.same(absentProvider.check([duty()], context({ absences: [absence({ providerId: 'binh' })] })), [])
})
