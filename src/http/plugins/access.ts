import type { FastifyInstance, FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import type { ApiKey } from '../../domain/api-key.ts'
import { DutyError } from '../../domain/errors.ts'
import type { Instant } from '../../domain/instant.ts'
import { hashKey } from '../../usecases/api-keys.ts'
import type { Deps } from '../../usecases/deps.ts'
import { ANYBODY, may, type Principal } from '../principal.ts'
import { VARY } from '../reply.ts'
import { holderOf, type KeyHolder, type OperationId, type Scope, scopeOf } from '../scopes.ts'
import { type Gate, openGate, type RateLimits } from './rate-limit.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts whoever asks, also by what is no request. */
    readonly gate: Gate
  }
  interface FastifyRequest {
    /** Who asks. Set before validation; `ANYBODY` without a key. */
    principal: Principal
  }
}

const BEARER = /^Bearer +(\S+) *$/i

/** What nobody outside the centre may, whatever a key says: an agency's key reads numbers as its agency. */
const CENTRE_SCOPES: ReadonlySet<string> = new Set<Scope>(['numbers:internal'])

/** Who a key stands for: made once a key, because every request asks. */
const principals = new WeakMap<ApiKey, Principal>()

function standsFor(key: ApiKey): Principal {
  const known = principals.get(key)
  if (known !== undefined) return known
  const { id, name, centreId, agencyId } = key
  const scopes = new Set(agencyId === null ? key.scopes : key.scopes.filter((scope) => !CENTRE_SCOPES.has(scope)))
  const principal = { id, name, scopes, centreId, agencyId }
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

type Stated = RouteOptions['schema'] & {
  operationId?: string
  hide?: boolean
  tags?: readonly string[]
  'x-scope'?: string
  'x-keys'?: KeyHolder
  security?: unknown
}

/** Writes the scope of an operation, and whose keys it takes, into its schema, and refuses to add a route whose operation has none. */
function stateScope(route: RouteOptions): void {
  const schema = route.schema as Stated | undefined
  if (schema?.hide) return
  const scope = scopeOf(schema?.operationId)
  if (schema === undefined || scope === undefined) throw new Error(`${String(route.method)} ${route.url} states no scope in scopes.ts`)
  schema['x-scope'] = scope
  if (scope !== 'public') schema['x-keys'] = holderOf(schema.operationId as OperationId)
  schema.security = scope === 'public' ? [{}, { key: [] }] : [{ key: [] }]
}

function refuseUnless(principal: Principal, scope: Scope | 'public' | undefined): void {
  if (scope !== undefined && may(principal, scope)) return
  throw new DutyError(principal.id === null ? 'KEY_REQUIRED' : 'SCOPE_MISSING', { scope: scope ?? '' })
}

/** What belongs to no centre is written with a key of no centre, and what is the centre's own business is none of an agency's. */
function refuseOthers({ centreId, agencyId }: Principal, holder: KeyHolder | undefined): void {
  if (holder === 'national' && (centreId !== null || agencyId !== null)) throw new DutyError('NATIONAL_ONLY')
  if (holder === 'centre' && agencyId !== null) throw new DutyError('CENTRE_ONLY')
}

/** How often each asker may ask; whoever they are where it is left out. */
export interface Limited {
  readonly limits?: RateLimits
}

const OPEN = openGate(undefined, () => 0 as Instant)

interface AskedFor {
  /** Undefined: nobody may. */
  readonly scope: Scope | 'public' | undefined
  readonly holder: KeyHolder | undefined
  /** Whether it is of those who run the service, who may look whatever goes on. */
  readonly service: boolean
}

function askedFor({ routeOptions }: FastifyRequest): AskedFor {
  const schema = routeOptions.schema as Stated | undefined
  const scope = schema?.hide ? 'public' : scopeOf(schema?.operationId)
  return { scope, holder: schema?.['x-keys'], service: schema?.tags?.includes('service') ?? false }
}

/**
 * Finds out who asks, and whether they may. Before every other hook of a request: what a part of the service asks of its askers comes after
 * it. Nothing waits where memory is followed and knows the key: every look-up comes this way.
 */
function letIn(deps: Deps, gate: Gate): onRequestHookHandler {
  return (request, _reply, done) => {
    if (request.is404) return void passed(() => gate.address(request.ip), done)
    const { scope, holder, service } = askedFor(request)
    const own = service ? OPEN : gate
    const admit = (principal: Principal): void => {
      request.principal = principal
      if (principal.id === null) own.address(request.ip)
      else own.key(principal.id)
      refuseOthers(principal, holder)
      refuseUnless(principal, scope)
    }
    const who = () => whoAsks(deps, own, request)
    passed(() => {
      const principal = deps.memory.ready()?.then(who) ?? who()
      return principal instanceof Promise ? principal.then(admit) : admit(principal)
    }, done)
  }
}

/** Goes on when the work is done, at once where it waits for nothing; with what it throws where it fails. */
function passed(work: () => Promise<void> | void, done: (error?: Error) => void): void {
  try {
    const waiting = work()
    if (waiting instanceof Promise) void waiting.then(() => done(), done)
    else done()
  } catch (error) {
    done(error as Error)
  }
}

/** Deny by default: who asks is found out first, then whether they may, and only then is the request looked at. */
export const access = fp(
  async (app: FastifyInstance, deps: Deps & Limited) => {
    app.decorate('gate', openGate(deps.limits, deps.now))
    app.decorateRequest('principal', null as unknown as Principal)
    app.addHook('onRoute', (route) => {
      if (route.method !== 'HEAD' && route.method !== 'OPTIONS') stateScope(route)
    })
    app.addHook('onRequest', (request, reply, done) => {
      request.principal = ANYBODY
      // what is answered depends on who asks: no cache may mix readers up
      void reply.header('vary', VARY)
      done()
    })
    app.addHook('onRequest', letIn(deps, app.gate))
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
