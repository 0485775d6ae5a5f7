import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ADMIN_KEY } from './database.ts'
import type { JobJson } from './months.ts'
import type { Service } from './service.ts'

/** An event of a job's stream. */
export interface JobEvent {
  readonly event: string
  readonly id: number
  readonly data: JobJson
}

/** The events of a stream; comments are left out. */
export const eventsIn = (text: string): JobEvent[] =>
  text
    .split('\n\n')
    .filter((block) => block.startsWith('event: '))
    .map((block) => {
      const [, event = '', id = '', data = ''] = /^event: (\w+)\nid: (\d+)\ndata: (.*)$/.exec(block) ?? []
      return { event, id: Number(id), data: JSON.parse(data) as JobJson }
    })

/** Follows a job to its end; resolves with every event. */
export const follow = async (s: Service, { id }: { id: string }, headers: Record<string, string> = {}): Promise<JobEvent[]> =>
  eventsIn((await s.call<string>('GET', `/v1/jobs/${id}/events`, { headers })).body)

/** Waits until a job shows this much: its events tell, so nothing is asked twice. */
export async function until(s: Service, { id }: { id: string }, holds: (job: JobJson) => boolean): Promise<JobJson> {
  const stream = await listen(s, `/v1/jobs/${id}/events`)
  try {
    let text = ''
    for await (const chunk of stream) {
      text += chunk
      const found = eventsIn(text.slice(0, text.lastIndexOf('\n\n') + 2)).find(({ data }) => holds(data))
      if (found) return found.data
    }
    throw new Error(`the stream ended:\n${text}`)
  } finally {
    stream.destroy()
  }
}

/** A stream as a client over the network has it. */
export async function listen(s: Service, path: string): Promise<IncomingMessage> {
  if (!s.app.server.listening) await s.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = s.app.server.address() as AddressInfo
  const asked = httpRequest({ host: '127.0.0.1', port, path, headers: { authorization: `Bearer ${ADMIN_KEY}` } }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return answer.setEncoding('utf8')
}

/** Whether a job shows a plan that could be kept. */
export const hasPlan = ({ progress }: JobJson): boolean => progress !== null && progress.best !== null
