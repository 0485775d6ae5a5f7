import fc from 'fast-check'
import t from 'tap'
import type { Day } from '../../src/domain/day.ts'
import type { ProviderId } from '../../src/domain/ids.ts'
import type { Place } from '../../src/domain/post.ts'
import {
  afterTurn,
  type Cycle,
  cycleKindOf,
  cycleOn,
  dueShares,
  FRESH_ROTATION,
  nobodysTurn,
  type RotationState,
  servedBy,
  stateOf,
  turnOrder
} from '../../src/domain/rotation.ts'
import { type PlaceOf, place, seatPlan } from '../support/builders.ts'

const RUNS = { numRuns: 200, seed: 20261201 }
const ids = (...names: string[]): ProviderId[] => names as ProviderId[]
const d = (day: string): Day => day as Day
const TODAY = d('2026-12-01')

/** A plan of a cycle of these places, as it stands today. */
const cycle = (order: readonly PlaceOf[], owedAtMost = 1): Cycle =>
  cycleOn(seatPlan({ method: 'cycle', order, owedAtMost }), 'order', TODAY)
const weighted = (id: string, weight: number): Place => place(id, weight)
const NOBODY: readonly string[] = []

/** Who is not there in which turn; the first is turn 0. */
type Away = Readonly<Record<string, readonly number[]>>
interface Course {
  readonly state: RotationState
  readonly served: readonly string[]
}

/** So many turns, each served by the first asked who is there: `-` when the turn is nobody's, `?` when nobody can. */
function course(each: Cycle | ((turn: number) => Cycle), turns: number, away: Away = {}, start = FRESH_ROTATION): Course {
  const served: string[] = []
  let state = start
  for (let turn = 0; turn < turns; turn += 1) {
    const now = typeof each === 'function' ? each(turn) : each
    const taker = turnOrder(now, state).find(({ providerId }) => !(away[providerId ?? ''] ?? []).includes(turn))
    served.push(taker === undefined ? '?' : (taker.providerId ?? '-'))
    state = afterTurn(now, state, taker === undefined ? null : (taker.providerId ?? taker.key))
  }
  return { state, served }
}
const told = (...of: Parameters<typeof course>): string => course(...of).served.join(' ')
const span = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

const ABC = ['a', 'b', 'c']
const courses: readonly (readonly [string, Parameters<typeof course>, string])[] = [
  ['the declared order goes round', [cycle(ABC), 7], 'a b c a b c a'],
  ['another order declared is another order kept', [cycle(['c', 'a', 'b']), 4], 'c a b c'],
  ['whoever is away is passed over and asked as soon as they are back', [cycle(ABC), 7, { a: [0] }], 'b a c a b c a'],
  ['two who are away are made up one after the other', [cycle(ABC), 8, { a: [0], b: [0, 1] }], 'c a b a b c a b'],
  ['a long absence is owed one turn', [cycle(ABC), 16, { c: span(0, 8) }], 'a b a b a b a b a c b c a b c a'],
  ['or as many as the seat says, never two running', [cycle(ABC, 3), 16, { c: span(0, 8) }], 'a b a b a b a b a c b c a c b c'],
  ['a turn that nobody can serve moves nothing', [cycle(ABC), 5, { a: [1], b: [1], c: [1] }], 'a ? b c a'],
  ['half a weight is every second round', [cycle(['a', 'b', weighted('h', 50)]), 10], 'a b h a b a b h a b'],
  ['three quarters are three rounds of four', [cycle(['a', weighted('t', 75)]), 14], 'a t a t a t a a t a t a t a'],
  ['a tenth is every tenth round', [cycle(['a', weighted('z', 10)]), 13], 'a z a a a a a a a a a a z'],
  ['equal weights below a hundred go round as whole ones do', [cycle([weighted('a', 50), weighted('b', 50)]), 5], 'a b a b a'],
  ['a turn of a group goes to whoever of it served longest ago', [cycle(['a', ['x', 'y', 'z']]), 9], 'a x a y a z a x a'],
  [
    'in a group the others serve for whoever is away, who then comes first',
    [cycle(['a', ['x', 'y']]), 8, { x: [1, 3] }],
    'a y a y a x a y'
  ],
  [
    'a group of which nobody can come is owed its turn as a person is',
    [cycle(['a', 'b', ['x', 'y']]), 6, { x: [2], y: [2] }],
    'a b a x b y'
  ],
  ['a place that nobody takes has its turns', [cycle(['a', NOBODY, 'b']), 7], 'a - b a - b a'],
  ['but never those of somebody who is away', [cycle(['a', NOBODY, 'b']), 6, { a: [0] }], 'b a - a - b'],
  ['and goes on having them while somebody is away for long', [cycle(['a', NOBODY, 'b']), 10, { a: span(0, 8) }], 'b b - - b - b - b a'],
  ['nobody can be a half place, too', [cycle(['a', 'b', place(NOBODY, 50)]), 10], 'a b - a b a b - a b'],
  ['there may be several such places', [cycle(['a', NOBODY, 'b', NOBODY]), 9], 'a - b - a - b - a']
]
for (const [title, of, expected] of courses) t.test(title, async (t) => t.equal(told(...of), expected))

