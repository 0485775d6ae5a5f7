import fc from 'fast-check'
import t from 'tap'
import { highsSolver } from '../../src/jobs/highs.ts'
import { boundOf } from '../../src/planning/bound.ts'
import { type Certificate, canonicalForm, type Term } from '../../src/planning/certificate.ts'
import { TIERS, type TierName } from '../../src/planning/engine.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import type { Model } from '../../src/planning/model.ts'
import { verify } from '../../src/planning/verify.ts'
import { anyModel } from './any-model.ts'
import { lawfulPlans, leastOf } from './brute.ts'

const solve = await highsSolver()
const RUNS = { numRuns: 60, seed: 20261202 }

function certificate(model: Model, tier: TierName): Certificate {
  const coverage = tier === 'coverage' ? null : leastOf(model).coverage
  const bounded = boundOf(model, { objective: tier, coverage }, solve)
  if (bounded === null) throw new Error('no bound')
  return bounded.certificate
}

/** Models, each with a real certificate of each tier, as JSON gives it back. */
const CASES = Array.from({ length: 40 }, (_, i) => anyModel(i + 1)).flatMap((model) =>
  TIERS.map((tier) => ({
    model,
    tier,
    real: JSON.parse(canonicalForm(certificate(model, tier))) as Certificate,
    least: leastOf(model)[tier]
  }))
)
const anyCase = fc.constantFrom(...CASES)
const withTerms = CASES.filter(({ real }) => real.terms.length > 0)

t.test('real certificates hold, prove what they claim, and never claim more than the best plan', async (t) => {
  for (const { model, real, least, tier } of CASES) {
    const { valid, bound } = verify(model, real)
    t.ok(valid && bound === BigInt(real.bound) && bound <= BigInt(least), `${tier}: ${bound} of ${least}`)
  }
})

t.test('there is something to check: most bounds rest on terms, and every kind of term comes up', async (t) => {
  t.ok(withTerms.length > CASES.length / 2)
  const kinds = new Set(CASES.flatMap(({ real }) => real.terms.map(({ kind }) => kind)))
  t.same([...kinds].sort(), ['beside', 'covered', 'fair', 'least', 'most', 'near', 'one'])
})

t.test('a higher claim is refused', async (t) => {
  for (const { model, real } of CASES) t.notOk(verify(model, { ...real, bound: String(BigInt(real.bound) + 1n) }).valid)
})

t.test('whatever the multipliers are changed to, what is proved is still true of every plan', async () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...withTerms),
      fc.nat(),
      fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }),
      ({ model, real, least }, at, change) => {
        const place = at % real.terms.length
        const terms = real.terms.map((term, i) => (i === place ? { ...term, times: String(BigInt(term.times) + change) } : term))
        const { valid, bound } = verify(model, { ...real, terms, bound: String(least + 1) })
        return !valid && bound <= BigInt(least)
      }
    ),
    { ...RUNS, numRuns: 300 }
  )
})

t.test('whatever a term is made to speak of, what is proved is still true of every plan', async () => {
  const fields = ['cells', 'person', 'window', 'entry', 'first', 'second', 'without', 'parts']
  fc.assert(
    fc.property(
      fc.constantFrom(...withTerms),
      fc.nat(),
      fc.constantFrom(...fields),
      fc.integer({ min: -1, max: 15 }),
      ({ model, real, least }, at, field, other) => {
        const place = at % real.terms.length
        const change = (value: unknown): unknown => {
          if (typeof value === 'number') return other
          if (!Array.isArray(value)) return value
          return field === 'parts' ? value.map((part) => ({ ...part, pieces: [...part.pieces, other] })) : [...value, other]
        }
        const terms = real.terms.map((term, i) =>
          i === place && field in term ? { ...term, [field]: change(term[field as keyof Term]) } : term
        ) as Term[]
        const { valid, bound } = verify(model, { ...real, terms, bound: String(least + 1) })
        return !valid && bound <= BigInt(least)
      }
    ),
    { ...RUNS, numRuns: 600 }
  )
})

const ONE = { tier: 'coverage', coverage: null, bound: '1', denominator: '1' } as const
/** Two pieces, one person for both, who may hold both. */
const free = { ...anyModel(1, 1, 2), clash: { at: new Int32Array(3), items: new Int32Array() } }
const both: Model = {
  ...free,
  candidates: { at: Int32Array.of(0, 1, 2), items: Int32Array.of(0, 0) },
  place: Int16Array.of(0, 0),
  cost: Int32Array.of(0, 0),
  importance: Int32Array.of(1, 1)
}
const clashing: Model = { ...both, clash: { at: Int32Array.of(0, 1, 2), items: Int32Array.of(1, 0) } }

