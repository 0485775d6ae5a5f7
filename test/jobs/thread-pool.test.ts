import t, { type Test } from 'tap'
import { type Errand, openThreadPool, type PoolOptions, type ThreadPool, tookTooMuch } from '../../src/jobs/thread-pool.ts'
import { type Act, STAND_IN_THREAD } from '../support/stand-in-thread.ts'

function open(t: Test, options: Partial<PoolOptions> = {}): ThreadPool {
  const pool = openThreadPool({ script: STAND_IN_THREAD, size: 1, ...options })
  t.teardown(() => pool.close())
  return pool
}

const run = (pool: ThreadPool, order: Act, errand: Omit<Errand, 'order'> = {}): Promise<unknown> => pool.run({ order, ...errand })

/** Work that holds a thread until it is let go; resolved once it has begun. */
async function holding(pool: ThreadPool, owner: string): Promise<{ readonly letGo: () => Promise<unknown> }> {
  const controller = new AbortController()
  const begun = Promise.withResolvers<void>()
  const held = run(pool, 'hold', { owner, stop: controller.signal, onNews: () => begun.resolve() })
  await begun.promise
  return {
    letGo: () => {
      controller.abort()
      return held
    }
  }
}

void t.test('owners take turns, whoever came first', async (t) => {
  const pool = open(t)
  const held = await holding(pool, 'an')
  const order: string[] = []
  const waiting = ['an', 'an', 'binh', 'binh', 'chi'].map((owner, at) =>
    run(pool, 'echo', { owner }).then(() => order.push(`${owner}${at}`))
  )
  t.equal(await held.letGo(), 'stopped')
  await Promise.all(waiting)
  t.strictSame(order, ['binh2', 'chi4', 'an0', 'binh3', 'an1'])
})

void t.test('what is urgent goes first, by turns, and a stream of it keeps no other owner waiting for ever', async (t) => {
  const pool = open(t)
  const held = await holding(pool, 'an')
  const order: string[] = []
  const wait = (owner: string, urgent: boolean) =>
    run(pool, 'echo', { owner, urgent }).then(() => order.push(`${owner}${urgent ? '!' : ''}`))
  const waiting = [wait('binh', false), ...['an', 'an', 'an', 'chi', 'chi'].map((owner) => wait(owner, true))]
  await held.letGo()
  await Promise.all(waiting)
  t.strictSame(order, ['chi!', 'an!', 'binh', 'chi!', 'an!', 'an!'])

  let [paper, calendars] = [false, 0]
  const flood = async (): Promise<void> => {
    while (!paper && calendars < 1000) {
      calendars += 1
      await run(pool, 'echo', { owner: 'an', urgent: true })
    }
  }
  const floods = [flood(), flood(), flood()]
  await run(pool, 'echo', { owner: 'binh' })
  paper = true
  await Promise.all(floods)
  t.ok(calendars < 10, `${calendars} calendars of one owner went before the paper of another`)
})

void t.test('one owner never has every thread: the second of its works waits, another owner does not', async (t) => {
  const pool = open(t, { size: 2, perOwner: 1 })
  const held = await holding(pool, 'an')
  let second = false
  const waiting = run(pool, 'echo', { owner: 'an' }).then(() => {
    second = true
  })
  t.equal(await run(pool, 'echo', { owner: 'binh' }), 'echo')
  t.equal(second, false)
  await held.letGo()
  await waiting
  t.equal(second, true)
})

void t.test('a thread that takes more memory than it may ends alone', async (t) => {
  const pool = open(t, { size: 2, memory: 24 })
  const held = await holding(pool, 'an')
  const error = await run(pool, 'grow').catch((error: unknown) => error)
  t.ok(tookTooMuch(error), String(error))
  t.equal(await run(pool, 'echo'), 'echo')
  t.equal(await held.letGo(), 'stopped', 'its neighbour goes on')
})

void t.test('work that goes on beyond its time ends with its thread, and what waited gets one', async (t) => {
  const pool = open(t)
  const [late, next] = [run(pool, 'deaf', { limit: 300 }), run(pool, 'echo')]
  const error = await late.catch((error: unknown) => error)
  t.ok(tookTooMuch(error), String(error))
  t.equal(await next, 'echo')
})

void t.test('a limit counts from when the work has a thread', async (t) => {
  const pool = open(t)
  const held = await holding(pool, 'an')
  const next = run(pool, 'echo', { limit: 2_000, owner: 'an' })
  await new Promise((resolve) => setTimeout(resolve, 2_100))
  await held.letGo()
  t.equal(await next, 'echo')
})

void t.test('a refusal of ours stays what it is, a defect is told, and the thread goes on; a death is the work’s own', async (t) => {
  const pool = open(t)
  await t.rejects(run(pool, 'refuse'), { code: 'BAD_VALUE', params: { allowed: '1' }, fields: [{ pointer: '/a', code: 'BAD_DAY' }] })
  const defect = await run(pool, 'throw').catch((error: unknown) => error)
  t.match(defect, { message: /a defect on purpose/ })
  t.equal(tookTooMuch(defect), false)
  await t.rejects(run(pool, 'die'), /code 3/)
  t.equal(await run(pool, 'echo'), 'echo')
})
