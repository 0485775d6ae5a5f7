import { agencyKinds } from '../../db/seeds/agency-kinds.ts'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { dakLak } from '../../db/seeds/dak-lak.ts'
import { entitlements } from '../../db/seeds/entitlements.ts'
import { langSon } from '../../db/seeds/lang-son.ts'
import { stepLine } from '../announce.ts'
import type { Config } from '../config.ts'
import { monthOf } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { DEFAULT_ZONE, dayAt } from '../domain/instant.ts'
import { listCentres } from '../store/centres.ts'
import { findOutage, reasonOf } from '../store/constraints.ts'
import { findFact, saveFact } from '../store/installation.ts'
import type { Deps } from '../usecases/deps.ts'
import { type DemoCentre, type SeedOptions, type SeedStep, seedCentre, seedReference } from '../usecases/seed-demo.ts'
import { sentenceFor } from './refusal.ts'

/** Says that this database is a demo: found empty once, and kept up to date at every start since. */
const DEMO = 'demo'

export type Say = (text: string) => void

/** What a database is filled with by itself. What an earlier start left undone is done by the next one. */
export interface Filling {
  /** Reference data always; where a demo is asked for and nobody else's centres are there, as much of it as somebody could ask about. */
  readonly first: (deps: Deps) => Promise<void>
  /** The rest of the demo; whether there was any. */
  readonly rest: (deps: Deps) => Promise<boolean>
}

export function fillingOf(config: Config, say: Say): Filling {
  const { seed } = config
  let made = 0
  const tell = (step: SeedStep): void => {
    made += 1
    say(stepLine(step))
  }
  return {
    first: async (deps) => {
      await seedReference(deps, { agencyKinds, notices: calendarNotices, entitlements })
      if (seed === 'none') return
      const begun = await isBegun(deps)
      if (begun || (await begin(deps))) await seedAll(deps, demosOf(deps).slice(0, 1), tolerant(begun, config), { months: 1, tell })
    },
    rest: async (deps) => {
      made = 0
      if (seed === 'demo' && (await isBegun(deps))) await seedAll(deps, demosOf(deps), tolerant(true, config), { tell })
      return made > 0
    }
  }
}

type Tolerate = (error: unknown) => void

async function seedAll(deps: Deps, demos: readonly DemoCentre[], tolerate: Tolerate, options: SeedOptions): Promise<void> {
  for (const demo of demos) await seedCentre(deps, demo, options).catch(tolerate)
}

function demosOf({ now }: Deps): DemoCentre[] {
  const month = monthOf(dayAt(now(), DEFAULT_ZONE))
  return [langSon(month), dakLak(month)]
}

const isBegun = async ({ db }: Deps): Promise<boolean> => (await findFact(db, DEMO)) !== undefined

/** An empty database becomes a demo; one with centres in it does not: false. */
async function begin({ db, now }: Deps): Promise<boolean> {
  if ((await listCentres(db)).length > 0) return false
  return saveFact(db, DEMO, now())
}

/** A demo that somebody has changed may refuse another month: that is said, and is no reason to stop answering. */
function tolerant(begun: boolean, config: Config): Tolerate {
  return (error) => {
    if (!begun || !(error instanceof DutyError)) throw error
    const why = findOutage(error) === undefined ? error.message : (sentenceFor(error, config) ?? reasonOf(error))
    process.stderr.write(`The demo centre could not be brought up to this month: ${why}\n`)
  }
}
