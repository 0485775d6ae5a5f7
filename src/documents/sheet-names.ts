/** The longest name of a sheet that spreadsheet programs read; UTF-16 units. */
const LONGEST = 31
/** What no name of a sheet may hold; nor may it begin or end with an apostrophe. */
const FORBIDDEN = /[[\]/\\:*?]+/g
/** Excel keeps this one for itself. */
const RESERVED = 'history'

/** The beginning of the text, whole characters only, with an ellipsis where something was left out. */
function fitted(text: string, room: number): string {
  if (text.length <= room) return text
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > room - 1) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** A name for each sheet that every spreadsheet program reads: at most 31 characters, none forbidden, no two alike without regard to case. */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set([RESERVED])
  return wanted.map((text) => {
    const clean = text
      .normalize('NFC')
      .replace(FORBIDDEN, ' ')
      .replace(/\s+/g, ' ')
      .replace(/^['\s]+|['\s]+$/g, '')
    for (let copy = 1; ; copy += 1) {
      const mark = copy === 1 ? '' : ` (${copy})`
      const name = `${fitted(clean || '-', LONGEST - mark.length)}${mark}`
      if (taken.has(name.toLocaleLowerCase('vi'))) continue
      taken.add(name.toLocaleLowerCase('vi'))
      return name
    }
  })
}
