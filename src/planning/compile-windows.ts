import type { Duty } from '../domain/roster.ts'
import type { Counted } from '../domain/rules/rule.ts'
import { countable } from './compile-counted.ts'
import { hinge, type Windows } from './model.ts'
import { emptyLists, row, rowsOf } from './rows.ts'
import { costOf, type Ruled, type Setting, termsOf } from './setting.ts'

/** A window under construction. */
interface Window {
  readonly id: number
  readonly rule: number
  readonly most: number
  readonly least: number
  readonly cost: number
  readonly owner: number
  readonly keys: Map<string, number>
  /** Whether a piece can bring it over its limit or below its least. */
  matters: boolean
}

/** No limit: more keys than any month has. */
export const NO_LIMIT = 1_000_000

/** What is counted of each person, as far as a piece can make a difference. */
export function windowsOf(setting: Setting): Windows {
  const all = termsOf(setting.problem.rules, 'count').map((count) => windowsOfRule(setting, count))
  const kept = all.flatMap(({ windows }) => windows.filter((window) => window.matters))
  const places = new Map(kept.map((window, place) => [window, place]))
  const numberOf = new Map<string, number>()
  const windowOf: number[] = []
  for (const window of kept) {
    for (const key of window.keys.keys()) {
      numberOf.set(`${window.rule}/${window.id}/${key}`, windowOf.length)
      windowOf.push(places.get(window) ?? -1)
    }
  }
  const numbers = (touched: readonly Touched[]): number[] =>
    [...new Set(touched.flatMap(({ window, key }) => numberOf.get(`${window.rule}/${window.id}/${key}`) ?? []))].sort((a, b) => a - b)
  const keys = emptyLists(setting.pieces.length).map((_, t) => numbers(all.flatMap(({ byPiece }) => byPiece[t] ?? [])))
  const before = setting.people.map((id, p) =>
    numbers(all.flatMap(({ ofDuty }) => setting.fixed.filter((duty) => duty.providerId === id).flatMap(ofDuty))).filter((key) => {
      const owner = kept[windowOf[key] ?? -1]?.owner ?? -1
      return owner === -1 || owner === p
    })
  )
  return {
    rule: Int32Array.from(kept, (window) => window.rule),
    most: Int32Array.from(kept, (window) => window.most),
    least: Int32Array.from(kept, (window) => window.least),
    cost: Int32Array.from(kept, (window) => window.cost),
    owner: Int32Array.from(kept, (window) => window.owner),
    windowOf: Int32Array.from(windowOf),
    keys: rowsOf(keys),
    before: rowsOf(before)
  }
}

/** One key of one window that a duty touches. */
interface Touched {
  readonly window: Window
  readonly key: string
}

interface RuleWindows {
  readonly windows: readonly Window[]
  readonly byPiece: readonly (readonly Touched[])[]
  ofDuty(duty: Duty): readonly Touched[]
}

function windowsOfRule(setting: Setting, { rule, index, term }: Ruled<'count'>): RuleWindows {
  const counted = term.counted(countable(setting), setting.context)
  const windows = new Map<string, Window>()
  const most = term.most?.(setting.context) ?? NO_LIMIT
  const least = term.least?.(setting.context) ?? 0
  const open = ({ window, providerId }: Counted): Window => {
    const name = `${window}/${providerId ?? ''}`
    const owner = providerId === undefined ? -1 : (setting.indexOf.get(providerId) ?? -2)
    const fresh = {
      id: windows.size,
      rule: index,
      most,
      least,
      cost: rule.level === 'hard' ? -1 : costOf(rule),
      owner,
      keys: new Map(),
      matters: false
    }
    const found = windows.get(name) ?? fresh
    windows.set(name, found)
    return found
  }
  const touch = (duty: Duty): Touched[] =>
    counted(duty).map((each) => {
      const window = open(each)
      if (!window.keys.has(each.key)) window.keys.set(each.key, window.keys.size)
      return { window, key: each.key }
    })
  const fixed = new Map(setting.fixed.map((duty) => [duty, touch(duty)]))
  const byPiece = setting.duties.map((each) => withinLimit(each.flatMap(touch), rule.level === 'hard' && term.wholeTurns))
  for (const { window } of byPiece.flat()) window.matters = window.owner !== -2 && (window.least > 0 || window.keys.size > window.most)
  const settled = settledOver(setting, fixed, windows.size)
  const entered = Map.groupBy(settled, ({ of }) => of)
  const all = byPiece.map((touched) => [
    ...touched,
    ...touched.flatMap(({ window }) => (entered.get(window) ?? []).map((each) => ({ window: each.window, key: ENTERED })))
  ])
  return { windows: [...windows.values(), ...settled.map(({ window }) => window)], byPiece: all, ofDuty: (duty) => fixed.get(duty) ?? [] }
}

const ENTERED = 'entered'

/** A window of one person that stands for the first piece in another one. */
interface Entered {
  readonly of: Window
  readonly window: Window
}

/**
 * What duties of neighbouring months alone are over a soft limit is nobody's breach until a piece of this month joins them; then it
 * all is. So whoever has such a window pays that on entering it.
 */
function settledOver(setting: Setting, fixed: ReadonlyMap<Duty, readonly Touched[]>, firstId: number): Entered[] {
  let id = firstId
  return setting.people.flatMap((provider, owner) => {
    const own = setting.fixed.filter((duty) => duty.providerId === provider)
    const touched = own.flatMap((duty) => (fixed.get(duty) ?? []).map((each) => ({ ...each, settled: duty.settled })))
    return [...Map.groupBy(touched, ({ window }) => window)].flatMap(([of, within]): Entered[] => {
      const over = new Set(within.map(({ key }) => key)).size - of.most
      if (!of.matters || of.cost < 0 || over <= 0 || (of.owner !== -1 && of.owner !== owner) || within.some((each) => !each.settled))
        return []
      id += 1
      return [{ of, window: { ...of, id, most: 0, least: 0, cost: over * of.cost, owner, keys: new Map([[ENTERED, 0]]), matters: true } }]
    })
  })
}

/** What the soft windows cost before anybody holds any piece, by rule. */
export function openingCosts(windows: Windows, people: number, rules: number): Float64Array {
  const costs = new Float64Array(rules)
  for (let p = 0; p < people; p += 1) {
    const counts = new Int32Array(windows.rule.length)
    for (const key of row(windows.before, p)) {
      const w = windows.windowOf[key] ?? 0
      counts[w] = (counts[w] ?? 0) + 1
    }
    windows.rule.forEach((rule, w) => {
      costs[rule] = (costs[rule] ?? 0) + hinge(windows, w, p, counts[w] ?? 0)
    })
  }
  return costs
}

/** A piece that is by itself over a hard limit is allowed whole (`wholeTurns`): it clashes with what adds to it, and is not counted. */
function withinLimit(touched: readonly Touched[], wholeTurns: boolean): Touched[] {
  if (!wholeTurns) return [...touched]
  const keys = Map.groupBy(touched, ({ window }) => window)
  const over = new Set([...keys].filter(([window, own]) => new Set(own.map(({ key }) => key)).size > window.most).map(([window]) => window))
  return touched.filter(({ window }) => !over.has(window))
}
