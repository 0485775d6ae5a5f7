import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import { optionalText } from '../domain/fields.ts'
import { formatInstant } from '../domain/instant.ts'
import { type AwaitedOf, acknowledge, acknowledgementsOf } from '../usecases/acknowledge.ts'
import { readOne } from '../usecases/catalogue.ts'
import type { Deps } from '../usecases/deps.ts'
import { agencyEntry } from '../usecases/save-agency.ts'
import { AgencyName } from './deliveries.ts'
import { presentInstant } from './present.ts'
import { centreOf, type Principal } from './principal.ts'
import { sendOnce } from './reply.ts'
import { CentreQuery, IdempotencyKey, nullable, pageOf, problems, Ref, strict, Text } from './schemas.ts'

const tags = ['acknowledgements']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id, or the month (YYYY-MM) for its newest version.' }) })

const AcknowledgementView = Type.Object(
  {
    publicationId: Type.String(),
    agency: AgencyName,
    askedAt: Type.String(),
    acknowledgedAt: nullable(Type.String()),
    by: nullable(Type.String({ description: 'Who acknowledged.' })),
    remindedAt: nullable(Type.String()),
    workingHours: Type.Number({ description: 'Working hours of the centre from the asking to the answer, or to now.' }),
    overdue: Type.Boolean({ description: "Nobody has acknowledged within the centre's working hours." })
  },
  { $id: 'Acknowledgement', title: 'Acknowledgement' }
)

function present({ agency, awaited }: AwaitedOf, centre: Centre) {
  const { centreId: _, agencyId: __, askedAt, acknowledgedAt, remindedAt, workingHours, ...rest } = awaited
  return {
    ...rest,
    agency: { id: agency.id, code: agency.code, name: agency.name },
    askedAt: formatInstant(askedAt, centre.zone),
    acknowledgedAt: presentInstant(acknowledgedAt, centre.zone),
    remindedAt: presentInstant(remindedAt, centre.zone),
    workingHours: Math.round(workingHours * 100) / 100
  }
}

/** The agency that acknowledges: the key's own, which alone it may name, or for the centre's keys the one that they name. */
async function agencyOf(deps: Deps, principal: Principal, centre: Centre, ref: string | undefined): Promise<string> {
  const wanted = ref ?? principal.agencyId
  if (wanted === null) throw new DutyError('BAD_FIELD', { count: 1 }, [{ pointer: '/agency', code: 'MISSING_FIELD' }])
  const { id } = await readOne(deps, agencyEntry, centre.id, wanted)
  if (principal.agencyId !== null && id !== principal.agencyId) throw new DutyError('NOT_FOUND', { noun: 'agency', ref: wanted })
  return id
}

/** `acknowledgements`: which agencies have acknowledged a publication, and doing so by a key. */
export function acknowledgementRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(AcknowledgementView)
  app.get<{ Params: { id: string }; Querystring: { centre?: string } }>(
    '/publications/:id/acknowledgements',
    {
      schema: {
        operationId: 'listAcknowledgements',
        summary: 'List which agencies have acknowledged a publication, and which have not',
        tags,
        params,
        querystring,
        response: { 200: pageOf(Type.Ref('Acknowledgement'), 'acknowledgements'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const { principal, query } = request
      const centre = await centreOf(deps.db, principal, query.centre)
      const found = await acknowledgementsOf(deps, centre, request.params.id, principal.agencyId)
      return { items: found.map((each) => present(each, centre)), next: null }
    }
  )
  acknowledgeRoute(app, deps)
}

interface AcknowledgeBody {
  readonly agency?: string
  readonly by?: string | null
}

function acknowledgeRoute(app: FastifyInstance, deps: Deps): void {
  app.post<{ Params: { id: string }; Querystring: { centre?: string }; Body: AcknowledgeBody }>(
    '/publications/:id/acknowledgements',
    {
      schema: {
        operationId: 'acknowledgePublication',
        summary: 'Acknowledge receipt of a publication',
        description:
          'By the key of an agency, or by the centre for one that has told it. The first word stands; saying it again changes nothing.',
        tags,
        params,
        querystring,
        headers: IdempotencyKey,
        body: strict({
          agency: Type.Optional(Ref("the agency; the key's own where left out")),
          by: Type.Optional(nullable(Text(200, "Who received it; the key's name where left out.")))
        }),
        response: { 201: Type.Ref('Acknowledgement'), ...problems(400, 401, 403, 404, 422) }
      }
    },
    async (request, reply) => {
      const { principal, body } = request
      const centre = await centreOf(deps.db, principal, request.query.centre)
      const agency = await agencyOf(deps, principal, centre, body.agency)
      return sendOnce(deps, request, reply, 201, async (deps) => {
        const by = optionalText(body.by) ?? principal.name
        return { body: present(await acknowledge(deps, centre, request.params.id, agency, by), centre) }
      })
    }
  )
}
