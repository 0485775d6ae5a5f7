import { monthOf } from '../domain/day.ts'
import type { AgencyId } from '../domain/ids.ts'
import { dayAt, formatInstant, type Instant, type Zone } from '../domain/instant.ts'
import type { Phone, Visibility } from '../domain/phone.ts'
import { documentNumber, type PublishedPerson } from '../domain/publication.ts'
import type { Language } from '../domain/wording.ts'
import type { LookedUp } from '../lookup/look-up.ts'
import type { Freshness } from '../lookup/memory.ts'
import { continuousFirst, type OnDuty } from '../lookup/on-duty.ts'
import { pick, type Wish, wishes } from '../lookup/wanted.ts'
import { type NoteCode, noteDetail, type ReasonCode, reasonDetail, successorDetail, wishDetail } from './on-duty-words.ts'
import { presentInstant, presentPhones } from './present.ts'
import { audienceAt, may, type Principal } from './principal.ts'

/** Whose numbers an answer shows; of two with one key every answer is the same. */
export interface Audience {
  readonly key: string
  readonly at: (agencyIds: readonly AgencyId[]) => Visibility
}

export function audienceOf(principal: Principal): Audience {
  const at = (agencyIds: readonly AgencyId[]): Visibility => audienceAt(principal, agencyIds)
  if (may(principal, 'numbers:internal')) return { key: 'internal', at }
  return { key: may(principal, 'numbers:agency') ? `agency ${principal.agencyId ?? '*'}` : 'public', at }
}

const named = (thing: { readonly code: string; readonly name: string } | null) => thing && { code: thing.code, name: thing.name }
const presentPerson = ({ id, code, fullName, role }: PublishedPerson) => ({ id, code, fullName, role })

function noteOf(all: readonly Phone[], shown: readonly Pick<Phone, 'verifiedOn'>[]): NoteCode | null {
  if (shown.length === 0) return all.length === 0 ? 'no_number' : 'hidden'
  return shown.every(({ verifiedOn }) => verifiedOn === null) ? 'unverified' : null
}

function presentStanding({ post, seat, person, start, end, next }: OnDuty, zone: Zone, audience: Audience, language: Language) {
  const numbers = presentPhones(person.phones, audience.at(post.agencyIds))
  const note = noteOf(person.phones, numbers)
  return {
    seat,
    provider: presentPerson(person),
    post: { code: post.code, name: post.name },
    mode: post.mode,
    numbers,
    note: note && { code: note, detail: noteDetail(note, language) },
    start: formatInstant(start, zone),
    end: formatInstant(end, zone),
    next: next && { provider: presentPerson(next.person), start: formatInstant(next.start, zone), end: formatInstant(next.end, zone) }
  }
}

/** An agency that has ended and of which no heir is known is that, rather than one that nobody serves. */
function reasonCode({ subject: { agency, centre }, successor, answer: { status, reason } }: LookedUp, at: Instant): ReasonCode | null {
  if (status === 'outside_hours') return 'outside_hours'
  const ended = agency?.validTo !== null && agency?.validTo !== undefined && agency.validTo < dayAt(at, centre.zone)
  return reason === 'not_served' && ended && successor === null ? 'abolished' : reason
}

function presentReason(found: LookedUp, at: Instant, language: Language) {
  const code = reasonCode(found, at)
  const { subject, answer } = found
  const { zone } = subject.centre
  const scene = {
    zone,
    month: monthOf(dayAt(at, zone)),
    ofPost: subject.agency === null,
    ended: subject.agency?.validTo ?? null,
    opensAt: answer.nextOpeningAt
  }
  return code && { code, detail: reasonDetail(code, scene, language) }
}

function presentSuccessor({ subject: { agency }, successor }: LookedUp, language: Language) {
  if (agency === null || successor === null) return null
  const { code, name } = successor
  return { code, name, detail: successorDetail(agency.name, agency.validTo, name, language) }
}

function presentSource({ publication }: LookedUp['answer'], zone: Zone) {
  return {
    publication: publication && documentNumber(publication),
    version: publication?.version ?? null,
    provisional: publication?.kind === 'provisional',
    publishedAt: publication && formatInstant(publication.publishedAt, zone)
  }
}

/** Those on duty as asked for, and whether that is what was wished. */
function chosen({ index, subject, answer }: LookedUp, wish: Wish, language: Language) {
  const all = subject.agency === null && subject.post === null ? continuousFirst(answer.onDuty) : answer.onDuty
  if (!wishes(wish)) return { onDuty: all, wanted: null }
  const { onDuty, met } = pick(all, wish, index.attributesOf)
  return { onDuty, wanted: { ...wish, met, detail: wishDetail(wish, met, all.length > 0, language) } }
}

/** Everything that an answer says but when it was asked and made: the same for everybody of the audience until `nextChangeAt`. */
export function prepare(found: LookedUp, at: Instant, wish: Wish, audience: Audience, language: Language) {
  const { subject, successor, answer } = found
  const { centre, agency, post } = subject
  const { onDuty, wanted } = chosen(found, wish, language)
  const publication = onDuty[0]?.publication ?? answer.publication
  const served = [agency, successor].flatMap((each) => (each === null ? [] : [each.id]))
  return {
    centre: { code: centre.code, name: centre.name },
    agency: named(agency),
    successor: presentSuccessor(found, language),
    post: named(post),
    status: answer.status,
    reason: presentReason(found, at, language),
    wanted,
    onDuty: onDuty.map((each) => presentStanding(each, centre.zone, audience, language)),
    fallback: { name: centre.name, numbers: presentPhones(centre.phones, audience.at(post?.agencyIds ?? served)) },
    nextChangeAt: presentInstant(answer.nextChangeAt, centre.zone),
    nextOpeningAt: presentInstant(answer.nextOpeningAt, centre.zone),
    source: presentSource({ ...answer, publication }, centre.zone)
  }
}

export type Prepared = ReturnType<typeof prepare>

/** The answer as it is sent. */
export function finish(prepared: Prepared, at: Instant, { generatedAt, stale }: Freshness, zone: Zone) {
  const source = { ...prepared.source, generatedAt: formatInstant(generatedAt, zone), stale }
  return { ...prepared, at: formatInstant(at, zone), source }
}

export type OnDutyJson = ReturnType<typeof finish>
