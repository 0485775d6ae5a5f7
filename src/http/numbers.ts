import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { parseMonth } from '../domain/day.ts'
import { formatInstant } from '../domain/instant.ts'
import { CONFIRMATION_WAYS } from '../domain/number-confirmation.ts'
import type { NumberCorrection } from '../domain/number-correction.ts'
import { CONFIRM_DAYS, NUMBER_STATES, type NumberState, verifiedUntil } from '../domain/number-state.ts'
import { REPLACEMENT_WARNINGS } from '../domain/number-wording.ts'
import { PHONE_KINDS, type Phone, phoneHref, VISIBILITIES } from '../domain/phone.ts'
import type { Provider } from '../domain/provider.ts'
import { fill, type Language } from '../domain/wording.ts'
import { listCorrectionsOf, listNumberConfirmationsOf } from '../store/numbers.ts'
import { readOne } from '../usecases/catalogue.ts'
import { type ConfirmationInput, confirmNumbers } from '../usecases/confirm-numbers.ts'
import type { Deps } from '../usecases/deps.ts'
import { listUpkeep, type UpkeepLine } from '../usecases/number-upkeep.ts'
import { type ReplacementInput, replaceNumber } from '../usecases/replace-number.ts'
import { providerEntry } from '../usecases/save-provider.ts'
import { noteNumbers } from './plugins/readings.ts'
import { presentPhones } from './present.ts'
import { audienceAt, centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { etagOf, expectedVersion, nextPage, sendOnce } from './reply.ts'
import {
  CentreQuery,
  DayField,
  IdempotencyKey,
  IfMatch,
  MonthField,
  nullable,
  oneOf,
  PageQueryFields,
  pageOf,
  problems,
  strict,
  Text,
  Version
} from './schemas.ts'

const tags = ['numbers']
const { limit, after } = PageQueryFields
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
const pageQuery = Type.Object({ ...CentreQuery, limit, after }, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id or code of the provider.' }) })
const writeHeaders = Type.Object({ ...IfMatch.properties, ...IdempotencyKey.properties })
const Dialled = Text(32, 'As dialled in Viet Nam or with a country code.')
const Whose = Type.Object({ id: Type.String(), code: Type.String(), fullName: Type.String(), version: Version })

type One<Body = unknown> = { Params: { id: string }; Querystring: { centre?: string; limit: number; after?: string }; Body: Body }

const UpkeepView = Type.Object(
  {
    provider: Whose,
    number: nullable(Type.Ref('Phone')),
    state: oneOf(
      NUMBER_STATES,
      `\`verified\`: answered within ${CONFIRM_DAYS} days; \`due\`: longer ago; \`unverified\`: never; \`missing\` (\`number\` null): none that agencies may read.`
    ),
    verifiedUntil: nullable(Type.String({ description: 'The last day on which it counts as verified.' }))
  },
  { $id: 'NumberUpkeep', title: 'NumberUpkeep' }
)
const CorrectionView = Type.Object(
  {
    id: Type.String(),
    replaced: Type.String({ description: 'E.164 of the number that no longer holds.' }),
    replacement: nullable(Type.Ref('Phone')),
    from: Type.String({ description: 'From when look-ups answer with it.' }),
    by: Type.String(),
    reason: Type.String()
  },
  { $id: 'NumberReplacement', title: 'NumberReplacement' }
)
const ConfirmationView = Type.Object(
  { id: Type.String(), number: Type.String(), on: Type.String(), at: Type.String(), by: Type.String(), how: oneOf(CONFIRMATION_WAYS) },
  { $id: 'NumberConfirmation', title: 'NumberConfirmation' }
)
const NumbersView = { provider: Whose, numbers: Type.Array(Type.Ref('Phone'), { description: 'Only those that the key may read.' }) }

const whose = ({ id, code, fullName, version }: Provider) => ({ id, code, fullName, version })
const presentPhone = (phone: Phone) => ({ ...phone, href: phoneHref(phone) })

/** The numbers of somebody that the asker may read, with the record that they were read. */
function numbersFor(request: FastifyRequest, provider: Provider) {
  const numbers = presentPhones(provider.phones, audienceAt(request.principal, []))
  noteNumbers(request, provider.centreId, provider.id, numbers)
  return { provider: whose(provider), numbers }
}

const presentLine = ({ provider, phone, state }: UpkeepLine) => ({
  provider: whose(provider),
  number: phone && presentPhone(phone),
  state,
  verifiedUntil: phone?.verifiedOn ? verifiedUntil(phone.verifiedOn) : null
})

const presentCorrection = ({ id, replaced, phone, from, by, reason }: NumberCorrection, { zone }: Centre) => ({
  id,
  replaced,
  replacement: phone && presentPhone(phone),
  from: formatInstant(from, zone),
  by,
  reason
})

/** `numbers`: how the numbers of those on duty stand, confirming them each month, replacing one in one step. */
export function numberRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [UpkeepView, CorrectionView, ConfirmationView]) app.addSchema(schema)
  upkeepRoute(app, deps)
  confirmRoute(app, deps)
  replaceRoute(app, deps)
  trailRoutes(app, deps)
}

