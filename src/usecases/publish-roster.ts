import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Centre } from '../domain/centre.ts'
import { firstDay, yearOf } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { compare, type PublicationId } from '../domain/ids.ts'
import { dayAt, wallClock } from '../domain/instant.ts'
import type { Publication, PublishedMonth } from '../domain/publication.ts'
import type { Violation } from '../domain/rules/rule.ts'
import { isContinuous } from '../domain/slot.ts'
import { rotationsAfter } from '../planning/cycle.ts'
import { findRotationsBefore, insertDuties, insertPublication, takeNumber } from '../store/publications.ts'
import { lockRoster, updateRoster } from '../store/rosters.ts'
import { violationsIn } from './check-roster.ts'
import { type Deps, transact } from './deps.ts'
import { recordLedger } from './ledger.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'

/** SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of what a publication says; any later reader can compute it again. */
export const fingerprintOf = (content: PublishedMonth): string =>
  createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex')

/** Refuses a roster that breaks a hard rule; unfilled seats are named as such. */
function refuseBreaches(violations: readonly Violation[]): void {
  const hard = violations.filter((violation) => violation.level === 'hard')
  const unfilled = hard.filter((violation) => violation.ruleId === 'coverage')
  if (hard.length > unfilled.length) throw new DutyError('RULE_VIOLATED', { count: hard.length })
  if (unfilled.length > 0) throw new DutyError('ROSTER_UNFILLED', { count: unfilled.length })
}

/** Everything the publication says, names and numbers of this moment included, in an order that depends on nothing else. */
export function contentOf({ centre, roster, slots, posts, providers, agencies }: RosterScene): PublishedMonth {
  const usedPosts = posts.filter((post) => slots.some((slot) => slot.postId === post.id))
  const agencyIds = new Set(usedPosts.flatMap((post) => post.agencyIds))
  const people = new Set(slots.flatMap((slot) => slot.seats.map((seat) => seat.providerId)))
  return {
    centre: { id: centre.id, code: centre.code, name: centre.name, zone: centre.zone, phones: centre.phones },
    month: roster.month,
    agencies: agencies
      .filter((agency) => agencyIds.has(agency.id))
      .map(({ id, code, name }) => ({ id, code, name }))
      .sort((a, b) => compare(a.id, b.id)),
    people: providers
      .filter((provider) => people.has(provider.id))
      .map(({ id, code, fullName, role, phones }) => ({ id, code, fullName, role, phones }))
      .sort((a, b) => compare(a.id, b.id)),
    posts: usedPosts
      .map((post) => ({
        id: post.id,
        code: post.code,
        name: post.name,
        mode: post.mode,
        agencyIds: post.agencyIds,
        continuous: isContinuous(post)
      }))
      .sort((a, b) => compare(a.code, b.code)),
    slots: slots.map(({ id, postId, start, end, day, dayKind, unit, seats }) => ({
      id,
      postId,
      start,
      end,
      day,
      dayKind,
      unit,
      seats: seats.flatMap(({ seat, providerId }) => (providerId === null ? [] : [{ seat, providerId }]))
    }))
  }
}

/**
 * Freezes a draft and gives it the next number of the year. Every rule is asked again in the transaction that commits, by the data
 * of that moment. A published roster is never edited, only amended; a second publication is ROSTER_ALREADY_PUBLISHED.
 */
export const publishRoster = (deps: Deps, centre: Centre, ref: string, expected: number, by: string): Promise<Publication> =>
  transact(deps, async (deps) => {
    const roster = await lockRoster(deps.db, centre.id, ref)
    if (roster.status !== 'draft') throw new DutyError('ROSTER_ALREADY_PUBLISHED')
    if (roster.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'roster', expected })
    const scene = await loadScene(deps, centre, roster)
    refuseBreaches(violationsIn(scene))
    return issue(deps, scene, by)
  })

async function issue(deps: Deps, scene: RosterScene, by: string): Promise<Publication> {
  const { centre, roster } = scene
  const now = deps.now()
  const year = yearOf(dayAt(now, centre.zone))
  const content = contentOf(scene)
  const before = new Map(Object.entries(await findRotationsBefore(deps.db, centre.id, roster.month)))
  const publication: Publication = {
    id: deps.newId() as PublicationId,
    centreId: centre.id,
    rosterId: roster.id,
    month: roster.month,
    version: 1,
    year,
    number: await takeNumber(deps.db, centre.id, year),
    symbol: centre.documentSymbol,
    publishedAt: now,
    publishedBy: by,
    effectiveFrom: wallClock(firstDay(roster.month), 0, centre.zone),
    supersededFrom: null,
    fingerprint: fingerprintOf(content),
    content
  }
  await insertPublication(deps.db, publication, Object.fromEntries(rotationsAfter({ ...scene, rotations: before })))
  await insertDuties(deps.db, publication)
  await recordLedger(deps, scene, publication)
  await updateRoster(deps.db, roster, { status: 'published' }, now)
  return publication
}
