import type { Db } from '../../db/handle.ts'
import { notices } from '../../db/schema/calendar.ts'
import type { Notice } from '../domain/calendar.ts'
import { searchText } from '../domain/text.ts'
import { listAll, type Noun } from './noun.ts'

/** A notice with its version. */
export type StoredNotice = Notice & { readonly version: number }

export const noticeNoun: Noun<StoredNotice> = {
  name: 'notice',
  table: notices,
  centreId: null,
  code: null,
  search: notices.search,
  sortBy: notices.issuedOn,
  children: [],
  toRow: ({ id: _, version: __, ...row }) => row,
  searchOf: (notice) => searchText([notice.number, notice.title, notice.source]),
  toDomain: (row) => {
    const { search: _, createdAt: __, updatedAt: ___, ...notice } = row as typeof notices.$inferSelect
    return notice
  }
}

/** Every notice, oldest first: what the calendar is built from. */
export const listNotices = (db: Db): Promise<StoredNotice[]> => listAll(db, noticeNoun, null)
