import { parentPort } from 'node:worker_threads'
import { DutyError } from '../../src/domain/errors.ts'
import { answerOrders } from '../../src/jobs/orders.ts'

export const STAND_IN_THREAD = new URL(import.meta.url)

/** What a stand-in thread can be told to do. `hold` ends when it is stopped, `deaf` never, `grow` takes some 300 MB. */
export type Act = 'echo' | 'hold' | 'deaf' | 'grow' | 'refuse' | 'throw' | 'die'

const ACTS: Readonly<Record<Act, (stop: AbortSignal, say: (news: unknown) => void) => unknown>> = {
  echo: () => 'echo',
  hold: async (stop, say) => {
    say('begun')
    await new Promise((resolve) => stop.addEventListener('abort', resolve))
    return 'stopped'
  },
  deaf: (_, say) => {
    say('begun')
    for (;;) {
      // busy on purpose: it hears nothing
    }
  },
  grow: () => {
    const hoard: string[][] = []
    while (hoard.length < 80) hoard.push(Array.from({ length: 100_000 }, (_, at) => `${at}/${hoard.length}`))
    return hoard.length
  },
  refuse: () => {
    throw new DutyError('BAD_VALUE', { allowed: '1' }, [{ pointer: '/a', code: 'BAD_DAY' }])
  },
  throw: () => {
    throw new Error('a defect on purpose')
  },
  die: () => process.exit(3)
}

if (parentPort !== null) answerOrders(parentPort, async (order, { stop, say }) => ACTS[order as Act](stop, say))
