import type { AgencyInput } from '../../src/usecases/save-agency.ts'
import type { BranchInput, CentreInput } from '../../src/usecases/save-centre.ts'
import type { PostInput } from '../../src/usecases/save-post.ts'
import type { ProviderInput } from '../../src/usecases/save-provider.ts'
import type { SignerInput } from '../../src/usecases/save-signer.ts'
import type { Scene } from './scene.ts'

/** What every created thing answers with; a test names the other fields it reads: `anAgency<Made & { name: string }>(s)`. */
export interface Made {
  readonly id: string
  readonly code: string
  readonly version: number
}

/** Fields to change, and `centre` (id or code) where a test has more than one. */
type Overrides<Input> = Partial<Input> & { readonly centre?: string }

/** Things of one test file are told apart by a number that only grows. */
let count = 0
const nth = (): number => {
  count += 1
  return count
}

async function make<Body>(s: Scene, plural: string, { centre, ...body }: { readonly centre?: string | undefined }): Promise<Body> {
  const answer = await s.call<Body>('POST', `/v1/${plural}${centre === undefined ? '' : `?centre=${centre}`}`, { body })
  if (answer.status !== 201) throw new Error(`POST /v1/${plural} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** A centre in Lạng Sơn with a public number. */
export const aCentre = <Body = Made>(s: Scene, overrides: Partial<CentreInput> = {}): Promise<Body> =>
  make(s, 'centres', {
    code: `trung-tam-${nth()}`,
    name: 'Trung tâm trợ giúp pháp lý nhà nước tỉnh Lạng Sơn',
    province: 'Lạng Sơn',
    parentBody: 'Sở Tư pháp tỉnh Lạng Sơn',
    place: 'Lạng Sơn',
    phones: [{ number: '02053812345', kind: 'office' }],
    ...overrides
  } as object)

/** A branch without numbers of its own. */
export const aBranch = <Body = Made>(s: Scene, overrides: Overrides<BranchInput> = {}): Promise<Body> =>
  make(s, 'branches', { code: `chi-nhanh-${nth()}`, name: 'Chi nhánh số 1', ...overrides } as object)

/** The director, who may sign since 2020. */
export const aSigner = <Body = Made>(s: Scene, overrides: Overrides<SignerInput> = {}): Promise<Body> =>
  make(s, 'signers', { code: 'giam-doc', fullName: 'Tô Văn Bách', title: 'GIÁM ĐỐC', validFrom: '2020-01-01', ...overrides } as object)

/** A regional court that exists since 2025-07-01. */
export const anAgency = <Body = Made>(s: Scene, overrides: Overrides<AgencyInput> = {}): Promise<Body> =>
  make(s, 'agencies', {
    code: `tand-${nth()}`,
    name: 'Tòa án nhân dân khu vực 1 - Lạng Sơn',
    kind: 'regional-court',
    level: 'region',
    validFrom: '2025-07-01',
    ...overrides
  } as object)

/** A legal aid officer with a card and a verified duty number, at the centre since 2019. */
export const anOfficer = <Body = Made>(s: Scene, overrides: Overrides<ProviderInput> = {}): Promise<Body> => {
  const n = nth()
  return make(s, 'providers', {
    code: `tgv-${n}`,
    fullName: 'Hoàng Thị An',
    role: 'legal_aid_officer',
    card: { number: `${n}/TP-TGPL`, from: '2020-01-01' },
    phones: [aMobile(n)],
    joinedOn: '2019-01-01',
    ...overrides
  } as object)
}

/** A lawyer under a contract for the years 2025 to 2027. */
export const aLawyer = <Body = Made>(s: Scene, overrides: Overrides<ProviderInput> = {}): Promise<Body> => {
  const n = nth()
  return make(s, 'providers', {
    code: `ls-${n}`,
    fullName: 'Nông Văn Bình',
    role: 'contract_lawyer',
    contracts: [{ number: `${n}/HĐ-TGPL`, from: '2025-01-01', to: '2027-12-31' }],
    phones: [aMobile(n)],
    joinedOn: '2025-01-01',
    ...overrides
  } as object)
}

/** A post answered by phone in office hours, one seat filled by turns of burden. Makes an agency unless some are named. */
export const aPost = async <Body = Made>(s: Scene, overrides: Overrides<PostInput> = {}): Promise<Body> => {
  const ofCentre = overrides.centre === undefined ? {} : { centre: overrides.centre }
  const agencies = overrides.agencies ?? [(await anAgency(s, ofCentre)).id]
  return make(s, 'posts', {
    code: `diem-truc-${nth()}`,
    name: 'Tòa án nhân dân khu vực 1',
    mode: 'phone',
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '07:30', duration: 'PT9H30M', dayKinds: ['working', 'make_up_day'] }],
    seats: [{ seat: 'primary' }],
    validFrom: '2025-07-01',
    ...overrides,
    agencies
  } as object)
}

/** A personal number, verified two days before the tests' clock begins. */
const aMobile = (n: number) => ({ number: `0912${String(n).padStart(6, '0')}`, kind: 'duty', verifiedOn: '2026-11-20' })
