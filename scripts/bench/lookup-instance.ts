import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { v7 } from 'uuid'
import { connectPostgres } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { followMemory } from '../../src/jobs/follow-memory.ts'
import { keepReadings } from '../../src/jobs/keep-readings.ts'
import { openMemoryFolder } from '../../src/jobs/memory-folder.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { LOOKUP_CHANNEL, withMemory } from '../../src/usecases/memory.ts'

/** The service as `server.ts` starts it, as far as look-ups are concerned: everything is in memory when it comes back. */
export async function openInstance(url: string, folder: string): Promise<FastifyInstance> {
  const connection = connectPostgres(url)
  const report = (error: unknown): void => void process.stderr.write(`${String(error)}\n`)
  const noPlans: Deps['optimise'] = () => Promise.reject(new Error('nothing is planned here'))
  const known = withMemory({ db: connection.db, now: () => Date.now() as Instant, newId: () => v7(), optimise: noPlans })
  const readings = keepReadings(known, folder, report)
  const app = await buildApp({ ...known, readings })
  const following = await followMemory(known, {
    listen: (heard, lost) => connection.listen(LOOKUP_CHANNEL, heard, lost),
    folder: openMemoryFolder(join(folder, 'lookup'), report),
    report
  })
  app.addHook('onClose', async () => {
    await following.close()
    await readings.close()
    await connection.close()
  })
  return app
}
