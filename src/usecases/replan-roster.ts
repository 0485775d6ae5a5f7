import type { Centre } from '../domain/centre.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import { type Instant, parseInstant } from '../domain/instant.ts'
import { isEditable, type Roster } from '../domain/roster.ts'
import { DEFAULT_ANCHOR } from '../planning/anchor.ts'
import type { ReplanRequest } from '../planning/replan.ts'
import type { Mended } from '../planning/tasks/mend.ts'
import { updateRoster, updateSeats } from '../store/rosters.ts'
import { type AssumedAbsence, readAbsences, withAbsences } from './assumptions.ts'
import { waitingBudget } from './bounded.ts'
import { compute } from './compute.ts'
import { type Deps, transact } from './deps.ts'
import { lockDraft } from './draft-roster.ts'
import { type TierReport, tierReport } from './plan-report.ts'
import { loadStanding, type StandingRoster } from './standing-roster.ts'

/** What is to be mended, and how dear change is. */
export interface ReplanOptions {
  /** Slots that start before this stay (RFC 3339); default: this moment. */
  readonly from?: string
  /** People taken to be away, beside what is recorded. */
  readonly absent?: readonly AssumedAbsence[]
  /** Cost points for each person whom a changed duty concerns. */
  readonly perPerson?: number
  /** Days of notice from which on a change weighs just that. */
  readonly noticeDays?: number
  /** How many times as much it weighs without any notice. */
  readonly atOnce?: number
  readonly iterations?: number
}

/** A mended roster beside the one that stands. */
export interface ReplanAnswer extends Omit<Mended, 'seats' | 'tiers'> {
  readonly standing: StandingRoster
  readonly roster: Roster
  readonly tiers: readonly TierReport[]
}

/** What mending a draft or a published month would change, with these people away; writes nothing. Same data and options, same answer. */
export async function previewReplan(deps: Deps, centre: Centre, ref: string, options: ReplanOptions = {}): Promise<ReplanAnswer> {
  const standing = await loadStanding(deps, centre, ref)
  return answerOf(standing, standing.scene.roster, await mended(deps, standing, options))
}

/**
 * Mends a draft and writes what changes. The draft must still have the version that was read; a published roster is amended, not edited
 * (ROSTER_ALREADY_PUBLISHED).
 */
export async function replanRoster(
  deps: Deps,
  centre: Centre,
  ref: string,
  expected: number,
  options: ReplanOptions = {}
): Promise<ReplanAnswer> {
  const standing = await loadStanding(deps, centre, ref)
  const { roster } = standing.scene
  if (!isEditable(roster)) throw new DutyError('ROSTER_ALREADY_PUBLISHED')
  if (roster.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'roster', expected })
  const found = await mended(deps, standing, options)
  return transact(deps, async (deps) => {
    const draft = await lockDraft(deps, centre, ref, expected)
    await updateSeats(deps.db, centre.id, found.seats)
    return answerOf(standing, await updateRoster(deps.db, draft, {}, deps.now()), found)
  })
}

async function mended(deps: Deps, standing: StandingRoster, options: ReplanOptions): Promise<Mended> {
  const { now } = deps
  const faults = fieldErrors()
  const from = options.from === undefined ? now() : faults.try('/from', () => parseInstant(options.from ?? ''))
  const absent = readAbsences(standing, options.absent ?? [], faults, '/absent')
  faults.throwIfAny()
  const request = requestOf(options, from ?? now())
  const budget = waitingBudget(standing.scene.roster.seed, options.iterations)
  return compute(deps, standing.scene.centre, 'mend', { data: withAbsences(standing.data, absent), request, budget })
}

const requestOf = (options: ReplanOptions, from: Instant): ReplanRequest => {
  const { perPerson, noticeDays, atOnce } = { ...DEFAULT_ANCHOR, ...options }
  return { from, weights: { perPerson, noticeDays, atOnce } }
}

const answerOf = (standing: StandingRoster, roster: Roster, { seats: _, tiers, ...found }: Mended): ReplanAnswer => ({
  ...found,
  standing,
  roster,
  tiers: tiers.map(tierReport)
})
