import type { Centre } from '../domain/centre.ts'
import { addMonths, type Month } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { compare } from '../domain/ids.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import type { PublishedPost } from '../domain/publication.ts'
import { type CentreIndex, withVersions } from '../lookup/centre-index.ts'
import { type LookedUp, lookUpIn, lookUpPostsIn, monthsNeeded, newestVersion, reaches } from '../lookup/look-up.ts'
import type { UnreadCentre } from '../lookup/memory.ts'
import type { MonthIndex } from '../lookup/month-index.ts'
import type { OnDutyAnswer } from '../lookup/on-duty.ts'
import { type Asked, findSubject as findAmong, type Subject } from '../lookup/subject.ts'
import type { Deps } from './deps.ts'
import { compareVersions } from './memory-versions.ts'

/** Every centre that a question may be about, by code: those too of which nothing can be said for the moment. */
export async function knownCentres({ memory }: Deps): Promise<readonly UnreadCentre[]> {
  const read = (await memory.centres()).map(({ centre }) => centre)
  return [...read, ...memory.unread()].sort((a, b) => compare(a.code, b.code))
}

/** The index of a centre. Throws DATABASE_UNAVAILABLE for one that is unread, and for one that has gone since it was found. */
async function indexOf({ memory }: Deps, { id, code }: Pick<Centre, 'id' | 'code'>): Promise<CentreIndex> {
  const index = (await memory.centres()).find(({ centre }) => centre.id === id)
  if (index !== undefined) return index
  if (memory.unread().some((each) => each.id === id)) throw new DutyError('DATABASE_UNAVAILABLE')
  throw new Error(`centre ${code} is not in memory`)
}

/** A known centre as the whole that a question is about. Throws DATABASE_UNAVAILABLE. */
export async function wholeCentre(deps: Deps, known: Pick<Centre, 'id' | 'code'>): Promise<Subject> {
  const { centre } = await indexOf(deps, known)
  return { centre, agency: null, post: null }
}

/** Months long past that were asked for: the centre's, by its first month asked; the least recently asked first. What was published then is settled. */
const older = new Map<string, readonly MonthIndex[]>()
const MOST_OLDER = 50

/** The index with the versions of the months that the instant needs: those of memory, or, long past, read from the database. */
async function reaching(deps: Deps, index: CentreIndex, at: Instant): Promise<CentreIndex> {
  if (reaches(index, at)) return index
  const [from, , to] = monthsNeeded(index, at)
  return withVersions(index, from, await olderVersions(deps, index, from, to < index.keptFrom ? to : addMonths(index.keptFrom, -1)))
}

async function olderVersions(deps: Deps, { centre, versions }: CentreIndex, from: Month, to: Month): Promise<readonly MonthIndex[]> {
  const key = `${centre.id} ${from}`
  const known = older.get(key) ?? []
  const read = await compareVersions(deps.db, centre.id, { from, to }, [...known, ...versions])
  older.delete(key)
  older.set(key, read)
  const [oldest] = older.keys()
  if (older.size > MOST_OLDER && oldest !== undefined) older.delete(oldest)
  const later = versions.filter(({ head }) => head.month > to)
  return [...read, ...later]
}

/**
 * The one thing that a question about the instant is about. Throws MISSING_FIELD, NOT_FOUND, AMBIGUOUS_QUESTION (naming what fits),
 * DATABASE_UNAVAILABLE.
 */
export async function findSubject({ memory }: Deps, centres: readonly Pick<Centre, 'id'>[], asked: Asked, at: Instant): Promise<Subject> {
  const wanted = new Set(centres.map(({ id }) => id))
  const indexes = (await memory.centres()).filter(({ centre }) => wanted.has(centre.id))
  const complete = !memory.unread().some(({ id }) => wanted.has(id))
  return findAmong({ indexes, complete }, asked, ({ centre }) => dayAt(at, centre.zone))
}

/**
 * Who is on duty at the instant, by what was published and in force then, or by what that version of the month says; an abolished agency
 * is answered by its successor.
 */
export async function lookUp(deps: Deps, subject: Subject, at: Instant, version?: number): Promise<LookedUp> {
  const index = await indexOf(deps, subject.centre)
  return lookUpIn(await reaching(deps, index, at), subject, at, version)
}

/** The newest version of a month, for pages and prints; undefined when it is not published, or recalled. */
export async function publishedMonth(deps: Deps, centre: Centre, month: Month): Promise<MonthIndex | undefined> {
  const index = await indexOf(deps, centre)
  if (index.keptFrom <= month) return newestVersion(index, month)
  return newestVersion(withVersions(index, month, await olderVersions(deps, index, month, month)), month)
}

/** Every post of the month that holds the instant, in order of code, with who is on duty there. */
export const lookUpPosts = async (deps: Deps, centre: Centre, at: Instant): Promise<{ post: PublishedPost; answer: OnDutyAnswer }[]> =>
  lookUpPostsIn(await indexOf(deps, centre), at)
