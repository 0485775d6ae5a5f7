import { addMonths, type Month } from '../../src/domain/day.ts'
import { type CentreIndex, indexCentre } from '../../src/lookup/centre-index.ts'
import { indexMonth } from '../../src/lookup/month-index.ts'
import { assignmentsOf, type CentreWorld, COUNTRY, centreWorld, type Size } from './lookup-world.ts'

/** A process that builds the pure indexes of invented centres and says how long that takes; started with `--expose-gc` and the month. */

export interface IndexCost {
  /** Milliseconds for 100,000 assignments of the whole country. */
  readonly per100k: number
  /** Time for ten times the rows in each centre over the time for an ordinary one. */
  readonly growth: number
}

const month = (process.argv[2] ?? '') as Month
const ROUNDS = 7
/** Centres between which the ordinary ones and those of ten times the rows are compared. */
const FEW = 4

const TENFOLD: Size = { ...COUNTRY, agencies: COUNTRY.agencies * 10, posts: COUNTRY.posts * 10, people: COUNTRY.people * 10 }

const worlds = (count: number, size: Size): CentreWorld[] => Array.from({ length: count }, (_, n) => centreWorld(n, month, size))
const keptFrom = addMonths(month, 2 - COUNTRY.months)

const build = (each: CentreWorld): CentreIndex =>
  indexCentre({ ...each, corrections: [], keptFrom, versions: each.publications.map((publication) => indexMonth(publication)) })

function timed(all: readonly CentreWorld[]): number {
  global.gc?.()
  const from = performance.now()
  const built = all.map(build)
  const millis = performance.now() - from
  if (built.length !== all.length) throw new Error('every centre has an index')
  return millis
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? Number.NaN
const assignments = (all: readonly CentreWorld[]): number => all.reduce((sum, each) => sum + assignmentsOf(each), 0)

function growth(): number {
  const [ordinary, tenfold] = [worlds(FEW, COUNTRY), worlds(FEW, TENFOLD)]
  const rows = assignments(tenfold) / assignments(ordinary)
  const ratios = Array.from({ length: ROUNDS }, () => 1 / (timed(ordinary) / timed(tenfold)))
  // weekends make it exactly ten times only when posts divide evenly
  return (median(ratios) * 10) / rows
}

function perHundredThousand(): number {
  const all = worlds(COUNTRY.centres, COUNTRY)
  const times = Array.from({ length: ROUNDS }, () => timed(all))
  return (median(times) / assignments(all)) * 100_000
}

timed(worlds(1, COUNTRY))
const cost: IndexCost = { growth: growth(), per100k: perHundredThousand() }
process.send?.(cost, () => process.disconnect())
