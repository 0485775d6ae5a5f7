import type { Model } from './model.ts'

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b))
const common = (numbers: Iterable<number>): bigint => {
  let found = 0n
  for (const each of numbers) if (each !== 0) found = gcd(found, BigInt(Math.abs(each)))
  return found
}

/** The values that a tier can take at all: `base` and whole steps from it. A step of 0 = that one value. */
export interface Attainable {
  readonly base: bigint
  readonly step: bigint
}

/** No plan's value lies between two of these; so a bound may be rounded up to the next. */
export function attainable(model: Model, tier: 'coverage' | 'fairness' | 'total'): Attainable {
  if (tier === 'coverage') return { base: 0n, step: common(model.importance) }
  const fair = unfair(model)
  if (tier === 'fairness') return fair
  const soft = [model.cost, model.emptyCost, model.nearCost, model.beside.cost, model.windows.cost.filter((cost) => cost > 0)].map(common)
  const constant = model.constant.reduce((sum, each) => sum + each, 0)
  return { base: fair.base + BigInt(Math.floor(constant)), step: soft.reduce(gcd, fair.step) }
}

/** The first unit of a person adds w·u·(2s + u) to the square, and each further one 2·w·u² more than the last. */
function unfair(model: Model): Attainable {
  let [base, step] = [0n, 0n]
  for (const { weight, unit, start } of model.fairness) {
    const [w, u] = [BigInt(weight), BigInt(unit)]
    for (const each of start) {
      const s = BigInt(each)
      base += w * s * s
      step = gcd(step, w * u * (2n * s + u))
      step = gcd(step, 2n * w * u * u)
    }
  }
  return { base, step: step < 0n ? -step : step }
}

/** The least value of the tier that is not below a bound. */
export function nextAttainable({ base, step }: Attainable, bound: bigint): bigint {
  if (step === 0n) return base
  const over = (((bound - base) % step) + step) % step
  return over === 0n ? bound : bound + step - over
}
