import { v7 } from 'uuid'
import { connectPglite, connectPostgres } from '../../db/connect.ts'
import type { Instant } from '../../src/domain/instant.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { engine } from './engine.ts'
import { BRISK, openWorkers } from './post-office.ts'

/** A process of its own that sends what is queued in the database it is given (an address, or a folder of PGlite), until it is ended. */
const [, , place = ''] = process.argv
const connection = await (place.startsWith('postgres') ? connectPostgres(place) : connectPglite(place))
const deps: Deps = withMemory({ db: connection.db, now: () => Date.now() as Instant, newId: () => v7(), optimise: engine, outgoing: BRISK })
const queue = await openWorkers(deps, connection, {})
process.once(
  'SIGTERM',
  () =>
    void queue
      .close()
      .then(connection.close)
      .then(() => process.exit(0))
)
