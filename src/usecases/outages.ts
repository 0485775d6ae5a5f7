import { findOutage, reasonOf } from '../store/constraints.ts'

/** What is said of an outage: that it has begun, and why; that it is over, and how long it lasted. */
export type OutageNews = { readonly reason: string } | { readonly seconds: number }

/** Whether the database is out of reach, known in one place, so that it is said once and not by each who notices. */
export interface Outages {
  /** True when the error says that the database is out of reach: it is known now, and nobody else need say it. */
  readonly notice: (error: unknown) => boolean
  /** The database has answered. */
  readonly answered: () => void
  /** Who writes down when one begins and when it ends; one that is under way is told at once. */
  readonly tell: (hear: (news: OutageNews) => void) => void
}

/** Over once nothing has failed for so long, in milliseconds: what was under way when a connection went may fail so much later. */
const QUIET = 10_000

interface Outage {
  readonly reason: string
  readonly since: number
  noticedAt: number
}

export function openOutages(quiet = QUIET): Outages {
  let current: Outage | undefined
  let hear: (news: OutageNews) => void = () => undefined
  const begin = (error: unknown, now: number): Outage => {
    const reason = reasonOf(error)
    hear({ reason })
    return { reason, since: now, noticedAt: now }
  }
  return {
    notice: (error) => {
      if (findOutage(error)?.code !== 'DATABASE_UNAVAILABLE') return false
      // a clock that nobody sets
      const now = performance.now()
      current ??= begin(error, now)
      current.noticedAt = now
      return true
    },
    answered: () => {
      if (current === undefined || performance.now() - current.noticedAt < quiet) return
      hear({ seconds: Math.round((current.noticedAt - current.since) / 1000) })
      current = undefined
    },
    tell: (listener) => {
      hear = listener
      if (current !== undefined) hear({ reason: current.reason })
    }
  }
}
