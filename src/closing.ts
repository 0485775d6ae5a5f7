import type { FastifyInstance } from 'fastify'
import { errorText } from './logged-error.ts'

/** How long closing may take, in milliseconds since the signal. */
export interface Patience {
  /** For requests under way to be answered; then their connections are cut, half-sent or not. */
  readonly drain: number
  /** For everything else, workers and database; then the process ends as it is. */
  readonly giveUp: number
}

/** Well within the thirty seconds that those who run processes wait before they kill (Kubernetes; systemd waits ninety). */
const STANDARD: Patience = { drain: 10_000, giveUp: 20_000 }

/** Until the server has stopped listening somebody may still come. */
const CUT_EVERY = 100

/** `npm start` passes a Ctrl-C on that the terminal has sent everybody already: two signals so close are one. */
const SAME_SIGNAL = 1000

/** Exit codes by POSIX custom: 128 and the number of the signal. */
const KILLED_BY = { SIGINT: 130, SIGTERM: 143 } as const

/** Ends the process cleanly (0) at the first signal, whatever its clients do; at once at the second. */
export function closeOnSignals(app: FastifyInstance, { drain, giveUp }: Patience = STANDARD): void {
  let since: number | undefined
  const close = (): void => {
    setTimeout(() => setInterval(() => app.server.closeAllConnections(), CUT_EVERY).unref(), drain).unref()
    setTimeout(() => leave(1, 'Closing took too long.'), giveUp).unref()
    app.close().then(
      () => process.exit(0),
      (error: unknown) => leave(1, errorText(error))
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      const now = performance.now()
      if (since !== undefined && now - since > SAME_SIGNAL) process.exit(KILLED_BY[signal])
      if (since !== undefined) return
      since = now
      close()
    })
  }
}

function leave(code: number, sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exit(code)
}

/** What nobody foresaw ends the process, and is told without the data that it was about. */
export function endOnDefects(): void {
  process.on('uncaughtException', (error) => leave(1, errorText(error)))
}
