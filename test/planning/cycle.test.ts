import t from 'tap'
import { addMonths, daysOfMonth, type Month } from '../../src/domain/day.ts'
import type { ProviderId } from '../../src/domain/ids.ts'
import { FRESH_ROTATION, type RotationState, replayRotation, servedBy } from '../../src/domain/rotation.ts'
import { planCycle, rotationsAfter } from '../../src/planning/cycle.ts'
import { withPlan } from '../../src/planning/outcome.ts'
import { planRoster } from '../../src/planning/plan.ts'
import { seatKey } from '../../src/planning/problem.ts'
import { absence, officer, post, seatPlan } from '../support/builders.ts'
import { december, holders, type MonthOf, pin, problem, slotsOf } from './month.ts'

const ids = (...names: string[]): ProviderId[] => names as ProviderId[]
const ORDER = ['an', 'binh', 'chi']
const people = ORDER.map((id) => officer({ id }))
const inTurn = post({ seats: [seatPlan({ method: 'cycle', order: ORDER })] })
const key = seatKey(inTurn.id, 'primary')
const away = (providerId: string, from: string, to = from) => absence({ providerId, from, to })
const stands = (last: string | null, ...owed: string[]): RotationState => ({ last: last as ProviderId | null, owed: ids(...owed) })
/** Four working days, Tuesday to Friday, each a turn. */
const days = december(1, 4)
const month = (some: Partial<MonthOf> = {}): MonthOf => ({ providers: people, posts: [inTurn], slots: slotsOf(inTurn, days), ...some })

const cases: readonly (readonly [string, Partial<MonthOf>, readonly string[], RotationState])[] = [
  ['a fresh cycle begins with the first of the order', {}, ['an', 'binh', 'chi', 'an'], stands('an')],
  [
    'the cycle goes on where the month before left it',
    { rotations: new Map([[key, stands('an')]]) },
    ['binh', 'chi', 'an', 'binh'],
    stands('binh')
  ],
  [
    'whoever is away is passed over and served as soon as they are back',
    { absences: [away('an', '2026-12-01')] },
    ['binh', 'an', 'chi', 'an'],
    stands('an')
  ],
  [
    'whoever is away to the end is still owed the turn after the month',
    { absences: [away('chi', '2026-12-01', '2026-12-31')] },
    ['an', 'binh', 'an', 'binh'],
    stands('binh', 'chi')
  ],
  [
    'a turn that nobody serves moves nothing',
    { absences: ORDER.map((id) => away(id, '2026-12-02')) },
    ['an', '-', 'binh', 'chi'],
    stands('chi')
  ],
  [
    'a turn set by hand counts as served by that person, and those before are owed',
    { slots: pin(slotsOf(inTurn, days), 'kv1@2026-12-01', 'binh') },
    ['binh', 'an', 'chi', 'an'],
    stands('an')
  ],
  [
    'a turn set by hand to somebody outside the order moves nothing',
    { slots: pin(slotsOf(inTurn, days), 'kv1@2026-12-01', 'khach') },
    ['khach', 'an', 'binh', 'chi'],
    stands('chi')
  ]
]
for (const [title, some, expected, state] of cases) {
  t.test(title, async (t) => {
    const plan = planCycle(problem(month(some)))
    t.same(holders(plan, 'kv1'), expected)
    t.same(plan.rotations.get(key), state)
  })
}

const weekly = post({ handoverUnit: 'week', seats: [seatPlan({ method: 'cycle', order: ORDER })] })
/** A working week of five days and the Monday after. */
const week = december(7, 14)
const splits: readonly (readonly [string, Partial<MonthOf>, readonly string[], RotationState])[] = [
  [
    'a week goes whole to the first who can serve all of it',
    { absences: [away('an', '2026-12-09')] },
    ['binh', 'binh', 'binh', 'binh', 'binh', 'an'],
    stands('binh')
  ],
  [
    'a week that nobody can serve whole is split in the order of asking; most days count as the turn',
    { absences: [away('an', '2026-12-07', '2026-12-09'), away('binh', '2026-12-10'), away('chi', '2026-12-07')] },
    ['binh', 'binh', 'binh', 'an', 'an', 'an'],
    stands('binh')
  ],
  [
    'the rest of a week of which one day is set by hand is asked for as always',
    { slots: pin(slotsOf(weekly, week), 'kv1@2026-12-09', 'chi') },
    ['an', 'an', 'chi', 'an', 'an', 'binh'],
    stands('binh')
  ]
]
for (const [title, some, expected, state] of splits) {
  t.test(title, async (t) => {
    const plan = planCycle(problem({ providers: people, posts: [weekly], slots: slotsOf(weekly, week), ...some }))
    t.same(holders(plan, 'kv1'), expected)
    t.same(plan.rotations.get(key), state)
  })
}

