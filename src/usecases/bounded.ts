import type { Budget } from '../planning/engine.ts'

/** Moves tried when somebody waits for the answer: some tenths of a second for a province's month, and always the same answer. */
export const WHILE_WAITING = 200_000
/** More of them at a request's wish, still seconds. */
export const MOST_WHILE_WAITING = 5_000_000

/** The budget of an answer that somebody waits for: counted in iterations alone, so that it can be given again bit by bit. */
export const waitingBudget = (seed: number, iterations: number = WHILE_WAITING): Budget => ({
  seed,
  iterations,
  millis: null,
  gap: 0,
  prove: false
})
