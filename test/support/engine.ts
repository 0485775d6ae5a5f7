import { highsSolver } from '../../src/jobs/highs.ts'
import { engineHere } from '../../src/planning/optimise.ts'
import { threadsHere } from '../../src/planning/threads-here.ts'
import { twoTracks } from '../../src/planning/two-tracks.ts'

const clock = (): number => performance.now()

/** The search in the thread of the test: no worker to start for a month of a few slots, and no proof to wait for. */
export const engine = engineHere(clock)

/** The service's engine, proofs and all, with both tracks in the thread of the test. */
export const provingEngine = twoTracks(threadsHere(clock, highsSolver), clock)
