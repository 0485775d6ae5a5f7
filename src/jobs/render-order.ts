import type { RenderedFormat, RenderOptions } from '../documents/rendering.ts'
import type { Publication } from '../domain/publication.ts'

/** Work as it is given to a worker. */
export interface RenderOrder {
  readonly format: RenderedFormat
  readonly publication: Publication
  readonly options: RenderOptions
}

/** What a worker says of it, once. */
export type RenderReport = { readonly bytes: Uint8Array } | { readonly error: string }
