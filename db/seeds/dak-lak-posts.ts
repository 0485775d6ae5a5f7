import type { PostInput } from '../../src/usecases/save-post.ts'
import { easternCommunes, westernCommunes } from './dak-lak-agencies.ts'
import {
  aroundTheClock,
  BALANCED,
  courtSessions,
  cycleOf,
  type District,
  OFFICE_HOURS,
  ONE_BALANCED,
  REORGANISED,
  supportedCycleOf
} from './demo-kit.ts'

type Rest = Partial<PostInput> & Pick<PostInput, 'seats'>

/** A court, or courts, by phone in office hours. */
const byPhone = (code: string, name: string, agencies: readonly string[], rest: Rest): PostInput => ({
  code,
  name: `${name} (trực qua điện thoại)`,
  agencies,
  mode: 'phone',
  patterns: OFFICE_HOURS,
  handoverUnit: 'week',
  validFrom: REORGANISED,
  ...rest
})

/** At a court on some weekdays; the same person in the morning and in the afternoon. */
const onSite = (code: string, name: string, agency: string, weekdays: string, eligibility: PostInput['eligibility'] = {}): PostInput => ({
  code,
  name: `${name} (trực tại trụ sở)`,
  agencies: [agency],
  mode: 'on_site',
  patterns: courtSessions(weekdays),
  handoverUnit: 'day',
  seats: ONE_BALANCED,
  eligibility,
  validFrom: REORGANISED
})

/** Around the clock, by two people (5789/CTPH-BTP-BCA). */
const always = (code: string, name: string, agencies: readonly string[], rest: Partial<PostInput>): PostInput => ({
  code,
  name: `${name} (trực 24/24 giờ)`,
  agencies,
  mode: 'phone',
  patterns: aroundTheClock('00:00'),
  handoverUnit: 'day',
  seats: BALANCED,
  validFrom: REORGANISED,
  ...rest
})

const policeOf = (communes: readonly District[]): string[] => communes.map(([slug]) => `ca-${slug}`)
/** Day and night of twelve hours each. */
const TWO_SHIFTS: PostInput['patterns'] = ['07:00', '19:00'].map((startsAt) => ({ rrule: 'FREQ=DAILY', startsAt, duration: 'PT12H' }))
const EAST = { branches: ['cn-2'] }

const courts: readonly PostInput[] = [
  byPhone('tand-tinh', 'Tòa án nhân dân tỉnh Đắk Lắk', ['tand-tinh'], {
    seats: supportedCycleOf(['tgv-01', 'tgv-02', 'tgv-03', 'tgv-04', 'tgv-05', 'tgv-06'])
  }),
  byPhone('tand-kv1', 'Tòa án nhân dân khu vực 1 - Đắk Lắk', ['tand-kv1'], {
    seats: supportedCycleOf(['tgv-07', 'tgv-08', 'tgv-09', 'tgv-10', 'tgv-11', 'ls-01', 'ls-02'])
  }),
  byPhone('tand-kv2-kv3', 'Tòa án nhân dân khu vực 2, khu vực 3 - Đắk Lắk', ['tand-kv2', 'tand-kv3'], {
    seats: cycleOf(['tgv-14', 'tgv-15', 'tgv-16', 'tgv-17', 'ls-03', 'ls-04'])
  }),
  byPhone('tand-kv4-kv5', 'Tòa án nhân dân khu vực 4, khu vực 5 - Đắk Lắk', ['tand-kv4', 'tand-kv5'], {
    handoverUnit: 'half_month',
    seats: ONE_BALANCED,
    eligibility: { roles: ['legal_aid_officer'] }
  }),
  byPhone('tand-kv6', 'Tòa án nhân dân khu vực 6 - Đắk Lắk', ['tand-kv6'], {
    seats: cycleOf(['tgv-20', 'tgv-21', 'tgv-22', 'tgv-23', 'tgv-24', 'tgv-25']),
    eligibility: EAST
  }),
  byPhone('tand-kv7-kv8', 'Tòa án nhân dân khu vực 7, khu vực 8 - Đắk Lắk', ['tand-kv7', 'tand-kv8'], {
    seats: ONE_BALANCED,
    eligibility: EAST
  }),
  byPhone('tand-kv9', 'Tòa án nhân dân khu vực 9 - Đắk Lắk', ['tand-kv9'], { seats: ONE_BALANCED }),
  onSite('tru-so-tand-tinh', 'Tòa án nhân dân tỉnh, vụ án có người dưới 18 tuổi', 'tand-tinh', 'WE', { skills: ['children'] }),
  onSite('tru-so-kv1', 'Tòa án nhân dân khu vực 1 - Đắk Lắk', 'tand-kv1', 'MO,TH'),
  onSite('tru-so-kv3', 'Tòa án nhân dân khu vực 3 - Đắk Lắk', 'tand-kv3', 'TH'),
  onSite('tru-so-kv6', 'Tòa án nhân dân khu vực 6 - Đắk Lắk', 'tand-kv6', 'TU,FR', EAST)
]

const investigation: readonly PostInput[] = [
  always('dieu-tra', 'Cơ quan điều tra Công an tỉnh', ['pc01', 'pc02', 'pc03', 'pc04', 'andt'], { patterns: aroundTheClock('07:30') }),
  always('cong-an-phia-tay', 'Công an cấp xã phía tây', policeOf(westernCommunes), {}),
  always('cong-an-phia-dong', 'Công an cấp xã phía đông', policeOf(easternCommunes), { patterns: TWO_SHIFTS, handoverUnit: 'slot' }),
  always('bien-phong', 'Các Đồn Biên phòng', ['bp-ia-rve', 'bp-yok-don', 'bp-tuy-hoa'], { handoverUnit: 'week' })
]

/** One person looks after what seldom calls, three posts by phone at once; the stand-in serves when that person is away. */
const lookedAfter: PostInput['seats'] = [{ seat: 'primary', method: 'fixed', provider: 'tgv-12', standIn: 'tgv-13' }]

const others: readonly PostInput[] = (
  [
    ['trai-tam-giam', 'Trại tạm giam Công an tỉnh, các cơ sở', ['ttg', 'ttg-tuy-hoa']],
    ['trai-giam', 'Các trại giam của Bộ Công an trên địa bàn tỉnh', ['tg-dak-trung', 'tg-xuan-phuoc']],
    ['kiem-lam', 'Chi cục Kiểm lâm tỉnh', ['kiem-lam']]
  ] as const
).map(([code, name, agencies]) => byPhone(code, name, agencies, { handoverUnit: 'month', seats: lookedAfter }))

/** Eighteen posts: courts by phone and at their seats, investigation around the clock with several ways of handing over. */
export const dakLakPosts: readonly PostInput[] = [...courts, ...investigation, ...others]
