import type { Server } from 'node:http'
import type { FastifyHttpOptions } from 'fastify'

const SECOND = 1000

/** For the whole of a request to arrive: half a megabyte at 20 KB/s. Whoever sends more slowly holds a connection, not a conversation. */
export const REQUEST_TIMEOUT = 30 * SECOND
/** For its header alone, of which there are at most 16 KB. */
export const HEADERS_TIMEOUT = 10 * SECOND
/** How often both are looked at: what is over time ends this much late at most. */
const CHECKED_EVERY = 2 * SECOND
/** Between two requests of one connection: longer than a proxy keeps one it may use again (nginx 60 s), so that it never meets one just closed. */
const KEEP_ALIVE = 65 * SECOND
/** With nothing sent either way. Streams of jobs send a sign of life every 15 s; no answer is thought about for longer. */
const SILENCE = 120 * SECOND

/** How long anybody may hold a connection: an answer needs a request, and a request an end. */
export const connectionOptions = {
  requestTimeout: REQUEST_TIMEOUT,
  keepAliveTimeout: KEEP_ALIVE,
  connectionTimeout: SILENCE,
  // while it closes, what is asked on open connections is answered, and the connection ended
  return503OnClosing: false,
  // requests without a host are refused like any other that is wrong
  http: { headersTimeout: HEADERS_TIMEOUT, connectionsCheckingInterval: CHECKED_EVERY, requireHostHeader: false }
} as const satisfies FastifyHttpOptions<Server>