const servers = [
  ['whoever holds most slots served the turn', ['an', 'binh', 'binh'], 'binh'],
  ['among equals, whoever is asked first', ['binh', 'an'], 'an'],
  ['an outsider with as many slots comes after the order', ['khach', 'chi'], 'chi'],
  ['an outsider with most slots served it', ['khach', 'khach', 'chi'], 'khach'],
  ['empty slots count for nobody', [null, null, 'chi'], 'chi'],
  ['nobody served an empty turn', [null, null], null]
] as const
for (const [title, held, who] of servers) {
  t.test(title, async (t) => t.equal(servedBy(ids(...ORDER), held as readonly (ProviderId | null)[]), who))
}

t.test('replaying turns as they were really served gives the state that a hand edit leaves', async (t) => {
  const turns = [ids('an'), ids('chi'), ids('binh'), [null]]
  t.same(replayRotation(ids(...ORDER), FRESH_ROTATION, turns), stands('chi'))
  t.same(replayRotation(ids(...ORDER), FRESH_ROTATION, []), FRESH_ROTATION)
})

t.test('the state that the planner carries is the replay of its own result', async (t) => {
  const start = problem(month({ absences: [away('an', '2026-12-02')], slots: slotsOf(inTurn, december(1, 31)) }))
  const plan = planCycle(start)
  t.same(rotationsAfter(withPlan(start, plan)), plan.rotations)
})

t.test('the cycle of a post without slots this month is carried on untouched', async (t) => {
  const rotations = new Map([['xa/primary', stands('chi', 'an')]])
  t.same(planRoster(problem(month({ rotations }))).rotations.get('xa/primary'), stands('chi', 'an'))
})

/** How many turns each person of a daily cycle has served after 24 months, with these absences. */
function turnsServed(order: readonly string[], away: MonthOf['absences'] = []): Map<string, number> {
  const it = post({ seats: [seatPlan({ method: 'cycle', order })] })
  const served = new Map<string, number>(order.map((id) => [id, 0]))
  let rotations: MonthOf['rotations'] = new Map()
  for (let at = 0; at < 24; at += 1) {
    const slots = slotsOf(it, daysOfMonth(addMonths('2026-01' as Month, at)))
    const plan = planRoster(problem({ providers: order.map((id) => officer({ id })), posts: [it], slots, rotations, absences: away }))
    for (const id of holders(plan, 'kv1')) served.set(id, (served.get(id) ?? 0) + 1)
    rotations = plan.rotations
  }
  return served
}
const spread = (served: ReadonlyMap<string, number>): number => Math.max(...served.values()) - Math.min(...served.values())
const FIVE = ['an', 'binh', 'chi', 'dung', 'em']

t.test('over 24 months nobody absent serves more than one turn more than another', async (t) =>
  t.equal(spread(turnsServed(FIVE)) <= 1, true)
)

t.test('an absence that costs one turn is made up, so that after 24 months the turns are as even as without it', async (t) => {
  const served = turnsServed(FIVE, [away('chi', '2026-03-02', '2026-03-06'), away('an', '2027-05-03', '2027-05-04')])
  t.ok(spread(served) <= 1, JSON.stringify([...served]))
})

t.test('a long absence makes up one turn, the one that is owed, and not a month in a row', async (t) => {
  const served = turnsServed(FIVE, [away('chi', '2026-03-01', '2026-04-30')])
  const missed = Math.max(...served.values()) - (served.get('chi') ?? 0)
  t.ok(missed >= 6 && missed <= 11, `missed ${missed}`)
})