// Members come and go

const dated = (id: string, from: string | null, to: string | null): Place => ({
  weight: 100,
  members: [{ providerId: id as ProviderId, from: from as Day | null, to: to as Day | null }]
})
const dayOf = (turn: number): Day => d(`2026-12-${String(turn + 1).padStart(2, '0')}`)
const onDays = (order: readonly PlaceOf[]) => (turn: number) =>
  cycleOn(seatPlan({ method: 'cycle', order, owedAtMost: 12 }), 'order', dayOf(turn))

const membership: readonly (readonly [string, readonly PlaceOf[], number, Away, string])[] = [
  ['whoever joins is in the round under way, at their place', ['a', dated('n', '2026-12-05', null), 'b'], 9, {}, 'a b a b n a n b a'],
  [
    'whoever joins owes nothing and is owed nothing',
    ['a', 'b', dated('n', '2026-12-21', null)],
    27,
    {},
    `${'a b '.repeat(10)}n a b n a b n`
  ],
  ['the first day counts', ['a', dated('n', '2026-12-02', null)], 3, {}, 'a n a'],
  ['the last day counts', ['a', dated('l', null, '2026-12-02')], 4, {}, 'a l a a'],
  ['a debt leaves with whoever leaves', ['a', 'b', dated('l', null, '2026-12-05')], 8, { l: span(0, 4) }, 'a b a b a b a b'],
  ['one may leave for a time and come back, owed nothing', [dated('l', null, '2026-12-02'), 'a', 'b'], 5, {}, 'l a b a b'],
  [
    'one of a group may leave it',
    ['a', { weight: 100, members: [...place('x').members, ...dated('y', null, '2026-12-04').members] }],
    8,
    {},
    'a x a y a x a x'
  ]
]
for (const [title, order, turns, away, expected] of membership) {
  t.test(title, async (t) => t.equal(told(onDays(order), turns, away), expected))
}

t.test('a new order takes over where the old one stood', async (t) => {
  const { state } = course(cycle(ABC), 2)
  t.equal(told(cycle(['d', 'c', 'b', 'a']), 6, {}, state), 'd c d c b a')
  t.equal(told(cycle(['b', 'c']), 3, {}, state), 'c b c')
})

t.test('whoever is made half from a day on has half from then on, not for what was before', async (t) => {
  const { state } = course(cycle(['a', 'h']), 40)
  t.equal(told(cycle(['a', weighted('h', 50)]), 6, {}, state), 'a a h a a h')
})

// One turn

t.test('the state holds what was taken in the round under way, and who served in order of time', async (t) => {
  t.same(course(cycle(ABC), 4).state, { taken: { a: 100, b: 0, c: 0 }, served: ['b', 'c', 'a'] })
  t.same(course(cycle(ABC), 4, { b: span(1, 3) }).state, { taken: { a: 100, b: -100, c: 100 }, served: ['a', 'c'] })
})

t.test('where all are owed, one who serves has paid a debt and the others keep theirs', async (t) => {
  const owed: RotationState = { taken: { a: -100, b: -100 }, served: ['b', 'a'] }
  t.same(afterTurn(cycle(['a', 'b']), owed, 'b').taken, { a: -100, b: 0 })
})

