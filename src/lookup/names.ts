import type { Agency } from '../domain/agency.ts'
import type { Post } from '../domain/post.ts'

/** One thing that words may mean. */
export type Nameable = { readonly agency: Agency; readonly post: null } | { readonly agency: null; readonly post: Post }

/** Something that words fit, and how well: 0 is best. */
export interface Fit {
  readonly thing: Nameable
  readonly rank: number
}

/** Every name, code, old name, commune and abbreviation of a centre's agencies and posts, folded once. */
export interface NameIndex {
  readonly things: readonly Nameable[]
}

export const indexNames = (agencies: readonly Agency[], posts: readonly Post[]): NameIndex => ({
  things: [
    ...agencies.map((agency): Nameable => ({ agency, post: null })),
    ...posts.map((post): Nameable => ({ agency: null, post }))
  ]
})
