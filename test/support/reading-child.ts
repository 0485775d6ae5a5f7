import { v7 } from 'uuid'
import { connectPglite, connectPostgres } from '../../db/connect.ts'
import type { CentreId, ProviderId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { keepReadings } from '../../src/jobs/keep-readings.ts'
import type { Deps } from '../../src/usecases/deps.ts'

/**
 * A process of its own in which numbers of one person are read ten times a second, each time by somebody else, with a folder for what
 * cannot be written into the database it is given (an address, or a folder of PGlite). It says each reader's name once it is noted.
 */
const [, , place = '', folder = '', centreId = '', providerId = ''] = process.argv
const connection = await (place.startsWith('postgres') ? connectPostgres(place) : connectPglite(place))
const deps = { db: connection.db, now: () => Date.now() as Instant, newId: () => v7() } as Pick<Deps, 'db' | 'now' | 'newId'> as Deps
const readings = keepReadings(deps, folder, () => undefined)
let read = 0
setInterval(() => {
  read += 1
  const reader = `người đọc ${read}`
  readings.note({ centreId: centreId as CentreId, readerId: null, reader, providerId: providerId as ProviderId, operation: 'getOnDuty' })
  process.stdout.write(`${reader}\n`)
}, 100)
