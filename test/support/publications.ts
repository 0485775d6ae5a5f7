import type { DayKind } from '../../src/domain/calendar.ts'
import { addDays, type Day, daysOfMonth, type Month, parseDay, parseMonth, weekdayOf } from '../../src/domain/day.ts'
import { DEFAULT_ZONE, type Instant, parseInstant, wallClock, type Zone } from '../../src/domain/instant.ts'
import type { Phone } from '../../src/domain/phone.ts'
import type { Layout, Seat } from '../../src/domain/post.ts'
import type {
  Publication,
  PublishedDocument,
  PublishedMonth,
  PublishedPerson,
  PublishedPost,
  PublishedSlot
} from '../../src/domain/publication.ts'
import { phone, wall } from './builders.ts'

/** Frozen months made in memory, for what reads publications. All people and numbers are invented. */

const FAMILY = ['Hoàng', 'Nông', 'Lý', 'Đặng', 'Trần', 'Vi', 'Âu', 'Phạm'] as const
const MIDDLE = ['Thị', 'Văn', 'Thúy', 'Đức', 'Ngọc'] as const
const GIVEN = ['An', 'Ánh', 'Bình', 'Đào', 'Dương', 'Ế', 'Hòa', 'Ích', 'Oanh', 'Ổn', 'Thơ', 'Ước', 'Ý'] as const

/** An id that tells its number: a version 7 UUID like those of the service. */
export const idOf = (kind: number, number: number): string =>
  `019b0b1e-7c1a-7000-8${String(kind).padStart(3, '0')}-${String(number).padStart(12, '0')}`

/** A person with a public duty line, a personal number for agencies and a private one for the centre. */
export function publishedPerson(number: number, some: Partial<PublishedPerson> = {}): PublishedPerson {
  const digits = String(number).padStart(3, '0')
  const name = [FAMILY[number % FAMILY.length], MIDDLE[number % MIDDLE.length], GIVEN[(number * 5) % GIVEN.length]].join(' ')
  const line = (prefix: string, kind: Phone['kind'], visibility: Phone['visibility']): Phone =>
    phone({ e164: `+84${prefix}000${digits}`, national: `0${prefix} 000 ${digits}`, kind, visibility })
  return {
    id: idOf(1, number),
    code: `TGV-${digits}`,
    fullName: name,
    role: number % 3 === 2 ? 'contract_lawyer' : 'legal_aid_officer',
    phones: [line('911', 'duty', 'public'), line('922', 'personal', 'agency'), line('933', 'personal', 'internal')],
    ...some
  } as PublishedPerson
}

export const publishedPost = (number: number, some: Partial<PublishedPost> = {}): PublishedPost =>
  ({
    id: idOf(2, number),
    code: `diem-${number}`,
    name: `Tòa án nhân dân khu vực ${number + 1} - Lạng Sơn`,
    mode: 'phone',
    agencyIds: [idOf(3, number)],
    continuous: false,
    layout: 'periods',
    branch: null,
    ...some
  }) as PublishedPost

/** A slot on the wall: `slotAt(7, post, '2026-12-01 07:30', '2026-12-01 17:00', [an, binh])`, the first person primary, the second support. */
export function slotAt(
  number: number,
  post: Pick<PublishedPost, 'id'>,
  from: string,
  to: string,
  people: readonly Pick<PublishedPerson, 'id'>[],
  zone: Zone = DEFAULT_ZONE
): PublishedSlot {
  const seats = people.map(({ id }, at) => ({ seat: (at === 0 ? 'primary' : 'support') as Seat, providerId: id }))
  const day = from.slice(0, 10) as Day
  const times = { start: wall(from, zone), end: wall(to, zone) }
  return {
    id: idOf(4, number),
    postId: post.id,
    ...times,
    day,
    dayKind: 'working',
    unit: idOf(4, number),
    seats
  } as unknown as PublishedSlot
}

const DOCUMENT: PublishedDocument = {
  form: 'notice',
  kind: 'original',
  version: 1,
  number: 5,
  symbol: 'TB-TGPL',
  issuedOn: parseDay('2026-11-23'),
  logo: null,
  parentBody: 'SỞ TƯ PHÁP TỈNH LẠNG SƠN',
  place: 'Lạng Sơn',
  signer: { fullName: 'Lương Văn Thành', title: 'GIÁM ĐỐC', authority: null },
  amends: null,
  changesFrom: parseInstant('2026-12-01T00:00:00+07:00'),
  changes: [],
  copyTo: ['Giám đốc Sở Tư pháp (để b/c)'],
  archiveUnit: 'HC-TH',
  rulePack: '0'.repeat(64),
  rules: [],
  overrides: [],
  softBreaches: 0
}

type SomeMonth = Partial<Omit<PublishedMonth, 'month'>> & { readonly month?: string; readonly zone?: Zone }

