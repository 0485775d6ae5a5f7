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

/** The public page of a post, out of memory; undefined when there is no such centre or post. */
export async function readPostPage(deps: Deps, centreRef: string, postRef: string): Promise<PostPage | undefined> {
  const index = (await deps.memory.centres()).find(({ centre }) => centre.code === centreRef || centre.id === centreRef)
  const post = index?.postOf.get(postRef)
  if (index === undefined || post === undefined) return undefined
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
