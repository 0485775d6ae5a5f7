import { recipientLines } from '../documents/agency-names.ts'
import type { Centre } from '../domain/centre.ts'
import type { Instant } from '../domain/instant.ts'
import type { Post } from '../domain/post.ts'
import type { CentreIndex } from '../lookup/centre-index.ts'
import type { Freshness } from '../lookup/memory.ts'
import type { OnDuty, OnDutyAnswer } from '../lookup/on-duty.ts'
import type { Deps } from './deps.ts'
import { lookUp } from './look-up.ts'
import { postAddress, qrCode } from './post-address.ts'

/** What the public page of a post says. */
export interface PostPage {
  readonly centre: Centre
  readonly post: Post
  readonly now: Instant
  readonly freshness: Freshness
  /** Agencies served, those of which there are many together. */
  readonly agencies: readonly string[]
  readonly answer: OnDutyAnswer
  /** Who comes next, from when; null as far as that is not published. */
  readonly next: { readonly start: Instant; readonly onDuty: readonly OnDuty[] } | null
  readonly address: string
  /** SVG. */
  readonly qr: string
}

/** When somebody else begins: after whoever is on duty, or, while nobody is, at the next opening. */
function nextStart({ onDuty, nextOpeningAt }: OnDutyAnswer): Instant | null {
  const starts = onDuty.flatMap(({ next }) => (next === null ? [] : [next.start]))
  return starts.length === 0 ? nextOpeningAt : (Math.min(...starts) as Instant)
}

function agenciesOf({ agencyOf }: CentreIndex, { agencyIds }: Post): string[] {
  const served = agencyIds.map((id) => agencyOf.get(id)).filter((agency) => agency !== undefined)
  // the sector orders lists of courts and police; a post serves one of the two
  return recipientLines(served.map(({ id, code, name, kind, level }) => ({ id, code, name, kind, level, sector: 'court' })))
}

/** The public page of a post, out of memory; unknown when there is no such centre or post, unread when nothing can be said of the centre yet. */
export async function readPostPage(deps: Deps, centreRef: string, postRef: string): Promise<PostPage | 'unknown' | 'unread'> {
  const isAsked = ({ code, id }: Pick<Centre, 'id' | 'code'>): boolean => code === centreRef || id === centreRef
  const index = (await deps.memory.centres()).find(({ centre }) => isAsked(centre))
  if (deps.memory.unread().some(isAsked)) return 'unread'
  const post = index?.postOf.get(postRef)
  if (index === undefined || post === undefined) return 'unknown'
  const { centre } = index
  const now = deps.now()
  const at = async (instant: Instant): Promise<OnDutyAnswer> => (await lookUp(deps, { centre, agency: null, post }, instant)).answer
  const answer = await at(now)
  const start = nextStart(answer)
  const address = postAddress(deps, centre, post)
  return {
    ...{ centre, post, now, answer, address, freshness: deps.memory.freshness(), agencies: agenciesOf(index, post) },
    next: start === null ? null : { start, onDuty: (await at(start)).onDuty },
    qr: String(await qrCode(address, 'svg'))
  }
}
