import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import type { FastifyInstance, FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify'
import fp from 'fastify-plugin'

/**
 * Bytes from which an answer is packed. Who is on duty is told in some 2,500, which go out in two packets as they are: packing them would
 * take longer than looking them up, and save nobody anything.
 */
export const LEAST_PACKED = 4096

/** What gets smaller. Documents, pictures and workbooks are packed already, and a stream of events must leave as it happens. */
const PACKABLE = /^(?:text\/(?!event-stream)|application\/(?:[\w.-]+\+)?json\b|application\/(?:javascript|yaml)\b|image\/svg\+xml\b)/

/** Answers that show a secret are never packed: the length of what is packed says something of what is in it. */
const SECRETS: ReadonlySet<string> = new Set(['createApiKey', 'createFeed', 'createWebhook', 'rotateWebhookSecret'])

/** Fast and small enough: a month of 300 kB takes some milliseconds, and gets a tenth as long. */
const QUALITY = { gzip: 5, br: 4 } as const

/** The ETag as the client has it: packed, the same state is other bytes, which only a weak tag may say. */
function tagFor({ headers }: FastifyRequest, reply: FastifyReply, etag: string): string {
  const known = headers['if-none-match']
  const weak = reply.hasHeader('content-encoding') || (reply.statusCode === 304 && known?.includes(`W/${etag}`) === true)
  return weak ? `W/${etag}` : etag
}

const weaken: onSendHookHandler = (request, reply, payload, done) => {
  const etag = reply.getHeader('etag')
  if (typeof etag === 'string' && etag.startsWith('"')) void reply.header('etag', tagFor(request, reply, etag))
  done(null, payload)
}

/** Packs answers for those who say that they unpack them (`Accept-Encoding`), and weakens the ETag of what it packs. */
export const compression = fp(
  async (app: FastifyInstance) => {
    app.addHook('onRoute', (route) => {
      const { operationId = '' } = (route.schema ?? {}) as { readonly operationId?: string }
      if (SECRETS.has(operationId)) route.compress = false
    })
    await app.register(compress, {
      globalDecompression: false,
      encodings: ['br', 'gzip'],
      threshold: LEAST_PACKED,
      customTypes: (type) => PACKABLE.test(type),
      zlibOptions: { level: QUALITY.gzip },
      brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY.br } }
    })
    // after the hook that packs
    app.addHook('onRoute', (route) => {
      route.onSend = [route.onSend ?? [], weaken].flat()
    })
  },
  { name: 'compression' }
)
