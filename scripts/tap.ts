/** How `npm test` and `npm run test:pg` start tap. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, root, run, runShown } from './run.ts'

/**
 * tap is delivered with its TypeScript plugin built in, which breaks on TypeScript 7. Where the installed tap still has it (after
 * every `npm ci`), builds tap anew with the plugins that package.json asks for: 10 to 20 seconds, once.
 */
function readyTap(): void {
  const built = readFileSync(join(root, 'node_modules/@tapjs/test/test-built/dist/esm/index.js'), 'utf8')
  if (!built.includes('@tapjs/typescript')) return
  console.log('Building tap without its TypeScript plugin (once after npm ci) …')
  const { ok, output } = run('tap', ['build'])
  if (!ok) fail(output, 'tap could not be built.')
}

/** Runs tap with our arguments and these files; answers its exit code. Without a terminal it prints the outcome only, not every step towards it. */
export function runTests(env: NodeJS.ProcessEnv, files: readonly string[] = []): Promise<number> {
  readyTap()
  return runShown('tap', [...process.argv.slice(2), ...files], { ...env, ...(process.stdout.isTTY ? {} : { CI: 'true' }) })
}
