import { DUTY_CARD_WORDING as WORDS } from '../documents/duty-card-words.ts'
import { ROLE_WORDS, SEAT_WORDS } from '../documents/paper-words.ts'
import { type Card, vcards } from '../documents/vcard.ts'
import type { AgencyId, ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type Phone, phonesFor, type Visibility } from '../domain/phone.ts'
import type { LookedUp } from '../lookup/look-up.ts'
import type { OnDuty } from '../lookup/on-duty.ts'

/** Whose numbers the reader may know at a post that serves these agencies. */
export type AudienceOf = (agencyIds: readonly AgencyId[]) => Visibility

const demoNote = ({ subject }: LookedUp): string[] => (subject.centre.demo ? [WORDS.demo] : [])

/** One card of a person, with all that they are on duty for. */
function personCard(found: LookedUp, duties: readonly OnDuty[], audienceOf: AudienceOf): Card[] {
  const [first] = duties
  if (first === undefined) return []
  const { centre } = found.subject
  const { person, seat, publication } = first
  const phones = phonesFor(person.phones, audienceOf(duties.flatMap(({ post }) => post.agencyIds)))
  const notes = duties.map((duty) => WORDS.duty(duty.seat, duty.post.name, duty.end, centre.zone))
  const note = [...notes, WORDS.source(publication), ...(phones.length === 0 ? [WORDS.noNumber] : []), ...demoNote(found)]
  return [
    {
      ...{ uid: person.id, name: person.fullName, person: true, organisation: centre.name },
      ...{ title: ROLE_WORDS[person.role], role: SEAT_WORDS[seat], phones, note: note.join('\n'), revised: publication.publishedAt }
    }
  ]
}

/** The centre's card: the end of every chain of calls, and who says why nobody is on duty. */
function centreCard(found: LookedUp, at: Instant, audienceOf: AudienceOf): Card {
  const { centre, agency, post } = found.subject
  const served = [agency, found.successor].flatMap((each) => (each === null ? [] : [each.id]))
  const { status, nextOpeningAt, publication } = found.answer
  const silent = status === 'on_duty' ? [] : [WORDS[status], ...(nextOpeningAt === null ? [] : [WORDS.opening(nextOpeningAt, centre.zone)])]
  return {
    ...{ uid: centre.id, name: centre.name, person: false, organisation: centre.name, title: null, role: null },
    phones: phonesFor(centre.phones, audienceOf(post?.agencyIds ?? served)),
    note: [...silent, WORDS.centre, ...demoNote(found)].join('\n'),
    revised: publication?.publishedAt ?? at
  }
}

/** The cards as a file, and the people on them with the numbers that they bear. */
export interface DutyCards {
  readonly text: string
  readonly people: readonly { readonly id: ProviderId; readonly phones: readonly Phone[] }[]
}

/** Who is on duty as cards for an address book, in call order, the centre last: never empty. */
export function dutyCards(found: LookedUp, at: Instant, audienceOf: AudienceOf): DutyCards {
  const duties = [...Map.groupBy(found.answer.onDuty, ({ person }) => person.id)]
  const people = duties.flatMap(([id, own]) => personCard(found, own, audienceOf).map((card) => ({ id, card })))
  return {
    text: vcards([...people.map(({ card }) => card), centreCard(found, at, audienceOf)]),
    people: people.map(({ id, card: { phones } }) => ({ id, phones }))
  }
}
