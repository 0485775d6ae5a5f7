import type { AgencyInput } from '../../src/usecases/save-agency.ts'
import { communePolice, type District, formerCourt, formerCustody, formerPolice, regionalCourt } from './demo-kit.ts'

/** The eleven districts of Lạng Sơn up to 30/6/2025. */
const districts: readonly District[] = [
  ['tp-lang-son', 'thành phố Lạng Sơn'],
  ['cao-loc', 'huyện Cao Lộc'],
  ['chi-lang', 'huyện Chi Lăng'],
  ['huu-lung', 'huyện Hữu Lũng'],
  ['loc-binh', 'huyện Lộc Bình'],
  ['dinh-lap', 'huyện Đình Lập'],
  ['van-lang', 'huyện Văn Lãng'],
  ['trang-dinh', 'huyện Tràng Định'],
  ['van-quan', 'huyện Văn Quan'],
  ['binh-gia', 'huyện Bình Gia'],
  ['bac-son', 'huyện Bắc Sơn']
]

/**
 * Regional courts since 01/7/2025 (Nghị quyết 81/2025/UBTVQH15). How many there are, which districts each took over and where it sits
 * was not checked against the resolution and Quyết định 114/QĐ-TANDTC: the grouping is by neighbourhood, and each territory names
 * only a few of its communes, for the demo.
 */
const courts: readonly AgencyInput[] = [
  {
    code: 'tand-tinh',
    name: 'Tòa án nhân dân tỉnh Lạng Sơn',
    kind: 'provincial-court',
    level: 'province',
    validFrom: '2015-06-01',
    address: 'Phường Đông Kinh, tỉnh Lạng Sơn'
  },
  regionalCourt(
    'Lạng Sơn',
    1,
    'Phường Kỳ Lừa, tỉnh Lạng Sơn',
    ['phường Đông Kinh', 'phường Kỳ Lừa', 'phường Lương Văn Tri', 'phường Tam Thanh', 'xã Cao Lộc', 'xã Đồng Đăng'],
    ['tp-lang-son', 'cao-loc']
  ),
  regionalCourt('Lạng Sơn', 2, 'Xã Chi Lăng, tỉnh Lạng Sơn', ['xã Chi Lăng', 'xã Hữu Lũng'], ['chi-lang', 'huu-lung']),
  regionalCourt('Lạng Sơn', 3, 'Xã Lộc Bình, tỉnh Lạng Sơn', ['xã Lộc Bình', 'xã Na Dương', 'xã Đình Lập'], ['loc-binh', 'dinh-lap']),
  regionalCourt('Lạng Sơn', 4, 'Xã Na Sầm, tỉnh Lạng Sơn', ['xã Na Sầm', 'xã Thất Khê'], ['van-lang', 'trang-dinh']),
  regionalCourt(
    'Lạng Sơn',
    5,
    'Xã Văn Quan, tỉnh Lạng Sơn',
    ['xã Văn Quan', 'xã Bình Gia', 'xã Bắc Sơn'],
    ['van-quan', 'binh-gia', 'bac-son']
  )
]

/** Provincial police since 01/3/2025: four bodies of the police investigation agency, and the security investigation agency. */
const investigation: readonly AgencyInput[] = [
  {
    code: 'pc01',
    name: 'Văn phòng Cơ quan Cảnh sát điều tra Công an tỉnh Lạng Sơn (PC01)',
    kind: 'investigation-office',
    level: 'province',
    predecessors: districts.map(([slug]) => `cqdt-${slug}`),
    validFrom: '2015-06-01',
    contactPoint: 'Trực ban hình sự'
  },
  {
    code: 'pc02',
    name: 'Phòng Cảnh sát hình sự Công an tỉnh Lạng Sơn (PC02)',
    kind: 'investigation-division',
    level: 'province',
    validFrom: '2015-06-01',
    contactPoint: 'Trực ban đơn vị'
  },
  {
    code: 'pc03',
    name: 'Phòng Cảnh sát kinh tế Công an tỉnh Lạng Sơn (PC03)',
    kind: 'investigation-division',
    level: 'province',
    formerNames: [{ name: 'Phòng Cảnh sát điều tra tội phạm về tham nhũng, kinh tế, buôn lậu' }],
    validFrom: '2015-06-01',
    contactPoint: 'Trực ban đơn vị'
  },
  {
    code: 'pc04',
    name: 'Phòng Cảnh sát ma túy Công an tỉnh Lạng Sơn (PC04)',
    kind: 'investigation-division',
    level: 'province',
    formerNames: [{ name: 'Phòng Cảnh sát điều tra tội phạm về ma túy' }],
    validFrom: '2015-06-01',
    contactPoint: 'Trực ban đơn vị'
  },
  {
    code: 'andt',
    name: 'Cơ quan An ninh điều tra Công an tỉnh Lạng Sơn',
    kind: 'security-investigation',
    level: 'province',
    validFrom: '2015-06-01',
    contactPoint: 'Trực ban đơn vị'
  }
]

const borderGuard = (slug: string, name: string, territory: readonly string[]): AgencyInput => ({
  code: `bp-${slug}`,
  name,
  kind: 'border-guard',
  level: 'commune',
  territory,
  validFrom: '2015-06-01',
  contactPoint: 'Trực ban đồn'
})

const communes: readonly AgencyInput[] = (
  [
    ['dong-kinh', 'phường Đông Kinh'],
    ['ky-lua', 'phường Kỳ Lừa'],
    ['luong-van-tri', 'phường Lương Văn Tri'],
    ['tam-thanh', 'phường Tam Thanh'],
    ['xa-cao-loc', 'xã Cao Lộc'],
    ['dong-dang', 'xã Đồng Đăng'],
    ['xa-loc-binh', 'xã Lộc Bình'],
    ['xa-na-sam', 'xã Na Sầm'],
    ['xa-that-khe', 'xã Thất Khê'],
    ['xa-chi-lang', 'xã Chi Lăng'],
    ['xa-huu-lung', 'xã Hữu Lũng'],
    ['xa-bac-son', 'xã Bắc Sơn']
  ] as const
).map(communePolice)

const custody: readonly AgencyInput[] = [
  {
    code: 'ttg',
    name: 'Trại tạm giam Công an tỉnh Lạng Sơn',
    kind: 'detention-centre',
    level: 'province',
    predecessors: districts.map(([slug]) => `ntg-${slug}`),
    validFrom: '2015-06-01',
    contactPoint: 'Trực ban trại'
  }
]

/** The real institutions of Lạng Sơn that the demo posts serve, and the abolished ones they took over from. */
export const langSonAgencies: readonly AgencyInput[] = [
  ...districts.map(formerCourt),
  ...districts.map(formerPolice),
  ...districts.map(formerCustody),
  ...courts,
  ...investigation,
  ...communes,
  borderGuard('huu-nghi', 'Đồn Biên phòng cửa khẩu quốc tế Hữu Nghị', ['xã Đồng Đăng']),
  borderGuard('tan-thanh', 'Đồn Biên phòng cửa khẩu Tân Thanh', ['xã Hoàng Văn Thụ']),
  borderGuard('chi-ma', 'Đồn Biên phòng cửa khẩu Chi Ma', ['xã Mẫu Sơn']),
  ...custody
]
