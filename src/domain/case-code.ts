import { DutyError } from './errors.ts'
import { cleanText, inCapitals } from './text.ts'

/** Organisation (the centre `TT`, a branch `CN1`), form of legal aid, running number, year. */
const CASE_CODE = /^(?:TT|CN[1-9]\d?)\.[A-ZĐ]{2,6}\.(?:0[1-9]|[1-9]\d{1,4})\.(?<year>\d{4})$/
/** TT 12/2018/TT-BTP, which made the code. */
const FIRST_YEAR = 2018

/**
 * The Ministry's code of a case, `TT.TGTT.01.2018` (TT 12/2018/TT-BTP Điều 11), of a year up to the present one. The forms of legal aid in
 * it are not a closed list here: the law may add some. Throws BAD_CASE_CODE.
 */
export function parseCaseCode(text: string, thisYear: number): string {
  const code = inCapitals(cleanText(text))
  const year = Number(CASE_CODE.exec(code)?.groups?.year ?? 0)
  if (year < FIRST_YEAR || year > thisYear) throw new DutyError('BAD_CASE_CODE', { value: code })
  return code
}
