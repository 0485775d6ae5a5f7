import type { Absence, Engagement, Pair } from '../../src/domain/absence.ts'
import type { Agency } from '../../src/domain/agency.ts'
import { addDays, type Day } from '../../src/domain/day.ts'
import type { Branded } from '../../src/domain/ids.ts'
import { DEFAULT_ZONE, type Instant, wallClock, type Zone } from '../../src/domain/instant.ts'
import type { Phone } from '../../src/domain/phone.ts'
import type { Member, Place, Post, SeatPlan } from '../../src/domain/post.ts'
import type { Preference } from '../../src/domain/preference.ts'
import type { Provider } from '../../src/domain/provider.ts'
import type { Duty, Slot, SlotSeat } from '../../src/domain/roster.ts'
import type { RuleContext } from '../../src/domain/rules/rule.ts'
import type { Signer } from '../../src/domain/signer.ts'

/**
 * Valid things in a few words: a test states only what matters to it. Ids and days are written as plain text, instants as the wall
 * reads them (`2026-12-01 07:30`, and `24:00` for the midnight that ends a day).
 */
export type Plain<T> =
  T extends Branded<string, string>
    ? string
    : T extends Branded<number, string>
      ? number
      : T extends object
        ? { readonly [K in keyof T]: Plain<T[K]> }
        : T
type Some<T> = Partial<Plain<T>>

/** The instant at which the wall reads `YYYY-MM-DD HH:mm`. */
export function wall(text: string, zone: Zone = DEFAULT_ZONE): Instant {
  const [day, time] = text.split(' ') as [Day, string]
  const [hour, minute] = time.split(':').map(Number) as [number, number]
  return wallClock(day, hour * 60 + minute, zone)
}

const CENTRE = 'trung-tam'

export const phone = (some: Some<Phone> = {}): Phone =>
  ({
    e164: '+84912000001',
    national: '0912 000 001',
    kind: 'duty',
    visibility: 'public',
    verifiedOn: '2026-11-20',
    ...some
  }) as Phone

/** A legal aid officer of the centre with a card and a verified number, free all the time. */
export const officer = (some: Some<Provider> = {}): Provider =>
  ({
    id: 'an',
    centreId: CENTRE,
    code: 'TGV-01',
    version: 1,
    fullName: 'Hoàng Thị An',
    role: 'legal_aid_officer',
    sex: 'female',
    branchId: null,
    card: { number: '01/TP-TGPL', from: '2020-01-01', to: null },
    contracts: [],
    bars: [],
    protections: [],
    phones: [phone()],
    ties: [],
    languages: ['vi'],
    skills: [],
    dutyShare: 100,
    joinedOn: '2019-01-01',
    endedOn: null,
    publicConsentOn: null,
    ...some
  }) as Provider

/** A lawyer under a contract that runs from 2025 to the end of 2027. */
export const lawyer = (some: Some<Provider> = {}): Provider =>
  officer({
    id: 'binh',
    code: 'LS-01',
    fullName: 'Nông Văn Bình',
    role: 'contract_lawyer',
    card: null,
    contracts: [{ number: '01/HĐ-TGPL', from: '2025-01-01', to: '2027-12-31', extension: false }],
    ...some
  })

/** The director, who signs for themselves. */
export const signer = (some: Some<Signer> = {}): Signer =>
  ({
    id: 'giam-doc',
    centreId: CENTRE,
    code: 'giam-doc',
    version: 1,
    fullName: 'Tô Văn Bách',
    title: 'GIÁM ĐỐC',
    authority: null,
    validFrom: '2020-01-01',
    validTo: null,
    ...some
  }) as Signer

/** Anyone with duty to do, when it does not matter who. */
export const provider = officer

export const agency = (some: Some<Agency> = {}): Agency =>
  ({
    id: 'tand-kv1',
    centreId: CENTRE,
    code: 'tand-kv1',
    version: 1,
    name: 'Tòa án nhân dân khu vực 1 - Lạng Sơn',
    kind: 'regional-court',
    level: 'region',
    parentId: null,
    territory: [],
    formerNames: [],
    predecessorIds: [],
    validFrom: '2025-07-01',
    validTo: null,
    contactPoint: null,
    address: null,
    email: null,
    ...some
  }) as Agency

