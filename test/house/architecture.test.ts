import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A file that breaks a rule, in a copy of the tree: the gate that lets one of these through is no gate. */
const planted = [
  ['domain-is-pure', 'src/domain/planted-store.ts', "export * from '../store/noun.ts'"],
  ['planning-knows-domain-only', 'src/planning/planted-store.ts', "export * from '../store/noun.ts'"],
  ['lookup-knows-domain-only', 'src/lookup/planted-store.ts', "export * from '../store/noun.ts'"],
  ['store-knows-domain-and-tables', 'src/store/planted-verb.ts', "export * from '../usecases/deps.ts'"],
  ['usecases-compose', 'src/usecases/planted-edge.ts', "export * from '../http/problem.ts'"],
  ['jobs-call-verbs', 'src/jobs/planted-table.ts', "export * from '../../db/schema/centres.ts'"],
  ['http-is-an-edge', 'src/http/planted-table.ts', "export * from '../../db/schema/centres.ts'"],
  ['web-is-an-edge', 'src/web/planted-http.ts', "export * from '../http/problem.ts'"],
  ['only-the-server-connects', 'src/usecases/planted-connection.ts', "export * from '../../db/connect.ts'"],
  ['pure-layers-do-no-io', 'src/domain/planted-file.ts', "export * from 'node:fs'"],
  ['domain-uses-few-packages', 'src/domain/planted-server.ts', "import fastify from 'fastify'\nexport const app = fastify()"],
  ['rrule-lives-in-one-file', 'src/domain/planted-rrule.ts', "export * from 'rrule'"],
  ['phone-library-lives-in-one-file', 'src/usecases/planted-phone.ts', "export * from 'libphonenumber-js'"],
  ['no-circular', 'src/domain/planted-circle.ts', "export * from './planted-circle2.ts'"],
  ['no-dead-code', 'src/domain/planted-dead.ts', 'export const dead = 1'],
  ['src-never-imports-test', 'src/domain/planted-test.ts', "export * from '../../test/support/builders.ts'"],
  ['no-dev-deps', 'src/usecases/planted-dev.ts', "export * from 'fast-check'"],
  ['not-unresolvable', 'src/domain/planted-nothing.ts', "export * from './not-there.ts'"]
] as const

interface Report {
  readonly summary: { readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[] }
}

/** `rule file` for every breach that dependency-cruiser finds in a copy of the tree with the planted files. */
function breachesOfCopy(): string[] {
  const copy = mkdtempSync(join(tmpdir(), 'lichtruc-arch-'))
  try {
    for (const part of ['src', 'db', 'test/support', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
      cpSync(join(root, part), join(copy, part), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    for (const [, file, text] of planted) writeFileSync(join(copy, file), `${text}\n`)
    writeFileSync(join(copy, 'src/domain/planted-circle2.ts'), "export * from './planted-circle.ts'\n")
    const binary = join(root, 'node_modules/.bin/depcruise')
    const args = ['src', 'db', '--config', '.dependency-cruiser.cjs', '--output-type', 'json']
    const { stdout, stderr } = spawnSync(binary, args, { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 28 })
    if (stdout === '') throw new Error(stderr)
    return (JSON.parse(stdout) as Report).summary.violations.map(({ rule, from }) => `${rule.name} ${from}`)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

t.test('a planted breach of every rule is found', async (t) => {
  const breaches = breachesOfCopy()
  for (const [rule, file] of planted) t.ok(breaches.includes(`${rule} ${file}`), `${rule}: ${file}`)
})
