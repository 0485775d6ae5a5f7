import { randomUUID } from 'node:crypto'
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, onRequestHookHandler, RouteOptions } from 'fastify'
import { DutyError } from '../domain/errors.ts'
import { textOf } from '../domain/text.ts'
import { partWith } from './connections.ts'
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
    if (request.raw.url !== request.originalUrl)
      return sendProblem(new DutyError('BAD_REQUEST', { reason: 'bad_address', path }), request, reply)
    known ??= routes.map(knownRoute)
    const allowed = new Set(known.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods))
    // where the method is among them, the route itself takes no such address
    if (allowed.size === 0 || allowed.has(request.method))
      return sendProblem(new DutyError('ROUTE_NOT_FOUND', { method: request.method, path }), request, reply)
    void reply.header('allow', [...allowed].sort().join(', '))
    return sendProblem(new DutyError('METHOD_NOT_ALLOWED', { method: request.method, path }), request, reply)
  })
}

/** Of which a request has one: where it has two, one reader takes the first and another the last. */
const ONCE: ReadonlySet<string> = new Set(['host', 'content-type', 'content-length', 'authorization'])

/** The name of a field that stands more often than it may. */
function repeatedIn({ rawHeaders }: IncomingMessage): string | undefined {
  const seen = new Set<string>()
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? ''
    if (!ONCE.has(name)) continue
    if (seen.has(name)) return name
    seen.add(name)
  }
  return undefined
}

/** `uri-host [":" port]` (RFC 9112, 3.2; RFC 3986, 3.2.2): an IPv6 address in brackets, or a name. */
const HOST = /^(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})+)(?::\d{0,5})?$/i

/** What keeps the head of a request from having one meaning. */
function faultOf(raw: IncomingMessage): DutyError | undefined {
  const field = repeatedIn(raw)
  if (field !== undefined) return new DutyError('BAD_REQUEST', { reason: 'repeated_field', field })
  const { host } = raw.headers
  if (host === undefined) return raw.httpVersion === '1.0' ? undefined : new DutyError('BAD_REQUEST', { reason: 'no_host' })
  return HOST.test(host) ? undefined : new DutyError('BAD_REQUEST', { reason: 'bad_host' })
}

/** A parameter of a media type (RFC 9110, 5.6.6), its value perhaps in quotes. */
const PARAMETER = /;\s*([^\s;="]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]*)/g

const charsetsOf = (type: string): string[] =>
  [...type.matchAll(PARAMETER)].flatMap(([, name, value = '']) => (name?.toLowerCase() === 'charset' ? [value.replaceAll('"', '')] : []))

const UTF_8 = /^utf-?8$/i

/** Why the body cannot be read as it is said to be written: packed, in pieces of an unknown kind, or in another encoding than UTF-8. */
function foreignness({ headers }: IncomingMessage): DutyError | undefined {
  const packed = headers['content-encoding'] ?? 'identity'
  const pieces = headers['transfer-encoding'] ?? 'chunked'
  if (packed.toLowerCase() !== 'identity' || pieces.toLowerCase() !== 'chunked') return new DutyError('UNSUPPORTED_ENCODING')
  const charset = charsetsOf(headers['content-type'] ?? '').find((each) => !UTF_8.test(each))
  return charset === undefined ? undefined : new DutyError('UNSUPPORTED_CHARSET', { charset })
}

/**
 * Before a body is looked at: BAD_REQUEST where nobody says which host is meant, or says it twice; UNSUPPORTED_ENCODING of a body that is
 * packed, UNSUPPORTED_CHARSET of one that is not UTF-8.
 */
export const refuseUnreadable: onRequestHookHandler = ({ raw }, reply, done) => {
  const refused = faultOf(raw) ?? foreignness(raw)
  if (refused?.code === 'UNSUPPORTED_ENCODING') void reply.header('accept-encoding', 'identity')
  done(refused)
}

/** JSON alone is read; anything else is 415. */
export function readJsonAlone(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => parse(request, textOf(body), done))
}

/** What Node says of bytes that never became a request, in our codes. */
const OF_NODE: Readonly<Record<string, 'HEADERS_TOO_LARGE' | 'REQUEST_TIMEOUT'>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT'
}

/** What is said where no request was read: that, unless the address asks too often. */
function refusalOf(app: FastifyInstance, ip: string, refused: DutyError): DutyError {
  try {
    app.gate.address(ip)
  } catch (error) {
    if (error instanceof DutyError) return error
    throw error
  }
  return refused
}

/** Whether an answer is under way on that connection: whatever is written into it would become part of it. */
const isAnswering = (socket: Socket): boolean => (socket as { _httpMessage?: { headersSent: boolean } })._httpMessage?.headersSent === true

/** Says a refusal on a connection where no request was read, as every refusal is said, and hangs up. */
export function refuseRaw(socket: Socket, refused: DutyError): void {
  const id = randomUUID()
  const body = JSON.stringify(toProblem(refused, { id, headers: {}, originalUrl: '' }))
  const head = {
    'x-request-id': id,
    'x-content-type-options': 'nosniff',
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': 'vi',
    'content-length': String(Buffer.byteLength(body)),
    vary: VARY,
    ...(STATUS[refused.code] === 429 && { 'retry-after': String(refused.params.seconds) }),
    connection: 'close'
  }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
  partWith(socket, `HTTP/1.1 ${STATUS[refused.code]} ${STATUS_CODES[STATUS[refused.code]]}\r\n${lines.join('')}\r\n${body}`)
}

/** Answers bytes that never became a request. */
export function refuseBytes(app: FastifyInstance, { code = '' }: { readonly code?: string }, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) return void socket.destroy()
  refuseRaw(socket, refusalOf(app, socket.remoteAddress ?? '', new DutyError(OF_NODE[code] ?? 'BAD_REQUEST', { reason: 'not_http' })))
}

/** Answers whoever wants a tunnel through us (CONNECT, of which Node makes no request): where it should go is no address of ours. */
export function refuseTunnels(app: FastifyInstance): void {
  app.server.on('connect', ({ url: path = '' }: IncomingMessage, socket: Socket) => {
    socket.on('error', () => undefined)
    refuseRaw(socket, refusalOf(app, socket.remoteAddress ?? '', new DutyError('BAD_REQUEST', { reason: 'bad_address', path })))
  })
}
