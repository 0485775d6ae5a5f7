import type { Absence, Engagement, Pair } from '../../src/domain/absence.ts'
import { type Burden, NO_BURDEN } from '../../src/domain/burden.ts'
import { addDays, type Day, firstDay, type Month } from '../../src/domain/day.ts'
import type { PostId, ProviderId, SlotId } from '../../src/domain/ids.ts'
import { DEFAULT_ZONE, wallClock } from '../../src/domain/instant.ts'
import type { Provider } from '../../src/domain/provider.ts'
import type { Duty } from '../../src/domain/roster.ts'
import type { Random } from '../../src/planning/random.ts'
import { CENTRE, type Centre, id } from './instance-posts.ts'

/** The month of every generated roster. */
export const MONTH = '2026-12' as Month

/** Leave of a few days for some, in the tight regime for more and longer. */
export function absencesOf({ random, tight }: Centre, people: readonly Provider[]): Absence[] {
  return people.flatMap((person, number): Absence[] => {
    if (random.int(10) >= (tight ? 5 : 3)) return []
    const from = addDays(firstDay(MONTH), random.int(25))
    const to = addDays(from, random.int(tight ? 10 : 5))
    return [
      {
        id: id('absence', number),
        centreId: person.centreId,
        version: 1,
        providerId: person.id,
        kind: 'annual_leave',
        from,
        to,
        note: null
      }
    ]
  })
}

/** Mornings in court, none to two a person, in the tight regime up to three. */
export function hearingsOf({ random, tight }: Centre, people: readonly Provider[]): Engagement[] {
  return people.flatMap((person, number) =>
    Array.from({ length: random.int(tight ? 4 : 3) }, (_, i): Engagement => {
      const day = addDays(firstDay(MONTH), random.int(31))
      return {
        id: id('hearing', number * 10 + i),
        centreId: person.centreId,
        version: 1,
        providerId: person.id,
        kind: 'hearing',
        start: wallClock(day, 8 * 60, DEFAULT_ZONE),
        end: wallClock(day, 11 * 60, DEFAULT_ZONE),
        agencyId: null,
        reachable: false,
        note: null
      }
    })
  )
}

/** One pair of neighbours for every ten people who must not serve together. */
export function pairsOf(random: Random, people: readonly Provider[]): Pair[] {
  return Array.from({ length: Math.floor(people.length / 10) }, (_, number): Pair => {
    const a = random.int(people.length - 1)
    return {
      id: id('pair', number),
      centreId: CENTRE,
      version: 1,
      providerIds: [id<ProviderId>('person', a), id<ProviderId>('person', a + 1)],
      kind: 'apart',
      reason: null,
      from: '2026-01-01' as Day,
      to: null
    }
  })
}

/** A settled night for one person in six, in the last three days before the month. */
export function historyOf(random: Random, people: readonly Provider[]): Duty[] {
  return people.flatMap((person, number): Duty[] => {
    if (random.int(6) !== 0) return []
    const day = addDays(firstDay(MONTH), -1 - random.int(3))
    return [
      {
        slotId: id<SlotId>('before', number),
        seat: 'primary',
        providerId: person.id,
        postId: id<PostId>('post', 3),
        mode: 'phone',
        day,
        dayKind: 'working',
        unit: id('before', number),
        settled: true,
        start: wallClock(day, 19 * 60 + 30, DEFAULT_ZONE),
        end: wallClock(addDays(day, 1), 7 * 60 + 30, DEFAULT_ZONE)
      }
    ]
  })
}

/** Points and nights brought in from earlier months: up to sixteen points and one night either way. */
export const carriedOf = (random: Random, people: readonly Provider[]): Map<ProviderId, Burden> =>
  new Map(people.map((person) => [person.id, { ...NO_BURDEN, points: (random.int(9) - 4) * 400, nights: (random.int(3) - 1) * 100 }]))
