import { DutyError } from './errors.ts'

/** Characters that nobody sees: zero-width and direction marks, soft hyphens, halves of a broken emoji (which no database stores). */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]+/gu

/** Canonical form of any text a person types: NFC, nothing invisible, control characters and runs of space as one space, trimmed. */
export const cleanText = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()

/** The text in capitals, as headers and titles of documents stand. */
export const inCapitals = (text: string): string => text.toUpperCase().normalize('NFC')

/** What search compares: no diacritics, `đ` as `d`, lower case, only letters and digits, single spaces. `Cao Lộc` becomes `cao loc`. */
export const foldText = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The text a row is found by: every given part folded, one space at each end so that whole words can be asked for. */
export const searchText = (parts: readonly (string | null | undefined)[]): string =>
  ` ${parts
    .map((part) => foldText(part ?? ''))
    .filter((part) => part !== '')
    .join(' ')} `

/** Joins words that are never torn apart. */
const HELD = '\u00A0'
/** The text as one word: a number is never torn apart. */
export const unbroken = (text: string): string => text.replaceAll(' ', HELD)
/** The lines with what was held together as it was. */
export const torn = (lines: readonly string[]): string[] => lines.map((line) => line.replaceAll(HELD, ' '))

/** How the first line begins, and the others. */
export interface Indents {
  readonly first?: string
  readonly others?: string
}

/** Columns of an old phone's screen. */
const SCREEN = 40

/** The text in lines of at most 40 columns, broken between words; only a single word, or what is held together, is wider. */
export function wrapText(text: string, { first = '', others = '' }: Indents = {}): string[] {
  const lines: string[] = []
  let line = first
  for (const word of text.normalize('NFC').split(' ')) {
    const joined = line.trim() === '' ? `${line}${word}` : `${line} ${word}`
    if ([...joined].length <= SCREEN || line.trim() === '') line = joined
    else {
      lines.push(line)
      line = `${others}${word}`
    }
  }
  return [...lines, line]
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The text of bytes, without the mark that some put before it. Throws BAD_REQUEST for bytes that are not UTF-8: what is mangled is not kept. */
export function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new DutyError('BAD_REQUEST', { reason: 'not_utf8' })
  }
}
