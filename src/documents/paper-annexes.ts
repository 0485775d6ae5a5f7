import { AGENCY_SECTORS, type AgencySector } from '../domain/agency.ts'
import type { ProviderId } from '../domain/ids.ts'
import { officialMonth } from '../domain/official-date.ts'
import { LAYOUTS, type Layout } from '../domain/post.ts'
import type { PublishedPost } from '../domain/publication.ts'
import { annexHead, sectorTitle } from './annex-head.ts'
import { changesTable, furtherNumbers, numbersTable } from './change-tables.ts'
import type { PaperAnnex, PaperTable } from './paper.ts'
import { amendedName } from './paper-body.ts'
import { fitTables } from './paper-fit.ts'
import { type PaperSetting, sectorOf } from './paper-setting.ts'
import { roman } from './paper-words.ts'
import { rosterTables } from './roster-tables.ts'

/** Tables of one annex with what it is called. */
export interface Part {
  readonly title: string
  readonly tables: readonly PaperTable[]
}

const peopleAt = ({ times }: PaperSetting, posts: readonly PublishedPost[]): Set<ProviderId> =>
  new Set(posts.flatMap(({ id }) => times.get(id)?.slots ?? []).flatMap(({ seats }) => seats.map(({ providerId }) => providerId)))

/** The posts of one sector, layout by layout. */
function partOf(setting: PaperSetting, sector: AgencySector): Part[] {
  const posts = setting.posts.filter((post) => sectorOf(setting, post) === sector)
  const laid = (layout: Layout): PublishedPost[] => posts.filter((post) => post.layout === layout)
  const tables = LAYOUTS.flatMap((layout) => rosterTables(setting, laid(layout), layout))
  if (tables.length === 0) return []
  const further = furtherNumbers(setting, peopleAt(setting, laid('days')))
  return [{ title: sectorTitle(setting, sector), tables: further === null ? tables : [...tables, further] }]
}

const wholeMonth = (setting: PaperSetting): Part[] => AGENCY_SECTORS.flatMap((sector) => partOf(setting, sector))

function changedPart(setting: PaperSetting, title: string): Part[] {
  const tables = [changesTable(setting), numbersTable(setting)].filter((table) => table !== null)
  return tables.length === 0 ? [] : [{ title, tables }]
}

/** What the paper's tables are: the whole month, only what changes, or (of a replacement) the month and what changed. */
export function partsOf(setting: PaperSetting): Part[] {
  const { document, content } = setting
  const month = officialMonth(content.month)
  if (document.kind === 'original') return wholeMonth(setting)
  if (document.kind === 'replacement') {
    const amended = amendedName(document) ?? 'lịch trực trước'
    return [...wholeMonth(setting), ...changedPart(setting, `Nội dung thay đổi so với ${amended}`)]
  }
  return changedPart(setting, `Điều chỉnh, bổ sung lịch trực trợ giúp pháp lý ${month}`)
}

/** A heading says something only among others; the one table of an annex keeps it as a note of where the duty is. */
function headed(tables: readonly PaperTable[]): PaperTable[] {
  const several = tables.filter(({ heading }) => heading !== null).length > 1
  let number = 0
  return tables.map((table) => (table.heading === null || !several ? table : { ...table, heading: `${++number}. ${table.heading}` }))
}

export const numbered = (parts: readonly Part[]): PaperTable[] => headed(parts.flatMap(({ tables }) => tables))

/** The tables as annexes, each with its page; numbered in Roman numerals from two on (NĐ 30/2020 Annex I, III.1). */
export function annexesOf(setting: PaperSetting, parts: readonly Part[]): PaperAnnex[] {
  return parts.map(({ title, tables }, at) => {
    const shown = headed(tables)
    const { room, ...head } = annexHead(setting, title)
    const label = parts.length === 1 ? 'Phụ lục' : `Phụ lục ${roman(at + 1)}`
    return { ...head, label, tables: shown, fit: fitTables(shown, room) }
  })
}
