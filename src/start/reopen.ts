import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from '../../db/connect.ts'
import type { Config } from '../config.ts'
import { findDamage } from '../store/constraints.ts'
import { type DataFolder, databaseIn } from './data-folder.ts'
import type { DatabaseToCome } from './database-to-come.ts'
import { hasRoom, openDatabase, wordsOf } from './open-database.ts'
import { halted, type Refusal, refusalOfFolder, reopenedIn } from './refusal.ts'

/** An embedded database that is opened again when it stops, and who is told of it. */
export interface Reopening {
  readonly config: Config
  readonly data: DataFolder
  readonly database: DatabaseToCome
  /** Whether it is of any use still. */
  readonly isWanted: () => boolean
  /** It has stopped, and is opened again as soon as it can be. */
  readonly halts: (reason: Refusal) => void
  readonly goesOn: (sentence: string) => void
  /** It never will be: it is damaged. */
  readonly fails: (error: unknown) => void
}

/** How long it is waited before it is opened again: at first, and at most; milliseconds. */
const AFTER = { first: 1_000, most: 60_000 }

/** From now on, whenever the embedded database stops after requests have used it, it is opened again; nothing is let at it meanwhile. */
export function keepOpen({ stopped: end }: Connection, reopening: Reopening): void {
  void end.then((why) => reopen(why, reopening))
}

async function reopen(why: unknown, reopening: Reopening): Promise<void> {
  const { config, database, isWanted, halts, goesOn, fails } = reopening
  // one that stops before it was ever used is left to whoever brings it up to date
  if (!isWanted() || !database.hasArrived()) return
  const path = databaseIn(config.dataDir)
  const reason = halted(path, wordsOf(why), hasRoom(config.dataDir))
  database.hold(reason)
  halts(reason)
  try {
    const again = await untilOpen(reopening)
    if (again === undefined || !(await database.reopened(again))) return
    goesOn(reopenedIn(path))
    keepOpen(again, reopening)
  } catch (error) {
    fails(refusalOfFolder(error, config.dataDir) ?? error)
  }
}

/** Opens it as soon as that succeeds, after ever longer pauses; undefined once nobody wants it any more. Throws when it is damaged. */
async function untilOpen({ config, data, isWanted }: Reopening): Promise<Connection | undefined> {
  let wait = AFTER.first
  for (;;) {
    await pause(wait, undefined, { ref: false })
    if (!isWanted()) return undefined
    // without room it would only stop again
    if (!hasRoom(config.dataDir)) continue
    try {
      return await openDatabase(config, data)
    } catch (error) {
      // that it stopped was said, and that it does not open yet is no news
      if (findDamage(error) === 'damaged') throw error
      wait = Math.min(2 * wait, AFTER.most)
    }
  }
}
