import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import type { Language } from '../domain/wording.ts'
import type { Freshness } from '../lookup/memory.ts'
import type { Deps } from '../usecases/deps.ts'
import { wantsText } from './accept.ts'
import { announce, jointValidity, tagOf, type Validity } from './on-duty-caching.ts'
import { type OnDutyQuestion, QuestionFields, type QuestionQuery } from './on-duty-question.ts'
import { type ReadyAnswers, readyAnswers } from './on-duty-ready.ts'
import { OnDutyList, OnDutyView } from './on-duty-schemas.ts'
import { type Answered, answerQuestion, isTold, type Told, type Untold } from './on-duty-telling.ts'
import { answerLines, problemLines, toText } from './on-duty-text.ts'
import { finish, type OnDutyJson } from './on-duty-views.ts'
import { noteNumbers, readingOf } from './plugins/readings.ts'
import { announceProblem, languageOf, sendProblem } from './problem.ts'
import { IfNoneMatch, problems } from './schemas.ts'

type TextQuery = QuestionQuery & { readonly ascii?: boolean }

/** What look-ups are answered with. */
interface Serving {
  readonly deps: Deps
  readonly ready: ReadyAnswers
}

const listed = ({ told }: Answered): readonly (Told | Untold)[] => ('asked' in told ? [told] : told)
const finished = ({ found, prepared }: Told, { at }: OnDutyQuestion, fresh: Freshness): OnDutyJson =>
  finish(prepared, at, fresh, found.subject.centre.zone)

/** For how long all of it holds. */
const validityOf = (answered: Answered): Pick<Validity, 'nextChangeAt' | 'published'> =>
  jointValidity(
    listed(answered).map((each) =>
      isTold(each)
        ? { nextChangeAt: each.found.answer.nextChangeAt, published: each.found.answer.publication !== null }
        : { nextChangeAt: null, published: false }
    )
  )

/** Names what is told, in that form. What is said already depends on who asks: two audiences that are told the same share the tag. */
const tagFor = (request: FastifyRequest, answered: Answered, form: string): string =>
  tagOf(
    form,
    languageOf(request),
    listed(answered).map((each) => (isTold(each) ? each.prepared : [each.asked, each.problem]))
  )

/** Sets the headers; true when the client has all of it. `form` names the form in which it is told. */
function announced(request: FastifyRequest, reply: FastifyReply, answered: Answered, stale: boolean, form: string): boolean {
  const { question, now } = answered
  return announce(request, reply, { at: question.at, now, ...validityOf(answered), stale }, tagFor(request, answered, form))
}

/** Whose personal numbers are shown, each person once an answer. */
function personalIn({ prepared }: Told) {
  const personal = prepared.onDuty.filter(({ numbers }) => numbers.some(({ kind }) => kind === 'personal'))
  return [...new Map(personal.map(({ provider, numbers }) => [provider.id, numbers]))]
}

/** Records them. */
function noteShown(request: FastifyRequest, told: Told): void {
  for (const [id, numbers] of personalIn(told)) noteNumbers(request, told.found.subject.centre.id, id, numbers)
}

const ANSWER = Type.Ref('OnDutyAnswer')
const LIST = Type.Ref('OnDutyList')
/** Serialises by that schema alone, compiled once: the fastest there is, where the document shows a choice. */
const sendBy = (reply: FastifyReply, schema: TSchema, body: object): FastifyReply =>
  reply
    .type('application/json; charset=utf-8')
    .serializer(reply.compileSerializationSchema(schema as unknown as Record<string, unknown>))
    .send(body)

/** Keeps the answer to one question about now for whoever asks it again. */
function keepReady(
  { ready }: Serving,
  request: FastifyRequest,
  reply: FastifyReply,
  kept: { answered: Answered; told: Told; revision: number }
): void {
  const { answered, told, revision } = kept
  const { centre } = told.found.subject
  const serialize = reply.compileSerializationSchema(ANSWER as unknown as Record<string, unknown>)
  const { source } = told.prepared
  ready.keep(request, answered.now, revision, {
    zone: centre.zone,
    ...validityOf(answered),
    tag: tagFor(request, answered, 'json'),
    readings: personalIn(told).map(([id]) => readingOf(request, centre.id, id)),
    text: (at, generatedAt) => serialize({ ...told.prepared, at, source: { ...source, generatedAt, stale: false } })
  })
}

async function sendJson(serving: Serving, request: FastifyRequest, reply: FastifyReply, query: QuestionQuery): Promise<FastifyReply> {
  const { deps } = serving
  const revision = deps.memory.revision()
  const answered = await answerQuestion(deps, request, query)
  const { told, question } = answered
  const fresh = deps.memory.freshness()
  if ('asked' in told && query.at === undefined && query.version === undefined && !fresh.stale) {
    keepReady(serving, request, reply, { answered, told, revision })
    if (serving.ready.send(request, reply)) return reply
  }
  if (announced(request, reply, answered, fresh.stale, 'json')) return reply.code(304).send()
  for (const each of listed(answered)) if (isTold(each)) noteShown(request, each)
  if ('asked' in told) return sendBy(reply, ANSWER, finished(told, question, fresh))
  const items = told.map((each) => ({
    asked: each.asked,
    answer: isTold(each) ? finished(each, question, fresh) : null,
    problem: isTold(each) ? null : each.problem
  }))
  return sendBy(reply, LIST, { items })
}

