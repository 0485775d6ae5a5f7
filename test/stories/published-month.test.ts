import { asc } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { duties } from '../../db/schema/publications.ts'
import { dakLak } from '../../db/seeds/dak-lak.ts'
import { langSon } from '../../db/seeds/lang-son.ts'
import { buildApp } from '../../src/app.ts'
import type { Agency } from '../../src/domain/agency.ts'
import type { Centre } from '../../src/domain/centre.ts'
import type { Month } from '../../src/domain/day.ts'
import { type Instant, parseInstant } from '../../src/domain/instant.ts'
import type { Post } from '../../src/domain/post.ts'
import { documentNumber } from '../../src/domain/publication.ts'
import type { OnDutyAnswer } from '../../src/lookup/on-duty.ts'
import { agencyNoun } from '../../src/store/agencies.ts'
import { findCentre } from '../../src/store/centres.ts'
import { listAll } from '../../src/store/noun.ts'
import { postNoun } from '../../src/store/posts.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { lookUp, lookUpPosts } from '../../src/usecases/look-up.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { type DemoCentre, seedCentre } from '../../src/usecases/seed-demo.ts'
import { ADMIN_KEY, createDatabase, START } from '../support/database.ts'
import { engine } from '../support/engine.ts'
import { type About, type Frozen, type Oracle, oracle, type Verdict } from '../support/oracle.ts'

const MONTHS = ['2026-11', '2026-12']
const [FROM, TO] = [Date.parse('2026-11-01T00:00:00+07:00'), Date.parse('2027-01-01T00:00:00+07:00')]
const DEMOS: readonly DemoCentre[] = [langSon('2026-11' as Month), dakLak('2026-11' as Month)]

/** The same numbers in every run (mulberry32), so that a failure comes again. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

// some 20,000 moments on a database that runs in this process: half a minute where nothing else runs, several where much does
t.setTimeout(600_000)

const database = await createDatabase()
t.teardown(database.remove)
const deps: Deps = withMemory({ db: database.connection.db, now: () => parseInstant(START), newId: () => v7(), optimise: engine })
const app = await buildApp(deps)
t.teardown(() => app.close())

async function get<Body>(url: string): Promise<Body> {
  const reply = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${ADMIN_KEY}` } })
  if (reply.statusCode !== 200) throw new Error(`${url} answered ${reply.statusCode}: ${reply.body}`)
  return reply.json<Body>()
}

/** One seeded centre, with the oracle over what it published. */
interface Told {
  readonly centre: Centre
  readonly posts: readonly Post[]
  readonly agencies: readonly Agency[]
  readonly published: readonly (Frozen & { readonly id: string })[]
  readonly wise: Oracle
}

async function tell(demo: DemoCentre): Promise<Told> {
  await seedCentre(deps, demo)
  const { code } = demo.centre
  const centre = await findCentre(deps.db, code)
  if (centre === undefined) throw new Error(`${code} was not seeded`)
  const published: (Frozen & { readonly id: string })[] = []
  for (const month of MONTHS) published.push(await get(`/v1/publications/${month}?centre=${code}`))
  return {
    centre,
    published,
    posts: await listAll(deps.db, postNoun, centre.id),
    agencies: await listAll(deps.db, agencyNoun, centre.id),
    wise: oracle(published)
  }
}

const iso = (at: number): string => new Date(at).toISOString()

/** An answer as the oracle would put it: people with all their numbers in no order. */
const asVerdict = ({ status, reason, onDuty, publication }: OnDutyAnswer): Verdict => ({
  status,
  reason,
  standing: onDuty.map(({ post, seat, person, start, end }) => ({
    post: post.code,
    seat,
    name: person.fullName,
    numbers: person.phones.map(({ e164 }) => e164).sort(),
    start,
    end
  })),
  documents: publication === null ? [] : [documentNumber(publication) ?? `${publication.month} v${publication.version}`]
})

const sortedNumbers = ({ standing, documents, ...verdict }: Verdict): Verdict => ({
  ...verdict,
  standing: standing.map((each) => ({ ...each, numbers: [...each.numbers].sort() })),
  documents: documents.slice(0, 1)
})

