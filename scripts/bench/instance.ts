import type { Agency } from '../../src/domain/agency.ts'
import { DEFAULT_WEIGHTS } from '../../src/domain/burden.ts'
import { buildCalendar } from '../../src/domain/calendar.ts'
import { firstDay } from '../../src/domain/day.ts'
import type { ProviderId, SlotId } from '../../src/domain/ids.ts'
import { DEFAULT_ZONE, wallClock } from '../../src/domain/instant.ts'
import type { Post } from '../../src/domain/post.ts'
import type { Provider } from '../../src/domain/provider.ts'
import type { Slot } from '../../src/domain/roster.ts'
import { rules } from '../../src/domain/rules/all.ts'
import type { RuleContext } from '../../src/domain/rules/rule.ts'
import { slotsOf } from '../../src/domain/slot.ts'
import { slotSeatKey } from '../../src/planning/board.ts'
import { compile } from '../../src/planning/compile.ts'
import { construct } from '../../src/planning/construct.ts'
import { inStableOrder } from '../../src/planning/normal.ts'
import type { Problem } from '../../src/planning/problem.ts'
import { type Random, randomFrom } from '../../src/planning/random.ts'
import { absencesOf, carriedOf, hearingsOf, historyOf, MONTH, pairsOf } from './instance-events.ts'
import { type Centre, peopleOf, postsOf } from './instance-posts.ts'

/** How many people and posts a generated centre has. */
export const SIZES = {
  S: { people: 12, posts: 6, areas: 2 },
  M: { people: 40, posts: 18, areas: 4 },
  L: { people: 120, posts: 40, areas: 8 }
} as const
export type Size = keyof typeof SIZES
/** How much room a plan has. */
export const REGIMES = ['plain', 'tight'] as const
export type Regime = (typeof REGIMES)[number]

/** A month that can be made again: size, regime and seed say everything. */
export interface InstanceName {
  readonly size: Size
  readonly regime: Regime
  readonly seed: number
}

/** The name in a few letters: `S1`, `MT2`. */
export const nameOf = ({ size, regime, seed }: InstanceName): string => `${size}${regime === 'tight' ? 'T' : ''}${seed}`

/** All slots of the post in the month, nobody in their seats. */
function openSlotsOf(post: Post): Slot[] {
  const carriedUntil = wallClock(firstDay(MONTH), 0, DEFAULT_ZONE)
  return slotsOf(post, MONTH, buildCalendar([]), DEFAULT_ZONE, { firstWeekday: 1, carriedUntil }).map((slot, number) => ({
    ...slot,
    id: `${post.id}-${String(number).padStart(3, '0')}` as SlotId,
    seats: post.seats.map(({ seat, importance }) => ({ seat, importance, providerId: null, pinned: false, vacant: false, reasons: [] }))
  }))
}

/** About two in a hundred seats are set by hand, as a quick plan would fill them: pins that no hard rule forbids. */
function pinned(random: Random, problem: Problem): Problem {
  const model = compile(inStableOrder(problem))
  const { holders } = construct(model)
  const pins = new Map<string, ProviderId>()
  holders.forEach((p, t) => {
    const [piece, person] = [model.pieces[t], model.people[p]]
    const [slot, ...more] = piece?.slots ?? []
    if (piece === undefined || slot === undefined || more.length > 0 || person === undefined || random.int(50) !== 0) return
    pins.set(slotSeatKey(slot.id, piece.seat), person)
  })
  const set = (slot: Slot): Slot => ({
    ...slot,
    seats: slot.seats.map((seat) => {
      const providerId = pins.get(slotSeatKey(slot.id, seat.seat)) ?? null
      return { ...seat, providerId, pinned: providerId !== null }
    })
  })
  return { ...problem, slots: problem.slots.map(set) }
}

const grouped = <T extends { readonly providerId: ProviderId }>(list: readonly T[]): ((id: ProviderId) => readonly T[]) => {
  const groups = Map.groupBy(list, (each) => each.providerId)
  return (id) => groups.get(id) ?? []
}

function must<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('not of this month')
  return found
}

function contextOf(centre: Centre, slots: readonly Slot[], posts: readonly Post[], providers: readonly Provider[]): RuleContext {
  const people = new Map(providers.map((each) => [each.id, each]))
  const byPost = new Map(posts.map((each) => [each.id, each]))
  const settings: Readonly<Record<string, number>> = { 'most-per-week.days': centre.tight ? 5 : 6 }
  return {
    zone: DEFAULT_ZONE,
    firstWeekday: 1,
    provider: (id) => must(people.get(id)),
    post: (id) => must(byPost.get(id)),
    agency: () => must<Agency>(undefined),
    absencesOf: grouped(absencesOf(centre, providers)),
    engagementsOf: grouped(hearingsOf(centre, providers)),
    pairs: pairsOf(centre.random, providers),
    preferencesOf: () => [],
    preferences: [],
    tetDutyLastYear: () => false,
    slots,
    param: (rule, name) => settings[`${rule.id}.${name}`] ?? rule.params[name]?.default ?? 0
  }
}

/** The month of that name: the same on any machine. */
export function instance({ size, regime, seed }: InstanceName): Problem {
  const tight = regime === 'tight'
  const random = randomFrom(seed * 1000 + size.charCodeAt(0) + (tight ? 7 : 0))
  const centre: Centre = { random, areas: SIZES[size].areas, tight }
  const posts = postsOf(centre, SIZES[size].posts)
  const providers = peopleOf(centre, SIZES[size].people)
  const slots = posts.flatMap(openSlotsOf)
  const context = contextOf(centre, slots, posts, providers)
  return pinned(random, {
    slots,
    posts,
    providers,
    settled: historyOf(random, providers),
    carried: carriedOf(random, providers),
    weights: DEFAULT_WEIGHTS,
    rotations: new Map(),
    rules,
    context,
    seed
  })
}
