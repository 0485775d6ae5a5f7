import { buildCalendar } from '../../src/domain/calendar.ts'
import { addDays, addMonths, type Day, daysOfMonth, firstDay, type Month } from '../../src/domain/day.ts'
import type { NoticeId } from '../../src/domain/ids.ts'
import type { Sex } from '../../src/domain/provider.ts'
import type { AgencyInput } from '../../src/usecases/save-agency.ts'
import type { PostInput } from '../../src/usecases/save-post.ts'
import type { ProviderInput } from '../../src/usecases/save-provider.ts'
import type { SignerInput } from '../../src/usecases/save-signer.ts'
import { calendarNotices } from './calendar.ts'

/**
 * Building blocks of the demo centres. The institutions are real; every person is invented (textbook names in the order of the
 * alphabet), cards and contracts are numbered DEMO-…, and all mobile numbers lie in the block 0900 000 000 - 0900 000 999.
 */

/** The first day of everything that the reorganisation of 01/7/2025 made: regional courts, new communes and so our posts. */
export const REORGANISED = '2025-07-01'
const LAST_DISTRICT_COURT = '2025-06-30'
const LAST_DISTRICT_POLICE = '2025-02-28'
/** Luật Tổ chức Tòa án nhân dân 2014 in force; the day on which an old body really began does not matter to anybody here. */
const LONG_AGO = '2015-06-01'

const calendar = buildCalendar(calendarNotices.map((notice) => ({ ...notice, id: notice.number as NoticeId })))

/** The n-th working day of the month (1 = the first); the last one when there are fewer. */
export function workingDay(month: Month, n: number): Day {
  const days = daysOfMonth(month).filter((day) => calendar.isWorking(day))
  return days[Math.min(n, days.length) - 1] ?? firstDay(month)
}

/** The numbers of one centre: the digit of its block of a hundred, and the month in which they were called last. */
export interface PhoneBook {
  readonly block: '1' | '2'
  readonly month: Month
}

const mobile = ({ block }: PhoneBook, n: number): string => `0900 000 ${block}${String(n).padStart(2, '0')}`
/** Two weeks before the month: "danh sách và số điện thoại mới nhất" is asked for month by month. */
const verifiedOn = ({ month }: PhoneBook): Day => addDays(firstDay(month), -12)
const twoDigits = (n: number): string => String(n).padStart(2, '0')

/** The centre's own duty mobile, number 00 of its block. */
export const centreMobile = (book: PhoneBook): NonNullable<ProviderInput['phones']>[number] => ({
  number: mobile(book, 0),
  kind: 'duty',
  verifiedOn: verifiedOn(book)
})

/** The director and a deputy, both invented, who sign what the centre issues. */
export const leaders = (director: string, deputy: string): SignerInput[] => [
  { code: 'giam-doc', fullName: director, title: 'GIÁM ĐỐC', validFrom: '2020-01-01' },
  { code: 'pho-giam-doc', fullName: deputy, title: 'PHÓ GIÁM ĐỐC', authority: 'KT. GIÁM ĐỐC', validFrom: '2020-01-01' }
]

/** What a demo person may have besides a name. `sim`: a duty SIM of the centre, whose number is public. */
export type Extra = Partial<Omit<ProviderInput, 'code' | 'fullName' | 'role' | 'sex'>> & { readonly sim?: boolean }

function phonesOf(book: PhoneBook, n: number, sim: boolean): NonNullable<ProviderInput['phones']> {
  const personal = { number: mobile(book, n), kind: 'personal', verifiedOn: verifiedOn(book) } as const
  return sim ? [{ number: mobile(book, n + 50), kind: 'duty', verifiedOn: verifiedOn(book) }, personal] : [personal]
}

/** Legal aid officer `n` (1-29): code `tgv-NN`, personal number NN of the block, duty SIM NN + 50. */
export function officer(book: PhoneBook, n: number, fullName: string, sex: Sex, extra: Extra = {}): ProviderInput {
  const { sim = false, ...more } = extra
  const joinedOn = `${2010 + ((n * 5) % 14)}-0${1 + (n % 9)}-01`
  return {
    code: `tgv-${twoDigits(n)}`,
    fullName,
    role: 'legal_aid_officer',
    sex,
    card: { number: `DEMO-${book.block}${twoDigits(n)}/TP-TGPL`, from: joinedOn },
    phones: phonesOf(book, n, sim),
    joinedOn,
    ...more
  }
}

/** Contract lawyer `n` (1-19): code `ls-NN`, personal number NN + 30 of the block, duty SIM NN + 80. The contract runs two years up to `until`. */
export function lawyer(book: PhoneBook, n: number, fullName: string, sex: Sex, until: Day, extra: Extra = {}): ProviderInput {
  const { sim = false, ...more } = extra
  const from = addDays(until, -729)
  return {
    code: `ls-${twoDigits(n)}`,
    fullName,
    role: 'contract_lawyer',
    sex,
    contracts: [{ number: `DEMO-${twoDigits(n)}/HĐ-TGPL`, from, to: until }],
    phones: phonesOf(book, n + 30, sim),
    joinedOn: more.contracts?.[0]?.from ?? from,
    ...more
  }
}

