import type { Agency } from '../domain/agency.ts'
import type { Centre } from '../domain/centre.ts'
import { addMonths, holds, type Month, monthOf } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { compare, type PublicationId } from '../domain/ids.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import type { Post } from '../domain/post.ts'
import type { PublicationHead, PublishedPost } from '../domain/publication.ts'
import { foldText } from '../domain/text.ts'
import { indexMonth, type MonthIndex } from '../lookup/month-index.ts'
import { answer, inForceAt, type OnDutyAnswer, type Question } from '../lookup/on-duty.ts'
import { agencyNoun } from '../store/agencies.ts'
import { findOne, listAll, listPage, type Noun, type Stored } from '../store/noun.ts'
import { postNoun } from '../store/posts.ts'
import { getPublication, listPublicationsOfMonths } from '../store/publications.ts'
import type { Deps } from './deps.ts'

/** Indexes of publications by id, the least recently used first. Publications never change, so neither do their indexes. */
const indexes = new Map<PublicationId, MonthIndex>()
/** Three months of 34 centres. */
const MOST_INDEXES = 102

async function indexOf({ db }: Deps, centre: Centre, id: PublicationId): Promise<MonthIndex> {
  const index = indexes.get(id) ?? indexMonth(await getPublication(db, centre.id, id))
  indexes.delete(id)
  indexes.set(id, index)
  const [oldest] = indexes.keys()
  if (indexes.size > MOST_INDEXES && oldest) indexes.delete(oldest)
  return index
}

/** The months in force at the instant: that of the instant with its neighbours, since slots run over and the next opening may be later. */
async function monthsAt(
  deps: Deps,
  centre: Centre,
  at: Instant,
  version?: number
): Promise<{ months: MonthIndex[]; month: MonthIndex | null }> {
  const here = monthOf(dayAt(at, centre.zone))
  const heads = await listPublicationsOfMonths(deps.db, centre.id, addMonths(here, -1), addMonths(here, 1))
  const months: MonthIndex[] = []
  // the head as it is now: what a publication says never changes, but when it was superseded is learnt later
  const answering = version === undefined ? inForceAt(heads, at) : saidBy(heads, here, version, at)
  for (const head of answering) months.push({ ...(await indexOf(deps, centre, head.id)), head })
  return { months, month: months.find((each) => each.head.month === here) ?? null }
}

/** As in force at the instant, but its month as that version says it. Throws NOT_FOUND for a version that there is not. */
function saidBy(heads: readonly PublicationHead[], month: Month, version: number, at: Instant): PublicationHead[] {
  const said = heads.find((head) => head.month === month && head.version === version)
  if (said === undefined) throw new DutyError('NOT_FOUND', { noun: 'publication', ref: `${month}, ${version}` })
  return [...inForceAt(heads, at).filter((head) => head.month !== month), said]
}

/** What was asked about, found: an agency or a post of one centre. */
export interface Subject {
  readonly centre: Centre
  readonly agency: Agency | null
  readonly post: Post | null
}

/** What somebody asks: an agency, a post (id or code each) or free text. Exactly one. */
export interface Asked {
  readonly agency?: string | undefined
  readonly post?: string | undefined
  readonly q?: string | undefined
}

/** How many fits an ambiguous question names, and how many it is looked for among. */
const MOST_FITS = 10
const MOST_TRIED = 200

async function fits<T extends Stored>(
  deps: Deps,
  noun: Noun<T>,
  centre: Centre,
  ref: string | undefined,
  q: string | undefined
): Promise<T[]> {
  if (ref !== undefined) return [await findOne(deps.db, noun, centre.id, ref)].filter((found) => found !== undefined)
  if (q === undefined) return []
  return [...(await listPage(deps.db, noun, centre.id, { q, limit: MOST_TRIED })).items]
}

/** Everything in the centres that fits the question; for free text, agencies before posts. */
async function subjects(deps: Deps, centres: readonly Centre[], asked: Asked): Promise<Subject[]> {
  const found: Subject[] = []
  for (const centre of centres) {
    const agencies = await fits(deps, agencyNoun, centre, asked.agency, asked.q)
    found.push(...agencies.map((agency): Subject => ({ centre, agency, post: null })))
    if (asked.q !== undefined && agencies.length > 0) continue
    const posts = await fits(deps, postNoun, centre, asked.post, asked.q)
    found.push(...posts.map((post): Subject => ({ centre, agency: null, post })))
  }
  return found
}

/** How well words fit: 0 the whole name or code, 1 the beginning of the name, 2 within the name, 3 an old name, a commune or scattered words. */
function rankOf({ agency, post }: Subject, q: string): number {
  const [name, words] = [foldText(agency?.name ?? post?.name ?? ''), foldText(q)]
  if (name === words || foldText(agency?.code ?? post?.code ?? '') === words) return 0
  if (name.startsWith(words)) return 1
  return ` ${name}`.includes(` ${words}`) ? 2 : 3
}

