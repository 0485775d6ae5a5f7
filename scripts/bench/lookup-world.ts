import type { Agency } from '../../src/domain/agency.ts'
import type { Centre } from '../../src/domain/centre.ts'
import { addDays, addMonths, type Day, daysOfMonth, firstDay, type Month, weekdayOf, yearOf } from '../../src/domain/day.ts'
import type { AgencyId, CentreId, PostId, ProviderId, PublicationId, RosterId, SlotId } from '../../src/domain/ids.ts'
import { DEFAULT_ZONE, HOUR, type Instant, MINUTE } from '../../src/domain/instant.ts'
import type { Phone } from '../../src/domain/phone.ts'
import type { Post, SeatPlan } from '../../src/domain/post.ts'
import type { Provider } from '../../src/domain/provider.ts'
import type { Publication, PublishedDocument, PublishedMonth, PublishedSlot } from '../../src/domain/publication.ts'
import { DEFAULT_SETTINGS } from '../../src/domain/settings.ts'

/** How much there is: agencies, posts and people of each centre, and published months of each. */
export interface Size {
  readonly centres: number
  readonly agencies: number
  readonly posts: number
  readonly people: number
  readonly months: number
}

/** The whole country (domain.md, 10): what the look-up is measured on. */
export const COUNTRY: Size = { centres: 34, agencies: 150, posts: 10, people: 40, months: 13 }

/** One centre with everything that look-ups answer from. All of it is invented, and the same at every run of one month. */
export interface CentreWorld {
  readonly centre: Centre
  readonly agencies: readonly Agency[]
  readonly posts: readonly Post[]
  readonly people: readonly Provider[]
  readonly publications: readonly Publication[]
}

/** Every id names what it is of, so that two worlds never mix. */
const KINDS = { centre: 1, agency: 2, post: 3, provider: 4, publication: 5, roster: 6, slot: 7, key: 8 } as const

/** A well-formed id that is the same at every run. */
export const idOf = (kind: keyof typeof KINDS, centre: number, n = 0): string =>
  `${String(KINDS[kind]).padStart(8, '0')}-0000-7000-8000-${centre.toString(16).padStart(4, '0')}${n.toString(16).padStart(8, '0')}`

const padded = (n: number, width = 3): string => String(n).padStart(width, '0')
export const agencyCode = (n: number): string => `cq-${padded(n)}`
export const centreCode = (n: number): string => `tt-${padded(n, 2)}`

/** Posts by phone, staffed all day by two people; the last fifth is staffed in working hours by one. */
const isContinuous = (n: number, posts: number): boolean => n < posts * 0.8

const phone = (digits: string, kind: Phone['kind'], visibility: Phone['visibility']): Phone => ({
  e164: `+84${digits}`,
  national: `0${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`,
  kind,
  visibility,
  verifiedOn: '2026-01-15' as Day
})

/** In the block of numbers that no demo and no person has. */
const numberOf = (centre: number, n: number): string => `900${padded((centre * 1000 + n) % 1_000_000, 6)}`

const centreOf = (n: number): Centre => ({
  id: idOf('centre', n) as CentreId,
  code: centreCode(n),
  version: 1,
  name: `Trung tâm TGPL nhà nước tỉnh ${padded(n, 2)} (minh họa)`,
  province: `Tỉnh ${padded(n, 2)}`,
  zone: DEFAULT_ZONE,
  firstWeekday: 1,
  parentBody: `SỞ TƯ PHÁP TỈNH ${padded(n, 2)}`,
  place: `Tỉnh ${padded(n, 2)}`,
  documentSymbol: 'TB-TGPL',
  phones: [phone(numberOf(n, 998), 'hotline', 'public'), phone(numberOf(n, 999), 'office', 'public')],
  demo: true
})

