import t from 'tap'
import type { Duty } from '../../src/domain/roster.ts'
import { rules } from '../../src/domain/rules/all.ts'
import { compile } from '../../src/planning/compile.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import type { Model } from '../../src/planning/model.ts'
import { inStableOrder } from '../../src/planning/normal.ts'
import { duty, officer, pair, post, seatPlan } from '../support/builders.ts'
import { december, type MonthOf, pin, problem, slotsOf } from './month.ts'
import { checkedCost, ofPieces, readingOf } from './reading.ts'

const people = (...ids: string[]) => ids.map((id) => officer({ id }))
const weekly = post({ id: 'tuan', handoverUnit: 'week' })
const daily = post({ id: 'ngay' })
const LIMIT = { 'most-per-week.days': 3, 'rest-between.hours': 0 }
/** Monday to Friday of the week of 7 December, at most three duty days a week. */
const week = (some: Partial<MonthOf>): MonthOf => ({
  providers: people('an'),
  posts: [weekly, daily],
  slots: slotsOf(weekly, december(7, 11)),
  settings: LIMIT,
  ...some
})
const modelOf = (month: MonthOf): Model => compile(inStableOrder(problem(month)))

/** Whether the model and a full check agree on who holds what; true = nothing is broken. */
function isLawful(month: MonthOf, holders: readonly number[]): boolean {
  const from = inStableOrder(problem(month))
  const model = compile(from)
  const reading = readingOf(from, model, Int32Array.from(holders))
  const hard = from.rules.filter(({ level, id }) => level === 'hard' && id !== 'coverage')
  const duties: Duty[] = [...reading.standing, ...reading.held.flat()]
  const found = ofPieces(
    reading,
    hard.flatMap((rule) => rule.check(duties, from.context))
  )
  const { broken } = evaluate(model, Int32Array.from(holders))
  t.equal(broken === 0, found.length === 0, found.map(({ ruleId }) => ruleId).join(' '))
  return broken === 0
}

t.test('a turn longer than the weekly limit goes to one person whole', async (t) => {
  t.equal(modelOf(week({})).pieces.length, 1)
  t.ok(isLawful(week({}), [0]))
})

t.test('beside it the same person may serve on its days, but on no other of the week', async (t) => {
  const beside = (day: number) => week({ slots: [...slotsOf(weekly, december(7, 11)), ...slotsOf(daily, december(day, day), 'daily')] })
  t.same([isLawful(beside(9), [0, 0]), isLawful(beside(12), [0, 0]), isLawful(beside(14), [0, 0])], [true, false, true])
})

t.test('so it is beside a seat set by hand: on a day of the turn, and on another of its week', async (t) => {
  const beside = (day: number) => {
    const slots = [...slotsOf(weekly, december(7, 11)), ...slotsOf(daily, december(day, day), 'daily')]
    return week({ slots: pin(slots, `ngay@2026-12-${String(day).padStart(2, '0')}`, 'an') })
  }
  t.same(
    [9, 12].map((day) => modelOf(beside(day)).pieces.length),
    [1, 5],
    'where the whole turn would be too much it is cut up'
  )
  t.ok(isLawful(beside(9), [0]))
})

t.test('whoever keeps a long turn by hand may serve on its days, but on no other', async (t) => {
  const kept = december(7, 11).reduce((slots, day) => pin(slots, `tuan@${day}`, 'an'), slotsOf(weekly, december(7, 11)) as MonthOf['slots'])
  const both = week({ slots: [...kept, ...slotsOf(daily, [...december(9, 9), ...december(12, 12)], 'daily')] })
  t.ok(isLawful(both, [0, -1]))
  t.notOk(isLawful(both, [-1, 0]))
})

t.test('whoever was put over the limit by hand gets nothing more in that week', async (t) => {
  const days = december(7, 11)
  const over = days.slice(0, 4).reduce((slots, day) => pin(slots, `ngay@${day}`, 'an'), slotsOf(daily, days) as MonthOf['slots'])
  const other = post({ id: 'khac' })
  const month = week({ posts: [daily, other], slots: [...over, ...slotsOf(other, [...december(8, 8), ...december(14, 14)])] })
  t.same([isLawful(month, [-1, -1, -1]), isLawful(month, [-1, -1, 0]), isLawful(month, [0, -1, -1])], [true, true, false])
})

