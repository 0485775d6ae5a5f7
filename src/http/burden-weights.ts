import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { BURDEN_KINDS } from '../domain/burden.ts'
import { BURDEN_RANGES, type BurdenChange, type BurdenSettings } from '../domain/burden-settings.ts'
import { DAY_KINDS } from '../domain/calendar.ts'
import { findBurdenSettings } from '../store/ledger.ts'
import type { Deps } from '../usecases/deps.ts'
import { setBurdenWeights } from '../usecases/set-burden-weights.ts'
import { centreOf } from './principal.ts'
import { etagOf, expectedVersion, sendVersion } from './reply.ts'
import { CentreQuery, IfMatch, IfNoneMatch, partial, problems, strict } from './schemas.ts'

const tags = ['fairness']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })

const whole = (of: keyof typeof BURDEN_RANGES, description: string) =>
  Type.Integer({ minimum: BURDEN_RANGES[of][0], maximum: BURDEN_RANGES[of][1], description })
const each = <Name extends string>(names: readonly Name[], schema: TSchema) => Object.fromEntries(names.map((name) => [name, schema]))

const plainFields = {
  tetPerDay: whole('tetPerDay', 'Points of a day of Tết, in place of those of its kind.'),
  hoursPerPoint: whole('hoursPerPoint', 'One more point per so many hours begun; 0 = none.'),
  nightHoursPerPoint: whole('nightHoursPerPoint', 'One more point per so many hours begun between 22:00 and 06:00; 0 = none.'),
  onSiteHoursPerPoint: whole('onSiteHoursPerPoint', 'One more point per so many hours begun of duty on site; 0 = none.'),
  kmPerPoint: whole('kmPerPoint', 'One more point per so many kilometres begun to the post, for duty on site; 0 = none.'),
  supportPercent: whole('supportPercent', 'Per cent that the support seat counts.'),
  carryMonths: whole('carryMonths', 'Balances of so many months before a month count in its plan; 0 = of all.')
}
const perDay = each(DAY_KINDS, whole('perDay', 'Points of a day (24 hours) that starts on a day of this kind.'))
const fairness = each(BURDEN_KINDS, whole('fairness', 'How much one unit too many or too few weighs in a plan, squared.'))

const WeightsBody = partial(
  Type.Object({
    perDay: Type.Partial(strict(perDay), { additionalProperties: false }),
    ...plainFields,
    fairness: Type.Partial(strict(fairness), { additionalProperties: false })
  }),
  'The numbers to change; what is not named stays.'
)

const WeightsView = Type.Object(
  {
    version: Type.Integer({ description: '0 while the centre has set nothing; the ETag says the same.' }),
    perDay: Type.Object(perDay),
    ...plainFields,
    fairness: Type.Object(fairness)
  },
  { $id: 'BurdenWeights', title: 'BurdenWeights' }
)

const send = (request: FastifyRequest, reply: FastifyReply, { version, weights, carryMonths }: BurdenSettings): FastifyReply =>
  sendVersion(request, reply, etagOf(version), { version, ...weights, carryMonths })

/** `burden-weights`: what a duty weighs for a centre, and for how long balances count. */
export function burdenWeightRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(WeightsView)
  app.get<{ Querystring: { centre?: string } }>(
    '/burden-weights',
    {
      schema: {
        operationId: 'getBurdenWeights',
        summary: 'What a duty weighs for a centre',
        tags,
        querystring,
        headers: IfNoneMatch,
        response: { 200: Type.Ref('BurdenWeights'), 304: Type.Null({ description: 'Unchanged.' }), ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return send(request, reply, await findBurdenSettings(deps.db, centre.id))
    }
  )
  app.patch<{ Querystring: { centre?: string }; Body: BurdenChange }>(
    '/burden-weights',
    {
      schema: {
        operationId: 'updateBurdenWeights',
        summary: 'Set what a duty weighs for a centre',
        description: 'Counts for drafts at once and for months published from now on; what is published keeps its points.',
        tags,
        querystring,
        headers: IfMatch,
        body: WeightsBody,
        response: { 200: Type.Ref('BurdenWeights'), ...problems(400, 401, 403, 404, 412, 428) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return send(request, reply, await setBurdenWeights(deps, centre, expectedVersion(request), request.body))
    }
  )
}
