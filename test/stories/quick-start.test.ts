import { readFileSync } from 'node:fs'
import t from 'tap'
import { agencyKinds } from '../../db/seeds/agency-kinds.ts'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { langSon } from '../../db/seeds/lang-son.ts'
import { parseMonth } from '../../src/domain/day.ts'
import { seedCentre, seedReference } from '../../src/usecases/seed-demo.ts'
import { ADMIN_KEY } from '../support/database.ts'
import { scene } from '../support/scene.ts'

/** A request of the README with the answer that stands below it. */
interface Example {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  readonly answer: unknown
}

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

/** Reads one `curl` command as the shell would: quotes, `\` at line ends, -X, -H, -d. */
function readCurl(command: string): Omit<Example, 'answer'> {
  const words = [...command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')
  const after = (flag: string): string[] => words.flatMap((word, at) => (word === flag ? [words[at + 1] ?? ''] : []))
  const headers = after('-H').map((header) => header.split(/:\s*/, 2) as [string, string])
  const [data] = after('-d')
  const url = words.find((word) => word.startsWith('http')) ?? ''
  return {
    method: after('-X').length > 0 ? 'POST' : 'GET',
    url: url.replace('http://127.0.0.1:3000', ''),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value.replace('$KEY', ADMIN_KEY)])),
    body: data === undefined ? undefined : JSON.parse(data)
  }
}

const examples: Example[] = [...readme.matchAll(/```sh\n(curl [\s\S]*?)\n```\s+```json\n([\s\S]*?)\n```/g)].map(
  ([, command = '', answer = '']) => ({
    ...readCurl(command),
    answer: JSON.parse(answer)
  })
)

/** The answer of the README as a pattern: `…` is any text. */
const pattern = (value: unknown): unknown => {
  if (value === '…') return String
  if (Array.isArray(value)) return value.map(pattern)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, pattern(part)]))
}

t.ok(examples.length >= 8, 'the README shows its requests with their answers')

scene('the quick start of the README answers as it says', async (t, s) => {
  s.setNow('2026-11-22T10:00:00+07:00')
  await seedReference(s.deps, { agencyKinds, notices: calendarNotices })
  await seedCentre(s.deps, langSon(parseMonth('2026-11')))
  for (const { method, url, headers, body, answer } of examples) {
    const got = await s.call(method, url, { key: null, headers, ...(body === undefined ? {} : { body }) })
    t.match(got.body, pattern(answer), `${method} ${url}`)
    const lists = Object.entries(answer as object).filter(([, part]) => Array.isArray(part))
    for (const [name, part] of lists) t.equal((got.body[name] as unknown[]).length, (part as unknown[]).length, `${name} of ${url}`)
  }
})
