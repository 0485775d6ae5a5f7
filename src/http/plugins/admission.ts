import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { DutyError } from '../../domain/errors.ts'
import { findOutage } from '../../store/constraints.ts'
import { openTurns, type Places, type Waiting } from '../../usecases/by-turns.ts'
import type { Deps } from '../../usecases/deps.ts'
import { DISCARD, discarded, isDiscarded } from '../../usecases/job-desk.ts'
import { type Kind, kindOf } from '../scopes.ts'
import { networkOf } from './rate-limit.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborted with DISCARD when the asker hangs up before the answer is there; undefined for what is answered out of memory. */
    left: AbortSignal | undefined
    /** Gives the place of the request back before its answer is there: for what only waits from now on. Once is enough. */
    giveWay: () => void
  }
  interface FastifyContextConfig {
    /** Of a page, which is no operation: what it takes; memory alone where it is left out. */
    readonly kind?: Kind
  }
}

/** Kinds of request that may have to wait. */
type Limited = Exclude<Kind, 'memory'>

/**
 * How many requests of a kind are under way at once, in all and of one owner. Few: the embedded database is one connection, a pool has ten
 * (db/connect.ts), and of the threads of a kind there are two, one a centre (jobs/compute-pool.ts), so that of more nothing is had. A
 * centre that has one month calculated has the next one read meanwhile; what is tried out (`trial`) reads once for up to a minute.
 */
export const PLACES = {
  database: { size: 6, perOwner: 3 },
  render: { size: 6, perOwner: 3 },
  question: { size: 4, perOwner: 2 },
  act: { size: 4, perOwner: 2 },
  trial: { size: 3, perOwner: 1 }
} as const satisfies Record<Limited, Places>

/**
 * Requests of a kind that may wait: of one asker, of one owner, in all. One more than an asker may have is refused; one more than an owner
 * may have, or than all may, costs whoever has most waiting their last, and never somebody who has none.
 */
export const MOST_WAITING = { asker: 64, owner: 128, all: 512 } as const

/** Nobody waits longer for a place, in milliseconds: half of the silence after which a connection ends without a word. */
const LONGEST = 60_000

/** When to ask again, in seconds. */
const AGAIN = 10

/** A request that waits for its place. */
interface Guest extends Waiting {
  readonly owner: string
  readonly asker: string
  readonly enter: () => void
  readonly refuse: (error: Error) => void
}

type Who = Pick<Guest, 'owner' | 'asker'>

/** Where requests of one kind wait for their places. */
interface Room {
  /** Waits for a place; returns how to give it back. Throws TOO_MANY_WAITING, SERVICE_CLOSING, what it is turned away with, and `discarded` once the asker has left. */
  readonly enter: (who: Who, left: AbortSignal) => Promise<() => void>
  /** Refuses all who wait. */
  readonly turnAway: (error: Error) => void
  /** Refuses all who wait, and from now on whoever would have to. */
  readonly close: () => void
}

const refusal = (): DutyError => new DutyError('TOO_MANY_WAITING', { seconds: AGAIN })

/** Of guests told apart by that, those who are most; of as many, those whose first came last. */
const longest = (guests: readonly Guest[], by: keyof Who): readonly Guest[] =>
  [...Map.groupBy(guests, (guest) => guest[by]).values()].reduce((most, each) => (each.length >= most.length ? each : most), [])

function openRoom(places: Places): Room {
  const turns = openTurns<Guest>(places)
  let open = true
  const admit = (): void => {
    for (let guest = turns.next(); guest !== undefined; guest = turns.next()) guest.enter()
  }
  /** Of those who wait, since this one came, whoever is too many: the last of the asker, of the owner or of all who have most waiting. */
  const surplus = ({ owner, asker }: Who): Guest | undefined => {
    const all = turns.waiting()
    const own = all.filter((guest) => guest.owner === owner)
    const same = own.filter((guest) => guest.asker === asker)
    if (same.length > MOST_WAITING.asker) return same.at(-1)
    if (own.length > MOST_WAITING.owner) return longest(own, 'asker').at(-1)
    return all.length > MOST_WAITING.all ? longest(longest(all, 'owner'), 'asker').at(-1) : undefined
  }
  const turnOut = (guest: Guest | undefined): void => {
    if (guest !== undefined && turns.leave(guest)) guest.refuse(refusal())
  }
  const turnAway = (error: Error): void => {
    for (const guest of turns.waiting()) if (turns.leave(guest)) guest.refuse(error)
  }
  const enter = async (who: Who, left: AbortSignal): Promise<() => void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const guest: Guest = { ...who, enter: resolve, refuse: reject }
    const quit = (error: Error): void => {
      if (turns.leave(guest)) reject(error)
    }
    const hungUp = (): void => quit(discarded())
    turns.join(guest)
    admit()
    if (!open) quit(new DutyError('SERVICE_CLOSING'))
    else turnOut(surplus(who))
    if (left.aborted) hungUp()
    left.addEventListener('abort', hungUp, { once: true })
    const late = setTimeout(() => quit(refusal()), LONGEST)
    await promise.finally(() => {
      clearTimeout(late)
      left.removeEventListener('abort', hungUp)
    })
    return () => {
      turns.done(guest)
      admit()
    }
  }
  return {
    enter,
    turnAway,
    close: () => {
      open = false
      turnAway(new DutyError('SERVICE_CLOSING'))
    }
  }
}

