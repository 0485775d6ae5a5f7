import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { v7 as uuid } from 'uuid'
import { connectPglite } from '../../db/connect.ts'
import type { Db } from '../../db/handle.ts'
import { migrate } from '../../db/migrate.ts'
import { agencyKinds } from '../../db/seeds/agency-kinds.ts'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { dakLak } from '../../db/seeds/dak-lak.ts'
import { langSon } from '../../db/seeds/lang-son.ts'
import { addMonths, firstDay, lastDay, type Month, monthOf } from '../../src/domain/day.ts'
import { DEFAULT_ZONE, dayAt, formatInstant, type Instant, parseInstant, wallClock } from '../../src/domain/instant.ts'
import type { Publication } from '../../src/domain/publication.ts'
import { centreNoun } from '../../src/store/centres.ts'
import { getOne } from '../../src/store/noun.ts'
import { getPublication, listPublications } from '../../src/store/publications.ts'
import { checkRoster } from '../../src/usecases/check-roster.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { findSubject, lookUp } from '../../src/usecases/look-up.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { type DemoCentre, seedCentre, seedReference } from '../../src/usecases/seed-demo.ts'
import { engine } from '../support/engine.ts'

const connection = await connectPglite()
await migrate(connection.db)
t.teardown(() => connection.close())

const ROLLED_BACK = Symbol('rolled back')

/** A test in a transaction that is always rolled back; `deps` stand at the clock. */
const scene = (title: string, clock: string, body: (t: Test, deps: Deps, month: Month) => Promise<void>): Promise<unknown> =>
  t.test(title, async (t) => {
    const at = parseInstant(clock)
    const deps = { now: () => at, newId: () => uuid(), optimise: engine }
    const run = connection.db.transaction(async (db) => {
      const inside = withMemory({ ...deps, db })
      await seedReference(inside, { agencyKinds, notices: calendarNotices })
      await body(t, inside, monthOf(dayAt(at, DEFAULT_ZONE)))
      throw ROLLED_BACK
    })
    await run.catch((error: unknown) => {
      if (error !== ROLLED_BACK) throw error
    })
  })

/** Everything in the database that people would notice: every row of every table. */
async function contents(db: Db): Promise<Map<string, string>> {
  const named = await rows<{ name: string }>(db, `select tablename as name from pg_tables where schemaname = 'public' order by 1`)
  const found = new Map<string, string>()
  for (const { name } of named) {
    const [row] = await rows<{ hash: string }>(db, `select md5(string_agg(r::text, '|' order by r::text)) as hash from "${name}" r`)
    found.set(name, String(row?.hash))
  }
  return found
}

const rows = async <Row>(db: Db, query: string): Promise<Row[]> => ((await db.execute(sql.raw(query))) as unknown as { rows: Row[] }).rows

/** How many rows the tables of the demo hold. */
async function counts(db: Db): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const name of [
    'centres',
    'signers',
    'agencies',
    'providers',
    'posts',
    'rosters',
    'slots',
    'publications',
    'duties',
    'installation'
  ]) {
    const [row] = await rows<{ n: number }>(db, `select count(*)::int as n from "${name}"`)
    found[name] = Number(row?.n)
  }
  return found
}

/** Codes of the posts that are on duty all day, every day, as their patterns read. */
const aroundTheClock = (demo: DemoCentre): string[] =>
  demo.posts
    .filter(({ patterns }) => patterns.every((each) => each.rrule === 'FREQ=DAILY' && !each.dayKinds && /^P(1D|T12H)$/.test(each.duration)))
    .map(({ code }) => code)

/** The first instant from `from` on at which nobody, or more than one person, holds the seat; undefined when there is none up to `to`. */
function firstFault(publications: readonly Publication[], code: string, seat: string, from: Instant, to: Instant): string | undefined {
  const spans = publications.flatMap(({ content }) => {
    const post = content.posts.find((each) => each.code === code)
    return content.slots
      .filter((slot) => slot.postId === post?.id)
      .flatMap((slot) => slot.seats.filter((each) => each.seat === seat).map(() => [slot.start, slot.end] as const))
  })
  let reached: number = from
  for (const [start, end] of spans.sort(([a], [b]) => a - b)) {
    if (start !== reached) return formatInstant(Math.min(start, reached) as Instant, DEFAULT_ZONE)
    reached = end
  }
  return reached < to ? formatInstant(reached as Instant, DEFAULT_ZONE) : undefined
}

async function published(deps: Deps, demo: DemoCentre): Promise<Publication[]> {
  const centre = await getOne(deps.db, centreNoun, null, demo.centre.code)
  const heads = await listPublications(deps.db, centre.id, 10)
  const found: Publication[] = []
  for (const head of heads.toReversed()) found.push(await getPublication(deps.db, centre.id, head.id))
  return found
}