function linesOf(each: Told | Untold, question: OnDutyQuestion, fresh: Freshness, language: Language): string[] {
  if (isTold(each)) return answerLines(finished(each, question, fresh), each.found.subject.centre.demo, language)
  return problemLines({ ...each.problem, title: each.asked.agency ?? each.asked.post ?? '', errors: [] }, language)
}

async function sendText(deps: Deps, request: FastifyRequest, reply: FastifyReply, query: TextQuery): Promise<FastifyReply> {
  const { ascii = false, ...asked } = query
  const answered = await answerQuestion(deps, request, asked)
  const fresh = deps.memory.freshness()
  if (announced(request, reply, answered, fresh.stale, ascii ? 'ascii' : 'text')) return reply.code(304).send()
  for (const each of listed(answered)) if (isTold(each)) noteShown(request, each)
  const blocks = listed(answered).map((each) => linesOf(each, answered.question, fresh, languageOf(request)))
  return reply.type('text/plain; charset=utf-8').send(toText(blocks, ascii))
}

/** A refusal in the form in which the answer would have come. */
function refuseAsText(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = announceProblem(error, request, reply)
  const ascii = (request.query as { readonly ascii?: unknown } | undefined)?.ascii
  const text = toText([problemLines(problem, languageOf(request))], String(ascii) === 'true')
  return reply.type('text/plain; charset=utf-8').send(text)
}

const DESCRIPTION =
  'Ask by agency, by post, by province or by words (names, old names, communes; without diacritics); now or at an instant, past ones ' +
  'included. Answered from what was published and in force then. There is always an answer: somebody on duty, or why nobody is, and the ' +
  'number of the Centre. `language`, `role` and `sex` pick among those on duty; `wanted` says when nobody fits, and then everybody is told. '

const TEXT = { schema: Type.String({ description: 'UTF-8, lines of at most 40 columns where names allow.' }) }
const UNCHANGED = Type.Null({ description: 'Unchanged.' })
/** How both refuse: as text for whoever asked for text. */
const REFUSALS = Object.entries(problems(400, 401, 404, 409) as Record<string, { readonly content: object }>)
const refusedAsText = Object.fromEntries(REFUSALS.map(([status, refusal]) => [status, { ...refusal, content: { 'text/plain': TEXT } }]))
const refusedAsWanted = Object.fromEntries(
  REFUSALS.map(([status, refusal]) => [status, { ...refusal, content: { ...refusal.content, 'text/plain': TEXT } }])
)

const jsonSchema = {
  operationId: 'getOnDuty',
  summary: 'Who is on duty, at what number',
  description:
    `${DESCRIPTION}Several agencies or posts are answered in a list, each for itself. Cacheable until the answer changes; what is stale is not. ` +
    '`Accept: text/plain` gives the text of `/v1/on-duty.txt`, of refusals too.',
  tags: ['on-duty'],
  querystring: Type.Object(QuestionFields, { additionalProperties: false }),
  headers: IfNoneMatch,
  response: {
    200: {
      description: 'Who is on duty; of several things asked about, a list.',
      content: { 'application/json': { schema: Type.Union([ANSWER, LIST]) }, 'text/plain': TEXT }
    },
    304: UNCHANGED,
    ...refusedAsWanted
  }
}

const textSchema = {
  operationId: 'getOnDutyText',
  summary: 'Who is on duty, as one screen of text',
  description: `${DESCRIPTION}For an old phone, a hotline, a message; refusals are text too, with their code.`,
  tags: ['on-duty'],
  querystring: Type.Object(
    { ...QuestionFields, ascii: Type.Optional(Type.Boolean({ description: 'Without diacritics, for phones that cannot show them.' })) },
    { additionalProperties: false }
  ),
  headers: IfNoneMatch,
  response: {
    200: { description: 'One screen.', content: { 'text/plain': TEXT } },
    304: UNCHANGED,
    ...refusedAsText
  }
}

/** `on-duty`: who is on duty now, or was at an instant, at what number. */
export function onDutyRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(OnDutyView)
  app.addSchema(OnDutyList)
  const serving: Serving = { deps, ready: readyAnswers(deps) }
  app.get<{ Querystring: QuestionQuery }>(
    '/on-duty',
    {
      schema: jsonSchema,
      errorHandler: (error, request, reply) =>
        wantsText(request) ? refuseAsText(error, request, reply) : sendProblem(error, request, reply)
    },
    (request, reply) => {
      if (serving.ready.send(request, reply)) return
      return wantsText(request) ? sendText(deps, request, reply, request.query) : sendJson(serving, request, reply, request.query)
    }
  )
  app.get<{ Querystring: TextQuery }>('/on-duty.txt', { schema: textSchema, errorHandler: refuseAsText }, async (request, reply) =>
    sendText(deps, request, reply, request.query)
  )
}