/** A contract of two years and its one extension, which runs up to `until` (TT 08/2017/TT-BTP Điều 15). */
export function extended(n: number, until: Day): NonNullable<ProviderInput['contracts']> {
  const renewed = addDays(until, -729)
  return [
    { number: `DEMO-${twoDigits(n)}/HĐ-TGPL`, from: addDays(renewed, -730), to: addDays(renewed, -1) },
    { number: `DEMO-${twoDigits(n)}/PL-HĐ-TGPL`, from: renewed, to: until, extension: true }
  ]
}

/** The last day of the month that lies so many months ahead. */
export const endOf = (month: Month, ahead: number): Day => addDays(firstDay(addMonths(month, ahead + 1)), -1)

/** An abolished district: its slug and its name as it stood in the names of its bodies. */
export type District = readonly [slug: string, unit: string]

/** The court of an abolished district, so that a question by its old name finds who took over. */
export const formerCourt = ([slug, unit]: District): AgencyInput => ({
  code: `tand-${slug}`,
  name: `Tòa án nhân dân ${unit}`,
  kind: 'district-court',
  level: 'region',
  validFrom: LONG_AGO,
  validTo: LAST_DISTRICT_COURT
})

/** The police investigation agency of an abolished district. */
export const formerPolice = ([slug, unit]: District): AgencyInput => ({
  code: `cqdt-${slug}`,
  name: `Cơ quan Cảnh sát điều tra Công an ${unit}`,
  kind: 'district-police',
  level: 'region',
  validFrom: LONG_AGO,
  validTo: LAST_DISTRICT_POLICE
})

/** The custody house of an abolished district. */
export const formerCustody = ([slug, unit]: District): AgencyInput => ({
  code: `ntg-${slug}`,
  name: `Nhà tạm giữ Công an ${unit}`,
  kind: 'custody-house',
  level: 'region',
  validFrom: LONG_AGO,
  validTo: LAST_DISTRICT_POLICE
})

/** Police of a commune as it is since 01/7/2025. */
export const communePolice = ([slug, unit]: District): AgencyInput => ({
  code: `ca-${slug}`,
  name: `Công an ${unit}`,
  kind: 'commune-police',
  level: 'commune',
  territory: [unit],
  validFrom: REORGANISED,
  contactPoint: 'Trực ban'
})

/** A regional court of the province: its number, the communes known to be its own, and the districts whose courts it took over. */
export const regionalCourt = (
  province: string,
  n: number,
  address: string,
  territory: readonly string[],
  districts: readonly string[]
): AgencyInput => ({
  code: `tand-kv${n}`,
  name: `Tòa án nhân dân khu vực ${n} - ${province}`,
  kind: 'regional-court',
  level: 'region',
  parent: 'tand-tinh',
  territory,
  predecessors: districts.map((slug) => `tand-${slug}`),
  validFrom: REORGANISED,
  address
})

/** Office hours on working days and worked Saturdays, as one stretch by phone. */
export const OFFICE_HOURS: PostInput['patterns'] = [
  { rrule: 'FREQ=DAILY', startsAt: '07:30', duration: 'PT9H30M', dayKinds: ['working', 'make_up_day'] }
]

/** Morning and afternoon at a court on those weekdays (`MO,TH`), when it works. */
export const courtSessions = (weekdays: string): PostInput['patterns'] =>
  (
    [
      ['07:30', 'PT4H'],
      ['13:30', 'PT3H30M']
    ] as const
  ).map(([startsAt, duration]) => ({
    rrule: `FREQ=WEEKLY;BYDAY=${weekdays}`,
    startsAt,
    duration,
    dayKinds: ['working', 'make_up_day']
  }))

/** Every day, around the clock, handed over at that time. */
export const aroundTheClock = (startsAt: string): PostInput['patterns'] => [{ rrule: 'FREQ=DAILY', startsAt, duration: 'P1D' }]

/** Both seats filled fairly among all who may. */
export const BALANCED: PostInput['seats'] = [
  { seat: 'primary', method: 'balanced' },
  { seat: 'support', method: 'balanced' }
]
/** One seat, filled fairly. */
export const ONE_BALANCED: PostInput['seats'] = [{ seat: 'primary', method: 'balanced' }]
/** One seat that goes round in the declared order. */
export const cycleOf = (order: readonly string[]): PostInput['seats'] => [{ seat: 'primary', method: 'cycle', order }]
/** The same with a balanced support seat. */
export const supportedCycleOf = (order: readonly string[]): PostInput['seats'] => [
  ...cycleOf(order),
  { seat: 'support', method: 'balanced' }
]
