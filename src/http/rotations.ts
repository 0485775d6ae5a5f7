import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { CYCLES, METHODS, SEATS } from '../domain/post.ts'
import type { Provider } from '../domain/provider.ts'
import type { Deps } from '../usecases/deps.ts'
import { previewRotation, type RotationPreview } from '../usecases/preview-rotation.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { CentreQuery, nullable, oneOf, problems } from './schemas.ts'

const Person = Type.Object({ id: Type.String(), code: Type.String(), fullName: Type.String() })

const RotationView = Type.Object(
  {
    postId: Type.String(),
    from: Type.String({ description: 'The first month without a publication.' }),
    to: Type.String(),
    seats: Type.Array(
      Type.Object({
        seat: oneOf(SEATS),
        turns: Type.Array(
          Type.Object({
            from: Type.String({ description: 'Day of its first slot.' }),
            to: Type.String({ description: 'Day of its last slot.' }),
            method: oneOf(METHODS),
            cycle: nullable(oneOf(CYCLES, 'Which order the turn goes by; null by another method.')),
            provider: nullable(Person),
            vacant: Type.Boolean({ description: 'The turn falls to a place that nobody takes.' })
          })
        ),
        totals: Type.Array(
          Type.Object({
            provider: Person,
            turns: Type.Integer({ description: 'Turns of cycles that the person would serve.' }),
            due: Type.Number({ description: 'Turns due by weight, to the hundredth.' }),
            difference: Type.Number({ description: 'Turns beyond what is due; negative = fewer.' })
          })
        )
      })
    )
  },
  { $id: 'Rotation', title: 'Rotation' }
)

const hundredths = (number: number): number => Math.round(number * 100) / 100
const person = ({ id, code, fullName }: Provider) => ({ id, code, fullName })

function present({ post, from, to, seats, providers }: RotationPreview) {
  const people = new Map(providers.map((each) => [each.id, person(each)]))
  return {
    postId: post.id,
    from,
    to,
    seats: seats.map(({ seat, turns, totals }) => ({
      seat,
      turns: turns.map(({ providerId, from, to, method, cycle, vacant }) => ({
        from,
        to,
        method,
        cycle,
        provider: providerId === null ? null : (people.get(providerId) ?? null),
        vacant
      })),
      totals: totals.map(({ provider, turns, due }) => ({
        provider: person(provider),
        turns,
        due: hundredths(due),
        difference: hundredths(turns - due)
      }))
    }))
  }
}

/** `posts/{id}/rotation`: what the cycles of a post hold in store. */
export function rotationRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(RotationView)
  app.get<{ Params: { id: string }; Querystring: { centre?: string; months: number } }>(
    '/posts/:id/rotation',
    {
      schema: {
        operationId: 'previewRotation',
        summary: 'Who would serve the coming turns of a post by its cycles alone',
        description:
          'Only what forbids a person by themselves comes between: leave, engagements, contract, card and service as known by now. Writes nothing.',
        tags: ['posts'],
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id or code.' }) }),
        querystring: Type.Object(
          { ...CentreQuery, months: Type.Integer({ minimum: 1, maximum: 36, default: 24, description: 'Months to look ahead.' }) },
          { additionalProperties: false }
        ),
        response: { 200: Type.Ref('Rotation'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return present(await previewRotation(heard(deps, request), centre, request.params.id, request.query.months))
    }
  )
}
