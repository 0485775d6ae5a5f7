import { highsSolver } from '../../src/jobs/highs.ts'
import { threadsHere } from '../../src/planning/threads-here.ts'
import { twoTracks } from '../../src/planning/two-tracks.ts'

const clock = (): number => performance.now()

/** The service's engine with both tracks in the thread of the test: no worker to start for a month of a few slots. */
export const engine = twoTracks(threadsHere(clock, highsSolver), clock)
