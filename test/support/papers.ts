import { calendarNotices } from '../../db/seeds/calendar.ts'
import { buildCalendar } from '../../src/domain/calendar.ts'
import { type Day, daysOfMonth, type Month, weekdayOf, weekStart } from '../../src/domain/day.ts'
import { differences } from '../../src/domain/difference.ts'
import { DEFAULT_ZONE, type Instant, wallClock } from '../../src/domain/instant.ts'
import type { Phone } from '../../src/domain/phone.ts'
import type {
  Publication,
  PublishedAgency,
  PublishedDocument,
  PublishedMonth,
  PublishedPerson,
  PublishedPost,
  PublishedSlot
} from '../../src/domain/publication.ts'
import { DEFAULT_SETTINGS } from '../../src/domain/settings.ts'
import { type Plain, phone, wall } from './builders.ts'

/** A publication of Lạng Sơn's December 2026 by hand, all people invented: every layout, long names, numbers of every visibility. */
export const MONTH = '2026-12' as Month
const calendar = buildCalendar(calendarNotices.map((notice) => ({ ...notice, id: notice.number as never })))

const number = (n: number, some: Partial<Phone> = {}): Phone => {
  const digits = `0900000${String(n).padStart(3, '0')}`
  return phone({
    e164: `+84${digits.slice(1)}`,
    national: `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`,
    ...some
  })
}

/** Somebody with a duty line that is public, a number for agencies, and one that never leaves the centre. */
export const person = (n: number, fullName: string, some: Partial<Plain<PublishedPerson>> = {}): PublishedPerson =>
  ({
    id: `p${String(n).padStart(3, '0')}`,
    code: `tgv-${String(n).padStart(2, '0')}`,
    fullName,
    role: 'legal_aid_officer',
    phones: [
      number(n, { kind: 'personal', visibility: 'agency' }),
      number(n + 300, { kind: 'duty', visibility: 'public' }),
      number(n + 600, { kind: 'personal', visibility: 'internal' })
    ],
    ...some
  }) as PublishedPerson

/** Only a number that agencies may know: on a public paper the centre's stands for it. */
const discreet = (n: number, fullName: string): PublishedPerson =>
  person(n, fullName, { role: 'contract_lawyer', phones: [number(n, { kind: 'personal', visibility: 'agency' })] as never })
const lawyer = (n: number, fullName: string): PublishedPerson =>
  person(n, fullName, { role: 'contract_lawyer', phones: [number(n + 300, { kind: 'duty', visibility: 'public' })] as never })

export const people: readonly PublishedPerson[] = [
  lawyer(1, 'Hoàng Văn An'),
  lawyer(2, 'Nông Thị Bình'),
  person(3, 'Lý Văn Cường'),
  lawyer(4, 'Triệu Thị Dung'),
  lawyer(5, 'Vi Văn Đại'),
  lawyer(6, 'Công Tằng Tôn Nữ Thị Hoàng Nguyễn Phương Thảo'),
  discreet(7, 'Nguyễn Đặng Quỳnh Ngưỡng'),
  lawyer(8, 'Hứa Thị Khánh'),
  lawyer(9, 'Nguyễn Văn Lâm'),
  lawyer(10, 'Ngô Thị Xuân'),
  lawyer(11, 'Đỗ Hữu Thiện'),
  lawyer(12, 'Bùi Thị Ỷ')
]

const agency = (id: string, name: string, kind: string, sector: string, level: string): PublishedAgency =>
  ({ id, code: id, name, kind, sector, level }) as PublishedAgency

