import { formatDay } from '../domain/day.ts'
import type { DirectoryDocument, DirectoryPerson } from '../domain/directory.ts'
import { torn, unbroken, wrapText } from '../domain/text.ts'
import { DIRECTORY_WORDING, hasUnverified, languageNames, markedNumber, unitOf } from './directory-words.ts'
import { DEMO, NO_NUMBER, ROLE_WORDS } from './paper-words.ts'

const IN = '  '

function entry(person: DirectoryPerson, at: number): string[] {
  const numbers = person.phones.length === 0 ? `(${NO_NUMBER})` : person.phones.map((phone) => unbroken(markedNumber(phone))).join('; ')
  const languages = languageNames(person)
  const about = [ROLE_WORDS[person.role], unitOf(person), ...(languages === '' ? [] : [languages])].join(', ')
  const indented = (text: string): string[] => torn(wrapText(`${unbroken(IN)}${text}`, { others: IN }))
  return [...wrapText(`${at + 1}. ${person.fullName}`, { others: IN }), ...indented(numbers), ...indented(about)]
}

/** The directory as plain text that any screen shows. The same list on the same day gives the same text. */
export function directoryText(directory: DirectoryDocument): string {
  const { centre, asOf, people } = directory
  const numbers = centre.phones.map(({ national }) => unbroken(national)).join('; ')
  const blocks = [
    ...(centre.demo ? [wrapText(DEMO)] : []),
    [...wrapText(DIRECTORY_WORDING.title), ...wrapText(centre.name), ...wrapText(`Tính đến ngày ${formatDay(asOf)}`)],
    ...(numbers === '' ? [] : [torn(wrapText(`TRUNG TÂM: ${numbers}`, { others: IN }))]),
    ...people.map(entry),
    ...(hasUnverified(directory) ? [wrapText(DIRECTORY_WORDING.unverifiedNote)] : [])
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`.normalize('NFC')
}
