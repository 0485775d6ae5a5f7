import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { BURDEN_KINDS, type Burden, DAY_PARTS, type PointParts } from '../domain/burden.ts'
import { addMonths, parseMonth } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import type { Measures } from '../domain/fairness.ts'
import type { LedgerMonth } from '../domain/ledger.ts'
import type { Deps } from '../usecases/deps.ts'
import { drawFairness, type Fairness, fairnessOf } from '../usecases/fairness.ts'
import { ledgerOf } from '../usecases/ledger.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { nextFrom, VARY_BY_FORM } from './reply.ts'
import { CentreQuery, MonthField, oneOf, pageOf, problems, RosterParams } from './schemas.ts'

const tags = ['fairness']

const amounts = (description: string) => Type.Object(Object.fromEntries(BURDEN_KINDS.map((kind) => [kind, Type.Number()])), { description })

const MeasuresView = Type.Object(
  {
    largestDeviation: Type.Number({ description: 'Largest distance of anybody from what was due.' }),
    sumOfSquares: Type.Number({ description: 'Sum of the squares of the deviations.' }),
    gini: Type.Number({ description: 'Gini coefficient of the burden per unit of due share, to four places; 0 = exactly by due share.' }),
    largestBalance: Type.Number({ description: 'Largest distance of anybody’s balance after the month from nothing.' }),
    sumOfBalanceSquares: Type.Number({ description: 'Sum of the squares of the balances after the month.' })
  },
  { $id: 'FairnessMeasures', title: 'FairnessMeasures' }
)

const PersonView = Type.Object(
  {
    providerId: Type.String(),
    code: Type.String(),
    fullName: Type.String(),
    share: Type.Integer({ description: 'Share of full duty times days available in the month, in per cent-days.' }),
    borne: amounts('What the month lays on the person.'),
    pointsByDay: Type.Object(Object.fromEntries(DAY_PARTS.map((part) => [part, Type.Number()])), {
      description: 'The points by kind of day.'
    }),
    due: amounts('What was due: the month’s total of each kind by share.'),
    deviation: amounts('Borne less due.'),
    balanceIn: amounts('Borne less due of the months before that the centre still counts.'),
    balanceOut: amounts('Balance in and deviation together.')
  },
  { $id: 'FairnessPerson', title: 'FairnessPerson' }
)

const FairnessView = Type.Object(
  {
    rosterId: Type.String(),
    month: Type.String(),
    status: Type.String(),
    people: Type.Array(Type.Ref('FairnessPerson')),
    measures: Type.Object(Object.fromEntries(BURDEN_KINDS.map((kind) => [kind, Type.Ref('FairnessMeasures')])))
  },
  { $id: 'Fairness', title: 'Fairness' }
)

const LedgerView = Type.Object(
  {
    month: Type.String(),
    planned: amounts('As first published.'),
    corrected: amounts('As the newest version says: swaps, covers and amendments counted.'),
    due: amounts('What was due.'),
    balance: amounts('Corrected less due.'),
    carried: amounts('What goes into the next month’s plan: this balance and those before it that the centre still counts.')
  },
  { $id: 'LedgerMonth', title: 'LedgerMonth' }
)

const points = (hundredths: number): number => hundredths / 100
const presentBurden = (burden: Burden) => Object.fromEntries(BURDEN_KINDS.map((kind) => [kind, points(burden[kind])]))
const presentParts = (parts: PointParts) => Object.fromEntries(DAY_PARTS.map((part) => [part, points(parts[part])]))

const presentMeasures = (measures: Measures) => ({
  largestDeviation: points(measures.largestDeviation),
  sumOfSquares: measures.sumOfSquares / 10_000,
  gini: measures.gini / 10_000,
  largestBalance: points(measures.largestBalance),
  sumOfBalanceSquares: measures.sumOfBalanceSquares / 10_000
})

const presentFairness = ({ roster, people, measures }: Fairness) => ({
  rosterId: roster.id,
  month: roster.month,
  status: roster.status,
  people: people.map(({ provider, share, borne, parts, due, deviation, balanceIn, balanceOut }) => ({
    providerId: provider.id,
    code: provider.code,
    fullName: provider.fullName,
    share,
    borne: presentBurden(borne),
    pointsByDay: presentParts(parts),
    due: presentBurden(due),
    deviation: presentBurden(deviation),
    balanceIn: presentBurden(balanceIn),
    balanceOut: presentBurden(balanceOut)
  })),
  measures: Object.fromEntries(BURDEN_KINDS.map((kind) => [kind, presentMeasures(measures[kind])]))
})

