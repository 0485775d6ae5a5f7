import type { Step } from './examples.ts'

/** `If-Match` with the version that was read. */
export const ifMatch = (version: number) => ({ 'if-match': `"${version}"` })

/** A neighbour joins: a second tenant, corrected and removed again. */
const centres: readonly Step[] = [
  {
    operationId: 'createCentre',
    method: 'POST',
    url: '/v1/centres',
    headers: { 'idempotency-key': 'them-trung-tam-cao-bang' },
    body: {
      code: 'cao-bang',
      name: 'Trung tâm Trợ giúp pháp lý nhà nước tỉnh Cao Bằng',
      province: 'Cao Bằng',
      parentBody: 'SỞ TƯ PHÁP TỈNH CAO BẰNG',
      place: 'Cao Bằng',
      phones: [{ number: '0206 3000 001', kind: 'office' }],
      demo: true
    }
  },
  {
    operationId: 'updateCentre',
    method: 'PATCH',
    url: '/v1/centres/cao-bang',
    headers: ifMatch(1),
    body: {
      phones: [
        { number: '0900 000 300', kind: 'duty', verifiedOn: '2026-11-20' },
        { number: '0206 3000 001', kind: 'office' }
      ]
    }
  },
  { operationId: 'deleteCentre', method: 'DELETE', url: '/v1/centres/cao-bang', headers: ifMatch(2) }
]

/** A third branch, in Na Sầm. */
const branches: readonly Step[] = [
  {
    operationId: 'createBranch',
    method: 'POST',
    url: '/v1/branches?centre=lang-son',
    body: { code: 'cn-3', name: 'Chi nhánh số 3', address: 'Xã Na Sầm, tỉnh Lạng Sơn' }
  },
  { operationId: 'listBranches', method: 'GET', url: '/v1/branches?centre=lang-son' },
  { operationId: 'getBranch', method: 'GET', url: '/v1/branches/cn-1?centre=lang-son' },
  {
    operationId: 'updateBranch',
    method: 'PATCH',
    url: '/v1/branches/cn-3?centre=lang-son',
    headers: ifMatch(1),
    body: { phones: [{ number: '0205 3000 004', kind: 'office' }] }
  },
  { operationId: 'deleteBranch', method: 'DELETE', url: '/v1/branches/cn-3?centre=lang-son', headers: ifMatch(2) }
]

/** The customs at Hữu Nghị, and a duty post of its own: tried out, then given up. */
const agencies: readonly Step[] = [
  {
    operationId: 'saveAgencyKind',
    method: 'PUT',
    url: '/v1/agency-kinds/fisheries-surveillance',
    headers: ifMatch(0),
    body: { sector: 'investigation', nameVi: 'Cơ quan Kiểm ngư', nameEn: 'Fisheries surveillance' }
  },
  {
    operationId: 'createAgency',
    method: 'POST',
    url: '/v1/agencies?centre=lang-son',
    body: {
      code: 'hq-huu-nghi',
      name: 'Hải quan cửa khẩu quốc tế Hữu Nghị',
      kind: 'customs',
      level: 'region',
      territory: ['xã Đồng Đăng'],
      formerNames: [{ name: 'Chi cục Hải quan cửa khẩu Hữu Nghị', until: '2025-03-14' }],
      validFrom: '2025-03-15'
    }
  },
  {
    operationId: 'updateAgency',
    method: 'PATCH',
    url: '/v1/agencies/hq-huu-nghi?centre=lang-son',
    headers: ifMatch(1),
    body: { contactPoint: 'Trực ban cửa khẩu', email: 'truc-ban@hq-huu-nghi.example' }
  },
  {
    operationId: 'createPost',
    method: 'POST',
    url: '/v1/posts?centre=lang-son',
    body: {
      code: 'hai-quan',
      name: 'Hải quan cửa khẩu quốc tế Hữu Nghị (trực qua điện thoại giờ hành chính)',
      agencies: ['hq-huu-nghi'],
      mode: 'phone',
      patterns: [{ rrule: 'FREQ=DAILY', startsAt: '07:30', duration: 'PT9H30M', dayKinds: ['working', 'make_up_day'] }],
      handoverUnit: 'week',
      seats: [
        {
          seat: 'primary',
          method: 'cycle',
          order: ['tgv-07', { anyOf: ['tgv-08', 'ls-01'] }, { provider: 'tgv-12', weight: 50 }],
          tet: ['tgv-08', 'tgv-07'],
          owedAtMost: 2
        },
        { seat: 'primary', from: '2027-04-01', method: 'cycle', order: ['tgv-07', 'tgv-12'] },
        { seat: 'support', method: 'cycle', follows: true }
      ],
      eligibility: { roles: ['legal_aid_officer', 'contract_lawyer'] },
      validFrom: '2027-01-01'
    }
  },
  {
    operationId: 'updatePost',
    method: 'PATCH',
    url: '/v1/posts/hai-quan?centre=lang-son',
    headers: ifMatch(1),
    body: { handoverUnit: 'half_month', validTo: '2027-06-30' }
  },
  { operationId: 'previewRotation', method: 'GET', url: '/v1/posts/hai-quan/rotation?centre=lang-son&months=2' },
  { operationId: 'deletePost', method: 'DELETE', url: '/v1/posts/hai-quan?centre=lang-son', headers: ifMatch(2) },
  { operationId: 'deleteAgency', method: 'DELETE', url: '/v1/agencies/hq-huu-nghi?centre=lang-son', headers: ifMatch(2) }
]

