import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { DutyError } from '../../domain/errors.ts'
import { findApiKey } from '../../store/api-keys.ts'
import { hashKey } from '../../usecases/api-keys.ts'
import type { Deps } from '../../usecases/deps.ts'
import { ANYBODY, may, type Principal } from '../principal.ts'
import { OPERATIONS, type OperationId } from '../scopes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. Set before validation; `ANYBODY` without a key. */
    principal: Principal
  }
}

const BEARER = /^Bearer +(\S+) *$/i

async function principalOf({ db, now }: Deps, request: FastifyRequest): Promise<Principal> {
  const header = request.headers.authorization
  if (header === undefined) return ANYBODY
  const key = BEARER.exec(header)?.[1]
  const found = key === undefined ? undefined : await findApiKey(db, hashKey(key), now())
  if (found === undefined) throw new DutyError('KEY_INVALID')
  return { id: found.id, name: found.name, scopes: new Set(found.scopes), centreId: found.centreId, agencyId: found.agencyId }
}

/** Writes the scope of an operation into its schema, and refuses to add a route whose operation has none. */
function stateScope(route: RouteOptions): void {
  const schema = route.schema as (RouteOptions['schema'] & { operationId?: string; hide?: boolean; 'x-scope'?: string }) | undefined
  if (schema?.hide) return
  const scope = OPERATIONS[schema?.operationId as OperationId]
  if (schema === undefined || scope === undefined) throw new Error(`${String(route.method)} ${route.url} states no scope in scopes.ts`)
  schema['x-scope'] = scope
  schema.security = scope === 'public' ? [{}, { key: [] }] : [{ key: [] }]
}

const scopeOf = (request: FastifyRequest) => {
  const schema = request.routeOptions.schema as { operationId?: string; hide?: boolean } | undefined
  return schema?.hide ? 'public' : OPERATIONS[schema?.operationId as OperationId]
}

/** Deny by default: who asks is found out first, then whether they may, and only then is the request looked at. */
export const access = fp(
  async (app: FastifyInstance, deps: Deps) => {
    app.decorateRequest('principal', null as unknown as Principal)
    app.addHook('onRoute', (route) => {
      if (route.method !== 'HEAD' && route.method !== 'OPTIONS') stateScope(route)
    })
    app.addHook('onRequest', async (request, reply) => {
      // what is answered depends on who asks: no cache may mix readers up
      void reply.header('vary', 'Accept-Language, Authorization')
      request.principal = ANYBODY
      if (request.is404) return
      request.principal = await principalOf(deps, request)
      const scope = scopeOf(request)
      if (scope === undefined || !may(request.principal, scope)) {
        throw new DutyError(request.principal.id === null ? 'KEY_REQUIRED' : 'SCOPE_MISSING', { scope: scope ?? '' })
      }
    })
  },
  { name: 'access' }
)
