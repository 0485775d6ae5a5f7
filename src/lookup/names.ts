import type { Agency } from '../domain/agency.ts'
import { compare } from '../domain/ids.ts'
import type { Post } from '../domain/post.ts'
import { foldText } from '../domain/text.ts'
import { fullForms, MOST_MEANINGS, saidInFull, writtenOut } from './abbreviations.ts'

/** One thing that words may mean. */
export type Nameable = { readonly agency: Agency; readonly post: null } | { readonly agency: null; readonly post: Post }

/**
 * Something that words fit, and how well: 0 the whole name or code, 1 the beginning of the name, 2 within the name, 3 an old name, a
 * commune, an address or scattered words; half a rank worse where a word of the question only begins one of the thing's.
 */
export interface Fit {
  readonly thing: Nameable
  readonly rank: number
}

/** A thing with all that it is called by. Every text has a space around each of its words. */
interface Entry {
  readonly thing: Nameable
  readonly code: string
  /** Its name: as it stands, short forms written out, without what stands in brackets. */
  readonly names: readonly string[]
  /** All it is found by; words of different names stand apart. */
  readonly text: string
}

/** What a search looks at: the things, every word of theirs in order, and which things have it. */
interface Search {
  readonly entries: readonly Entry[]
  readonly words: readonly string[]
  readonly holders: readonly (readonly number[])[]
}

/** Every name, code, old name, commune and abbreviation of a centre's agencies and posts, folded when words are first asked for. */
export interface NameIndex {
  readonly search: () => Search
}

/** The folded text and what it says once short forms are written out. */
function variants(name: string): string[] {
  const plain = foldText(name)
  const first = writtenOut(name, 0)
  if (first === plain) return [plain]
  return [...new Set([plain, first, ...Array.from({ length: MOST_MEANINGS - 1 }, (_, at) => writtenOut(name, at + 1))])]
}

const spaced = (texts: readonly string[], between: string): string => ` ${texts.filter((text) => text !== '').join(between)} `

function entryOf(thing: Nameable, code: string, name: string, others: readonly string[]): Entry {
  const unbracketed = name.replace(/\([^)]*\)/g, ' ')
  const names = [...new Set([name, unbracketed].flatMap(variants))]
  const text = spaced([foldText(code), ...names, ...others.flatMap(variants)], ' | ')
  return { thing, code: foldText(code), names: names.map((each) => ` ${each} `), text }
}

const agencyEntry = (agency: Agency): Entry => {
  const others = [...agency.formerNames.map(({ name }) => name), ...agency.territory, agency.address ?? '']
  return entryOf({ agency, post: null }, agency.code, agency.name, others)
}

function searchOf(entries: readonly Entry[]): Search {
  const found = new Map<string, number[]>()
  for (const [number, { text }] of entries.entries()) {
    for (const word of new Set(text.split(' '))) {
      const holders = found.get(word)
      if (holders === undefined) found.set(word, [number])
      else holders.push(number)
    }
  }
  found.delete('')
  const words = [...found.keys()].sort()
  return { entries, words, holders: words.map((word) => found.get(word) ?? []) }
}

/** Prepares the search of a centre's agencies and posts; the work is done when somebody first searches, so that others need not wait for it. */
export function indexNames(agencies: readonly Agency[], posts: readonly Post[]): NameIndex {
  let made: Search | undefined
  const make = (): Search =>
    searchOf([...agencies.map(agencyEntry), ...posts.map((post) => entryOf({ agency: null, post }, post.code, post.name, []))])
  return { search: () => (made ??= make()) }
}

/** A word of a question, and what it is or may be short for. */
interface Word {
  readonly word: string
  readonly full: readonly string[]
}

/** Position of the first word that is not before the given one. */
function firstFrom(words: readonly string[], word: string): number {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle] ?? '') < word) low = middle + 1
    else high = middle
  }
  return low
}

