import type { AgencyInput } from '../../src/usecases/save-agency.ts'
import { communePolice, type District, formerCourt, formerCustody, formerPolice, REORGANISED, regionalCourt } from './demo-kit.ts'

/** The districts of Đắk Lắk and of Phú Yên up to 30/6/2025; the two provinces are one since 01/7/2025 (Nghị quyết 202/2025/QH15). */
const western: readonly District[] = [
  ['tp-buon-ma-thuot', 'thành phố Buôn Ma Thuột'],
  ['tx-buon-ho', 'thị xã Buôn Hồ'],
  ['buon-don', 'huyện Buôn Đôn'],
  ['cu-mgar', "huyện Cư M'gar"],
  ['ea-sup', 'huyện Ea Súp'],
  ['krong-buk', 'huyện Krông Búk'],
  ['krong-nang', 'huyện Krông Năng'],
  ['ea-hleo', "huyện Ea H'leo"],
  ['krong-pac', 'huyện Krông Pắc'],
  ['ea-kar', 'huyện Ea Kar'],
  ['mdrak', "huyện M'Drắk"],
  ['krong-ana', 'huyện Krông Ana'],
  ['cu-kuin', 'huyện Cư Kuin'],
  ['lak', 'huyện Lắk'],
  ['krong-bong', 'huyện Krông Bông']
]
const eastern: readonly District[] = [
  ['tp-tuy-hoa', 'thành phố Tuy Hòa'],
  ['phu-hoa', 'huyện Phú Hòa'],
  ['tx-dong-hoa', 'thị xã Đông Hòa'],
  ['tay-hoa', 'huyện Tây Hòa'],
  ['tx-song-cau', 'thị xã Sông Cầu'],
  ['tuy-an', 'huyện Tuy An'],
  ['dong-xuan', 'huyện Đồng Xuân'],
  ['son-hoa', 'huyện Sơn Hòa'],
  ['song-hinh', 'huyện Sông Hinh']
]
const districts: readonly District[] = [...western, ...eastern]

/** Bodies of the former province of Phú Yên. */
const phuYen: readonly AgencyInput[] = [
  {
    code: 'tand-tinh-phu-yen',
    name: 'Tòa án nhân dân tỉnh Phú Yên',
    kind: 'provincial-court',
    level: 'province',
    validFrom: '2015-06-01',
    validTo: '2025-06-30'
  },
  {
    code: 'cqdt-phu-yen',
    name: 'Cơ quan Cảnh sát điều tra Công an tỉnh Phú Yên',
    kind: 'investigation-office',
    level: 'province',
    validFrom: '2015-06-01',
    validTo: '2025-06-30'
  }
]

/**
 * Regional courts since 01/7/2025 (Nghị quyết 81/2025/UBTVQH15). How many there are, their numbers, seats and which districts each took
 * over was not checked against the resolution and Quyết định 114/QĐ-TANDTC: the grouping is by neighbourhood, and each territory
 * names only a few of its communes, for the demo.
 */
const regions: readonly (readonly [seat: string, territory: readonly string[], districts: readonly string[]])[] = [
  [
    'Phường Buôn Ma Thuột',
    ['phường Buôn Ma Thuột', 'phường Tân An', 'phường Tân Lập', 'phường Thành Nhất', 'phường Ea Kao'],
    ['tp-buon-ma-thuot']
  ],
  ['Xã Quảng Phú', ["xã Cư M'gar", 'xã Quảng Phú', 'xã Buôn Đôn', 'xã Ea Súp'], ['cu-mgar', 'buon-don', 'ea-sup']],
  [
    'Phường Buôn Hồ',
    ['phường Buôn Hồ', 'phường Cư Bao', 'xã Krông Búk', 'xã Krông Năng', "xã Ea H'Leo"],
    ['tx-buon-ho', 'krong-buk', 'krong-nang', 'ea-hleo']
  ],
  ['Xã Ea Kar', ['xã Ea Kar', 'xã Krông Pắc', "xã M'Drắk"], ['ea-kar', 'krong-pac', 'mdrak']],
  ['Xã Krông Ana', ['xã Krông Ana', 'xã Krông Bông', 'xã Liên Sơn Lắk'], ['krong-ana', 'cu-kuin', 'lak', 'krong-bong']],
  ['Phường Tuy Hòa', ['phường Tuy Hòa', 'phường Phú Yên', 'phường Bình Kiến', 'xã Phú Hòa 1'], ['tp-tuy-hoa', 'phu-hoa']],
  ['Phường Đông Hòa', ['phường Đông Hòa', 'phường Hòa Hiệp', 'xã Tây Hòa'], ['tx-dong-hoa', 'tay-hoa']],
  ['Phường Sông Cầu', ['phường Sông Cầu', 'phường Xuân Đài', 'xã Tuy An Bắc', 'xã Đồng Xuân'], ['tx-song-cau', 'tuy-an', 'dong-xuan']],
  ['Xã Sơn Hòa', ['xã Sơn Hòa', 'xã Sông Hinh'], ['son-hoa', 'song-hinh']]
]

const courts: readonly AgencyInput[] = [
  {
    code: 'tand-tinh',
    name: 'Tòa án nhân dân tỉnh Đắk Lắk',
    kind: 'provincial-court',
    level: 'province',
    predecessors: ['tand-tinh-phu-yen'],
    validFrom: REORGANISED,
    address: 'Phường Buôn Ma Thuột, tỉnh Đắk Lắk'
  },
  ...regions.map(([seat, territory, took], index) => regionalCourt('Đắk Lắk', index + 1, `${seat}, tỉnh Đắk Lắk`, territory, took))
]

