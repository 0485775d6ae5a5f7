import type { ProviderId } from '../domain/ids.ts'
import { HOUR } from '../domain/instant.ts'
import type { Duty } from '../domain/roster.ts'
import { degreeOf } from './compile-alone.ts'
import { countable, keysByWindow } from './compile-counted.ts'
import type { Model, Rows } from './model.ts'
import { emptyLists, row, rowsOf } from './rows.ts'
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

/** What one person may not hold together, and what it costs where they may. */
export function pairsOf(setting: Setting): Pick<Model, 'clash' | 'near' | 'nearCost' | 'nearRule'> {
  const { duties } = setting
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
  for (const [a, b] of wholeTurnClashes(setting)) close(a, b)
  return {
    clash: rowsOf(clash.map((others) => [...others].sort((a, b) => a - b))),
    near: rowsOf(near.map((list) => list.map((each) => each.with))),
    nearCost: Int32Array.from(near.flatMap((list) => list.map((each) => each.cost))),
    nearRule: Int32Array.from(near.flatMap((list) => list.map((each) => each.rule)))
  }
}

/** A turn that is by itself over a hard limit is allowed whole, but no piece that adds a key of that window. */
function wholeTurnClashes(setting: Setting): [number, number][] {
  return termsOf(setting.problem.rules, 'count').flatMap(({ rule, term }) => {
    const most = term.most?.(setting.context) ?? 0
    if (!term.wholeTurns || rule.level === 'soft') return []
    const counted = term.counted(countable(setting), setting.context)
    const keys = setting.duties.map((duties) => keysByWindow(counted, duties))
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
export function apartOf(setting: Setting, candidates: Rows): Model['apart'] {
  const width = setting.people.length
  const lists = emptyLists(setting.pieces.length * width)
  const couples = couplesWithin(setting.pieces, 0)
  for (const { term } of termsOf(setting.problem.rules, 'apart')) {
    for (const [one, other] of term.people(setting.context)) {
      const [ours, theirs] = [heldBy(setting, candidates, one), heldBy(setting, candidates, other)]
      const judge = (t: number, u: number): void => {
        if (!meet(setting, term, ours.duties[t], theirs.duties[u])) return
        lists[t * width + ours.p]?.push(u * width + theirs.p)
        lists[u * width + theirs.p]?.push(t * width + ours.p)
      }
      for (const [a, b] of couples) {
        judge(a, b)
        judge(b, a)
      }
    }
  }
  return rowsOf(lists)
}

/** Whether two people may not have these duties at once; false where one of them cannot have theirs anyway. */
const meet = ({ context }: Setting, { together }: Ruled<'apart'>['term'], mine: Held, theirs: Held): boolean =>
  mine?.some((duty) => theirs?.some((their) => together(duty, their, context))) ?? false

type Held = readonly Duty[] | undefined

/** The duties of each piece in somebody's hands, by piece; nothing where they are no candidate. */
function heldBy(setting: Setting, candidates: Rows, id: ProviderId): { readonly p: number; readonly duties: readonly Held[] } {
  const p = setting.indexOf.get(id) ?? -1
  return { p, duties: setting.pieces.map((piece, t) => (row(candidates, t).includes(p) ? dutiesOfPiece(piece, id) : undefined)) }
}
