import t from 'tap'
import { randomFrom, xoshiro128 } from '../../src/planning/random.ts'

const draw = (seed: number, count: number): number[] => {
  const random = randomFrom(seed)
  return Array.from({ length: count }, () => random.int(1000))
}

t.test('the words 1, 2, 3, 4 give the outputs worked out by hand from the definition of xoshiro128**', async (t) => {
  const next = xoshiro128([1, 2, 3, 4])
  t.same(
    Array.from({ length: 4 }, () => next()),
    [11520, 0, 5927040, 70819200]
  )
})

t.test('the same seed repeats its stream', async (t) => t.same(draw(7, 50), draw(7, 50)))

const unlike = [
  ['the next seed gives another stream', 7, 8],
  ['a seed above 32 bits is not the seed of its low half', 7, 7 + 2 ** 32],
  ['a negative seed is not its absolute value', -7, 7]
] as const
for (const [title, one, other] of unlike) {
  t.test(title, async (t) => t.notSame(draw(one, 8), draw(other, 8)))
}

t.test('seed 0 does not stand still', async (t) => t.ok(new Set(draw(0, 50)).size > 40))

t.test('whole numbers below six come about equally often', async (t) => {
  const random = randomFrom(1)
  const counts = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < 6000; i += 1) {
    const face = random.int(6)
    counts[face] = (counts[face] ?? 0) + 1
  }
  t.ok(
    counts.every((count) => count > 850 && count < 1150),
    counts.join(' ')
  )
})

t.test('numbers lie in [0, 1)', async (t) => {
  const random = randomFrom(3)
  t.ok(Array.from({ length: 1000 }, () => random.next()).every((number) => number >= 0 && number < 1))
})
