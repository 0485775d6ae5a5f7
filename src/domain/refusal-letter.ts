import type { Call, ConflictOfInterest } from './call.ts'
import type { Centre } from './centre.ts'
import { conflictWording } from './conflicts/wording.ts'
import type { Day } from './day.ts'
import { dayAt } from './instant.ts'
import { officialDay } from './official-date.ts'
import type { Provider, ProviderRole } from './provider.ts'
import { inCapitals } from './text.ts'
import { fill, type Language, type Text } from './wording.ts'

/** A person of the centre, as a letter names them. */
export type LetterPerson = Pick<Provider, 'fullName' | 'role'>

/** All that the letter may say; of the call only its day. */
export interface RefusalFacts {
  readonly centre: Pick<Centre, 'name' | 'parentBody' | 'place' | 'zone'>
  readonly call: Pick<Call, 'reportedAt'>
  /** Name of the person in need; null = not kept. */
  readonly addressee: string | null
  readonly conflict: Pick<ConflictOfInterest, 'rule' | 'basis'>
  readonly provider: LetterPerson
  /** Who comes instead; null = not known yet. */
  readonly next: LetterPerson | null
  /** The day on the letter. */
  readonly day: Day
}

/** The written reason: its parts, and all of it as plain text. */
export interface RefusalLetter {
  readonly from: readonly string[]
  readonly placeAndDay: string
  readonly title: string
  readonly addressee: string
  readonly paragraphs: readonly string[]
  readonly text: string
}

const ROLES: Readonly<Record<ProviderRole, Text>> = {
  legal_aid_officer: { vi: 'Trợ giúp viên pháp lý', en: 'legal aid officer' },
  contract_lawyer: { vi: 'Luật sư', en: 'lawyer' },
  legal_adviser: { vi: 'Tư vấn viên pháp luật', en: 'legal adviser' },
  collaborator: { vi: 'Cộng tác viên trợ giúp pháp lý', en: 'legal-aid collaborator' }
}

const TITLE: Text = {
  vi: 'THÔNG BÁO\nVề việc thay đổi người thực hiện trợ giúp pháp lý',
  en: 'NOTICE\nof a change of the person who gives legal aid'
}
const TO: Text = { vi: 'Kính gửi: {person}', en: 'To: {person}' }
const NAMED: Text = { vi: 'Ông/Bà {name}', en: '{name}' }
const UNNAMED: Text = { vi: 'Người được trợ giúp pháp lý', en: 'the person who asked for legal aid' }

const REASON: Text = {
  vi: 'Ngày {reported}, {centre} tiếp nhận yêu cầu trợ giúp pháp lý của Ông/Bà. {role} {name} không thực hiện vụ việc này vì lý do sau: {name} {reason}. Căn cứ: {basis}.',
  en: 'On {reported} {centre} received your request for legal aid. {name}, {role}, does not take this case, for this reason: {name} {reason}. Basis: {basis}.'
}
const ANOTHER: Text = {
  vi: 'Thực hiện khoản 3 Điều 25 Luật Trợ giúp pháp lý năm 2017, {centre} cử {role} {name} thực hiện trợ giúp pháp lý cho Ông/Bà.',
  en: 'Under Article 25(3) of the Legal Aid Law of 2017 {centre} appoints {name}, {role}, to give you legal aid.'
}
const ANOTHER_YET: Text = {
  vi: 'Thực hiện khoản 3 Điều 25 Luật Trợ giúp pháp lý năm 2017, {centre} sẽ cử người khác thực hiện trợ giúp pháp lý cho Ông/Bà trong thời hạn pháp luật quy định.',
  en: 'Under Article 25(3) of the Legal Aid Law of 2017 {centre} will appoint somebody else to give you legal aid, within the time that the law sets.'
}
/** What is nobody's within the centre to mend: no colleague can take it either, so none is promised. */
const NOBODY: Text = {
  vi: '{centre} thông báo để Ông/Bà biết. Ông/Bà có quyền khiếu nại theo quy định của pháp luật về trợ giúp pháp lý.',
  en: '{centre} tells you so in writing. You have the right to complain, as the law on legal aid provides.'
}
const CLOSE: Text = {
  vi: 'Việc thay đổi này không ảnh hưởng đến quyền được trợ giúp pháp lý miễn phí của Ông/Bà.',
  en: 'The change does not touch your right to legal aid free of charge.'
}
const PLACE_AND_DAY: Text = { vi: '{place}, {official}', en: '{place}, {day}' }

/** Rules that stand against the centre as a whole. */
const AGAINST_ALL: readonly ConflictOfInterest['rule'][] = ['other-organisation', 'out-of-scope']

/**
 * The reason in writing that the law owes a person whose provider stands aside (Luật TGPL 2017 Điều 25(3)): who, why, by which article, and
 * who comes instead. It is made of the facts given and so can tell nothing of any other client.
 */
export function refusalLetter(facts: RefusalFacts, language: Language): RefusalLetter {
  const { centre, addressee, day } = facts
  const from = [inCapitals(centre.parentBody), inCapitals(centre.name)]
  const placeAndDay = fill(PLACE_AND_DAY, { place: centre.place, official: officialDay(day), day }, language)
  const title = TITLE[language]
  const person = addressee === null ? UNNAMED[language] : fill(NAMED, { name: addressee }, language)
  const to = fill(TO, { person }, language)
  const paragraphs = paragraphsOf(facts, language)
  const text = [...from, '', placeAndDay, '', title, '', to, '', ...paragraphs.flatMap((each) => [each, '']), from.at(-1)].join('\n')
  return { from, placeAndDay, title, addressee: to, paragraphs, text: `${text}\n` }
}

function paragraphsOf({ centre, call, conflict, provider, next }: RefusalFacts, language: Language): string[] {
  const named = (person: LetterPerson) => ({ name: person.fullName, role: ROLES[person.role][language] })
  const reported = dayAt(call.reportedAt, centre.zone)
  const reason = fill(
    REASON,
    {
      ...named(provider),
      reported,
      centre: centre.name,
      reason: conflictWording[conflict.rule].reason[language],
      basis: conflict.basis
    },
    language
  )
  if (AGAINST_ALL.includes(conflict.rule)) return [reason, fill(NOBODY, { centre: centre.name }, language)]
  const another = next === null ? ANOTHER_YET : ANOTHER
  return [reason, fill(another, { centre: centre.name, ...(next === null ? {} : named(next)) }, language), CLOSE[language]]
}