const COMMUNES = [
  'Ba Sơn',
  'Bắc Sơn',
  'Bình Gia',
  'Cao Lộc',
  'Chi Lăng',
  'Đình Lập',
  'Hữu Lũng',
  'Lộc Bình',
  'Na Sầm',
  'Tràng Định',
  'Văn Quan',
  'Ý Tịch'
]
export const agencies: readonly PublishedAgency[] = [
  agency('tand-tinh', 'Tòa án nhân dân tỉnh Lạng Sơn', 'provincial-court', 'court', 'province'),
  ...[1, 2, 3, 4, 5].map((n) => agency(`tand-kv${n}`, `Tòa án nhân dân khu vực ${n} - Lạng Sơn`, 'regional-court', 'court', 'region')),
  agency('pc01', 'Văn phòng Cơ quan Cảnh sát điều tra Công an tỉnh Lạng Sơn (PC01)', 'investigation-office', 'investigation', 'province'),
  agency('pc02', 'Phòng Cảnh sát hình sự Công an tỉnh Lạng Sơn (PC02)', 'investigation-division', 'investigation', 'province'),
  agency(
    'pc04',
    'Phòng Cảnh sát điều tra tội phạm về ma túy Công an tỉnh Lạng Sơn (PC04)',
    'investigation-division',
    'investigation',
    'province'
  ),
  agency('andt', 'Cơ quan An ninh điều tra Công an tỉnh Lạng Sơn', 'security-investigation', 'investigation', 'province'),
  ...COMMUNES.map((name, at) => agency(`ca-${at}`, `Công an xã ${name}`, 'commune-police', 'investigation', 'commune')),
  agency('ttg', 'Trại tạm giam Công an tỉnh Lạng Sơn', 'detention-centre', 'custody', 'province')
]

const post = (code: string, name: string, agencyIds: readonly string[], some: Partial<Plain<PublishedPost>>): PublishedPost =>
  ({ id: code, code, name, mode: 'phone', agencyIds, continuous: false, layout: 'periods', branch: null, ...some }) as PublishedPost

export const posts: readonly PublishedPost[] = [
  post(
    'cong-an-xa',
    'Công an cấp xã',
    agencies.filter(({ kind }) => kind === 'commune-police').map(({ id }) => id),
    {
      layout: 'areas',
      branch: 'Chi nhánh số 2',
      continuous: true
    }
  ),
  post('dieu-tra', 'Cơ quan điều tra Công an tỉnh', ['pc01', 'pc02', 'pc04', 'andt'], { layout: 'days', continuous: true }),
  post('toa-an', 'Tòa án nhân dân hai cấp', ['tand-tinh', 'tand-kv1', 'tand-kv2', 'tand-kv3', 'tand-kv4', 'tand-kv5'], {}),
  post('toa-kv1', 'Tòa án nhân dân khu vực 1 - Lạng Sơn', ['tand-kv1', 'tand-kv2'], { layout: 'agencies', mode: 'on_site' }),
  post('ttg', 'Trại tạm giam Công an tỉnh', ['ttg'], { layout: 'areas', branch: 'Chi nhánh số 1' })
]

/** Who holds the seats on a day: ids, the primary's first. */
type Holders = (day: Day, at: number) => readonly string[]
const slot = (postId: string, day: Day, unit: string, hours: readonly [number, number], holders: readonly string[]): PublishedSlot =>
  ({
    id: `${postId}-${day}-${hours[0]}`,
    postId,
    start: wallClock(day, hours[0], DEFAULT_ZONE),
    end: wallClock(day, hours[1], DEFAULT_ZONE),
    day,
    dayKind: calendar.dayOf(day).kind,
    unit,
    seats: holders.map((providerId, at) => ({ seat: at === 0 ? 'primary' : 'support', providerId }))
  }) as unknown as PublishedSlot

export const everyDay = (postId: string, holders: Holders, month: Month = MONTH): PublishedSlot[] =>
  daysOfMonth(month).map((day, at) => slot(postId, day, day, [0, 1440], holders(day, at)))

export const officeHours = (postId: string, unit: (day: Day) => string, holders: Holders, month: Month = MONTH): PublishedSlot[] =>
  daysOfMonth(month)
    .filter((day) => calendar.isWorking(day))
    .map((day, at) => slot(postId, day, unit(day), [450, 1020], holders(day, at)))

/** Morning and afternoon of two weekdays. */
const sessions = (postId: string, holders: Holders): PublishedSlot[] =>
  daysOfMonth(MONTH)
    .filter((day) => [1, 4].includes(weekdayOf(day)))
    .flatMap((day, at) => [slot(postId, day, day, [450, 690], holders(day, at)), slot(postId, day, day, [810, 1020], holders(day, at))])

const id = (n: number): string => `p${String(((n % 12) + 12) % 12 || 12).padStart(3, '0')}`
const week = (day: Day): number => Math.floor((Number(day.slice(8)) + 0) / 7)

