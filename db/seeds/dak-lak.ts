import { addDays, addMonths, firstDay, type Month } from '../../src/domain/day.ts'
import type { AbsenceInput, EngagementInput, PairInput } from '../../src/usecases/save-absence.ts'
import type { BranchInput, CentreInput } from '../../src/usecases/save-centre.ts'
import type { ProviderInput } from '../../src/usecases/save-provider.ts'
import type { DemoCentre } from '../../src/usecases/seed-demo.ts'
import { dakLakAgencies } from './dak-lak-agencies.ts'
import { dakLakPosts } from './dak-lak-posts.ts'
import { centreMobile, endOf, extended, lawyer, leaders, officer, type PhoneBook, REORGANISED, workingDay } from './demo-kit.ts'

const centre = (book: PhoneBook): CentreInput => ({
  code: 'dak-lak',
  name: 'Trung tâm Trợ giúp pháp lý nhà nước tỉnh Đắk Lắk',
  province: 'Đắk Lắk',
  parentBody: 'SỞ TƯ PHÁP TỈNH ĐẮK LẮK',
  place: 'Đắk Lắk',
  documentSymbol: 'TB-TGPL',
  phones: [centreMobile(book), { number: '0262 3000 001', kind: 'office' }, { number: '0257 3000 001', kind: 'office' }],
  demo: true
})

/** Where the branches of the demo sit is invented. */
const branches: readonly BranchInput[] = [
  { code: 'cn-1', name: 'Chi nhánh số 1', address: 'Phường Buôn Hồ, tỉnh Đắk Lắk', phones: [{ number: '0262 3000 002', kind: 'office' }] },
  { code: 'cn-2', name: 'Chi nhánh số 2', address: 'Phường Tuy Hòa, tỉnh Đắk Lắk', phones: [{ number: '0257 3000 002', kind: 'office' }] },
  { code: 'cn-3', name: 'Chi nhánh số 3', address: 'Xã Ea Kar, tỉnh Đắk Lắk', phones: [{ number: '0262 3000 003', kind: 'office' }] }
]

const CHILDREN = ['children']
const NORTH = { branch: 'cn-1' }
const EAST = { branch: 'cn-2' }
const SOUTH = { branch: 'cn-3' }
const EDE = { languages: ['vi', 'rad'] }

const officersOfTheSeat = (book: PhoneBook): ProviderInput[] => [
  officer(book, 1, 'Nguyễn Văn Anh', 'male', { sim: true }),
  officer(book, 2, 'Trần Thị Bích', 'female', { sim: true, skills: CHILDREN }),
  officer(book, 3, 'Y Bin Niê', 'male', EDE),
  officer(book, 4, 'Lê Thị Chi', 'female', { sim: true, skills: CHILDREN }),
  officer(book, 5, 'Phạm Văn Dũng', 'male', { sim: true }),
  officer(book, 6, "H'Dung Ayŭn", 'female', { ...EDE, skills: CHILDREN }),
  officer(book, 7, 'Hoàng Văn Giáp', 'male'),
  officer(book, 8, 'Võ Thị Hà', 'female', { sim: true, skills: CHILDREN }),
  officer(book, 9, 'Đặng Văn Hòa', 'male', { sim: true }),
  officer(book, 10, 'Bùi Thị Hương', 'female', { skills: ['gender_violence'] }),
  officer(book, 11, 'Đỗ Văn Khoa', 'male', { dutyShare: 50 }),
  officer(book, 12, 'Ngô Thị Lan', 'female', { sim: true }),
  officer(book, 13, 'Dương Văn Long', 'male')
]

const officersOfBranches = (book: PhoneBook): ProviderInput[] => [
  officer(book, 14, 'Lý Thị Mai', 'female', { ...NORTH, sim: true, skills: CHILDREN }),
  officer(book, 15, 'Y Minh Mlô', 'male', { ...NORTH, ...EDE }),
  officer(book, 16, 'Hồ Văn Nam', 'male', NORTH),
  officer(book, 17, 'Đinh Thị Nga', 'female', SOUTH),
  officer(book, 18, 'Mai Văn Nghĩa', 'male', { ...SOUTH, sim: true }),
  officer(book, 19, 'Trương Thị Nhung', 'female', { ...SOUTH, skills: CHILDREN }),
  officer(book, 20, 'Phan Văn Phong', 'male', { ...EAST, sim: true }),
  officer(book, 21, 'Huỳnh Thị Phượng', 'female', { ...EAST, skills: CHILDREN }),
  officer(book, 22, 'Nguyễn Văn Quang', 'male', EAST),
  officer(book, 23, 'Cao Thị Sen', 'female', { ...EAST, sim: true }),
  officer(book, 24, 'Tô Văn Sơn', 'male', EAST),
  officer(book, 25, 'Lương Thị Tâm', 'female', { ...EAST, languages: ['vi', 'cjm'] })
]

