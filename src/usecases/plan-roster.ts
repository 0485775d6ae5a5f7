import type { Centre } from '../domain/centre.ts'
import type { Roster, Slot } from '../domain/roster.ts'
import { planRoster as solve } from '../planning/plan.ts'
import type { Plan, Problem } from '../planning/problem.ts'
import { findRotationsBefore } from '../store/publications.ts'
import { getRoster, updateRoster, updateSeats } from '../store/rosters.ts'
import { type Deps, transact } from './deps.ts'
import { lockDraft } from './draft-roster.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'

/** What a plan did, in numbers. */
export interface PlanSummary {
  readonly seed: number
  readonly seats: number
  readonly filled: number
  readonly unfilled: number
  readonly pinned: number
}

/** A roster after planning, with its slots as planned. */
export interface PlannedRoster {
  readonly roster: Roster
  readonly slots: readonly Slot[]
  readonly summary: PlanSummary
}

/** Planning starts from what is pinned; every other seat is free again. */
const released = (slots: readonly Slot[]): Slot[] =>
  slots.map((slot) => ({ ...slot, seats: slot.seats.map((seat) => (seat.pinned ? seat : { ...seat, providerId: null, reasons: [] })) }))

async function problemOf(deps: Deps, scene: RosterScene, seed: number): Promise<Problem> {
  const slots = released(scene.slots)
  const rotations = await findRotationsBefore(deps.db, scene.centre.id, scene.roster.month)
  const { posts, providers, settled, rules, context } = scene
  return {
    slots,
    posts,
    providers,
    settled,
    rules,
    context: { ...context, slots },
    seed,
    carried: new Map(),
    rotations: new Map(Object.entries(rotations))
  }
}

function planned(slots: readonly Slot[], plan: Plan): Slot[] {
  const seats = new Map(plan.seats.map((seat) => [`${seat.slotId}/${seat.seat}`, seat]))
  return slots.map((slot) => ({
    ...slot,
    seats: slot.seats.map((seat) => {
      const { providerId = null, reasons = [] } = seats.get(`${slot.id}/${seat.seat}`) ?? {}
      return { ...seat, providerId, reasons }
    })
  }))
}

function summaryOf(slots: readonly Slot[], seed: number): PlanSummary {
  const seats = slots.flatMap((slot) => slot.seats)
  const filled = seats.filter((seat) => seat.providerId !== null).length
  return { seed, seats: seats.length, filled, unfilled: seats.length - filled, pinned: seats.filter((seat) => seat.pinned).length }
}

/** Works the plan out without writing anything. */
async function solved(deps: Deps, centre: Centre, roster: Roster, seed: number): Promise<Omit<PlannedRoster, 'roster'>> {
  const scene = await loadScene(deps, centre, roster)
  const problem = await problemOf(deps, scene, seed)
  const slots = planned(problem.slots, solve(problem))
  return { slots, summary: summaryOf(slots, seed) }
}

/** Fills every seat of a draft that is not pinned; what cannot be filled says why for each candidate. Same data and seed, same plan. */
export const planRoster = (deps: Deps, centre: Centre, ref: string, expected: number, seed?: number): Promise<PlannedRoster> =>
  transact(deps, async (deps) => {
    const draft = await lockDraft(deps, centre, ref, expected)
    const result = await solved(deps, centre, draft, seed ?? draft.seed)
    const changes = result.slots.flatMap(({ id: slotId, seats }) => seats.map((seat) => ({ ...seat, slotId })))
    await updateSeats(deps.db, centre.id, changes)
    const now = deps.now()
    const roster = await updateRoster(deps.db, draft, { seed: result.summary.seed, plannedAt: now }, now)
    return { roster, ...result }
  })

/** What `planRoster` would do; writes nothing. */
export const previewPlan = (deps: Deps, centre: Centre, ref: string, seed?: number): Promise<PlannedRoster> =>
  transact(deps, async (deps) => {
    const roster = await getRoster(deps.db, centre.id, ref)
    return { roster, ...(await solved(deps, centre, roster, seed ?? roster.seed)) }
  })
