/**
 * `npm test`: the tests on the embedded database but for the stories, which take minutes each; nothing to install. Arguments go to tap:
 * `npm test -- test/http/*.test.ts`. `npm run test:stories` runs whole months from end to end. `npm run coverage` measures coverage as
 * well, which costs a third more time.
 */
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { imageOf } from '../db/connect.ts'
import { fillDatabase } from '../test/support/database.ts'
import { root } from './run.ts'
import { runTests } from './tap.ts'

const folder = mkdtempSync(join(tmpdir(), 'lichtruc-test-'))
const image = join(folder, 'database.tar')
const named = (): boolean => process.argv.slice(2).some((argument) => argument.endsWith('.ts'))

/** Every test file that is no story. */
const quick = (): string[] =>
  globSync('test/**/*.test.ts', { cwd: root })
    .filter((file) => !file.startsWith('test/stories/'))
    .sort()

try {
  writeFileSync(image, await (await imageOf(fillDatabase)).bytes())
  process.exitCode = await runTests({ DATABASE_URL: '', TEST_IMAGE: image }, named() ? [] : quick())
} finally {
  rmSync(folder, { recursive: true })
}
