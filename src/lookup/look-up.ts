import type { Agency } from '../domain/agency.ts'
import { addMonths, type Month, monthOf } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import type { AgencyId } from '../domain/ids.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import type { PublishedPerson, PublishedPost } from '../domain/publication.ts'
import type { CentreIndex } from './centre-index.ts'
import { correctedPhones } from './corrections.ts'
import type { MonthIndex } from './month-index.ts'
import { answer, inForceAt, type OnDuty, type OnDutyAnswer, type Question } from './on-duty.ts'
import { type Subject, successorsOf } from './subject.ts'

/** The answer for what was asked about, by the index that gave it. */
export interface LookedUp {
  readonly index: CentreIndex
  readonly subject: Subject
  /** Who answers for an agency that no longer exists; null when the agency itself does. */
  readonly successor: Agency | null
  readonly answer: OnDutyAnswer
}

/** The months that an answer at the instant needs: that of the instant with its neighbours, since slots run over and the next opening may be later. */
export function monthsNeeded({ centre }: Pick<CentreIndex, 'centre'>, at: Instant): readonly [Month, Month, Month] {
  const here = monthOf(dayAt(at, centre.zone))
  return [addMonths(here, -1), here, addMonths(here, 1)]
}

/** Whether the index holds everything that an answer at the instant needs. */
export const reaches = (index: CentreIndex, at: Instant): boolean => index.keptFrom <= monthsNeeded(index, at)[0]

interface InForce {
  readonly months: readonly MonthIndex[]
  /** The one that holds the instant; null when it is not published. */
  readonly month: MonthIndex | null
}

/** Of the versions of those months, the ones that answer at the instant; `version` of the instant's month in place of the one in force. */
function monthsAt(index: CentreIndex, at: Instant, version?: number): InForce {
  const needed = monthsNeeded(index, at)
  const [, here] = needed
  const versions = needed.flatMap((month) => index.versionsOf.get(month) ?? [])
  const heads = versions.map(({ head }) => head)
  const said = version === undefined ? undefined : heads.find((head) => head.month === here && head.version === version)
  if (version !== undefined && said === undefined) throw new DutyError('NOT_FOUND', { noun: 'publication', ref: `${here}, ${version}` })
  const force = inForceAt(heads, at)
  const answering = new Set(said === undefined ? force : [...force.filter(({ month }) => month !== here), said])
  const months = versions.filter(({ head }) => answering.has(head))
  return { months, month: months.find(({ head }) => head.month === here) ?? null }
}

/**
 * Who is on duty at the instant, by what was published and in force then, or by what that version of the month says; an abolished agency
 * is answered by its successor, and numbers replaced since stand as they do at the instant.
 */
export function lookUpIn(index: CentreIndex, subject: Subject, at: Instant, version?: number): LookedUp {
  const force = monthsAt(index, at, version)
  const ask = (question: Question): OnDutyAnswer => withNumbers(index, answer(force.months, force.month, question, at), at)
  const { agency, post } = subject
  if (agency === null) return { index, subject, successor: null, answer: ask({ posts: postsAsked(force, post?.id) }) }
  const own = ask({ agency: agency.id })
  if (own.reason !== 'not_served') return { index, subject, successor: null, answer: own }
  return heirAnswering(index, subject, agency, at, ask) ?? { index, subject, successor: null, answer: own }
}

/** The post; without one every post that there is. */
const postsAsked = ({ months }: InForce, post: PublishedPost['id'] | undefined) =>
  post === undefined ? [...new Set(months.flatMap(({ posts }) => posts.map(({ id }) => id)))] : [post]

/** The first heir that is served, else the first; undefined without heirs. */
function heirAnswering(
  index: CentreIndex,
  subject: Subject,
  agency: Agency,
  at: Instant,
  ask: (question: { agency: AgencyId }) => OnDutyAnswer
): LookedUp | undefined {
  const today = dayAt(at, index.centre.zone)
  const heirs = successorsOf(index, agency, today).filter((each) => each.id !== agency.id)
  const answers = heirs.map((each) => ({ index, subject, successor: each, answer: ask({ agency: each.id }) }))
  return answers.find((each) => each.answer.reason !== 'not_served') ?? answers[0]
}

/** The answer with the numbers that hold at the instant. */
function withNumbers(index: CentreIndex, found: OnDutyAnswer, at: Instant): OnDutyAnswer {
  if (index.correctionsOf.size === 0) return found
  return { ...found, onDuty: found.onDuty.map((each) => corrected(index, each, at)) }
}

function corrected({ correctionsOf }: CentreIndex, seated: OnDuty, at: Instant): OnDuty {
  const { publishedAt } = seated.publication
  const renew = (person: PublishedPerson): PublishedPerson => {
    const corrections = correctionsOf.get(person.id)
    return corrections === undefined ? person : { ...person, phones: correctedPhones(person.phones, publishedAt, corrections, at) }
  }
  return { ...seated, person: renew(seated.person), next: seated.next && { ...seated.next, person: renew(seated.next.person) } }
}

/** The newest version of a month, for pages and prints; undefined when it is not published, or recalled. */
export function newestVersion(index: CentreIndex, month: Month): MonthIndex | undefined {
  const newest = index.versionsOf.get(month)?.at(-1)
  return newest && newest.head.supersededFrom === null ? newest : undefined
}

/** Every post of the month that holds the instant, in order of code, with who is on duty there. */
export function lookUpPostsIn(index: CentreIndex, at: Instant): { post: PublishedPost; answer: OnDutyAnswer }[] {
  const { months, month } = monthsAt(index, at)
  return (month?.posts ?? []).map((post) => ({ post, answer: withNumbers(index, answer(months, month, { posts: [post.id] }, at), at) }))
}
