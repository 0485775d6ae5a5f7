import type { PaperLogo } from '../documents/paper.ts'
import { readPicture } from '../documents/picture.ts'
import { type CalendarOrder, PAPER_FORMATS, type RenderedFormat, type RenderOptions, renderHere } from '../documents/rendering.ts'
import { narrowed, type Only } from '../documents/seats.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { AgencyId, PostId, ProviderId, PublicationId, RosterId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Publication } from '../domain/publication.ts'
import { listVersions } from '../store/publications.ts'
import { listSteps } from '../store/rosters.ts'
import { findPicture } from '../store/settings.ts'
import type { Deps } from './deps.ts'
import { sha256 } from './sha256.ts'

/** For whom a document of a publication is made. */
export interface DocumentOrder {
  readonly audience: 'public' | 'agency'
  /** The paper of one agency: the posts that serve it alone. */
  readonly agencyId?: AgencyId | undefined
  /** Of calendars: one post, one person. */
  readonly postId?: PostId | undefined
  readonly providerId?: ProviderId | undefined
  /** Whether a spreadsheet says what everybody bears. */
  readonly burdens?: boolean | undefined
}

/** Bytes of documents that are kept, and how many there are at most: some hundred papers. */
const MOST_BYTES = 64 * 1024 * 1024

/** Documents by what they are made of, the least recently used first. Publications never change, so neither do their documents. */
const kept = new Map<string, Uint8Array>()
let keptBytes = 0
/** Documents that are being rendered: who asks for the same meanwhile waits for it. */
const begun = new Map<string, Promise<Uint8Array>>()

const keyOf = (publication: Publication, format: RenderedFormat, order: DocumentOrder): string => {
  const { audience, agencyId = null, postId = null, providerId = null, burdens = false } = order
  return JSON.stringify([publication.id, publication.fingerprint, format, audience, agencyId, postId, providerId, burdens])
}

/** A name for the bytes that a document has: another version, format or reader has another. */
export const documentState = (publication: Publication, format: RenderedFormat, order: DocumentOrder): string =>
  sha256(keyOf(publication, format, order)).slice(0, 32)

function keep(key: string, bytes: Uint8Array): void {
  if (kept.has(key) || bytes.length > MOST_BYTES) return
  kept.set(key, bytes)
  keptBytes += bytes.length
  for (const [oldest, { length }] of kept) {
    if (keptBytes <= MOST_BYTES) return
    kept.delete(oldest)
    keptBytes -= length
  }
}

/**
 * A document of a publication: made once for each reader there is, then kept. The same publication gives the same bytes. Throws
 * DOCUMENT_MISSING for the paper of what was published before documents were.
 */
export async function renderDocument(
  deps: Deps,
  centre: Centre,
  publication: Publication,
  format: RenderedFormat,
  order: DocumentOrder
): Promise<Uint8Array> {
  if (PAPER_FORMATS.includes(format) && publication.content.document === undefined) throw new DutyError('DOCUMENT_MISSING')
  const key = keyOf(publication, format, order)
  const known = kept.get(key)
  if (known !== undefined) {
    kept.delete(key)
    kept.set(key, known)
    return known
  }
  const running = begun.get(key) ?? render(deps, centre, publication, format, order).finally(() => begun.delete(key))
  begun.set(key, running)
  const bytes = await running
  keep(key, bytes)
  return bytes
}

async function render(
  deps: Deps,
  centre: Centre,
  publication: Publication,
  format: RenderedFormat,
  { audience, agencyId, burdens = false, ...of }: DocumentOrder
): Promise<Uint8Array> {
  const only = { agencyId, ...of }
  const options: RenderOptions = {
    audience,
    burdens,
    ...(agencyId !== undefined && { agencyId }),
    ...(PAPER_FORMATS.includes(format) && { logo: await logoOf(deps, centre, publication) }),
    ...(format === 'ics' && { calendar: await calendarOf(deps, centre, publication, { only, numbers: audience }) })
  }
  return (deps.render ?? renderHere)(format, publication, options)
}

/** The logo that stood on the document when it was issued. */
async function logoOf({ db }: Deps, centre: Centre, { content }: Publication): Promise<PaperLogo | null> {
  const hash = content.document?.logo ?? null
  const text = hash === null ? undefined : await findPicture(db, centre.id, hash)
  if (text === undefined) return null
  const data = Buffer.from(text, 'base64')
  const picture = readPicture(data)
  return picture === undefined ? null : { data: new Uint8Array(data), type: picture.type === 'png' ? 'png' : 'jpeg' }
}

/** The calendar of a version: with all versions before it, so that what they said and it no longer says is cancelled. Nothing later counts. */
async function calendarOf(
  deps: Deps,
  centre: Centre,
  publication: Publication,
  asked: Pick<CalendarOrder, 'only' | 'numbers'>
): Promise<CalendarOrder> {
  const versions = await listVersions(deps.db, centre.id, publication.month)
  const others = versions.filter(({ version }) => version < publication.version)
  const recalls = new Map(await recallsOf(deps, publication))
  for (const { id, version } of versions) if (version >= publication.version) recalls.delete(id)
  return { ...asked, others, recalls, title: centre.name }
}

/** When versions of a roster were recalled. */
export async function recallsOf(
  { db }: Deps,
  { centreId, rosterId }: Pick<Publication, 'centreId'> & { readonly rosterId: RosterId }
): Promise<ReadonlyMap<PublicationId, Instant>> {
  const steps = await listSteps(db, { centreId, id: rosterId })
  const recalled = steps.filter(({ step }) => step === 'recalled')
  return new Map(recalled.flatMap(({ publicationId, at }) => (publicationId === null ? [] : [[publicationId, at] as const])))
}

/** The publication with only what the filter leaves of its month. */
export const extractOf = (publication: Publication, only: Only): Publication => ({
  ...publication,
  content: narrowed(publication.content, only)
})
