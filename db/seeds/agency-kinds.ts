import type { AgencyKind } from '../../src/domain/agency.ts'

/**
 * Kinds of agency that posts serve or that live on in old names: what TTLT 10/2018, 1603/CTPH-BTP-TANDTC and 5789/CTPH-BTP-BCA cover,
 * after the reorganisations of 01/3/2025 (police) and 01/7/2025 (courts, communes). A kind that was abolished says so in its name.
 */
export const agencyKinds: readonly AgencyKind[] = [
  { code: 'provincial-court', sector: 'court', nameVi: 'Tòa án nhân dân cấp tỉnh', nameEn: 'Provincial people’s court' },
  { code: 'regional-court', sector: 'court', nameVi: 'Tòa án nhân dân khu vực', nameEn: 'Regional people’s court' },
  {
    code: 'district-court',
    sector: 'court',
    nameVi: 'Tòa án nhân dân cấp huyện (kết thúc hoạt động ngày 30/6/2025)',
    nameEn: 'District people’s court (abolished 30 June 2025)'
  },
  {
    code: 'investigation-office',
    sector: 'investigation',
    nameVi: 'Văn phòng Cơ quan Cảnh sát điều tra Công an cấp tỉnh (PC01)',
    nameEn: 'Office of the provincial police investigation agency (PC01)'
  },
  {
    code: 'investigation-division',
    sector: 'investigation',
    nameVi: 'Phòng nghiệp vụ điều tra thuộc Công an cấp tỉnh (hình sự, kinh tế, ma túy)',
    nameEn: 'Investigation division of the provincial police (criminal, economic, drugs)'
  },
  {
    code: 'security-investigation',
    sector: 'investigation',
    nameVi: 'Cơ quan An ninh điều tra Công an cấp tỉnh',
    nameEn: 'Security investigation agency of the provincial police'
  },
  { code: 'commune-police', sector: 'investigation', nameVi: 'Công an cấp xã', nameEn: 'Commune police' },
  {
    code: 'district-police',
    sector: 'investigation',
    nameVi: 'Cơ quan Cảnh sát điều tra Công an cấp huyện (kết thúc hoạt động ngày 28/02/2025)',
    nameEn: 'Investigation agency of the district police (abolished 28 February 2025)'
  },
  { code: 'border-guard', sector: 'investigation', nameVi: 'Đồn Biên phòng', nameEn: 'Border guard post' },
  { code: 'forest-protection', sector: 'investigation', nameVi: 'Cơ quan Kiểm lâm', nameEn: 'Forest protection agency' },
  { code: 'customs', sector: 'investigation', nameVi: 'Cơ quan Hải quan', nameEn: 'Customs' },
  { code: 'detention-centre', sector: 'custody', nameVi: 'Trại tạm giam Công an cấp tỉnh', nameEn: 'Provincial detention centre' },
  {
    code: 'custody-house',
    sector: 'custody',
    nameVi: 'Nhà tạm giữ Công an cấp huyện (kết thúc hoạt động ngày 28/02/2025)',
    nameEn: 'Custody house of the district police (abolished 28 February 2025)'
  },
  { code: 'prison', sector: 'custody', nameVi: 'Trại giam', nameEn: 'Prison' }
]
