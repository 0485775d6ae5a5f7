import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { DutyError } from '../domain/errors.ts'
import { phonesFor } from '../domain/phone.ts'
import type { Publication } from '../domain/publication.ts'
import { getPublication } from '../store/publications.ts'
import type { Deps } from '../usecases/deps.ts'
import { type DocumentOrder, documentState, extractOf, renderDocument } from '../usecases/render-document.ts'
import { DOCUMENT_FORMATS, type DocumentFormat, dispositionOf, MEDIA } from './document-files.ts'
import { type AskedDocument, orderOf } from './document-order.ts'
import { noteAllNumbers } from './plugins/readings.ts'
import { ANYBODY, centreOf, type Principal } from './principal.ts'
import { presentPublication } from './publication-views.ts'
import { isKnown, VARY } from './reply.ts'
import { CentreQuery, IfNoneMatch, oneOf, problems, Ref } from './schemas.ts'

interface Asked {
  Params: { id: string; format: DocumentFormat }
  Querystring: AskedDocument & { centre?: string }
}

/** A page from here asks for nothing and runs nothing, wherever it is opened. */
export const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

const Querystring = Type.Object(
  {
    ...CentreQuery,
    audience: Type.Optional(
      oneOf(['public', 'agency'] as const, 'Whose numbers it shows, never internal ones; by default the most that the asker may read.')
    ),
    agency: Type.Optional(Ref('an agency, for the paper with the posts that serve it alone')),
    post: Type.Optional(Ref('a post; of `ics` alone')),
    provider: Type.Optional(Ref('a person; of `ics` alone'))
  },
  { additionalProperties: false }
)

const file = (description: string) => ({ schema: Type.String({ format: 'binary', description }) })
const CONTENT = {
  'application/json': { schema: Type.Ref('Publication') },
  'application/pdf': file('The official paper (NĐ 30/2020/NĐ-CP, Annex I), fonts embedded.'),
  [MEDIA.docx.type]: file('The same paper, to be signed or worked on.'),
  [MEDIA.xlsx.type]: file('A sheet per post and a summary.'),
  'text/csv': { schema: Type.String({ description: 'A row per seat; UTF-8 with BOM.' }) },
  'text/calendar': { schema: Type.String({ description: 'RFC 5545.' }) },
  'text/plain': { schema: Type.String({ description: 'One screen, for an old phone or a hotline.' }) },
  'text/html': { schema: Type.String({ description: 'For printing.' }) }
}

/** `publications/{id}/documents`: every representation of a frozen month. */
export function documentRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<Asked>(
    '/publications/:id/documents/:format',
    {
      schema: {
        operationId: 'getDocument',
        summary: 'Read a publication as a document',
        description:
          'The same publication gives the same bytes, for ever. The key of an agency gets the posts that serve it with the numbers for agencies; with `audience=public` all posts with public numbers. A calendar holds what earlier versions of the month had and this one no longer has as cancelled.',
        tags: ['publications'],
        params: Type.Object({
          id: Type.String({ maxLength: 64, description: 'Id, or the month (YYYY-MM) for its newest version.' }),
          format: oneOf(DOCUMENT_FORMATS, 'As which it is read.')
        }),
        querystring: Querystring,
        headers: IfNoneMatch,
        response: {
          200: { description: 'The document.', content: CONTENT },
          304: Type.Null({ description: 'Unchanged.' }),
          ...problems(400, 401, 403, 404, 409)
        }
      }
    },
    async (request, reply) => {
      const { params, query, principal } = request
      const centre = await centreOf(deps.db, principal, query.centre)
      const publication = await getPublication(deps.db, centre.id, params.id)
      refuseOthers(params.format, query)
      const order = orderOf(principal, publication.content, query)
      if (params.format === 'json') return sendJson(request, reply, publication, order)
      const format = params.format
      return send(request, reply, { publication, format, order, state: documentState(publication, format, order) }, () => {
        noteDocument(request, publication, order)
        return renderDocument(deps, centre, publication, format, order)
      })
    }
  )
}

/** A post or a person is shown alone in calendars only. */
function refuseOthers(format: DocumentFormat, asked: AskedDocument): void {
  const [name] = (['post', 'provider'] as const).filter((each) => asked[each] !== undefined && format !== 'ics')
  if (name === undefined) return
  throw new DutyError('BAD_FIELD', { count: 1 }, [{ pointer: `?${name}`, code: 'BAD_VALUE', params: { allowed: 'ics' } }])
}

interface Sent {
  readonly publication: Publication
  readonly format: DocumentFormat
  readonly order: DocumentOrder
  /** Names the bytes. */
  readonly state: string
}

/** Sends what `make` makes, unless the client has it already. */
async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { publication, format, order, state }: Sent,
  make: () => object | Promise<object>
): Promise<FastifyReply> {
  const etag = `"${state}"`
  void reply.header('etag', etag).header('vary', VARY).header('cache-control', 'private, no-cache')
  if (isKnown(request, etag)) return reply.code(304).send()
  const agency = publication.content.agencies.find(({ id }) => id === order.agencyId)
  const made = await make()
  if (format === 'html') void reply.header('content-security-policy', POLICY)
  const body = made instanceof Uint8Array ? Buffer.from(made.buffer, made.byteOffset, made.byteLength) : made
  return reply
    .type(MEDIA[format].type)
    .header('content-disposition', dispositionOf(publication, format, agency?.code))
    .send(body)
}

/** The JSON is that of the publication itself; when it was superseded is learnt later, so that is part of its state. */
function sendJson(request: FastifyRequest, reply: FastifyReply, publication: Publication, order: DocumentOrder): Promise<FastifyReply> {
  const reader: Principal = order.audience === 'public' ? ANYBODY : { ...request.principal, scopes: new Set(['numbers:agency']) }
  const state = `${documentState(publication, 'csv', order)}-json-${publication.supersededFrom ?? 0}`
  return send(request, reply, { publication, format: 'json', order, state }, () => {
    const shown = presentPublication(extractOf(publication, { agencyId: order.agencyId }), reader)
    noteAllNumbers(request, publication.centreId, shown.people)
    return shown
  })
}

/** A document counts as showing every number of everybody in it that its audience may know. */
function noteDocument(request: FastifyRequest, publication: Publication, { audience, agencyId, postId, providerId }: DocumentOrder): void {
  const { people } = extractOf(publication, { agencyId, postId, providerId }).content
  const shown = people.map(({ id, phones }) => ({ id, phones: phonesFor(phones, audience) }))
  noteAllNumbers(request, publication.centreId, shown)
}
