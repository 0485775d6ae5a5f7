import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { AGENCY_SECTORS } from '../domain/agency.ts'
import type { Centre } from '../domain/centre.ts'
import { addMonths, monthOf, parseMonth } from '../domain/day.ts'
import { DEADLINE_STATES, REMINDERS } from '../domain/deadline.ts'
import { wordRule } from '../domain/deadline-wording.ts'
import { DutyError } from '../domain/errors.ts'
import { dayAt, formatInstant, type Instant } from '../domain/instant.ts'
import type { Language } from '../domain/wording.ts'
import { deadlinesOf, type Months, type StandingDeadline } from '../usecases/deadlines.ts'
import type { Deps } from '../usecases/deps.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { CentreQuery, MonthField, nullable, oneOf, problems } from './schemas.ts'

/** The months that are listed unless said otherwise: this one and so many after it. */
const AHEAD = 3
/** Months in one answer. */
const MOST_MONTHS = 36

const MaybeInstant = nullable(Type.String())

const DeadlineView = Type.Object(
  {
    month: Type.String(),
    sector: oneOf(AGENCY_SECTORS, 'Kind of agency.'),
    lastSendingDay: Type.String({ description: 'Once sent: as it was on the day of sending.' }),
    rule: Type.Object(
      { kind: Type.String(), days: Type.Optional(Type.Integer()), day: Type.Optional(Type.Integer()) },
      { description: 'Once sent: the rule of that day.' }
    ),
    basis: Type.String({ description: 'The rule and what it rests on, in the language of the request.' }),
    state: oneOf(DEADLINE_STATES),
    sentAt: nullable(Type.String({ description: 'The first publication of the month.' })),
    late: nullable(
      Type.Boolean({ description: 'Whether it was sent late by the calendar of that day; never changed. Null while not sent.' })
    ),
    moves: Type.Array(
      Type.Object({ from: Type.String(), to: Type.String(), notice: Type.String(), noticeId: Type.String(), at: Type.String() }),
      { description: 'How changes of the calendar moved the day, by number of the notice; oldest first.' }
    ),
    remindedAt: Type.Object(Object.fromEntries(REMINDERS.map((each) => [each, MaybeInstant])), {
      description: 'When the centre was reminded of this last day: before it, on it, after it.'
    })
  },
  { $id: 'Deadline', title: 'Deadline' }
)

function present(
  { lastDay, reminder: _, sending, moves, remindedAt, ...deadline }: StandingDeadline,
  { zone }: Centre,
  language: Language
) {
  const at = (instant: Instant | null | undefined) => (instant ? formatInstant(instant, zone) : null)
  return {
    ...deadline,
    lastSendingDay: lastDay,
    basis: wordRule(deadline.rule, deadline.sector, language),
    sentAt: at(sending?.sentAt),
    late: sending?.late ?? null,
    moves: moves.map(({ from, to, noticeId, noticeNumber, at: moved }) => ({ from, to, notice: noticeNumber, noticeId, at: at(moved) })),
    remindedAt: Object.fromEntries(REMINDERS.map((each) => [each, at(remindedAt[each])]))
  }
}

function monthsAsked({ from, to }: { readonly from?: string; readonly to?: string }, deps: Deps, { zone }: Centre): Months {
  const first = from === undefined ? monthOf(dayAt(deps.now(), zone)) : parseMonth(from)
  const last = to === undefined ? addMonths(first, AHEAD) : parseMonth(to)
  if (last < first || last > addMonths(first, MOST_MONTHS - 1)) throw new DutyError('BAD_PERIOD', { from: first, to: last })
  return { from: first, to: last }
}

const month = (description: string) => Type.Optional({ ...MonthField, description })

/** `deadlines`: until when each month is to be sent to each kind of agency, and how that stands. */
export function deadlineRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(DeadlineView)
  const schema = {
    operationId: 'listDeadlines',
    summary: 'The last sending days of a centre’s rosters',
    description: `A line for each month and kind of agency that the centre’s posts serve in it; at most ${MOST_MONTHS} months.`,
    tags: ['deadlines'],
    querystring: Type.Object(
      {
        ...CentreQuery,
        from: month('The first month (YYYY-MM); by default this one.'),
        to: month(`The last month, counted; by default ${AHEAD} after the first.`)
      },
      { additionalProperties: false }
    ),
    response: { 200: Type.Object({ items: Type.Array(Type.Ref('Deadline')), next: Type.Null() }), ...problems(400, 401, 403, 404) }
  }
  app.get<{ Querystring: { centre?: string; from?: string; to?: string } }>('/deadlines', { schema }, async (request) => {
    const centre = await centreOf(deps.db, request.principal, request.query.centre)
    const deadlines = await deadlinesOf(deps, centre, monthsAsked(request.query, deps, centre))
    return { items: deadlines.map((each) => present(each, centre, languageOf(request))), next: null }
  })
}
