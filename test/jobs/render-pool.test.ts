import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { type RenderedFormat, renderHere } from '../../src/documents/rendering.ts'
import { openRenderPool, type RenderPool } from '../../src/jobs/render-pool.ts'
import { fullMonth, publicationOf } from '../support/publications.ts'
import { DEAF, DIES, STAND_IN_RENDERER, THROWS } from '../support/stand-in-renderer.ts'

const content = fullMonth({ posts: 2, people: 4 })

function open(t: Test, size = 1, limit = 60_000): RenderPool {
  const pool = openRenderPool(size, STAND_IN_RENDERER, limit)
  t.teardown(() => pool.close())
  return pool
}

const asked = async (pool: RenderPool, format: RenderedFormat, version: number): Promise<string[]> =>
  new TextDecoder().decode(await pool.render(format, publicationOf(content, { version }), { audience: 'public' })).split(' ')

t.test('a worker renders what this thread would', async (t) => {
  const pool = openRenderPool()
  t.teardown(() => pool.close())
  for (const format of ['csv', 'ics', 'xlsx'] as const) {
    const publication = publicationOf(content)
    t.strictSame(
      await pool.render(format, publication, { audience: 'agency' }),
      await renderHere(format, publication, { audience: 'agency' }),
      format
    )
  }
  t.equal(pool.size(), 1)
})

t.test('there are no more threads than the pool has, and an idle one is used again', async (t) => {
  const pool = open(t, 2)
  const threads = await Promise.all([1, 2, 3, 4].map(async (version) => (await asked(pool, 'pdf', version))[0]))
  t.equal(new Set(threads).size, 2)
  t.ok(threads.includes((await asked(pool, 'pdf', 5))[0]))
})

t.test('the secrets of the service are not in its threads', async (t) => {
  t.strictSame((await asked(open(t), 'pdf', 1)).slice(3), ['no', 'environment'])
})

t.test('what does not take long goes before what does', async (t) => {
  const pool = open(t)
  const order: string[] = []
  await Promise.all(
    (['pdf', 'docx', 'xlsx', 'ics', 'pdf', 'csv'] as const).map(async (format, at) => {
      await asked(pool, format, at)
      order.push(format)
    })
  )
  t.strictSame(order, ['pdf', 'ics', 'csv', 'docx', 'xlsx', 'pdf'])
})

t.test('a rendering that fails is refused, and its thread goes on', async (t) => {
  const pool = open(t)
  const [thread] = await asked(pool, 'pdf', 1)
  await t.rejects(asked(pool, 'pdf', THROWS), /a defect on purpose/)
  t.equal((await asked(pool, 'pdf', 1))[0], thread)
})

t.test('a thread that dies takes its own work with it alone', async (t) => {
  const pool = open(t)
  const dying = asked(pool, 'pdf', DIES)
  const next = asked(pool, 'pdf', 1)
  await t.rejects(dying, /code 3/)
  t.match(await next, [String, 'pdf', '1'])
})

t.test('a rendering that takes too long is ended with its thread', async (t) => {
  const pool = open(t, 1, 300)
  await t.rejects(asked(pool, 'pdf', DEAF), /took too long/)
  t.equal(pool.size(), 0)
})

t.test('a pool that closes refuses what it has, what waits and what comes', async (t) => {
  const pool = openRenderPool(1, STAND_IN_RENDERER)
  const [running, waiting] = [asked(pool, 'pdf', DEAF), asked(pool, 'pdf', 1)]
  const both = Promise.allSettled([running, waiting])
  await pool.close()
  t.match(await both, [{ reason: /closed/ }, { reason: /closed/ }])
  await t.rejects(asked(pool, 'pdf', 1), /closed/)
  t.equal(pool.size(), 0)
})

t.test('an idle thread keeps no process alive', async (t) => {
  const script = `
    const { openRenderPool } = await import('./src/jobs/render-pool.ts')
    const { fullMonth, publicationOf } = await import('./test/support/publications.ts')
    await openRenderPool().render('csv', publicationOf(fullMonth({ posts: 1, people: 2 })), { audience: 'public' })`
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd, timeout: 30_000 })
  t.equal(status, 0)
})