/** A roster of two months that a centre could hand out: nothing forbidden, nobody missing, not a minute open. */
async function isSound(t: Test, deps: Deps, month: Month, demo: DemoCentre): Promise<void> {
  const centre = await getOne(deps.db, centreNoun, null, demo.centre.code)
  const next = addMonths(month, 1)
  for (const each of [month, next]) {
    const { violations } = await checkRoster(deps, centre, each)
    const hard = violations.filter(({ level }) => level === 'hard')
    t.strictSame(hard, [], `${centre.code}: no hard rule is broken in ${each}`)
  }
  const publications = await published(deps, demo)
  t.strictSame(
    publications.map((each) => each.month),
    [month, next],
    'two months are published'
  )
  t.ok(
    publications.every(({ publishedAt }) => publishedAt <= deps.now()),
    'nothing was published in the future'
  )
  const [from, to] = [wallClock(firstDay(month), 0, DEFAULT_ZONE), wallClock(lastDay(next), 1440, DEFAULT_ZONE)]
  for (const code of aroundTheClock(demo)) {
    for (const seat of ['primary', 'support']) t.equal(firstFault(publications, code, seat, from, to), undefined, `${code} ${seat}`)
  }
}

/** Who asks for a court by its old name gets the people of the one that took over. */
async function answersForAbolished(t: Test, deps: Deps): Promise<void> {
  await deps.memory.catchUp()
  const centre = await getOne(deps.db, centreNoun, null, 'lang-son')
  const subject = await findSubject(deps, [centre], { q: 'tòa án nhân dân huyện cao lộc' }, deps.now())
  const { successor, answer } = await lookUp(deps, subject, deps.now())
  t.equal(subject.agency?.validTo, '2025-06-30', 'the court was abolished')
  t.equal(successor?.code, 'tand-kv1', 'another took over')
  t.equal(answer.reason, null, 'which has a published roster without a gap')
}

const clocks = [
  ['an ordinary month', '2026-11-22T09:00:00+07:00'],
  ['the last minute of a year', '2026-12-31T23:59:00+07:00'],
  ['the month of Tết', '2027-02-10T09:00:00+07:00'],
  ['the 29th of February', '2028-02-29T09:00:00+07:00']
] as const

for (const [title, clock] of clocks) {
  void scene(`Lạng Sơn is sound in ${title}`, clock, async (t, deps, month) => {
    const demo = langSon(month)
    await seedCentre(deps, demo)
    t.equal(aroundTheClock(demo).length, 2, 'two posts around the clock')
    await isSound(t, deps, month, demo)
    await answersForAbolished(t, deps)
  })
}

void scene('Đắk Lắk, four times as large, is sound in the month of Tết', clocks[2][1], async (t, deps, month) => {
  const demo = dakLak(month)
  await seedCentre(deps, demo)
  t.equal(aroundTheClock(demo).length, 4, 'four posts around the clock')
  await isSound(t, deps, month, demo)
})

void scene(
  'the demo names nobody: invented numbers only, and personal ones stay off the public list',
  clocks[0][1],
  async (t, _deps, month) => {
    for (const demo of [langSon(month), dakLak(month)]) {
      t.equal(demo.centre.demo, true, demo.centre.code)
      const phones = demo.providers.flatMap((provider) => (provider.phones ?? []).map((phone) => ({ ...phone, provider })))
      t.strictSame(
        phones.filter(({ number }) => !/^0900 000 [12]\d\d$/.test(number)).map(({ number }) => number),
        [],
        'mobile numbers are from the block'
      )
      t.equal(new Set(phones.map(({ number }) => number)).size, phones.length, 'no number has two owners')
      const open = phones.filter(
        ({ kind, visibility, provider }) => kind === 'personal' && visibility === 'public' && !provider.publicConsentOn
      )
      t.strictSame(open, [], 'no personal number is public without consent')
    }
  }
)

void scene('a start killed in mid-seed is completed by the next one', clocks[0][1], async (t, deps, month) => {
  const demo = langSon(month)
  const expected = {
    centres: 1,
    signers: 2,
    agencies: demo.agencies.length,
    providers: demo.providers.length,
    posts: demo.posts.length,
    rosters: 2
  }
  // the catalogue takes some hundred ids, each month some hundred more: the process dies in each of these three steps
  for (const [lives, made] of [
    [50, { centres: 0, signers: 0, rosters: 0 }],
    [demo.agencies.length + demo.providers.length + 60, { centres: 1, signers: 2, rosters: 0 }],
    [200, { centres: 1, rosters: 1 }]
  ] as const) {
    let left = lives
    const dying: Deps = {
      ...deps,
      newId: () => {
        left -= 1
        if (left < 0) throw new Error('killed')
        return uuid()
      }
    }
    await t.rejects(seedCentre(dying, demo), /killed/)
    t.match(await counts(deps.db), made, `killed after ${lives} ids`)
  }
  await seedCentre(deps, demo)
  t.match(await counts(deps.db), { ...expected, publications: 2, installation: 9 }, 'everything is there once')
  const numbers = (await published(deps, demo)).map(({ number, version }) => [number, version])
  t.strictSame(numbers, [
    [1, 1],
    [2, 1]
  ])
  const before = await contents(deps.db)
  await seedReference(deps, { agencyKinds, notices: calendarNotices })
  await seedCentre({ ...deps, now: () => (deps.now() + 3_600_000) as Instant }, demo)
  t.strictSame(await contents(deps.db), before, 'a further start changes nothing')
  await seedCentre({ ...deps, now: () => parseInstant('2026-12-01T08:00:00+07:00') }, langSon('2026-12' as Month))
  t.match(await counts(deps.db), { ...expected, rosters: 3, publications: 3 }, 'the next month adds the month after it')
})
