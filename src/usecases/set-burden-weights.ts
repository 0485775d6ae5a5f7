import type { BurdenWeights } from '../domain/burden.ts'
import { type BurdenChange, type BurdenSettings, changed } from '../domain/burden-settings.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import { findBurdenSettings, saveBurdenSettings } from '../store/ledger.ts'
import { type Deps, transact } from './deps.ts'

/** How the centre counts burden now: what planning weighs by. */
export const burdenWeights = async ({ db }: Deps, centre: Centre): Promise<BurdenWeights> =>
  (await findBurdenSettings(db, centre.id)).weights

/** Sets some of the numbers; months already published keep what they were counted by. */
export const setBurdenWeights = (deps: Deps, centre: Centre, expected: number, change: BurdenChange): Promise<BurdenSettings> =>
  transact(deps, async (deps) => {
    const current = await findBurdenSettings(deps.db, centre.id)
    if (current.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'burden-weights', expected })
    return saveBurdenSettings(deps.db, centre.id, changed(current, change), deps.now())
  })
