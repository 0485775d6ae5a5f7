/** `npm run openapi`: writes openapi/openapi.json from the routes. `--check` writes nothing and fails when the file is stale. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectPostgres } from '../db/connect.ts'
import { buildApp } from '../src/app.ts'
import type { Instant } from '../src/domain/instant.ts'
import { withMemory } from '../src/usecases/memory.ts'
import { fail, root } from './run.ts'

const file = join(root, 'openapi', 'openapi.json')

/** The document as it stands in the repository. Building the service asks the database nothing: this handle is never connected. */
async function document(): Promise<string> {
  const { db, close } = connectPostgres('postgres://nobody@127.0.0.1:1/none')
  const app = await buildApp(
    withMemory({ db, now: () => 0 as Instant, newId: () => '', optimise: () => Promise.reject(new Error('nothing is planned here')) })
  )
  await app.ready()
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`
  await app.close()
  await close()
  return text
}

const fresh = await document()
if (!process.argv.includes('--check')) writeFileSync(file, fresh)
else if (!existsSync(file)) fail('openapi/openapi.json is missing: run `npm run openapi` and commit it.')
else if (readFileSync(file, 'utf8') !== fresh)
  fail('openapi/openapi.json is stale: run `npm run openapi`, look at what changed and commit it.')
