import { randomBytes } from 'node:crypto'
import { renderIcs } from '../documents/ics.ts'
import { renderHere } from '../documents/rendering.ts'
import { narrowed, type Only } from '../documents/seats.ts'
import type { Centre } from '../domain/centre.ts'
import { addMonths, type Month, monthOf } from '../domain/day.ts'
import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import type { Feed } from '../domain/feed.ts'
import { type AgencyId, type FeedId, isId, type PublicationId } from '../domain/ids.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import type { Publication, PublicationHead, PublishedPerson } from '../domain/publication.ts'
import { agencyNoun } from '../store/agencies.ts'
import { lockUsableKey } from '../store/api-keys.ts'
import { centreNoun } from '../store/centres.ts'
import { type FeedsOf, findFeed, insertFeed, revokeFeed } from '../store/feeds.ts'
import { findOne, getOne, type Noun, type Stored } from '../store/noun.ts'
import { postNoun } from '../store/posts.ts'
import { providerNoun } from '../store/providers.ts'
import { listPublicationsOfMonths, listVersions } from '../store/publications.ts'
import { hashKey } from './api-keys.ts'
import { type Deps, transact } from './deps.ts'
import { recallsOf } from './render-document.ts'
import { sha256 } from './sha256.ts'

/** What somebody wants to follow: exactly one of the three, by id or code. */
export interface FeedInput {
  readonly provider?: string | undefined
  readonly post?: string | undefined
  readonly agency?: string | undefined
  readonly numbers: boolean
}

/** Who makes a feed, and what they may show: numbers for agencies at all, and then those of which agency alone; null = of every one. */
export interface FeedMaker {
  /** Id of the key. */
  readonly id: string | null
  readonly numbers: boolean
  readonly agencyId: AgencyId | null
}

/** Whose duties a feed shows. */
type Followed = Pick<Feed, 'providerId' | 'postId' | 'agencyId'>

async function found<T extends Stored>(
  { db }: Deps,
  centre: Centre,
  noun: Noun<T>,
  ref: string | undefined,
  errors: FieldErrors
): Promise<T['id'] | null> {
  if (ref === undefined) return null
  const one = await findOne(db, noun, centre.id, ref)
  if (one === undefined) errors.add(`/${noun.name}`, 'BAD_REFERENCE', { noun: noun.name, ref })
  return one?.id ?? null
}

async function followed(deps: Deps, centre: Centre, { provider, post, agency }: FeedInput): Promise<Followed> {
  const errors = fieldErrors()
  const [one, other] = [provider, post, agency].filter((ref) => ref !== undefined)
  if (one === undefined) errors.add('/provider', 'MISSING_FIELD')
  if (other !== undefined) errors.add('/provider', 'DUPLICATE_ITEM', { value: other })
  const ids = {
    providerId: (await found(deps, centre, providerNoun, provider, errors)) as Feed['providerId'],
    postId: (await found(deps, centre, postNoun, post, errors)) as Feed['postId'],
    agencyId: (await found(deps, centre, agencyNoun, agency, errors)) as Feed['agencyId']
  }
  errors.throwIfAny()
  return ids
}

/**
 * Makes a feed; its secret (256 random bits) is returned once and kept nowhere. Throws BAD_FIELD; SCOPE_MISSING for numbers that the one
 * who makes it may not read; KEY_INVALID when their key has just ended.
 */
export const createFeed = (deps: Deps, centre: Centre, input: FeedInput, maker: FeedMaker): Promise<{ feed: Feed; secret: string }> =>
  transact(deps, async (deps) => {
    const whose = await followed(deps, centre, input)
    const may = maker.numbers && (maker.agencyId === null || maker.agencyId === whose.agencyId)
    if (input.numbers && !may) throw new DutyError('SCOPE_MISSING', { scope: 'numbers:agency' })
    if (maker.id !== null && (await lockUsableKey(deps.db, maker.id)) === undefined) throw new DutyError('KEY_INVALID')
    const id = deps.newId() as FeedId
    const feed: Feed = {
      id,
      centreId: centre.id,
      ...whose,
      numbers: input.numbers,
      madeBy: maker.id,
      createdAt: deps.now(),
      revokedAt: null
    }
    const secret = randomBytes(32).toString('base64url')
    await insertFeed(deps.db, feed, hashKey(secret))
    return { feed, secret }
  })

