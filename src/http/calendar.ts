import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { AGENCY_SECTORS } from '../domain/agency.ts'
import { CALENDAR_STATUSES, type CalendarDay, isWorkingKind } from '../domain/calendar.ts'
import { daysBetween, eachDay, parseDay } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { ROSTER_STATUSES } from '../domain/roster.ts'
import { loadCalendar } from '../usecases/calendar.ts'
import { readOne, readPage } from '../usecases/catalogue.ts'
import type { Deps } from '../usecases/deps.ts'
import {
  createNotice,
  type NoticeChange,
  type NoticeInput,
  noticeEntry,
  previewNotice,
  removeNotice,
  type Touched,
  updateNotice
} from '../usecases/save-notice.ts'
import type { Principal } from './principal.ts'
import { etagOf, expectedVersion, nextPage, sendOnce, sendVersion } from './reply.ts'
import {
  DayField,
  DayKindField,
  Id,
  IdempotencyKey,
  IfMatch,
  IfNoneMatch,
  nullable,
  oneOf,
  PageQueryFields,
  pageOf,
  partial,
  problems,
  strict,
  Text,
  Version
} from './schemas.ts'

const tags = ['calendar']
/** Days in one answer: two years and a leap day. */
const MOST_DAYS = 732

const DayView = Type.Object(
  {
    day: Type.String(),
    kind: DayKindField,
    working: Type.Boolean(),
    name: nullable(Type.Object({ vi: Type.String(), en: Type.String() })),
    status: oneOf(CALENDAR_STATUSES, 'announced by a notice, or estimated from the law while none is out.'),
    source: Type.String({ description: 'Number of the notice, or the article.' }),
    noticeId: nullable(Type.String()),
    lunar: Type.Object({ year: Type.Integer(), month: Type.Integer(), day: Type.Integer(), leap: Type.Boolean() }),
    proposals: Type.Array(Type.Object({ kind: DayKindField, number: Type.String(), noticeId: Type.String() }), {
      description: 'What proposed notices would make of the day; without effect until announced.'
    })
  },
  { $id: 'CalendarDay', title: 'CalendarDay' }
)

const NoticeFields = {
  number: Text(100, 'As printed: 9441/TB-BNV.'),
  title: Text(500, 'What it is about.'),
  issuedOn: DayField('Day of issue'),
  status: oneOf(['announced', 'proposed'] as const, 'A proposed notice changes nothing yet.'),
  source: Text(500, 'Where a person can check it.'),
  days: Type.Array(
    strict({ day: DayField('The day'), kind: DayKindField, nameVi: Text(200, 'Vietnamese name.'), nameEn: Text(200, 'English name.') }),
    { minItems: 1, maxItems: 366 }
  )
}
const AnnualFor = nullable(
  Type.Integer({
    minimum: 1976,
    maximum: 2100,
    description: 'Year of which the notice names every day off, so that estimates stop applying.'
  })
)
const NoticeBody = strict({ ...NoticeFields, annualFor: Type.Optional(AnnualFor) })
const NoticeView = Type.Object({ id: Id, version: Version, ...NoticeFields, annualFor: AnnualFor }, { $id: 'Notice', title: 'Notice' })

const TouchedView = Type.Object(
  {
    days: Type.Array(Type.Object({ day: Type.String(), from: DayKindField, to: DayKindField })),
    rosters: Type.Array(
      Type.Object({ centre: Type.String(), rosterId: Type.String(), month: Type.String(), status: oneOf(ROSTER_STATUSES) }),
      { description: 'Drafts and publications in whose month such a day lies; none of them is changed.' }
    ),
    deadlines: Type.Array(
      Type.Object({
        centre: Type.String(),
        month: Type.String(),
        sector: oneOf(AGENCY_SECTORS),
        from: Type.String({ description: 'The last sending day as it was.' }),
        to: Type.String({ description: 'The last sending day now.' })
      }),
      { description: 'Last sending days that move, of months not sent yet, up to 13 months ahead.' }
    )
  },
  { $id: 'Touched', title: 'Touched', description: 'The days whose kind changes, the rosters to look at again, the deadlines that move.' }
)
/** Rosters and deadlines of other centres are no business of a key that sees one. */
const presentTouched = ({ days, rosters, deadlines }: Touched, { centreId: own }: Principal): Touched => ({
  days,
  rosters: rosters.filter(({ centreId }) => own === null || centreId === own),
  deadlines: deadlines.filter(({ centreId }) => own === null || centreId === own)
})

const ChangeView = Type.Object({ notice: Type.Ref('Notice'), touched: Type.Ref('Touched') })

const presentDay = ({ nameVi, nameEn, proposals, ...day }: CalendarDay): Static<typeof DayView> => ({
  ...day,
  working: isWorkingKind(day.kind),
  name: nameVi === null ? null : { vi: nameVi, en: nameEn ?? nameVi },
  proposals: proposals.map(({ kind, number, noticeId }) => ({ kind, number, noticeId }))
})

/** `calendar/days` and `calendar/notices`: the working-day calendar and where it comes from. */
export function calendarRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [DayView, NoticeView, TouchedView]) app.addSchema(schema)
  dayRoutes(app, deps)
  noticeReads(app, deps)
  noticeEntries(app, deps)
  noticeChanges(app, deps)
}

