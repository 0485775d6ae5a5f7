import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Question } from './lookup-load.ts'

/** What a burst of load measured: how long each request took, in milliseconds, none left out, and how long the burst lasted, in seconds. */
export interface Fired {
  readonly times: readonly number[]
  readonly seconds: number
}

/** Connections, each with one request under way: the next is sent as soon as the answer is there. */
export const CONNECTIONS = 32

const LENGTH = Buffer.from('content-length: ')
const HEAD_END = Buffer.from('\r\n\r\n')
const OK = Buffer.from('HTTP/1.1 200 ')

/** How long a whole answer is; undefined while its head is not here yet. Throws for any answer but 200. */
function lengthOf(bytes: Buffer): number | undefined {
  const head = bytes.indexOf(HEAD_END)
  if (head < 0) return undefined
  if (bytes.compare(OK, 0, OK.length, 0, OK.length) !== 0) throw new Error(bytes.toString('utf8', 0, 400))
  const at = bytes.indexOf(LENGTH) + LENGTH.length
  if (at < LENGTH.length || at > head) throw new Error('an answer states no length')
  return head + HEAD_END.length + Number.parseInt(bytes.toString('latin1', at, at + 12), 10)
}

const requestOf = ({ path, key }: Question): Buffer =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\naccept: application/json\r\n\r\n`)

/** Calls `whole` at the end of each answer, `failed` at what is none. */
function answers(whole: () => void, failed: (error: unknown) => void): (chunk: Buffer) => void {
  let rest: Buffer | undefined
  return (chunk) => {
    const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk])
    try {
      const length = lengthOf(bytes)
      const isWhole = length !== undefined && bytes.length >= length
      rest = isWhole ? undefined : bytes
      if (isWhole) whole()
    } catch (error) {
      failed(error)
    }
  }
}

/**
 * One connection that asks its share of the questions over and over until `open()` says no. By hand over a socket: autocannon spends as much
 * on an answer as a bare route does (40 µs, this 25), and on two cores it would be autocannon that is measured.
 */
async function asking(port: number, requests: readonly Buffer[], open: () => boolean, took: (millis: number) => void): Promise<void> {
  const socket: Socket = connect(port, '127.0.0.1').setNoDelay(true)
  await once(socket, 'connect')
  await new Promise<void>((resolve, reject) => {
    let [next, sentAt] = [0, 0]
    const send = (): void => {
      sentAt = performance.now()
      socket.write(requests[next] as Buffer)
      next = (next + 1) % requests.length
    }
    const whole = (): void => {
      took(performance.now() - sentAt)
      if (open()) send()
      else resolve()
    }
    socket.on('data', answers(whole, reject)).on('error', reject)
    socket.on('close', () => reject(new Error('the server closed the connection')))
    send()
  }).finally(() => socket.removeAllListeners('close').destroy())
}

/** Fires for so many milliseconds, all questions in turn. */
export async function fire(port: number, questions: readonly Question[], millis: number): Promise<Fired> {
  const requests = questions.map(requestOf)
  const shares = Array.from({ length: CONNECTIONS }, (_, share) => requests.filter((_, n) => n % CONNECTIONS === share))
  const times: number[] = []
  const from = performance.now()
  const open = (): boolean => performance.now() - from < millis
  await Promise.all(shares.map((share) => asking(port, share, open, (time) => void times.push(time))))
  return { times, seconds: (performance.now() - from) / 1000 }
}

/** Requests a second over several bursts, and the time that one in a hundred takes longer than, in milliseconds. */
export function summed(bursts: readonly Fired[]): { readonly perSecond: number; readonly p99: number; readonly requests: number } {
  const times = bursts.flatMap((burst) => burst.times).sort((a, b) => a - b)
  const seconds = bursts.reduce((sum, burst) => sum + burst.seconds, 0)
  return { perSecond: times.length / seconds, p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN, requests: times.length }
}
