import type { ProviderId } from '../domain/ids.ts'
import type { PaperCell, PaperTable } from './paper.ts'
import { nameCell, type PaperSetting, phoneCell } from './paper-setting.ts'
import { byGivenName, SEAT_WORDS } from './paper-words.ts'
import { PHONE } from './people-columns.ts'
import { numbersChanged, onDutyThere, type SeatChange, seatChanges, whenChanged } from './seat-changes.ts'

/** Stands for somebody whom the later version no longer names. */
const AS_BEFORE: PaperCell = { text: 'Theo văn bản trước', quiet: true }
const NOT_STAFFED: PaperCell = { text: 'Không bố trí trực', quiet: true }

function whoNow(setting: PaperSetting, to: SeatChange['to']): PaperCell[] {
  if (to === undefined) return [NOT_STAFFED, { text: '-', quiet: true }]
  return [nameCell(setting, to), phoneCell(setting, to)]
}

function whoBefore(setting: PaperSetting, from: SeatChange['from']): PaperCell {
  if (from === undefined) return { text: 'Bổ sung', quiet: true }
  return from !== null && !setting.people.has(from) ? AS_BEFORE : nameCell(setting, from)
}

/** Only what changes: when, where, who is on duty now and in whose place. */
export function changesTable(setting: PaperSetting): PaperTable | null {
  const changes = seatChanges(setting.document.changes, setting.times)
  if (changes.length === 0) return null
  const posts = new Map(setting.posts.map(({ id, name }) => [id, name]))
  return {
    heading: null,
    notes: [],
    columns: [
      { title: 'TT', kind: 'order' },
      { title: 'Thời gian', kind: 'time' },
      { title: 'Nơi trực', kind: 'text' },
      { title: 'Vị trí', kind: 'text' },
      { title: 'Người trực nay phân công', kind: 'name' },
      { title: PHONE, kind: 'phone' },
      { title: 'Thay cho', kind: 'name' }
    ],
    rows: changes.map((change, index) => {
      const time = setting.times.get(change.postId)
      return {
        cells: [
          { text: String(index + 1) },
          { text: time ? whenChanged(change, time) : '' },
          { text: posts.get(change.postId) ?? '' },
          { text: SEAT_WORDS[change.seat] },
          ...whoNow(setting, change.to),
          whoBefore(setting, change.from)
        ]
      }
    }),
    after: []
  }
}

function peopleTable(
  setting: PaperSetting,
  heading: string,
  ids: readonly ProviderId[],
  cell: (id: ProviderId) => PaperCell
): PaperTable | null {
  const people = ids.map((id) => setting.people.get(id)).filter((person) => person !== undefined)
  if (people.length === 0) return null
  return {
    heading,
    notes: [],
    columns: [
      { title: 'TT', kind: 'order' },
      { title: 'Họ và tên', kind: 'name' },
      { title: PHONE, kind: 'phone' }
    ],
    rows: people.toSorted(byGivenName).map(({ id, fullName }, index) => ({
      cells: [{ text: String(index + 1) }, { text: fullName }, cell(id)]
    })),
    after: []
  }
}

/** The numbers, as they are now, of people on duty whose numbers changed; in Vietnamese order of names. */
export function numbersTable(setting: PaperSetting): PaperTable | null {
  const there = onDutyThere(setting.content, setting.times)
  const ids = numbersChanged(setting.document.changes).filter((id) => there.has(id))
  return peopleTable(setting, 'Số điện thoại thay đổi', ids, (id) => phoneCell(setting, id))
}

/** Further numbers of people of whom a daily table has room for the first alone; in Vietnamese order of names. */
export function furtherNumbers(setting: PaperSetting, ids: ReadonlySet<ProviderId>): PaperTable | null {
  const more = [...ids].filter((id) => setting.phonesOf(id).length > 1)
  const rest = (id: ProviderId): PaperCell => ({
    text: setting
      .phonesOf(id)
      .slice(1)
      .map(({ national }) => national)
      .join('\n')
  })
  return peopleTable(setting, 'Số điện thoại khác của người trực, người hỗ trợ trực', more, rest)
}
