/**
 * `npm run check`: every gate in the order of CI; stops at the first red one and shows what it said.
 * `--no-tests` leaves the tests out (CI runs them by themselves).
 */
import { fail, run, runShown } from './run.ts'

/** A gate is a verb of package.json, so that a person who reads its name can run it alone. */
const gates = [
  ['lockfile', 'lockfile', '--', '--check'],
  ['types', 'types'],
  ['lint', 'lint'],
  ['arch', 'arch'],
  ['migrations', 'migrations'],
  ['openapi is fresh', 'openapi', '--', '--check'],
  ['openapi is sound', 'openapi:lint']
] as const

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`

for (const [name, ...verb] of gates) {
  const start = performance.now()
  const { ok, output } = run('npm', ['run', '--silent', ...verb])
  console.log(`${ok ? 'green' : 'RED  '}  ${name}  ${seconds(start)}`)
  if (!ok) fail(output.trimEnd(), '', `The gate "${name}" is red; alone: npm run ${verb.join(' ')}`)
}
if (!process.argv.includes('--no-tests')) {
  for (const verb of ['test', 'test:stories']) {
    const start = performance.now()
    const code = await runShown('npm', ['run', '--silent', verb])
    console.log(`${code === 0 ? 'green' : 'RED  '}  ${verb}  ${seconds(start)}`)
    if (code !== 0) fail(`The gate "${verb}" is red; alone: npm run ${verb}`)
  }
}
