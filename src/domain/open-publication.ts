import { formatInstant, type Zone } from './instant.ts'
import { phoneHref, phonesFor } from './phone.ts'
import { documentNumber, type Publication, type PublicationHead, type PublishedDocument, type PublishedMonth } from './publication.ts'

/** All but what is learnt later, or made of the rest. */
type Frozen<Part> = Omit<Part, 'supersededFrom' | 'fingerprint'>

/** What anybody may read of which version it is. */
export const openHead = (head: Frozen<PublicationHead>, zone: Zone) => ({
  id: head.id,
  rosterId: head.rosterId,
  month: head.month,
  version: head.version,
  kind: head.kind,
  number: documentNumber(head),
  year: head.year,
  publishedAt: formatInstant(head.publishedAt, zone),
  publishedBy: head.publishedBy,
  effectiveFrom: formatInstant(head.effectiveFrom, zone)
})

function openDocument(document: PublishedDocument, zone: Zone) {
  const { form, issuedOn, parentBody, place, signer, amends, changesFrom, rulePack, rules, overrides, softBreaches } = document
  return {
    form,
    issuedOn,
    parentBody,
    place,
    signer,
    amends: amends && { id: amends.id, version: amends.version, number: documentNumber(amends) ?? '', issuedOn: amends.issuedOn },
    reason: null as string | null,
    changesFrom: formatInstant(changesFrom, zone),
    rulePack,
    rules,
    overrides: overrides.map(({ ruleId }) => ({ ruleId, reason: null as string | null })),
    softBreaches
  }
}

const openPhones = (phones: PublishedMonth['centre']['phones']) =>
  phonesFor(phones, 'public').map((phone) => ({ ...phone, href: phoneHref(phone) }))

/**
 * What anybody may read of a publication, as its JSON says it. The fingerprint is taken of this and of nothing else: everybody can compute
 * it again, and it betrays nothing that they may not read.
 */
export function openPublication(publication: Frozen<Publication>) {
  const { centre, document, agencies, people, posts, slots } = publication.content
  const { zone } = centre
  return {
    ...openHead(publication, zone),
    centre: { id: centre.id, code: centre.code, name: centre.name, phones: openPhones(centre.phones) },
    document: document === undefined ? null : openDocument(document, zone),
    agencies: agencies.map(({ id, code, name, kind, sector }) => ({ id, code, name, kind, sector })),
    people: people.map(({ id, code, fullName, role, phones }) => ({ id, code, fullName, role, phones: openPhones(phones) })),
    posts: posts.map(({ id, code, name, mode, agencyIds, continuous }) => ({ id, code, name, mode, agencyIds, continuous })),
    slots: slots.map(({ id, postId, start, end, day, dayKind, seats }) => ({
      id,
      postId,
      start: formatInstant(start, zone),
      end: formatInstant(end, zone),
      day,
      dayKind,
      seats
    }))
  }
}
