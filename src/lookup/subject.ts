import type { Agency } from '../domain/agency.ts'
import type { Centre } from '../domain/centre.ts'
import { type Day, holds, monthOf } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { compare } from '../domain/ids.ts'
import type { Post } from '../domain/post.ts'
import type { CentreIndex } from './centre-index.ts'
import type { MonthIndex } from './month-index.ts'
import { findByWords, type Nameable } from './names.ts'

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

/** How many fits an ambiguous question names. */
const MOST_FITS = 10

/** Something that fits, where it stands; `rank` as of a `Fit`. */
interface Candidate {
  readonly index: CentreIndex
  readonly thing: Nameable
  readonly rank: number
}

const existsOn = ({ validFrom, validTo }: Pick<Agency, 'validFrom' | 'validTo'>, day: Day): boolean =>
  holds({ from: validFrom, to: validTo }, day)

/** Agencies that took over from an abolished one, those of that day, however many steps away, by code; the agency itself while it exists. */
export function successorsOf(index: CentreIndex, agency: Agency, day: Day): Agency[] {
  const reached = new Set([agency])
  for (const from of reached) {
    if (existsOn(from, day)) continue
    for (const heir of index.heirsOf.get(from.id) ?? []) reached.add(heir)
  }
  return [...reached].filter((each) => existsOn(each, day)).sort((a, b) => compare(a.code, b.code))
}

function byRef(indexes: readonly CentreIndex[], { agency, post }: Asked): Candidate[] {
  const things = indexes.map((index) => ({
    index,
    found: agency === undefined ? undefined : index.agencyOf.get(agency),
    foundPost: post === undefined ? undefined : index.postOf.get(post)
  }))
  return things.flatMap(({ index, found, foundPost }): Candidate[] => {
    if (found) return [{ index, thing: { agency: found, post: null }, rank: 0 }]
    return foundPost ? [{ index, thing: { agency: null, post: foundPost }, rank: 0 }] : []
  })
}

/** Whatever fits the words best: in each centre agencies, and posts only where no agency fits. */
function byWords(indexes: readonly CentreIndex[], q: string): Candidate[] {
  const found = indexes.flatMap((index) => {
    const fits = findByWords(index.names, q)
    const agencies = fits.filter(({ thing }) => thing.agency !== null)
    return (agencies.length > 0 ? agencies : fits).map((fit): Candidate => ({ index, ...fit }))
  })
  const best = found.reduce((least, { rank }) => Math.min(least, rank), Number.POSITIVE_INFINITY)
  return found.filter(({ rank }) => rank === best)
}

type DayOf = (index: CentreIndex) => Day

/** Who answers for a candidate that day: itself while it exists; the heirs of an abolished agency; itself again where there are none. */
function answering({ index, thing, rank }: Candidate, day: DayOf): Candidate[] {
  if (thing.agency === null) return [{ index, thing, rank }]
  const heirs = successorsOf(index, thing.agency, day(index))
  return heirs.length === 0 ? [{ index, thing, rank }] : heirs.map((agency) => ({ index, thing: { agency, post: null }, rank }))
}

/** The month by which agencies are told apart: that of the day, or, while it is not published, the newest. */
function monthOn({ versions, versionsOf }: CentreIndex, day: Day): MonthIndex | undefined {
  const standing = (list: readonly MonthIndex[]): MonthIndex | undefined => list.findLast(({ head }) => head.supersededFrom === null)
  return standing(versionsOf.get(monthOf(day)) ?? []) ?? standing(versions)
}

/** Which posts serve the candidate: equal texts stand for equal posts; null when none does, or it is a post. */
function servedBy({ index, thing }: Candidate, day: DayOf): string | null {
  const posts = thing.agency && monthOn(index, day(index))?.postsOfAgency.get(thing.agency.id)
  return posts ? [index.centre.id, ...posts.map(({ id }) => id).sort()].join(' ') : null
}

/**
 * The one of equally good fits that answers for all: what exists comes before what does not, what one agency took over is that agency,
 * and agencies that exactly the same posts serve have the same answer, so the first of them is as good as any. Undefined when they differ.
 */
function oneOf(fits: readonly Candidate[], day: DayOf): Candidate | undefined {
  const heirs = [
    ...new Map(fits.flatMap((each) => answering(each, day)).map((each) => [each.thing.agency ?? each.thing.post, each])).values()
  ]
  const [first, ...others] = heirs.sort((a, b) => compare(codeOf(a), codeOf(b)))
  if (first === undefined || others.length === 0) return first
  const posts = servedBy(first, day)
  return posts !== null && others.every((each) => servedBy(each, day) === posts) ? first : undefined
}

/** Those that exist that day; all, when none does. */
function existing(fits: readonly Candidate[], day: DayOf): readonly Candidate[] {
  const there = fits.filter(({ index, thing }) => existsOn(thing.agency ?? thing.post, day(index)))
  return there.length > 0 ? there : fits
}

const codeOf = ({ thing }: Candidate): string => (thing.agency ?? thing.post).code
const subjectOf = ({ index, thing }: Candidate): Subject => ({ centre: index.centre, ...thing })

/** What was asked, when it is one thing. Throws BAD_FIELD otherwise. */
function refOf({ agency, post, q }: Asked): string {
  const given = [agency, post, q].filter((text) => text !== undefined)
  const [ref] = given
  if (ref !== undefined && given.length === 1) return ref
  const code = given.length > 1 ? 'DUPLICATE_ITEM' : 'MISSING_FIELD'
  throw new DutyError('BAD_FIELD', { count: 1 }, [{ pointer: '?agency', code, params: { value: ref ?? '' } }])
}

/** Where a question is put. */
export interface Among {
  readonly indexes: readonly CentreIndex[]
  /** Whether these are all the centres that it may be about. */
  readonly complete: boolean
}

/**
 * The one thing that the question is about, in any of the centres; `day` is the day of the question, which decides what exists. Throws
 * BAD_FIELD, NOT_FOUND, AMBIGUOUS_QUESTION (naming what fits); DATABASE_UNAVAILABLE where a centre that is left out may have what fits better.
 */
export function findSubject({ indexes, complete }: Among, asked: Asked, day: DayOf): Subject {
  const ref = refOf(asked)
  const fits = asked.q === undefined ? byRef(indexes, asked) : existing(byWords(indexes, asked.q), day)
  const [only, ...others] = fits
  if (!complete && only?.rank !== 0) throw new DutyError('DATABASE_UNAVAILABLE')
  if (only === undefined) throw new DutyError('NOT_FOUND', { noun: asked.post === undefined ? 'agency' : 'post', ref })
  if (others.length === 0) return subjectOf(only)
  const one = oneOf(fits, day)
  if (one !== undefined) return subjectOf(one)
  const codes = fits.slice(0, MOST_FITS).map((fit) => `${indexes.length > 1 ? `${fit.index.centre.code}/` : ''}${codeOf(fit)}`)
  throw new DutyError('AMBIGUOUS_QUESTION', { ref, codes: codes.join(', ') + (fits.length > MOST_FITS ? ', …' : '') })
}
