import type { Duty } from '../domain/roster.ts'
import type { Counted } from '../domain/rules/rule.ts'
import { type Ruled, type Setting, termsOf } from './setting.ts'

/** Different keys of each window that the duties touch; a window of one person alone has the person in its name. */
export function keysByWindow(counted: (duty: Duty) => readonly Counted[], duties: readonly Duty[]): Map<string, Set<string>> {
  const windows = new Map<string, Set<string>>()
  for (const { window, key, providerId } of duties.flatMap(counted)) {
    const name = `${window}/${providerId ?? ''}`
    windows.set(name, (windows.get(name) ?? new Set()).add(key))
  }
  return windows
}

/** All duties that may be counted: those that stand, and each piece's. */
export const countable = ({ fixed, duties }: Setting): Duty[] => [...fixed, ...duties.flat()]

/** One person's keys before any piece. */
interface Before {
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>
  /** Most keys of each window that one standing turn has by itself. */
  readonly longest: ReadonlyMap<string, number>
}

function beforeOf(counted: (duty: Duty) => readonly Counted[], turns: readonly (readonly Duty[])[]): Before {
  const longest = new Map<string, number>()
  for (const turn of turns) {
    for (const [window, keys] of keysByWindow(counted, turn)) longest.set(window, Math.max(longest.get(window) ?? 0, keys.size))
  }
  return { keys: keysByWindow(counted, turns.flat()), longest }
}

/**
 * Calls back for every piece that somebody may not hold beside what stands, because together they touch too many keys of a window
 * under a hard limit. `standing` are everybody's standing turns, in the order of the people.
 */
export function overLimit(setting: Setting, standing: readonly Duty[][][], found: (t: number, p: number) => void): void {
  for (const { rule, term } of termsOf(setting.problem.rules, 'count')) {
    if (rule.level === 'soft' || term.most === undefined) continue
    const counted = term.counted(countable(setting), setting.context)
    const pieces = setting.duties.map((duties) => [...keysByWindow(counted, duties)])
    const most = term.most(setting.context)
    standing.forEach((turns, p) => {
      if (turns.length === 0) return
      const before = beforeOf(counted, turns)
      const isOver = ([window, own]: [string, Set<string>]): boolean => exceeds(before, window, own, term) > most
      pieces.forEach((windows, t) => {
        if (windows.some(isOver)) found(t, p)
      })
    })
  }
}

/** Keys that the piece and what stands touch together; none where nothing stands, or where one turn of `wholeTurns` has them all. */
function exceeds({ keys, longest }: Before, window: string, own: ReadonlySet<string>, { wholeTurns }: Ruled<'count'>['term']): number {
  const theirs = keys.get(window)
  if (theirs === undefined) return 0
  const together = new Set([...theirs, ...own]).size
  return wholeTurns && together <= Math.max(own.size, longest.get(window) ?? 0) ? 0 : together
}
