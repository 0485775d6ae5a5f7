import type { AgencyId } from '../domain/ids.ts'
import { documentNumber, type Publication } from '../domain/publication.ts'
import { foldText } from '../domain/text.ts'
import { centreNoun } from '../store/centres.ts'
import { getOne } from '../store/noun.ts'
import type { Deps } from './deps.ts'
import { renderDocument } from './render-document.ts'

/** A file that goes with a letter. */
export interface Paper {
  readonly filename: string
  readonly contentType: string
  readonly content: Uint8Array
}

/** What letters carry: the PDF to print, the DOCX to take over. */
const FORMATS = [
  ['pdf', 'application/pdf'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document']
] as const

/** `lich-truc-lang-son-2026-12-05-tb-tgpl`, in ASCII. */
const nameOf = (publication: Publication): string =>
  foldText(`lich truc ${publication.content.centre.code} ${publication.month} ${documentNumber(publication)}`).replaceAll(' ', '-')

/** The paper of a publication as one agency gets it; none of what was published before documents were. */
export async function papersFor(deps: Deps, publication: Publication, agencyId: AgencyId): Promise<Paper[]> {
  if (publication.content.document === undefined) return []
  const centre = await getOne(deps.db, centreNoun, null, publication.centreId)
  const papers: Paper[] = []
  for (const [format, contentType] of FORMATS) {
    const content = await renderDocument(deps, centre, publication, format, { audience: 'agency', agencyId })
    papers.push({ filename: `${nameOf(publication)}.${format}`, contentType, content })
  }
  return papers
}