/** Numbers of the things that have a word which begins so, some more than once. */
function holdersOf({ words, holders }: Search, start: string): number[] {
  const found: number[] = []
  for (let at = firstFrom(words, start); words[at]?.startsWith(start); at += 1) found.push(...(holders[at] ?? []))
  return found
}

const isWhole = (text: string, words: string): boolean => text.includes(` ${words} `)

/** Numbers of the things that fit the word, by what it is or is short for. */
function fitting(search: Search, { word, full }: Word): Set<number> {
  const found = new Set(holdersOf(search, word))
  for (const words of full) {
    const [first = ''] = words.split(' ')
    for (const number of search.holders[firstFrom(search.words, first)] ?? []) {
      if (!found.has(number) && isWhole(search.entries[number]?.text ?? '', words)) found.add(number)
    }
  }
  return found
}

/** The things that fit every word. */
function fittingAll(search: Search, [first, ...others]: readonly Word[]): Entry[] {
  let left = first === undefined ? [] : [...fitting(search, first)]
  for (const word of others) {
    if (left.length === 0) return []
    const found = fitting(search, word)
    left = left.filter((number) => found.has(number))
  }
  return left.flatMap((number) => search.entries[number] ?? [])
}

/** How well the question, read so, fits a name. */
function rankAs(name: string, reading: string): number {
  const whole = name.indexOf(`${reading} `)
  if (whole === 0) return name.length === reading.length + 1 ? 0 : 1
  if (name.startsWith(reading)) return 1.5
  return whole === -1 ? 2.5 : 2
}

/**
 * The same for the best way to read the question: from `at` on each word as it stands or as what it is short for, after what is `read`.
 * Only ways that the name bears out are followed, so there are never more than it has words.
 */
function rankIn(name: string, words: readonly Word[], at = 0, read = ''): number {
  const next = words[at]
  if (next === undefined) return rankAs(name, read)
  const ways = [next.word, ...next.full].map((each) => `${read} ${each}`).filter((way) => name.includes(way))
  return ways.reduce((best, way) => Math.min(best, rankIn(name, words, at + 1, way)), 3)
}

/** A question: its words, each once, and all of them in their order, as they stand and with what people leave out. */
interface Asked {
  readonly folded: string
  readonly words: readonly Word[]
  readonly orders: readonly (readonly Word[])[]
}

const wordsOf = (words: readonly string[]): Word[] => words.map((word) => ({ word, full: fullForms(word) }))

function askedOf(folded: string): Asked {
  const words = folded.split(' ')
  const orders = [...new Set([folded, saidInFull(folded)])].map((order) => wordsOf(order.split(' ')))
  return { folded, words: wordsOf([...new Set(words)]), orders }
}

function rankOf({ code, names, text }: Entry, { folded, words, orders }: Asked): number {
  if (code === folded) return 0
  const best = Math.min(...names.flatMap((name) => orders.map((order) => rankIn(name, order))))
  if (best < 3) return best
  return words.every(({ word, full }) => [word, ...full].some((each) => isWhole(text, each))) ? 3 : 3.5
}

const codeOf = ({ agency, post }: Nameable): string => agency?.code ?? post?.code ?? ''

/** Best first, then agencies before posts, then by code. */
const byRank = (a: Fit, b: Fit): number =>
  a.rank - b.rank || Number(a.thing.agency === null) - Number(b.thing.agency === null) || compare(codeOf(a.thing), codeOf(b.thing))

/**
 * Whatever fits the words, best first: each, without diacritics, begins a word of the thing's code, name, old names, communes or
 * address, or is short for words that stand there. Any text may be asked; one without letters or digits fits nothing.
 */
export function findByWords(index: NameIndex, q: string): readonly Fit[] {
  const folded = foldText(q)
  if (folded === '') return []
  const asked = askedOf(folded)
  return fittingAll(index.search(), asked.words)
    .map((entry): Fit => ({ thing: entry.thing, rank: rankOf(entry, asked) }))
    .sort(byRank)
}
