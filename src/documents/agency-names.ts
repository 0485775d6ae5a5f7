import { AGENCY_LEVELS, AGENCY_SECTORS } from '../domain/agency.ts'
import type { PublishedAgency } from '../domain/publication.ts'
import { byName } from './paper-words.ts'

/** Kinds of which there are many, named together from `MANY` on. Data of the state; a kind that is not here is listed name by name. */
const TOGETHER: Readonly<Record<string, string>> = {
  'commune-police': 'Công an cấp xã',
  'border-guard': 'Các Đồn Biên phòng',
  prison: 'Các trại giam',
  'custody-house': 'Các nhà tạm giữ',
  customs: 'Các cơ quan Hải quan',
  'forest-protection': 'Các cơ quan Kiểm lâm',
  'investigation-division': 'Các phòng nghiệp vụ điều tra thuộc Công an tỉnh'
}
const MANY = 6

/** Courts before investigation and custody, higher agencies first, then by name, numbers counted: `khu vực 2` before `khu vực 10`. */
export const byLevel = (a: PublishedAgency, b: PublishedAgency): number =>
  AGENCY_SECTORS.indexOf(a.sector) - AGENCY_SECTORS.indexOf(b.sector) ||
  AGENCY_LEVELS.indexOf(a.level) - AGENCY_LEVELS.indexOf(b.level) ||
  byName(a.name, b.name)

/** `Tòa án nhân dân khu vực 3 - Lạng Sơn`: the name around its number. */
const NUMBERED = /^(.*khu vực )(\d+)( - .+)?$/

/** The names as lists write them, those that differ only in the number of their area as one: `Tòa án nhân dân khu vực 1, 2, 3 - Lạng Sơn`. */
export function agencyNames(agencies: readonly PublishedAgency[]): string[] {
  const groups = new Map<string, string[]>()
  for (const { name } of agencies.toSorted(byLevel)) {
    const [, before, number, after = ''] = NUMBERED.exec(name) ?? []
    const key = number === undefined ? name : `${before}\n${after}`
    groups.set(key, [...(groups.get(key) ?? []), number ?? ''])
  }
  return [...groups].map(([key, numbers]) => key.replace('\n', numbers.join(', ')))
}

/** Lines under Nơi nhận: each agency by name, kinds of which there are many in one line. */
export function recipientLines(agencies: readonly PublishedAgency[]): string[] {
  const kinds = Map.groupBy(agencies.toSorted(byLevel), ({ kind }) => kind)
  return [...kinds].flatMap(([kind, those]) => {
    const together = TOGETHER[kind]
    return together !== undefined && those.length >= MANY ? [`${together} (${those.length} đơn vị)`] : agencyNames(those)
  })
}