/** Where answer and oracle differ, in words; undefined when they agree. */
function difference(about: string, at: number, answer: OnDutyAnswer, expected: Verdict): string | undefined {
  const [said, known] = [asVerdict(answer), sortedNumbers(expected)].map((verdict) => JSON.stringify(verdict))
  return said === known ? undefined : `${about} at ${iso(at)}: ${said} is not ${known}`
}

async function agree(
  t: Test,
  told: Told,
  instants: readonly number[],
  check: (at: number) => Promise<(string | undefined)[]>
): Promise<void> {
  const wrong: string[] = []
  let asked = 0
  for (const at of instants) {
    const found = await check(at)
    asked += found.length
    wrong.push(...found.filter((each) => each !== undefined))
    if (wrong.length > 5) break
  }
  t.same(wrong, [])
  t.comment(`${told.centre.code}: ${asked} answers`)
}

/** Every post at the instant, by the use case that reads them all at once. */
const everyPost = async ({ centre, wise }: Told, at: number): Promise<(string | undefined)[]> =>
  (await lookUpPosts(deps, centre, at as Instant)).map(({ post, answer }) =>
    post.continuous && answer.status !== 'on_duty'
      ? `nobody at ${post.code}, which is 24/24, at ${iso(at)}`
      : difference(post.code, at, answer, wise.at({ post: post.id }, at))
  )

/** What is wrong with what a post says of its next change and its next opening. */
async function changesOf({ centre, wise }: Told, post: Post, edge: string): Promise<string[]> {
  const at = parseInstant(edge)
  const about: About = { post: post.id }
  const { answer } = await lookUp(deps, { centre, agency: null, post }, at)
  const change = wise.nextChange(about, at)
  const opening = answer.status === 'on_duty' ? null : wise.nextOpening(about, at)
  const place = `${post.code} at ${edge}`
  return [
    ...(answer.nextChangeAt === change ? [] : [`${place} changes ${answer.nextChangeAt}, not ${change}`]),
    ...(answer.nextOpeningAt === opening ? [] : [`${place} opens ${answer.nextOpeningAt}, not ${opening}`])
  ]
}

