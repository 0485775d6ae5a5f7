import type { Term } from './certificate.ts'
import type { Model } from './model.ts'
import { row } from './rows.ts'
import { add, big, demand, demandClash, isIndex, type Sum, spend } from './verify-sum.ts'

type WindowTerm = Extract<Term, { readonly kind: 'most' | 'least' }>

/** What a window says of one person before any piece. */
interface Limits {
  /** Pieces they may hold by the key, not yet touched, that these touch. */
  readonly keys: ReadonlyMap<number, readonly number[]>
  /** Keys that may still be added within the most, and those missing to the least that can be had. */
  readonly left: number
  readonly wanted: number
  /** Keys over or missing whatever is planned. */
  readonly sure: number
}

function limitsOf({ windows, place, people, pieces }: Model, w: number, p: number): Limits {
  const before = row(windows.before, p).filter((key) => windows.windowOf[key] === w)
  const keys = new Map<number, number[]>()
  pieces.forEach((_, t) => {
    if ((place[t * people.length + p] ?? -1) < 0) return
    for (const key of row(windows.keys, t)) {
      if (windows.windowOf[key] === w && !before.includes(key)) keys.set(key, [...(keys.get(key) ?? []), t])
    }
  })
  const [most, least, already] = [windows.most[w] ?? 0, windows.least[w] ?? 0, before.length]
  const missing = Math.max(0, least - already)
  const wanted = Math.min(missing, keys.size)
  return { keys, left: Math.max(0, most - already), wanted, sure: Math.max(0, already - most) + missing - wanted }
}

/** Adds what soft windows cost whatever is planned. */
export function addSure(sum: Sum): void {
  const { windows, people } = sum.model
  windows.cost.forEach((cost, w) => {
    people.forEach((_, p) => {
      if (cost > 0 && (windows.owner[w] === -1 || windows.owner[w] === p))
        sum.rest += big(cost) * big(limitsOf(sum.model, w, p).sure) * sum.unit
    })
  })
}

/** The window of a term, its multiplier charged to the cost of a soft one. */
function windowOf(sum: Sum, { kind, person, window }: WindowTerm, times: bigint): Limits {
  const { windows, people } = sum.model
  const cost = windows.cost[window] ?? 0
  demand(
    isIndex(window, windows.cost) && isIndex(person, people) && (windows.owner[window] === -1 || windows.owner[window] === person),
    'window'
  )
  if (cost >= 0) {
    demand(sum.tier === 'total', 'window')
    spend(sum, `${kind} ${window} ${person}`, times, cost)
  } else demand(kind === 'most', 'window')
  return limitsOf(sum.model, window, person)
}

/** New keys are within the limit, or each over it costs; of a key its parts count no more than once together. */
export function addMost(sum: Sum, term: WindowTerm, times: bigint): void {
  const { keys, left } = windowOf(sum, term, times)
  const used = new Map<number, bigint>()
  for (const part of term.parts) {
    const each = BigInt(part.times)
    const all = (used.get(part.key) ?? 0n) + each
    demand(each >= 0n && all <= times && part.pieces.every((t) => keys.get(part.key)?.includes(t) === true), 'part')
    demandClash(sum, part.pieces)
    used.set(part.key, all)
    for (const t of part.pieces) add(sum, t, term.person, each)
  }
  sum.rest -= times * big(left)
}

/** Each key short of the least costs; a key counts at most once, and at most as often as pieces touch it. */
export function addLeast(sum: Sum, term: WindowTerm, times: bigint): void {
  const { keys, wanted } = windowOf(sum, term, times)
  const parts = new Map(term.parts.map(({ key, times: each }) => [key, BigInt(each)]))
  demand(parts.size === term.parts.length, 'part')
  sum.rest += times * big(wanted)
  for (const [key, pieces] of keys) {
    const each = parts.get(key) ?? 0n
    demand(each >= 0n && each <= times, 'part')
    for (const t of pieces) add(sum, t, term.person, -each)
    sum.rest -= times - each
  }
}