/** Đắk Lắk selects its lawyers in the second quarter, but the demo wants contracts that end around the month it is shown in. */
const lawyers = (book: PhoneBook): ProviderInput[] => {
  const { month } = book
  const end = (ahead: number): ReturnType<typeof endOf> => endOf(month, ahead)
  return [
    lawyer(book, 1, 'Phạm Văn Thái', 'male', end(14), { sim: true }),
    lawyer(book, 2, 'Nguyễn Thị Thảo', 'female', end(18), { skills: CHILDREN }),
    lawyer(book, 3, 'Trần Văn Thắng', 'male', end(21)),
    lawyer(book, 4, 'Lê Thị Thu', 'female', end(10), { contracts: extended(4, end(10)) }),
    lawyer(book, 5, 'Y Thuận Êban', 'male', end(16), EDE),
    lawyer(book, 6, 'Vũ Thị Thủy', 'female', addDays(firstDay(month), 14)),
    lawyer(book, 7, 'Hà Văn Tiến', 'male', addDays(firstDay(addMonths(month, 1)), 9)),
    lawyer(book, 8, 'Đoàn Thị Trang', 'female', end(19), { skills: ['gender_violence'] }),
    lawyer(book, 9, 'Bùi Văn Trung', 'male', end(12), { sim: true }),
    lawyer(book, 10, 'Châu Thị Tuyết', 'female', end(20), EAST),
    lawyer(book, 11, 'Võ Văn Tùng', 'male', end(17), EAST),
    lawyer(book, 12, 'Đào Thị Vân', 'female', end(22), { ...EAST, sim: true }),
    lawyer(book, 13, 'Lâm Văn Việt', 'male', end(13), EAST),
    lawyer(book, 14, 'Tạ Thị Xuân', 'female', end(15), NORTH),
    lawyer(book, 15, 'Chu Văn Ý', 'male', end(18), { ties: [{ agency: 'pc04', relation: 'Từng công tác tại đơn vị (dữ liệu minh họa)' }] }),
    lawyer(book, 16, 'Kiều Thị Yến', 'female', end(11), {
      phones: [{ number: '0900 000 246', kind: 'personal', visibility: 'public', verifiedOn: addDays(firstDay(month), -12) }],
      publicConsentOn: addDays(firstDay(month), -30)
    })
  ]
}

function absences(month: Month): AbsenceInput[] {
  const next = addMonths(month, 1)
  const away = (provider: string, kind: AbsenceInput['kind'], first: Month, from: number, days: number): AbsenceInput => {
    const day = addDays(firstDay(first), from - 1)
    return { provider, kind, from: day, to: addDays(day, days - 1) }
  }
  return [
    away('tgv-05', 'annual_leave', month, 9, 7),
    away('tgv-22', 'business_trip', month, 16, 4),
    away('tgv-12', 'sick_leave', month, 18, 3),
    away('tgv-16', 'annual_leave', next, 12, 7),
    away('ls-08', 'other', next, 5, 5),
    away('tgv-19', 'training', next, 20, 5),
    { provider: 'tgv-10', kind: 'maternity_leave', from: firstDay(addMonths(month, -2)), to: endOf(month, 3), note: 'Nghỉ sinh con' }
  ]
}

function engagements(month: Month): EngagementInput[] {
  const next = addMonths(month, 1)
  const hearing = (provider: string, agency: string, first: Month, n: number, from: string, to: string): EngagementInput => {
    const day = workingDay(first, n)
    return { provider, kind: 'hearing', agency, start: `${day}T${from}:00+07:00`, end: `${day}T${to}:00+07:00` }
  }
  return [
    hearing('tgv-01', 'tand-tinh', month, 2, '07:30', '11:30'),
    hearing('tgv-08', 'tand-kv1', month, 4, '08:00', '17:00'),
    hearing('tgv-15', 'tand-kv3', month, 6, '13:30', '17:00'),
    hearing('ls-11', 'tand-kv6', month, 8, '07:30', '11:30'),
    hearing('tgv-21', 'tand-kv7', month, 9, '07:30', '17:00'),
    hearing('tgv-03', 'tand-tinh', next, 3, '07:30', '11:30'),
    hearing('ls-02', 'tand-kv1', next, 5, '08:00', '11:30'),
    hearing('tgv-24', 'tand-kv8', next, 7, '13:30', '17:00'),
    { ...hearing('tgv-18', 'pc02', next, 8, '14:00', '16:00'), kind: 'interrogation' },
    { ...hearing('tgv-07', 'tand-tinh', next, 9, '08:00', '10:00'), kind: 'meeting', reachable: true, note: 'Giao ban liên ngành' }
  ]
}

const pairs: readonly PairInput[] = [
  { providers: ['tgv-20', 'ls-12'], reason: 'Là vợ chồng (dữ liệu minh họa)', from: REORGANISED },
  { providers: ['tgv-09', 'ls-15'], reason: 'Là anh em ruột (dữ liệu minh họa)', from: REORGANISED }
]

/** The demo centre of Đắk Lắk, merged with Phú Yên, as it stands in the given month. */
export function dakLak(month: Month): DemoCentre {
  const book: PhoneBook = { block: '2', month }
  return {
    centre: centre(book),
    signers: leaders('Tạ Văn Kiên', 'Lưu Thị Thanh'),
    branches,
    agencies: dakLakAgencies,
    providers: [...officersOfTheSeat(book), ...officersOfBranches(book), ...lawyers(book)],
    absences: absences(month),
    engagements: engagements(month),
    pairs,
    posts: dakLakPosts
  }
}
