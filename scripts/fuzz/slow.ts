import type { Request } from './request.ts'

/** An answer is slow that takes so many times the CPU that its route takes in the middle … */
const TIMES = 20
/** … and so many milliseconds. */
const LEAST = 250

const medianOf = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

interface Measured {
  readonly request: Request
  readonly cpu: number
}

/** Answers that say yes are compared with one another, and those that say no. */
const FEWEST = 5

/** What answers cost the thread that gives them, by route: CPU, which a busy machine does not change. */
export class Costs {
  readonly #by = new Map<string, Measured[]>()

  add(request: Request, accepted: boolean, cpu: number): void {
    const key = `${request.operation.id} ${accepted}`
    this.#by.set(key, [...(this.#by.get(key) ?? []), { request, cpu }])
  }

  /** Whether the request is to be asked again before its cost counts. */
  static isDear = (cpu: number): boolean => cpu >= LEAST

  /** The dearest of each route that is slow, with the middle of its route. */
  slow(): (Measured & { readonly median: number })[] {
    return [...this.#by.values()].flatMap((all) => {
      const median = medianOf(all.map(({ cpu }) => cpu))
      const dearest = dearestOf(all)
      const isSlow = all.length >= FEWEST && dearest !== undefined && dearest.cpu >= Math.max(LEAST, TIMES * median)
      return isSlow ? [{ ...dearest, median }] : []
    })
  }

  /** The dearest answer of each route that took long, whatever the route usually takes; dearest first. */
  dear(): Measured[] {
    const all = [...this.#by.values()].flatMap((measured) => dearestOf(measured) ?? [])
    return all.filter(({ cpu }) => Costs.isDear(cpu)).toSorted((a, b) => b.cpu - a.cpu)
  }
}

const dearestOf = (all: readonly Measured[]): Measured | undefined => all.toSorted((a, b) => b.cpu - a.cpu)[0]
