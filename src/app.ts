import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { absenceRoutes } from './http/absences.ts'
import { acknowledgementRoutes } from './http/acknowledgements.ts'
import { affectedRoutes } from './http/affected.ts'
import { agencyRoutes } from './http/agencies.ts'
import { amendmentRoutes } from './http/amendments.ts'
import { apiKeyRoutes } from './http/api-keys.ts'
import { burdenWeightRoutes } from './http/burden-weights.ts'
import { calendarRoutes } from './http/calendar.ts'
import { callRoutes } from './http/calls.ts'
import { centreRoutes } from './http/centres.ts'
import { confirmationRoutes } from './http/confirmations.ts'
import { conflictCheckRoutes } from './http/conflict-checks.ts'
import { type ConnectionLimits, limitConnections } from './http/connection-limit.ts'
import { connectionOptions, endSilent, endUnread } from './http/connections.ts'
import { coverRoutes } from './http/covers.ts'
import { deadlineRoutes } from './http/deadlines.ts'
import { deliveryRoutes } from './http/deliveries.ts'
import { directoryRoutes } from './http/directory.ts'
import { documentRoutes } from './http/documents.ts'
import { dutyCardRoutes } from './http/duty-cards.ts'
import { entitlementRoutes } from './http/entitlements.ts'
import { fairnessRoutes } from './http/fairness.ts'
import { feedRoutes } from './http/feeds.ts'
import { jobRoutes } from './http/jobs.ts'
import { numberReadingRoutes } from './http/number-readings.ts'
import { numberRoutes } from './http/numbers.ts'
import { onDutyRoutes } from './http/on-duty.ts'
import { access, type Limited } from './http/plugins/access.ts'
import { admission } from './http/plugins/admission.ts'
import { compression } from './http/plugins/compression.ts'
import { openapi } from './http/plugins/openapi.ts'
import { outages } from './http/plugins/outages.ts'
import { readings } from './http/plugins/readings.ts'
import { postRoutes } from './http/posts.ts'
import { preferenceRoutes } from './http/preferences.ts'
import { sendProblem } from './http/problem.ts'
import { providerRoutes } from './http/providers.ts'
import { publicationRoutes } from './http/publications.ts'
import { rosterRoutes } from './http/rosters.ts'
import { ruleRoutes } from './http/rules.ts'
import { PhoneView, ProblemView } from './http/schemas.ts'
import { buildSerializer } from './http/serialization.ts'
import { type Administered, serviceRoutes } from './http/service.ts'
import { settingsRoutes } from './http/settings.ts'
import { signerRoutes } from './http/signers.ts'
import { swapRoutes } from './http/swaps.ts'
import { readJsonAlone, refuseBytes, refuseTunnels, refuseUnknown, refuseUnreadable, routableUrl } from './http/unreadable.ts'
import { buildValidator } from './http/validation.ts'
import { webhookRoutes } from './http/webhooks.ts'
import { LOG_SERIALIZERS } from './logged-error.ts'
import type { Deps } from './usecases/deps.ts'
import { type JobDesk, openDesk } from './usecases/job-desk.ts'
import { acknowledgePage } from './web/acknowledge.ts'
import { homeRoutes } from './web/home.ts'
import { postPage } from './web/post-page.ts'

/** Largest request body: a post with every provider named is far below. */
const BODY_LIMIT = 512 * 1024

/** An address is never longer than the header that it stands in: what a parameter may be, its schema says. */
const LONGEST_PARAM = 16 * 1024

const REQUEST_ID = /^[\w.-]{1,64}$/

/** Who may be connected; whoever comes where it is left out. */
interface Crowded {
  readonly connections?: ConnectionLimits
}

/** What the service works with, and within which bounds. */
export type Served = Deps & Limited & Crowded & Administered

/** The whole service over an open database, without listening: what the server starts and what tests call. */
export async function buildApp(deps: Served, options: FastifyServerOptions = {}): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    ...connectionOptions,
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: LONGEST_PARAM },
    requestIdHeader: false,
    rewriteUrl: routableUrl,
    clientErrorHandler: (error, socket) => refuseBytes(app, error, socket),
    schemaController: { compilersFactory: { buildValidator: buildValidator as never, buildSerializer: buildSerializer as never } },
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
    },
    ...options,
    ...(typeof options.logger === 'object' && { logger: { ...options.logger, serializers: LOG_SERIALIZERS } })
  })
  readRequests(app, deps)
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff')
    done()
  })
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  refuseUnknown(app)
  for (const schema of [PhoneView, ProblemView]) app.addSchema(schema)
  await app.register(compression)
  await app.register(openapi)
  await app.register(outages, deps)
  await app.register(access, deps)
  app.addHook('onRequest', refuseUnreadable)
  await app.register(readings, deps)
  await app.register(admission, deps)
  const desk = openDesk(deps, {
    defect: (error) => {
      if (!app.outages.notice(error)) app.log.error({ err: error }, 'a job failed')
    },
    interrupted: ({ id, rosterId }) => app.log.warn({ job: id, roster: rosterId }, 'a job was interrupted: what it had found is lost')
  })
  // before the server waits for open connections: streams of jobs end with their jobs
  app.addHook('preClose', () => desk.close())
  serviceRoutes(app, deps, desk)
  await app.register(async (v1) => addRoutes(v1, deps, desk), { prefix: '/v1' })
  await app.register(homeRoutes, deps)
  await app.register(postPage, deps)
  await app.register(acknowledgePage, deps)
  return app
}

/** Who may connect, and how what they send is read. */
function readRequests(app: FastifyInstance, { connections }: Crowded): void {
  // what is expected beside the request itself ("Expect") is nothing to us
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  if (connections !== undefined) limitConnections(app, connections)
  endSilent(app)
  refuseTunnels(app)
  readJsonAlone(app)
  endUnread(app)
}

/** One line a noun. */
function addRoutes(v1: FastifyInstance, deps: Deps, desk: JobDesk): void {
  centreRoutes(v1, deps)
  signerRoutes(v1, deps)
  agencyRoutes(v1, deps)
  providerRoutes(v1, deps)
  numberRoutes(v1, deps)
  numberReadingRoutes(v1, deps)
  absenceRoutes(v1, deps)
  preferenceRoutes(v1, deps)
  postRoutes(v1, deps)
  calendarRoutes(v1, deps)
  ruleRoutes(v1, deps)
  rosterRoutes(v1, deps, desk)
  jobRoutes(v1, deps, desk)
  publicationRoutes(v1, deps)
  amendmentRoutes(v1, deps)
  coverRoutes(v1, deps)
  swapRoutes(v1, deps)
  affectedRoutes(v1, deps)
  documentRoutes(v1, deps)
  feedRoutes(v1, deps)
  fairnessRoutes(v1, deps)
  burdenWeightRoutes(v1, deps)
  settingsRoutes(v1, deps)
  deadlineRoutes(v1, deps)
  deliveryRoutes(v1, deps)
  acknowledgementRoutes(v1, deps)
  confirmationRoutes(v1, deps)
  webhookRoutes(v1, deps)
  onDutyRoutes(v1, deps)
  dutyCardRoutes(v1, deps)
  directoryRoutes(v1, deps)
  callRoutes(v1, deps)
  conflictCheckRoutes(v1, deps)
  entitlementRoutes(v1, deps)
  apiKeyRoutes(v1, deps)
}