function upkeepRoute(app: FastifyInstance, deps: Deps): void {
  const schema = {
    operationId: 'listNumbers',
    summary: 'The numbers of those who stand duty, and how each stands today',
    description: 'For the monthly confirmation: a line a number, by code of the person. Shows every number, internal ones too.',
    tags,
    querystring: Type.Object(
      {
        ...CentreQuery,
        month: Type.Optional({
          ...MonthField,
          description: 'Only people in the roster of that month (YYYY-MM); else whoever may stand duty today.'
        }),
        state: Type.Optional(oneOf(NUMBER_STATES, 'Only numbers in this state.')),
        limit,
        after
      },
      { additionalProperties: false }
    ),
    response: { 200: pageOf(Type.Ref('NumberUpkeep'), 'numbers'), ...problems(400, 401, 403, 404) }
  }
  type Asked = { Querystring: { centre?: string; month?: string; state?: NumberState; limit: number; after?: string } }
  app.get<Asked>('/numbers', { schema }, async (request) => {
    const { centre: ref, month, ...query } = request.query
    const centre = await centreOf(deps.db, request.principal, ref)
    const page = await listUpkeep(deps, centre, { ...query, month: month === undefined ? undefined : parseMonth(month) })
    for (const { provider, phone } of page.items) noteNumbers(request, centre.id, provider.id, phone ? [phone] : [])
    return { items: page.items.map(presentLine), next: nextPage(request, page.next) }
  })
}

function confirmRoute(app: FastifyInstance, deps: Deps): void {
  const body = strict({
    numbers: Type.Optional(Type.Array(Dialled, { minItems: 1, maxItems: 10, description: 'Default: all of the person.' })),
    on: Type.Optional(DayField(`The day on which somebody answered, today or within ${CONFIRM_DAYS} days before; default: today`)),
    how: oneOf(['provider', 'planner'] as const, '`provider`: the person confirms it; `planner`: somebody of the centre rang it.')
  })
  const schema = {
    operationId: 'confirmNumbers',
    summary: 'Record that numbers of a provider were answered or confirmed',
    description: 'Sets the day on which each was last verified; it never goes back. To be done each month.',
    tags,
    params,
    querystring,
    headers: writeHeaders,
    body,
    response: { 201: Type.Object(NumbersView), ...problems(400, 401, 403, 404, 409, 412, 422, 428) }
  }
  app.post<One<ConfirmationInput>>('/providers/:id/number-confirmations', { schema }, async (request, reply) => {
    const { principal, params, body } = request
    const centre = await centreOf(deps.db, principal, request.query.centre)
    const expected = expectedVersion(request)
    return sendOnce(deps, request, reply, 201, async (deps) => {
      const provider = await confirmNumbers(deps, centre, params.id, expected, principal.name, body)
      return { body: numbersFor(request, provider), etag: etagOf(provider.version) }
    })
  })
}

const warningsOf = (state: NumberState, language: Language) =>
  state === 'verified' ? [] : [{ code: state, detail: fill(REPLACEMENT_WARNINGS[state], {}, language) }]