/** Revokes a feed, for an agency one that a key of it made: its address answers no more. Throws NOT_FOUND. */
export const endFeed = (deps: Deps, of: FeedsOf, id: string): Promise<void> =>
  transact(deps, async (deps) => {
    const known = isId(id) && (await revokeFeed(deps.db, of, id as FeedId, deps.now()))
    if (!known) throw new DutyError('NOT_FOUND', { noun: 'feed', ref: id })
  })

/** Months before the current one that a calendar still shows. */
const MONTHS_BACK = 2
/** The last month that there is. */
const LAST = '2199-12' as Month

/** A calendar, and the people whose numbers for agencies stand in it. */
export interface FeedFile {
  readonly bytes: Uint8Array
  readonly people: readonly PublishedPerson[]
}

/** What a feed shows now: a name for this state of it, and the calendar itself, made when it is wanted. */
export interface FeedCalendar {
  readonly feed: Feed
  readonly state: string
  calendar(): Promise<FeedFile>
}

/** The calendar behind a secret address: the two months before this one and all that follow, every version. Throws NOT_FOUND. */
export async function feedCalendar(deps: Deps, secret: string): Promise<FeedCalendar> {
  const feed = await findFeed(deps.db, hashKey(secret), deps.now())
  if (feed === undefined) throw new DutyError('NOT_FOUND', { noun: 'feed', ref: '…' })
  const centre = await getOne(deps.db, centreNoun, null, feed.centreId)
  const first = addMonths(monthOf(dayAt(deps.now(), centre.zone)), -MONTHS_BACK)
  const heads = await listPublicationsOfMonths(deps.db, centre.id, first, LAST)
  const recalls = await recallsOfAll(deps, heads)
  const told = [feed.id, heads.map(({ id }) => [id, recalls.get(id) ?? null])]
  return {
    feed,
    state: sha256(JSON.stringify(told)).slice(0, 32),
    calendar: () => render(deps, centre, feed, heads, recalls)
  }
}

async function recallsOfAll(deps: Deps, heads: readonly PublicationHead[]): Promise<ReadonlyMap<PublicationId, Instant>> {
  const rosters = [...new Map(heads.map((head) => [head.rosterId, head])).values()]
  const all: [PublicationId, Instant][] = []
  for (const head of rosters) all.push(...(await recallsOf(deps, head)))
  return new Map(all)
}

/** What a feed is called while no publication names whom it follows. */
async function titleOf({ db }: Deps, centre: Centre, { providerId, postId, agencyId }: Followed): Promise<string> {
  if (providerId !== null) return (await getOne(db, providerNoun, centre.id, providerId)).fullName
  if (postId !== null) return (await getOne(db, postNoun, centre.id, postId)).name
  return agencyId === null ? centre.name : (await getOne(db, agencyNoun, centre.id, agencyId)).name
}

async function render(
  deps: Deps,
  centre: Centre,
  feed: Feed,
  heads: readonly PublicationHead[],
  recalls: ReadonlyMap<PublicationId, Instant>
): Promise<FeedFile> {
  const only: Only = { providerId: feed.providerId ?? undefined, postId: feed.postId ?? undefined, agencyId: feed.agencyId ?? undefined }
  const asked = { only, numbers: feed.numbers ? ('agency' as const) : null, title: await titleOf(deps, centre, feed) }
  const versions: Publication[] = []
  for (const month of new Set(heads.map((head) => head.month))) {
    const those = await listVersions(deps.db, centre.id, month)
    // only what the feed is about goes to the thread that renders it
    versions.push(...those.map((version) => ({ ...version, content: narrowed(version.content, only) })))
  }
  const people = feed.numbers ? versions.flatMap(({ content }) => content.people) : []
  const newest = versions.pop()
  if (newest === undefined) return { bytes: renderIcs([], { ...asked, zone: centre.zone }), people }
  const calendar = { ...asked, others: versions, recalls }
  return { bytes: await (deps.render ?? renderHere)('ics', newest, { audience: 'agency', calendar }), people }
}
