import type { FastifyInstance, FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import type { ApiKey } from '../../domain/api-key.ts'
import { DutyError } from '../../domain/errors.ts'
import type { Instant } from '../../domain/instant.ts'
import { hashKey } from '../../usecases/api-keys.ts'
import type { Deps } from '../../usecases/deps.ts'
import { ANYBODY, may, type Principal } from '../principal.ts'
import { OPERATIONS, type OperationId, type Scope } from '../scopes.ts'
import { type Gate, openGate, type RateLimits } from './rate-limit.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. Set before validation; `ANYBODY` without a key. */
    principal: Principal
  }
}

const BEARER = /^Bearer +(\S+) *$/i

/** Who a key stands for: made once a key, because every request asks. */
const principals = new WeakMap<ApiKey, Principal>()

function standsFor(key: ApiKey): Principal {
  const known = principals.get(key)
  if (known !== undefined) return known
  const principal = { id: key.id, name: key.name, scopes: new Set(key.scopes), centreId: key.centreId, agencyId: key.agencyId }
  principals.set(key, principal)
  return principal
}

/** Whoever the key stands for; undefined when memory knows no such key, or it has expired. */
function principalOf({ memory, now }: Deps, hash: string): Principal | undefined {
  const found = memory.key(hash)
  return found === undefined || (found.expiresAt !== null && found.expiresAt <= now()) ? undefined : standsFor(found)
}

/** A key that is not in memory may have been made this moment, by another instance. Throws KEY_INVALID, DATABASE_UNAVAILABLE. */
async function justMade(deps: Deps, hash: string): Promise<Principal> {
  await deps.memory.catchUp().catch(() => {
    throw new DutyError('DATABASE_UNAVAILABLE')
  })
  const principal = principalOf(deps, hash)
  if (principal === undefined) throw new DutyError('KEY_INVALID')
  return principal
}

/** Who asks; at once for everybody whom memory knows. Whoever guesses keys does so at the expense of their address. Throws KEY_INVALID. */
function whoAsks(deps: Deps, gate: Gate, { headers, ip }: FastifyRequest): Principal | Promise<Principal> {
  if (headers.authorization === undefined) return ANYBODY
  const key = BEARER.exec(headers.authorization)?.[1]
  const hash = key === undefined ? undefined : hashKey(key)
  const known = hash === undefined ? undefined : principalOf(deps, hash)
  if (known !== undefined) return known
  gate.address(ip)
  if (hash === undefined) throw new DutyError('KEY_INVALID')
  return justMade(deps, hash)
}

type Stated = RouteOptions['schema'] & { operationId?: string; hide?: boolean; 'x-scope'?: string; security?: unknown }

/** The scope that a route asks for, written into its schema; refuses to add a route whose operation has none. */
function scopeOf(route: RouteOptions): Scope | 'public' {
  const schema = route.schema as Stated | undefined
  if (schema?.hide) return 'public'
  const scope = OPERATIONS[schema?.operationId as OperationId]
  if (schema === undefined || scope === undefined) throw new Error(`${String(route.method)} ${route.url} states no scope in scopes.ts`)
  schema['x-scope'] = scope
  schema.security = scope === 'public' ? [{}, { key: [] }] : [{ key: [] }]
  return scope
}

function refuseUnless(principal: Principal, scope: Scope | 'public'): void {
  if (!may(principal, scope)) throw new DutyError(principal.id === null ? 'KEY_REQUIRED' : 'SCOPE_MISSING', { scope })
}

/** Lets a request pass that may ask for this; nothing waits where memory is followed and knows the key: every look-up comes this way. */
function guard(deps: Deps, gate: Gate, scope: Scope | 'public'): onRequestHookHandler {
  const letIn = (request: FastifyRequest, principal: Principal): void => {
    request.principal = principal
    if (principal.id === null) gate.address(request.ip)
    else gate.key(principal.id)
    refuseUnless(principal, scope)
  }
  return (request, _reply, done) => {
    const who = () => whoAsks(deps, gate, request)
    try {
      const principal = deps.memory.ready()?.then(who) ?? who()
      if (principal instanceof Promise) return void principal.then((found) => letIn(request, found)).then(() => done(), done)
      letIn(request, principal)
      done()
    } catch (error) {
      done(error as Error)
    }
  }
}

/** How often each asker may ask; whoever they are where it is left out. */
export interface Limited {
  readonly limits?: RateLimits
}

const OPEN = openGate(undefined, () => 0 as Instant)

/** Whether it is there for those who run the service, who may look at it whatever goes on. */
const isOfService = (route: RouteOptions): boolean => ((route.schema as Stated | undefined)?.tags ?? []).includes('service')

/** Deny by default: who asks is found out first, then whether they may, and only then is the request looked at. */
export const access = fp(
  async (app: FastifyInstance, deps: Deps & Limited) => {
    app.decorateRequest('principal', null as unknown as Principal)
    const guards = new WeakSet<object>()
    const gate = openGate(deps.limits, deps.now)
    app.addHook('onRoute', (route) => {
      const scope = route.method === 'OPTIONS' ? 'public' : scopeOf(route)
      const hooks = [route.onRequest ?? []].flat()
      // the HEAD route of a GET is made of it, its guard included
      if (hooks.some((hook) => guards.has(hook))) return
      const first = guard(deps, isOfService(route) ? OPEN : gate, scope)
      guards.add(first)
      route.onRequest = [first, ...hooks]
    })
    app.addHook('onRequest', (request, reply, done) => {
      request.principal = ANYBODY
      if (request.is404) gate.address(request.ip)
      // what is answered depends on who asks: no cache may mix readers up
      void reply.header('vary', 'Accept-Language, Authorization')
      done()
    })
    app.addHook('onSend', (request, reply, payload, done) => {
      // what was refused wrote nothing, and a database that is gone is not waited for once more
      const wrote = request.method !== 'GET' && request.method !== 'HEAD' && reply.statusCode < 400
      const settled = wrote ? deps.memory.settled() : undefined
      if (settled === undefined) done(null, payload)
      else settled.then(() => done(null, payload), done)
    })
  },
  { name: 'access' }
)
