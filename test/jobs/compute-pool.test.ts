import t, { type Test } from 'tap'
import { DEFAULT_WEIGHTS } from '../../src/domain/burden.ts'
import type { Month } from '../../src/domain/day.ts'
import { DEFAULT_ZONE } from '../../src/domain/instant.ts'
import type { Slot } from '../../src/domain/roster.ts'
import { type ComputePool, LANES, openComputePool } from '../../src/jobs/compute-pool.ts'
import { computeHere, type TaskInput } from '../../src/planning/compute.ts'
import type { Budget } from '../../src/planning/engine.ts'
import type { ProblemData } from '../../src/planning/problem-data.ts'
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

function open(t: Test, lanes: Partial<typeof LANES> = {}): ComputePool {
  const pool = openComputePool(undefined, { ...LANES, ...lanes })
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

void t.test('a budget of time holds for everything that a plan takes', async (t) => {
  const { compute } = open(t)
  const begun = performance.now()
  const { outcome } = await compute(
    'plan',
    { data, budget: budget({ iterations: 1e12, millis: 3_000, gap: -1, prove: true }) },
    { owner: 'an' }
  )
  t.equal(outcome.stopped, 'time')
  t.ok(performance.now() - begun < 60_000)
})

void t.test('a month that takes more memory than a thread may is refused, and the rest goes on', async (t) => {
  const { compute } = open(t, { plan: { ...LANES.plan, memory: 20 } })
  const large = month(30, 30, ['07:00', '09:00', '11:00', '13:00'])
  await t.rejects(compute('plan', { data: large, budget: budget() }, { owner: 'an' }), { code: 'MONTH_TOO_LARGE' })
  t.equal((await compute('candidates', { data, place }, { owner: 'an' })).length, 6)
})
