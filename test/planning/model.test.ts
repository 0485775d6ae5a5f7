import fc from 'fast-check'
import t from 'tap'
import { type Day, weekStart } from '../../src/domain/day.ts'
import type { Rule } from '../../src/domain/rules/rule.ts'
import { compile, turnName } from '../../src/planning/compile.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import type { Holders, Model } from '../../src/planning/model.ts'
import { inStableOrder } from '../../src/planning/normal.ts'
import { row } from '../../src/planning/rows.ts'
import { FORBIDDEN, openState, place, placeCost } from '../../src/planning/state.ts'
import { anyMonth } from './any-month.ts'
import { type MonthOf, problem } from './month.ts'
import { checkedCost, duties, ofPieces, type Reading, readingOf, readRule, softCost, unfairness } from './reading.ts'

interface Drawn {
  readonly month: MonthOf
  /** Whether turns are given slot by slot. */
  readonly split: boolean
  /** Whether only what no rule forbids is taken, but for the last choice. */
  readonly careful: boolean
  readonly picks: readonly number[]
}

/** The same month with every turn a week, each longer than a person may serve: what rules let pass whole. */
function inWeeks(month: MonthOf): MonthOf {
  const days = 1 + (Math.abs(month.seed ?? 0) % 3)
  const unit = ({ day }: { readonly day: Day }): string => weekStart(day)
  return {
    ...month,
    posts: month.posts.map((post) => ({ ...post, handoverUnit: 'week' as const, mode: 'phone' as const })),
    slots: month.slots.map((slot) => ({ ...slot, unit: unit(slot), mode: 'phone' as const })),
    settled: (month.settled ?? []).map((duty) => ({ ...duty, unit: unit(duty), mode: 'phone' as const })),
    absences: [],
    settings: { ...month.settings, 'most-per-week.days': days, 'rest-between.hours': 0, 'double-duty.phonePosts': 3 }
  }
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  month: fc
    .tuple(anyMonth({ methods: ['balanced'], rules: 'any' }), fc.integer({ min: 0, max: 2 }))
    .map(([month, die]) => (die === 0 ? inWeeks(month) : month)),
  split: fc.boolean(),
  careful: fc.integer({ min: 0, max: 3 }).map((die) => die > 0),
  picks: fc.array(fc.nat(), { minLength: 60, maxLength: 60 })
})

/** Candidates or nobody for each piece, as the picks say. */
function pick(model: Model, { careful, picks }: Drawn): Holders {
  const state = openState(model)
  for (let t = 0; t < model.pieces.length; t += 1) {
    const choices = [...row(model.candidates, t), -1]
    const p = choices[(picks[t % picks.length] ?? 0) % choices.length] ?? -1
    const wild = !careful || t === model.pieces.length - 1
    if (p >= 0 && (wild || placeCost(state, t, p) !== FORBIDDEN)) place(state, t, p, 0)
  }
  return state.holders
}

interface Case {
  readonly model: Model
  readonly holders: Holders
  readonly reading: Reading
  readonly hard: readonly Rule[]
  readonly soft: readonly Rule[]
}

function caseOf(draw: Drawn): Case {
  const from = inStableOrder(problem(draw.month))
  const whole = compile(from)
  const model = draw.split ? compile(from, new Set(whole.pieces.map(turnName))) : whole
  const holders = pick(model, draw)
  const rules = from.rules.filter(({ id }) => id !== 'coverage')
  return {
    model,
    holders,
    reading: readingOf(from, model, holders),
    hard: rules.filter(({ level }) => level === 'hard'),
    soft: rules.filter(({ level }) => level === 'soft')
  }
}

const cases = fc.sample(drawn, { numRuns: 400, seed: 20261201 }).map(caseOf)
const checked = (reading: Reading, rule: Rule) => ofPieces(reading, rule.check(duties(reading), reading.problem.context))
const names = (rules: readonly Rule[]): string => rules.map(({ id }) => id).join(' ')
const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0)
/** Parts of the drawn months, in per cent. */
const percent = (holds: (each: Case) => boolean): number => (100 * cases.filter(holds).length) / cases.length

