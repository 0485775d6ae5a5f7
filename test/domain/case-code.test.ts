import t from 'tap'
import { parseCaseCode } from '../../src/domain/case-code.ts'

const YEAR = 2026

for (const [text, code] of [
  ['TT.TGTT.01.2018', 'TT.TGTT.01.2018'],
  ['CN1.TGTT.01.2018', 'CN1.TGTT.01.2018'],
  ['TT.TV.01.2018', 'TT.TV.01.2018'],
  ['tt.tv.99.2026', 'TT.TV.99.2026'],
  [' CN12.ĐDNTT.10234.2026 ', 'CN12.ĐDNTT.10234.2026'],
  ['TT.ĐDNTT.05.2020'.normalize('NFD'), 'TT.ĐDNTT.05.2020'.normalize('NFC')]
] as const) {
  t.test(`a code: ${text}`, async (t) => t.equal(parseCaseCode(text, YEAR), code))
}

for (const text of [
  '',
  'TT',
  'TT.TGTT.01',
  'TT.TGTT.1.2018',
  'TT.TGTT.00.2018',
  'TT.TGTT.001.2018',
  'TT.TGTT.01.2017',
  'TT.TGTT.01.2027',
  'TT.TGTT.01.18',
  'CN.TV.01.2018',
  'CN0.TV.01.2018',
  'CN01.TV.01.2018',
  'CN100.TV.01.2018',
  'XX.TV.01.2018',
  'TT.T.01.2018',
  'TT.TGTT.01.2018.',
  'TT-TGTT-01-2018',
  'TT.TGTT.01.2018\nTT.TV.01.2018'
]) {
  t.test(`no code: ${JSON.stringify(text)}`, async (t) => t.throws(() => parseCaseCode(text, YEAR), { code: 'BAD_CASE_CODE' }))
}
