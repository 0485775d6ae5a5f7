import t from 'tap'
import { parseAuthority } from '../../src/domain/signer.ts'

t.test('an authority stands in capitals, with a space after its letters', async (t) => {
  const cases = [
    ['KT. GIÁM ĐỐC', 'KT. GIÁM ĐỐC'],
    ['  kt.giám   đốc ', 'KT. GIÁM ĐỐC'],
    ['tm. Hội đồng', 'TM. HỘI ĐỒNG'],
    ['TL. GIÁM ĐỐC', 'TL. GIÁM ĐỐC'],
    ['TUQ. GIÁM ĐỐC', 'TUQ. GIÁM ĐỐC'],
    ['KT. GIÁM ĐỐC'.normalize('NFD'), 'KT. GIÁM ĐỐC']
  ] as const
  for (const [text, expected] of cases) t.equal(parseAuthority(text), expected)
})

t.test('whatever does not say on whose behalf, or of whom, is refused', async (t) => {
  for (const text of ['', 'GIÁM ĐỐC', 'KT GIÁM ĐỐC', 'KT.', 'TM. .', 'Q. GIÁM ĐỐC', 'XKT. GIÁM ĐỐC', 'TUQ. 1']) {
    t.throws(() => parseAuthority(text), { code: 'BAD_VALUE' }, text)
  }
})
