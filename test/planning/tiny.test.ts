import t from 'tap'
import type { ProviderId } from '../../src/domain/ids.ts'
import { planRoster } from '../../src/planning/plan.ts'
import type { Plan, PlannedSeat, Problem } from '../../src/planning/problem.ts'
import { randomFrom } from '../../src/planning/random.ts'
import { absence, officer, post, seatPlan } from '../support/builders.ts'
import { breachesAfter, december, filled, problem, slotsOf } from './month.ts'

const NAMES = ['an', 'binh', 'chi']

/** Two or three people and at most five turns of one slot, on site and by phone, round the clock and in office hours. */
function tinyMonth(seed: number): Problem {
  const random = randomFrom(seed)
  const providers = NAMES.slice(0, 2 + random.int(2)).map((id) => officer({ id, skills: random.int(2) ? ['children'] : [] }))
  const posts = ['a', 'b'].map((id) => {
    const eligibility = { roles: [], branchIds: [], providerIds: [], excludedIds: [], skills: random.int(3) ? [] : ['children'] }
    return post({ id, mode: random.int(2) ? 'phone' : 'on_site', seats: [seatPlan({ importance: 5 })], eligibility })
  })
  const slots = posts.flatMap((each) => slotsOf(each, december(1, 2 + random.int(2)), random.int(2) ? 'round' : 'office')).slice(0, 5)
  const absences = random.int(2) ? [absence({ providerId: 'an', from: `2026-12-0${1 + random.int(3)}` })] : []
  return problem({ providers, posts, slots, absences, seed })
}

/** The most seats that any roster without a hard breach fills: every roster is looked at that fills more than `known`. */
function mostFilled(from: Problem, known: number): number {
  const choices: readonly (ProviderId | null)[] = [null, ...from.providers.map((each) => each.id)]
  const seats = from.slots.map((slot): PlannedSeat => ({ slotId: slot.id, seat: 'primary', providerId: null, reasons: [] }))
  const rosters = choices.length ** seats.length
  let best = known
  for (let number = 0; number < rosters; number += 1) {
    const plan: Plan = {
      seats: seats.map((seat, at) => ({
        ...seat,
        providerId: choices[Math.floor(number / choices.length ** at) % choices.length] ?? null
      })),
      rotations: new Map()
    }
    if (filled(plan) > best && breachesAfter(from, plan).length === 0) best = filled(plan)
  }
  return best
}

function missed(seed: number): number {
  const from = tinyMonth(seed)
  const found = filled(planRoster(from))
  return mostFilled(from, found) - found
}

const SEEDS = Array.from({ length: 120 }, (_, at) => at + 1)
/** Here two seats round the clock are filled where leaving one of them empty would let two in office hours be. */
const WORSE = [51, 84, 91]

t.test('on 117 of 120 tiny months the heuristic fills as many seats as any lawful roster can; no promise for others', async (t) => {
  for (const seed of SEEDS.filter((each) => !WORSE.includes(each))) t.equal(missed(seed), 0, `${seed}`)
})

t.test('on the other three it fills one seat fewer', async (t) =>
  t.same(
    WORSE.map((seed) => missed(seed)),
    [1, 1, 1]
  )
)

t.test('the oracle is not empty: some of these months cannot be filled at all', async (t) => {
  const short = SEEDS.filter((seed) => filled(planRoster(tinyMonth(seed))) < tinyMonth(seed).slots.length)
  t.ok(short.length >= 20, `${short.length}`)
})