const presentMonth = ({ month, planned, corrected, due, balance, carried }: LedgerMonth) => ({
  month,
  planned: presentBurden(planned),
  corrected: presentBurden(corrected),
  due: presentBurden(due),
  balance: presentBurden(balance),
  carried: presentBurden(carried)
})

/** Who bears what: the fairness of a month, and each person's ledger over the months. */
export function fairnessRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [MeasuresView, PersonView, FairnessView, LedgerView]) app.addSchema(schema)
  monthRoute(app, deps)
  ledgerRoute(app, deps)
}

const SVG = 'image/svg+xml'
/** Whether a picture is wanted: `format` says so, else the first of the two types that `Accept` names. */
function wantsPicture(request: FastifyRequest<{ Querystring: { format?: string } }>): boolean {
  if (request.query.format !== undefined) return request.query.format === 'svg'
  const accept = request.headers.accept ?? ''
  const at = accept.indexOf(SVG)
  const json = accept.indexOf('application/json')
  return at >= 0 && (json < 0 || at < json)
}

/** The picture asks for nothing and runs nothing, wherever it is opened. */
const sendPicture = (reply: FastifyReply, svg: string): FastifyReply =>
  reply.type(`${SVG}; charset=utf-8`).header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'").send(svg)

function monthRoute(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { id: string }; Querystring: { centre?: string; format?: 'json' | 'svg' } }>(
    '/rosters/:id/fairness',
    {
      schema: {
        operationId: 'getFairness',
        summary: 'Who bears what in a month, against what is due',
        description:
          'Points and days with at most two decimals. A draft is counted as its seats stand, a published month as it was counted when its newest version was published.',
        tags,
        params: RosterParams,
        querystring: Type.Object(
          { ...CentreQuery, format: Type.Optional(oneOf(['json', 'svg'] as const, 'Data or a picture; `Accept` says the same.')) },
          { additionalProperties: false }
        ),
        response: {
          200: {
            description: 'As data or as a picture.',
            content: {
              'application/json': { schema: Type.Ref('Fairness') },
              [SVG]: { schema: Type.String({ description: 'A bar chart.' }) }
            }
          },
          ...problems(400, 401, 403, 404)
        }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      void reply.header('vary', VARY_BY_FORM).header('cache-control', 'private, no-cache')
      if (wantsPicture(request)) return sendPicture(reply, await drawFairness(deps, centre, request.params.id, languageOf(request)))
      return reply.type('application/json; charset=utf-8').send(presentFairness(await fairnessOf(deps, centre, request.params.id)))
    }
  )
}

function ledgerRoute(app: FastifyInstance, deps: Deps): void {
  const month = (description: string) => Type.Optional({ ...MonthField, description })
  app.get<{ Params: { id: string }; Querystring: { centre?: string; from?: string; to?: string; limit: number } }>(
    '/providers/:id/ledger',
    {
      schema: {
        operationId: 'getLedger',
        summary: 'What a person bore and owed, month by month, oldest first',
        description: 'Published months only. Points and days with at most two decimals.',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id or code of the provider.' }) }),
        querystring: Type.Object(
          {
            ...CentreQuery,
            from: month('The first month (YYYY-MM).'),
            to: month('The last month (YYYY-MM).'),
            limit: Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Items a page.' })
          },
          { additionalProperties: false }
        ),
        response: { 200: pageOf(Type.Ref('LedgerMonth'), 'months'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const { from, to, limit } = request.query
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const [first, last] = [from, to].map((text) => (text === undefined ? undefined : parseMonth(text)))
      if (first !== undefined && last !== undefined && last < first) throw new DutyError('BAD_PERIOD', { from: first, to: last })
      const months = await ledgerOf(deps, centre, request.params.id, first, last)
      const items = months.slice(0, limit)
      const after = items.at(-1)
      const next = months.length > limit && after ? nextFrom(request, addMonths(after.month, 1)) : null
      return { items: items.map(presentMonth), next }
    }
  )
}
