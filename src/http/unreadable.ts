import { randomUUID } from 'node:crypto'
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, onRequestHookHandler, RouteOptions } from 'fastify'
import { DutyError } from '../domain/errors.ts'
import { STATUS, sendProblem, toProblem } from './problem.ts'
import { VARY } from './reply.ts'

/** Where an address goes that cannot be read. Nothing is there. */
const NOWHERE = '/'.repeat(3)

const ABSOLUTE = /^https?:\/\/[^/?#]+\/[^#]*$/i

function isReadable(url: string): boolean {
  if (!url.startsWith('/') && !(ABSOLUTE.test(url) && URL.canParse(url))) return false
  if (!url.includes('%')) return true
  try {
    decodeURI(url.split('?')[0] ?? '')
    return true
  } catch {
    return false
  }
}

/** The address under which a request is looked for: its own, unless nobody can read that (`/%`). So every request goes one way, past every hook. */
export const routableUrl = ({ url = '' }: Pick<IncomingMessage, 'url'>): string => (isReadable(url) ? url : NOWHERE)

interface Known {
  readonly path: RegExp
  readonly methods: readonly string[]
}

function knownRoute({ url, method }: Pick<RouteOptions, 'url' | 'method'>): Known {
  const path = url
    .replace(/[.+()]/g, '\\$&')
    .replace(/:\w+/g, '[^/]+')
    .replaceAll('*', '.*')
  return { path: new RegExp(`^${path}$`), methods: [method].flat() }
}

/**
 * Answers what no route takes: an address that cannot be read is 400, one that is there for other methods 405 with `Allow`, any other 404.
 * To be called before the routes are added.
 */
export function refuseUnknown(app: FastifyInstance): void {
  const routes: Pick<RouteOptions, 'url' | 'method'>[] = []
  let known: readonly Known[] | undefined
  app.addHook('onRoute', (route) => void routes.push({ url: route.url, method: route.method }))
  app.setNotFoundHandler((request, reply) => {
    const path = request.originalUrl.split('?')[0] ?? ''
    if (request.raw.url !== request.originalUrl) return sendProblem(new DutyError('BAD_REQUEST', { reason: `“${path}”` }), request, reply)
    known ??= routes.map(knownRoute)
    const allowed = new Set(known.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods))
    // where the method is among them, the route itself takes no such address
    if (allowed.size === 0 || allowed.has(request.method))
      return sendProblem(new DutyError('ROUTE_NOT_FOUND', { method: request.method, path }), request, reply)
    void reply.header('allow', [...allowed].sort().join(', '))
    return sendProblem(new DutyError('METHOD_NOT_ALLOWED', { method: request.method, path }), request, reply)
  })
}

/** Before a body is looked at: BAD_REQUEST where nobody says which host is meant, UNSUPPORTED_ENCODING of a body that is packed. */
export const refuseUnreadable: onRequestHookHandler = ({ raw, headers }, reply, done) => {
  if (raw.httpVersion === '1.1' && headers.host === undefined) return done(new DutyError('BAD_REQUEST', { reason: 'Host' }))
  if (headers['content-encoding'] === undefined || headers['content-encoding'] === 'identity') return done()
  void reply.header('accept-encoding', 'identity')
  done(new DutyError('UNSUPPORTED_ENCODING'))
}

/** What Node says of bytes that never became a request, in our codes. */
const OF_NODE: Readonly<Record<string, 'HEADERS_TOO_LARGE' | 'REQUEST_TIMEOUT'>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT'
}

function refusalOf(app: FastifyInstance, code: string, ip: string): DutyError {
  try {
    app.gate.address(ip)
  } catch (error) {
    if (error instanceof DutyError) return error
    throw error
  }
  return new DutyError(OF_NODE[code] ?? 'BAD_REQUEST', { reason: 'HTTP' })
}

/** Whether an answer is under way on that connection: whatever is written into it would become part of it. */
const isAnswering = (socket: Socket): boolean => (socket as { _httpMessage?: { headersSent: boolean } })._httpMessage?.headersSent === true

/** Answers bytes that never became a request as every refusal is answered, and hangs up. */
export function refuseBytes(app: FastifyInstance, { code = '' }: { readonly code?: string }, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) return void socket.destroy()
  const id = randomUUID()
  const refused = refusalOf(app, code, socket.remoteAddress ?? '')
  const body = JSON.stringify(toProblem(refused, { id, headers: {}, originalUrl: '' }))
  const head = {
    'x-request-id': id,
    'x-content-type-options': 'nosniff',
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': 'vi',
    'content-length': String(Buffer.byteLength(body)),
    vary: VARY,
    ...(refused.code === 'TOO_MANY_REQUESTS' && { 'retry-after': String(refused.params.seconds) }),
    connection: 'close'
  }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${STATUS[refused.code]} ${STATUS_CODES[STATUS[refused.code]]}\r\n${lines.join('')}\r\n${body}`, () =>
    socket.destroy()
  )
}
