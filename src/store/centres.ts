import type { Db } from '../../db/handle.ts'
import { branches, centres } from '../../db/schema/centres.ts'
import type { Branch, Centre } from '../domain/centre.ts'
import { searchText } from '../domain/text.ts'
import { findOne, listAll, type Noun } from './noun.ts'

export const centreNoun: Noun<Centre> = {
  name: 'centre',
  table: centres,
  centreId: null,
  code: centres.code,
  search: centres.search,
  sortBy: centres.code,
  children: [],
  toRow: ({ id: _, version: __, ...row }) => row,
  searchOf: (centre) => searchText([centre.code, centre.name, centre.province]),
  toDomain: (row) => {
    const { search: _, createdAt: __, updatedAt: ___, ...centre } = row as typeof centres.$inferSelect
    return centre
  }
}

export const branchNoun: Noun<Branch> = {
  name: 'branch',
  table: branches,
  centreId: branches.centreId,
  code: branches.code,
  search: branches.search,
  sortBy: branches.code,
  children: [],
  toRow: ({ id: _, version: __, ...row }) => row,
  searchOf: (branch) => searchText([branch.code, branch.name, branch.address]),
  toDomain: (row) => {
    const { search: _, createdAt: __, updatedAt: ___, ...branch } = row as typeof branches.$inferSelect
    return branch
  }
}

export const findCentre = (db: Db, ref: string): Promise<Centre | undefined> => findOne(db, centreNoun, null, ref)
export const listCentres = (db: Db): Promise<Centre[]> => listAll(db, centreNoun, null)
