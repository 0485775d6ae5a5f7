import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyHttpOptions, FastifyInstance } from 'fastify'

const SECOND = 1000

/** For the whole of a request to arrive: half a megabyte at 20 KB/s. Whoever sends more slowly holds a connection, not a conversation. */
export const REQUEST_TIMEOUT = 30 * SECOND
/** For its first byte, from when there is a connection: whoever connects has something to ask. */
export const FIRST_BYTE = 3 * SECOND
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

/** How long whoever is still sending may go on after the last answer, in milliseconds: what TCP has under way, and no more. */
const PARTING = 2 * SECOND

/**
 * Says the last on a connection, and ends it. What the other side is still sending is thrown away meanwhile: a connection that is closed over
 * it takes the answer back with it (RFC 9112, 9.6).
 */
export function partWith(socket: Socket, last = ''): void {
  socket.end(last)
  socket.resume()
  const late = setTimeout(() => socket.destroy(), PARTING).unref()
  socket.once('close', () => clearTimeout(late))
}

/** Ends connections on which nothing at all was sent for so long, without a word: nobody there has asked anything. */
export function endSilent({ server }: FastifyInstance, within = FIRST_BYTE): void {
  server.on('connection', (socket: Socket) => {
    const late = setTimeout(() => {
      if (socket.bytesRead === 0) socket.destroy()
    }, within).unref()
    socket.once('close', () => clearTimeout(late))
  })
}

/** Whether something of the request is still to come. */
const isUnread = ({ complete, headers }: IncomingMessage): boolean =>
  complete === false && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0)

/**
 * One request, one answer: who is answered before all of the request is there, most of them refused, is told that the connection ends with it,
 * and it does. What comes on it after an answer that was the last is not heard.
 */
export function endUnread(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.raw.socket.writableEnded) return done()
    void reply.hijack()
    request.raw.socket.destroy()
  })
  app.addHook('onSend', ({ raw }, reply, payload, done) => {
    const end = (): void => {
      if (isUnread(raw)) {
        void reply.header('connection', 'close')
        // how Node ends the connection after the last answer: at once
        raw.socket.destroySoon = () => partWith(raw.socket)
      }
      done(null, payload)
    }
    // what came in one piece with the header is read by then
    if (isUnread(raw)) process.nextTick(end)
    else end()
  })
}
