import { findDamage, findOutage, reasonOf } from '../store/constraints.ts'

/** What is said of an outage: that it has begun, and why; that it is over, and how long it lasted. */
export type OutageNews = { readonly reason: string; readonly damaged: boolean } | { readonly seconds: number }

/** Whether the database is out of reach, known in one place, so that it is said once and not by each who notices. */
export interface Outages {
  /** True when the error says that the database is out of reach: it is known now, and nobody else need say it. */
  readonly notice: (error: unknown) => boolean
  /** It is out of reach, and whoever calls this says so: nobody else need. `forGood`: this process will never reach it again. */
  readonly known: (error: unknown, forGood?: boolean) => void
  readonly isForGood: () => boolean
  /** The database has answered. */
  readonly answered: () => void
  /** Who writes down when one begins and when it ends; one that is under way is told at once. */
  readonly tell: (hear: (news: OutageNews) => void) => void
}

/** Over once nothing has failed for so long, in milliseconds: what was under way when a connection went may fail so much later. */
const QUIET = 10_000

interface Outage {
  readonly reason: string
  readonly damaged: boolean
  readonly since: number
  /** Somebody else has said that it began. */
  readonly told: boolean
  noticedAt: number
  /** When it first answered after that. */
  backAt?: number | undefined
}

export function openOutages(quiet = QUIET): Outages {
  let current: Outage | undefined
  let forGood = false
  let hear: (news: OutageNews) => void = () => undefined
  // a clock that nobody sets
  const clock = (): number => performance.now()
  const begin = (error: unknown, told: boolean): Outage => {
    const now = clock()
    const damaged = findDamage(error) === 'damaged'
    return { reason: reasonOf(error), damaged, since: current?.since ?? now, told, noticedAt: now }
  }
  const tellBegin = ({ reason, damaged, told }: Outage): void => {
    if (!told) hear({ reason, damaged })
  }
  return {
    notice: (error) => {
      if (findOutage(error)?.code !== 'DATABASE_UNAVAILABLE') return false
      if (current === undefined) {
        current = begin(error, false)
        tellBegin(current)
      }
      Object.assign(current, { noticedAt: clock(), backAt: undefined })
      return true
    },
    known: (error, ends = false) => {
      current = begin(error, true)
      forGood ||= ends
    },
    isForGood: () => forGood,
    answered: () => {
      if (current === undefined) return
      current.backAt ??= clock()
      if (clock() - current.noticedAt < quiet) return
      // however short, it was one
      hear({ seconds: Math.max(1, Math.round((current.backAt - current.since) / 1000)) })
      current = undefined
    },
    tell: (listener) => {
      hear = listener
      if (current !== undefined) tellBegin(current)
    }
  }
}
