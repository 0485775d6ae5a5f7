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
import type { Optimise } from '../../src/planning/engine.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { seedCentre, seedReference } from '../../src/usecases/seed-demo.ts'

/** A service over the demo centre that is asked who is on duty, one question after the other. */
export interface Lookups {
  /** The slowest hundredth of the questions asked while `goesOn` says so, in milliseconds. */
  p99(goesOn: () => boolean): Promise<number>
  close(): Promise<void>
}

const QUESTION = '/v1/on-duty?agency=pc01&centre=lang-son'

/** Opens one on an embedded database of its own. */
export async function openLookups(optimise: Optimise): Promise<Lookups> {
  const folder = await mkdtemp(join(tmpdir(), 'lookup-'))
  const connection = await connectPglite(folder)
  await migrate(connection.db)
  const deps: Deps = withMemory({ db: connection.db, now: () => Date.now() as Instant, newId: () => v7(), optimise })
  await seedReference(deps, { agencyKinds, notices: calendarNotices })
  await seedCentre(deps, langSon(monthOf(dayAt(deps.now(), DEFAULT_ZONE))))
  const app = await buildApp(deps)
  return {
    p99: async (goesOn) => {
      const times: number[] = []
      while (goesOn()) {
        const from = performance.now()
        await app.inject({ url: QUESTION })
        times.push(performance.now() - from)
        // other work of the service gets its turn, as it would between real requests
        await new Promise((resolve) => setImmediate(resolve))
      }
      times.sort((a, b) => a - b)
      return times[Math.floor(times.length * 0.99)] ?? Number.NaN
    },
    close: async () => {
      await app.close()
      await connection.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
