import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { formatDay, parseDay } from '../domain/day.ts'
import type { Directory, DirectoryAudience } from '../domain/directory.ts'
import { DutyError } from '../domain/errors.ts'
import { dayAt, formatInstant } from '../domain/instant.ts'
import { DUTY_ROLES } from '../domain/provider.ts'
import type { Deps } from '../usecases/deps.ts'
import { readDirectory } from '../usecases/read-directory.ts'
import { DIRECTORY_FORMATS, type DirectoryFormat, orderDirectory, renderDirectoryDocument } from '../usecases/render-directory.ts'
import { acceptedFormat } from './accepted-format.ts'
import { MEDIA, namedFile } from './document-files.ts'
import { POLICY } from './documents.ts'
import { noteAllNumbers } from './plugins/readings.ts'
import { presentPhones } from './present.ts'
import { centreOf, may, type Principal } from './principal.ts'
import { isKnown, VARY_BY_FORM } from './reply.ts'
import { CentreQuery, DayField, IfNoneMatch, nullable, oneOf, problems } from './schemas.ts'

const DirectoryView = Type.Object(
  {
    centre: Type.Object({ code: Type.String(), name: Type.String(), numbers: Type.Array(Type.Ref('Phone')) }),
    asOf: Type.String({ description: 'The day for which it says who serves.' }),
    generatedAt: Type.String(),
    audience: oneOf(['public', 'agency', 'internal'] as const, 'Whose numbers it shows.'),
    fingerprint: Type.String({ description: 'SHA-256 of what it says, whatever the day: as long as it is the same, nothing has changed.' }),
    people: Type.Array(
      Type.Object({
        id: Type.String(),
        code: Type.String(),
        fullName: Type.String(),
        role: oneOf(DUTY_ROLES),
        branch: nullable(Type.String({ description: 'Name of the branch; null = the centre itself.' })),
        cardNumber: nullable(Type.String()),
        contractUntil: nullable(Type.String({ description: 'Of a lawyer: the last day that signed contracts reach without a gap.' })),
        languages: Type.Array(Type.String()),
        skills: Type.Array(Type.String()),
        numbers: Type.Array(Type.Ref('Phone'), { description: 'Only those that the asker may read, each with the day it was verified.' })
      }),
      { description: 'By given name.' }
    )
  },
  { $id: 'Directory', title: 'Directory' }
)

interface Asked {
  Querystring: { on?: string; audience?: 'public' | 'agency'; centre?: string }
}

const Querystring = Type.Object(
  {
    on: Type.Optional(DayField('Who serves on that day (default: today); names and numbers are always those of now')),
    audience: Type.Optional(oneOf(['public', 'agency'] as const, 'Whose numbers; by default the most that the asker may read.')),
    ...CentreQuery
  },
  { additionalProperties: false }
)

/** Numbers are owed to every proceeding body (TTLT 10/2018 Điều 3(2)c), so here it does not matter which posts serve the agency. */
function mostReadable(principal: Principal): DirectoryAudience {
  if (may(principal, 'numbers:internal')) return 'internal'
  return may(principal, 'numbers:agency') ? 'agency' : 'public'
}

/** Throws KEY_REQUIRED, SCOPE_MISSING for more than is readable. */
function audienceOf(principal: Principal, asked: 'public' | 'agency' | undefined): DirectoryAudience {
  const most = mostReadable(principal)
  if (asked === 'agency' && most === 'public') {
    throw new DutyError(principal.id === null ? 'KEY_REQUIRED' : 'SCOPE_MISSING', { scope: 'numbers:agency' })
  }
  return asked ?? most
}

const present = ({ centre, people, asOf, generatedAt, audience, fingerprint }: Directory) => ({
  centre: { code: centre.code, name: centre.name, numbers: presentPhones(centre.phones, audience) },
  asOf,
  generatedAt: formatInstant(generatedAt, centre.zone),
  audience,
  fingerprint,
  people: people.map(({ phones, ...person }) => ({ ...person, numbers: presentPhones(phones, audience) }))
})

type Wanted = DirectoryFormat | 'json'
const TYPES = Object.fromEntries(['json' as const, ...DIRECTORY_FORMATS].map((format) => [format, MEDIA[format].type])) as Record<
  Wanted,
  string
>

interface Answer {
  readonly etag: string
  readonly make: () => object | Promise<Uint8Array>
}

const jsonOf = (directory: Directory): Answer => ({
  // weak: when it was made differs from one answer to the next
  etag: `W/"${directory.fingerprint.slice(0, 32)}-${directory.asOf}"`,
  make: () => present(directory)
})

