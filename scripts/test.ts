/**
 * `npm test`: the tests on the embedded database; nothing to install. Arguments go to tap: `npm test -- test/http/*.test.ts`.
 * `npm run coverage` measures coverage as well, which costs a third more time.
 */
import { runTests } from './tap.ts'

process.exitCode = await runTests({ DATABASE_URL: '' })
