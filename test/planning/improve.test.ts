import t from 'tap'
import type { ProviderId } from '../../src/domain/ids.ts'
import { breach, type Rule } from '../../src/domain/rules/rule.ts'
import { type Desk, handOver, openDesk, pointsOf } from '../../src/planning/desk.ts'
import { improve } from '../../src/planning/improve.ts'
import { fillAgain, repair } from '../../src/planning/repair.ts'
import { type Turn, turnsOf } from '../../src/planning/turns.ts'
import { officer, post } from '../support/builders.ts'
import { december, type HOURS, type MonthOf, problem, slotsOf } from './month.ts'

type Line = readonly [post: string, day: number, holder: string | null, hours?: keyof typeof HOURS]

/** A desk with one-day turns held as the lines say, and the turns in the order of the lines. */
function deskOf(lines: readonly Line[], some: Partial<MonthOf> = {}): { desk: Desk; turns: Turn[] } {
  const only = (id: string) => (id === 'c' ? ['an'] : [])
  const eligible = (id: string) => ({ roles: [], branchIds: [], providerIds: only(id), excludedIds: [], skills: [] })
  const posts = [...new Set(lines.map(([id]) => id))].map((id) => post({ id, mode: 'on_site', eligibility: eligible(id) }))
  const slots = lines.flatMap(([id, day, , hours]) =>
    slotsOf(post({ id, mode: hours === 'round' ? 'phone' : 'on_site' }), december(day, day), hours)
  )
  const desk = openDesk(problem({ providers: [officer({ id: 'an' }), officer({ id: 'binh' })], posts, slots, ...some }))
  const turns = slots.flatMap((slot) => turnsOf([slot], posts, 'balanced'))
  for (const [at, turn] of turns.entries()) handOver(desk, turn, (lines[at]?.[2] ?? null) as ProviderId | null)
  return { desk, turns }
}
const holdersIn = (desk: Desk, turns: readonly Turn[]) => turns.map((turn) => desk.held.get(turn) ?? null)

/** Whoever serves post `b` must serve post `a` too: giving `a` away breaks the rule for a duty that nobody touched. */
const bNeedsA: Rule = {
  id: 'b-needs-a',
  level: 'hard',
  scope: 'provider',
  basis: 'test',
  params: {},
  check: (duties) =>
    [...Map.groupBy(duties, (duty) => duty.providerId).values()]
      .filter((own) => !own.some((duty) => `${duty.postId}` === 'a'))
      .flatMap((own) => own.filter((duty) => `${duty.postId}` === 'b').map((duty) => breach(bNeedsA, [duty])))
}

t.test('turns go from whoever has all of them to whoever has none', async (t) => {
  const { desk, turns } = deskOf([
    ['a', 1, 'an'],
    ['a', 2, 'an'],
    ['a', 3, 'an'],
    ['a', 4, 'an']
  ])
  improve(desk)
  t.equal(holdersIn(desk, turns).filter((id) => id === 'an').length, 2)
})

t.test('where no turn can go alone a heavy one is traded for a lighter one', async (t) => {
  const { desk, turns } = deskOf([
    ['a', 1, 'an', 'round'],
    ['b', 3, 'an'],
    ['d', 1, 'binh', 'round'],
    ['e', 8, 'an'],
    ['e', 10, 'binh']
  ])
  t.same(
    turns.map((turn) => pointsOf(desk, turn)),
    [8, 7, 8, 7, 7]
  )
  const before = Math.abs((desk.load.get('an' as ProviderId) ?? 0) - (desk.load.get('binh' as ProviderId) ?? 0))
  improve(desk)
  const after = Math.abs((desk.load.get('an' as ProviderId) ?? 0) - (desk.load.get('binh' as ProviderId) ?? 0))
  t.same([before, after], [7, 5])
})

t.test('a fairer roster that would break a rule for a duty left behind is not made', async (t) => {
  const lines = [
    ['a', 1, 'an'],
    ['b', 2, 'an']
  ] as const
  const { desk, turns } = deskOf(lines, { rules: [bNeedsA] })
  improve(desk)
  t.same(holdersIn(desk, turns), ['an', 'an'])
  const free = deskOf(lines, { rules: [] })
  improve(free.desk)
  t.same(new Set(holdersIn(free.desk, free.turns)).size, 2)
})

t.test('nor is room made that way for an empty seat', async (t) => {
  const lines = [
    ['a', 1, 'an'],
    ['b', 2, 'an'],
    ['c', 1, null]
  ] as const
  const bound = deskOf(lines, { rules: [...problem({ providers: [], posts: [], slots: [] }).rules, bNeedsA] })
  t.same(repair(bound.desk, bound.turns.slice(2)), bound.turns.slice(2))
  t.same(holdersIn(bound.desk, bound.turns), ['an', 'an', null])
  const free = deskOf(lines)
  t.same(repair(free.desk, free.turns.slice(2)), [])
  t.same(holdersIn(free.desk, free.turns), ['binh', 'an', 'an'])
})

t.test('an empty seat that somebody can take after all is filled, and one that depends on it too', async (t) => {
  const lines = [
    ['b', 2, null],
    ['a', 1, null]
  ] as const
  const { desk, turns } = deskOf(lines, { rules: [bNeedsA] })
  t.same(fillAgain(desk, turns), [])
  t.equal(new Set(holdersIn(desk, turns)).size, 1)
})
