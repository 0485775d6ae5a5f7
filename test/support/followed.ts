import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { type Connection, connectPostgres, type Patience } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import { type Instant, parseInstant } from '../../src/domain/instant.ts'
import { followMemory, type Listen } from '../../src/jobs/follow-memory.ts'
import { openMemoryFolder } from '../../src/jobs/memory-folder.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { LOOKUP_CHANNEL, withMemory } from '../../src/usecases/memory.ts'
import type { Outages } from '../../src/usecases/outages.ts'
import { START } from './database.ts'
import { engine } from './engine.ts'
import { aPublication, type RosterJson } from './months.ts'
import { callOn, type Racing } from './open-on.ts'
import { aCentre, anAgency, anOfficer, aPost } from './people.ts'
import type { Scene } from './scene.ts'

/** One instance of the service as the server starts it: its memory followed, its clock running since START. */
export interface Instance extends Racing {
  /** What was reported to the log. */
  readonly reports: readonly unknown[]
}

export interface InstanceOptions {
  /** Its DATA_DIR; by default one that goes with it. */
  readonly folder?: string
  readonly patience?: Patience
  /** By default it hears what the database tells. */
  readonly listen?: Listen
  /** Where outages are told of; by default each failure is a report. */
  readonly outages?: Outages
}

/** Hears nothing, ever: every notification is lost. */
export const deaf: Listen = async () => ({ close: async () => undefined })

const listenTo =
  (connection: Connection): Listen =>
  (heard, lost) =>
    connection.listen(LOOKUP_CHANNEL, heard, lost)

/** Opens one on the database at that address. */
export async function openInstance(url: string, { folder, patience, listen, outages }: InstanceOptions = {}): Promise<Instance> {
  const connection = connectPostgres(url, patience)
  const began = performance.now()
  const clock = { from: parseInstant(START) as number }
  const own = folder ?? (await mkdtemp(join(tmpdir(), 'instance-')))
  const reports: unknown[] = []
  const kept = openMemoryFolder(own, (error) => reports.push(error))
  const now = (): Instant => Math.floor(clock.from + performance.now() - began) as Instant
  const deps: Deps = withMemory(
    { db: connection.db, now, newId: () => v7(), optimise: engine, ...(outages && { outages }) },
    await kept.load()
  )
  const app = await buildApp(deps)
  const report = (error: unknown): void => void reports.push(error)
  const following = await followMemory(deps, { listen: listen ?? listenTo(connection), folder: kept, report })
  return {
    deps,
    app,
    reports,
    setNow: (instant) => {
      clock.from = parseInstant(instant) - (performance.now() - began)
    },
    call: callOn(app),
    close: async () => {
      await app.close()
      await following.close()
      await connection.close()
      if (folder === undefined) await rm(own, { recursive: true, force: true })
    }
  }
}

/** A centre with one agency that two people answer around the clock, December published. */
export async function aCentreOnDuty(s: Scene): Promise<RosterJson> {
  await aCentre(s, { code: 'lang-son' })
  await anAgency(s, { code: 'pc01', kind: 'investigation-division', level: 'province', name: 'Phòng Cảnh sát hình sự' })
  const people = [await anOfficer(s, { fullName: 'Hoàng Thị An' }), await anOfficer(s, { fullName: 'Lương Văn Bình' })]
  await aPost(s, {
    agencies: ['pc01'],
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '00:00', duration: 'PT24H' }],
    seats: [{ seat: 'primary', method: 'cycle', order: people.map(({ code }) => code) }]
  })
  const head = await aPublication(s)
  return (await s.call<RosterJson>('GET', `/v1/rosters/${head.rosterId}`)).body
}
