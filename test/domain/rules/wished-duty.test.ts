import t from 'tap'
import { wishedDuty } from '../../../src/domain/rules/wished-duty.ts'
import { context, duty, preference, slot } from '../../support/builders.ts'

const slots = ['2026-12-01', '2026-12-02', '2026-12-08'].map((day) => slot({ from: `${day} 07:30` }))
const check = (duties: ReturnType<typeof duty>[], some: Parameters<typeof preference>[0] = {}) =>
  wishedDuty.check(duties, context({ slots, preferences: [preference({ kind: 'wish', ...some })] }))
const second = duty({ from: '2026-12-02 07:30' })

// 2026-12-01 and 2026-12-08 are Tuesdays.
const cases = [
  ['a wish for any duty, without one', [], {}, [1]],
  ['with one', [duty()], {}, []],
  ['a wish for a Tuesday, with a Wednesday', [second], { weekdays: [2] }, [1]],
  ['with a Tuesday', [second, duty({ from: '2026-12-08 07:30' })], { weekdays: [2] }, []],
  ['with somebody else on that Tuesday', [duty({ providerId: 'binh' })], { weekdays: [2] }, [1]],
  ['a wish for a day that no slot has', [], { from: '2026-12-03', to: '2026-12-03' }, []],
  ['a wish for a post', [duty()], { postIds: ['kv2'] }, []],
  ['a strong wish', [], { strength: 3 }, [3]],
  ['what somebody would rather avoid', [], { kind: 'avoid' }, []],
  ['a settled duty grants nothing here', [duty({ settled: true })], {}, [1]]
] as const
for (const [title, duties, some, degrees] of cases) {
  t.test(title, async (t) => {
    t.same(
      check([...duties], some).map(({ degree }) => degree),
      degrees
    )
  })
}

t.test('the breach says whose wish it is and how many duties would grant it', async (t) => {
  t.match(check([], { weekdays: [2] }), [
    { level: 'soft', providerIds: ['an'], seats: [], params: { count: 2, day: '2026-12-01', post: 'kv1' } }
  ])
})
