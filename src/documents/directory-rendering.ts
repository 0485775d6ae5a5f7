import type { DirectoryDocument } from '../domain/directory.ts'
import type { PaperLogo } from './paper.ts'

/** What a directory is rendered to; JSON is the API's own. */
export const DIRECTORY_FORMATS = ['docx', 'pdf', 'xlsx', 'csv', 'txt', 'html'] as const
export type DirectoryFormat = (typeof DIRECTORY_FORMATS)[number]

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text)
const paper = async (directory: DirectoryDocument, logo: PaperLogo | null) =>
  (await import('./directory-paper.ts')).directoryPaper(directory, logo)

/** A format is loaded when it is first asked for. */
const RENDERERS: Readonly<Record<DirectoryFormat, (directory: DirectoryDocument, logo: PaperLogo | null) => Promise<Uint8Array>>> = {
  docx: async (directory, logo) => (await import('./docx.ts')).paperAsDocx(await paper(directory, logo)),
  pdf: async (directory, logo) => (await import('./pdf.ts')).paperAsPdf(await paper(directory, logo)),
  html: async (directory, logo) => encoded((await import('./html.ts')).paperAsHtml(await paper(directory, logo))),
  txt: async (directory) => encoded((await import('./directory-text.ts')).directoryText(directory)),
  xlsx: async (directory) => (await import('./directory-tables.ts')).directoryXlsx(directory),
  csv: async (directory) => encoded((await import('./directory-tables.ts')).directoryCsv(directory))
}

const isOne = (format: string): format is DirectoryFormat => DIRECTORY_FORMATS.some((each) => each === format)

/** Renders a directory: the same list on the same day in the same format gives the same bytes. Rejects for what it has no form of. */
export async function renderDirectory(directory: DirectoryDocument, format: string, logo: PaperLogo | null): Promise<Uint8Array> {
  if (!isOne(format)) throw new Error(`there is no directory as ${format}`)
  return RENDERERS[format](directory, logo)
}
