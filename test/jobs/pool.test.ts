import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { signalOf } from '../../src/jobs/orders.ts'
import { openPool, type Pool } from '../../src/jobs/pool.ts'
import type { Budget, Outcome, Progress } from '../../src/planning/engine.ts'
import { prepare } from '../../src/planning/plan.ts'
import { DISCARD } from '../../src/usecases/job-desk.ts'
import { problem } from '../planning/month.ts'
import { officer, post, slot } from '../support/builders.ts'
import { engine } from '../support/engine.ts'
import { DEAF, DIES, ENDLESS, STAND_IN, THROWS } from '../support/stand-in-worker.ts'

const DAYS = ['01', '02', '03', '04', '07', '08', '09', '10']
const { model } = prepare(
  problem({
    providers: ['an', 'binh', 'chi'].map((id) => officer({ id })),
    posts: [post({ id: 'xa' })],
    slots: DAYS.map((day) => slot({ postId: 'xa', from: `2026-12-${day} 07:30` }))
  })
)

const budget = (some: Partial<Budget> = {}): Budget => ({ seed: 1, iterations: 20_000, millis: null, gap: 0, prove: false, ...some })

/** A search that was begun, what it said so far, and how to end it. */
interface Begun {
  readonly outcome: Promise<Outcome>
  readonly said: Progress[]
  readonly controller: AbortController
  /** Resolves when it has a worker; when it has a plan. */
  readonly started: Promise<void>
  readonly found: Promise<void>
}

function begin(pool: Pool, some: Partial<Budget> = {}): Begun {
  const said: Progress[] = []
  const [start, find] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const controller = new AbortController()
  const onProgress = (progress: Progress): void => {
    said.push(progress)
    start.resolve()
    if (progress.tiers.length > 0) find.resolve()
  }
  const outcome = pool.optimise(model, budget(some), { onProgress, stop: controller.signal })
  outcome.catch(() => undefined)
  return { outcome, said, controller, started: start.promise, found: find.promise }
}

function open(t: Test, size = 2): Pool {
  const pool = openPool(size, STAND_IN)
  t.teardown(() => pool.close())
  return pool
}

void t.test('a flag is seen as an aborted signal, without any event', async (t) => {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const signal = signalOf(flag)
  t.equal(signal.aborted, false)
  Atomics.store(flag, 0, 1)
  t.equal(signal.aborted, true)
})

void t.test('the service finds in a worker what it finds in this thread', async (t) => {
  const pool = openPool()
  t.teardown(() => pool.close())
  for (const seed of [1, 2])
    t.strictSame(await pool.optimise(model, budget({ seed })), await engine(model, budget({ seed })), `seed ${seed}`)
  t.equal(pool.size(), 1, 'one worker was enough for one after the other')
})

void t.test('a search that was given a start begins there', async (t) => {
  const pool = open(t)
  const some = budget({ iterations: 1 })
  const constructed = await engine(model, some)
  // the same plan with the people changed round: as good, so that only a search that begins there ends there
  const start = constructed.holders.map((person) => (person + 1) % 3)
  const found = await pool.optimise(model, some, { start })
  t.strictSame(found, await engine(model, some, { start }))
  t.strictNotSame(found.holders, constructed.holders)
})

void t.test('no worker is made before it is needed, two search at once, the third waits for its turn', async (t) => {
  const pool = open(t)
  t.equal(pool.size(), 0)
  const [first, second, third] = [begin(pool, { seed: ENDLESS }), begin(pool, { seed: ENDLESS }), begin(pool)]
  await Promise.all([first.found, second.found])
  t.equal(pool.size(), 2)
  t.same(third.said, [], 'nothing is said of a search that waits')
  second.controller.abort()
  t.equal((await second.outcome).stopped, 'cancelled')
  await third.outcome
  t.equal(third.said[0]?.phase, 'construct')
  t.equal(pool.size(), 2)
  first.controller.abort()
  await first.outcome
})

void t.test('a search that is stopped resolves with the best so far, also one that was stopped while it waited', async (t) => {
  const pool = open(t, 1)
  const [first, waiting] = [begin(pool, { seed: ENDLESS }), begin(pool, { seed: ENDLESS })]
  await first.found
  waiting.controller.abort()
  first.controller.abort()
  for (const { outcome } of [first, waiting]) {
    const { holders, stopped } = await outcome
    t.equal(stopped, 'cancelled')
    t.ok(holders.length > 0 && !holders.includes(-1), 'it is a whole plan')
  }
})

void t.test('a discarded search ends though it hears nothing, and the next one gets a worker', async (t) => {
  const pool = open(t, 1)
  const [deaf, waiting, next] = [begin(pool, { seed: DEAF }), begin(pool, { seed: ENDLESS }), begin(pool)]
  await deaf.started
  waiting.controller.abort(DISCARD)
  await t.rejects(waiting.outcome, /discarded/)
  t.same(waiting.said, [], 'it never began')
  deaf.controller.abort(DISCARD)
  await t.rejects(deaf.outcome, /discarded/)
  t.equal((await next.outcome).holders.length, model.pieces.length)
  t.equal(pool.size(), 1)
  const late = new AbortController()
  late.abort(DISCARD)
  await t.rejects(pool.optimise(model, budget(), { stop: late.signal }), /discarded/, 'discarded before it began')
})

void t.test('a search whose worker dies or throws rejects, and the pool makes a new one', async (t) => {
  const pool = open(t, 1)
  for (const [seed, says] of [
    [DIES, /ended with code 3/],
    [THROWS, /a defect on purpose/]
  ] as const) {
    const [bad, next] = [begin(pool, { seed }), begin(pool)]
    await t.rejects(bad.outcome, says)
    t.equal((await next.outcome).holders.length, model.pieces.length)
    t.equal(pool.size(), 1)
  }
})

void t.test('what cannot be sent to a worker is refused, and nobody waits for it', async (t) => {
  const pool = open(t, 1)
  await t.rejects(pool.optimise({ ...model, pieces: [() => 1] } as never, budget()), { name: 'DataCloneError' })
  t.equal((await begin(pool).outcome).holders.length, model.pieces.length)
})

void t.test('closing ends what runs and what waits, and takes nothing more', async (t) => {
  const pool = open(t, 1)
  const [deaf, waiting] = [begin(pool, { seed: DEAF }), begin(pool)]
  await deaf.started
  await pool.close()
  await t.rejects(deaf.outcome, /closed/)
  await t.rejects(waiting.outcome, /closed/)
  await t.rejects(pool.optimise(model, budget()), /closed/)
  t.equal(pool.size(), 0)
})

void t.test('idle workers keep no process alive', async (t) => {
  const script = `
    import { openPool } from './src/jobs/pool.ts'
    import { prepare } from './src/planning/plan.ts'
    import { problem } from './test/planning/month.ts'
    const { model } = prepare(problem({ providers: [], posts: [], slots: [] }))
    const pool = openPool()
    await pool.optimise(model, { seed: 1, iterations: 1, millis: null, gap: 0, prove: false })
    console.log('left with', pool.size())`
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: {} })
  t.teardown(() => child.kill('SIGKILL'))
  let said = ''
  child.stdout.on('data', (text) => {
    said += text
  })
  const [code] = await once(child, 'close')
  t.equal(said, 'left with 1\n')
  t.equal(code, 0)
})
