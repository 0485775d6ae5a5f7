import { Type } from 'typebox'
import type { Zone } from '../domain/instant.ts'
import { openHead, openPublication } from '../domain/open-publication.ts'
import { DUTY_MODES, SEATS } from '../domain/post.ts'
import { PROVIDER_ROLES } from '../domain/provider.ts'
import {
  PUBLICATION_KINDS,
  type Publication,
  type PublicationHead,
  type PublicationReasons,
  type PublishedPerson
} from '../domain/publication.ts'
import { RULE_LEVELS } from '../domain/rules/rule.ts'
import { DOCUMENT_FORMS } from '../domain/settings.ts'
import { presentInstant, presentPhones } from './present.ts'
import { audienceAt, may, type Principal } from './principal.ts'
import { NumberWarnings, SignerName } from './roster-views.ts'
import { DayKindField, Id, nullable, oneOf } from './schemas.ts'

const DocumentView = Type.Object(
  {
    form: oneOf(DOCUMENT_FORMS),
    issuedOn: Type.String(),
    parentBody: Type.String(),
    place: Type.String(),
    signer: nullable(SignerName),
    amends: nullable(Type.Object({ id: Type.String(), version: Type.Integer(), number: Type.String(), issuedOn: Type.String() })),
    reason: nullable(
      Type.String({ description: 'Why it was amended, for keys of the centre that may read rosters; null for everybody else.' })
    ),
    changesFrom: Type.String({ description: 'From when what it changes holds.' }),
    rulePack: Type.String({ description: 'SHA-256 of the canonical JSON of the rules it was checked by.' }),
    rules: Type.Array(Type.Object({ id: Type.String(), level: oneOf(RULE_LEVELS), params: Type.Record(Type.String(), Type.Number()) })),
    overrides: Type.Array(Type.Object({ ruleId: Type.String(), reason: nullable(Type.String()) }), {
      description: 'Policy rules that the approver let be broken; why is told as `reason` is.'
    }),
    softBreaches: Type.Integer({ description: 'How many soft rules were broken when it was issued.' })
  },
  { description: 'What stands on the paper around the table; null of what was published before documents were.' }
)
const headFields = {
  id: Id,
  rosterId: Type.String(),
  month: Type.String(),
  version: Type.Integer({ description: '1 for the first publication of the month.' }),
  kind: oneOf(PUBLICATION_KINDS, 'Of a provisional version, an emergency cover, the numbered document is still to come.'),
  number: nullable(
    Type.String({ description: 'In the yearly sequence: 05/TB-TGPL; null of a provisional version.', examples: ['05/TB-TGPL'] })
  ),
  year: Type.Integer(),
  publishedAt: Type.String(),
  publishedBy: Type.String(),
  effectiveFrom: Type.String(),
  supersededFrom: nullable(Type.String()),
  fingerprint: Type.String({
    description:
      'SHA-256 of the canonical JSON (RFC 8785) of this publication as anybody reads it without a key, but for `fingerprint` and `supersededFrom`.'
  })
}

export const HeadView = Type.Object({ ...headFields, warnings: NumberWarnings }, { $id: 'PublicationHead', title: 'PublicationHead' })
export const PublicationView = Type.Object(
  {
    ...headFields,
    centre: Type.Object({ id: Type.String(), code: Type.String(), name: Type.String(), phones: Type.Array(Type.Ref('Phone')) }),
    document: nullable(DocumentView),
    agencies: Type.Array(
      Type.Object({
        id: Type.String(),
        code: Type.String(),
        name: Type.String(),
        kind: Type.Optional(Type.String()),
        sector: Type.Optional(Type.String())
      })
    ),
    people: Type.Array(
      Type.Object({
        id: Type.String(),
        code: Type.String(),
        fullName: Type.String(),
        role: oneOf(PROVIDER_ROLES),
        phones: Type.Array(Type.Ref('Phone'), { description: 'Numbers as published, only those that the asker may read.' })
      })
    ),
    posts: Type.Array(
      Type.Object({
        id: Type.String(),
        code: Type.String(),
        name: Type.String(),
        mode: oneOf(DUTY_MODES),
        agencyIds: Type.Array(Type.String()),
        continuous: Type.Boolean({ description: 'Staffed every minute (24/24).' })
      })
    ),
    slots: Type.Array(
      Type.Object({
        id: Type.String(),
        postId: Type.String(),
        start: Type.String(),
        end: Type.String(),
        day: Type.String(),
        dayKind: DayKindField,
        seats: Type.Array(Type.Object({ seat: oneOf(SEATS), providerId: Type.String() }))
      })
    )
  },
  { $id: 'Publication', title: 'Publication' }
)

export const presentHead = (head: PublicationHead, zone: Zone) => ({
  ...openHead(head, zone),
  supersededFrom: presentInstant(head.supersededFrom, zone),
  fingerprint: head.fingerprint
})

/** The agencies of every post at which the person has a duty: who among agency keys may read the numbers. */
function agenciesOf(person: PublishedPerson, { posts, slots }: Publication['content']) {
  const postIds = new Set(slots.filter((slot) => slot.seats.some((seat) => seat.providerId === person.id)).map((slot) => slot.postId))
  return posts.filter((post) => postIds.has(post.id)).flatMap((post) => post.agencyIds)
}

/** Why something was changed is for the centre: its own keys that may read rosters, never an agency's. */
export const mayReadReasons = (principal: Principal): boolean => principal.agencyId === null && may(principal, 'rosters:read')

/** What is shown depends on who reads, so the reader is part of the ETag: the agency of the key, where that counts. */
export function readerOf(principal: Principal): string {
  const why = mayReadReasons(principal) ? '-why' : ''
  if (may(principal, 'numbers:internal')) return `internal${why}`
  return `${may(principal, 'numbers:agency') ? (principal.agencyId ?? 'agency') : 'public'}${why}`
}

/** What was frozen, as this principal may read it: what anybody may, and beside it the numbers and reasons that are theirs to know. */
export function presentPublication(publication: Publication, principal: Principal, reasons?: PublicationReasons) {
  const { people, centre } = publication.content
  const open = openPublication(publication)
  return {
    ...open,
    supersededFrom: presentInstant(publication.supersededFrom, centre.zone),
    fingerprint: publication.fingerprint,
    document: open.document && { ...open.document, ...reasons },
    people: people.map((person) => ({
      ...person,
      phones: presentPhones(person.phones, audienceAt(principal, agenciesOf(person, publication.content)))
    }))
  }
}