t.test('a rule that lets no turn pass whole forbids more on its days too, once it is broken by hand', async (t) => {
  const days = december(7, 13)
  const kept = days.reduce((slots, day) => pin(slots, `tuan@${day}`, 'an'), slotsOf(weekly, days, 'daily') as MonthOf['slots'])
  const strict = rules.filter(({ id }) => id === 'weekly-rest').map((rule) => ({ ...rule, level: 'hard' as const }))
  const month = week({ slots: [...kept, ...slotsOf(daily, december(9, 9))], rules: strict })
  t.same([isLawful(month, [-1]), isLawful(month, [0])], [true, false])
})

const NIGHTS = { 'night-spacing.days': 4, 'rest-between.hours': 0 }
const nightSpacing = rules.filter(({ id }) => id === 'night-spacing')
const night = (day: string, next: string) =>
  duty({ postId: 'khac', slotId: `dem-${day}`, unit: `${day}-dem`, from: `${day} 19:30`, to: `${next} 07:30`, settled: true })

t.test('what the month before broke alone costs nothing until a duty joins it, and then all of it', async (t) => {
  const settled = [night('2026-11-28', '2026-11-29'), night('2026-11-29', '2026-11-30'), night('2026-11-30', '2026-12-01')]
  const month = { providers: people('an'), posts: [daily], slots: slotsOf(daily, december(1, 1), 'night'), settled }
  const from = inStableOrder(problem({ ...month, rules: nightSpacing, settings: NIGHTS }))
  const model = compile(from)
  const [rule] = from.rules
  const told = [-1, 0].map((p) => {
    const { total, fairness } = evaluate(model, Int32Array.of(p))
    return [total - fairness, rule && checkedCost(readingOf(from, model, Int32Array.of(p)), rule)]
  })
  t.same(told[0], [0, 0])
  t.equal(told[1]?.[0], told[1]?.[1])
  t.ok((told[1]?.[0] ?? 0) >= 4 * 50_000)
})

t.test('people kept apart do not serve one agency at the same time, whichever of them has which post', async (t) => {
  const posts = ['a', 'b'].map((id) => post({ id, agencyIds: ['chung'] }))
  const slots = posts.flatMap((each) => slotsOf(each, december(1, 1)))
  const month = { providers: people('an', 'binh', 'chi'), posts, slots, pairs: [pair()] }
  t.same(
    [
      [0, 1],
      [1, 0],
      [0, 2],
      [2, 1],
      [0, 0]
    ].map((holders) => isLawful(month, holders)),
    [false, false, true, true, true]
  )
})

t.test('nor beside a seat that one of them has by hand', async (t) => {
  const two = post({ id: 'hai', seats: [seatPlan(), seatPlan({ seat: 'support' })] })
  const slots = pin(slotsOf(two, december(1, 1)), 'hai@2026-12-01', 'binh')
  const model = modelOf({ providers: people('an', 'binh', 'chi'), posts: [two], slots, pairs: [pair()] })
  t.same(
    [...model.candidates.items].map((p) => model.people[p]),
    ['chi']
  )
})

t.test('a turn that nobody can take whole is cut into its slots, and one that is named for it', async (t) => {
  const away = (day: string, providerId: string) =>
    officer({ id: providerId, bars: [{ kind: 'sanction', from: day, to: day, reference: null }] })
  const month = week({ providers: [away('2026-12-07', 'an'), away('2026-12-08', 'binh')], settings: {} })
  t.equal(modelOf(month).pieces.length, 5)
  const whole = inStableOrder(problem(week({ settings: {} })))
  const [piece] = compile(whole).pieces
  t.equal(compile(whole, new Set([`tuan/primary/${piece?.unit}/${piece?.start}`])).pieces.length, 5)
})