/** A frozen month of the demo centre with nothing in it but what is given; agencies are those of the posts. */
export function publishedMonth({ month = '2026-12', zone = DEFAULT_ZONE, ...some }: SomeMonth = {}): PublishedMonth {
  const posts = some.posts ?? []
  const agencyIds = [...new Set(posts.flatMap((post) => post.agencyIds))].sort()
  const agencies = agencyIds.map((id) => ({
    id,
    code: `co-quan-${Number(id.slice(-12))}`,
    name: `Cơ quan số ${Number(id.slice(-12)) + 1}`,
    kind: 'regional-court',
    sector: 'court' as const,
    level: 'region' as const
  }))
  return {
    centre: {
      id: idOf(0, 1),
      code: 'lang-son',
      name: 'Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lạng Sơn',
      zone,
      firstWeekday: 1,
      phones: [phone({ e164: '+842053000001', national: '0205 3000 001', kind: 'office' })],
      demo: true
    } as unknown as PublishedMonth['centre'],
    month: parseMonth(month),
    document: DOCUMENT,
    agencies,
    people: [],
    posts,
    slots: [],
    burdens: [],
    ...some
  }
}

type SomeVersion = Partial<Omit<Publication, 'content'>>

/** A version of a month, each numbered after the one before and issued a day later. */
export function publicationOf(content: PublishedMonth, { version = 1, ...some }: SomeVersion = {}): Publication {
  const number = some.number === undefined ? 4 + version : some.number
  const kind = some.kind ?? (version === 1 ? 'original' : 'replacement')
  const publishedAt = (parseInstant('2026-11-23T09:00:00+07:00') + (version - 1) * 86_400_000) as Instant
  const document = content.document && { ...content.document, number, version, kind }
  return {
    id: idOf(5, Number(content.month.replace('-', '')) * 100 + version),
    centreId: content.centre.id,
    rosterId: idOf(6, Number(content.month.replace('-', ''))),
    month: content.month,
    version,
    kind,
    year: 2026,
    number,
    symbol: 'TB-TGPL',
    publishedAt,
    publishedBy: 'Phòng Hành chính - Tổng hợp',
    effectiveFrom: parseInstant('2026-12-01T00:00:00+07:00'),
    supersededFrom: null,
    fingerprint: String(version).padStart(64, 'a'),
    content: document === undefined ? content : { ...content, document },
    ...some
  } as Publication
}

/** How large a month is to be. */
export interface Size {
  readonly posts: number
  readonly people: number
  readonly month?: Month
  readonly zone?: Zone
}

const kindOf = (day: Day): DayKind => (weekdayOf(day) >= 6 ? 'rest_day' : 'working')
/** Four posts in ten are staffed around the clock, four in office hours by turns, two by one person for the month. */
const LAYOUTS: readonly Layout[] = ['days', 'periods', 'days', 'periods', 'agencies', 'days', 'periods', 'areas', 'agencies', 'days']

function slotsOfPost(
  post: PublishedPost,
  at: number,
  days: readonly Day[],
  people: readonly PublishedPerson[],
  zone: Zone
): PublishedSlot[] {
  const worked = post.continuous ? days : days.filter((day) => kindOf(day) === 'working')
  return worked.map((day, index) => {
    const turn = post.layout === 'agencies' ? 0 : post.continuous ? index : Math.floor(index / 5)
    const seat = (of: number): PublishedPerson => people[(at * 7 + turn * 2 + of) % people.length] as PublishedPerson
    const [start, end] = post.continuous
      ? [wallClock(day, 0, zone), wallClock(addDays(day, 1), 0, zone)]
      : [wallClock(day, 450, zone), wallClock(day, 1020, zone)]
    return {
      id: idOf(10 + at, index),
      postId: post.id,
      start,
      end,
      day,
      dayKind: kindOf(day),
      unit: `${post.code}-${turn}`,
      seats: [
        { seat: 'primary', providerId: seat(0).id },
        { seat: 'support', providerId: seat(1).id }
      ]
    } as unknown as PublishedSlot
  })
}

/** A full month of a centre of that size, every post with two seats. */
export function fullMonth({ posts: count, people: many, month = parseMonth('2026-12'), zone = DEFAULT_ZONE }: Size): PublishedMonth {
  const people = Array.from({ length: many }, (_, at) => publishedPerson(at))
  const posts = Array.from({ length: count }, (_, at) => {
    const layout = LAYOUTS[at % LAYOUTS.length] ?? 'days'
    return publishedPost(at, { layout, continuous: layout === 'days', mode: at % 4 === 3 ? 'on_site' : 'phone' })
  })
  const days = daysOfMonth(month)
  const slots = posts.flatMap((post, at) => slotsOfPost(post, at, days, people, zone))
  const order = (a: PublishedSlot, b: PublishedSlot): number =>
    a.start - b.start || (a.postId < b.postId ? -1 : a.postId > b.postId ? 1 : 0)
  const burdens = people.map(({ id }, at) => ({
    providerId: id,
    burden: { points: 1250 + at * 25, nights: at * 50, restDays: 100, holidays: 0, tet: 0 }
  }))
  return publishedMonth({ month, zone, posts, people, slots: slots.sort(order), burdens })
}
