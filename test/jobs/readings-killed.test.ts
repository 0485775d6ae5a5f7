import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { connectPglite, connectPostgres } from '../../db/connect.ts'
import type { CentreId } from '../../src/domain/ids.ts'
import { keepReadings } from '../../src/jobs/keep-readings.ts'
import { listReadings } from '../../src/store/number-readings.ts'
import { openWire } from '../support/cut-wire.ts'
import { fillDatabase } from '../support/database.ts'
import { aCentre, anOfficer } from '../support/people.ts'
import { openPostOffice, type PostOffice } from '../support/post-office.ts'
import { until } from '../support/receivers.ts'
import { onPostgres } from '../support/scene.ts'

const CHILD = fileURLToPath(new URL('../support/reading-child.ts', import.meta.url))
/** What is read within a second, ten times, and half as much again for a machine that is busy. */
const OF_THE_LAST_SECOND = 15

async function folderFor(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'readings-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The service on the database at a place, an address or a folder, which is closed when the work is done. */
async function inOffice<T>(place: string, work: (office: PostOffice) => Promise<T>): Promise<T> {
  const connection = await (place.startsWith('postgres') ? connectPostgres(place) : connectPglite(place))
  const office = await openPostOffice({ connection, url: place, remove: connection.close })
  return work(office).finally(office.close)
}

interface Killed {
  readonly place: string
  /** Where the process that will be killed finds the database. */
  readonly over?: string
  /** Takes the database away, and gives it back, while nobody is connected. */
  readonly take?: () => Promise<void>
  readonly giveBack?: () => Promise<void>
  /** Called when the process reads; resolves when it is to be killed. */
  readonly meanwhile: (said: () => number) => Promise<void>
}

/** A process killed outright, and what of its readings stands in the database once another one has written what it left, twice. */
async function readingsLeft(t: Test, { place, over = place, take, giveBack, meanwhile }: Killed) {
  const folder = await folderFor(t)
  const [centre, officer] = await inOffice(place, async (s) => [await aCentre(s), await anOfficer(s)] as const)
  await take?.()
  const child = spawn(process.execPath, [CHILD, over, folder, centre.id, officer.id], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const count = () => said.split('\n').length - 1
  await until('it reads', () => count() > 0)
  await meanwhile(count)
  child.kill('SIGKILL')
  await once(child, 'close')
  await giveBack?.()
  return inOffice(place, async ({ deps }) => {
    const [left = ''] = (await readdir(folder)).filter((name) => name.endsWith('.ndjson'))
    const twice = await folderFor(t)
    await copyFile(join(folder, left), join(twice, left))
    for (const each of [folder, twice]) {
      const heir = keepReadings(deps, each, (error) => t.fail(String(error)))
      await heir.flush()
      await heir.close()
      t.same(await readdir(each), [])
    }
    const rows = (await listReadings(deps.db, centre.id as CentreId, { limit: 200 })).items
    return { noted: count(), readers: rows.map(({ reader }) => reader), times: rows.map(({ times }) => times) }
  })
}

function lostLittle(t: Test, { noted, readers, times }: Awaited<ReturnType<typeof readingsLeft>>): void {
  t.ok(noted > 2 * OF_THE_LAST_SECOND, `${noted} were noted`)
  t.ok(readers.length >= noted - OF_THE_LAST_SECOND, `${readers.length} of ${noted} are written`)
  t.equal(new Set(readers).size, readers.length, 'each once')
  t.ok(times.every((each) => each === 1))
}

const enough = (said: () => number) => until('some seconds have passed', () => said() > 60)

t.test('killed while the database refuses: nothing older than a second is lost, nothing counts twice (embedded)', async (t) => {
  const place = await folderFor(t)
  const connection = await connectPglite(place)
  await fillDatabase(connection)
  await connection.close()
  const rename = async (from: string, to: string): Promise<void> => {
    const { db, close } = await connectPglite(place)
    await db.execute(sql.raw(`alter table ${from} rename to ${to}`))
    await close()
  }
  const left = await readingsLeft(t, {
    place,
    take: () => rename('number_readings', 'away'),
    giveBack: () => rename('away', 'number_readings'),
    meanwhile: enough
  })
  lostLittle(t, left)
})

onPostgres('killed while the database is away, which it was not at first: nothing older than a second is lost', async (t, url) => {
  const wire = await openWire(url)
  t.teardown(() => wire.close())
  const meanwhile = async (said: () => number): Promise<void> => {
    await until('some are written', () => said() > 15)
    await wire.cut()
    await enough(said)
  }
  lostLittle(t, await readingsLeft(t, { place: url, over: wire.url, meanwhile }))
})

onPostgres('killed while the database says nothing, and a write waits for it', async (t, url) => {
  const wire = await openWire(url)
  t.teardown(() => wire.close())
  const meanwhile = async (said: () => number): Promise<void> => {
    await until('some are written', () => said() > 15)
    wire.hold()
    await enough(said)
  }
  lostLittle(t, await readingsLeft(t, { place: url, over: wire.url, meanwhile }))
})
