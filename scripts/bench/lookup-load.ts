import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { connectPostgres, FOR_EVER } from '../../db/connect.ts'
import type { Db } from '../../db/handle.ts'
import { migrate } from '../../db/migrate.ts'
import { apiKeys } from '../../db/schema/access.ts'
import { agencies } from '../../db/schema/agencies.ts'
import { centres } from '../../db/schema/centres.ts'
import { postAgencies, postSeats, posts } from '../../db/schema/posts.ts'
import { providers } from '../../db/schema/providers.ts'
import { rosters } from '../../db/schema/rosters.ts'
import { agencyKinds } from '../../db/seeds/agency-kinds.ts'
import type { Month } from '../../src/domain/day.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { insertAgencyKind } from '../../src/store/agencies.ts'
import { insertRows } from '../../src/store/insert-rows.ts'
import { insertPublication } from '../../src/store/publications.ts'
import { agencyCode, type CentreWorld, centreCode, centreWorld, idOf, type Size } from './lookup-world.ts'

/** One question of the mix: what is asked, with whose key. */
export interface Question {
  readonly path: string
  readonly key: string
  readonly centre: number
  readonly agency: number
}

const keyOf = (n: number): string => `lt_bench_${String(n).padStart(6, '0')}`

/**
 * So many questions with so many keys, over all agencies of all centres, in an order that jumps from centre to centre; a key asks about its
 * own centre alone. With fewer centres as many questions and keys are about fewer agencies.
 */
export function questionsOf({ centres, agencies }: Size, questions: number, keys: number): Question[] {
  const each = questions / agencies
  return Array.from({ length: questions }, (_, n) => {
    const [centre, agency] = [n % centres, (Math.floor(n / each) * 7) % agencies]
    return { path: `/v1/on-duty?agency=${agencyCode(agency)}&centre=${centreCode(centre)}`, key: keyOf(n % keys), centre, agency }
  })
}

const at = { createdAt: 0 as Instant, updatedAt: 0 as Instant }

async function loadCentre(db: Db, world: CentreWorld): Promise<void> {
  const centreId = world.centre.id
  await db.insert(centres).values({ ...world.centre, search: '', ...at })
  await insertRows(
    db,
    agencies,
    world.agencies.map(({ predecessorIds: _, ...agency }) => ({ ...agency, search: agency.code, ...at }))
  )
  await insertRows(
    db,
    providers,
    world.people.map((person) => ({ ...person, search: person.code, ...at }))
  )
  await insertRows(
    db,
    posts,
    world.posts.map((post) => ({ ...post, roles: [], skills: [], search: post.code, ...at }))
  )
  const served = world.posts.flatMap((post) =>
    post.agencyIds.map((agencyId, position) => ({ centreId, postId: post.id, agencyId, position }))
  )
  await insertRows(db, postAgencies, served)
  const seats = world.posts.flatMap((post) => post.seats.map((plan) => ({ ...plan, centreId, postId: post.id })))
  await insertRows(db, postSeats, seats)
  await insertRows(
    db,
    rosters,
    world.publications.map(({ rosterId, month }) => ({ centreId, id: rosterId, month, status: 'published', seed: 1, ...at }))
  )
  for (const publication of world.publications) await insertPublication(db, publication, {})
}

const keyRow = ({ key, centre }: Question, n: number) => ({
  id: idOf('key', 0, n),
  name: `Tổng đài ${n} (minh họa)`,
  hash: createHash('sha256').update(key).digest('hex'),
  prefix: key.slice(0, 7),
  scopes: ['numbers:internal'],
  centreId: idOf('centre', centre) as CentreWorld['centre']['id'],
  agencyId: null,
  expiresAt: null,
  revokedAt: null,
  createdAt: at.createdAt
})

/** What the hand-written query needs: the assignments as rows, under the best index for it. The guards of the table, which only cost writes, go. */
async function loadDuties(db: Db): Promise<void> {
  for (const guard of ['one_person_per_seat', 'on_site_alone', 'on_site_or_phone', 'same_slot_once']) {
    await db.execute(sql.raw(`alter table duties drop constraint duties_${guard}`))
  }
  await db.execute(sql`
    insert into duties (centre_id, publication_id, slot_id, seat, post_id, provider_id, mode, starts_at, ends_at, in_force_from, in_force_to)
    select p.centre_id, p.id, (s->>'id')::uuid, e->>'seat', (s->>'postId')::uuid, (e->>'providerId')::uuid, 'phone',
      to_timestamp((s->>'start')::float8 / 1000), to_timestamp((s->>'end')::float8 / 1000), p.effective_from, null
    from publications p, jsonb_array_elements(p.content->'slots') s, jsonb_array_elements(s->'seats') e`)
  await db.execute(sql`create index bench_duties on duties (centre_id, post_id, ends_at, seat)`)
}

/** Brings an empty database to the newest schema and fills it with a world and its keys. */
export async function loadWorld(url: string, month: Month, size: Size, questions: readonly Question[]): Promise<void> {
  const connection = connectPostgres(url, FOR_EVER)
  const { db } = connection
  try {
    await migrate(db)
    for (const kind of agencyKinds) await insertAgencyKind(db, kind)
    for (let n = 0; n < size.centres; n += 1) await loadCentre(db, centreWorld(n, month, size))
    const keys = [...new Map(questions.map((question) => [question.key, question])).values()]
    await insertRows(db, apiKeys, keys.map(keyRow))
    await loadDuties(db)
    await db.execute(sql`vacuum analyze`)
  } finally {
    await connection.close()
  }
}
