import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts'
import { DUTY_MODES, SEATS } from '../domain/post.ts'
import { PROVIDER_ROLES } from '../domain/provider.ts'
import { documentNumber } from '../domain/publication.ts'
import { fill, type Language } from '../domain/wording.ts'
import type { OnDuty, UncoveredReason } from '../lookup/on-duty.ts'
import { listCentres } from '../store/centres.ts'
import type { Deps } from '../usecases/deps.ts'
import { findSubject, type LookedUp, lookUp } from '../usecases/look-up.ts'
import { presentInstant, presentPhones } from './present.ts'
import { audienceAt, centreOf, type Principal } from './principal.ts'
import { languageOf } from './problem.ts'
import { CentreQuery, InstantField, nullable, oneOf, problems, Ref } from './schemas.ts'

const REASONS = {
  not_published: { vi: 'Chưa có lịch trực được công bố cho thời điểm này.', en: 'No roster is published for that time.' },
  not_served: { vi: 'Không có điểm trực nào phục vụ cơ quan này.', en: 'No duty post serves this agency.' },
  gap: { vi: 'Lịch trực 24/24 không có ca nào vào thời điểm này.', en: 'The 24/24 roster has a gap at that time.' },
  unfilled: { vi: 'Ca trực này chưa có người.', en: 'Nobody is assigned to this slot.' }
} as const satisfies Record<UncoveredReason, { vi: string; en: string }>

const Named = Type.Object({ code: Type.String(), name: Type.String() })

const OnDutyView = Type.Object(
  {
    centre: Named,
    agency: nullable(Named),
    successor: nullable(Named),
    post: nullable(Named),
    at: Type.String(),
    status: oneOf(['on_duty', 'outside_hours', 'uncovered'] as const),
    reason: nullable(
      Type.Object(
        { code: oneOf(Object.keys(REASONS) as UncoveredReason[]), detail: Type.String() },
        { description: 'Why nobody is on duty.' }
      )
    ),
    onDuty: Type.Array(
      Type.Object({
        seat: oneOf(SEATS),
        provider: Type.Object({ id: Type.String(), code: Type.String(), fullName: Type.String(), role: oneOf(PROVIDER_ROLES) }),
        post: Named,
        mode: oneOf(DUTY_MODES),
        numbers: Type.Array(Type.Ref('Phone'), { description: 'Only those that the asker may read; empty = call the fallback.' }),
        start: Type.String(),
        end: Type.String({ description: 'From this instant on somebody else answers.' })
      }),
      { description: 'In the order in which to call.' }
    ),
    fallback: Type.Object(
      { name: Type.String(), numbers: Type.Array(Type.Ref('Phone')) },
      { description: 'Answers when nobody above does.' }
    ),
    nextChangeAt: nullable(Type.String()),
    nextOpeningAt: nullable(Type.String({ description: 'Outside hours: when somebody is on duty again.' })),
    source: Type.Object({
      publication: nullable(Type.String({ description: 'Number of the document that answers; null of a provisional version.' })),
      version: nullable(Type.Integer()),
      provisional: Type.Boolean({ description: 'An emergency cover answers; its numbered document is still to come.' }),
      publishedAt: nullable(Type.String()),
      generatedAt: Type.String(),
      stale: Type.Boolean()
    })
  },
  { $id: 'OnDutyAnswer', title: 'OnDutyAnswer' }
)

const named = (thing: { code: string; name: string } | null) => thing && { code: thing.code, name: thing.name }

const presentSeat = ({ post, seat, person, start, end }: OnDuty, centre: Centre, principal: Principal) => ({
  seat,
  provider: { id: person.id, code: person.code, fullName: person.fullName, role: person.role },
  post: { code: post.code, name: post.name },
  mode: post.mode,
  numbers: presentPhones(person.phones, audienceAt(principal, post.agencyIds)),
  start: formatInstant(start, centre.zone),
  end: formatInstant(end, centre.zone)
})

function present({ subject, successor, answer }: LookedUp, at: Instant, now: Instant, principal: Principal, language: Language) {
  const { centre, agency, post } = subject
  const { publication, reason } = answer
  return {
    centre: named(centre),
    agency: named(agency),
    successor: named(successor),
    post: named(post),
    at: formatInstant(at, centre.zone),
    status: answer.status,
    reason: reason && { code: reason, detail: fill(REASONS[reason], {}, language) },
    onDuty: answer.onDuty.map((seat) => presentSeat(seat, centre, principal)),
    fallback: {
      name: centre.name,
      numbers: presentPhones(centre.phones, audienceAt(principal, agency ? [agency.id] : (post?.agencyIds ?? [])))
    },
    nextChangeAt: presentInstant(answer.nextChangeAt, centre.zone),
    nextOpeningAt: presentInstant(answer.nextOpeningAt, centre.zone),
    source: {
      publication: publication && documentNumber(publication),
      version: publication?.version ?? null,
      provisional: publication?.kind === 'provisional',
      publishedAt: publication && formatInstant(publication.publishedAt, centre.zone),
      generatedAt: formatInstant(now, centre.zone),
      stale: false
    }
  }
}

/** `on-duty`: who is on duty now, or was at an instant, at what number. */
export function onDutyRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(OnDutyView)
  const schema = {
    operationId: 'getOnDuty',
    summary: 'Who is on duty, at what number',
    description:
      'Ask by agency, by post or by words (names, old names, communes; without diacritics); now or at an instant, past ones included. ' +
      'Answered from what was published and in force then. There is always an answer: somebody on duty, or why nobody is, and the number of the Centre.',
    tags: ['on-duty'],
    querystring: Type.Object(
      {
        agency: Type.Optional(Ref('an agency')),
        post: Type.Optional(Ref('a post')),
        q: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Words that name one agency or post.' })),
        at: Type.Optional(InstantField('The instant asked about (default: now)')),
        version: Type.Optional(
          Type.Integer({ minimum: 1, description: 'What that version of the month says, whether or not it was in force then.' })
        ),
        ...CentreQuery
      },
      { additionalProperties: false }
    ),
    response: { 200: Type.Ref('OnDutyAnswer'), ...problems(400, 401, 404, 409) }
  }
  app.get<{ Querystring: { agency?: string; post?: string; q?: string; at?: string; version?: number; centre?: string } }>(
    '/on-duty',
    { schema },
    async (request, reply) => {
      const { at: text, centre: ref, version, ...asked } = request.query
      const now = deps.now()
      const at = text === undefined ? now : parseInstant(text)
      const all = ref === undefined && request.principal.centreId === null
      const centres = all ? await listCentres(deps.db) : [await centreOf(deps.db, request.principal, ref)]
      const found = await lookUp(deps, await findSubject(deps, centres, asked), at, version)
      void reply.header('cache-control', 'no-store').header('vary', 'Accept-Language, Authorization')
      return present(found, at, now, request.principal, languageOf(request))
    }
  )
}
