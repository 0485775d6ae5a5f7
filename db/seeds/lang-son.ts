import { addDays, addMonths, firstDay, type Month } from '../../src/domain/day.ts'
import type { AbsenceInput, EngagementInput, PairInput } from '../../src/usecases/save-absence.ts'
import type { BranchInput, CentreInput } from '../../src/usecases/save-centre.ts'
import type { PostInput } from '../../src/usecases/save-post.ts'
import type { ProviderInput } from '../../src/usecases/save-provider.ts'
import type { DemoCentre } from '../../src/usecases/seed-demo.ts'
import {
  aroundTheClock,
  BALANCED,
  centreMobile,
  courtSessions,
  endOf,
  extended,
  lawyer,
  leaders,
  OFFICE_HOURS,
  ONE_BALANCED,
  officer,
  type PhoneBook,
  REORGANISED,
  supportedCycleOf,
  workingDay
} from './demo-kit.ts'
import { langSonAgencies } from './lang-son-agencies.ts'

const centre = (book: PhoneBook): CentreInput => ({
  code: 'lang-son',
  name: 'Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lạng Sơn',
  province: 'Lạng Sơn',
  parentBody: 'SỞ TƯ PHÁP TỈNH LẠNG SƠN',
  place: 'Lạng Sơn',
  documentSymbol: 'TB-TGPL',
  phones: [centreMobile(book), { number: '0205 3000 001', kind: 'office' }],
  demo: true
})

/** Where the branches of the demo sit is invented. */
const branches: readonly BranchInput[] = [
  { code: 'cn-1', name: 'Chi nhánh số 1', address: 'Xã Lộc Bình, tỉnh Lạng Sơn', phones: [{ number: '0205 3000 002', kind: 'office' }] },
  { code: 'cn-2', name: 'Chi nhánh số 2', address: 'Xã Hữu Lũng, tỉnh Lạng Sơn', phones: [{ number: '0205 3000 003', kind: 'office' }] }
]

const officers = (book: PhoneBook): ProviderInput[] => [
  officer(book, 1, 'Hoàng Văn An', 'male', { sim: true, languages: ['vi', 'tyz'] }),
  officer(book, 2, 'Nông Thị Bình', 'female', { sim: true, languages: ['vi', 'tyz', 'nut'], skills: ['children', 'gender_violence'] }),
  officer(book, 3, 'Lý Văn Cường', 'male', { sim: true, languages: ['vi', 'nut'] }),
  officer(book, 4, 'Triệu Thị Dung', 'female', { sim: true, languages: ['vi', 'tyz'], skills: ['children'] }),
  officer(book, 5, 'Vi Văn Đại', 'male', { languages: ['vi', 'nut'] }),
  officer(book, 6, 'Lương Thị Giang', 'female', { skills: ['children'] }),
  officer(book, 7, 'Chu Văn Hải', 'male', { branch: 'cn-1', languages: ['vi', 'tyz'] }),
  officer(book, 8, 'Hứa Thị Khánh', 'female', { branch: 'cn-1', sim: true, languages: ['vi', 'nut'], skills: ['children'] }),
  officer(book, 9, 'Nguyễn Văn Lâm', 'male', { sim: true }),
  officer(book, 10, 'Trần Thị Mai', 'female', { skills: ['gender_violence'] }),
  officer(book, 11, 'Dương Văn Nam', 'male', { branch: 'cn-2', sim: true, languages: ['vi', 'nut'] }),
  officer(book, 12, 'Đinh Thị Oanh', 'female', { branch: 'cn-2', dutyShare: 50, languages: ['vi', 'tyz'], skills: ['children'] })
]

const lawyers = (book: PhoneBook): ProviderInput[] => {
  const { month } = book
  const number = { number: '0900 000 140', kind: 'personal' } as const
  return [
    lawyer(book, 1, 'Phạm Văn Phúc', 'male', endOf(month, 14), { sim: true }),
    lawyer(book, 2, 'Lê Thị Quỳnh', 'female', endOf(month, 9), { contracts: extended(2, endOf(month, 9)), skills: ['children'] }),
    // two contracts end while the demo's rosters run: nobody may be on duty after that day
    lawyer(book, 3, 'Đỗ Văn Sơn', 'male', addDays(firstDay(month), 19)),
    lawyer(book, 4, 'Vũ Thị Thu', 'female', addDays(firstDay(addMonths(month, 1)), 14), { skills: ['children'] }),
    lawyer(book, 5, 'Bùi Văn Tuấn', 'male', endOf(month, 20), {
      ties: [{ agency: 'pc02', relation: 'Có người thân công tác tại đơn vị (dữ liệu minh họa)' }]
    }),
    lawyer(book, 6, 'Đặng Thị Uyên', 'female', endOf(month, 17), { sim: true, skills: ['gender_violence'] }),
    lawyer(book, 7, 'Hà Văn Vinh', 'male', endOf(month, 11), { languages: ['vi', 'tyz'] }),
    lawyer(book, 8, 'Ngô Thị Xuân', 'female', endOf(month, 22)),
    // agreed that the personal number is published openly (Luật 91/2025/QH15 Điều 9)
    lawyer(book, 9, 'Mai Văn Yên', 'male', endOf(month, 18), {
      phones: [{ number: '0900 000 139', kind: 'personal', visibility: 'public', verifiedOn: addDays(firstDay(month), -12) }],
      publicConsentOn: addDays(firstDay(month), -30)
    }),
    // the number was never called: the roster warns of it
    lawyer(book, 10, 'Phan Thị Ánh', 'female', endOf(month, 15), { phones: [number] })
  ]
}

