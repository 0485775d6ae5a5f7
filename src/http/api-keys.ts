import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { ApiKey } from '../domain/api-key.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import { requiredText } from '../domain/fields.ts'
import type { AgencyId, CentreId } from '../domain/ids.ts'
import { DEFAULT_ZONE, formatInstant, parseInstant } from '../domain/instant.ts'
import { listApiKeys } from '../store/api-keys.ts'
import { createApiKey, endApiKey } from '../usecases/api-keys.ts'
import { readOne } from '../usecases/catalogue.ts'
import type { Deps } from '../usecases/deps.ts'
import { agencyEntry } from '../usecases/save-agency.ts'
import { presentInstant } from './present.ts'
import { centreOf, may, type Principal } from './principal.ts'
import { Id, InstantField, nullable, oneOf, problems, Ref, strict, Text } from './schemas.ts'
import { SCOPES, type Scope } from './scopes.ts'

const tags = ['api-keys']

const KeyBody = strict({
  name: Text(200, 'Whose key it is, for people.'),
  scopes: Type.Array(oneOf(SCOPES), { minItems: 1, maxItems: SCOPES.length, uniqueItems: true }),
  centre: Type.Optional(nullable(Ref('the only centre it sees; null for all (only keys that see all may make such)'))),
  agency: Type.Optional(nullable(Ref('the agency it belongs to: direct numbers then only at its own posts'))),
  expiresAt: Type.Optional(nullable(InstantField('When it ends; null = never')))
})

const keyFields = {
  id: Id,
  name: Type.String(),
  prefix: Type.String({ description: 'First characters, for telling keys apart.' }),
  scopes: Type.Array(Type.String()),
  centreId: nullable(Type.String()),
  agencyId: nullable(Type.String()),
  expiresAt: nullable(Type.String()),
  revokedAt: nullable(Type.String()),
  createdAt: Type.String()
}
const KeyView = Type.Object(keyFields, { $id: 'ApiKey', title: 'ApiKey' })

const present = ({ hash: _, expiresAt, revokedAt, createdAt, ...key }: ApiKey) => ({
  ...key,
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

/** A key never gives what it does not have: its scopes, its centre and its agency bound those of the keys it makes. */
async function wanted(deps: Deps, principal: Principal, input: KeyInput) {
  const errors = fieldErrors()
  for (const [index, scope] of input.scopes.entries()) {
    if (!may(principal, scope)) errors.add(`/scopes/${index}`, 'SCOPE_MISSING', { scope })
  }
  const open = input.centre === undefined || input.centre === null
  const centreId: CentreId | null = open ? principal.centreId : (await centreOf(deps.db, principal, input.centre ?? undefined)).id
  const agencyId = await agencyFor(deps, principal, centreId, input.agency ?? null)
  const expiresAt = input.expiresAt ? (errors.try('/expiresAt', () => parseInstant(input.expiresAt ?? '')) ?? null) : null
  const name = requiredText(errors, '/name', input.name)
  errors.throwIfAny()
  return { name, scopes: input.scopes, centreId, agencyId, expiresAt }
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
  app.get(
    '/api-keys',
    {
      schema: {
        operationId: 'listApiKeys',
        summary: 'List keys',
        tags,
        response: { 200: Type.Object({ items: Type.Array(Type.Ref('ApiKey')), next: Type.Null() }), ...problems(401, 403) }
      }
    },
    async (request) => ({ items: (await listApiKeys(deps.db, request.principal.centreId)).map(present), next: null })
  )
  app.post<{ Body: KeyInput }>(
    '/api-keys',
    {
      schema: {
        operationId: 'createApiKey',
        summary: 'Make a key',
        description: 'The key is in the answer and nowhere else; so this POST takes no Idempotency-Key.',
        tags,
        body: KeyBody,
        response: { 201: Type.Object({ ...keyFields, key: Type.String({ description: 'Shown once.' }) }), ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const { key, apiKey } = await createApiKey(deps, await wanted(deps, request.principal, request.body))
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...present(apiKey), key })
    }
  )
  app.delete<{ Params: { id: string } }>(
    '/api-keys/:id',
    {
      schema: {
        operationId: 'revokeApiKey',
        summary: 'End a key at once',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id.' }) }),
        response: { 204: Type.Null({ description: 'It works no more.' }), ...problems(401, 403, 404) }
      }
    },
    async (request, reply) => {
      await endApiKey(deps, request.params.id, request.principal.centreId)
      return reply.code(204).send()
    }
  )
}
