import { DutyError } from '../domain/errors.ts'
import { isId } from '../domain/ids.ts'

/** Where a page ended, as opaque text: the sort key and the id of its last row. */
export const writeCursor = (key: readonly [string, string]): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** Reads a cursor that `writeCursor` made; throws BAD_CURSOR for anything else. */
export function readCursor(text: string): readonly [string, string] {
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Array.isArray(key) && key.length === 2 && typeof key[0] === 'string' && typeof key[1] === 'string' && isId(key[1])) {
      return [key[0], key[1]]
    }
  } catch {
    // not base64 of JSON: said below
  }
  throw new DutyError('BAD_CURSOR', { value: text })
}
