import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Deps } from '../usecases/deps.ts'
import { readRefusal } from '../usecases/read-call.ts'
import { wantsText } from './accept.ts'
import { CallParams, callCentre, dutyOf, reporterOf } from './call-requests.ts'
import { languageOf } from './problem.ts'
import { VARY_BY_FORM } from './reply.ts'
import { CentreQuery, problems } from './schemas.ts'

const RefusalView = Type.Object(
  {
    from: Type.Array(Type.String(), { description: 'The body above the centre, and the centre.' }),
    placeAndDay: Type.String(),
    title: Type.String(),
    addressee: Type.String(),
    paragraphs: Type.Array(Type.String()),
    text: Type.String({ description: 'All of it, as `Accept: text/plain` gets it.' })
  },
  { $id: 'Refusal', title: 'Refusal' }
)

/** The reason why somebody does not take a call, as the law owes it to the client in writing. */
export function refusalRoute(app: FastifyInstance, deps: Deps): void {
  app.addSchema(RefusalView)
  app.get<{ Params: { id: string; provider: string }; Querystring: { centre?: string } }>(
    '/calls/:id/refusals/:provider',
    {
      schema: {
        operationId: 'getRefusal',
        summary: 'Read the written reason why somebody does not take a call',
        description:
          'Luật TGPL 2017 Điều 25(3): the client is told in writing, with the reason, and who comes instead. Says nothing of any other client. `Accept: text/plain` gives the letter as text; naming the person counts as a reading of the contact.',
        tags: ['calls'],
        params: Type.Object({
          ...CallParams.properties,
          provider: Type.String({ maxLength: 64, description: 'Id or code of whoever stands aside.' })
        }),
        querystring: Type.Object(CentreQuery, { additionalProperties: false }),
        produces: ['application/json', 'text/plain'],
        response: { 200: Type.Ref('Refusal'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await callCentre(deps, request)
      const duty = await dutyOf(deps, centre, request.params.id)
      const letter = await readRefusal(deps, centre, request.params, duty, reporterOf(request), languageOf(request))
      void reply.header('cache-control', 'no-store').header('vary', VARY_BY_FORM)
      if (!wantsText(request)) return letter
      return reply.type('text/plain; charset=utf-8').serializer(String).send(letter.text)
    }
  )
}
