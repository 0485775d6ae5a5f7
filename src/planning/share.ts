import { type Day, daysOfMonth, holds, monthOf, type Period } from '../domain/day.ts'
import { compare, type ProviderId } from '../domain/ids.ts'
import { type Provider, servesOn } from '../domain/provider.ts'
import type { Problem } from './problem.ts'

/** Whether a person can be asked for anything on that day: with the centre, not barred, not away. */
function available(provider: Provider, away: readonly Period[], day: Day): boolean {
  const free = (period: Period): boolean => !holds(period, day)
  return servesOn(provider, day) && provider.bars.every(free) && away.every(free)
}

/** What a person owes of the days, in per cent-days: the duty share times the days on which the person is available. */
export const dueShare = (provider: Provider, away: readonly Period[], days: readonly Day[]): number =>
  provider.dutyShare * days.filter((day) => available(provider, away, day)).length

/** The due share of everybody in the month of the problem's slots, in per cent-days. */
export function dueShares(problem: Problem): Map<ProviderId, number> {
  const months = [...new Set(problem.slots.map((slot) => monthOf(slot.day)))].sort(compare)
  const days = months.flatMap(daysOfMonth)
  return new Map(problem.providers.map((each) => [each.id, dueShare(each, problem.context.absencesOf(each.id), days)]))
}
