import { type PhoneType, VCard } from 'vcard-creator'
import type { Instant } from '../domain/instant.ts'
import type { Phone, PhoneKind } from '../domain/phone.ts'

/** Somebody or something with numbers, as an address book keeps it. */
export interface Card {
  /** Never changes, so that an address book replaces the card it has. */
  readonly uid: string
  readonly name: string
  /** Whether the name is a person's, and so has parts. */
  readonly person: boolean
  readonly organisation: string
  /** What the person is: Trợ giúp viên pháp lý. */
  readonly title: string | null
  /** What the person does here: Người trực. */
  readonly role: string | null
  readonly phones: readonly Phone[]
  readonly note: string
  readonly revised: Instant
}

/** Mobile numbers of this country (03, 05, 07, 08, 09). */
const MOBILE = /^\+84[35789]\d{8}$/
const AT_WORK: Readonly<Record<PhoneKind, boolean>> = { duty: true, office: true, hotline: true, personal: false }

function typesOf({ kind, e164 }: Phone, first: boolean): PhoneType[] {
  const types: PhoneType[] = [MOBILE.test(e164) ? 'cell' : 'voice']
  if (AT_WORK[kind]) types.unshift('work')
  if (first) types.push('pref')
  return types
}

/** Family name first, given name last: `Nông Thị Bình`. */
function partsOf(name: string): { familyName: string; additionalNames: string; givenName: string } {
  const words = name.split(' ')
  const [familyName = ''] = words
  return words.length === 1
    ? { familyName: '', additionalNames: '', givenName: name }
    : { familyName, additionalNames: words.slice(1, -1).join(' '), givenName: words.at(-1) ?? '' }
}

function cardOf({ uid, name, person, organisation, title, role, phones, note, revised }: Card): VCard {
  const card = new VCard()
  card.addUid(`urn:uuid:${uid}`).addFullName(name)
  card.addName(person ? partsOf(name) : {}).addCompany({ name: organisation })
  if (title !== null) card.addJobtitle(title)
  if (role !== null) card.addRole(role)
  for (const [at, phone] of phones.entries()) card.addPhoneNumber({ number: phone.e164, type: typesOf(phone, at === 0) })
  return card.addNote(note).addRevision(new Date(revised))
}

/** The cards as one file (vCard 3.0, which old phones read too; UTF-8, folded, CRLF). The same cards give the same text. */
export const vcards = (cards: readonly Card[]): string =>
  cards
    .map((card) => cardOf(card).toString())
    .join('')
    .normalize('NFC')
