import type { Socket } from 'node:net'
import type pg from 'pg'

/** What a client of the driver holds besides what its types show. */
interface Inside {
  readonly connection: { readonly stream: Socket }
  /** False while a statement's answer is awaited. */
  readonly readyForQuery: boolean
}

/** How much longer a silent connection is given, in milliseconds: an answer may lie unread while this process was busy with something else. */
const GRACE = 250

/**
 * Keeps the pool alive when connections are lost: no error of one ends the process, a connection that owes an answer and has been silent
 * that long (milliseconds; 0 = for ever) is given up, and a lost one leaves its place to another even where its user forgets to.
 */
export function survive(pool: pg.Pool, silence: number): void {
  // An idle connection that the server drops is not an error of ours: the pool makes a new one for the next query.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => {
    // Nor is one in use: the query under way on it, or the next one, fails. Without a listener the process would end.
    client.on('error', () => undefined)
    if (silence > 0) giveUpWhenSilent(client as unknown as Inside, silence)
  })
  freeTheLost(pool)
}

function giveUpWhenSilent(client: Inside, silence: number): void {
  const { stream } = client.connection
  stream.setTimeout(silence)
  // every time: a listener given to `setTimeout` hears of the first silence alone, in which mostly nothing is due
  stream.on('timeout', () => {
    const heard = stream.bytesRead
    const check = (): void => {
      const due = !client.readyForQuery || stream.writableEnded
      if (due && stream.bytesRead === heard) stream.destroy(new Error('Connection terminated: the server is silent'))
    }
    setTimeout(check, GRACE).unref()
  })
}

/** A transaction whose `begin` fails never gives its client back (drizzle-orm 0.45): each would cost the pool a place for ever. */
function freeTheLost(pool: pg.Pool): void {
  const connect = pool.connect.bind(pool)
  const checkOut = async (): Promise<pg.PoolClient> => {
    const client = await connect()
    const giveBack = client.release
    const lost = (): void => client.release(true)
    let held = true
    client.release = (error) => {
      client.off('end', lost)
      if (held) giveBack(error)
      held = false
    }
    client.once('end', lost)
    return client
  }
  pool.connect = ((callback?: Parameters<typeof connect>[0]) => (callback ? connect(callback) : checkOut())) as typeof pool.connect
}