export const slots: readonly PublishedSlot[] = [
  ...everyDay('cong-an-xa', () => [id(11), id(12)]),
  ...everyDay('dieu-tra', (_, at) => [id(at + 1), id(at + 4)]),
  ...officeHours(
    'toa-an',
    (day) => weekStart(day),
    (day) => [id(week(day) + 3)]
  ),
  ...sessions('toa-kv1', () => [id(10)]),
  ...officeHours(
    'ttg',
    () => '2026-12-01',
    (day) => (day < '2026-12-15' ? [id(9), id(8)] : [id(8), id(9)])
  )
]

export const document = (some: Partial<Plain<PublishedDocument>> = {}): PublishedDocument =>
  ({
    form: 'notice',
    kind: 'original',
    version: 1,
    number: 5,
    symbol: 'TB-TGPL',
    issuedOn: '2026-11-23',
    logo: null,
    parentBody: 'Sở Tư pháp tỉnh Lạng Sơn',
    place: 'Lạng Sơn',
    signer: { fullName: 'Hoàng Thị Ngọc Bích', title: 'PHÓ GIÁM ĐỐC', authority: 'KT. GIÁM ĐỐC' },
    amends: null,
    changesFrom: wall('2026-12-01 00:00'),
    changes: [],
    copyTo: DEFAULT_SETTINGS.copyTo,
    archiveUnit: 'HC-TH',
    rulePack: 'a'.repeat(64),
    rules: [],
    overrides: [],
    softBreaches: 0,
    ...some
  }) as PublishedDocument

export const month = (some: Partial<PublishedMonth> = {}): PublishedMonth => ({
  centre: {
    id: 'lang-son' as never,
    code: 'lang-son',
    name: 'Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lạng Sơn',
    zone: DEFAULT_ZONE,
    firstWeekday: 1,
    phones: [
      number(100),
      phone({ e164: '+842053000001', national: '0205 3000 001', kind: 'office' }),
      number(199, { kind: 'personal', visibility: 'internal' })
    ],
    demo: false
  },
  month: MONTH,
  document: document(),
  agencies,
  people,
  posts,
  slots,
  burdens: [],
  ...some
})

export const publication = (content: PublishedMonth = month()): Publication =>
  ({
    id: 'pub',
    centreId: content.centre.id,
    rosterId: 'roster',
    month: content.month,
    version: content.document?.version ?? 1,
    kind: content.document?.kind ?? 'original',
    year: 2026,
    number: content.document?.number ?? null,
    symbol: 'TB-TGPL',
    publishedAt: wall('2026-11-23 08:15'),
    publishedBy: 'lanh-dao',
    effectiveFrom: wall('2026-12-01 00:00'),
    supersededFrom: null,
    fingerprint: 'f'.repeat(64),
    content
  }) as Publication

const AMENDS = { id: 'pub', version: 1, number: 5, symbol: 'TB-TGPL', issuedOn: '2026-11-23' }

/** Another version: the night of 5 December cut in two at 02:10 for a cover, and the courts' second week given to somebody else. */
export function amended(some: Partial<Plain<PublishedDocument>>, before: PublishedMonth = month()): Publication {
  const cut = wall('2026-12-05 02:10')
  const after = before.slots.flatMap((each): PublishedSlot[] => {
    const others = (...ids: string[]): PublishedSlot['seats'] =>
      ids.map((providerId, at) => ({ seat: at === 0 ? 'primary' : 'support', providerId })) as never
    if (each.postId === 'dieu-tra' && each.day === '2026-12-05') {
      return [
        { ...each, end: cut },
        { ...each, id: `${each.id}-b` as never, start: cut as Instant, seats: others(id(2), each.seats[1]?.providerId ?? '') }
      ]
    }
    return each.postId === 'toa-an' && each.unit === '2026-12-07' ? [{ ...each, seats: others(id(1)) }] : [each]
  })
  const content = { ...before, slots: after }
  const changes = differences(before, content)
  return publication({
    ...content,
    document: document({
      version: 2,
      number: 6,
      issuedOn: '2026-12-05',
      amends: AMENDS,
      changesFrom: cut,
      changes: changes as never,
      ...some
    })
  })
}
