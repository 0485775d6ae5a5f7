import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, type TObject, type TSchema, Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import {
  type CatalogueNoun,
  type Condition,
  createOne,
  readOne,
  readPage,
  removeOne,
  type Stored,
  updateOne
} from '../usecases/catalogue.ts'
import type { Deps } from '../usecases/deps.ts'
import { centreOf, type Principal } from './principal.ts'
import { etagOf, expectedVersion, isKnown, nextPage, sendOnce, sendVersion } from './reply.ts'
import { CentreQuery, IdempotencyKey, IfMatch, IfNoneMatch, PageQueryFields, pageOf, partial, problems } from './schemas.ts'
import type { OperationId } from './scopes.ts'

/** One noun of the catalogue as the API shows it. */
export interface CatalogueRoutes<Input extends object, T extends Stored> {
  readonly entry: CatalogueNoun<Input, T>
  /** Path and tag: the plural noun. */
  readonly plural: string
  /** For operation ids: `Provider`, `Providers`. */
  readonly names: readonly [one: string, many: string]
  /** What the noun is, for the document. */
  readonly description: string
  readonly body: TObject
  readonly view: TSchema
  /** Filters of the list besides q, limit and after, and the condition that they make. */
  readonly filters?: Record<string, TSchema>
  readonly where?: (deps: Deps, centre: Centre | null, query: Query) => Promise<Condition>
  /** The representation for that principal. */
  readonly present: (value: T, principal: Principal, centre: Centre | null) => unknown
  /** Told of each one that the asker is shown, but for what they have just created themselves. */
  readonly shown?: (request: FastifyRequest, value: T) => void
  /** What the answer to its creation shows, where that is more than is ever shown again, and its schema. */
  readonly shownOnce?: { readonly view: TSchema; readonly present: (value: T) => unknown }
  /** Whether the noun belongs to centres (the centre itself and the state's calendar do not). */
  readonly ofCentre: boolean
  /** Refuses a write that the scope alone would allow; `ref` is null for a new one. */
  readonly beforeWrite?: (principal: Principal, ref: string | null) => Promise<void>
}

/** The schema itself, if whatever it lets through is an input of the use case; else nothing fits, and the route does not compile. */
type Accepts<Body extends TObject, Input> = Static<Body> extends Input ? Body : never

/** The query of a list after validation. */
export type Query = Record<string, string | undefined> & { readonly limit: number }
type Request = FastifyRequest<{ Params: { id: string }; Querystring: Query }>

/** What the five routes share, worked out once. */
interface Shared<Input extends object, T extends Stored> extends CatalogueRoutes<Input, T> {
  readonly app: FastifyInstance
  readonly deps: Deps
  readonly tags: string[]
  readonly params: TObject
  readonly querystring: TObject
  readonly centreFor: (request: Request) => Promise<Centre | null>
  readonly op: (verb: string, name: string) => OperationId
  readonly send: (request: Request, reply: FastifyReply, value: T, centre: Centre | null) => FastifyReply
}

/** Adds list, read, create, change and remove of a noun, in the manners of every route (README, API). */
export function catalogueRoutes<Input extends object, T extends Stored, Body extends TObject>(
  app: FastifyInstance,
  deps: Deps,
  routes: Omit<CatalogueRoutes<Input, T>, 'body'> & { readonly body: Accepts<Body, Input> }
): void {
  const { plural, entry, ofCentre, present } = routes
  const shared: Shared<Input, T> = {
    ...routes,
    app,
    deps,
    tags: [plural],
    params: Type.Object({ id: Type.String({ maxLength: 64, description: entry.noun.code ? 'Id or code.' : 'Id.' }) }),
    querystring: Type.Object(ofCentre ? CentreQuery : {}, { additionalProperties: false }),
    centreFor: async (request) => (ofCentre ? centreOf(deps.db, request.principal, request.query.centre) : null),
    op: (verb, name) => `${verb}${name}` as OperationId,
    send: (request, reply, value, centre) => {
      const etag = etagOf(value.version)
      if (!isKnown(request, etag)) routes.shown?.(request, value)
      return sendVersion(request, reply, etag, present(value, request.principal, centre))
    }
  }
  listRoute(shared)
  readRoute(shared)
  createRoute(shared)
  updateRoute(shared)
  removeRoute(shared)
}

