import { compare, type PostId, type ProviderId } from '../domain/ids.ts'
import { dayAt, type Instant, type Interval } from '../domain/instant.ts'
import { SEATS, type Seat } from '../domain/post.ts'
import type { Difference, PublishedMonth } from '../domain/publication.ts'
import { endOf } from './paper-words.ts'
import { type PostTime, type Turn, whenOf } from './turns.ts'

type Moment = Exclude<Difference, { kind: 'numbers' }>

/** Who holds a seat of a post for a while before and after; null = nobody, undefined = the post was, or is, not staffed. */
export interface SeatChange extends Interval {
  readonly postId: PostId
  readonly seat: Seat
  readonly from: ProviderId | null | undefined
  readonly to: ProviderId | null | undefined
}

const seatsOf = (moment: Moment): SeatChange[] => {
  const { postId, start, end } = moment
  if (moment.kind === 'seat') return [{ postId, start, end, seat: moment.seat, from: moment.from, to: moment.to }]
  return moment.seats.map(({ seat, providerId }) => ({
    ...{ postId, start, end, seat },
    ...(moment.kind === 'added' ? { from: undefined, to: providerId } : { from: providerId, to: undefined })
  }))
}

/** What two stretches must share to be one line. */
const said = ({ postId, seat, from, to }: SeatChange): string => JSON.stringify([postId, seat, from ?? String(from), to ?? String(to)])

/** Whether the post has no duty that begins or goes on between the two. */
const meets = (time: PostTime | undefined, a: Instant, b: Instant): boolean =>
  a === b || !time?.slots.some(({ start, end }) => start < b && end > a)

/** The changes of these posts, in the posts' order and of time; neighbouring slots that say the same are one. */
export function seatChanges(changes: readonly Difference[], times: ReadonlyMap<PostId, PostTime>): SeatChange[] {
  const moments = changes.filter((change): change is Moment => change.kind !== 'numbers' && times.has(change.postId))
  const found: SeatChange[] = []
  for (const next of moments.flatMap(seatsOf).sort((a, b) => a.start - b.start)) {
    const at = found.findLastIndex((each) => said(each) === said(next))
    const before = found[at]
    if (before && meets(times.get(next.postId), before.end, next.start)) found[at] = { ...before, end: next.end }
    else found.push(next)
  }
  const posts = [...times.keys()]
  return found.sort(
    (a, b) => posts.indexOf(a.postId) - posts.indexOf(b.postId) || a.start - b.start || SEATS.indexOf(a.seat) - SEATS.indexOf(b.seat)
  )
}

/** When a change holds, as the lines of the roster say it. */
export function whenChanged({ start, end }: Interval, time: PostTime): string {
  const slots = time.slots.filter((slot) => slot.start < end && slot.end > start)
  const turn: Turn = {
    ...{ slots, start, end },
    day: slots[0]?.day ?? dayAt(start, time.zone),
    lastDay: slots.at(-1)?.day ?? endOf(end, time.zone).day
  }
  return whenOf(turn, time)
}

/** People whose numbers are no longer the same, each once. */
export const numbersChanged = (changes: readonly Difference[]): ProviderId[] =>
  [...new Set(changes.flatMap((change) => (change.kind === 'numbers' ? [change.providerId] : [])))].sort(compare)

/** Who of those stands on duty at one of the posts. */
export const onDutyThere = ({ slots }: Pick<PublishedMonth, 'slots'>, times: ReadonlyMap<PostId, PostTime>): Set<ProviderId> =>
  new Set(slots.filter(({ postId }) => times.has(postId)).flatMap(({ seats }) => seats.map(({ providerId }) => providerId)))
