import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { addDays, parseDay } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { isId, type ProviderId } from '../domain/ids.ts'
import { formatInstant, type Instant, wallClock } from '../domain/instant.ts'
import type { ListedReading } from '../domain/number-reading.ts'
import { listReadings } from '../store/number-readings.ts'
import { readOne } from '../usecases/catalogue.ts'
import type { Deps } from '../usecases/deps.ts'
import { providerEntry } from '../usecases/save-provider.ts'
import { centreOf } from './principal.ts'
import { nextPage } from './reply.ts'
import { CentreQuery, DayField, Id, nullable, PageQueryFields, pageOf, problems, Ref } from './schemas.ts'

const ReadingView = Type.Object(
  {
    id: Id,
    reader: Type.Object({
      id: nullable(Type.String({ description: 'Of the API key; null = somebody without one.' })),
      name: Type.String()
    }),
    provider: Type.Object({
      id: Type.String(),
      code: nullable(Type.String({ description: 'As they are called now; null for somebody who is no longer in the catalogue.' })),
      fullName: nullable(Type.String())
    }),
    operation: Type.String({ description: 'What showed the numbers: an operationId of this document, or the path of a page.' }),
    firstAt: Type.String(),
    lastAt: Type.String(),
    times: Type.Integer({ description: 'How often between the two.' })
  },
  { $id: 'NumberReading', title: 'NumberReading' }
)

interface Asked {
  Querystring: { centre?: string; provider?: string; reader?: string; from?: string; to?: string; limit: number; after?: string }
}

const present = ({ id, readerId, reader, providerId, provider, operation, firstAt, lastAt, times }: ListedReading, { zone }: Centre) => ({
  id,
  reader: { id: readerId, name: reader },
  provider: { id: providerId, code: provider?.code ?? null, fullName: provider?.fullName ?? null },
  operation,
  firstAt: formatInstant(firstAt, zone),
  lastAt: formatInstant(lastAt, zone),
  times
})

/** Whose numbers: an id stands for itself, so that the readings of somebody who was removed can still be found. */
async function providerNamed(deps: Deps, centre: Centre, ref: string | undefined): Promise<ProviderId | undefined> {
  if (ref === undefined || isId(ref)) return ref as ProviderId | undefined
  return (await readOne(deps, providerEntry, centre.id, ref)).id
}

/** The first instant of the days asked for, and the first after them, on the centre's wall. */
function spanOf({ from, to }: Asked['Querystring'], { zone }: Centre): { from?: Instant; before?: Instant } {
  const [first, last] = [from, to].map((text) => (text === undefined ? undefined : parseDay(text)))
  if (first !== undefined && last !== undefined && last < first) throw new DutyError('BAD_PERIOD', { from: first, to: last })
  return {
    ...(first !== undefined && { from: wallClock(first, 0, zone) }),
    ...(last !== undefined && { before: wallClock(addDays(last, 1), 0, zone) })
  }
}

/** `number-readings`: who read whose personal numbers, so that a person can be told (Luật 91/2025/QH15; domain: access log). */
export function numberReadingRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(ReadingView)
  const { limit, after } = PageQueryFields
  const schema = {
    operationId: 'listNumberReadings',
    summary: 'Who read whose personal numbers, when; newest first',
    description:
      'A row is one reader, one person and one operation within a few seconds. Duty lines and numbers of the centre are not personal. A document counts as showing every number that its readers may know.',
    tags: ['number-readings'],
    querystring: Type.Object(
      {
        ...CentreQuery,
        provider: Type.Optional(Ref('the person whose numbers were read')),
        reader: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Id of the API key, or its name at that time.' })),
        from: Type.Optional(DayField('The first day')),
        to: Type.Optional(DayField('The last day, counted')),
        limit,
        after
      },
      { additionalProperties: false }
    ),
    response: { 200: pageOf(Type.Ref('NumberReading'), 'readings'), ...problems(400, 401, 403, 404) }
  }
  app.get<Asked>('/number-readings', { schema }, async (request) => {
    const { query, principal } = request
    const centre = await centreOf(deps.db, principal, query.centre)
    const providerId = await providerNamed(deps, centre, query.provider)
    const asked = { providerId, reader: query.reader, ...spanOf(query, centre), limit: query.limit, after: query.after }
    // what this process has noted until now belongs on the list too; where that cannot be written, the list will say so by itself
    if (request.readings.waiting > 0) await request.readings.flush().catch(() => undefined)
    const page = await listReadings(deps.db, centre.id, asked)
    return { items: page.items.map((each) => present(each, centre)), next: nextPage(request, page.next) }
  })
}
