import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { formatInstant, HOUR, type Instant, type Zone } from '../domain/instant.ts'
import type { NumberReading } from '../domain/number-reading.ts'
import type { Freshness } from '../lookup/memory.ts'
import type { Deps } from '../usecases/deps.ts'
import { announce } from './on-duty-caching.ts'
import type { Principal } from './principal.ts'

/** An answer to a question about now, that stands until something changes. */
export interface Standing {
  readonly zone: Zone
  readonly nextChangeAt: Instant | null
  readonly published: boolean
  /** The opaque part of its ETag. */
  readonly tag: string
  /** Whose personal numbers it shows to whoever asks: recorded each time. */
  readonly readings: readonly NumberReading[]
  /** Its JSON, with these texts for the instants that it is asked at and known to be right at. */
  readonly text: (at: string, generatedAt: string) => string
}

/** The same ready to be sent: its JSON in three pieces, between which the two instants go. */
interface Ready extends Omit<Standing, 'text'> {
  readonly revision: number
  /** When it was made, and until when it stands: a clock that was set back finds none. */
  readonly from: Instant
  readonly until: number
  readonly pieces: readonly [string, string, string]
}

/** Answers kept for each key; a question asked otherwise is answered from the index. */
const MOST_READY = 20_000
/** What an answer says in words may name the day: none is kept over the full hour. */
const wholeHour = (now: Instant): number => (Math.floor(now / HOUR) + 1) * HOUR

/** The answers to questions about now, each made once for those who ask the same with the same key, until memory or the hour changes. */
export interface ReadyAnswers {
  /** Sends the answer if it is ready; false: it is not. */
  readonly send: (request: FastifyRequest, reply: FastifyReply) => boolean
  /** Keeps what was answered at that revision of memory. */
  readonly keep: (request: FastifyRequest, now: Instant, revision: number, standing: Standing) => void
}

/** All that an answer depends on besides who asks and when. */
const questionOf = ({ url, headers }: FastifyRequest): string => `${url} ${headers['accept-language'] ?? ''} ${headers.accept ?? ''}`

export function readyAnswers({ memory, now }: Pick<Deps, 'memory' | 'now'>): ReadyAnswers {
  let byPrincipal = new WeakMap<Principal, Map<string, Ready>>()
  const [at, generatedAt] = [randomUUID(), randomUUID()]
  const find = (request: FastifyRequest, moment: Instant): Ready | undefined => {
    const found = byPrincipal.get(request.principal)?.get(questionOf(request))
    if (found === undefined || found.revision !== memory.revision()) return undefined
    return found.from <= moment && moment < found.until ? found : undefined
  }
  return {
    send: (request, reply) => {
      const [moment, fresh] = [now(), memory.freshness()]
      const found = fresh.stale ? undefined : find(request, moment)
      if (found === undefined) return false
      sendReady(found, { request, reply, now: moment, fresh })
      return true
    },
    keep: (request, moment, revision, { text, ...standing }) => {
      const pieces = text(at, generatedAt).split(new RegExp(`${at}|${generatedAt}`))
      const [before, between, after] = pieces
      if (before === undefined || between === undefined || after === undefined) throw new Error('an answer names both instants')
      const until = Math.min(standing.nextChangeAt ?? Number.POSITIVE_INFINITY, wholeHour(moment))
      const theirs = byPrincipal.get(request.principal) ?? new Map<string, Ready>()
      if (theirs.size >= MOST_READY) byPrincipal = new WeakMap()
      byPrincipal.set(
        request.principal,
        theirs.set(questionOf(request), { ...standing, revision, from: moment, until, pieces: [before, between, after] })
      )
    }
  }
}

interface Sending {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly now: Instant
  readonly fresh: Freshness
}

function sendReady({ pieces, zone, tag, nextChangeAt, published, readings }: Ready, { request, reply, now, fresh }: Sending): void {
  if (announce(request, reply, { at: now, now, nextChangeAt, published, stale: false }, tag)) return void reply.code(304).send()
  for (const reading of readings) request.readings.note(reading)
  const [before, between, after] = pieces
  void reply.header('content-type', 'application/json; charset=utf-8')
  void reply.send(`${before}${formatInstant(now, zone)}${between}${formatInstant(fresh.generatedAt, zone)}${after}`)
}