const agencyOf = (centre: number, n: number): Agency => ({
  id: idOf('agency', centre, n) as AgencyId,
  centreId: idOf('centre', centre) as CentreId,
  code: agencyCode(n),
  version: 1,
  name: `Tòa án nhân dân khu vực ${padded(n)} - Tỉnh ${padded(centre, 2)} (minh họa)`,
  kind: 'regional-court',
  level: 'region',
  parentId: null,
  territory: [`xã ${padded(n)} A`, `xã ${padded(n)} B`],
  formerNames: [{ name: `Tòa án nhân dân huyện ${padded(n)}`, until: '2025-06-30' as Day }],
  predecessorIds: [],
  validFrom: '2025-07-01' as Day,
  validTo: null,
  contactPoint: null,
  address: null,
  email: null
})

const personOf = (centre: number, n: number): Provider => ({
  id: idOf('provider', centre, n) as ProviderId,
  centreId: idOf('centre', centre) as CentreId,
  code: `nt-${padded(n)}`,
  version: 1,
  fullName: `Nguyễn Minh Họa ${padded(n)}`,
  role: n % 3 === 0 ? 'contract_lawyer' : 'legal_aid_officer',
  sex: n % 2 === 0 ? 'female' : 'male',
  branchId: null,
  card: null,
  contracts: [],
  bars: [],
  protections: [],
  phones: [phone(numberOf(centre, 2 * n), 'duty', 'agency'), phone(numberOf(centre, 2 * n + 1), 'personal', 'agency')],
  ties: [],
  languages: n % 5 === 0 ? ['vi', 'tyz'] : ['vi'],
  skills: [],
  dutyShare: 100,
  joinedOn: '2020-01-01' as Day,
  endedOn: null,
  publicConsentOn: null
})

const BALANCED: Omit<SeatPlan, 'seat'> = {
  from: null,
  importance: 5,
  method: 'balanced',
  providerId: null,
  standInId: null,
  order: [],
  restDays: [],
  tet: [],
  owedAtMost: 1,
  follows: false
}

const ALL_DAY = { rrule: 'FREQ=DAILY', startsAt: '00:00', minutes: 1440, dayKinds: null }
const WORKING_HOURS = { rrule: 'FREQ=DAILY', startsAt: '07:30', minutes: 570, dayKinds: ['working' as const] }

function postOf(centre: number, n: number, { agencies, posts }: Size): Post {
  const continuous = isContinuous(n, posts)
  const served = Array.from({ length: agencies }, (_, agency) => agency).filter((agency) => agency % posts === n)
  return {
    id: idOf('post', centre, n) as PostId,
    centreId: idOf('centre', centre) as CentreId,
    code: `dt-${padded(n)}`,
    version: 1,
    name: `Điểm trực ${padded(n)} (minh họa)`,
    agencyIds: served.map((agency) => idOf('agency', centre, agency) as AgencyId),
    mode: 'phone',
    patterns: [continuous ? ALL_DAY : WORKING_HOURS],
    handoverUnit: 'day',
    handoverEvery: 1,
    straddles: false,
    seats: (continuous ? (['primary', 'support'] as const) : (['primary'] as const)).map((seat) => ({ ...BALANCED, seat })),
    eligibility: { roles: [], branchIds: [], providerIds: [], excludedIds: [], skills: [] },
    atLeastOne: [],
    burdenPercent: 100,
    distanceKm: 0,
    layout: 'days',
    validFrom: '2025-07-01' as Day,
    validTo: null
  }
}

const startOf = (day: Day): Instant => Date.parse(`${day}T00:00:00+07:00`) as Instant

/** The slots of one day, over all posts; nobody sits twice where there are people enough. */
function slotsOn(centre: number, day: Day, number: number, { posts, people }: Size): PublishedSlot[] {
  const weekend = weekdayOf(day) > 5
  const all = Array.from({ length: posts }, (_, n) => n).filter((n) => isContinuous(n, posts) || !weekend)
  return all.map((n) => {
    const continuous = isContinuous(n, posts)
    const [from, minutes] = continuous ? [0, 1440] : [450, 570]
    const start = startOf(day) + from * MINUTE
    const who = (seat: number): ProviderId => idOf('provider', centre, (number * 2 * posts + 2 * n + seat) % people) as ProviderId
    return {
      id: idOf('slot', centre, number * posts + n) as SlotId,
      postId: idOf('post', centre, n) as PostId,
      start: start as Instant,
      end: (start + minutes * MINUTE) as Instant,
      day,
      dayKind: weekend ? 'rest_day' : 'working',
      unit: day,
      seats: [{ seat: 'primary' as const, providerId: who(0) }, ...(continuous ? [{ seat: 'support' as const, providerId: who(1) }] : [])]
    }
  })
}

