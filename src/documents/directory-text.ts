import { formatDay } from '../domain/day.ts'
import type { DirectoryDocument, DirectoryPerson } from '../domain/directory.ts'
import { DIRECTORY_WORDING, hasUnverified, languageNames, markedNumber, unitOf } from './directory-words.ts'
import { DEMO, NO_NUMBER, ROLE_WORDS } from './paper-words.ts'
import { torn, unbroken, wrap } from './text.ts'

const IN = '  '

function entry(person: DirectoryPerson, at: number): string[] {
  const numbers = person.phones.length === 0 ? `(${NO_NUMBER})` : person.phones.map((phone) => unbroken(markedNumber(phone))).join('; ')
  const languages = languageNames(person)
  const about = [ROLE_WORDS[person.role], unitOf(person), ...(languages === '' ? [] : [languages])].join(', ')
  const indented = (text: string): string[] => torn(wrap(`${unbroken(IN)}${text}`, IN))
  return [...wrap(`${at + 1}. ${person.fullName}`, IN), ...indented(numbers), ...indented(about)]
}

/** The directory as plain text that any screen shows. The same list on the same day gives the same text. */
export function directoryText(directory: DirectoryDocument): string {
  const { centre, asOf, people } = directory
  const numbers = centre.phones.map(({ national }) => unbroken(national)).join('; ')
  const blocks = [
    ...(centre.demo ? [wrap(DEMO)] : []),
    [...wrap(DIRECTORY_WORDING.title), ...wrap(centre.name), ...wrap(`Tính đến ngày ${formatDay(asOf)}`)],
    ...(numbers === '' ? [] : [torn(wrap(`TRUNG TÂM: ${numbers}`, IN))]),
    ...people.map(entry),
    ...(hasUnverified(directory) ? [wrap(DIRECTORY_WORDING.unverifiedNote)] : [])
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`.normalize('NFC')
}
