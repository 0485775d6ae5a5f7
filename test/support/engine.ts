import { engineHere } from '../../src/planning/optimise.ts'

/** The search in the thread of the test: no worker to start for a month of a few slots. */
export const engine = engineHere(() => performance.now())