/** A place of a cycle: the id of a person, the ids of a group (none = nobody takes it), or a place as it stands. */
export type PlaceOf = string | readonly string[] | Place
const member = (id: string): Member => ({ providerId: id as Member['providerId'], from: null, to: null })

/** A place that always takes its turns, unless a weight is said. */
export const place = (of: PlaceOf, weight = 100): Place => {
  if (typeof of === 'object' && 'members' in of) return of
  return { weight, members: (typeof of === 'string' ? [of] : of).map(member) }
}

type SomeSeat = Some<Omit<SeatPlan, 'order' | 'restDays' | 'tet'>> &
  Partial<Readonly<Record<'order' | 'restDays' | 'tet', readonly PlaceOf[]>>>

/** A primary seat filled by `balanced`. */
export const seatPlan = ({ order = [], restDays = [], tet = [], ...some }: SomeSeat = {}): SeatPlan =>
  ({
    seat: 'primary',
    from: null,
    importance: 9,
    method: 'balanced',
    providerId: null,
    standInId: null,
    order: order.map((each) => place(each)),
    restDays: restDays.map((each) => place(each)),
    tet: tet.map((each) => place(each)),
    owedAtMost: 1,
    follows: false,
    ...some
  }) as SeatPlan

/** A post answered by phone in office hours; it serves one agency that bears the id of the post. */
export const post = (some: Some<Post> = {}): Post =>
  ({
    id: 'kv1',
    centreId: CENTRE,
    code: some.id ?? 'kv1',
    version: 1,
    name: 'Tòa án nhân dân khu vực 1',
    agencyIds: [some.id ?? 'kv1'],
    mode: 'phone',
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '07:30', minutes: 570, dayKinds: ['working', 'make_up_day'] }],
    handoverUnit: 'slot',
    handoverEvery: 1,
    straddles: false,
    seats: [seatPlan()],
    eligibility: { roles: [], branchIds: [], providerIds: [], excludedIds: [], skills: [] },
    atLeastOne: [],
    burdenPercent: 100,
    distanceKm: 0,
    layout: null,
    validFrom: '2025-07-01',
    validTo: null,
    ...some
  }) as Post

/** When and where: a start and an end on the wall, and the rest as plain values. */
interface Wall {
  readonly from?: string
  readonly to?: string
}

function interval({ from = '2026-12-01 07:30', to = '17:00' }: Wall, zone: Zone): Pick<Slot, 'start' | 'end' | 'day'> {
  const day = from.slice(0, 10) as Day
  return { day, start: wall(from, zone), end: wall(to.includes(' ') ? to : `${day} ${to}`, zone) }
}

/** `an` at `kv1`, Tuesday 2026-12-01 07:30-17:00 by phone. `to` may leave the day out when it is the day of `from`. */
export function duty({ from, to, ...some }: Wall & Some<Duty> = {}, zone: Zone = DEFAULT_ZONE): Duty {
  const times = interval({ ...(from && { from }), ...(to && { to }) }, zone)
  const postId = some.postId ?? 'kv1'
  const slotId = some.slotId ?? `${postId}@${from ?? times.day}`
  const settings = { seat: 'primary', providerId: 'an', mode: 'phone', dayKind: 'working', unit: slotId, settled: false }
  return { ...settings, ...times, postId, slotId, ...some } as Duty
}

/** One seat that nobody has yet. */
export const slotSeat = (some: Some<SlotSeat> = {}): SlotSeat =>
  ({ seat: 'primary', importance: 9, providerId: null, pinned: false, vacant: false, reasons: [], ...some }) as SlotSeat

/** The slot that `duty()` of the same words fills, with one empty primary seat. */
export function slot({ from, to, ...some }: Wall & Some<Slot> = {}, zone: Zone = DEFAULT_ZONE): Slot {
  const times = interval({ ...(from && { from }), ...(to && { to }) }, zone)
  const postId = some.postId ?? 'kv1'
  const id = some.id ?? `${postId}@${from ?? times.day}`
  return { mode: 'phone', dayKind: 'working', unit: id, seats: [slotSeat()], ...times, postId, id, ...some } as Slot
}