function replaceRoute(app: FastifyInstance, deps: Deps): void {
  const replacement = strict({
    number: Dialled,
    kind: Type.Optional(oneOf(PHONE_KINDS, 'Default: that of the old one.')),
    visibility: Type.Optional(oneOf(VISIBILITIES, 'Default: that of the old one, or what the kind has by default.')),
    verifiedOn: Type.Optional(nullable(DayField('The last day on which somebody answered it')))
  })
  const schema = {
    operationId: 'replaceNumber',
    summary: 'Replace a number of a provider, in what is published too',
    description:
      'In one step the provider has the new number and look-ups answer with it from now on, wherever a publication says the old one; questions about the past are answered as before. The next version of the paper carries it.',
    tags,
    params,
    querystring,
    headers: writeHeaders,
    body: strict({
      number: Text(32, 'The number that no longer holds.'),
      replacement: nullable(replacement),
      reason: Text(1000, 'Why; stays on the record.')
    }),
    response: {
      201: Type.Object({
        ...NumbersView,
        replacement: Type.Ref('NumberReplacement'),
        warnings: Type.Array(Type.Object({ code: oneOf(NUMBER_STATES), detail: Type.String() }), {
          description: 'Why agencies may not reach the person now.'
        })
      }),
      ...problems(400, 401, 403, 404, 409, 412, 422, 428)
    }
  }
  app.post<One<ReplacementInput>>('/providers/:id/number-replacements', { schema }, async (request, reply) => {
    const { principal, params, body } = request
    const centre = await centreOf(deps.db, principal, request.query.centre)
    const expected = expectedVersion(request)
    return sendOnce(deps, request, reply, 201, async (deps) => {
      const { provider, correction, state } = await replaceNumber(deps, centre, params.id, expected, principal.name, body)
      const warnings = warningsOf(state, languageOf(request))
      const made = { ...numbersFor(request, provider), replacement: presentCorrection(correction, centre), warnings }
      return { body: made, etag: etagOf(provider.version) }
    })
  })
}

/** The two trails behind a person's numbers; both name internal numbers. */
function trailRoutes(app: FastifyInstance, deps: Deps): void {
  const trail = (operationId: string, summary: string, view: string, what: string) => ({
    operationId,
    summary,
    tags,
    params,
    querystring: pageQuery,
    response: { 200: pageOf(Type.Ref(view), what), ...problems(400, 401, 403, 404) }
  })
  const replacements = trail(
    'listNumberReplacements',
    'What was replaced of a provider’s numbers, newest first',
    'NumberReplacement',
    'replacements'
  )
  app.get<One>('/providers/:id/number-replacements', { schema: replacements }, async (request) => {
    const centre = await centreOf(deps.db, request.principal, request.query.centre)
    const provider = await readOne(deps, providerEntry, centre.id, request.params.id)
    const { items, next } = await listCorrectionsOf(deps.db, centre.id, provider.id, request.query)
    const shown = items.flatMap(({ phone }) => phone ?? [])
    noteNumbers(request, centre.id, provider.id, shown)
    return { items: items.map((each) => presentCorrection(each, centre)), next: nextPage(request, next) }
  })
  const confirmations = trail(
    'listNumberConfirmations',
    'When a provider’s numbers were answered or confirmed, newest first',
    'NumberConfirmation',
    'confirmations'
  )
  app.get<One>('/providers/:id/number-confirmations', { schema: confirmations }, async (request) => {
    const centre = await centreOf(deps.db, request.principal, request.query.centre)
    const provider = await readOne(deps, providerEntry, centre.id, request.params.id)
    const { items, next } = await listNumberConfirmationsOf(deps.db, centre.id, provider.id, request.query)
    const shown = provider.phones.filter(({ e164 }) => items.some(({ number }) => number === e164))
    noteNumbers(request, centre.id, provider.id, shown)
    const present = items.map(({ centreId: _, providerId: __, at, ...each }) => ({ ...each, at: formatInstant(at, centre.zone) }))
    return { items: present, next: nextPage(request, next) }
  })
}
