import type { Renderable, RenderedFormat, RenderOptions } from '../documents/rendering.ts'

/** Work as it is given to a worker. */
export interface RenderOrder {
  readonly format: RenderedFormat
  readonly publication: Renderable
  readonly options: RenderOptions
}

/** What a worker says of it, once. */
export type RenderReport = { readonly bytes: Uint8Array } | { readonly error: string }
