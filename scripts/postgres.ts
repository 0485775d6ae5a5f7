/** A PostgreSQL server of our own for the time of a test run: a fresh cluster in a temporary folder, on a free loopback port. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, run } from './run.ts'

/** Where Debian puts servers, one folder a version; their binaries are not on the PATH. */
const DEBIAN = '/usr/lib/postgresql'

/** The superuser of the cluster. */
const USER = 'lichtruc'

/**
 * Only for tests: what is lost at a crash is not missed. Text sorts as Vietnamese readers sort it, so that an order that we
 * left to the server's locale shows.
 */
const INITDB = ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=vi', '--auth=scram-sha-256', '--no-sync']
const SETTINGS = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', listen_addresses: '127.0.0.1' }

/** A running server: the address of its first database, and how to end it without a trace. */
export interface Server {
  readonly url: string
  readonly stop: () => void
}

/** The newest server's folder of binaries; undefined when none is installed. */
export function findServer(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
}

/** A server refuses to run as root: root runs it as the user that Debian's package made. */
function asServerUser(command: string, args: readonly string[]): Outcome {
  const outcome = process.getuid?.() === 0 ? run('runuser', ['-u', 'postgres', '--', command, ...args]) : run(command, args)
  if (!outcome.ok) throw new Error(`${command} failed: ${outcome.output.trim()}`)
  return outcome
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Makes a cluster and starts it. Whoever calls must call `stop`, whatever happens. */
export async function startServer(bin: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'lichtruc-pg-'))
  const [data, log, secret] = [join(folder, 'data'), join(folder, 'log'), join(folder, 'password')]
  const stop = () => {
    if (existsSync(join(data, 'postmaster.pid'))) asServerUser(join(bin, 'pg_ctl'), ['stop', '-D', data, '-m', 'immediate', '-w'])
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const password = randomBytes(16).toString('hex')
    writeFileSync(secret, password)
    if (process.getuid?.() === 0) run('chown', ['-R', 'postgres', folder])
    asServerUser(join(bin, 'initdb'), ['-D', data, '-U', USER, `--pwfile=${secret}`, ...INITDB])
    const port = await freePort()
    const settings = Object.entries({ ...SETTINGS, port, unix_socket_directories: folder }).map(([name, value]) => `-c ${name}=${value}`)
    const start = () => asServerUser(join(bin, 'pg_ctl'), ['start', '-D', data, '-l', log, '-w', '-o', settings.join(' ')])
    withLog(log, start)
    return { url: `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`, stop }
  } catch (error) {
    stop()
    throw error
  }
}

/** Runs the start; when it fails, the reason is in the server's log. */
function withLog(log: string, start: () => void): void {
  try {
    start()
  } catch (error) {
    throw new Error(existsSync(log) ? readFileSync(log, 'utf8') : String(error), { cause: error })
  }
}