const isBroken = ({ model, holders }: Case): boolean => evaluate(model, holders).broken > 0
const forbidden = ({ reading, hard }: Case): Rule[] => hard.filter((rule) => checked(reading, rule).length > 0)

t.test(
  'a plan breaks a hard rule exactly where the rules, read two turns at a time, find a breach that a piece takes part in',
  async (t) => {
    cases.forEach((each, at) => {
      const read = each.hard.filter((rule) => ofPieces(each.reading, readRule(each.reading, rule)).length > 0)
      if (isBroken(each) !== read.length > 0) t.fail(`month ${at}: model ${isBroken(each)}, rules ${names(read)}`)
    })
  }
)

t.test('what a full check finds is broken in the model too: it is never laxer', async (t) => {
  cases.forEach((each, at) => {
    if (forbidden(each).length > 0 && !isBroken(each)) t.fail(`month ${at}: ${names(forbidden(each))}`)
  })
})

t.test('it is stricter only where a third duty excuses two others: in 2 % of months at most, and by the rules that say so', async (t) => {
  const stricter = cases.filter((each) => isBroken(each) && forbidden(each).length === 0)
  t.ok((100 * stricter.length) / cases.length <= 2, `${stricter.length}`)
  const blamed = stricter.flatMap((each) => each.hard.filter((rule) => ofPieces(each.reading, readRule(each.reading, rule)).length > 0))
  const known = ['rest-between', 'rest-after-night', 'most-per-week', 'most-per-month']
  t.same(
    blamed.map(({ id }) => id).filter((id) => !known.includes(id)),
    []
  )
})

const softCosts = ({ model, holders }: Case): number => {
  const { total, fairness } = evaluate(model, holders)
  return total - fairness
}
const costs = ({ reading, soft }: Case, of: typeof softCost): number => sum(soft.map((rule) => of(reading, rule)))

t.test('the soft rules cost what their breaches, read two turns at a time, come to, times the weight', async (t) => {
  cases.forEach((each, at) => {
    if (softCosts(each) !== costs(each, softCost)) {
      t.fail(
        `month ${at}: model ${softCosts(each)}, rules ${each.soft.map((rule) => `${rule.id} ${softCost(each.reading, rule)}`).join(' ')}`
      )
    }
  })
})

t.test('a full check costs the same but where a third duty excuses two others, in 5 % of months at most, and never more', async (t) => {
  t.equal(
    percent((each) => costs(each, checkedCost) > softCosts(each)),
    0
  )
  t.ok(percent((each) => costs(each, checkedCost) < softCosts(each)) <= 5)
})

t.test('unfairness is the weighted square of what each bears beyond their due, worked out anew', async (t) => {
  cases.forEach(({ model, holders, reading }, at) => {
    const { fairness } = evaluate(model, holders)
    if (fairness !== unfairness(reading)) t.fail(`month ${at}: model ${fairness}, burdens ${unfairness(reading)}`)
  })
})

t.test('what is left empty counts by its importance', async (t) => {
  cases.forEach(({ model, holders, reading }, at) => {
    if (evaluate(model, holders).coverage !== reading.emptyImportance) t.fail(`month ${at}: ${reading.emptyImportance}`)
  })
})

t.test('the months drawn say something: many are broken, many are not, most cost something', async (t) => {
  t.ok(percent(isBroken) >= 15 && percent(isBroken) <= 50, `${percent(isBroken)}`)
  t.ok(percent((each) => !isBroken(each) && costs(each, softCost) > 0) >= 40)
  t.ok(percent(({ model }) => model.beside.at.length > 0) >= 30)
  t.ok(percent(({ model }) => model.apart.items.length > 0) >= 3)
})
