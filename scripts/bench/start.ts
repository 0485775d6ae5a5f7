/**
 * `npm run bench:start`: what a start costs, of a child process on a folder of its own: CPU until the first look-up is answered, on an empty
 * folder (a demo is planned) and on one that is kept, and memory when all is up. Last line JSON `{"kept_ms_cpu","empty_ms_cpu","rss_mb"}`.
 * Reads /proc, so Linux only. CPU, not time: a machine that does other things says nearly the same.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from '../run.ts'

/** Milliseconds of a clock tick in /proc; 100 a second on every Linux that Node runs on. */
const TICK = 10
const READY = /OpenAPI: +http/
const COMPLETE = /the demo is complete/
const STARTS = 3

interface Started {
  readonly child: ChildProcess
  readonly said: () => string
}

function start(folder: string, port: number): Started {
  const child = spawn(process.execPath, ['src/start.js'], {
    cwd: root,
    env: { PATH: '/usr/bin:/bin', PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  process.once('exit', () => child.kill('SIGKILL'))
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return { child, said: () => said }
}

/** User and system time of the process and all its threads, in milliseconds. */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK
}

const rssOf = ({ pid }: ChildProcess): number =>
  Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)

/** Asks until it is answered; who asks too early waits at the port. */
async function firstAnswer(port: number): Promise<void> {
  const question = `http://127.0.0.1:${port}/v1/on-duty?agency=pc01&centre=lang-son`
  for (;;) {
    const reply = await fetch(question).catch(() => undefined)
    if (reply?.ok) return
    await pause(5)
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(50)
}

async function stop({ child }: Started): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  await ended
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

async function measure(folder: string, all: RegExp): Promise<{ readonly cpu: number; readonly rss: number }> {
  const port = await freePort()
  const started = start(folder, port)
  await firstAnswer(port)
  const cpu = cpuOf(started.child)
  await until(() => all.test(started.said()))
  const rss = rssOf(started.child)
  await stop(started)
  return { cpu, rss }
}

const folder = mkdtempSync(join(tmpdir(), 'bench-start-'))
try {
  const empty = await measure(join(folder, 'data'), COMPLETE)
  console.log(`Empty: ${empty.cpu} ms of CPU until the first centre is answered for.`)
  const kept: { readonly cpu: number; readonly rss: number }[] = []
  for (let time = 0; time < STARTS; time += 1) kept.push(await measure(join(folder, 'data'), READY))
  console.log(`Kept, each start: ${kept.map(({ cpu }) => cpu).join(', ')} ms of CPU.`)
  const [middle] = kept.toSorted((a, b) => a.cpu - b.cpu).slice(1)
  console.log(JSON.stringify({ kept_ms_cpu: middle?.cpu, empty_ms_cpu: empty.cpu, rss_mb: middle?.rss }))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
