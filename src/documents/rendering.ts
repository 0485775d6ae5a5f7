import type { DirectoryDocument } from '../domain/directory.ts'
import type { PublicationId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Publication } from '../domain/publication.ts'
import { renderDirectory } from './directory-rendering.ts'
import { type CalendarNumbers, withRecalls } from './duty-events.ts'
import type { PaperOptions } from './paper.ts'
import type { Only } from './seats.ts'

/** What a publication is rendered to; JSON is the API's own. */
export const RENDERED_FORMATS = ['docx', 'pdf', 'xlsx', 'csv', 'ics', 'txt', 'html'] as const
export type RenderedFormat = (typeof RENDERED_FORMATS)[number]

/** The official papers: they need the document around the month, which what was published before documents were does not have. */
export const PAPER_FORMATS: readonly RenderedFormat[] = ['docx', 'pdf', 'txt', 'html']

/** What a calendar tells beside the version it is rendered from. */
export interface CalendarOrder {
  /** Other versions of the same month and of others. */
  readonly others: readonly Publication[]
  readonly recalls: ReadonlyMap<PublicationId, Instant>
  readonly only: Only
  readonly numbers: CalendarNumbers
  readonly title: string
}

export interface RenderOptions extends PaperOptions {
  /** Whether a spreadsheet says what everybody bears: for the centre alone. */
  readonly burdens?: boolean
  /** Of `ics`; left out: this version alone, everybody, numbers of the audience. */
  readonly calendar?: CalendarOrder
}

/** What there are documents of. */
export type Renderable = Publication | DirectoryDocument

/** Renders a publication or a directory: the same one in the same format with the same options gives the same bytes. */
export type Render = (format: RenderedFormat, what: Renderable, options: RenderOptions) => Promise<Uint8Array>

/** A format is loaded when it is first asked for: who wants a calendar does not wait for the fonts of the PDF. */
const RENDERERS: Readonly<Record<RenderedFormat, (publication: Publication, options: RenderOptions) => Promise<Uint8Array>>> = {
  docx: async (publication, options) => (await import('./docx.ts')).renderDocx(publication, options),
  pdf: async (publication, options) => (await import('./pdf.ts')).renderPdf(publication, options),
  html: async (publication, options) => encoded((await import('./html.ts')).renderHtml(publication, options)),
  txt: async (publication, options) => encoded((await import('./text.ts')).renderText(publication, options)),
  xlsx: async (publication, options) => (await import('./spreadsheet.ts')).renderXlsx(publication, options),
  csv: async (publication, options) => (await import('./csv.ts')).renderCsv(publication, options),
  ics: async (publication, { calendar, audience, agencyId }) => {
    const { renderIcs } = await import('./ics.ts')
    const { name, zone } = publication.content.centre
    const { others = [], recalls = new Map(), ...asked } = calendar ?? {}
    const versions = withRecalls([...others, publication], recalls)
    return renderIcs(versions, { only: { agencyId }, numbers: audience, title: name, ...asked, zone })
  }
}

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Renders in this thread, which does nothing else meanwhile. */
export const renderHere: Render = (format, what, options) =>
  'content' in what ? RENDERERS[format](what, options) : renderDirectory(what, format, options.logo ?? null)