/** One week away in each of the two months, a business trip, and a maternity leave over both months. */
function absences(month: Month): AbsenceInput[] {
  const next = addMonths(month, 1)
  const week = (provider: string, kind: AbsenceInput['kind'], first: Month, from: number): AbsenceInput => {
    const day = addDays(firstDay(first), from - 1)
    return { provider, kind, from: day, to: addDays(day, 6) }
  }
  return [
    week('tgv-03', 'annual_leave', month, 10),
    week('tgv-08', 'training', next, 8),
    // the stand-in of the detention centre's post serves these days
    { provider: 'tgv-09', kind: 'business_trip', from: workingDay(next, 9), to: workingDay(next, 10) },
    { provider: 'tgv-06', kind: 'maternity_leave', from: firstDay(addMonths(month, -2)), to: endOf(month, 3), note: 'Nghỉ sinh con' }
  ]
}

const at = (day: string, time: string): string => `${day}T${time}:00+07:00`

function engagements(month: Month): EngagementInput[] {
  const next = addMonths(month, 1)
  const hearing = (provider: string, agency: string, day: string, from: string, to: string): EngagementInput => ({
    provider,
    kind: 'hearing',
    agency,
    start: at(day, from),
    end: at(day, to)
  })
  const briefing = workingDay(next, 6)
  return [
    hearing('tgv-01', 'tand-kv1', workingDay(month, 3), '08:00', '11:30'),
    hearing('tgv-04', 'tand-tinh', workingDay(month, 7), '07:30', '17:00'),
    hearing('ls-01', 'tand-kv3', workingDay(month, 9), '08:00', '11:30'),
    hearing('tgv-02', 'tand-kv2', workingDay(next, 4), '13:30', '17:00'),
    hearing('ls-06', 'tand-tinh', workingDay(next, 8), '07:30', '11:30'),
    {
      provider: 'tgv-11',
      kind: 'interrogation',
      agency: 'pc04',
      start: at(workingDay(month, 5), '14:00'),
      end: at(workingDay(month, 5), '16:30')
    },
    {
      provider: 'tgv-07',
      kind: 'meeting',
      start: at(briefing, '08:00'),
      end: at(briefing, '10:00'),
      reachable: true,
      note: 'Giao ban công tác phối hợp liên ngành'
    }
  ]
}

const pairs: readonly PairInput[] = [{ providers: ['tgv-04', 'tgv-05'], reason: 'Là vợ chồng (dữ liệu minh họa)', from: REORGANISED }]

/** Posts as the plans 1603 and 5789 ask for them: courts by phone in office hours, investigation around the clock with two people. */
const posts: readonly PostInput[] = [
  {
    code: 'toa-an',
    name: 'Tòa án nhân dân hai cấp (trực qua điện thoại)',
    agencies: ['tand-tinh', 'tand-kv1', 'tand-kv2', 'tand-kv3', 'tand-kv4', 'tand-kv5'],
    mode: 'phone',
    patterns: OFFICE_HOURS,
    handoverUnit: 'week',
    seats: supportedCycleOf(['tgv-01', 'tgv-02', 'tgv-03', 'tgv-04', 'tgv-05', 'tgv-07', 'tgv-08', 'tgv-11']),
    validFrom: REORGANISED
  },
  {
    code: 'toa-kv1',
    name: 'Tòa án nhân dân khu vực 1 - Lạng Sơn (trực tại trụ sở)',
    agencies: ['tand-kv1'],
    mode: 'on_site',
    patterns: courtSessions('MO,TH'),
    handoverUnit: 'day',
    seats: ONE_BALANCED,
    validFrom: REORGANISED
  },
  {
    code: 'dieu-tra',
    name: 'Cơ quan điều tra Công an tỉnh (trực 24/24 giờ)',
    agencies: ['pc01', 'pc02', 'pc03', 'pc04', 'andt'],
    mode: 'phone',
    patterns: aroundTheClock('00:00'),
    handoverUnit: 'day',
    seats: BALANCED,
    validFrom: REORGANISED
  },
  {
    code: 'cong-an-xa',
    name: 'Công an cấp xã và các Đồn Biên phòng (trực 24/24 giờ)',
    agencies: langSonAgencies.filter(({ kind }) => kind === 'commune-police' || kind === 'border-guard').map(({ code }) => code),
    mode: 'phone',
    patterns: aroundTheClock('00:00'),
    handoverUnit: 'day',
    seats: BALANCED,
    validFrom: REORGANISED
  },
  {
    code: 'trai-tam-giam',
    name: 'Trại tạm giam Công an tỉnh (trực qua điện thoại giờ hành chính)',
    agencies: ['ttg'],
    mode: 'phone',
    patterns: OFFICE_HOURS,
    handoverUnit: 'month',
    seats: [{ seat: 'primary', method: 'fixed', provider: 'tgv-09', standIn: 'tgv-10' }],
    validFrom: REORGANISED
  }
]

/** The demo centre of Lạng Sơn as it stands in the given month: contracts, absences and hearings lie around it. */
export function langSon(month: Month): DemoCentre {
  const book: PhoneBook = { block: '1', month }
  return {
    centre: centre(book),
    signers: leaders('Tô Văn Bách', 'Ma Thị Thảo'),
    branches,
    agencies: langSonAgencies,
    providers: [...officers(book), ...lawyers(book)],
    absences: absences(month),
    engagements: engagements(month),
    pairs,
    posts
  }
}
