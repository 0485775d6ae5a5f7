import t from 'tap'
import { inService } from '../../../src/domain/rules/in-service.ts'
import { context, duty, provider } from '../../support/builders.ts'

const serving = { joinedOn: '2026-12-02', endedOn: '2026-12-08' }
const cases = [
  ['the day before joining is refused', '2026-12-01 07:30', '17:00', ['2026-12-01']],
  ['the first day of service counts', '2026-12-02 07:30', '17:00', []],
  ['the last day of service counts', '2026-12-08 07:30', '17:00', []],
  ['the day after the last is refused', '2026-12-09 07:30', '17:00', ['2026-12-09']],
  ['a night that begins before joining is refused', '2026-12-01 17:00', '2026-12-02 07:30', ['2026-12-01']],
  ['a night that runs past the last day is refused', '2026-12-08 17:00', '2026-12-09 07:30', ['2026-12-09']],
  ['a duty that ends as the last day ends is allowed', '2026-12-08 17:00', '2026-12-09 00:00', []],
  ['a single minute after the last day is refused', '2026-12-08 17:00', '2026-12-09 00:01', ['2026-12-09']]
] as const

for (const [title, from, to, days] of cases) {
  t.test(title, async (t) => {
    const found = inService.check([duty({ from, to })], context({ providers: [provider(serving)] }))
    t.same(
      found.map(({ params }) => params.day),
      days
    )
  })
}

t.test('somebody with no last day stays', async (t) => {
  t.same(inService.check([duty({ from: '2036-12-01 07:30' })], context({ providers: [provider({ endedOn: null })] })), [])
})
