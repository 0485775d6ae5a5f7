import { Agent, type IncomingHttpHeaders, request as open } from 'node:http'

/** What came back. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** The stream was left before its end, as one that goes on for as long as its job does. */
  readonly left: boolean
}

export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** No answer for so long is none. */
const PATIENCE = 60_000
/** An event stream is listened to for so long. */
const LISTENED = 150

const agent = new Agent({ keepAlive: true, maxSockets: 4 })
export const closeSender = (): void => agent.destroy()

/** Sends a request to the service on this machine; undefined when nothing comes back in time. */
export const send = (port: number, { method, url, headers, body }: Sent): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    const bytes = body === undefined ? undefined : Buffer.from(body)
    const all = { ...headers, ...(bytes && { 'content-length': String(bytes.length) }) }
    const asked = open({ host: '127.0.0.1', port, method, path: url, headers: all, agent, timeout: PATIENCE }, (reply) => {
      const chunks: Buffer[] = []
      const done = (left: boolean): void =>
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(chunks), left })
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.on('end', () => done(false))
      if (!String(reply.headers['content-type']).startsWith('text/event-stream')) return
      const leave = setTimeout(() => {
        done(true)
        asked.destroy()
      }, LISTENED)
      reply.on('close', () => clearTimeout(leave))
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(undefined))
    asked.end(bytes)
  })
