import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { agencyKinds } from '../../db/seeds/agency-kinds.ts'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { langSon } from '../../db/seeds/lang-son.ts'
import { parseMonth } from '../../src/domain/day.ts'
import { seedCentre, seedReference } from '../../src/usecases/seed-demo.ts'
import { ADMIN_KEY } from '../support/database.ts'
import { type Scene, scene } from '../support/scene.ts'

// a demo of two months is planned for each clock
t.setTimeout(400_000)

/** A block of the README for the shell, with the answer that stands below it. */
interface Example {
  readonly shell: string
  readonly answer: unknown
}

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const [, quickStart = ''] = /\n## Quick start\n([\s\S]*?)\n## /.exec(readme) ?? []

const examples: Example[] = [...quickStart.matchAll(/```sh\n([\s\S]*?)\n```\s+```json\n([\s\S]*?)\n```/g)].map(
  ([, shell = '', answer = '']) => ({ shell, answer: JSON.parse(answer) })
)

/** The answer of the README as a pattern: `…` is any text. */
const pattern = (value: unknown): unknown => {
  if (value === '…') return String
  if (Array.isArray(value)) return value.map(pattern)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, pattern(part)]))
}

const PATH = ['/usr/local/bin', '/usr/bin', '/bin']
/** What the README's reader has, and this machine has not. */
const lacking = ['bash', 'curl', 'awk', 'sed'].filter((tool) => !PATH.some((folder) => existsSync(join(folder, tool))))

const PARTED = '\u001e'

/** What somebody types who follows the README: the key that their start printed, and the address of this service; fewer moves, for time. */
const typed = (shell: string, address: string): string =>
  shell.replaceAll('http://127.0.0.1:3000', address).replace("'lt_…'", `'${ADMIN_KEY}'`).replace('1000000', '2000')

/** Runs all blocks in one shell, so that what one sets the next one knows; its answers in order. The shell has nobody else's variables. */
async function follow(address: string): Promise<unknown[]> {
  const script = ['set -euo pipefail', ...examples.map(({ shell }) => `${typed(shell, address)}\nprintf '\\036'`)].join('\n')
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env: { PATH: PATH.join(':') } })
  return stdout
    .split(PARTED)
    .slice(0, -1)
    .map((text) => JSON.parse(text) as unknown)
}

/** The service of these tests on a port; it listens until the file ends. */
async function addressOf({ app }: Scene): Promise<string> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

t.test('the README shows its requests with their answers, and nothing else for the shell', async (t) => {
  t.ok(examples.length >= 11)
  t.equal(quickStart.match(/```sh\n/g)?.length, examples.length, 'every block has its answer')
  t.notMatch(quickStart, /20\d\d-\d\d/, 'no block and no answer is of one month')
})

if (lacking.length > 0) void t.test('the quick start of the README', { skip: `needs ${lacking.join(', ')}` }, async () => undefined)

for (const [title, now] of [
  ['on the day of the first demo', '2026-11-22T10:00:00+07:00'],
  ['two days later', '2026-11-24T10:00:00+07:00'],
  ['on the last day of a month, near midnight', '2026-11-30T23:58:00+07:00'],
  ['in December, when the next month is of another year', '2026-12-15T08:00:00+07:00'],
  ['at two in the morning of Tết', '2027-02-06T02:00:00+07:00']
] as const) {
  if (lacking.length > 0) break
  scene(`the quick start of the README answers as it says ${title}`, async (t, s) => {
    s.setNow(now)
    await seedReference(s.deps, { agencyKinds, notices: calendarNotices })
    await seedCentre(s.deps, langSon(parseMonth(now.slice(0, 7))))
    const answers = await follow(await addressOf(s))
    for (const [at, { shell, answer }] of examples.entries()) {
      const got = answers[at] as Readonly<Record<string, unknown>>
      t.match(got, pattern(answer), shell)
      const lists = Object.entries(answer as object).filter(([, part]) => Array.isArray(part))
      for (const [name, part] of lists) t.equal((got[name] as unknown[]).length, (part as unknown[]).length, `${name} of ${shell}`)
    }
  })
}