const division = (code: string, name: string, contactPoint: string, more: Partial<AgencyInput> = {}): AgencyInput => ({
  code,
  name: `${name} Công an tỉnh Đắk Lắk`,
  kind: 'investigation-division',
  level: 'province',
  validFrom: '2015-06-01',
  contactPoint,
  ...more
})

const investigation: readonly AgencyInput[] = [
  division('pc01', 'Văn phòng Cơ quan Cảnh sát điều tra (PC01)', 'Trực ban hình sự', {
    kind: 'investigation-office',
    predecessors: ['cqdt-phu-yen', ...districts.map(([slug]) => `cqdt-${slug}`)]
  }),
  division('pc02', 'Phòng Cảnh sát hình sự (PC02)', 'Trực ban đơn vị'),
  division('pc03', 'Phòng Cảnh sát kinh tế (PC03)', 'Trực ban đơn vị'),
  division('pc04', 'Phòng Cảnh sát ma túy (PC04)', 'Trực ban đơn vị'),
  division('andt', 'Cơ quan An ninh điều tra', 'Trực ban đơn vị', { kind: 'security-investigation' }),
  {
    code: 'kiem-lam',
    name: 'Chi cục Kiểm lâm tỉnh Đắk Lắk',
    kind: 'forest-protection',
    level: 'province',
    validFrom: '2015-06-01'
  }
]

/** Some communes of what was Đắk Lắk before the merger. */
export const westernCommunes: readonly District[] = [
  ['buon-ma-thuot', 'phường Buôn Ma Thuột'],
  ['tan-an', 'phường Tân An'],
  ['tan-lap', 'phường Tân Lập'],
  ['thanh-nhat', 'phường Thành Nhất'],
  ['ea-kao', 'phường Ea Kao'],
  ['buon-ho', 'phường Buôn Hồ'],
  ['xa-ea-sup', 'xã Ea Súp'],
  ['xa-buon-don', 'xã Buôn Đôn'],
  ['quang-phu', 'xã Quảng Phú'],
  ['xa-ea-kar', 'xã Ea Kar'],
  ['xa-krong-pac', 'xã Krông Pắc'],
  ['xa-krong-ana', 'xã Krông Ana'],
  ['lien-son-lak', 'xã Liên Sơn Lắk']
]
/** Some communes of the former province of Phú Yên. */
export const easternCommunes: readonly District[] = [
  ['tuy-hoa', 'phường Tuy Hòa'],
  ['phu-yen', 'phường Phú Yên'],
  ['binh-kien', 'phường Bình Kiến'],
  ['dong-hoa', 'phường Đông Hòa'],
  ['song-cau', 'phường Sông Cầu'],
  ['xa-son-hoa', 'xã Sơn Hòa'],
  ['xa-song-hinh', 'xã Sông Hinh'],
  ['xa-dong-xuan', 'xã Đồng Xuân']
]

/** Border guard posts; names as remembered, not checked against a list. */
const borderGuard: readonly AgencyInput[] = (
  [
    ['ia-rve', 'Đồn Biên phòng Ia Rvê', 'xã Ia Rvê'],
    ['yok-don', 'Đồn Biên phòng Yok Đôn', 'xã Buôn Đôn'],
    ['tuy-hoa', 'Đồn Biên phòng Tuy Hòa', 'phường Tuy Hòa']
  ] as const
).map(([slug, name, commune]) => ({
  code: `bp-${slug}`,
  name,
  kind: 'border-guard',
  level: 'commune',
  territory: [commune],
  validFrom: '2015-06-01',
  contactPoint: 'Trực ban đồn'
}))

const custody: readonly AgencyInput[] = [
  {
    code: 'ttg',
    name: 'Trại tạm giam Công an tỉnh Đắk Lắk',
    kind: 'detention-centre',
    level: 'province',
    predecessors: western.map(([slug]) => `ntg-${slug}`),
    validFrom: '2015-06-01',
    contactPoint: 'Trực ban trại',
    address: 'Tỉnh Đắk Lắk'
  },
  {
    // how the former Trại tạm giam Công an tỉnh Phú Yên is called after the merger was not found
    code: 'ttg-tuy-hoa',
    name: 'Trại tạm giam Công an tỉnh Đắk Lắk (cơ sở tại Tuy Hòa)',
    kind: 'detention-centre',
    level: 'province',
    formerNames: [{ name: 'Trại tạm giam Công an tỉnh Phú Yên', until: '2025-06-30' }],
    predecessors: eastern.map(([slug]) => `ntg-${slug}`),
    validFrom: '2015-06-01',
    contactPoint: 'Trực ban trại'
  },
  {
    code: 'tg-dak-trung',
    name: 'Trại giam Đắk Trung',
    kind: 'prison',
    level: 'central',
    validFrom: '2015-06-01'
  },
  {
    code: 'tg-xuan-phuoc',
    name: 'Trại giam Xuân Phước',
    kind: 'prison',
    level: 'central',
    validFrom: '2015-06-01'
  }
]

/** The real institutions of Đắk Lắk that the demo posts serve, and the abolished ones they took over from. */
export const dakLakAgencies: readonly AgencyInput[] = [
  ...phuYen,
  ...districts.map(formerCourt),
  ...districts.map(formerPolice),
  ...districts.map(formerCustody),
  ...courts,
  ...investigation,
  ...[...westernCommunes, ...easternCommunes].map(communePolice),
  ...borderGuard,
  ...custody
]
