import type { AgencyKind } from '../domain/agency.ts'
import { compare, type ProviderId } from '../domain/ids.ts'
import type { LedgerEntry } from '../domain/ledger.ts'
import type { Layout, Post } from '../domain/post.ts'
import type { Provider } from '../domain/provider.ts'
import type {
  PublishedAgency,
  PublishedDocument,
  PublishedMonth,
  PublishedPerson,
  PublishedPost,
  PublishedRule
} from '../domain/publication.ts'
import { isContinuous } from '../domain/slot.ts'
import type { RosterScene } from './roster-scene.ts'
import { fingerprintOf } from './sha256.ts'

/** What the names in a month stand for, beside the scene. */
export interface Naming {
  readonly kinds: readonly AgencyKind[]
  /** Names of branches by id. */
  readonly branches: ReadonlyMap<string, string>
  readonly ledger: readonly LedgerEntry[]
}

/** How a post's table is laid out where the post does not say: by day around the clock, by agency for a month, else by turn. */
export function layoutOf(post: Post): Layout {
  if (post.layout !== null) return post.layout
  if (isContinuous(post) && (post.handoverUnit === 'slot' || post.handoverUnit === 'day')) return 'days'
  return post.handoverUnit === 'month' ? 'agencies' : 'periods'
}

function publishedPost(post: Post, branches: Naming['branches']): PublishedPost {
  const { id, code, name, mode, agencyIds, eligibility } = post
  const [only, ...others] = eligibility.branchIds
  const branch = only === undefined || others.length > 0 ? null : (branches.get(only) ?? null)
  return { id, code, name, mode, agencyIds, continuous: isContinuous(post), layout: layoutOf(post), branch }
}

function publishedAgencies({ agencies }: RosterScene, posts: readonly PublishedPost[], kinds: readonly AgencyKind[]): PublishedAgency[] {
  const ids = new Set(posts.flatMap((post) => post.agencyIds))
  const sectors = new Map(kinds.map(({ code, sector }) => [code, sector]))
  return agencies
    .filter((agency) => ids.has(agency.id))
    .map(({ id, code, name, kind, level }) => ({ id, code, name, kind, sector: sectors.get(kind) ?? 'court', level }))
    .sort((a, b) => compare(a.id, b.id))
}

/** The people who are wanted, as they are called and reached at this moment, by id. */
export const publishedPeople = (providers: readonly Provider[], wanted: (id: ProviderId) => boolean): PublishedPerson[] =>
  providers
    .filter(({ id }) => wanted(id))
    .map(({ id, code, fullName, role, phones }) => ({ id, code, fullName, role, phones }))
    .sort((a, b) => compare(a.id, b.id))

/** Everything the month says but the document around it, names and numbers of this moment included, in an order that depends on nothing else. */
export function monthContent(scene: RosterScene, naming: Naming): PublishedMonth {
  const { centre, roster, slots, posts, providers } = scene
  const used = new Set(slots.map((slot) => slot.postId))
  const publishedPosts = posts.filter(({ id }) => used.has(id)).map((post) => publishedPost(post, naming.branches))
  const people = new Set(slots.flatMap((slot) => slot.seats.map((seat) => seat.providerId)))
  const { id, code, name, zone, firstWeekday, phones, demo } = centre
  return {
    centre: { id, code, name, zone, firstWeekday, phones, demo },
    month: roster.month,
    agencies: publishedAgencies(scene, publishedPosts, naming.kinds),
    people: publishedPeople(providers, (id) => people.has(id)),
    posts: publishedPosts.sort((a, b) => compare(a.code, b.code)),
    slots: slots.map(({ id, postId, start, end, day, dayKind, unit, seats }) => ({
      id,
      postId,
      start,
      end,
      day,
      dayKind,
      unit,
      seats: seats.flatMap(({ seat, providerId }) => (providerId === null ? [] : [{ seat, providerId }]))
    })),
    burdens: naming.ledger
      .map(({ providerId, borne }) => ({ providerId, burden: borne }))
      .filter(({ burden }) => burden.points > 0)
      .sort((a, b) => compare(a.providerId, b.providerId))
  }
}

/** The rules as they are asked of the scene, and the fingerprint that names them together. */
export function rulePackOf({ rules, context }: RosterScene): Pick<PublishedDocument, 'rulePack' | 'rules'> {
  const asked = rules.map((rule): PublishedRule => {
    const params = Object.keys(rule.params).map((name) => [name, context.param(rule, name)] as const)
    return { id: rule.id, level: rule.level, params: Object.fromEntries(params) }
  })
  return { rulePack: fingerprintOf(asked), rules: asked }
}
