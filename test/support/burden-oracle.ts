import { sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'

/**
 * A second opinion on what a published month lays on whom: rows of `duties` joined by hand with what their slots and posts are. It
 * shares no code with `src/domain/burden`: hours are walked one by one, days of Tết are looked up in the notice, all in hundredths.
 */

interface DutyRow {
  readonly provider: string
  readonly seat: string
  readonly mode: string
  readonly kind: string
  readonly day: string
  readonly percent: number
  readonly km: number
  /** Hours since midnight of the first day, Viet Nam time. */
  readonly start: number
  readonly hours: number
}

/** Lunar new year, first days of the five on which the duty counts as Tết, from the almanac. */
const TET = ['2026-02-17', '2027-02-06']
const DAY_MS = 86_400_000

export type Counted = Readonly<Record<'points' | 'nights' | 'restDays' | 'holidays' | 'tet', number>>

const isTet = ({ kind, day }: DutyRow): boolean =>
  kind === 'holiday' &&
  TET.some((first) => {
    const after = (Date.parse(day) - Date.parse(first)) / DAY_MS
    return after >= -3 && after < 5
  })

/** The default weights, written out again. */
function count(row: DutyRow): Counted {
  const wall = Array.from({ length: row.hours * 2 }, (_, half) => (row.start + half / 2) % 24)
  const nightHours = wall.filter((hour) => hour < 6 || hour >= 22).length / 2
  const tet = isTet(row)
  const days = Math.max(1, Math.round(row.hours / 24))
  const base = tet ? 8 : ({ holiday: 5, working: 2, make_up_day: 2 }[row.kind] ?? 3)
  const site = row.mode === 'on_site' ? Math.ceil(row.hours / 4) + Math.ceil(row.km / 25) : 0
  const points = base * days + Math.ceil(row.hours / 6) + Math.ceil(nightHours / 4) + site
  const seat = row.seat === 'support' ? 50 : 100
  const rest = ['rest_day', 'compensatory_off', 'swapped_off'].includes(row.kind)
  return {
    points: Math.round((points * seat * row.percent) / 100),
    nights: Math.round(nightHours / 8) * seat,
    restDays: rest ? seat : 0,
    holidays: row.kind === 'holiday' && !tet ? seat : 0,
    tet: tet ? seat : 0
  }
}

/** What each person bears by the duties of that publication. */
export async function countDuties(db: Db, publicationId: string): Promise<Map<string, Counted>> {
  const { rows } = (await db.execute(sql`
    select d.provider_id as provider, d.seat, d.mode, s.day_kind as kind, s.day::text as day, p.burden_percent as percent, p.distance_km as km,
      (extract(epoch from (d.starts_at at time zone 'Asia/Ho_Chi_Minh') - s.day::timestamp) / 3600)::float8 as start,
      (extract(epoch from d.ends_at - d.starts_at) / 3600)::float8 as hours
    from duties d
    join slots s on s.centre_id = d.centre_id and s.id = d.slot_id
    join posts p on p.centre_id = d.centre_id and p.id = d.post_id
    where d.publication_id = ${publicationId}`)) as unknown as { rows: DutyRow[] }
  const sums = new Map<string, Counted>()
  for (const row of rows) {
    const more = count(row)
    const sum = sums.get(row.provider) ?? { points: 0, nights: 0, restDays: 0, holidays: 0, tet: 0 }
    sums.set(row.provider, {
      points: sum.points + more.points,
      nights: sum.nights + more.nights,
      restDays: sum.restDays + more.restDays,
      holidays: sum.holidays + more.holidays,
      tet: sum.tet + more.tet
    })
  }
  return sums
}
