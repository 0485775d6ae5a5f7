import t, { type Test } from 'tap'
import { DEFAULT_WEIGHTS } from '../../src/domain/burden.ts'
import type { Month } from '../../src/domain/day.ts'
import { DEFAULT_ZONE } from '../../src/domain/instant.ts'
import type { Slot } from '../../src/domain/roster.ts'
import { type ComputePool, LANES, MOST_MILLIS, openComputePool } from '../../src/jobs/compute-pool.ts'
import { DEFAULT_ANCHOR } from '../../src/planning/anchor.ts'
import { MOST_PIECES } from '../../src/planning/compile.ts'
import { computeHere, type TaskInput } from '../../src/planning/compute.ts'
import type { Budget, Optimise } from '../../src/planning/engine.ts'
import { planMonth, prepare } from '../../src/planning/plan.ts'
import { openProblem, type ProblemData } from '../../src/planning/problem-data.ts'
import type { ReplanRequest } from '../../src/planning/replan.ts'
import { MOST_PAIRS_PROVED, threadsHere } from '../../src/planning/threads-here.ts'
import { WHILE_WAITING } from '../../src/usecases/bounded.ts'
import { DISCARD } from '../../src/usecases/job-desk.ts'
import { officer, post, slot } from '../support/builders.ts'
import { engine, provingEngine } from '../support/engine.ts'

const days = Array.from({ length: 28 }, (_, at) => String(at + 1).padStart(2, '0'))

/** A month of so many posts, each staffed every day. */
function month(posts = 2, people = 6, hours: readonly string[] = ['07:30']): ProblemData {
  const names = Array.from({ length: posts }, (_, at) => `xa-${at}`)
  const slots = names.flatMap((postId) =>
    days.flatMap((day) => hours.map((hour): Slot => slot({ postId, from: `2026-12-${day} ${hour}`, to: `${hour.slice(0, 2)}:59` })))
  )
  return {
    month: '2026-12' as Month,
    slots,
    settled: [],
    carried: new Map(),
    weights: DEFAULT_WEIGHTS,
    rotations: new Map(),
    seed: 1,
    facts: {
      zone: DEFAULT_ZONE,
      firstWeekday: 1,
      providers: Array.from({ length: people }, (_, at) => officer({ id: `nguoi-${at}`, code: `TGV-${at}` })),
      posts: names.map((id) => post({ id })),
      agencies: [],
      absences: [],
      engagements: [],
      preferences: [],
      pairs: [],
      tetLastYear: [],
      choices: []
    }
  }
}

const data = month()
const budget = (some: Partial<Budget> = {}): Budget => ({ seed: 1, iterations: 20_000, millis: null, gap: 0, prove: false, ...some })
const place = { slotId: data.slots[0]?.id as Slot['id'], seat: 'primary' } as const

function open(t: Test, lanes: Partial<typeof LANES> = {}, most = MOST_MILLIS): ComputePool {
  const pool = openComputePool(undefined, { ...LANES, ...lanes }, most)
  t.teardown(() => pool.close())
  return pool
}

void t.test('the service calculates in its threads what it calculates in this one', async (t) => {
  const { compute } = open(t)
  const here = computeHere(provingEngine)
  const owner = 'an'
  for (const prove of [false, true]) {
    const task = { data, budget: budget({ prove }) }
    t.strictSame(await compute('plan', task, { owner }), await here('plan', task, { owner }), `a plan, proved: ${prove}`)
  }
  t.strictSame(await compute('candidates', { data, place }, { owner }), await here('candidates', { data, place }, { owner }))
  const unfilled: TaskInput<'unfilled'> = { data, places: [place], solved: 1, budget: budget({ iterations: 2_000 }) }
  t.strictSame(await compute('unfilled', unfilled, { owner }), await computeHere(engine)('unfilled', unfilled, { owner }))
})

