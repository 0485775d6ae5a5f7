import { DIRECTORY_FORMATS, type DirectoryFormat } from '../documents/directory-rendering.ts'
import type { PaperLogo } from '../documents/paper.ts'
import { readPicture } from '../documents/picture.ts'
import { renderHere } from '../documents/rendering.ts'
import type { Centre } from '../domain/centre.ts'
import type { Directory, DirectoryDocument } from '../domain/directory.ts'
import { DutyError } from '../domain/errors.ts'
import { dayAt } from '../domain/instant.ts'
import type { PublishedSigner } from '../domain/signer.ts'
import { findPicture, findSettings } from '../store/settings.ts'
import { signerFor } from './approve-roster.ts'
import type { Deps } from './deps.ts'
import { namedAgencies } from './named-agencies.ts'
import { fingerprintOf } from './sha256.ts'

export { DIRECTORY_FORMATS, type DirectoryFormat }

/** A directory ready to be rendered: the list with the paper around it, and a name for the bytes that this makes. */
export interface DirectoryOrder {
  readonly document: DirectoryDocument
  readonly logo: string | null
  readonly state: string
}

/** Who signs today, if anybody is entered. */
async function signerOf(deps: Deps, centre: Centre): Promise<PublishedSigner | null> {
  try {
    return await signerFor(deps, centre, undefined)
  } catch (error) {
    if (error instanceof DutyError && error.code === 'NO_SIGNER') return null
    throw error
  }
}

/** Lays the paper around the list: the centre's header and settings of this moment, the agencies of the list's day. */
export async function orderDirectory(
  deps: Deps,
  centre: Centre,
  directory: Directory & Pick<DirectoryDocument, 'audience'>,
  format: DirectoryFormat
): Promise<DirectoryOrder> {
  const { settings, logo } = await findSettings(deps.db, centre.id)
  const document: DirectoryDocument = {
    ...directory,
    parentBody: centre.parentBody,
    place: centre.place,
    issuedOn: dayAt(deps.now(), centre.zone),
    signer: await signerOf(deps, centre),
    agencies: await namedAgencies(deps, centre, directory.asOf),
    copyTo: settings.copyTo,
    archiveUnit: settings.archiveUnit
  }
  const { generatedAt: _, ...said } = document
  return { document, logo, state: fingerprintOf({ ...said, logo, format }).slice(0, 32) }
}

/** How many documents are kept: those of a few centres in every format, for the day. */
const MOST_KEPT = 32
/** Documents by their state, the least recently used first; one that is being rendered is waited for. */
const kept = new Map<string, Promise<Uint8Array>>()

async function logoOf({ db }: Deps, { document, logo }: DirectoryOrder): Promise<PaperLogo | null> {
  const text = logo === null ? undefined : await findPicture(db, document.centre.id, logo)
  if (text === undefined) return null
  const data = Buffer.from(text, 'base64')
  const picture = readPicture(data)
  return picture === undefined ? null : { data: new Uint8Array(data), type: picture.type === 'png' ? 'png' : 'jpeg' }
}

async function render(deps: Deps, order: DirectoryOrder, format: DirectoryFormat): Promise<Uint8Array> {
  const { document } = order
  return (deps.render ?? renderHere)(format, document, { audience: document.audience, logo: await logoOf(deps, order) })
}

/** The directory as a document, rendered where documents are: made once, then kept for a while. */
export function renderDirectoryDocument(deps: Deps, order: DirectoryOrder, format: DirectoryFormat): Promise<Uint8Array> {
  const made = kept.get(order.state) ?? render(deps, order, format)
  kept.delete(order.state)
  kept.set(order.state, made)
  made.catch(() => kept.delete(order.state))
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  return made
}
