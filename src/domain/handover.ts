import { addDays, type Day, dayFrom, dayOfMonth, daysBetween, firstDay, monthOf, weekStart } from './day.ts'
import type { Instant } from './instant.ts'
import type { HandoverUnit, Post } from './post.ts'

/** What a post says of how its turns are cut. */
export type Handover = Pick<Post, 'handoverUnit' | 'handoverEvery' | 'straddles' | 'validFrom'>

const modulo = (a: number, b: number): number => ((a % b) + b) % b
/** Half-months since the year 0, and the first day of one. */
const halfOf = (day: Day): number => Number(day.slice(0, 4)) * 24 + (Number(day.slice(5, 7)) - 1) * 2 + (dayOfMonth(day) <= 15 ? 0 : 1)
const dayOfHalf = (half: number): Day =>
  dayFrom(Math.floor(half / 24), Math.floor(modulo(half, 24) / 2) + 1, modulo(half, 2) === 0 ? 1 : 16)

/** The first day of the block of units that holds the day. Blocks follow one another without end; one begins with the anchor's unit. */
function blockStart(unit: Exclude<HandoverUnit, 'slot'>, every: number, anchor: Day, day: Day, firstWeekday: number): Day {
  if (unit === 'day') return addDays(day, -modulo(daysBetween(anchor, day), every))
  if (unit === 'week') {
    const week = weekStart(day, firstWeekday)
    return addDays(week, -7 * modulo(daysBetween(weekStart(anchor, firstWeekday), week) / 7, every))
  }
  const halves = unit === 'month' ? 2 : 1
  const block = (each: Day): number => Math.floor(halfOf(each) / halves)
  return dayOfHalf((block(day) - modulo(block(day) - block(anchor), every)) * halves)
}

/**
 * The key of the turn (lượt trực) that a slot of this day and start belongs to: its start where each slot is a turn, else the first day
 * of the turn. So many units as the post says are one turn, counted from the unit of the post's first day, so that every machine
 * counts alike. Unless the post lets turns straddle rosters, one that began in the month before begins anew on the first. Keys of
 * different turns of a post differ and sort in order of time.
 */
export function unitOf(post: Handover, day: Day, start: Instant, firstWeekday: number): string {
  if (post.handoverUnit === 'slot') return String(start)
  const first = blockStart(post.handoverUnit, post.handoverEvery, post.validFrom, day, firstWeekday)
  const month = firstDay(monthOf(day))
  return post.straddles || first > month ? first : month
}
