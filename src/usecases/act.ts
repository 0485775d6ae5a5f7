import { isDeepStrictEqual } from 'node:util'

/** Rounds that came no further than those before them, as others change all the time what is calculated on; the next is the last. */
const MOST_IN_VAIN = 2

/** What is to be calculated, for whom, and how; data alone say whether two are the same. */
export interface Calculation<T = unknown> {
  readonly owner: string
  readonly task: string
  readonly input: unknown
  readonly calculate: () => Promise<T>
}

/** One round of a transaction that may have to be done again, with what its earlier rounds made. */
export interface Act {
  /** Ids that are new, but for each round the same in the same order: what is calculated may name them. */
  readonly newId: () => string
  /**
   * What was calculated between the rounds of it; otherwise the round ends here, as nothing it does is kept. The last round calculates
   * here what it lacks.
   */
  answerTo<T>(calculation: Calculation<T>): Promise<T>
  /** Lets a round commit that has had all its answers, and no other: whoever caught its end within it changes nothing. */
  complete<T>(made: T): T
}

/** Ends a round within its transaction. Nobody's answer: `replayed` takes it. */
class Uncalculated extends Error {
  constructor({ task }: Calculation) {
    super(`not calculated yet: ${task}`)
  }
}

/** Something calculated, or refused. */
interface Known extends Pick<Calculation, 'task' | 'input'> {
  readonly answer: Promise<unknown>
}

/** What rounds leave to the next. Mutable. */
interface Replay {
  readonly newId: () => string
  readonly ids: string[]
  readonly known: Known[]
  turn?: Turn
  /** Held from before its last round: that calculates within its transaction. */
  last?: Turn
  /** Answers that the best of the rounds had, and the rounds since. */
  furthest: number
  inVain: number
}

interface Round {
  readonly act: Act
  readonly missing: readonly Calculation[]
  /** Answers it had. */
  readonly answered: () => number
}

function begin({ newId, ids, known, last }: Replay): Round {
  const missing: Calculation[] = []
  let [taken, answered] = [0, 0]
  const act: Act = {
    newId: () => {
      const id = ids[taken] ?? newId()
      ids[taken] = id
      taken += 1
      return id
    },
    answerTo: async <T>(calculation: Calculation<T>) => {
      const { task, input } = calculation
      const found = known.find((each) => each.task === task && isDeepStrictEqual(each.input, input))
      if (found === undefined && last === undefined) {
        missing.push(calculation)
        throw new Uncalculated(calculation)
      }
      answered += 1
      return (found?.answer ?? calculation.calculate()) as Promise<T>
    },
    complete: (made) => {
      const [first] = missing
      if (first !== undefined) throw new Uncalculated(first)
      return made
    }
  }
  return { act, missing, answered: () => answered }
}

/**
 * Does a transaction that may ask for calculations, so that none is open while they are made: a round that asks for what is not calculated
 * ends and is undone, it is calculated, and the next round finds it. An answer is for the same data alone, so what commits was calculated
 * on what it has read; where somebody wrote meanwhile, it is calculated again.
 *
 * It always ends: where others write faster than it is calculated, the last round calculates within its transaction, on what that has read,
 * whatever is written beside it. Of such rounds there is one at a time in the process: so one connection at most is kept waiting, which is
 * everybody's in the embedded database, and on a server whoever wants a row that it has locked.
 *
 * Of those that calculate for one owner, one goes on at a time, and who has waited looks again first: of many who want the same, one
 * calculates and the others find it done. Whoever names the owner beforehand waits before the first round.
 */
export async function replayed<T>(newId: () => string, transaction: (act: Act) => Promise<T>, owner?: string): Promise<T> {
  const replay: Replay = { newId, ids: [], known: [], furthest: -1, inVain: 0 }
  if (owner !== undefined) replay.turn = await takeTurn(owner)
  try {
    for (;;) {
      const round = begin(replay)
      try {
        return await transaction(round.act)
      } catch (error) {
        if (round.missing.length === 0) throw error
      }
      await prepareNext(replay, round)
    }
  } finally {
    replay.last?.end()
    replay.turn?.end()
  }
}

/** Calculates what a round has missed, but for the last; who had to wait for their turn only looks again. */
async function prepareNext(replay: Replay, { missing, answered }: Round): Promise<void> {
  if (replay.turn === undefined) {
    replay.turn = await takeTurn((missing[0] as Calculation).owner)
    if (replay.turn.waited) return
  }
  replay.inVain = answered() > replay.furthest ? 0 : replay.inVain + 1
  replay.furthest = Math.max(replay.furthest, answered())
  if (replay.inVain === MOST_IN_VAIN) {
    replay.last = await takeTurn(LAST_ROUNDS)
    return
  }
  // a refusal is an answer too, for whoever asked
  const made = missing.map(({ task, input, calculate }): Known => ({ task, input, answer: calculate() }))
  await Promise.allSettled(made.map(({ answer }) => answer))
  replay.known.push(...made)
}

interface Turn {
  /** Whether somebody else had it before. */
  readonly waited: boolean
  end(): void
}

/** Whose turn last rounds take: nobody's id. */
const LAST_ROUNDS = 'last rounds'

/** For each owner, when whoever came last has had their turn. */
const turns = new Map<string, Promise<void>>()

async function takeTurn(owner: string): Promise<Turn> {
  const before = turns.get(owner)
  const { promise, resolve } = Promise.withResolvers<void>()
  turns.set(owner, promise)
  await before
  return {
    waited: before !== undefined,
    end: () => {
      resolve()
      if (turns.get(owner) === promise) turns.delete(owner)
    }
  }
}
