/**
 * A second opinion on who is on duty: a walk, slot by slot, over publications as `GET /v1/publications/{id}` serves them. It shares no
 * code with `src/lookup` (instants are read by `Date`, months by `Intl`), and is as slow as it is plain.
 */

/** A publication as served, as far as the question needs it; what the key that read it may not see is not in it. */
export interface Frozen {
  readonly month: string
  readonly version: number
  /** Null of a version without a number of its own. */
  readonly number: string | null
  readonly effectiveFrom: string
  readonly supersededFrom: string | null
  readonly posts: readonly {
    readonly id: string
    readonly code: string
    readonly mode: string
    readonly agencyIds: readonly string[]
    readonly continuous: boolean
  }[]
  readonly people: readonly { readonly id: string; readonly fullName: string; readonly phones: readonly { readonly e164: string }[] }[]
  readonly slots: readonly {
    readonly postId: string
    readonly start: string
    readonly end: string
    readonly seats: readonly { readonly seat: string; readonly providerId: string }[]
  }[]
}

/** What is asked about: a post or an agency, by id. */
export type About = { readonly post: string } | { readonly agency: string }

/** Somebody on duty, times in milliseconds. */
export interface Standing {
  readonly post: string
  readonly seat: string
  readonly name: string
  readonly numbers: readonly string[]
  readonly start: number
  readonly end: number
}

