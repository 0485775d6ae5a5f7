/** Characters that nobody sees: zero-width and direction marks, soft hyphens, halves of a broken emoji (which no database stores). */
const INVISIBLE = /[\p{Cf}\p{Cs}]+/gu

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
