/**
 * `npm test`: the tests on the embedded database; nothing to install. Arguments go to tap: `npm test -- test/http/*.test.ts`.
 * `npm run coverage` measures coverage as well, which costs a third more time.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { imageOf } from '../db/connect.ts'
import { fillDatabase } from '../test/support/database.ts'
import { runTests } from './tap.ts'

const folder = mkdtempSync(join(tmpdir(), 'lichtruc-test-'))
const image = join(folder, 'database.tar')
try {
  writeFileSync(image, await (await imageOf(fillDatabase)).bytes())
  process.exitCode = await runTests({ DATABASE_URL: '', TEST_IMAGE: image })
} finally {
  rmSync(folder, { recursive: true })
}
