import { readFileSync } from 'node:fs'
import Fastify, { type FastifyInstance } from 'fastify'
import pg from 'pg'
import type { Phone } from '../../src/domain/phone.ts'
import { OnDutyView } from '../../src/http/on-duty-schemas.ts'
import { presentPhones } from '../../src/http/present.ts'
import { PhoneView, ProblemView } from '../../src/http/schemas.ts'
import { buildSerializer } from '../../src/http/serialization.ts'
import type { Question } from './lookup-load.ts'
import { idOf } from './lookup-world.ts'

/** One answer of the service as it went over the wire. */
export interface Recorded {
  readonly path: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const ANSWER = { response: { 200: { $ref: 'OnDutyAnswer#' } } }

/** Fastify as it comes, with our serialiser and the schema of the answer, and nothing else: no log, no hooks, no checks. */
function barest(): FastifyInstance {
  const app = Fastify({ schemaController: { compilersFactory: { buildSerializer: buildSerializer as never } } })
  for (const schema of [PhoneView, ProblemView, OnDutyView]) app.addSchema(schema)
  return app
}

/**
 * The bare route: for each address an object prepared beforehand, which goes through the serialiser, with the headers that the service sends.
 * No key is looked at and nothing is looked up but the prepared object. `/bare` sends the same without those headers.
 */
export function bareRoute(file: string): FastifyInstance {
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[]
  const prepared = new Map(recorded.map(({ path, body, headers }) => [path, { answer: JSON.parse(body) as object, headers }]))
  const app = barest()
  app.get('/v1/on-duty', { schema: ANSWER }, (request, reply) => {
    const { answer, headers } = prepared.get(request.url) as { answer: object; headers: Record<string, string> }
    void reply.headers(headers).send(answer)
  })
  app.get('/bare/on-duty', { schema: ANSWER }, (request, reply) => {
    void reply.send(prepared.get(`/v1${request.url.slice('/bare'.length)}`)?.answer)
  })
  return app
}

/** One statement, prepared, every join by a primary key or the index made for it: each seat of the agency's posts, now and next. */
const STATEMENT = {
  name: 'on-duty',
  text: `
    select c.code as "centreCode", c.name as "centreName", c.phones as "centrePhones", a.code as "agencyCode", a.name as "agencyName",
      po.code as "postCode", po.name as "postName", po.mode, d.seat, d.starts_at as "start", d.ends_at as "end",
      p.id, p.code, p.full_name as "fullName", p.role, p.phones,
      pub.number, pub.symbol, pub.version, pub.kind, pub.published_at as "publishedAt"
    from agencies a
    join centres c on c.id = a.centre_id
    left join post_agencies pa on pa.centre_id = a.centre_id and pa.agency_id = a.id
    left join posts po on po.centre_id = pa.centre_id and po.id = pa.post_id
    left join lateral (
      select * from duties d
      where d.centre_id = pa.centre_id and d.post_id = pa.post_id and d.ends_at > $3
        and d.in_force_from <= greatest(d.starts_at, $3) and (d.in_force_to is null or d.in_force_to > $3)
      order by d.ends_at, d.seat
      limit 4
    ) d on true
    left join providers p on p.centre_id = d.centre_id and p.id = d.provider_id
    left join publications pub on pub.centre_id = d.centre_id and pub.id = d.publication_id
    where a.centre_id = $1 and a.code = $2`
}

interface Row {
  readonly centreCode: string
  readonly centreName: string
  readonly centrePhones: readonly Phone[]
  readonly agencyCode: string
  readonly agencyName: string
  readonly postCode: string
  readonly postName: string
  readonly mode: string
  readonly seat: string
  readonly start: Date
  readonly end: Date
  readonly id: string
  readonly code: string
  readonly fullName: string
  readonly role: string
  readonly phones: readonly Phone[]
  readonly number: number
  readonly symbol: string
  readonly version: number
  readonly kind: string
  readonly publishedAt: Date
}

/** In the one zone of this country, by hand: a library would only slow the rival down. */
const local = (at: Date): string => `${new Date(at.getTime() + 25_200_000).toISOString().slice(0, 19)}+07:00`

const personOf = ({ id, code, fullName, role }: Row) => ({ id, code, fullName, role })

function seatOf(row: Row, next: Row | undefined) {
  return {
    seat: row.seat,
    provider: personOf(row),
    post: { code: row.postCode, name: row.postName },
    mode: row.mode,
    numbers: presentPhones(row.phones, 'agency'),
    note: null,
    start: local(row.start),
    end: local(row.end),
    next: next ? { provider: personOf(next), start: local(next.start), end: local(next.end) } : null
  }
}

const CLOSED = { code: 'outside_hours', detail: 'Ngoài giờ trực.' }

/** The same as the service tells, made of those rows. */
function answerOf(rows: readonly Row[], now: Date) {
  const [first] = rows
  if (first === undefined) throw new Error('no such agency')
  const running = rows.filter(({ start }) => start <= now)
  const coming = rows.filter(({ start }) => start > now)
  const onDuty = running.map((row) =>
    seatOf(
      row,
      coming.find(({ seat, postCode }) => seat === row.seat && postCode === row.postCode)
    )
  )
  const changes = [...running.map(({ end }) => end), ...coming.map(({ start }) => start)].sort((a, b) => a.getTime() - b.getTime())
  const opening = coming[0]?.start
  return {
    centre: { code: first.centreCode, name: first.centreName },
    agency: { code: first.agencyCode, name: first.agencyName },
    successor: null,
    post: null,
    at: local(now),
    status: onDuty.length > 0 ? 'on_duty' : 'outside_hours',
    reason: onDuty.length > 0 ? null : CLOSED,
    wanted: null,
    onDuty,
    fallback: { name: first.centreName, numbers: presentPhones(first.centrePhones, 'agency') },
    nextChangeAt: changes[0] ? local(changes[0]) : null,
    nextOpeningAt: onDuty.length === 0 && opening ? local(opening) : null,
    source: {
      publication: `${String(first.number).padStart(2, '0')}/${first.symbol}`,
      version: first.version,
      provisional: first.kind === 'provisional',
      publishedAt: local(first.publishedAt),
      generatedAt: local(now),
      stale: false
    }
  }
}

/** The hand-written route: the key in a map, one prepared statement, the same answer through the same serialiser. No record, no freshness. */
export function sqlRoute(url: string, questions: readonly Question[]): FastifyInstance {
  const pool = new pg.Pool({ connectionString: url, max: 8 }).on('error', () => undefined)
  const keys = new Map(questions.map(({ key, centre }) => [`Bearer ${key}`, idOf('centre', centre)]))
  const app = barest()
  app.addHook('onClose', () => pool.end())
  app.get<{ Querystring: { agency: string } }>('/v1/on-duty', { schema: ANSWER }, async (request, reply) => {
    const centreId = keys.get(request.headers.authorization ?? '')
    if (centreId === undefined) return reply.code(401).send()
    const now = new Date()
    const { rows } = await pool.query<Row>({ ...STATEMENT, values: [centreId, request.query.agency, now] })
    return answerOf(rows, now)
  })
  return app
}