/** Everybody who asks without a key: together they have one turn, and among themselves they take turns by their addresses. */
const NOBODY = 'nobody'

/**
 * Whose turn a request takes: that of its centre, or of the centre that it names; a name that is none has no turn of its own. An agency is one
 * asker of its centre, however many keys it has: keys cost nothing, and a turn for each would be as many turns as somebody makes keys.
 */
function whoseTurn({ memory }: Deps, { principal, query, ip }: FastifyRequest): Who {
  const { id, centreId, agencyId } = principal
  if (id === null) return { owner: NOBODY, asker: networkOf(ip) }
  const { centre: ref } = query as { readonly centre?: string }
  const named = ref === undefined ? undefined : memory.remembered().centres.find(({ centre }) => centre.id === ref || centre.code === ref)
  return { owner: centreId ?? named?.centre.id ?? id, asker: agencyId ?? id }
}

/** Aborted when the connection ends before the answer is written. */
function leavingOf({ raw }: FastifyReply): AbortSignal {
  const leaving = new AbortController()
  if (raw.destroyed) leaving.abort(DISCARD)
  raw.once('close', () => {
    if (!raw.writableFinished) leaving.abort(DISCARD)
  })
  return leaving.signal
}

const kindOfRoute = ({ schema, config }: RouteOptions): Kind =>
  kindOf((schema as { readonly operationId?: string } | undefined)?.operationId) ?? config?.kind ?? 'memory'

/**
 * Runs the handler of a route once the request has its place in the room. A request whose asker has left is not answered; of whatever else it
 * fails by, `failed` is told.
 */
function inTurn(room: Room, deps: Deps, failed: (error: unknown) => void, handler: RouteOptions['handler']): RouteOptions['handler'] {
  return async function (request, reply) {
    const left = leavingOf(reply)
    request.left = left
    try {
      request.giveWay = await room.enter(whoseTurn(deps, request), left)
      return await handler.call(this, request, reply)
    } catch (error) {
      if (left.aborted && isDiscarded(error)) return reply.hijack()
      failed(error)
      throw error
    } finally {
      request.giveWay()
    }
  }
}

const nothing = (): void => undefined

/**
 * Lets requests in by turns: what is answered out of memory at once; of every other kind a few at a time, so that one asker keeps no other
 * waiting, not for the database either. It has its place from when it has arrived whole and is well-formed until its answer is there. When
 * the database turns out to be away, all who wait are told so.
 */
export const admission = fp(
  async (app: FastifyInstance, deps: Deps) => {
    const rooms = Object.fromEntries(Object.entries(PLACES).map(([kind, places]) => [kind, openRoom(places)])) as Record<Limited, Room>
    const failed = (error: unknown): void => {
      const outage = findOutage(error)
      if (outage?.code === 'DATABASE_UNAVAILABLE') for (const room of Object.values(rooms)) room.turnAway(outage)
    }
    app.decorateRequest('left', undefined)
    app.decorateRequest('giveWay', nothing)
    app.addHook('onRoute', (route) => {
      const kind = kindOfRoute(route)
      if (kind !== 'memory') route.handler = inTurn(rooms[kind], deps, failed, route.handler)
    })
    app.addHook('onSend', (request, _reply, payload, done) => {
      request.giveWay()
      done(null, payload)
    })
    app.addHook('preClose', (done) => {
      for (const room of Object.values(rooms)) room.close()
      done()
    })
  },
  { name: 'admission', dependencies: ['access'] }
)

/** What the use cases of a request are given: whatever they calculate ends when its asker hangs up. */
export const heard = <D extends Deps>(deps: D, { left }: Pick<FastifyRequest, 'left'>): D =>
  left === undefined ? deps : { ...deps, stop: left }
