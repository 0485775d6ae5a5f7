/**
 * Before tests: tap is delivered with its TypeScript plugin built in, which breaks on TypeScript 7. Where the installed tap still has
 * it (after every `npm ci`), builds tap anew with the plugins that package.json asks for; that takes 10 to 20 seconds, once.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, root, run } from './run.ts'

/** Makes sure that tap runs our tests. */
export function readyTap(): void {
  const built = readFileSync(join(root, 'node_modules/@tapjs/test/test-built/dist/esm/index.js'), 'utf8')
  if (!built.includes('@tapjs/typescript')) return
  const { ok, output } = run('tap', ['build'])
  if (!ok) fail(output, 'tap could not be built; `npx tap build` tells more.')
}

if (import.meta.main) readyTap()
