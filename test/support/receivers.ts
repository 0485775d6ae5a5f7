import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** Waits until the condition holds; throws what was waited for when it does not within the time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  const end = performance.now() + seconds * 1000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`)
    await pause(50)
  }
}

/** An event as a receiver got it. */
export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly path: string
  readonly body: string
}

/** Somebody's system that takes events. */
export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** How the next events are answered; 200 unless said otherwise. */
  answer: (response: ServerResponse) => void
  readonly close: () => Promise<void>
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      received.push({ headers: request.headers, path: request.url ?? '', body })
      receiver.answer(response)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (response) => void response.writeHead(200).end(),
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    }
  }
  return receiver
}

/** A mail server that keeps what it gets. */
export interface Mailbox {
  readonly url: string
  readonly letters: { readonly to: string; readonly letter: Email }[]
  /** Refuses recipients with this reply; undefined: takes everything. */
  refusal: { readonly code: number; readonly text: string } | undefined
  readonly close: () => Promise<void>
}

export async function openMailbox(): Promise<Mailbox> {
  const letters: Mailbox['letters'] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      const { refusal } = mailbox
      done(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join()
        void PostalMime.parse(Buffer.concat(chunks)).then((letter) => {
          letters.push({ to, letter })
          done()
        })
      })
    }
  })
  server.on('error', () => undefined)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as AddressInfo
  const mailbox: Mailbox = {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    refusal: undefined,
    close: () => new Promise((done) => server.close(done))
  }
  return mailbox
}
