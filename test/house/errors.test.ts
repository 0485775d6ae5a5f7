import { globSync, readFileSync } from 'node:fs'
import t from 'tap'
import { VALUE_WORDING, wordError } from '../../src/domain/error-wording.ts'
import { DUTY_ERROR_CODES } from '../../src/domain/errors.ts'
import { ERROR_WORDING, LANGUAGES, NOUN_WORDING } from '../../src/domain/wording.ts'
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

/** Values of a sentence that the program calls by a code; what a person is told of them is in words. */
const CODED = ['{reason}', '{status}', '{kind}']

for (const code of DUTY_ERROR_CODES) {
  const coded = placeholders(ERROR_WORDING[code].detail.vi).filter((each) => CODED.includes(each))
  if (coded.length === 0) continue
  t.test(`${code} says no code to people`, async (t) => {
    t.same(
      Object.keys(VALUE_WORDING[code] ?? {}),
      coded.map((each) => each.slice(1, -1)),
      'every value has its words'
    )
    for (const [name, wording] of Object.entries(VALUE_WORDING[code] ?? {})) {
      t.ok(Object.keys(wording).length > 1)
      for (const [value, words] of Object.entries(wording)) {
        t.same(placeholders(words.vi), placeholders(words.en), value)
        for (const language of LANGUAGES) {
          const said = wordError(code, 'detail', { [name]: value, value: '§', path: '§', field: '§' }, language)
          t.equal(said, said.normalize('NFC'))
          t.ok(said.includes(words[language].replace(/\{\w+\}/g, '§')), `${value}: ${said}`)
          t.notMatch(said, /\{|[a-z]_[a-z]/, `${value}: ${said}`)
        }
        t.not(words.vi, value)
      }
    }
  })
}

t.test('every noun that an error names has its words', async (t) => {
  const sources = globSync('src/**/*.ts').map((file) => readFileSync(file, 'utf8'))
  const named = sources.flatMap((text) => [...text.matchAll(/\bnoun: (?:asked\.post === undefined \? )?'([\w-]+)'(?: : '([\w-]+)')?/g)])
  const nouns = new Set(named.flatMap(([, one, other]) => [one, other]).filter((each) => each !== undefined))
  t.ok(nouns.size > 10, 'they are found')
  t.same(
    [...nouns].filter((each) => !(each in NOUN_WORDING)),
    []
  )
})