void t.test('two long plans of one centre keep no other waiting, nor its own questions', async (t) => {
  const { compute } = open(t)
  const stop = new AbortController()
  const begun = Promise.withResolvers<void>()
  const long = { data, budget: budget({ iterations: 1e12, millis: 600_000, gap: -1 }) }
  const hooks = { owner: 'an', stop: stop.signal, onProgress: () => begun.resolve() }
  const plans = [compute('plan', long, hooks), compute('plan', long, hooks)]
  await begun.promise
  const short = { data, budget: budget() }
  t.equal((await compute('plan', short, { owner: 'binh' })).outcome.stopped, 'iterations', 'another centre plans')
  t.equal((await compute('preview', short, { owner: 'an' })).outcome.stopped, 'iterations', 'the same centre looks at a plan')
  t.equal((await compute('candidates', { data, place }, { owner: 'an' })).length, 6, 'and asks a question')
  stop.abort()
  for (const { outcome } of await Promise.all(plans)) t.equal(outcome.stopped, 'cancelled')
})

void t.test('what a write waits for waits for no question of the same centre', async (t) => {
  const { compute } = open(t)
  const discard = new AbortController()
  const long: TaskInput<'unfilled'> = { data: month(6), places: [place], solved: 1, budget: budget({ iterations: 1e9 }) }
  let answered = false
  const question = compute('unfilled', long, { owner: 'an', stop: discard.signal }).finally(() => {
    answered = true
  })
  t.same(await compute('violations', data, { owner: 'an' }), await computeHere(engine)('violations', data, { owner: 'an' }))
  t.equal(answered, false)
  discard.abort(DISCARD)
  await t.rejects(question, /discarded/)
})

void t.test(
  'what is tried out by other centres, mended at length or compared, delays no short question and nothing that a cover needs',
  async (t) => {
    const { compute } = open(t)
    const discard = new AbortController()
    const lasting = budget({ iterations: 1e9, gap: -1 })
    const large = month(6)
    const request = { from: Number.NEGATIVE_INFINITY as ReplanRequest['from'], weights: DEFAULT_ANCHOR }
    const variants = [{ name: 'một', data: large, leftOut: new Set<never>(), seats: [], admitted: [] }]
    let answered = 0
    const long = ['an', 'binh', 'chi', 'dung'].flatMap((owner) => {
      const hooks = { owner, stop: discard.signal }
      return [
        compute('mend', { data: large, request, budget: lasting }, hooks),
        compute('compare', { standing: large, variants, budget: lasting }, hooks)
      ].map((answer) => answer.finally(() => (answered += 1)))
    })
    const ended = Promise.allSettled(long)
    for (const owner of ['em', 'an']) {
      t.equal((await compute('candidates', { data, place }, { owner })).length, 6, 'a question')
      const briefly = { data, request, budget: budget({ iterations: WHILE_WAITING }) }
      t.equal((await compute('mend', briefly, { owner })).before.unfilled, data.slots.length, 'what is mended with few moves')
      t.same(await compute('violations', data, { owner }), await computeHere(engine)('violations', data, { owner }), 'what a write needs')
    }
    t.equal(answered, 0)
    discard.abort(DISCARD)
    for (const { status } of await ended) t.equal(status, 'rejected')
  }
)

void t.test('long plans of many centres, timed or counted, keep no short one waiting', async (t) => {
  const { compute } = open(t)
  const stop = new AbortController()
  const begun = Promise.withResolvers<void>()
  const hooks = { stop: stop.signal, onProgress: () => begun.resolve() }
  const timed = { data, budget: budget({ iterations: 1e12, millis: 3_600_000, gap: -1 }) }
  const counted = { data, budget: budget({ iterations: 1e10, gap: -1 }) }
  const long = ['an', 'binh', 'chi'].flatMap((owner) => [
    compute('plan', timed, { ...hooks, owner }),
    compute('plan', counted, { ...hooks, owner })
  ])
  await begun.promise
  const short = { data, budget: budget() }
  for (const owner of ['dung', 'an']) t.equal((await compute('plan', short, { owner })).outcome.stopped, 'iterations')
  stop.abort()
  for (const { outcome } of await Promise.all(long)) t.equal(outcome.stopped, 'cancelled')
})

