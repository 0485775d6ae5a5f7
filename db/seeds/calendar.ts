import type { Notice, NoticeDay } from '../../src/domain/calendar.ts'
import type { Day } from '../../src/domain/day.ts'

/** A notice as we keep it in the repository; the database gives it its id. */
export type NoticeSeed = Omit<Notice, 'id'>

type Row = readonly [day: string, kind: NoticeDay['kind'], nameVi: string, nameEn: string]

/** The days are literals, checked one by one in `test/domain/calendar.test.ts`. */
const days = (...rows: readonly Row[]): NoticeDay[] =>
  rows.map(([day, kind, nameVi, nameEn]) => ({ day: day as Day, kind, nameVi, nameEn }))

const newYear = (day: string): Row => [day, 'holiday', 'Tết Dương lịch', "New Year's Day"]
const tet = (...on: readonly string[]): Row[] => on.map((day) => [day, 'holiday', 'Tết Nguyên đán', 'Lunar New Year'])
const tetInLieu = (...on: readonly string[]): Row[] =>
  on.map((day) => [day, 'compensatory_off', 'Nghỉ bù Tết Nguyên đán', 'Day off in lieu of Lunar New Year'])
const hungKings = (day: string): Row => [day, 'holiday', 'Giỗ Tổ Hùng Vương', "Hùng Kings' Commemoration Day"]
const victory = (day: string): Row => [day, 'holiday', 'Ngày Chiến thắng', 'Victory Day']
const labour = (day: string): Row => [day, 'holiday', 'Ngày Quốc tế lao động', 'International Labour Day']
const national = (...on: readonly string[]): Row[] => on.map((day) => [day, 'holiday', 'Quốc khánh', 'National Day'])
const written = (day: string): string => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`

/** A working day off and the Saturday worked for it. */
const swap = (off: string, worked: string): Row[] => [
  [off, 'swapped_off', `Nghỉ hoán đổi (làm bù ngày ${written(worked)})`, `Swapped day off (worked on ${written(worked)})`],
  [worked, 'make_up_day', `Làm bù cho ngày ${written(off)}`, `Worked in exchange for ${written(off)}`]
]

/** The law as written, beside what the notice decides: an annual notice stands here for every day off of its year. */
const BY_LAW = 'Các ngày nghỉ cố định và nghỉ bù theo Bộ luật Lao động 2019, Điều 111 khoản 3 và Điều 112 khoản 1.'
const CHECK_TITLE = 'Trích yếu ghi lại, cần đối chiếu bản gốc.'

const year2024: readonly NoticeSeed[] = [
  {
    number: '5015/TB-LĐTBXH',
    title: 'Thông báo về việc nghỉ Tết Âm lịch và nghỉ lễ Quốc khánh trong năm 2024',
    issuedOn: '2023-12-22' as Day,
    status: 'announced',
    source: `Bộ Lao động - Thương binh và Xã hội; ngày ban hành 22/12/2023 chưa đối chiếu bản gốc. ${CHECK_TITLE} ${BY_LAW}`,
    annualFor: 2024,
    days: days(
      newYear('2024-01-01'),
      ...tet('2024-02-08', '2024-02-09', '2024-02-10', '2024-02-11', '2024-02-12'),
      ...tetInLieu('2024-02-13', '2024-02-14'),
      hungKings('2024-04-18'),
      victory('2024-04-30'),
      labour('2024-05-01'),
      ...national('2024-09-02', '2024-09-03')
    )
  },
  {
    number: '1570/TB-LĐTBXH',
    title: 'Thông báo về việc hoán đổi ngày làm việc dịp nghỉ lễ 30/4 và 01/5/2024 (theo Công văn số 2450/VPCP-KGVX ngày 12/4/2024)',
    issuedOn: '2024-04-12' as Day,
    status: 'announced',
    source: `Thủ tướng Chính phủ đồng ý tại Công văn số 2450/VPCP-KGVX ngày 12/4/2024 (baotintuc.vn, baophapluat.vn 12/4/2024); ngày ban hành của Thông báo lấy theo Công văn, chưa đối chiếu bản gốc. ${CHECK_TITLE}`,
    annualFor: null,
    days: days(...swap('2024-04-29', '2024-05-04'))
  }
]

const year2025: readonly NoticeSeed[] = [
  {
    number: '6150/TB-BLĐTBXH',
    title: 'Thông báo về việc nghỉ Tết Âm lịch, nghỉ lễ Quốc khánh và hoán đổi ngày làm việc dịp nghỉ lễ 30/4 và 01/5 năm 2025',
    issuedOn: '2024-12-03' as Day,
    status: 'announced',
    source: `Bộ Lao động - Thương binh và Xã hội, 03/12/2024. ${CHECK_TITLE} ${BY_LAW}`,
    annualFor: 2025,
    days: days(
      newYear('2025-01-01'),
      ...tet('2025-01-27', '2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31'),
      hungKings('2025-04-07'),
      victory('2025-04-30'),
      labour('2025-05-01'),
      ...swap('2025-05-02', '2025-04-26'),
      ...national('2025-09-01', '2025-09-02')
    )
  }
]

const year2026: readonly NoticeSeed[] = [
  {
    number: '9441/TB-BNV',
    title: 'Thông báo về việc nghỉ Tết Âm lịch và nghỉ lễ Quốc khánh năm 2026',
    issuedOn: '2025-10-16' as Day,
    status: 'announced',
    source: `Bộ Nội vụ, 16/10/2025. ${CHECK_TITLE} ${BY_LAW}`,
    annualFor: 2026,
    days: days(
      newYear('2026-01-01'),
      ...tet('2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'),
      hungKings('2026-04-26'),
      ['2026-04-27', 'compensatory_off', 'Nghỉ bù Giỗ Tổ Hùng Vương', "Day off in lieu of Hùng Kings' Commemoration Day"],
      victory('2026-04-30'),
      labour('2026-05-01'),
      ...swap('2026-08-31', '2026-08-22'),
      ...national('2026-09-01', '2026-09-02')
    )
  },
  {
    number: '12729/VPCP-KGVX',
    title: 'Công văn về việc hoán đổi ngày làm việc dịp nghỉ Tết Dương lịch năm 2026',
    issuedOn: '2025-12-25' as Day,
    status: 'announced',
    source: `Văn phòng Chính phủ, 25/12/2025 (24h.com.vn). ${CHECK_TITLE}`,
    annualFor: null,
    days: days(...swap('2026-01-02', '2026-01-10'))
  },
  {
    number: '3383/BNV-CVL',
    title: 'Công văn về việc nghỉ lễ Ngày Chiến thắng 30/4 và Ngày Quốc tế lao động 01/5 năm 2026 (không hoán đổi ngày làm việc)',
    issuedOn: '2026-04-10' as Day,
    status: 'announced',
    source: `Bộ Nội vụ, 10/4/2026. ${CHECK_TITLE}`,
    annualFor: null,
    days: days(victory('2026-04-30'), labour('2026-05-01'))
  },
  {
    number: '28/2026/QH16',
    title: 'Nghị quyết của Quốc hội, Điều 2: ngày 24/11 là Ngày Văn hóa Việt Nam, người lao động được nghỉ làm việc và hưởng nguyên lương',
    issuedOn: '2026-04-24' as Day,
    status: 'announced',
    source: `baochinhphu.vn 24/4/2026; có hiệu lực từ 01/7/2026; ngày thông qua lấy theo ngày đăng tin, chưa đối chiếu bản gốc. ${CHECK_TITLE}`,
    annualFor: null,
    days: days(['2026-11-24', 'holiday', 'Ngày Văn hóa Việt Nam', 'Vietnam Culture Day'])
  },
  {
    number: 'Đề xuất ngày 06/9/2026 (chưa có số)',
    title: 'Đề xuất hoán đổi ngày làm việc dịp nghỉ Ngày Văn hóa Việt Nam 24/11/2026',
    issuedOn: '2026-09-06' as Day,
    status: 'proposed',
    source: 'Báo chí 06/9/2026; chưa tìm thấy quyết định, cần kiểm tra trước khi dùng cho lịch trực tháng 11 và tháng 12/2026.',
    annualFor: null,
    days: days(...swap('2026-11-23', '2026-11-28'))
  }
]

/**
 * The notices that fixed the state sector's days off and worked Saturdays of 2024-2026, oldest first, each with its number, day of issue
 * and where it was found (`source`, which says what still wants checking). 2027 had no notice when this was written: the law estimates it.
 */
export const calendarNotices: readonly NoticeSeed[] = [...year2024, ...year2025, ...year2026]
