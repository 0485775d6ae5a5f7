import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { SWAP_STATUSES, type SwapStatus } from '../domain/swap.ts'
import { getSwap, listSwaps } from '../store/swaps.ts'
import { readOne } from '../usecases/catalogue.ts'
import type { Deps } from '../usecases/deps.ts'
import { offerSwap, previewSwap } from '../usecases/offer-swap.ts'
import type { SwapInput } from '../usecases/read-swap.ts'
import { providerEntry } from '../usecases/save-provider.ts'
import { swapEffects } from '../usecases/trade-effect.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { etagOf, nextPage, sendOnce } from './reply.ts'
import { CentreQuery, IdempotencyKey, oneOf, PageQueryFields, pageOf, problems, Ref } from './schemas.ts'
import { swapStepRoutes } from './swap-steps.ts'
import { presentOffer, presentSwap, presentTradeEffect, SwapBody, SwapEffectView, SwapView } from './swap-views.ts'

const tags = ['swaps']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the swap.' }) })
type One = { Params: { id: string }; Querystring: { centre?: string } }

const Effects = Type.Array(Type.Ref('SwapEffect'), { description: 'What each exchange would do, while it is possible.' })
const WithEffects = Type.Object({ swap: Type.Ref('Swap'), effects: Effects })

/** `swaps`: two people trade duties of a published month; both agree, then the planner, then the approver's document says it. */
export function swapRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [SwapView, SwapEffectView]) app.addSchema(schema)
  offerRoute(app, deps)
  previewRoute(app, deps)
  listRoute(app, deps)
  readRoute(app, deps)
  swapStepRoutes(app, deps)
}

function offerRoute(app: FastifyInstance, deps: Deps): void {
  app.post<{ Querystring: { centre?: string }; Body: SwapInput }>(
    '/swaps',
    {
      schema: {
        operationId: 'createSwap',
        summary: 'Offer a duty for somebody else’s',
        description:
          'To one or several others, each with the duty wanted in return; the first to accept has it. Both duties are of the same published month and to come; the cut-off counts in working days before the earlier (`swapCutoffDays`). Every rule is asked for both people with the seats exchanged: hard breaches refuse, soft ones come back in `effects`. The same duty offered again for the same ones is the swap that is open: 200; offered for others as well it is another swap, and the first to be agreed has the duty.',
        tags,
        querystring,
        headers: IdempotencyKey,
        body: SwapBody,
        response: { 200: WithEffects, 201: WithEffects, ...problems(400, 401, 403, 404, 409, 422) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const language = languageOf(request)
      return sendOnce(heard(deps, request), request, reply, 201, async (deps) => {
        const { swap, effects, made } = await offerSwap(deps, centre, request.body)
        const body = {
          swap: presentSwap(swap, centre, deps.now(), language),
          effects: effects.map((effect) => presentTradeEffect(effect, language))
        }
        return { body, status: made ? 201 : 200, location: `/v1/swaps/${swap.id}`, etag: etagOf(swap.version) }
      })
    }
  )
}

function previewRoute(app: FastifyInstance, deps: Deps): void {
  app.post<{ Querystring: { centre?: string }; Body: SwapInput }>(
    '/swaps/preview',
    {
      schema: {
        operationId: 'previewSwap',
        summary: 'What a swap would do, without writing',
        description: 'Hard breaches are told instead of refused: with whom a duty could be swapped, and why not with others.',
        tags,
        querystring,
        body: SwapBody,
        response: {
          200: Type.Object({ offers: Type.Array(SwapView.properties.offers.items), effects: Effects }),
          ...problems(400, 401, 403, 404, 409, 422)
        }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { offers, effects } = await previewSwap(heard(deps, request), centre, request.body)
      return {
        offers: offers.map((offer) => presentOffer(offer, centre)),
        effects: effects.map((effect) => presentTradeEffect(effect, languageOf(request)))
      }
    }
  )
}

interface ListQuery {
  readonly centre?: string
  readonly status?: SwapStatus
  readonly provider?: string
  readonly limit: number
  readonly after?: string
}

function listRoute(app: FastifyInstance, deps: Deps): void {
  const { limit, after } = PageQueryFields
  const filters = { status: Type.Optional(oneOf(SWAP_STATUSES)), provider: Type.Optional(Ref('somebody who offered or was asked')) }
  app.get<{ Querystring: ListQuery }>(
    '/swaps',
    {
      schema: {
        operationId: 'listSwaps',
        summary: 'Swaps, newest first',
        tags,
        querystring: Type.Object({ ...CentreQuery, ...filters, limit, after }, { additionalProperties: false }),
        response: { 200: pageOf(Type.Ref('Swap'), 'swaps'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const { provider, centre: ref, ...query } = request.query
      const centre = await centreOf(deps.db, request.principal, ref)
      const person = provider === undefined ? undefined : await readOne(deps, providerEntry, centre.id, provider)
      const now = deps.now()
      const page = await listSwaps(deps.db, centre.id, { ...query, providerId: person?.id, now })
      return {
        items: page.items.map((swap) => presentSwap(swap, centre, now, languageOf(request))),
        next: nextPage(request, page.next)
      }
    }
  )
}

function readRoute(app: FastifyInstance, deps: Deps): void {
  app.get<One>(
    '/swaps/:id',
    {
      schema: {
        operationId: 'getSwap',
        summary: 'Read a swap with what it would do now',
        tags,
        params,
        querystring,
        response: { 200: WithEffects, ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const swap = await getSwap(deps.db, centre.id, request.params.id)
      const effects = await swapEffects(heard(deps, request), centre, swap)
      const language = languageOf(request)
      return reply.header('etag', etagOf(swap.version)).send({
        swap: presentSwap(swap, centre, deps.now(), language),
        effects: effects.map((effect) => presentTradeEffect(effect, language))
      })
    }
  )
}