t.test('a row that says two pieces clash is believed only where they do', async (t) => {
  const claim: Certificate = { ...ONE, terms: [{ kind: 'one', times: '1', cells: [0, 1] }] }
  t.same(verify(clashing, claim), { valid: true, bound: 1n })
  t.same(verify(both, claim).valid, false)
  t.same(verify(clashing, { ...claim, terms: [{ kind: 'one', times: '1', cells: [0, 0] }] }).valid, false)
})

/** Both pieces touch the one key of the one window. */
const counted = (window: { readonly most: number; readonly least: number; readonly cost: number }): Model => ({
  ...both,
  emptyCost: Int32Array.of(0, 0),
  fairness: [],
  constant: new Float64Array(4),
  windows: {
    rule: Int32Array.of(2),
    most: Int32Array.of(window.most),
    least: Int32Array.of(window.least),
    cost: Int32Array.of(window.cost),
    owner: Int32Array.of(-1),
    windowOf: Int32Array.of(0),
    keys: { at: Int32Array.of(0, 1, 2), items: Int32Array.of(0, 0) },
    before: { at: Int32Array.of(0, 0), items: new Int32Array() }
  }
})

t.test('a key is counted once, whoever touches it how often', async (t) => {
  const part = (piece: number, times: string) => ({ key: 0, pieces: [piece], times })
  const claim = (...parts: readonly ReturnType<typeof part>[]): Certificate => ({
    ...ONE,
    terms: [{ kind: 'most', times: '1', person: 0, window: 0, parts }]
  })
  const hard = counted({ most: 1, least: 0, cost: -1 })
  t.same(verify(hard, { ...claim(part(0, '1')), bound: '0' }), { valid: true, bound: 0n })
  t.notOk(verify(hard, claim(part(0, '1'), part(1, '1'))).valid)
  t.notOk(verify(hard, claim({ key: 0, pieces: [0, 1], times: '1' })).valid, 'the two do not clash')
})

t.test('a key that is wanted may be had without any piece being told of', async (t) => {
  const soft = counted({ most: 9, least: 1, cost: 10_000 })
  const claim = (...parts: readonly { key: number; pieces: number[]; times: string }[]): Certificate => ({
    ...ONE,
    tier: 'total',
    coverage: 0,
    terms: [{ kind: 'least', times: '10000', person: 0, window: 0, parts }]
  })
  t.same(verify(soft, claim()), { valid: false, bound: 0n })
  t.same(verify(soft, claim({ key: 0, pieces: [], times: '10001' })).valid, false)
})

t.test('denominators, numbers and names that are not such are refused, never thrown', async (t) => {
  const claim: Certificate = { ...ONE, terms: [{ kind: 'one', times: '1', cells: [0, 1] }] }
  for (const denominator of ['3', '0', '-2', 'x', '1.5']) t.same(verify(clashing, { ...claim, denominator }).valid, false, denominator)
  for (const times of ['-1', 'x', '0.5'])
    t.same(verify(clashing, { ...claim, terms: [{ kind: 'one', times, cells: [0, 1] }] }).valid, false, times)
  t.same(verify(clashing, { ...claim, coverage: 0 }).valid, false)
  t.same(verify(clashing, { ...claim, terms: [{ kind: 'guess', times: '1' } as unknown as Term] }).valid, false)
  t.same(verify(clashing, {} as Certificate).valid, false)
})

t.test('the canonical form has its keys in order and is the same whatever the order was', async (t) => {
  const { terms, tier, ...rest } = { ...ONE, terms: [{ kind: 'covered', times: '1' }] } as Certificate
  const text = canonicalForm({ terms, tier, ...rest })
  t.equal(text, '{"bound":"1","coverage":null,"denominator":"1","terms":[{"kind":"covered","times":"1"}],"tier":"coverage"}')
  t.equal(canonicalForm({ ...rest, tier, terms }), text)
})

t.test('a bound on later tiers is about plans of that coverage alone', async () => {
  fc.assert(
    fc.property(anyCase, ({ model, real, tier }) => {
      if (tier === 'coverage' || real.coverage === null) return true
      const { coverage } = real
      const plans = [...lawfulPlans(model)].map((holders) => evaluate(model, holders)).filter((each) => each.coverage <= coverage)
      return plans.every((each) => each[tier] >= Number(real.bound))
    }),
    RUNS
  )
})
