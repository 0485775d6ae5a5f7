import { type LookupOptions, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { Agent, request } from 'undici'
import { DutyError } from '../domain/errors.ts'
import { isPublicAddress, receiverUrl } from '../usecases/receiver-address.ts'
import type { Event, Senders } from '../usecases/send-delivery.ts'

/** A receiver has so long to answer, from the first byte to the last, in milliseconds (Standard Webhooks: 15 to 30 s). */
const PATIENCE = 20_000
const CONNECT_PATIENCE = 10_000
/** Of the answer's body so much is read and thrown away, in bytes; more ends the connection. */
const MOST_ANSWER = 16 * 1024

/** Thrown while connecting; undici hands it on as it is. */
const forbidden = (address: string): DutyError => new DutyError('ADDRESS_FORBIDDEN', { address })

/**
 * Looks names up for one connection and refuses it when any address behind the name is private: the check is of the very addresses that
 * are then connected to, so a name that answers differently the next time gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...(options as LookupOptions), all: true }, (error, addresses) => {
    if (error !== null) return done(error, '')
    const bad = addresses.find(({ address }) => !isPublicAddress(address))
    if (bad !== undefined) return done(forbidden(bad.address), '')
    const [first] = addresses
    if (options.all) return done(null, addresses)
    return done(null, first?.address ?? '', first?.family)
  })
}

const REFUSED_BY_NETWORK: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'])

/**
 * What an event failed with. That a name leads to a private address is said as that there is no such name: whoever enters addresses is not
 * told which names there are behind ours. `said` has the difference, for the log alone.
 */
function failure(error: unknown): DutyError {
  const { name, code = '', cause } = error as { name?: string; code?: string; cause?: unknown }
  const own = [error, cause].find((each) => each instanceof DutyError)
  if (own?.code === 'ADDRESS_FORBIDDEN') return new DutyError('RECEIVER_UNREACHABLE', { said: own.code })
  if (own !== undefined) return own
  if (name === 'TimeoutError' || REFUSED_BY_NETWORK.has(code)) return new DutyError('RECEIVER_TIMEOUT', { said: code })
  return new DutyError('RECEIVER_UNREACHABLE', { said: code })
}

function headersOf({ id, secret, at, body }: Event): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'lichtruc-webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), body)
  }
}

/** What posts events, and how to let go of its connections. */
export interface Poster {
  readonly post: Senders['post']
  readonly close: () => Promise<void>
}

/**
 * Posts events signed by the Standard Webhooks scheme. Only a 2xx answer counts as taken; a redirect is a refusal and never followed.
 * Nothing private is reached unless `allowPrivate`.
 */
export function openPoster(allowPrivate: boolean): Poster {
  const connect = { timeout: CONNECT_PATIENCE, ...(allowPrivate ? {} : { lookup: publicLookup }) }
  const agent = new Agent({ connect, headersTimeout: PATIENCE, bodyTimeout: PATIENCE, keepAliveTimeout: 1000 })
  const post = async (event: Event): Promise<void> => {
    try {
      const url = receiverUrl(event.url, allowPrivate)
      const signal = AbortSignal.timeout(PATIENCE)
      const { statusCode, body } = await request(url, {
        method: 'POST',
        dispatcher: agent,
        headers: headersOf(event),
        body: event.body,
        signal
      })
      await body.dump({ limit: MOST_ANSWER, signal }).catch(() => undefined)
      if (statusCode < 200 || statusCode > 299) throw new DutyError('RECEIVER_REFUSED', { said: `HTTP ${statusCode}` })
    } catch (error) {
      throw failure(error)
    }
  }
  return { post, close: () => agent.destroy() }
}