for (const demo of DEMOS) {
  await t.test(demo.centre.name, async (t) => {
    const told = await tell(demo)
    const { centre, posts, agencies, published, wise } = told
    const { code } = centre
    const random = dice(code === 'lang-son' ? 1 : 2)
    const anyInstant = (): number => FROM + random(TO - FROM)

    await t.test('no roster breaks a hard rule', async (t) => {
      for (const month of MONTHS) {
        const found = await get<{ hard: number; items: { level: string }[] }>(`/v1/rosters/${month}/violations?centre=${code}`)
        t.equal(found.hard, 0, month)
        t.same(
          found.items.filter(({ level }) => level === 'hard'),
          []
        )
      }
    })

    await t.test('every seat of every slot is published, and stands in the table that the database guards', async (t) => {
      const rows = await deps.db.select().from(duties).orderBy(asc(duties.start), asc(duties.slotId), asc(duties.seat))
      for (const { id, slots, month } of published) {
        const planned = new Map(posts.map((post) => [String(post.id), post.seats.map(({ seat }) => seat)]))
        const seats = slots.flatMap((slot) =>
          slot.seats.map(({ seat, providerId }) => [slot.postId, seat, providerId, Date.parse(slot.start)].join(' '))
        )
        for (const slot of slots) {
          const wanted = planned.get(slot.postId)
          if (slot.seats.length !== wanted?.length) t.fail(`${month}: ${slot.postId} ${slot.start} has ${slot.seats.length} seats filled`)
        }
        const stored = rows.filter((row) => row.publicationId === id)
        t.same(seats.sort(), stored.map((row) => [row.postId, row.seat, row.providerId, row.start].join(' ')).sort(), month)
      }
    })

    await t.test('24/24 posts leave no moment of the two months, the ends included', async (t) => {
      const always = published[0]?.posts.filter((post) => post.continuous) ?? []
      t.ok(always.length >= 2, always.map((post) => post.code).join(', '))
      for (const post of always) {
        const slots = published.flatMap((each) => each.slots).filter((slot) => slot.postId === post.id)
        const ends = slots.map(({ end }) => Date.parse(end))
        const starts = slots.map(({ start }) => Date.parse(start))
        t.equal(starts[0], FROM, `${post.code} begins with the month`)
        t.same(starts.slice(1), ends.slice(0, -1), `${post.code} has neither gap nor overlap`)
        t.ok((ends.at(-1) ?? 0) >= TO, `${post.code} lasts to the end`)
      }
    })

    await t.test('10,000 moments: every post answers as the published slots say', (t) =>
      agree(t, told, Array.from({ length: 10_000 }, anyInstant), (at) => everyPost(told, at))
    )

    await t.test('the same by agency, the abolished ones included', (t) =>
      agree(t, told, Array.from({ length: 500 }, anyInstant), async (at) => {
        const agency = agencies[random(agencies.length)] as Agency
        const { answer, successor } = await lookUp(deps, { centre, agency, post: null }, at as Instant)
        return [difference(agency.code, at, answer, wise.at({ agency: (successor ?? agency).id }, at))]
      })
    )

    await t.test('boundaries: a millisecond before, at, and after the start and the end of every slot', async (t) => {
      const slots = published.flatMap((each) => each.slots)
      const edges = [...new Set(slots.flatMap(({ start, end }) => [Date.parse(start), Date.parse(end)]))]
      await agree(
        t,
        told,
        edges.flatMap((edge) => [edge - 1, edge, edge + 1]),
        (at) => everyPost(told, at)
      )
    })

    await t.test('at the edges of its own slots each post changes, and says beforehand when', async (t) => {
      const wrong: string[] = []
      for (const post of posts) {
        const slots = published.flatMap((each) => each.slots).filter((slot) => slot.postId === post.id)
        for (const { start, end } of slots.filter(() => random(4) === 0)) {
          wrong.push(...(await changesOf(told, post, start)), ...(await changesOf(told, post, end)))
        }
      }
      t.same(wrong, [])
    })

    await t.test('the same over HTTP: names, seats, times and the numbers of the centre’s own keys', async (t) => {
      interface Served {
        readonly status: string
        readonly onDuty: readonly {
          readonly seat: string
          readonly post: { readonly code: string }
          readonly provider: { readonly fullName: string }
          readonly numbers: readonly { readonly e164: string }[]
          readonly start: string
          readonly end: string
        }[]
        readonly fallback: { readonly numbers: readonly unknown[] }
        readonly source: { readonly publication: string | null }
      }
      const wrong: unknown[] = []
      for (let n = 0; n < 200; n += 1) {
        const [at, post] = [anyInstant(), posts[random(posts.length)] as Post]
        const served = await get<Served>(`/v1/on-duty?${new URLSearchParams({ centre: code, post: post.code, at: iso(at) })}`)
        const expected = wise.at({ post: post.id }, at)
        const said = served.onDuty.map(({ seat, provider, numbers, start, end, ...each }) => ({
          post: each.post.code,
          seat,
          name: provider.fullName,
          numbers: numbers.map(({ e164 }) => e164),
          start: Date.parse(start),
          end: Date.parse(end)
        }))
        const same = JSON.stringify([served.status, said]) === JSON.stringify([expected.status, expected.standing])
        if (!same || served.fallback.numbers.length === 0 || served.source.publication === null)
          wrong.push({ at: iso(at), served, expected })
      }
      t.same(wrong, [])
    })

    await t.test('before the first publication and beyond the last: not published, and the number of the centre', async (t) => {
      const [first] = posts.filter(({ id }) => published[0]?.posts.some((post) => post.id === id && post.continuous))
      const beyond = [FROM - 1, FROM - 86_400_000, Date.parse('2020-05-01T00:00:00Z'), TO + 86_400_000, Date.parse('2031-01-01T00:00:00Z')]
      for (const at of beyond) {
        const answer = await get(`/v1/on-duty?${new URLSearchParams({ centre: code, post: first?.code ?? '', at: iso(at) })}`)
        t.match(answer, { status: 'uncovered', reason: { code: 'not_published' }, onDuty: [], fallback: { name: centre.name } }, iso(at))
        t.ok((answer as { fallback: { numbers: unknown[] } }).fallback.numbers.length > 0, 'with a number')
      }
      t.same(await lookUpPosts(deps, centre, (TO + 86_400_000) as Instant), [])
    })
  })
}

await t.test('seeding again changes nothing', async (t) => {
  const before = await deps.db.$count(duties)
  for (const demo of DEMOS) await seedCentre(deps, demo)
  t.equal(await deps.db.$count(duties), before)
})
