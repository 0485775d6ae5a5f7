import { connect, type Socket } from 'node:net'
import type { Problem } from '../../src/http/problem.ts'

/** What came back over a connection: the first answer on it. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** The first answer in what was received; undefined where that is none. */
export function readAnswer(received: string): RawAnswer | undefined {
  const [head = '', ...rest] = received.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]
  if (status === undefined) return undefined
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
  return { status: Number(status), headers: Object.fromEntries(headers), text: rest.join('\r\n\r\n') }
}

/** A connection, and all that was received on it when it was closed. */
export function open(port: number): { readonly socket: Socket; readonly received: Promise<string> } {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  socket.on('error', () => undefined)
  return { socket, received: new Promise((resolve) => socket.on('close', () => resolve(text))) }
}

/** Sends these bytes, says nothing more, and waits until the other side has hung up: it does not wait for whoever hangs up first. */
export async function sendRaw(port: number, bytes: string): Promise<RawAnswer> {
  const { socket, received } = open(port)
  socket.write(bytes)
  const answer = readAnswer(await received)
  if (answer === undefined) throw new Error(`no answer to ${bytes.slice(0, 80)}`)
  return answer
}

export const problemIn = ({ text }: RawAnswer): Problem => JSON.parse(text) as Problem
