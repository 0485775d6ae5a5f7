import { type ChildProcess, fork } from 'node:child_process'
import type { Heard } from './service.ts'

type Ready = Extract<Heard, { kind: 'ready' }>

/** The service in a process of its own. */
export interface Service extends Ready {
  /** Milliseconds of CPU that its main thread spent on the request of that id; undefined where it did not come so far. */
  readonly cost: (id: string) => Promise<number | undefined>
  /** What it said of a failure. */
  readonly errorOf: (id: string) => string | undefined
  readonly later: () => void
  readonly stop: () => void
}

/** The cost of a request is told with its answer; requests that are refused before they are looked at cost nothing that is told. */
const WAITED_FOR = 30

/** Starts the service and waits until it has its world. */
export async function startService(): Promise<Service> {
  const child: ChildProcess = fork(new URL('./service.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const costs = new Map<string, number>()
  const errors = new Map<string, string>()
  const waiting = new Map<string, (cpu: number) => void>()
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)))
    child.on('message', (heard: Heard) => {
      if (heard.kind === 'ready') resolve(heard)
      else if (heard.kind === 'error') errors.set(heard.id, heard.text)
      else {
        costs.set(heard.id, heard.cpu)
        waiting.get(heard.id)?.(heard.cpu)
      }
    })
  })
  child.removeAllListeners('exit')
  return {
    ...ready,
    errorOf: (id) => errors.get(id),
    cost: (id) =>
      new Promise((resolve) => {
        const known = costs.get(id)
        if (known !== undefined) return resolve(known)
        waiting.set(id, resolve)
        setTimeout(() => resolve(undefined), WAITED_FOR)
      }),
    later: () => void child.send('later'),
    stop: () => void child.kill()
  }
}
