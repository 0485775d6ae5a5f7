import type { ProviderId } from '../domain/ids.ts'
import { HOUR } from '../domain/instant.ts'
import type { Duty } from '../domain/roster.ts'
import { degreeOf } from './compile-alone.ts'
import { countable, keysByWindow } from './compile-counted.ts'
import type { Model } from './model.ts'
import { emptyLists, rowsOf } from './rows.ts'
import { costOf, dutiesOfPiece, type Ruled, type Setting, termsOf } from './setting.ts'
import type { Turn } from './turns.ts'

const endOf = (piece: Turn): number => piece.slots.reduce((latest, { end }) => Math.max(latest, end), 0)

/** Couples of pieces that lie within so many hours of one another, each once, the earlier first. */
function couplesWithin(pieces: readonly Turn[], hours: number): [number, number][] {
  const byStart = pieces.map((piece, t) => ({ t, start: piece.start, end: endOf(piece) })).sort((a, b) => a.start - b.start || a.t - b.t)
  return byStart.flatMap(({ t, end }, at) => {
    const couples: [number, number][] = []
    for (let next = at + 1; next < byStart.length; next += 1) {
      const later = byStart[next]
      if (later === undefined || later.start > end + hours * HOUR) break
      couples.push([t, later.t])
    }
    return couples
  })
}

/** Somebody, where it does not matter who. */
const ANYBODY = '' as ProviderId

/** What one person may not hold together, and what it costs where they may. */
export function pairsOf(setting: Setting): Pick<Model, 'clash' | 'near' | 'nearCost' | 'nearRule'> {
  const duties = setting.pieces.map((piece) => dutiesOfPiece(piece, ANYBODY))
  const clash = setting.pieces.map(() => new Set<number>())
  const near: { readonly with: number; readonly cost: number; readonly rule: number }[][] = setting.pieces.map(() => [])
  const close = (a: number, b: number): void => {
    clash[a]?.add(b)
    clash[b]?.add(a)
  }
  const judge = (pair: Ruled<'pair'>, a: number, b: number): void => {
    const degree = degreeOf(setting, pair, duties[a] ?? [], duties[b] ?? [])
    if (degree === 0) return
    if (pair.rule.level === 'hard') {
      close(a, b)
      return
    }
    const cost = degree * costOf(pair.rule)
    near[a]?.push({ with: b, cost, rule: pair.index })
    near[b]?.push({ with: a, cost, rule: pair.index })
  }
  for (const pair of termsOf(setting.problem.rules, 'pair')) {
    for (const [a, b] of couplesWithin(setting.pieces, pair.term.reach(setting.context))) judge(pair, a, b)
  }
  for (const [a, b] of wholeTurnClashes(setting, duties)) close(a, b)
  return {
    clash: rowsOf(clash.map((others) => [...others].sort((a, b) => a - b))),
    near: rowsOf(near.map((list) => list.map((each) => each.with))),
    nearCost: Int32Array.from(near.flatMap((list) => list.map((each) => each.cost))),
    nearRule: Int32Array.from(near.flatMap((list) => list.map((each) => each.rule)))
  }
}

/** A turn that is by itself over a hard limit is allowed whole, but no piece that adds a key of that window. */
function wholeTurnClashes(setting: Setting, duties: readonly (readonly Duty[])[]): [number, number][] {
  return termsOf(setting.problem.rules, 'count').flatMap(({ rule, term }) => {
    const most = term.most?.(setting.context) ?? 0
    if (!term.wholeTurns || rule.level === 'soft') return []
    const counted = term.counted(countable(setting), setting.context)
    const keys = duties.map((each) => keysByWindow(counted, each))
    const long = keys.flatMap((windows, t) =>
      [...windows].filter(([, own]) => own.size > most).map(([window, own]) => ({ t, window, own }))
    )
    return long.flatMap(({ t, window, own }) =>
      keys.flatMap((windows, other): [number, number][] => {
        const theirs = other === t ? undefined : windows.get(window)
        return theirs !== undefined && [...theirs].some((key) => !own.has(key)) ? [[t, other]] : []
      })
    )
  })
}

/** What is closed to whom while somebody else holds a piece: row t * people + p, items t' * people + p'. */
export function apartOf(setting: Setting): Model['apart'] {
  const width = setting.people.length
  const lists = emptyLists(setting.pieces.length * width)
  const couples = couplesWithin(setting.pieces, 0)
  const close = (first: number, second: number): void => {
    lists[first]?.push(second)
    lists[second]?.push(first)
  }
  const judge = (term: Ruled<'apart'>['term'], one: ProviderId, other: ProviderId): void => {
    const [p = -1, q = -1] = [setting.indexOf.get(one), setting.indexOf.get(other)]
    if (p < 0 || q < 0) return
    for (const [a, b] of couples) {
      if (meet(setting, term, [a, one], [b, other])) close(a * width + p, b * width + q)
      if (meet(setting, term, [a, other], [b, one])) close(a * width + q, b * width + p)
    }
  }
  for (const { term } of termsOf(setting.problem.rules, 'apart')) {
    term.people(setting.context).forEach(([one, other]) => judge(term, one, other))
  }
  return rowsOf(lists)
}

type Held = readonly [piece: number, by: ProviderId]

function meet(setting: Setting, term: Ruled<'apart'>['term'], [a, by]: Held, [b, beside]: Held): boolean {
  const [one, other] = [setting.pieces[a], setting.pieces[b]]
  if (one === undefined || other === undefined) return false
  const theirs = dutiesOfPiece(other, beside)
  return dutiesOfPiece(one, by).some((duty) => theirs.some((their) => term.together(duty, their, setting.context)))
}
