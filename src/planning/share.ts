import { daysOfMonth, monthOf } from '../domain/day.ts'
import { dueShare } from '../domain/due-share.ts'
import { compare, type ProviderId } from '../domain/ids.ts'
import type { Problem } from './problem.ts'

/** The due share of everybody in the month of the problem's slots, in per cent-days. */
export function dueShares(problem: Problem): Map<ProviderId, number> {
  const months = [...new Set(problem.slots.map((slot) => monthOf(slot.day)))].sort(compare)
  const days = months.flatMap(daysOfMonth)
  return new Map(problem.providers.map((each) => [each.id, dueShare(each, problem.context.absencesOf(each.id), days)]))
}
