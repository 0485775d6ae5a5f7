import type { AgencySector } from '../domain/agency.ts'
import { DutyError } from '../domain/errors.ts'
import type { PostId, ProviderId } from '../domain/ids.ts'
import { type Phone, phonesFor } from '../domain/phone.ts'
import type {
  Publication,
  PublishedAgency,
  PublishedDocument,
  PublishedMonth,
  PublishedPerson,
  PublishedPost,
  PublishedSlot
} from '../domain/publication.ts'
import type { PaperCell, PaperOptions } from './paper.ts'
import { NO_NUMBER } from './paper-words.ts'
import { type PostTime, postTime, slotsByPost } from './turns.ts'

/** A publication as one reader may see it: their posts, their numbers, everything found by id. */
export interface PaperSetting {
  readonly publication: Publication
  readonly content: PublishedMonth
  readonly document: PublishedDocument
  readonly options: PaperOptions
  /** In order of code. */
  readonly posts: readonly PublishedPost[]
  readonly times: ReadonlyMap<PostId, PostTime>
  /** Agencies that the posts serve. */
  readonly agencies: readonly PublishedAgency[]
  readonly people: ReadonlyMap<ProviderId, PublishedPerson>
  readonly phonesOf: (id: ProviderId) => readonly Phone[]
  /** The centre's numbers that the reader may know. */
  readonly centreNumbers: readonly string[]
}

/** Throws DOCUMENT_MISSING for a publication from before documents. */
export function settingOf(publication: Publication, options: PaperOptions): PaperSetting {
  const { content } = publication
  if (content.document === undefined) throw new DutyError('DOCUMENT_MISSING')
  const posts = content.posts.filter(({ agencyIds }) => options.agencyId === undefined || agencyIds.includes(options.agencyId))
  const slots = slotsByPost(content.slots)
  const people = new Map(content.people.map((person) => [person.id, person]))
  const served = new Set(posts.flatMap(({ agencyIds }) => agencyIds))
  return {
    publication,
    content,
    document: content.document,
    options,
    posts,
    times: new Map(posts.map(({ id }) => [id, postTime(slots.get(id) ?? [], content.centre.zone)])),
    agencies: content.agencies.filter(({ id }) => served.has(id)),
    people,
    phonesOf: (id) => phonesFor(people.get(id)?.phones ?? [], options.audience),
    centreNumbers: phonesFor(content.centre.phones, options.audience).map(({ national }) => national)
  }
}

export const agenciesOf = ({ agencies }: PaperSetting, posts: readonly PublishedPost[]): PublishedAgency[] => {
  const ids = new Set(posts.flatMap(({ agencyIds }) => agencyIds))
  return agencies.filter(({ id }) => ids.has(id))
}

/** The sector of a post is that of the first agency it serves. */
export const sectorOf = ({ content }: PaperSetting, { agencyIds }: PublishedPost): AgencySector =>
  content.agencies.find(({ id }) => id === agencyIds[0])?.sector ?? 'court'

export const hasSupport = (slots: readonly PublishedSlot[]): boolean =>
  slots.some(({ seats }) => seats.some(({ seat }) => seat === 'support'))

export const nameCell = ({ people }: PaperSetting, id: ProviderId | null): PaperCell => {
  const person = id === null ? undefined : people.get(id)
  return person ? { text: person.fullName } : { text: '-', quiet: true }
}

/** All numbers of somebody that the reader may know, a line each, or the first alone; words where there is none. */
export function phoneCell({ phonesOf }: PaperSetting, id: ProviderId | null, which: 'all' | 'first' = 'all'): PaperCell {
  if (id === null) return { text: '-', quiet: true }
  const numbers = phonesOf(id).map(({ national }) => national)
  if (numbers.length === 0) return { text: NO_NUMBER, quiet: true }
  return { text: which === 'first' ? (numbers[0] ?? '') : numbers.join('\n') }
}
