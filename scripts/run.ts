import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The root of the project: every verb runs there, wherever it was called from. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** How a command ended, with all it said. */
export interface Outcome {
  readonly ok: boolean
  readonly output: string
}

/** Runs a command to its end without a terminal, so that nothing can wait for an answer. */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}
): Outcome {
  const env = { ...process.env, ...options.env }
  const ended = spawnSync(command, args, {
    cwd: options.cwd ?? root,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28
  })
  return { ok: ended.status === 0, output: ended.error ? ended.error.message : ended.stdout + ended.stderr }
}

/** Runs a command and shows what it says as it says it; answers its exit code. Signals that reach us are handed on to it. */
export function runShown(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] })
  const handOn = (signal: NodeJS.Signals) => void child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, handOn)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      for (const signal of signals) process.off(signal, handOn)
      resolve(code ?? 1)
    })
  })
}

/** Says what is wrong and ends the verb as failed. */
export function fail(...sentences: readonly string[]): never {
  for (const sentence of sentences) console.error(sentence)
  process.exit(1)
}