/** Of the things that fit, those that fit best. */
function bestOf(found: readonly Subject[], q: string | undefined): readonly Subject[] {
  if (q === undefined || found.length < 2) return found
  const best = Math.min(...found.map((subject) => rankOf(subject, q)))
  return found.filter((subject) => rankOf(subject, q) === best)
}

const codeOf = ({ centre, agency, post }: Subject, many: boolean): string => `${many ? `${centre.code}/` : ''}${agency?.code ?? post?.code}`

/** The one thing that the question is about. Throws MISSING_FIELD, NOT_FOUND, AMBIGUOUS_QUESTION (naming what fits). */
export async function findSubject(deps: Deps, centres: readonly Centre[], asked: Asked): Promise<Subject> {
  const given = [asked.agency, asked.post, asked.q].filter((text) => text !== undefined)
  const [ref] = given
  if (ref === undefined || given.length > 1) {
    throw new DutyError('BAD_FIELD', { count: 1 }, [
      { pointer: '?agency', code: given.length > 1 ? 'DUPLICATE_ITEM' : 'MISSING_FIELD', params: { value: ref ?? '' } }
    ])
  }
  const found = bestOf(await subjects(deps, centres, asked), asked.q)
  const [only] = found
  if (only === undefined) throw new DutyError('NOT_FOUND', { noun: asked.post === undefined ? 'agency' : 'post', ref })
  if (found.length === 1) return only
  const codes = found.slice(0, MOST_FITS).map((subject) => codeOf(subject, centres.length > 1))
  throw new DutyError('AMBIGUOUS_QUESTION', { ref, codes: codes.join(', ') + (found.length > MOST_FITS ? ', …' : '') })
}

/** Agencies that took over from an abolished one, those of today, however many steps away; the agency itself while it exists. */
async function successorsOf(deps: Deps, centre: Centre, agency: Agency, at: Instant): Promise<Agency[]> {
  const today = dayAt(at, centre.zone)
  const all = await listAll(deps.db, agencyNoun, centre.id)
  const exists = (each: Agency): boolean => holds({ from: each.validFrom, to: each.validTo }, today)
  const reached = new Set([agency])
  for (const from of reached) {
    if (exists(from)) continue
    for (const each of all) if (each.predecessorIds.includes(from.id)) reached.add(each)
  }
  return [...reached].filter(exists).sort((a, b) => compare(a.code, b.code))
}

/** The answer for one agency that serves in place of the one asked about. */
export interface LookedUp {
  readonly subject: Subject
  /** Who answers for an agency that no longer exists; null when the agency itself does. */
  readonly successor: Agency | null
  readonly answer: OnDutyAnswer
}

/**
 * Who is on duty at the instant, by what was published and in force then, or by what that version of the month says; an abolished agency
 * is answered by its successor.
 */
export async function lookUp(deps: Deps, subject: Subject, at: Instant, version?: number): Promise<LookedUp> {
  const { centre, agency, post } = subject
  const { months, month } = await monthsAt(deps, centre, at, version)
  const ask = (question: Question): OnDutyAnswer => answer(months, month, question, at)
  if (agency === null) return { subject, successor: null, answer: ask({ posts: post ? [post.id] : [] }) }
  const own = ask({ agency: agency.id })
  if (own.reason !== 'not_served') return { subject, successor: null, answer: own }
  const successors = (await successorsOf(deps, centre, agency, at)).filter((each) => each.id !== agency.id)
  const served = successors.map((each) => ({ subject, successor: each, answer: ask({ agency: each.id }) }))
  return served.find((each) => each.answer.reason !== 'not_served') ?? served[0] ?? { subject, successor: null, answer: own }
}

/** The newest version of a month, for pages and prints; undefined when it is not published, or recalled. */
export async function publishedMonth(deps: Deps, centre: Centre, month: Month): Promise<MonthIndex | undefined> {
  const heads = await listPublicationsOfMonths(deps.db, centre.id, month, month)
  const newest = heads.at(-1)
  return newest && newest.supersededFrom === null ? indexOf(deps, centre, newest.id) : undefined
}

/** Every post of the month that holds the instant, in order of code, with who is on duty there. */
export async function lookUpPosts(deps: Deps, centre: Centre, at: Instant): Promise<{ post: PublishedPost; answer: OnDutyAnswer }[]> {
  const { months, month } = await monthsAt(deps, centre, at)
  return (month?.posts ?? []).map((post) => ({ post, answer: answer(months, month, { posts: [post.id] }, at) }))
}