void t.test('a plan that is counted in moves ends in its time too, with what it has, and says that a clock has ended it', async (t) => {
  const { compute } = open(t, {}, { plan: 2_000, preview: 2_000 })
  for (const name of ['plan', 'preview'] as const) {
    const { outcome, slots } = await compute(name, { data, budget: budget({ iterations: 1e10, gap: -1 }) }, { owner: 'an' })
    t.equal(outcome.stopped, 'time', name)
    t.ok(
      slots.every(({ seats }) => seats[0]?.providerId),
      'it has its people'
    )
  }
})

void t.test('a plan that nobody wants any more gives its place back at once', async (t) => {
  const { compute } = open(t)
  const discard = new AbortController()
  const begun = Promise.withResolvers<void>()
  const long = { data, budget: budget({ iterations: 1e12, gap: -1 }) }
  const unwanted = compute('plan', long, { owner: 'an', stop: discard.signal, onProgress: () => begun.resolve() })
  const next = compute('plan', { data, budget: budget() }, { owner: 'an' })
  await begun.promise
  discard.abort(DISCARD)
  await t.rejects(unwanted, /discarded/)
  t.equal((await next).outcome.stopped, 'iterations')
})

void t.test('a budget of time holds for everything that a plan takes, not for the search alone', async (t) => {
  const { compute } = open(t)
  const { outcome } = await compute('plan', { data, budget: budget({ iterations: 1e12, millis: 2_000, gap: -1 }) }, { owner: 'an' })
  t.equal(outcome.stopped, 'time')
  let told = 0
  const given: (number | null)[] = []
  const optimise: Optimise = (model, asked, hooks) => {
    given.push(asked.millis)
    return engine(model, { ...asked, millis: null }, hooks)
  }
  const clock = () => {
    told += 300
    return told
  }
  await planMonth(openProblem(data), optimise, budget({ millis: 1_000 }), { clock })
  await planMonth(openProblem(data), optimise, budget({ millis: 100 }), { clock })
  await planMonth(openProblem(data), optimise, budget({ millis: null }), { clock })
  t.strictSame(given, [700, 1, null])
})

void t.test('a month that takes more memory than a thread may is refused, and the rest goes on', async (t) => {
  const { compute } = open(t, { plan: { ...LANES.plan, memory: 20 } })
  const large = month(30, 30, ['07:00', '09:00', '11:00', '13:00'])
  await t.rejects(compute('plan', { data: large, budget: budget() }, { owner: 'an' }), { code: 'MONTH_TOO_LARGE' })
  t.equal((await compute('candidates', { data, place }, { owner: 'an' })).length, 6)
})

void t.test('a month of more pieces than are planned is refused before it is weighed', async (t) => {
  const huge = month(358, 2)
  t.ok(huge.slots.length > MOST_PIECES)
  await t.rejects(computeHere(engine)('plan', { data: huge, budget: budget() }, { owner: 'an' }), { code: 'MONTH_TOO_LARGE' })
})

void t.test('of more pairs than the solver may hold nothing is proved, and it is not asked', async (t) => {
  const { model } = prepare(openProblem(data))
  const items = new Int32Array(MOST_PAIRS_PROVED + 1)
  const asked = threadsHere(
    () => 0,
    () => Promise.reject(new Error('asked'))
  )
  const task = { kind: 'prove', tier: 'coverage', coverage: 9, target: 9, millis: null } as const
  const hooks = { stop: new AbortController().signal }
  t.match(await asked.prove({ ...model, candidates: { ...model.candidates, items } }, task, hooks), { bound: -1, by: 'none' })
  await t.rejects(asked.prove(model, task, hooks), /asked/)
})
