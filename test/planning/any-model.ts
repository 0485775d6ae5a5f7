import { BURDEN_KINDS } from '../../src/domain/burden.ts'
import type { ProviderId } from '../../src/domain/ids.ts'
import type { Model } from '../../src/planning/model.ts'
import { randomFrom } from '../../src/planning/random.ts'
import { emptyLists, rowsOf } from '../../src/planning/rows.ts'
import type { Turn } from '../../src/planning/turns.ts'

type Draw = ReturnType<typeof randomFrom>

const often = (random: Draw, percent: number): boolean => random.int(100) < percent
const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i)
const ints = (length: number, make: (i: number) => number): Int32Array => Int32Array.from({ length }, (_, i) => make(i))

/** Symmetric lists of couples of 0..size-1. */
function couples(random: Draw, size: number, percent: number): number[][] {
  const lists = emptyLists(size)
  for (const a of upTo(size)) {
    for (const b of upTo(a)) {
      if (!often(random, percent)) continue
      lists[a]?.push(b)
      lists[b]?.push(a)
    }
  }
  return lists.map((list) => list.sort((a, b) => a - b))
}

function nearOf(random: Draw, size: number): Pick<Model, 'near' | 'nearCost' | 'nearRule'> {
  const lists: { other: number; cost: number; rule: number }[][] = Array.from({ length: size }, () => [])
  for (const rule of [0, 1]) {
    couples(random, size, 25).forEach((others, t) => {
      for (const other of others)
        if (other > t) {
          const cost = 10_000 * (1 + random.int(2))
          lists[t]?.push({ other, cost, rule })
          lists[other]?.push({ other: t, cost, rule })
        }
    })
  }
  return {
    near: rowsOf(lists.map((list) => list.map(({ other }) => other))),
    nearCost: Int32Array.from(lists.flatMap((list) => list.map(({ cost }) => cost))),
    nearRule: Int32Array.from(lists.flatMap((list) => list.map(({ rule }) => rule)))
  }
}

function windowsOf(random: Draw, pieces: number, people: number): Model['windows'] {
  const count = random.int(4)
  const windowOf = upTo(count).flatMap((w) => upTo(1 + random.int(4)).map(() => w))
  const keys = upTo(pieces).map(() => windowOf.flatMap((_, key) => (often(random, 35) ? [key] : [])))
  const owner = ints(count, () => (often(random, 30) ? random.int(people) : -1))
  const before = upTo(people).map((p) =>
    windowOf.flatMap((w, key) => ((owner[w] === -1 || owner[w] === p) && often(random, 15) ? [key] : []))
  )
  return {
    rule: ints(count, () => 2),
    most: ints(count, () => random.int(3)),
    least: ints(count, () => (often(random, 40) ? 1 + random.int(3) : 0)),
    cost: ints(count, () => (often(random, 40) ? -1 : 10_000 * random.int(4))),
    owner,
    windowOf: Int32Array.from(windowOf),
    keys: rowsOf(keys),
    before: rowsOf(before)
  }
}

/** Tables of neighbours: a cost when different people follow, when two of some kind meet, or anything at all. */
function besideOf(random: Draw, candidates: readonly (readonly number[])[]): Model['beside'] {
  const size = candidates.length
  const entries = upTo(size).flatMap((a) => upTo(size).flatMap((b) => (a !== b && often(random, 15) ? [{ a, b }] : [])))
  const kinds = [
    (p: number, q: number) => (p !== q && p >= 0 && q >= 0 ? 20_000 : 0),
    (p: number, q: number) => (p % 2 === 0 && q % 2 === 0 ? 30_000 : 0),
    () => 10_000 * random.int(3)
  ]
  const tables = entries.map(({ a, b }) => {
    const cost = kinds[random.int(3)]
    return [-1, ...(candidates[a] ?? [])].flatMap((p) => [-1, ...(candidates[b] ?? [])].map((q) => cost?.(p, q) ?? 0))
  })
  const of = emptyLists(size)
  entries.forEach(({ a, b }, i) => {
    of[a]?.push(i)
    of[b]?.push(i)
  })
  const at = ints(entries.length, (i) => tables.slice(0, i).reduce((sum, table) => sum + table.length, 0))
  return {
    rule: ints(entries.length, () => 3),
    first: Int32Array.from(entries, ({ a }) => a),
    second: Int32Array.from(entries, ({ b }) => b),
    at,
    cost: Int32Array.from(tables.flat()),
    of: rowsOf(of)
  }
}

function apartOf(random: Draw, pieces: number, people: number): Model['apart'] {
  const lists = emptyLists(pieces * people)
  if (people < 2 || often(random, 50)) return rowsOf(lists)
  const [p, q] = [0, 1]
  couples(random, pieces, 50).forEach((others, t) => {
    for (const other of others) {
      lists[t * people + p]?.push(other * people + q)
      lists[t * people + q]?.push(other * people + p)
    }
  })
  return rowsOf(lists.map((list) => list.sort((a, b) => a - b)))
}

/** A tiny model of any shape, drawn from the seed: nothing that compiling could not make, and much that it rarely does. */
export function anyModel(seed: number, people = 3, pieces = 5): Model {
  const random = randomFrom(seed)
  const lists = upTo(pieces).map(() => upTo(people).filter(() => often(random, 75)))
  const place = new Int16Array(pieces * people).fill(-1)
  lists.forEach((list, t) => {
    list.forEach((p, i) => {
      place[t * people + p] = i
    })
  })
  return {
    people: upTo(people).map((p) => `p${p}` as ProviderId),
    pieces: upTo(pieces).map((t) => ({ unit: `t${t}`, slots: upTo(t % 4 === 0 ? 2 : 1) }) as unknown as Turn),
    ruleIds: ['r0', 'r1', 'r2', 'r3'],
    importance: ints(pieces, () => 1 + random.int(3)),
    candidates: rowsOf(lists),
    place,
    cost: ints(lists.flat().length, () => (often(random, 30) ? 10_000 * random.int(4) : 0)),
    emptyCost: ints(pieces, () => (often(random, 20) ? 10_000 : 0)),
    clash: rowsOf(couples(random, pieces, 35)),
    ...nearOf(random, pieces),
    apart: apartOf(random, pieces, people),
    fairness: BURDEN_KINDS.slice(0, 1 + random.int(2)).map((kind) => ({
      kind,
      weight: 1 + random.int(3),
      unit: 25 * (1 + random.int(3)),
      units: ints(pieces, () => random.int(4)),
      start: ints(people, () => random.int(400) - 300)
    })),
    windows: windowsOf(random, pieces, people),
    beside: besideOf(random, lists),
    constant: Float64Array.from([0, 10_000 * random.int(2), 0, 0])
  }
}