function listRoute<Input extends object, T extends Stored>(shared: Shared<Input, T>): void {
  const { app, deps, entry, plural, names, tags, view, present, op, centreFor, ofCentre, filters } = shared
  const querystring = Type.Object({ ...(ofCentre ? CentreQuery : {}), ...PageQueryFields, ...filters }, { additionalProperties: false })
  const schema = {
    operationId: op('list', names[1]),
    summary: `List ${plural}`,
    description: shared.description,
    tags,
    querystring,
    response: { 200: pageOf(view, plural), ...problems(400, 401, 403, 404) }
  }
  app.get<{ Params: { id: string }; Querystring: Query }>(`/${plural}`, { schema }, async (request) => {
    const centre = await centreFor(request)
    const where = await shared.where?.(deps, centre, request.query)
    const page = await readPage(deps, entry, centre?.id ?? null, request.query, where)
    for (const value of page.items) shared.shown?.(request, value)
    return { items: page.items.map((value) => present(value, request.principal, centre)), next: nextPage(request, page.next) }
  })
}

function readRoute<Input extends object, T extends Stored>(shared: Shared<Input, T>): void {
  const { app, deps, entry, plural, names, tags, params, querystring, view, op, centreFor, send } = shared
  const schema = {
    operationId: op('get', names[0]),
    summary: `Read one of ${plural}`,
    tags,
    params,
    querystring,
    headers: IfNoneMatch,
    response: { 200: view, 304: Type.Null({ description: 'Unchanged.' }), ...problems(400, 401, 403, 404) }
  }
  app.get<{ Params: { id: string }; Querystring: Query }>(`/${plural}/:id`, { schema }, async (request, reply) => {
    const centre = await centreFor(request)
    return send(request, reply, await readOne(deps, entry, centre?.id ?? null, request.params.id), centre)
  })
}

const SAID_AGAIN = 'The same in every field, sent again with or without a key, answers 200 with the one that is there.'
const CODE_AGAIN = 'The code is what it is known by: sent again it is CODE_TAKEN, and is read under its code.'

function createRoute<Input extends object, T extends Stored>(shared: Shared<Input, T>): void {
  const { app, deps, entry, plural, names, tags, querystring, body, view, shownOnce, present, op, centreFor } = shared
  const known = entry.noun.code === null
  const schema = {
    operationId: op('create', names[0]),
    summary: `Add one to ${plural}`,
    description: known ? SAID_AGAIN : CODE_AGAIN,
    tags,
    querystring,
    headers: IdempotencyKey,
    body,
    response: { ...(known && { 200: view }), 201: shownOnce?.view ?? view, ...problems(400, 401, 403, 404, 409, 422) }
  }
  app.post<{ Params: { id: string }; Querystring: Query; Body: Input }>(`/${plural}`, { schema }, async (request, reply) => {
    const centre = await centreFor(request)
    await shared.beforeWrite?.(request.principal, null)
    return sendOnce(deps, request, reply, 201, async (deps) => {
      const { value, made } = await createOne(deps, entry, centre?.id ?? null, request.body as Input)
      const again = present(value, request.principal, centre)
      const body = shownOnce === undefined ? again : shownOnce.present(value)
      return { body, again, status: made ? 201 : 200, location: `/v1/${plural}/${value.id}`, etag: etagOf(value.version) }
    })
  })
}

function updateRoute<Input extends object, T extends Stored>(shared: Shared<Input, T>): void {
  const { app, deps, entry, plural, names, tags, params, querystring, body, view, op, centreFor, send } = shared
  const schema = {
    operationId: op('update', names[0]),
    summary: `Change fields of one of ${plural}`,
    tags,
    params,
    querystring,
    headers: IfMatch,
    body: partial(body, 'The fields to change; lists are replaced whole, null empties a field.'),
    response: { 200: view, ...problems(400, 401, 403, 404, 409, 412, 422, 428) }
  }
  app.patch<{ Params: { id: string }; Querystring: Query; Body: Partial<Input> }>(`/${plural}/:id`, { schema }, async (request, reply) => {
    const centre = await centreFor(request)
    await shared.beforeWrite?.(request.principal, request.params.id)
    const expected = expectedVersion(request)
    return send(
      request,
      reply,
      await updateOne(deps, entry, centre?.id ?? null, request.params.id, expected, request.body as Partial<Input>),
      centre
    )
  })
}

function removeRoute<Input extends object, T extends Stored>(shared: Shared<Input, T>): void {
  const { app, deps, entry, plural, names, tags, params, querystring, op, centreFor } = shared
  const schema = {
    operationId: op('delete', names[0]),
    summary: `Remove one of ${plural} that nothing refers to`,
    tags,
    params,
    querystring,
    headers: IfMatch,
    response: { 204: Type.Null({ description: 'Gone.' }), ...problems(400, 401, 403, 404, 409, 412, 428) }
  }
  app.delete<{ Params: { id: string }; Querystring: Query }>(`/${plural}/:id`, { schema }, async (request, reply) => {
    const centre = await centreFor(request)
    await shared.beforeWrite?.(request.principal, request.params.id)
    await removeOne(deps, entry, centre?.id ?? null, request.params.id, expectedVersion(request))
    return reply.code(204).send()
  })
}
