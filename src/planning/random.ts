/** A stream of numbers that the same seed repeats on any machine: integer arithmetic of 32 bits only. */
export interface Random {
  /** The next number in [0, 1), a multiple of 2^-32. */
  next(): number
  /** The next whole number from 0 to n - 1; n is 1 or more. */
  int(n: number): number
}

/** The four words of xoshiro128**; not all zero. */
export type RandomWords = readonly [number, number, number, number]

const TWO_TO_32 = 2 ** 32

const rotateLeft = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits))

/** xoshiro128** of Blackman and Vigna (2018, public domain): 32-bit outputs from the given words. */
export function xoshiro128(words: RandomWords): () => number {
  let [a, b, c, d] = words
  return () => {
    const out = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return out
  }
}

/** splitmix32 (golden-gamma steps, finaliser of MurmurHash3): spreads a seed over the words, so that near seeds give unlike streams. */
function splitmix32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let word = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
    return (word ^ (word >>> 16)) >>> 0
  }
}

/** The stream of a seed: any safe integer, both of its 32-bit halves count. */
export function randomFrom(seed: number): Random {
  const low = splitmix32(seed)
  const high = splitmix32(Math.floor(seed / TWO_TO_32))
  // Two words of each half; the `| 1` keeps the state from being all zero, of which xoshiro never leaves.
  const draw = xoshiro128([low(), high(), low(), high() | 1])
  return {
    next: () => draw() / TWO_TO_32,
    int: (n) => Math.floor((draw() / TWO_TO_32) * n)
  }
}
