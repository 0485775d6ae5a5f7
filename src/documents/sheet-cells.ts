import { unzipSync, zipSync } from 'fflate'
import { DateTime } from 'luxon'
import type { Cell, Row } from 'write-excel-file/node'
import type { Day } from '../domain/day.ts'

/** The cells that every sheet of the service is made of. */

/** Dates of a sheet know no zone. */
export const dayDate = (day: Day): Date => DateTime.fromISO(day, { zone: 'utc' }).toJSDate()

const BORDER = { borderStyle: 'thin', borderColor: '#8c8c8c', alignVertical: 'center', wrap: true } as const
export const text = (value: string): Cell => ({ ...BORDER, type: String, value })
export const number = (value: number, format = '0'): Cell => ({ ...BORDER, type: Number, value, format, align: 'right' })
export const date = (value: Date, format: string): Cell => ({ ...BORDER, type: Date, value, format, align: 'center' })
export const heading = (value: string): Cell => ({ ...BORDER, value, fontWeight: 'bold', align: 'center', backgroundColor: '#e8eef5' })
export const title = (value: string): Row => [{ value, fontWeight: 'bold', fontSize: 13 }]
export const line = (value: string): Row => [{ value }]

/** The same archive with the same date on every file in it, 1 January 1980 (the oldest a zip can hold), and so the same bytes on every run. */
export function stilled(archive: Uint8Array): Uint8Array {
  const files = Object.entries(unzipSync(archive)).sort(([a], [b]) => (a < b ? -1 : 1))
  return zipSync(Object.fromEntries(files), { mtime: new Date(1980, 0, 1), level: 6 })
}
