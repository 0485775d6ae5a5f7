import type { FastifyInstance, FastifyReply } from 'fastify'
import { html } from 'ghtml'
import { type Static, Type } from 'typebox'
import { formatDay } from '../domain/day.ts'
import { dayAt, timeAt } from '../domain/instant.ts'
import { documentNumber, type Publication } from '../domain/publication.ts'
import { textOf } from '../domain/text.ts'
import { getPublication } from '../store/publications.ts'
import { acknowledgeByLink, acknowledgementBehind, type LinkedAcknowledgement } from '../usecases/acknowledge.ts'
import type { Deps } from '../usecases/deps.ts'

/** No script, nothing from elsewhere; the form goes back to the page alone. */
const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const page = (body: string): string => html`<!doctype html>
<html lang="vi">
<head>
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <meta name="robots" content="noindex" />
  <title>Xác nhận đã nhận lịch trực</title>
  <link rel="stylesheet" href="/assets/style.css" />
</head>
<body><main>!${body}</main></body>
</html>`

const UNKNOWN = html`<h1>Không có liên kết này</h1>
  <p>Liên kết không đúng hoặc đã bị cắt mất một phần. Hãy mở lại liên kết trong thư của Trung tâm. / No such link.</p>`

const form = html`<form method="post">
  <p><label>Người nhận (không bắt buộc)<br /><input name="by" maxlength="200" autocomplete="name" /></label></p>
  <p><button type="submit">Xác nhận đã nhận / Acknowledge</button></p>
</form>`

function shown({ centre, agency, acknowledgement }: LinkedAcknowledgement, publication: Publication): string {
  const { acknowledgedAt, by } = acknowledgement
  const [year, month] = publication.month.split('-')
  const number = documentNumber(publication)
  const done = acknowledgedAt === null ? '' : `${timeAt(acknowledgedAt, centre.zone)} ngày ${formatDay(dayAt(acknowledgedAt, centre.zone))}`
  const state =
    acknowledgedAt === null ? form : html`<p role="status"><strong>Đã xác nhận</strong> lúc ${done}, người nhận: ${by ?? ''}.</p>`
  return html`<p class="parent">${centre.name}</p>
    <h1>Lịch trực trợ giúp pháp lý tháng ${month ?? ''} năm ${year ?? ''}</h1>
    <p>${number === null ? 'Thay người trực khẩn' : `Số ${number}`}, ngày ${formatDay(dayAt(publication.publishedAt, centre.zone))}</p>
    <p>Nơi nhận: ${agency.name}</p>
    !${state}`
}

async function answer(deps: Deps, reply: FastifyReply, linked: LinkedAcknowledgement | undefined): Promise<FastifyReply> {
  void reply
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex')
    .type('text/html; charset=utf-8')
  if (linked === undefined) return reply.code(404).send(page(UNKNOWN))
  const publication = await getPublication(deps.db, linked.centre.id, linked.acknowledgement.publicationId)
  return reply.send(page(shown(linked, publication)))
}

const MOST_FORM = 4096

/** What the button sends, whoever presses it; anything else acknowledges nothing. */
const Form = Type.Union([Type.Object({ by: Type.Optional(Type.String()) }), Type.Null()])

/**
 * The page behind the link in a letter, for people without a key. Opening it only shows: what looks at letters for viruses opens links.
 * The button acknowledges.
 */
export async function acknowledgePage(app: FastifyInstance, deps: Deps): Promise<void> {
  const schema = { hide: true }
  const config = { kind: 'database' } as const
  app.addContentTypeParser<Buffer>(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: MOST_FORM },
    (_request, body, done) => void done(null, Object.fromEntries(new URLSearchParams(textOf(body))))
  )
  app.get<{ Params: { token: string } }>('/acknowledge/:token', { schema, config }, async (request, reply) =>
    answer(deps, reply, await acknowledgementBehind(deps, request.params.token))
  )
  const pressed = { ...schema, body: Form }
  app.post<{ Params: { token: string }; Body: Static<typeof Form> }>(
    '/acknowledge/:token',
    { schema: pressed, config },
    async (request, reply) => answer(deps, reply, await acknowledgeByLink(deps, request.params.token, request.body?.by ?? ''))
  )
}
