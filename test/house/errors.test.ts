import t from 'tap'
import { DUTY_ERROR_CODES } from '../../src/domain/errors.ts'
import { ERROR_WORDING, LANGUAGES } from '../../src/domain/wording.ts'
import { STATUS } from '../../src/http/problem.ts'

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

t.test('no code stands twice', async (t) => {
  t.same([...new Set(DUTY_ERROR_CODES)], [...DUTY_ERROR_CODES])
})

t.test('status and wording know the closed list and nothing else', async (t) => {
  const codes = [...DUTY_ERROR_CODES].sort()
  t.same(Object.keys(STATUS).sort(), codes)
  t.same(Object.keys(ERROR_WORDING).sort(), codes)
})

for (const code of DUTY_ERROR_CODES) {
  t.test(`${code} has an error status and a title and a sentence in both languages`, async (t) => {
    t.ok(STATUS[code] >= 400 && STATUS[code] < 600, 'status')
    const { title, detail } = ERROR_WORDING[code]
    for (const text of [title, detail]) {
      for (const language of LANGUAGES) {
        t.not(text[language].trim(), '', language)
        t.equal(text[language], text[language].normalize('NFC'), 'NFC')
      }
      t.same(placeholders(text.vi), placeholders(text.en), 'both languages say the same values')
    }
    for (const language of LANGUAGES) t.match(detail[language], /[.?!]$/, 'the detail is a sentence')
  })
}
