import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { connectPglite } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { agencyKinds } from '../../db/seeds/agency-kinds.ts'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { langSon } from '../../db/seeds/lang-son.ts'
import { buildApp } from '../../src/app.ts'
import { monthOf } from '../../src/domain/day.ts'
import { DEFAULT_ZONE, dayAt, type Instant } from '../../src/domain/instant.ts'
import type { Pool } from '../../src/jobs/pool.ts'
import { prepare } from '../../src/planning/plan.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { seedCentre, seedReference } from '../../src/usecases/seed-demo.ts'
import { instance } from './instance.ts'

/** Milliseconds of each measurement, and how often quiet and busy take turns. */
const ROUND = 2000
const ROUNDS = 3

/** By how much a running plan slows the slowest hundredth of look-ups: median of the rounds' ratios, quiet and busy in turn. */
export async function lookupRatio(pool: Pool): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'lookup-'))
  const connection = await connectPglite(folder)
  try {
    await migrate(connection.db)
    const deps: Deps = withMemory({ db: connection.db, now: () => Date.now() as Instant, newId: () => v7(), optimise: pool.optimise })
    await seedReference(deps, { agencyKinds, notices: calendarNotices })
    await seedCentre(deps, langSon(monthOf(dayAt(deps.now(), DEFAULT_ZONE))))
    const app = await buildApp(deps)
    const { model } = prepare(instance({ size: 'M', regime: 'plain', seed: 1 }))
    const ratios: number[] = []
    const p99 = async (): Promise<number> => {
      const times: number[] = []
      for (const begun = performance.now(); performance.now() - begun < ROUND; ) {
        const from = performance.now()
        await app.inject({ url: '/v1/on-duty?agency=pc01&centre=lang-son' })
        times.push(performance.now() - from)
        // other work of the service gets its turn, as it would between real requests
        await new Promise((resolve) => setImmediate(resolve))
      }
      times.sort((a, b) => a - b)
      return times[Math.floor(times.length * 0.99)] ?? 0
    }
    await p99()
    for (let round = 0; round < ROUNDS; round += 1) {
      const quiet = await p99()
      const stop = new AbortController()
      const plan = pool.optimise(model, { seed: round, iterations: 1e12, millis: ROUND * 2, gap: 0, prove: true }, { stop: stop.signal })
      const busy = await p99()
      stop.abort()
      await plan
      ratios.push(busy / quiet)
    }
    await app.close()
    return ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? Number.NaN
  } finally {
    await connection.close()
    await rm(folder, { recursive: true, force: true })
  }
}
