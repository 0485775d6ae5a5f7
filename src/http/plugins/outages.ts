import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Deps } from '../../usecases/deps.ts'
import { type OutageNews, type Outages, openOutages } from '../../usecases/outages.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the database is out of reach: whoever meets an error asks here first whether it needs to be said. */
    readonly outages: Outages
  }
}

function sentenceOf(news: OutageNews): string {
  if (!('reason' in news)) return 'the database is back'
  return `the database is ${news.damaged ? 'damaged, restore it from a backup' : 'out of reach'}: look-ups go on, writes are refused`
}

/** Writes a line into the log when an outage of the database begins, and one when it ends. */
export const outages = fp(
  async (app: FastifyInstance, deps: Deps) => {
    const watch = deps.outages ?? openOutages()
    watch.tell((news) => app.log.warn(news, sentenceOf(news)))
    // what is closed is out of reach, and no outage
    app.addHook('preClose', async () => watch.tell(() => undefined))
    app.decorate('outages', watch)
  },
  { name: 'outages' }
)
