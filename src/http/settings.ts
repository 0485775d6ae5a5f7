import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { AGENCY_SECTORS } from '../domain/agency.ts'
import { type CentreSettings, DOCUMENT_FORMS, LOGO_LIMITS, SETTINGS_RANGES } from '../domain/settings.ts'
import { findSettings } from '../store/settings.ts'
import type { Deps } from '../usecases/deps.ts'
import { changeSettings, removeLogo, type SettingsChange, setLogo } from '../usecases/save-settings.ts'
import { centreOf } from './principal.ts'
import { etagOf, expectedVersion, sendVersion } from './reply.ts'
import { CentreQuery, IfMatch, IfNoneMatch, nullable, oneOf, partial, problems, strict, Text } from './schemas.ts'

const tags = ['settings']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })

const whole = (of: keyof typeof SETTINGS_RANGES, description: string) =>
  Type.Integer({ minimum: SETTINGS_RANGES[of][0], maximum: SETTINGS_RANGES[of][1], description })
const Clock = Type.String({ maxLength: 5, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'Wall clock, HH:mm.' })

const SendingRuleFields = strict(
  {
    kind: oneOf(['working_days_before', 'day_of_previous_month'] as const),
    days: Type.Optional(whole('days', 'Of `working_days_before`: working days before the first of the month; but for courts at least 5.')),
    day: Type.Optional(
      whole('day', 'Of `day_of_previous_month`, which only courts may have: a day off becomes the working day before it, 31 the last day.')
    )
  },
  { description: 'Until when a month is to be sent. 5789/CTPH-BTP-BCA asks for five working days before the first day of duty.' }
)
const sending = Object.fromEntries(AGENCY_SECTORS.map((sector) => [sector, SendingRuleFields]))

const plainFields = {
  documentForm: oneOf(DOCUMENT_FORMS, 'THÔNG BÁO with the roster as its annex, or a document titled LỊCH TRỰC.'),
  separateApprover: Type.Boolean({ description: 'Who approves a roster must be somebody else than who submitted it.' }),
  swapNeedsPlanner: Type.Boolean({ description: 'A swap that both agreed to still needs the planner.' }),
  swapCutoffDays: whole('swapCutoffDays', 'A swap must be agreed so many working days before the earlier duty.'),
  remindDays: whole('remindDays', 'The centre is reminded so many working days before the last sending day, and on it.'),
  acknowledgeHours: whole('acknowledgeHours', 'What an agency has not acknowledged after so many working hours is reminded.'),
  workingHours: Type.Array(strict({ from: Clock, to: Clock }), {
    minItems: 1,
    maxItems: 6,
    description: 'Hours of a working day, in order and apart.'
  }),
  archiveUnit: Text(50, 'The unit that files the document: the last line is "- Lưu: VT, HC-TH.".'),
  copyTo: Type.Array(Text(200, 'A line without its dash and semicolon.'), { maxItems: 20, description: 'More lines under Nơi nhận.' }),
  email: nullable(Type.String({ format: 'email', maxLength: 254, description: 'Where the service writes to the centre; null: nowhere.' })),
  keepCallers: Type.Boolean({ description: 'Keep how callers are reached, encrypted, for a time; false: never store it.' }),
  callRetentionDays: whole(
    'callRetentionDays',
    'How a caller is reached is erased so many days after the call ended, or twice as many after it was reported while it has not. Counts for calls from then on.'
  )
}

const SettingsBody = partial(
  Type.Object({ ...plainFields, sending: Type.Partial(strict(sending), { additionalProperties: false }) }),
  'The settings to change; what is not named stays, lists are replaced whole.'
)

const SettingsView = Type.Object(
  {
    version: Type.Integer({ description: '0 while the centre has set nothing; the ETag says the same.' }),
    ...plainFields,
    sending: Type.Object(sending),
    logo: nullable(Type.String({ description: 'SHA-256 of the logo; null = none.' }))
  },
  { $id: 'Settings', title: 'Settings' }
)

interface OfCentre {
  readonly Querystring: { centre?: string }
}

const send = (request: FastifyRequest, reply: FastifyReply, { version, settings, logo }: CentreSettings): FastifyReply =>
  sendVersion(request, reply, etagOf(version), { version, ...settings, logo })
const changing = { 200: Type.Ref('Settings'), ...problems(400, 401, 403, 404, 412, 428) }

/** `settings`: the house rules of a centre for its documents and their life. */
export function settingsRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(SettingsView)
  app.get<OfCentre>(
    '/settings',
    {
      schema: {
        operationId: 'getSettings',
        summary: 'The house rules of a centre',
        tags,
        querystring,
        headers: IfNoneMatch,
        response: { 200: Type.Ref('Settings'), 304: Type.Null({ description: 'Unchanged.' }), ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return send(request, reply, await findSettings(deps.db, centre.id))
    }
  )
  app.patch<OfCentre & { readonly Body: SettingsChange }>(
    '/settings',
    {
      schema: {
        operationId: 'updateSettings',
        summary: 'Change the house rules of a centre',
        description: 'Counts from now on; what is published keeps what it was made by.',
        tags,
        querystring,
        headers: IfMatch,
        body: SettingsBody,
        response: changing
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return send(request, reply, await changeSettings(deps, centre, expectedVersion(request), request.body))
    }
  )
  logoRoutes(app, deps)
}

function logoRoutes(app: FastifyInstance, deps: Deps): void {
  app.put<OfCentre & { readonly Body: { data: string } }>(
    '/settings/logo',
    {
      schema: {
        operationId: 'setLogo',
        summary: 'Set the logo on the documents of a centre',
        description: `A whole PNG or JPEG of at most ${LOGO_LIMITS.bytes / 1024} KiB and ${LOGO_LIMITS.pixels} pixels each way, for documents issued from now on.`,
        tags,
        querystring,
        headers: IfMatch,
        body: strict({ data: Text(400_000, 'The file in base64.') }),
        response: changing
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return send(request, reply, await setLogo(deps, centre, expectedVersion(request), request.body.data))
    }
  )
  app.delete<OfCentre>(
    '/settings/logo',
    {
      schema: {
        operationId: 'deleteLogo',
        summary: 'Take the logo off the documents of a centre',
        description: 'What was issued with it keeps it. Answers with the settings and their new version.',
        tags,
        querystring,
        headers: IfMatch,
        response: changing
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return send(request, reply, await removeLogo(deps, centre, expectedVersion(request)))
    }
  )
}