t.test('somebody outside the order, or nobody, moves nothing', async (t) => {
  const { state } = course(cycle(ABC), 2)
  for (const who of ['khach', null, 'nobody-1']) t.equal(afterTurn(cycle(ABC), state, who), state)
})

t.test('a hand edit is a turn like any other: whoever was passed over is asked next', async (t) => {
  const state = afterTurn(cycle(ABC), FRESH_ROTATION, 'b')
  t.equal(told(cycle(ABC), 4, {}, state), 'a c a b')
})

t.test('a turn that was left to nobody counts for the first such place', async (t) => {
  const two = cycle(['a', NOBODY, NOBODY])
  t.equal(nobodysTurn(two, FRESH_ROTATION), 'nobody-1')
  t.equal(nobodysTurn(two, afterTurn(two, FRESH_ROTATION, 'nobody-1')), 'nobody-2')
  t.equal(nobodysTurn(cycle(ABC), FRESH_ROTATION), null)
})

t.test('what is kept in an unknown form counts as a fresh cycle', async (t) => {
  const old = new Map([['k', { last: 'a', owed: [] } as unknown as RotationState]])
  t.equal(stateOf(old, 'k'), FRESH_ROTATION)
  t.equal(stateOf(old, 'l'), FRESH_ROTATION)
  const { state } = course(cycle(ABC), 2)
  t.equal(stateOf(new Map([['k', state]]), 'k'), state)
})

const servers = [
  ['whoever holds most slots served the turn', ['a', 'b', 'b'], 'b'],
  ['among equals, whoever is asked first', ['b', 'a'], 'a'],
  ['an outsider with as many slots comes after the order', ['khach', 'c'], 'c'],
  ['an outsider with most slots served it', ['khach', 'khach', 'c'], 'khach'],
  ['empty slots count for nobody', [null, null, 'c'], 'c'],
  ['nobody served an empty turn', [null, null], null]
] as const
for (const [title, held, who] of servers) {
  t.test(title, async (t) => t.equal(servedBy(ids(...ABC), held as readonly (ProviderId | null)[]), who))
}

const shares: readonly (readonly [string, Cycle, object])[] = [
  ['equal places have equal shares', cycle(['a', 'b', 'c', 'd']), { a: 0.25, b: 0.25, c: 0.25, d: 0.25 }],
  ['shares go by weight', cycle(['a', weighted('h', 50), weighted('i', 50)]), { a: 0.5, h: 0.25, i: 0.25 }],
  ['a group parts its share', cycle(['a', ['x', 'y']]), { a: 0.5, x: 0.25, y: 0.25 }],
  ['what falls to nobody is nobody’s', cycle(['a', NOBODY]), { a: 0.5 }]
]
for (const [title, of, expected] of shares) t.test(title, async (t) => t.same(Object.fromEntries(dueShares(of)), expected))

// Which cycle

const ordinary = { day: d('2026-12-01'), dayKind: 'working' } as const
const madeUp = { day: d('2026-08-22'), dayKind: 'make_up_day' } as const
const sunday = { day: d('2026-12-06'), dayKind: 'rest_day' } as const
const national = { day: d('2026-09-02'), dayKind: 'holiday' } as const
const tet = { day: d('2026-02-17'), dayKind: 'holiday' } as const
const every = seatPlan({ order: ['a'], restDays: ['b'], tet: ['c'] })
const kinds = [
  ['a working day', every, [ordinary], 'order'],
  ['a worked Saturday', every, [madeUp], 'order'],
  ['a Sunday', every, [sunday], 'restDays'],
  ['a holiday', every, [national], 'restDays'],
  ['a day of Tết', every, [tet], 'tet'],
  ['a week with a Sunday in it', every, [ordinary, sunday], 'order'],
  ['a weekend with a day of Tết in it', every, [sunday, tet], 'tet'],
  ['a day of Tết without an order for it', { ...every, tet: [] }, [tet], 'restDays'],
  ['a Sunday without an order for it', { ...every, restDays: [] }, [sunday], 'order'],
  ['a day of Tết without any other order', seatPlan({ order: ['a'] }), [tet], 'order']
] as const
for (const [title, plan, slots, kind] of kinds) t.test(`${title} goes by ${kind}`, async (t) => t.equal(cycleKindOf(plan, slots), kind))

// Properties