const documentOf = (month: Month, { parentBody, place }: Centre): PublishedDocument => ({
  form: DEFAULT_SETTINGS.documentForm,
  kind: 'original',
  version: 1,
  number: Number(month.slice(5)),
  symbol: 'TB-TGPL',
  issuedOn: addDays(firstDay(month), -5),
  logo: null,
  parentBody,
  place,
  signer: null,
  amends: null,
  changesFrom: startOf(firstDay(month)),
  changes: [],
  copyTo: [],
  archiveUnit: 'TGPL',
  rulePack: '0'.repeat(64),
  rules: [],
  overrides: [],
  softBreaches: 0
})

type Known = Omit<CentreWorld, 'publications'>

function contentOf({ centre, agencies, posts, people }: Known, month: Month, size: Size): PublishedMonth {
  const number = Number(centre.code.slice(3))
  const days = daysOfMonth(month)
  const before = Math.round((startOf(firstDay(month)) - Date.UTC(2020, 0)) / (24 * HOUR))
  const { id, code, name, zone, firstWeekday, phones, demo } = centre
  return {
    centre: { id, code, name, zone, firstWeekday, phones, demo },
    month,
    document: documentOf(month, centre),
    agencies: agencies.map(({ id, code, name, kind, level }) => ({ id, code, name, kind, sector: 'court', level })),
    people: people.map(({ id, code, fullName, role, phones }) => ({ id, code, fullName, role, phones })),
    posts: posts.map(({ id, code, name, mode, agencyIds, patterns }) => ({
      id,
      code,
      name,
      mode,
      agencyIds,
      continuous: patterns[0] === ALL_DAY,
      layout: 'days',
      branch: null
    })),
    slots: days.flatMap((day, n) => slotsOn(number, day, before + n, size)),
    burdens: []
  }
}

function publicationOf(known: Known, month: Month, n: number, size: Size): Publication {
  const number = Number(known.centre.code.slice(3))
  const start = startOf(firstDay(month))
  return {
    id: idOf('publication', number, n) as PublicationId,
    centreId: known.centre.id,
    rosterId: idOf('roster', number, n) as RosterId,
    month,
    version: 1,
    kind: 'original',
    year: yearOf(firstDay(month)),
    number: Number(month.slice(5)),
    symbol: 'TB-TGPL',
    publishedAt: (start - 5 * 24 * HOUR) as Instant,
    publishedBy: 'Người phê duyệt (minh họa)',
    effectiveFrom: start,
    supersededFrom: null,
    fingerprint: '0'.repeat(64),
    content: contentOf(known, month, size)
  }
}

/** The n-th centre; its published months end with the one after `month`. */
export function centreWorld(n: number, month: Month, size: Size = COUNTRY): CentreWorld {
  const known: Known = {
    centre: centreOf(n),
    agencies: Array.from({ length: size.agencies }, (_, agency) => agencyOf(n, agency)),
    posts: Array.from({ length: size.posts }, (_, post) => postOf(n, post, size)),
    people: Array.from({ length: size.people }, (_, person) => personOf(n, person))
  }
  const months = Array.from({ length: size.months }, (_, back) => addMonths(month, 2 - size.months + back))
  return { ...known, publications: months.map((each, number) => publicationOf(known, each, number, size)) }
}

/** Seats with somebody in them: the assignments of a world's publications. */
export const assignmentsOf = ({ publications }: CentreWorld): number =>
  publications.reduce((sum, { content }) => sum + content.slots.reduce((seats, slot) => seats + slot.seats.length, 0), 0)
