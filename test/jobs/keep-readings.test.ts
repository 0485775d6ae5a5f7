import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import type { CentreId, ProviderId } from '../../src/domain/ids.ts'
import { keepReadings } from '../../src/jobs/keep-readings.ts'
import { listReadings } from '../../src/store/number-readings.ts'
import { aCentre, anOfficer } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

/** The id of a centre, and of somebody, that there are not. */
const GONE = '019b0b1e-7c1a-7000-8000-000000000001'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'readings-'))
  t.teardown(() => rm(path, { recursive: true, force: true }))
  return path
}

/** Somebody whose number is read, in a centre. */
async function aReading(s: Scene) {
  const { id } = await aCentre(s)
  const an = await anOfficer(s)
  const centreId = id as CentreId
  const reading = { centreId, readerId: null, reader: 'công chúng', providerId: an.id as ProviderId, operation: 'getOnDuty' }
  const written = async (): Promise<number[]> => (await listReadings(s.deps.db, centreId, { limit: 9 })).items.map(({ times }) => times)
  return { reading, written }
}

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 100 && !(await holds()); tries += 1) await new Promise((go) => setTimeout(go, 100))
}

scene('what is noted is written by itself', async (t, s) => {
  const { reading, written } = await aReading(s)
  const readings = keepReadings(s.deps, await folder(), (error) => t.fail(String(error)))
  readings.note(reading)
  readings.note(reading)
  await until(async () => (await written()).length > 0)
  t.same(await written(), [2])
  await readings.close()
  t.equal(readings.waiting, 0)
})

scene(
  'what the end of a process leaves waits in the folder for the next one; readings of a centre that is gone go with it',
  async (t, s) => {
    const { reading, written } = await aReading(s)
    const path = await folder()
    const dying = keepReadings(s.deps, path, () => undefined)
    dying.note(reading)
    dying.note({ ...reading, centreId: GONE as CentreId, providerId: GONE as ProviderId })
    await s.deps.db.execute(sql`alter table number_readings rename to away`)
    await dying.close()
    await s.deps.db.execute(sql`alter table away rename to number_readings`)
    t.same(await written(), [])
    const reborn = keepReadings(s.deps, path, (error) => t.fail(String(error)))
    await reborn.flush()
    t.same(await written(), [1])
    t.equal(reborn.waiting, 0)
    await reborn.close()
  }
)

scene('the first failure of an outage is said, and no other', async (t, s) => {
  const { reading, written } = await aReading(s)
  const said: string[] = []
  await s.deps.db.execute(sql`alter table number_readings rename to away`)
  const readings = keepReadings(s.deps, await folder(), (error) => said.push(String(error)))
  readings.note(reading)
  await until(async () => said.length > 0)
  await readings.flush().catch(() => undefined)
  t.equal(said.length, 1)
  t.equal(readings.waiting, 0, 'it is put by')
  await s.deps.db.execute(sql`alter table away rename to number_readings`)
  await until(async () => (await written()).length > 0)
  t.same(await written(), [1])
  await readings.close()
})
