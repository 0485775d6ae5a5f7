/** `npm run examples`: records openapi/examples from the story of the tests. `--check` writes nothing and fails when a file is stale. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { recordExamples } from '../test/support/examples.ts'
import { story } from '../test/support/examples-story.ts'
import { fail, root, run } from './run.ts'

const folder = join(root, 'openapi', 'examples')

/** What stands in the repository, by operationId. */
function readFiles(): Map<string, unknown> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : []
  return new Map(files.map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown]))
}

const fresh = await recordExamples(story)
const known = readFiles()
const stale = [...new Set([...fresh.keys(), ...known.keys()])].filter((id) => !isDeepStrictEqual(fresh.get(id), known.get(id)))

if (process.argv.includes('--check')) {
  if (stale.length > 0)
    fail(`openapi/examples is stale (${stale.join(', ')}): run \`npm run examples\`, look at what changed and commit it.`)
} else {
  mkdirSync(folder, { recursive: true })
  for (const id of stale) {
    const file = join(folder, `${id}.json`)
    const example = fresh.get(id)
    if (example === undefined) rmSync(file)
    else writeFileSync(file, `${JSON.stringify(example, null, 2)}\n`)
  }
  const { ok, output } = run('biome', ['format', '--write', folder])
  if (!ok) fail(output)
  console.log(`${stale.length} of ${fresh.size} examples changed.`)
}
