import { parseDay } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { isId } from '../domain/ids.ts'
import { parseInstant } from '../domain/instant.ts'

/** Where a page ended, as opaque text: the sort key and the id of its last row. */
export const writeCursor = (key: readonly [string, string]): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** How PostgreSQL writes keys of these types; any text without a NUL is a key of the others. */
const READERS: Readonly<Record<string, (key: string) => unknown>> = {
  date: parseDay,
  'timestamp with time zone': (key) => parseInstant(key.replace(' ', 'T').replace(/[+-]\d\d$/, '$&:00'))
}

/** Reads a cursor that `writeCursor` made of a key of that SQL type; throws BAD_CURSOR for anything else. */
export function readCursor(text: string, type: string): readonly [string, string] {
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    const [value, id] = Array.isArray(key) && key.length === 2 ? (key as unknown[]) : []
    if (typeof value === 'string' && typeof id === 'string' && !value.includes('\0') && isId(id)) {
      READERS[type]?.(value)
      return [value, id]
    }
  } catch {
    // not base64 of JSON, or no key of that type: said below
  }
  throw new DutyError('BAD_CURSOR', { value: text })
}