const anyWeights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 })
const named = (at: number): string => `p${at}`
const counts = (served: readonly string[], size: number): number[] =>
  Array.from({ length: size }, (_, at) => served.filter((who) => who === named(at)).length)

t.test('while all can come, turns by weight differ between any two by no more than one turn of each', async () => {
  fc.assert(
    fc.property(anyWeights, fc.integer({ min: 1, max: 300 }), (weights, turns) => {
      const served = counts(course(cycle(weights.map((weight, at) => weighted(named(at), weight))), turns).served, weights.length)
      const level = (at: number): number => (served[at] ?? 0) / (weights[at] ?? 1)
      return weights.every((w, a) => weights.every((v, b) => Math.abs(level(a) - level(b)) <= 1 / w + 1 / v + 1e-9))
    }),
    RUNS
  )
})

/** Who can come to which turn: any pattern, the meanest included, in which somebody can only come when certain others can. */
const anyMonths = fc
  .record({ size: fc.integer({ min: 2, max: 6 }), turns: fc.integer({ min: 60, max: 240 }), owed: fc.integer({ min: 1, max: 4 }) })
  .chain(({ size, turns, owed }) =>
    fc.record({
      size: fc.constant(size),
      turns: fc.constant(turns),
      owed: fc.constant(owed),
      // a rhythm of so many turns in which each has a mask of those they can come to, and single turns off
      rhythm: fc.array(fc.array(fc.boolean(), { minLength: size, maxLength: size }), { minLength: 1, maxLength: 9 }),
      off: fc.array(fc.tuple(fc.nat(turns - 1), fc.nat(size - 1)), { maxLength: 40 })
    })
  )
const canCome = (
  { rhythm, off }: { rhythm: readonly (readonly boolean[])[]; off: readonly (readonly [number, number])[] },
  turn: number,
  who: number
): boolean => (rhythm[turn % rhythm.length]?.[who] ?? false) && !off.some(([at, one]) => at === turn && one === who)

t.test('nobody starves: nobody waits longer than it takes all others to have their turns and their debts', async () => {
  fc.assert(
    fc.property(anyMonths, (months) => {
      const { size, turns, owed } = months
      const away = Object.fromEntries(
        Array.from({ length: size }, (_, who) => [named(who), span(0, turns - 1).filter((turn) => !canCome(months, turn, who))])
      )
      const { served } = course(
        cycle(
          Array.from({ length: size }, (_, at) => named(at)),
          owed
        ),
        turns,
        away
      )
      return Array.from({ length: size }, (_, who) => {
        let waited = 0
        return served.every((one, turn) => {
          if (one === named(who)) waited = 0
          else if (canCome(months, turn, who)) waited += 1
          return waited <= (owed + 1) * (size - 1)
        })
      }).every(Boolean)
    }),
    { ...RUNS, numRuns: 500 }
  )
})

t.test('whoever is away now and then, for no longer than the seat owes them, has their due share in the end', async () => {
  const size = 5
  const leave = fc.array(fc.tuple(fc.nat(390), fc.integer({ min: 1, max: 10 }), fc.nat(size - 1)), { maxLength: 12 })
  fc.assert(
    fc.property(leave, (leaves) => {
      const away: Record<string, number[]> = {}
      for (const [from, length, who] of leaves) away[named(who)] = [...(away[named(who)] ?? []), ...span(from, from + length)]
      const free = course(
        cycle(
          Array.from({ length: size }, (_, at) => named(at)),
          12
        ),
        500,
        away
      )
      return counts(free.served, size).every((turns) => Math.abs(turns - 100) <= 2)
    }),
    RUNS
  )
})

t.test('the state stays small whatever happens: nobody is owed more than the seat says, nobody is a round and a turn ahead', async () => {
  fc.assert(
    fc.property(anyWeights, fc.integer({ min: 1, max: 12 }), fc.array(fc.nat(7), { maxLength: 200 }), (weights, owed, served) => {
      const of = cycle(
        weights.map((weight, at) => weighted(named(at), weight)),
        owed
      )
      const state = served.reduce((now, who) => afterTurn(of, now, named(who)), FRESH_ROTATION)
      return Object.values(state.taken).every((taken) => taken >= -100 * owed && taken <= 200)
    }),
    RUNS
  )
})