function dayRoutes(app: FastifyInstance, deps: Deps): void {
  const schema = {
    operationId: 'listCalendarDays',
    summary: 'What each day is',
    description: `Kind, name, source and status of each day from \`from\` to \`to\`, both counted; at most ${MOST_DAYS} days.`,
    tags,
    querystring: Type.Object({ from: DayField('First day'), to: DayField('Last day') }, { additionalProperties: false }),
    response: { 200: Type.Object({ items: Type.Array(Type.Ref('CalendarDay')), next: Type.Null() }), ...problems(400, 401) }
  }
  app.get<{ Querystring: { from: string; to: string } }>('/calendar/days', { schema }, async (request) => {
    const [from, to] = [parseDay(request.query.from), parseDay(request.query.to)]
    const length = daysBetween(from, to)
    if (length < 0 || length >= MOST_DAYS) throw new DutyError('BAD_PERIOD', { from, to })
    const calendar = await loadCalendar(deps.db)
    return { items: eachDay(from, to).map((day) => presentDay(calendar.dayOf(day))), next: null }
  })
}

const params = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id.' }) })

function noticeReads(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { q?: string; limit: number; after?: string } }>(
    '/calendar/notices',
    {
      schema: {
        operationId: 'listNotices',
        summary: 'List calendar notices',
        tags,
        querystring: Type.Object(PageQueryFields, { additionalProperties: false }),
        response: { 200: pageOf(Type.Ref('Notice'), 'notices'), ...problems(400, 401) }
      }
    },
    async (request) => {
      const page = await readPage(deps, noticeEntry, null, request.query)
      return { items: page.items, next: nextPage(request, page.next) }
    }
  )
  app.get<{ Params: { id: string } }>(
    '/calendar/notices/:id',
    {
      schema: {
        operationId: 'getNotice',
        summary: 'Read a calendar notice',
        tags,
        params,
        headers: IfNoneMatch,
        response: { 200: Type.Ref('Notice'), 304: Type.Null({ description: 'Unchanged.' }), ...problems(400, 401, 404) }
      }
    },
    async (request, reply) => {
      const notice = await readOne(deps, noticeEntry, null, request.params.id)
      return sendVersion(request, reply, etagOf(notice.version), notice)
    }
  )
}

const written = (status: 200 | 201) => ({ [status]: ChangeView, ...problems(400, 401, 403, 404, 409, 412, 422, 428) })
const presentChange = ({ notice, touched }: NoticeChange, principal: Principal): NoticeChange => ({
  notice,
  touched: presentTouched(touched, principal)
})
const created = ({ notice, touched }: NoticeChange, principal: Principal) => ({
  body: presentChange({ notice, touched }, principal),
  location: `/v1/calendar/notices/${notice.id}`,
  etag: etagOf(notice.version)
})

function noticeEntries(app: FastifyInstance, deps: Deps): void {
  app.post<{ Body: NoticeInput }>(
    '/calendar/notices',
    {
      schema: {
        operationId: 'createNotice',
        summary: 'Enter a calendar notice',
        description: 'The calendar changes at once; rosters do not. The answer names the days that changed and the rosters they touch.',
        tags,
        headers: IdempotencyKey,
        body: NoticeBody,
        response: written(201)
      }
    },
    (request, reply) =>
      sendOnce(deps, request, reply, 201, async (deps) => created(await createNotice(deps, request.body), request.principal))
  )
  app.post<{ Body: NoticeInput }>(
    '/calendar/notices/preview',
    {
      schema: {
        operationId: 'previewNotice',
        summary: 'What entering a notice would touch',
        tags,
        body: NoticeBody,
        response: { 200: Type.Object({ touched: Type.Ref('Touched') }), ...problems(400, 401, 403) }
      }
    },
    async (request) => presentChange(await previewNotice(deps, request.body), request.principal)
  )
}

function noticeChanges(app: FastifyInstance, deps: Deps): void {
  app.patch<{ Params: { id: string }; Body: Partial<NoticeInput> }>(
    '/calendar/notices/:id',
    {
      schema: {
        operationId: 'updateNotice',
        summary: 'Correct a notice, or announce a proposed one',
        tags,
        params,
        headers: IfMatch,
        body: partial(NoticeBody, 'The fields to change.'),
        response: written(200)
      }
    },
    async (request, reply) => {
      const change = await updateNotice(deps, request.params.id, expectedVersion(request), request.body)
      return sendVersion(request, reply, etagOf(change.notice.version), presentChange(change, request.principal))
    }
  )
  app.delete<{ Params: { id: string } }>(
    '/calendar/notices/:id',
    {
      schema: {
        operationId: 'deleteNotice',
        summary: 'Withdraw a notice',
        description: 'Answers, unlike other removals, with what the calendar’s change touches.',
        tags,
        params,
        headers: IfMatch,
        response: { 200: Type.Object({ touched: Type.Ref('Touched') }), ...problems(401, 403, 404, 412, 428) }
      }
    },
    async (request) => {
      const touched = await removeNotice(deps, request.params.id, expectedVersion(request))
      return { touched: presentTouched(touched, request.principal) }
    }
  )
}