/** Who comes after somebody on duty. */
export interface Follower {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** What is to be answered at an instant; `standing` in the order in which to call. */
export interface Verdict {
  readonly status: 'on_duty' | 'outside_hours' | 'uncovered'
  readonly reason: 'not_published' | 'not_served' | 'gap' | 'unfilled' | null
  readonly standing: readonly Standing[]
  /** Numbers of the documents that answer (or say that nobody is on duty); `month v2` for one without a number. */
  readonly documents: readonly string[]
}

interface Walked {
  readonly document: string
  readonly month: string
  readonly from: number
  readonly to: number
  readonly posts: Frozen['posts']
  readonly people: Frozen['people']
  readonly slots: readonly WalkedSlot[]
  readonly slotsOf: ReadonlyMap<string, readonly WalkedSlot[]>
}

interface WalkedSlot {
  readonly postId: string
  readonly seats: Frozen['slots'][number]['seats']
  readonly start: number
  readonly end: number
}

const FOR_EVER = Number.POSITIVE_INFINITY

/** The oracle over publications of one centre: of several versions of a month, the one answers whose time it is. */
export interface Oracle {
  /** Who is to be on duty at the instant. */
  at(about: About, at: number): Verdict
  /** The first later instant at which a slot of what is asked begins or ends, or (see the code) another document takes over. */
  nextChange(about: About, at: number): number | null
  /** The first later start of a slot that has somebody, by the documents of that instant. */
  nextOpening(about: About, at: number): number | null
  /** Who holds that seat of that post (by code) in the first slot, of those that end after the instant, which has somebody there. */
  nextHolder(at: number, seat: { readonly post: string; readonly seat: string; readonly end: number }): Follower | null
  /** Every instant at which anything begins or ends at all, in order. */
  readonly edges: readonly number[]
}

function walk(frozen: Frozen): Walked {
  const slots = frozen.slots.map(({ postId, seats, start, end }) => ({
    postId,
    seats,
    start: new Date(start).getTime(),
    end: new Date(end).getTime()
  }))
  return {
    document: frozen.number ?? `${frozen.month} v${frozen.version}`,
    month: frozen.month,
    from: new Date(frozen.effectiveFrom).getTime(),
    to: frozen.supersededFrom === null ? FOR_EVER : new Date(frozen.supersededFrom).getTime(),
    posts: frozen.posts,
    people: frozen.people,
    slots,
    slotsOf: Map.groupBy(slots, (slot) => slot.postId)
  }
}

const isAsked = (post: Frozen['posts'][number], about: About): boolean =>
  'post' in about ? post.id === about.post : post.agencyIds.includes(about.agency)

const asked = (month: Walked, about: About): Frozen['posts'] => month.posts.filter((post) => isAsked(post, about))

/** `on_site` before `phone`, then `primary` before `support` (each happens to be so in the alphabet), then by code. */
const inCallOrder = (a: Standing & { mode: string }, b: Standing & { mode: string }): number => {
  const [one, other] = [a, b].map(({ mode, seat, post }) => `${mode} ${seat} ${post}`)
  return (one ?? '') < (other ?? '') ? -1 : 1
}

type Found = Standing & { readonly mode: string; readonly document: string }

function standingIn(month: Walked, about: About, at: number): Found[] {
  return asked(month, about).flatMap(({ id, code, mode }) =>
    (month.slotsOf.get(id) ?? [])
      .filter((slot) => slot.start <= at && at < slot.end)
      .flatMap(({ start, end, seats }) =>
        seats.map(({ seat, providerId }): Found => {
          const person = month.people.find((each) => each.id === providerId)
          const numbers = person?.phones.map(({ e164 }) => e164) ?? []
          return { post: code, mode, seat, name: person?.fullName ?? '?', numbers, start, end, document: month.document }
        })
      )
  )
}

/** Builds the oracle. `zone` says which month an instant lies in. */
export function oracle(publications: readonly Frozen[], zone = 'Asia/Ho_Chi_Minh'): Oracle {
  const months = publications.map(walk)
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit' })
  /** `YYYY-MM` on the wall. */
  const monthAt = (at: number): string => calendar.format(new Date(at)).slice(0, 7)
  const inForce = (at: number): Walked[] => months.filter(({ from, to }) => from <= at && at < to)
  /** A month to come answers by the document that will be in force when it begins. */
  const inSight = (at: number): Walked[] =>
    months.filter(({ month, from, to }) => {
      const begins = Math.min(...months.filter((other) => other.month === month).map((other) => other.from))
      const moment = Math.max(begins, at)
      return from <= moment && moment < to
    })
  const slotsInSight = (about: About, at: number) =>
    inSight(at).flatMap((month) => month.slots.filter((slot) => asked(month, about).some(({ id }) => id === slot.postId)))
  const first = (instants: readonly number[], at: number): number | null => {
    const later = instants.filter((each) => each > at && each !== FOR_EVER)
    return later.length === 0 ? null : Math.min(...later)
  }

  function reasonAt(about: About, at: number): Verdict['reason'] {
    const running = inForce(at).some((month) =>
      month.slots.some((slot) => slot.start <= at && at < slot.end && asked(month, about).some(({ id }) => id === slot.postId))
    )
    if (running) return 'unfilled'
    const month = inForce(at).find((each) => each.month === monthAt(at))
    if (month === undefined) return 'not_published'
    const posts = asked(month, about)
    if (posts.length === 0) return 'not_served'
    return posts.some((post) => post.continuous) ? 'gap' : null
  }

  function verdict(about: About, at: number): Verdict {
    const found = inForce(at).flatMap((month) => standingIn(month, about, at))
    const reason = found.length > 0 ? null : reasonAt(about, at)
    const speaking = found.length > 0 ? found : inForce(at).filter((each) => each.month === monthAt(at))
    const documents = speaking.map(({ document }) => document)
    const uncovered = reason === null ? 'outside_hours' : 'uncovered'
    return {
      status: found.length > 0 ? 'on_duty' : uncovered,
      reason,
      standing: found.sort(inCallOrder).map(({ mode: _, document: __, ...standing }) => standing),
      documents: [...new Set(documents)]
    }
  }

  return {
    at: verdict,
    nextChange: (about, at) => {
      const slots = slotsInSight(about, at).flatMap(({ start, end }) => [start, end])
      const takeovers = inSight(at).map(({ to }) => to)
      // a document that begins changes who speaks only while nobody is on duty: whoever is on duty stays to the end of the slot
      const begins = verdict(about, at).status === 'on_duty' ? [] : inSight(at).map(({ from }) => from)
      return first([...slots, ...takeovers, ...begins], at)
    },
    nextOpening: (about, at) =>
      first(
        slotsInSight(about, at)
          .filter(({ seats }) => seats.length > 0)
          .map(({ start }) => start),
        at
      ),
    nextHolder: (at, { post, seat, end }) => {
      // every holder of the seat there ever is, by the documents of the instant, sorted; no thought of where one is in them
      const holders = inSight(at).flatMap((month) => {
        const ids = month.posts.filter(({ code }) => code === post).map(({ id }) => id)
        return month.slots
          .filter((slot) => ids.includes(slot.postId) && slot.end > end)
          .flatMap((slot) =>
            slot.seats
              .filter((each) => each.seat === seat)
              .map(({ providerId }) => ({ name: month.people.find(({ id }) => id === providerId)?.fullName ?? '?', slot }))
          )
      })
      const [follower] = holders.sort((a, b) => a.slot.start - b.slot.start)
      return follower === undefined ? null : { name: follower.name, start: follower.slot.start, end: follower.slot.end }
    },
    edges: [...new Set(months.flatMap(({ from, to, slots }) => [from, to, ...slots.flatMap(({ start, end }) => [start, end])]))]
      .filter((edge) => edge !== FOR_EVER)
      .sort((a, b) => a - b)
  }
}
