import { personIn } from '../domain/change-wording.ts'
import { formatInstant } from '../domain/instant.ts'
import { phonesFor } from '../domain/phone.ts'
import { type Difference, documentNumber, type Publication, type PublishedMonth, type PublishedSlot } from '../domain/publication.ts'
import type { Told } from './told-by.ts'

/** Where what an event speaks of can be read. */
export interface EventLinks {
  readonly publication: string
  readonly documents: readonly { readonly format: string; readonly href: string }[]
  /** Null: nobody is asked to acknowledge. */
  readonly acknowledge: string | null
}

/**
 * The body of an event (Standard Webhooks): `id` is the same on every try and resend, `type` says what happened, `version` is the
 * publication's. Numbers are those that agencies may read.
 */
export function webhookEvent({ delivery, publication, agency, changes, earlier }: Told, links: EventLinks): string {
  const { centre } = publication.content
  const months = [publication.content, ...earlier]
  return JSON.stringify({
    type: `publication.${delivery.event}`,
    id: delivery.id,
    timestamp: formatInstant(delivery.createdAt, centre.zone),
    version: publication.version,
    data: {
      centre: { id: centre.id, code: centre.code, name: centre.name },
      publication: headOf(publication),
      agency: agency && { id: agency.id, code: agency.code, name: agency.name },
      changes: changes.map((change) => changeOf(change, months)),
      links
    }
  })
}

function headOf(publication: Publication) {
  const { id, month, version, kind, publishedAt, effectiveFrom, fingerprint, content } = publication
  const { zone } = content.centre
  return {
    id,
    month,
    version,
    kind,
    number: documentNumber(publication),
    publishedAt: formatInstant(publishedAt, zone),
    effectiveFrom: formatInstant(effectiveFrom, zone),
    fingerprint
  }
}

function personOf(months: readonly PublishedMonth[], id: string | null) {
  const person = personIn(months, id)
  if (person === undefined) return null
  const { code, fullName, role, phones } = person
  return { id: person.id, code, fullName, role, numbers: phonesFor(phones, 'agency').map(({ e164, national }) => ({ e164, national })) }
}

const seatsOf = (seats: PublishedSlot['seats'], months: readonly PublishedMonth[]) =>
  seats.map(({ seat, providerId }) => ({ seat, provider: personOf(months, providerId) }))

function changeOf(change: Difference, months: readonly PublishedMonth[]) {
  if (change.kind === 'numbers') return { kind: change.kind, provider: personOf(months, change.providerId) }
  const zone = months[0]?.centre.zone as PublishedMonth['centre']['zone']
  const post = months.flatMap(({ posts }) => posts.filter(({ id }) => id === change.postId))[0]
  const at = {
    kind: change.kind,
    post: { id: change.postId, code: post?.code ?? null, name: post?.name ?? null },
    start: formatInstant(change.start, zone),
    end: formatInstant(change.end, zone)
  }
  return change.kind === 'seat'
    ? { ...at, seat: change.seat, from: personOf(months, change.from), to: personOf(months, change.to) }
    : { ...at, seats: seatsOf(change.seats, months) }
}