/** A document shows what agencies may know at most: internal numbers never leave the centre in one. */
async function documentOf(deps: Deps, centre: Centre, directory: Directory & { audience: 'public' | 'agency' }, format: DirectoryFormat) {
  const order = await orderDirectory(deps, centre, directory, format)
  return { etag: `"${order.state}"`, make: () => renderDirectoryDocument(deps, order, format) } satisfies Answer
}

/** What whoever asks gets, with what names it. */
async function answerTo(deps: Deps, request: FastifyRequest<Asked>, centre: Centre, format: Wanted): Promise<Answer & { list: Directory }> {
  const { principal, query } = request
  const asOf = query.on === undefined ? dayAt(deps.now(), centre.zone) : parseDay(query.on)
  const audience = audienceOf(principal, query.audience)
  if (format === 'json') {
    const list = await readDirectory(deps, centre, asOf, audience)
    return { ...jsonOf(list), list }
  }
  const shown = audience === 'public' ? 'public' : 'agency'
  const list = { ...(await readDirectory(deps, centre, asOf, shown)), audience: shown } as const
  return { ...(await documentOf(deps, centre, list, format)), list }
}

async function send(deps: Deps, request: FastifyRequest<Asked>, reply: FastifyReply, format: Wanted): Promise<FastifyReply> {
  const centre = await centreOf(deps.db, request.principal, request.query.centre)
  const { etag, make, list } = await answerTo(deps, request, centre, format)
  void reply.header('etag', etag).header('vary', VARY_BY_FORM).header('cache-control', 'private, no-cache')
  if (isKnown(request, etag.replace('W/', ''))) return reply.code(304).send()
  const made = await make()
  noteAllNumbers(request, centre.id, list.people)
  if (format === 'json') return reply.send(made)
  if (format === 'html') void reply.header('content-security-policy', POLICY)
  const plain = `danh-sach ${centre.code} ${list.asOf}`
  const full = `Danh sách trợ giúp viên pháp lý, luật sư ký hợp đồng - ${formatDay(list.asOf).replaceAll('/', '-')}`
  return reply
    .type(MEDIA[format].type)
    .header('content-disposition', namedFile(MEDIA[format].disposition, plain, full, format))
    .send(made instanceof Uint8Array ? Buffer.from(made.buffer, made.byteOffset, made.byteLength) : made)
}

const file = (description: string) => ({ schema: Type.String({ format: 'binary', description }) })
const FILES = {
  'application/pdf': file('The official paper (NĐ 30/2020/NĐ-CP, Annex I), fonts embedded.'),
  [MEDIA.docx.type]: file('The same paper, to be signed or worked on.'),
  [MEDIA.xlsx.type]: file('One sheet.'),
  'text/csv': { schema: Type.String({ description: 'A row per person; UTF-8 with BOM.' }) },
  'text/plain': { schema: Type.String({ description: 'For an old phone or a hotline.' }) },
  'text/html': { schema: Type.String({ description: 'For printing.' }) }
}
const NOT_AGAIN = { 304: Type.Null({ description: 'Unchanged.' }), ...problems(400, 401, 403, 404, 409) }
const DESCRIPTION =
  'Legal aid officers and contract lawyers who serve on a day, with their numbers: the list that the Centre owes to proceeding bodies, ' +
  'custody facilities and prisons (TTLT 10/2018 Điều 3(2)c). Names are public by law (Luật TGPL Điều 17(2)); without a key only public ' +
  'numbers are shown, a key with numbers:agency sees those for agencies of everybody. The same list gives the same bytes all day.'

/** `directory`: the list of officers and contract lawyers with numbers, as JSON and as documents. */
export function directoryRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(DirectoryView)
  app.get<Asked>(
    '/directory',
    {
      schema: {
        operationId: 'getDirectory',
        summary: 'Read the list of officers and contract lawyers',
        description: `${DESCRIPTION} \`Accept\` chooses among the documents.`,
        tags: ['directory'],
        querystring: Querystring,
        headers: IfNoneMatch,
        response: {
          200: { description: 'The list.', content: { 'application/json': { schema: Type.Ref('Directory') }, ...FILES } },
          ...NOT_AGAIN
        }
      }
    },
    async (request, reply) => send(deps, request, reply, acceptedFormat(request.headers.accept, TYPES, 'json'))
  )
  app.get<Asked & { Params: { format: DirectoryFormat } }>(
    '/directory.:format',
    {
      schema: {
        operationId: 'getDirectoryDocument',
        summary: 'Read the list of officers and contract lawyers as a document',
        description: DESCRIPTION,
        tags: ['directory'],
        params: Type.Object({ format: oneOf(DIRECTORY_FORMATS, 'As which it is read.') }),
        querystring: Querystring,
        headers: IfNoneMatch,
        response: { 200: { description: 'The document.', content: FILES }, ...NOT_AGAIN }
      }
    },
    async (request, reply) => send(deps, request, reply, request.params.format)
  )
}