/** A whole day on which `an` is away, 2026-12-01 unless said otherwise. */
export const absence = (some: Some<Absence> = {}): Absence =>
  ({
    id: `vang-${some.providerId ?? 'an'}-${some.from ?? ''}`,
    centreId: CENTRE,
    version: 1,
    providerId: 'an',
    kind: 'annual_leave',
    from: '2026-12-01',
    to: some.from ?? '2026-12-01',
    note: null,
    ...some
  }) as Absence

/** A hearing of `an`, Tuesday 2026-12-01 09:00-11:00, which cannot be left. */
export function engagement({ from = '2026-12-01 09:00', to = '11:00', ...some }: Wall & Some<Engagement> = {}): Engagement {
  const { start, end } = interval({ from, to }, DEFAULT_ZONE)
  const settings = { version: 1, providerId: 'an', kind: 'hearing', agencyId: null, reachable: false, note: null }
  return { id: `ban-${from}`, centreId: CENTRE, ...settings, start, end, ...some } as Engagement
}

/** `an` and `binh`, who must not share a slot from 2026 on. */
export const pair = (some: Some<Pair> = {}): Pair =>
  ({
    id: 'cap-1',
    centreId: CENTRE,
    version: 1,
    providerIds: ['an', 'binh'],
    kind: 'apart',
    reason: null,
    from: '2026-01-01',
    to: null,
    ...some
  }) as Pair

/** `an` rather not on duty, whenever and wherever, mildly. */
export const preference = (some: Some<Preference> = {}): Preference =>
  ({
    id: `nguyen-vong-${some.providerId ?? 'an'}`,
    centreId: CENTRE,
    version: 1,
    providerId: 'an',
    kind: 'avoid',
    strength: 1,
    from: '2026-01-01',
    to: null,
    weekdays: [],
    postIds: [],
    note: null,
    ...some
  }) as Preference

/** What a context knows; whoever is not named is a valid officer, an unnamed post a valid post, an unnamed agency a valid agency. */
export interface World {
  readonly providers?: readonly Provider[]
  readonly posts?: readonly Post[]
  readonly agencies?: readonly Agency[]
  readonly absences?: readonly Absence[]
  readonly engagements?: readonly Engagement[]
  readonly pairs?: readonly Pair[]
  readonly preferences?: readonly Preference[]
  /** Who stood duty at Tết last year. */
  readonly tetLastYear?: readonly string[]
  readonly slots?: readonly Slot[]
  /** Settings of the centre, `rest-between.hours` to number; what is not set keeps the rule's default. */
  readonly settings?: Readonly<Record<string, number>>
  readonly zone?: Zone
  readonly firstWeekday?: number
}

export const context = (world: World = {}): RuleContext => ({
  zone: world.zone ?? DEFAULT_ZONE,
  firstWeekday: world.firstWeekday ?? 1,
  provider: (id) => world.providers?.find((one) => one.id === id) ?? officer({ id }),
  post: (id) => world.posts?.find((one) => one.id === id) ?? post({ id }),
  agency: (id) => world.agencies?.find((one) => one.id === id) ?? agency({ id, code: id }),
  absencesOf: (id) => (world.absences ?? []).filter(({ providerId }) => providerId === id),
  engagementsOf: (id) => (world.engagements ?? []).filter(({ providerId }) => providerId === id),
  preferencesOf: (id) => (world.preferences ?? []).filter(({ providerId }) => providerId === id),
  preferences: world.preferences ?? [],
  tetDutyLastYear: (id) => world.tetLastYear?.includes(id) ?? false,
  pairs: world.pairs ?? [],
  slots: world.slots ?? [],
  param: (rule, name) => world.settings?.[`${rule.id}.${name}`] ?? rule.params[name]?.default ?? 0
})

/** One duty of `an` a day at `kv1`, from 07:30 to 17:00, on so many days running. */
export const dutiesFrom = (first: string, days: number, some: Some<Duty> = {}): Duty[] =>
  Array.from({ length: days }, (_, at) => {
    const day = addDays(first as Day, at)
    return duty({ from: `${day} 07:30`, to: '17:00', ...some })
  })
