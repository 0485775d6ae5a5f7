import type { DirectoryDocument, DirectoryPerson } from '../../src/domain/directory.ts'
import { DEFAULT_ZONE } from '../../src/domain/instant.ts'
import type { Phone } from '../../src/domain/phone.ts'
import { DEFAULT_SETTINGS } from '../../src/domain/settings.ts'
import { agencies } from './papers.ts'

type Plain<T> = { [K in keyof T]: T[K] extends string | null ? string | null : unknown }

const digits = (n: number): string => String(n).padStart(3, '0')

/** A personal number, verified in November, that agencies may know. */
export const aNumber = (n: number, some: Partial<Plain<Phone>> = {}): Phone =>
  ({
    e164: `+84912000${digits(n)}`,
    national: `0912 000 ${digits(n)}`,
    kind: 'personal',
    visibility: 'agency',
    verifiedOn: '2026-11-20',
    ...some
  }) as Phone

/** An officer of the centre. */
export const aPerson = (n: number, fullName: string, some: Partial<Plain<DirectoryPerson>> = {}): DirectoryPerson =>
  ({
    id: `p${digits(n)}`,
    code: `tgv-${digits(n)}`,
    fullName,
    role: 'legal_aid_officer',
    branch: null,
    cardNumber: `${n}/TP-TGPL`,
    contractUntil: null,
    languages: ['vi'],
    skills: [],
    phones: [aNumber(n)],
    ...some
  }) as DirectoryPerson

export const PEOPLE: readonly DirectoryPerson[] = [
  aPerson(1, 'Hoàng Văn An', { languages: ['vi', 'tyz'] }),
  aPerson(2, 'Nông Thị Bình', { phones: [aNumber(2), aNumber(52, { kind: 'duty' })], languages: ['vi', 'tyz', 'nut', 'qaa'] }),
  aPerson(3, 'Đặng Ngọc Ẩn', { role: 'contract_lawyer', cardNumber: null, contractUntil: '2027-06-30', branch: 'Chi nhánh số 2' }),
  aPerson(4, 'Công Tằng Tôn Nữ Thị Hoàng Nguyễn Phương Thảo', { phones: [aNumber(4, { verifiedOn: null })], skills: ['children'] }),
  aPerson(5, '=cmd|"/c calc"', { phones: [] })
]

/** The list of 1 December 2026, made on the same day, for agencies. */
export const aDirectory = (some: Partial<Plain<DirectoryDocument>> = {}): DirectoryDocument =>
  ({
    centre: {
      id: 'lang-son',
      code: 'lang-son',
      name: 'Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lạng Sơn',
      zone: DEFAULT_ZONE,
      phones: [aNumber(100, { kind: 'duty', visibility: 'public' })],
      demo: false
    },
    audience: 'agency',
    asOf: '2026-12-01',
    generatedAt: 0,
    people: PEOPLE,
    fingerprint: 'f'.repeat(64),
    parentBody: 'Sở Tư pháp tỉnh Lạng Sơn',
    place: 'Lạng Sơn',
    issuedOn: '2026-12-01',
    signer: { fullName: 'Hoàng Thị Ngọc Bích', title: 'PHÓ GIÁM ĐỐC', authority: 'KT. GIÁM ĐỐC' },
    agencies,
    copyTo: DEFAULT_SETTINGS.copyTo,
    archiveUnit: 'HC-TH',
    ...some
  }) as DirectoryDocument
