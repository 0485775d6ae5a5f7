import { breachOf, type Operation } from './document.ts'
import type { Request } from './request.ts'
import type { Answer } from './send.ts'
import { MARKUP } from './values.ts'

/** What can be wrong with an answer. */
export const KINDS = ['server_errors', 'schema_breaches', 'leaks', 'unanswered'] as const
export type Kind = (typeof KINDS)[number]

export interface Fault {
  readonly kind: Kind
  /** What is wrong, the same for the same fault. */
  readonly what: string
  /** What of this answer shows it. */
  readonly sample: string
}

/** Nobody who asks in a megabyte is answered in more. */
const LARGEST = 1_000_000

const fault = (kind: Kind, what: string, sample = ''): Fault => ({ kind, what, sample: sample.slice(0, 400) })

const typeOf = ({ headers }: Answer): string => (headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''

/** The line of the document that the status falls under. */
const lineFor = ({ answers }: Operation, status: number): string | undefined =>
  [String(status), `${String(status)[0]}XX`].find((line) => answers.has(line))

function bodyFault(operation: Operation, line: string, type: string, text: string): Fault | undefined {
  if (!/\bjson$/.test(type)) return undefined
  try {
    const breach = breachOf(operation, line, type, JSON.parse(text))
    return breach === undefined ? undefined : fault('schema_breaches', `${line}: not as the schema says: ${breach}`, text)
  } catch (error) {
    return fault('schema_breaches', `${line}: ${String(error).slice(0, 120)}`, text)
  }
}

/** Whether status, content type and body are as the document says. */
function documentFault({ operation }: Request, answer: Answer, text: string): Fault | undefined {
  const line = lineFor(operation, answer.status)
  if (line === undefined) return fault('schema_breaches', `status ${answer.status} is not documented`, text)
  const types = operation.answers.get(line) ?? []
  const type = typeOf(answer)
  if (types.length === 0) return text === '' ? undefined : fault('schema_breaches', `${line} has a body`, text)
  if (answer.status === 304) return undefined
  if (!types.includes(type)) return fault('schema_breaches', `${line}: content type "${type}" is not among ${types.join(', ')}`, text)
  return bodyFault(operation, line, type, text)
}

/** Whether the headers are there that every answer has. */
function headerFault({ operation, url }: Request, { status, headers }: Answer, id: string): Fault | undefined {
  if (headers['x-request-id'] !== id) return fault('schema_breaches', `${status} without the request's id`, JSON.stringify(headers))
  if (headers['x-content-type-options'] !== 'nosniff') return fault('schema_breaches', `${status} without nosniff`)
  if (operation.path.startsWith('/v1/') && !/authorization/i.test(headers.vary ?? ''))
    return fault('schema_breaches', `${status} does not vary by Authorization`, url)
  if (status === 429 && headers['retry-after'] === undefined) return fault('schema_breaches', '429 without Retry-After')
  const tagged = operation.parameters.some(({ name }) => name === 'if-none-match')
  if (status === 200 && tagged && headers.etag === undefined) return fault('schema_breaches', '200 without ETag, and If-None-Match is read')
  return undefined
}

function problemFault({ url }: Request, answer: Answer, text: string): Fault | undefined {
  if (typeOf(answer) !== 'application/problem+json') return undefined
  const { status, instance } = JSON.parse(text) as { status: number; instance: string }
  if (status !== answer.status) return fault('schema_breaches', `${answer.status}: the problem says ${status}`, text)
  return url.startsWith(instance) ? undefined : fault('schema_breaches', `${answer.status}: the problem is of another address`, text)
}

/** What of our insides no answer may show. */
const INSIDES =
  /\bat [\w.<> ]+ \(?(?:file|node):|node_modules|\/src\/[\w/-]+\.ts|(?:insert into|select|update|delete from) \\?"[a-z_]+\\?"|violates|relation \\?"|PGlite/i

function insidesFault({ body = '', url }: Request, text: string): Fault | undefined {
  const found = INSIDES.exec(text)?.[0]
  if (found === undefined || body.includes(found) || url.includes(encodeURIComponent(found))) return undefined
  return fault('leaks', `shows its insides: ${found}`, text.slice(Math.max(0, text.indexOf(found) - 100)))
}

const markupFault = (answer: Answer, text: string): Fault | undefined =>
  typeOf(answer) === 'text/html' && text.includes(MARKUP) ? fault('leaks', 'a page shows mark-up that somebody sent') : undefined

/** The first thing that is wrong with the answer by itself; undefined for nothing. */
export function judge(request: Request, answer: Answer | undefined, id: string): Fault | undefined {
  if (answer === undefined) return fault('unanswered', 'no answer')
  // a head too large is refused by HTTP itself, before there is a request
  if (answer.status === 431) return undefined
  const text = answer.body.toString()
  if (answer.status >= 500 && request.operation.id !== 'getReadiness') return fault('server_errors', `status ${answer.status}`, text)
  if (answer.body.length > LARGEST) return fault('schema_breaches', 'an answer over 1 MB')
  return (
    insidesFault(request, text) ??
    headerFault(request, answer, id) ??
    (answer.left ? undefined : documentFault(request, answer, text)) ??
    problemFault(request, answer, text) ??
    markupFault(answer, text)
  )
}
