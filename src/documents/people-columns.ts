import type { PaperCell, PaperColumn } from './paper.ts'
import { nameCell, type PaperSetting, phoneCell } from './paper-setting.ts'
import { ROLE_WORDS, SEAT_WORDS } from './paper-words.ts'
import { holderOf, type Turn } from './turns.ts'

/** What a table says of the people on duty. */
export interface PeopleColumns {
  readonly role: boolean
  readonly support: boolean
  readonly numbers: 'all' | 'first'
}

export const PHONE = 'Số điện thoại'

export function peopleColumns({ role, support }: PeopleColumns): PaperColumn[] {
  const seat = (title: string): PaperColumn[] => [
    { title, kind: 'name' },
    { title: PHONE, kind: 'phone' }
  ]
  const [name, phone] = seat(SEAT_WORDS.primary)
  const roles: PaperColumn[] = role ? [{ title: 'Chức danh', kind: 'text' }] : []
  return [...(name ? [name] : []), ...roles, ...(phone ? [phone] : []), ...(support ? seat(SEAT_WORDS.support) : [])]
}

export function peopleCells(setting: PaperSetting, { slots }: Turn, { role, support, numbers }: PeopleColumns): PaperCell[] {
  const [slot] = slots
  if (slot === undefined) return []
  const [primary, second] = [holderOf(slot, 'primary'), holderOf(slot, 'support')]
  const person = primary === null ? undefined : setting.people.get(primary)
  return [
    nameCell(setting, primary),
    ...(role ? [{ text: person ? ROLE_WORDS[person.role] : '' }] : []),
    phoneCell(setting, primary, numbers),
    ...(support ? [nameCell(setting, second), phoneCell(setting, second, numbers)] : [])
  ]
}
