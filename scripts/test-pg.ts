/**
 * `npm run test:pg`: the tests of `npm test`, on PostgreSQL. With DATABASE_URL on that server (each test file makes and drops its own
 * database there), otherwise on a server of its own that is gone afterwards. Arguments go to tap: `npm run test:pg -- test/http/*.test.ts`.
 */
import { findServer, type Server, startServer } from './postgres.ts'
import { fail } from './run.ts'
import { runTests } from './tap.ts'

async function ownServer(): Promise<Server> {
  const bin = findServer()
  if (bin === undefined) fail('No PostgreSQL server is here: `apt-get install postgresql` (15 or later), or set DATABASE_URL to one.')
  return startServer(bin)
}

const given = process.env.DATABASE_URL?.trim()
const server = given ? { url: given, stop: () => undefined } : await ownServer()
try {
  process.exitCode = await runTests({ DATABASE_URL: server.url })
} finally {
  server.stop()
}
