import { findOutage, kindOf, type OutageKind, reasonOf } from '../store/constraints.ts'

export type { OutageKind }

/** What is said of an outage: that it has begun, and why; that it is over, and how long it lasted. */
export type OutageNews = { readonly reason: string; readonly kind: OutageKind } | { readonly seconds: number }

/** Whether the database is out of reach, known in one place, so that it is said once and not by each who notices. */
export interface Outages {
  /** True when the error says that the database is out of reach: it is known now, and nobody else need say it. */
  readonly notice: (error: unknown) => boolean
  /** It is out of reach, and whoever calls this says so: nobody else need. `forGood`: this process will never reach it again. */
  readonly known: (error: unknown, forGood?: boolean) => void
  readonly isForGood: () => boolean
  /** Writes have been refused of late, whatever else it answers. */
  readonly refusesWrites: () => boolean
  /** The database has answered. */
  readonly answered: () => void
  /** Who writes down when one begins and when it ends; one that is under way is told at once. */
  readonly tell: (hear: (news: OutageNews) => void) => void
}

/** Over once nothing has failed for so long, in milliseconds: what was under way when a connection went may fail so much later. */
const QUIET = 10_000
/** It answers those who read meanwhile: over only after so many times as long, in which somebody will have tried to write. */
const OF_WRITES: ReadonlySet<OutageKind> = new Set(['full', 'reads_only', 'no_right'])
const LONGER = 6

interface Outage {
  readonly reason: string
  readonly kind: OutageKind
  readonly since: number
  /** Somebody else has said that it began. */
  readonly told: boolean
  /** Of which kinds it has been, or the one that was hardly over when it began: each is said once. */
  readonly kinds: Set<OutageKind>
  noticedAt: number
  /** When it first answered after that. */
  backAt?: number | undefined
  /** It had answered, and has failed since: when it answered, and when it failed again. */
  again?: { readonly backAt: number; readonly at: number } | undefined
}

// a clock that nobody sets
const clock = (): number => performance.now()

function begun(error: unknown, told: boolean, before?: Pick<Outage, 'since' | 'kinds'>): Outage {
  const kind = kindOf(error)
  const kinds = new Set([...(before?.kinds ?? []), kind])
  return { reason: reasonOf(error), kind, since: before?.since ?? clock(), told, kinds, noticedAt: clock() }
}

/** It had answered, and fails again for longer than anything would that was late, or for another reason: when that one ended and this began. */
function anotherIn(outage: Outage, kind: OutageKind, quiet: number): Outage['again'] {
  const { again, kinds } = outage
  return again !== undefined && (!kinds.has(kind) || clock() - again.at >= quiet) ? again : undefined
}

const quietAfter = ({ kind }: Outage, quiet: number): number => (OF_WRITES.has(kind) ? quiet * LONGER : quiet)

// however short, it was one
const secondsOf = ({ since }: Outage, backAt: number): number => Math.max(1, Math.round((backAt - since) / 1000))

/** Says when the database is out of reach: once for each outage, and again when it turns out to be of another kind. */
export function openOutages(quiet = QUIET): Outages {
  let current: Outage | undefined
  let forGood = false
  let hear: (news: OutageNews) => void = () => undefined
  const begin = (next: Outage): void => {
    current = next
    if (!next.told) hear({ reason: next.reason, kind: next.kind })
  }
  /** The one that is under way, or the next. */
  const goOn = (outage: Outage, error: unknown): void => {
    const kind = kindOf(error)
    if (outage.backAt !== undefined) outage.again = { backAt: outage.backAt, at: clock() }
    Object.assign(outage, { noticedAt: clock(), backAt: undefined })
    const another = anotherIn(outage, kind, quiet)
    if (another !== undefined) {
      hear({ seconds: secondsOf(outage, another.backAt) })
      begin(begun(error, false, { since: another.at, kinds: outage.kinds }))
    } else if (!(outage.told || outage.kinds.has(kind))) begin(begun(error, false, outage))
  }
  return {
    notice: (error) => {
      if (findOutage(error)?.code !== 'DATABASE_UNAVAILABLE') return false
      if (current === undefined) begin(begun(error, false))
      else goOn(current, error)
      return true
    },
    known: (error, ends = false) => {
      begin(begun(error, true, current))
      forGood ||= ends
    },
    isForGood: () => forGood,
    refusesWrites: () => current !== undefined && OF_WRITES.has(current.kind),
    answered: () => {
      if (current === undefined) return
      current.backAt ??= clock()
      current.again = undefined
      if (clock() - current.noticedAt < quietAfter(current, quiet)) return
      hear({ seconds: secondsOf(current, current.backAt) })
      current = undefined
    },
    tell: (listener) => {
      hear = listener
      if (current !== undefined) begin(current)
    }
  }
}