/** An officer who was to join in January, and does not. */
const providers: readonly Step[] = [
  {
    operationId: 'createProvider',
    method: 'POST',
    url: '/v1/providers?centre=lang-son',
    headers: { 'idempotency-key': 'tiep-nhan-tgv-13' },
    body: {
      code: 'tgv-13',
      fullName: 'Lâm Thị Yến (minh họa)',
      role: 'legal_aid_officer',
      sex: 'female',
      branch: 'cn-2',
      card: { number: 'DEMO-113/TP-TGPL', from: '2026-11-01' },
      phones: [{ number: '0900 000 113', kind: 'personal', verifiedOn: '2026-11-20' }],
      languages: ['vi', 'tyz'],
      joinedOn: '2027-01-01'
    }
  },
  { operationId: 'listProviders', method: 'GET', url: '/v1/providers?centre=lang-son&role=contract_lawyer&on=2027-01-01' },
  { operationId: 'getProvider', method: 'GET', url: '/v1/providers/tgv-02?centre=lang-son' },
  {
    operationId: 'updateProvider',
    method: 'PATCH',
    url: '/v1/providers/tgv-13?centre=lang-son',
    headers: ifMatch(1),
    body: { dutyShare: 50, skills: ['children'] }
  },
  { operationId: 'deleteProvider', method: 'DELETE', url: '/v1/providers/tgv-13?centre=lang-son', headers: ifMatch(2) }
]

/** Days away, hearings, and two lawyers of one firm: what keeps people from a seat in January. */
const obligations: readonly Step[] = [
  {
    operationId: 'createAbsence',
    method: 'POST',
    url: '/v1/absences?centre=lang-son',
    body: { provider: 'tgv-02', kind: 'annual_leave', from: '2027-01-11', to: '2027-01-15', note: 'Nghỉ phép năm' },
    as: 'absence'
  },
  { operationId: 'listAbsences', method: 'GET', url: '/v1/absences?centre=lang-son&provider=tgv-06' },
  { operationId: 'getAbsence', method: 'GET', url: '/v1/absences/{absence.id}?centre=lang-son' },
  {
    operationId: 'updateAbsence',
    method: 'PATCH',
    url: '/v1/absences/{absence.id}?centre=lang-son',
    headers: ifMatch(1),
    body: { to: '2027-01-13' }
  },
  {
    operationId: 'createEngagement',
    method: 'POST',
    url: '/v1/engagements?centre=lang-son',
    body: {
      provider: 'tgv-02',
      kind: 'hearing',
      agency: 'tand-kv1',
      start: '2027-01-20T07:30:00+07:00',
      end: '2027-01-20T11:30:00+07:00'
    },
    as: 'engagement'
  },
  { operationId: 'listEngagements', method: 'GET', url: '/v1/engagements?centre=lang-son&provider=tgv-02' },
  { operationId: 'getEngagement', method: 'GET', url: '/v1/engagements/{engagement.id}?centre=lang-son' },
  {
    operationId: 'updateEngagement',
    method: 'PATCH',
    url: '/v1/engagements/{engagement.id}?centre=lang-son',
    headers: ifMatch(1),
    body: { start: '2027-01-20T13:30:00+07:00', end: '2027-01-20T17:00:00+07:00', note: 'Phiên tòa chuyển sang buổi chiều' }
  },
  {
    operationId: 'createPair',
    method: 'POST',
    url: '/v1/pairs?centre=lang-son',
    body: { providers: ['ls-07', 'ls-08'], reason: 'Cùng một văn phòng luật sư (dữ liệu minh họa)', from: '2027-01-01' },
    as: 'pair'
  },
  { operationId: 'listPairs', method: 'GET', url: '/v1/pairs?centre=lang-son' },
  { operationId: 'getPair', method: 'GET', url: '/v1/pairs/{pair.id}?centre=lang-son' },
  {
    operationId: 'updatePair',
    method: 'PATCH',
    url: '/v1/pairs/{pair.id}?centre=lang-son',
    headers: ifMatch(1),
    body: { to: '2027-06-30' }
  },
  {
    operationId: 'createPreference',
    method: 'POST',
    url: '/v1/preferences?centre=lang-son',
    body: {
      provider: 'tgv-02',
      kind: 'avoid',
      strength: 2,
      from: '2027-01-01',
      to: '2027-03-31',
      weekdays: [5],
      note: 'Đón con chiều thứ Sáu'
    },
    as: 'preference'
  },
  { operationId: 'listPreferences', method: 'GET', url: '/v1/preferences?centre=lang-son&provider=tgv-02' },
  { operationId: 'getPreference', method: 'GET', url: '/v1/preferences/{preference.id}?centre=lang-son' },
  {
    operationId: 'updatePreference',
    method: 'PATCH',
    url: '/v1/preferences/{preference.id}?centre=lang-son',
    headers: ifMatch(1),
    body: { strength: 3 }
  }
]

/** The catalogue of the demo centre: what there is to staff and who may do it. */
export const catalogueStory: readonly Step[] = [...centres, ...branches, ...agencies, ...providers, ...obligations]
