import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { MadeKey } from '../domain/api-key.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import type { AgencyId, CentreId } from '../domain/ids.ts'
import { DEFAULT_ZONE, formatInstant, parseInstant } from '../domain/instant.ts'
import { listApiKeys } from '../store/api-keys.ts'
import { createApiKey, endApiKey, type NewApiKey } from '../usecases/api-keys.ts'
import { readOne } from '../usecases/catalogue.ts'
import type { Deps } from '../usecases/deps.ts'
import { agencyEntry } from '../usecases/save-agency.ts'
import { presentInstant } from './present.ts'
import { centreOf, type Principal } from './principal.ts'
import { nextPage } from './reply.ts'
import { Id, InstantField, nullable, oneOf, PageQueryFields, pageOf, problems, Ref, strict, Text } from './schemas.ts'
import { SCOPES, type Scope } from './scopes.ts'

const tags = ['api-keys']

const KeyBody = strict({
  name: Text(200, 'Whose key it is, for people.'),
  scopes: Type.Array(oneOf(SCOPES), { minItems: 1, maxItems: SCOPES.length, uniqueItems: true }),
  centre: Type.Optional(nullable(Ref('the only centre it sees; null for all (only keys that see all may make such)'))),
  agency: Type.Optional(nullable(Ref('the agency it belongs to: direct numbers then only at its own posts'))),
  expiresAt: Type.Optional(nullable(InstantField('When it ends; null = when the key that makes it ends; never later than that')))
})

const keyFields = {
  id: Id,
  name: Type.String(),
  prefix: Type.String({ description: 'First characters, for telling keys apart.' }),
  scopes: Type.Array(Type.String()),
  centreId: nullable(Type.String()),
  agencyId: nullable(Type.String()),
  madeBy: nullable(Type.Object({ id: Id, name: Type.String() }, { description: 'The key that made it, and with which it ends.' })),
  expiresAt: nullable(Type.String()),
  revokedAt: nullable(Type.String()),
  createdAt: Type.String()
}
const KeyView = Type.Object(keyFields, { $id: 'ApiKey', title: 'ApiKey' })

const present = ({ apiKey: { hash: _, expiresAt, revokedAt, createdAt, ...key }, maker }: MadeKey) => ({
  ...key,
  madeBy: maker,
  expiresAt: presentInstant(expiresAt, DEFAULT_ZONE),
  revokedAt: presentInstant(revokedAt, DEFAULT_ZONE),
  createdAt: formatInstant(createdAt, DEFAULT_ZONE)
})

interface KeyInput {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly centre?: string | null
  readonly agency?: string | null
  readonly expiresAt?: string | null
}

/** What is asked for, its references found among what the asking key sees; what is left out is as its own. */
async function wanted(deps: Deps, principal: Principal, input: KeyInput): Promise<NewApiKey> {
  const errors = fieldErrors()
  const open = input.centre === undefined || input.centre === null
  const centreId: CentreId | null = open ? principal.centreId : (await centreOf(deps.db, principal, input.centre ?? undefined)).id
  const agencyId = await agencyFor(deps, principal, centreId, input.agency ?? null)
  const expiresAt = input.expiresAt ? (errors.try('/expiresAt', () => parseInstant(input.expiresAt ?? '')) ?? null) : null
  errors.throwIfAny()
  return { name: input.name, scopes: input.scopes, centreId, agencyId, expiresAt }
}

async function agencyFor(deps: Deps, principal: Principal, centreId: CentreId | null, ref: string | null): Promise<AgencyId | null> {
  const agencyId = ref === null ? principal.agencyId : await agencyOf(deps, centreId, ref)
  if (ref !== null && principal.agencyId !== null && agencyId !== principal.agencyId)
    throw new DutyError('NOT_FOUND', { noun: 'agency', ref })
  return agencyId
}

async function agencyOf(deps: Deps, centreId: CentreId | null, ref: string): Promise<AgencyId> {
  if (centreId === null) throw new DutyError('BAD_FIELD', { count: 1 }, [{ pointer: '/centre', code: 'MISSING_FIELD' }])
  return (await readOne(deps, agencyEntry, centreId, ref)).id
}

/** `api-keys`: made, listed and ended; the key itself is shown once. */
export function apiKeyRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(KeyView)
  listRoute(app, deps)
  createRoute(app, deps)
  revokeRoute(app, deps)
}

function listRoute(app: FastifyInstance, deps: Deps): void {
  const { limit, after } = PageQueryFields
  app.get<{ Querystring: { limit: number; after?: string } }>(
    '/api-keys',
    {
      schema: {
        operationId: 'listApiKeys',
        summary: 'List keys, newest first',
        description: 'Those of the asking key’s centre; an agency’s key sees those of its agency alone.',
        tags,
        querystring: Type.Object({ limit, after }, { additionalProperties: false }),
        response: { 200: pageOf(Type.Ref('ApiKey'), 'keys'), ...problems(400, 401, 403) }
      }
    },
    async (request) => {
      const { items, next } = await listApiKeys(deps.db, request.principal, request.query)
      return { items: items.map(present), next: nextPage(request, next) }
    }
  )
}

function createRoute(app: FastifyInstance, deps: Deps): void {
  app.post<{ Body: KeyInput }>(
    '/api-keys',
    {
      schema: {
        operationId: 'createApiKey',
        summary: 'Make a key',
        description:
          'The key is in the answer and nowhere else; so this POST takes no Idempotency-Key. A key never gives what it does not have: its scopes, its centre, its agency and its end bound those of the keys it makes, and they end with it. Of keys that nobody has ended a centre has up to 500, of them an agency 50.',
        tags,
        body: KeyBody,
        response: {
          201: Type.Object({ ...keyFields, key: Type.String({ description: 'Shown once.' }) }),
          ...problems(400, 401, 403, 404, 409)
        }
      }
    },
    async (request, reply) => {
      const { principal, body } = request
      const { key, apiKey } = await createApiKey(deps, await wanted(deps, principal, body), principal)
      const maker = { id: apiKey.madeBy ?? '', name: principal.name }
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...present({ apiKey, maker }), key })
    }
  )
}

function revokeRoute(app: FastifyInstance, deps: Deps): void {
  app.delete<{ Params: { id: string } }>(
    '/api-keys/:id',
    {
      schema: {
        operationId: 'revokeApiKey',
        summary: 'End a key at once',
        description:
          'With it end the keys that it made, those that they made, and the calendar subscriptions of all of them. What a key could not have given it cannot take; the administrator’s key is changed in the configuration alone.',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id.' }) }),
        response: { 204: Type.Null({ description: 'It works no more.' }), ...problems(401, 403, 404) }
      }
    },
    async (request, reply) => {
      await endApiKey(deps, request.params.id, request.principal)
      return reply.code(204).send()
    }
  )
}
