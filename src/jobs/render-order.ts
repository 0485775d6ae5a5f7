import type { Renderable, RenderedFormat, RenderOptions } from '../documents/rendering.ts'

/** Work as it is given to a worker; its answer is the bytes. */
export interface RenderOrder {
  readonly format: RenderedFormat
  readonly publication: Renderable
  readonly options: RenderOptions
}
