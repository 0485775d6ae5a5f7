import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Webhook } from '../domain/delivery.ts'
import type { Deps } from '../usecases/deps.ts'
import { rotateSecret, webhookEntry } from '../usecases/save-webhook.ts'
import { catalogueRoutes } from './catalogue.ts'
import { centreOf } from './principal.ts'
import { etagOf, expectedVersion } from './reply.ts'
import { CentreQuery, Code, Id, IfMatch, nullable, problems, Ref, strict, Version } from './schemas.ts'

const WebhookBody = strict({
  code: Code,
  agency: Type.Optional(nullable(Ref('the agency it belongs to: it is told what concerns that agency; null = everything of the centre'))),
  url: Type.String({ maxLength: 2000, description: 'https address that events are posted to; never a private one.' }),
  enabled: Type.Optional(Type.Boolean({ description: 'Whether events are sent; by default they are.' }))
})

const fields = {
  id: Id,
  code: Code,
  version: Version,
  agencyId: nullable(Type.String()),
  url: Type.String(),
  enabled: Type.Boolean()
}
const WebhookView = Type.Object(fields, { $id: 'Webhook', title: 'Webhook' })
const secret = Type.String({ description: 'whsec_…, verifies what is sent. Shown once: not when the request comes again.' })
const MadeView = Type.Object({ ...fields, secret: Type.Optional(secret) })
const SecretView = Type.Object({ ...fields, secret })

const present = ({ centreId: _, secret: __, ...webhook }: Webhook) => webhook
const presentSecret = (webhook: Webhook) => ({ ...present(webhook), secret: webhook.secret })

const DESCRIPTION = `Receivers of signed events (Standard Webhooks: headers \`webhook-id\`, \`webhook-timestamp\`, \`webhook-signature\`).
\`webhook-id\` is the same on every try. An event's body is \`{type, id, timestamp, version, data}\`, its type one of \`publication.issued\`,
\`publication.amended\`, \`publication.provisional\`, \`publication.recalled\`; \`version\` is the publication's. Any 2xx answer takes it; anything
else, a redirect too, is tried again for about a day.`

/** `webhooks`: of the centre's own keys alone; the secret is shown when it is made, and never again. */
export function webhookRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(WebhookView)
  void app.register(async (app) => {
    app.addHook('onRequest', async (_request, reply) => {
      void reply.header('cache-control', 'no-store')
    })
    catalogueRoutes(app, deps, {
      entry: webhookEntry,
      plural: 'webhooks',
      names: ['Webhook', 'Webhooks'],
      description: DESCRIPTION,
      body: WebhookBody,
      view: Type.Ref('Webhook'),
      present,
      shownOnce: { view: MadeView, present: presentSecret },
      ofCentre: true
    })
    rotateRoute(app, deps)
  })
}

function rotateRoute(app: FastifyInstance, deps: Deps): void {
  app.post<{ Params: { id: string }; Querystring: { centre?: string } }>(
    '/webhooks/:id/rotate-secret',
    {
      schema: {
        operationId: 'rotateWebhookSecret',
        summary: 'Give a webhook a new secret',
        description: 'From then on everything is signed with the new one, what is tried again too. Takes no Idempotency-Key.',
        tags: ['webhooks'],
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id or code.' }) }),
        querystring: Type.Object(CentreQuery, { additionalProperties: false }),
        headers: IfMatch,
        response: { 200: SecretView, ...problems(400, 401, 403, 404, 412, 428) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const webhook = await rotateSecret(deps, centre, request.params.id, expectedVersion(request))
      return reply.header('etag', etagOf(webhook.version)).send(presentSecret(webhook))
    }
  )
}
