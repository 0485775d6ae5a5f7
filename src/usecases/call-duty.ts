import type { Centre } from '../domain/centre.ts'
import { holds } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import type { AgencyId } from '../domain/ids.ts'
import { dayAt } from '../domain/instant.ts'
import { phonesFor } from '../domain/phone.ts'
import type { Post } from '../domain/post.ts'
import type { OnDuty } from '../lookup/on-duty.ts'
import { getOne, listAll } from '../store/noun.ts'
import { postNoun } from '../store/posts.ts'
import type { Deps } from './deps.ts'
import { findSubject, lookUp } from './look-up.ts'

/** Whom a report is about: the agency, and the post whose people are called. */
export interface CallDuty {
  readonly agencyId: AgencyId | null
  readonly post: Post
  /** Who is on duty there now, in the order in which to call. */
  readonly onDuty: readonly OnDuty[]
}

/** A post that is there today and serves one of the agencies, the first by code. */
async function servingPost(deps: Deps, centre: Centre, agencies: readonly AgencyId[]): Promise<Post | undefined> {
  const today = dayAt(deps.now(), centre.zone)
  const posts = await listAll(deps.db, postNoun, centre.id)
  return posts.find(
    ({ agencyIds, validFrom, validTo }) => holds({ from: validFrom, to: validTo }, today) && agencyIds.some((id) => agencies.includes(id))
  )
}

/** Who is on duty at a post now. Never within a transaction: look-ups answer from memory. */
export async function dutyAtPost(deps: Deps, centre: Centre, ref: string): Promise<Omit<CallDuty, 'agencyId'>> {
  const post = await getOne(deps.db, postNoun, centre.id, ref)
  const { answer } = await lookUp(deps, { centre, agency: null, post }, deps.now())
  return { post, onDuty: answer.onDuty }
}

/**
 * The post that answers for an agency now (an abolished one through its successor): of those with somebody on duty the first to call, else
 * one that serves it. Never within a transaction. Throws NO_POST with the centre's numbers when none does, NOT_FOUND.
 */
export async function dutyForAgency(deps: Deps, centre: Centre, ref: string): Promise<CallDuty> {
  const subject = await findSubject(deps, [centre], { agency: ref }, deps.now())
  const { answer, successor } = await lookUp(deps, subject, deps.now())
  const agencies = [subject.agency?.id, successor?.id].filter((id) => id !== undefined)
  const post = answer.onDuty[0]?.post ?? (await servingPost(deps, centre, agencies))
  if (post === undefined) {
    const numbers = phonesFor(centre.phones, 'public').map(({ national }) => national)
    throw new DutyError('NO_POST', { numbers: numbers.join(', ') })
  }
  return { agencyId: subject.agency?.id ?? null, ...(await dutyAtPost(deps, centre, post.id)) }
}
