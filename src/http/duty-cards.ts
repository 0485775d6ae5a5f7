import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type Instant, parseInstant } from '../domain/instant.ts'
import type { Deps } from '../usecases/deps.ts'
import { dutyCards } from '../usecases/duty-cards.ts'
import { findSubject, knownCentres, lookUp } from '../usecases/look-up.ts'
import { QR_FORMATS, type QrFormat, qrOfPost } from '../usecases/post-address.ts'
import { sha256 } from '../usecases/sha256.ts'
import { namedFile } from './document-files.ts'
import { announce, tagOf } from './on-duty-caching.ts'
import { centresAsked } from './on-duty-question.ts'
import { noteAllNumbers } from './plugins/readings.ts'
import { audienceAt, centreOf } from './principal.ts'
import { isKnown } from './reply.ts'
import { CentreQuery, IfNoneMatch, InstantField, oneOf, problems, Ref } from './schemas.ts'

interface AskedCards {
  Querystring: { agency?: string; post?: string; q?: string; at?: string; centre?: string }
}

/** The answer to the same question as `on-duty`, out of memory. */
async function lookUpAsked(deps: Deps, { query, principal }: FastifyRequest<AskedCards>, now: Instant) {
  const { at: text, centre, ...asked } = query
  const at = text === undefined ? now : parseInstant(text)
  const all = await knownCentres(deps)
  return {
    at,
    found: await lookUp(deps, await findSubject(deps, centresAsked(all, principal, centre === undefined ? {} : { centre }), asked, at), at)
  }
}

async function sendCards(deps: Deps, request: FastifyRequest<AskedCards>, reply: FastifyReply): Promise<FastifyReply> {
  const now = deps.now()
  const { found, at } = await lookUpAsked(deps, request, now)
  const { centre, agency, post } = found.subject
  const { text, people } = dutyCards(found, at, (agencyIds) => audienceAt(request.principal, agencyIds))
  const { nextChangeAt, publication } = found.answer
  const { stale } = deps.memory.freshness()
  const known = announce(request, reply, { at, now, nextChangeAt, published: publication !== null, stale }, tagOf(text))
  if (known) return reply.code(304).send()
  noteAllNumbers(request, centre.id, people)
  const plain = `nguoi-truc ${centre.code} ${agency?.code ?? post?.code ?? ''}`
  const full = `Người trực - ${agency?.name ?? post?.name ?? centre.name}`
  return reply
    .header('content-disposition', namedFile('attachment', plain, full, 'vcf'))
    .type('text/vcard; charset=utf-8')
    .send(text)
}

function dutyCardsRoute(app: FastifyInstance, deps: Deps): void {
  app.get<AskedCards>(
    '/on-duty.vcf',
    {
      schema: {
        operationId: 'getDutyCards',
        summary: 'Who is on duty, as cards for an address book',
        description:
          'The question of `on-duty`, answered as vCards (3.0): one for each person in call order, with the post and until when, then the ' +
          'Centre. When nobody is on duty the card of the Centre says why. Numbers are those that the asker may read.',
        tags: ['on-duty'],
        querystring: Type.Object(
          {
            agency: Type.Optional(Ref('an agency')),
            post: Type.Optional(Ref('a post')),
            q: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Words that name one agency or post.' })),
            at: Type.Optional(InstantField('The instant asked about (default: now)')),
            ...CentreQuery
          },
          { additionalProperties: false }
        ),
        headers: IfNoneMatch,
        response: {
          200: { description: 'The cards.', content: { 'text/vcard': { schema: Type.String() } } },
          304: Type.Null({ description: 'Unchanged.' }),
          ...problems(400, 401, 404, 409)
        }
      }
    },
    async (request, reply) => sendCards(deps, request, reply)
  )
}

const QR_TYPES: Readonly<Record<QrFormat, string>> = { svg: 'image/svg+xml', png: 'image/png' }

function qrRoute(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { id: string; format: QrFormat }; Querystring: { centre?: string } }>(
    '/posts/:id/qr.:format',
    {
      schema: {
        operationId: 'getPostQrCode',
        summary: 'A QR code that opens the public page of a post',
        description: 'For the wall of the agencies that the post serves. It stays right as long as the codes of Centre and post do.',
        tags: ['posts'],
        params: Type.Object({ id: Ref('the post'), format: oneOf(QR_FORMATS, 'As which it is read.') }),
        querystring: Type.Object(CentreQuery, { additionalProperties: false }),
        headers: IfNoneMatch,
        response: {
          200: {
            description: 'The code.',
            content: { 'image/svg+xml': { schema: Type.String() }, 'image/png': { schema: Type.String({ format: 'binary' }) } }
          },
          304: Type.Null({ description: 'Unchanged.' }),
          ...problems(400, 401, 404, 409)
        }
      }
    },
    async (request, reply) => {
      const { id, format } = request.params
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const code = await qrOfPost(deps, centre, id, format)
      const etag = `"${sha256(code).slice(0, 32)}"`
      void reply.header('etag', etag).header('cache-control', 'private, max-age=3600')
      if (isKnown(request, etag)) return reply.code(304).send()
      return reply.type(QR_TYPES[format]).send(typeof code === 'string' ? code : Buffer.from(code))
    }
  )
}

/** `on-duty.vcf` and the QR code of a post: who is on duty, for phones. */
export function dutyCardRoutes(app: FastifyInstance, deps: Deps): void {
  dutyCardsRoute(app, deps)
  qrRoute(app, deps)
}
