import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { root } from '../run.ts'

/** A JSON schema as it stands in the document. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly minProperties?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly format?: string
  readonly description?: string
}

export interface Parameter {
  readonly in: 'path' | 'query' | 'header'
  readonly name: string
  readonly required?: boolean
  readonly schema: Schema
}

type Content = Readonly<Record<string, { readonly schema?: Schema; readonly examples?: { readonly demo?: { readonly value: unknown } } }>>

/** What can be asked: an operation of the document, or a page, which the document leaves out. */
export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly scope: string
  readonly parameters: readonly Parameter[]
  readonly body?: Schema
  readonly example?: unknown
  /** Media types by status, `5XX` among them. */
  readonly answers: ReadonlyMap<string, readonly string[]>
}

interface Stated {
  readonly operationId: string
  readonly 'x-scope': string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Stated>>>>
}

const document = JSON.parse(readFileSync(join(root, 'openapi', 'openapi.json'), 'utf8')) as Document
const NAME = 'openapi.json'

const operationOf = (path: string, method: string, stated: Stated): Operation => {
  const json = stated.requestBody?.content['application/json']
  return {
    id: stated.operationId,
    method: method.toUpperCase(),
    path,
    scope: stated['x-scope'],
    parameters: stated.parameters ?? [],
    ...(json?.schema && { body: json.schema, example: json.examples?.demo?.value }),
    answers: new Map(Object.entries(stated.responses).map(([status, { content }]) => [status, Object.keys(content ?? {})]))
  }
}

const text = (name: string, where: Parameter['in']): Parameter => ({ in: where, name, schema: { type: 'string', maxLength: 64 } })

const HTML = ['text/html', 'application/problem+json']
const PAGE_ANSWERS = new Map(['200', '302', '304', '400', '401', '403', '404', '409', '410', '413', '415', '429'].map((s) => [s, HTML]))

const page = (method: string, path: string, parameters: readonly Parameter[], type = 'text/html', body?: Schema): Operation => ({
  id: `page ${method} ${path}`,
  method,
  path,
  scope: 'public',
  parameters,
  answers: new Map(PAGE_ANSWERS).set('200', [type]),
  ...(body && { body })
})

/** What people see: not in the document, and held to the same manners. */
const PAGES: readonly Operation[] = [
  page('GET', '/', [text('centre', 'query'), text('month', 'query')]),
  page('GET', '/truc/{centre}/{post}', [text('centre', 'path'), text('post', 'path')]),
  page('GET', '/acknowledge/{token}', [text('token', 'path')]),
  page('POST', '/acknowledge/{token}', [text('token', 'path')], 'text/html', {
    type: 'object',
    properties: { by: { type: 'string', maxLength: 200 } }
  }),
  page('GET', '/assets/style.css', [], 'text/css'),
  page('GET', '/openapi.json', [], 'application/json'),
  page('GET', '/docs', []),
  page('GET', '/docs/static/{file}', [text('file', 'path')], 'application/javascript'),
  page('GET', '/{nowhere}', [text('nowhere', 'path')])
]

/** Everything that can be asked, in the order of the document. */
export const operations: readonly Operation[] = [
  ...Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, stated]) => operationOf(path, method, stated))
  ),
  ...PAGES
]

const ajv = new Ajv2020({ strict: false, allErrors: false })
;(addFormats as unknown as (ajv: Ajv2020) => void)(ajv)
ajv.addSchema(document, NAME)

const escapePointer = (name: string): string => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))

/** What of the answer the document does not allow; undefined for an answer as promised. `status` is that of the document, `5XX` too. */
export function breachOf({ path, method, id }: Operation, status: string, type: string, answer: unknown): string | undefined {
  if (id.startsWith('page ')) return undefined
  const pointer = ['paths', path, method.toLowerCase(), 'responses', status, 'content', type, 'schema'].map(escapePointer).join('/')
  const schema = `${NAME}#/${pointer}`
  const validate = ajv.getSchema(schema) ?? ajv.compile({ $ref: schema })
  if (validate(answer)) return undefined
  const [fault] = validate.errors ?? []
  return `${fault?.instancePath} ${fault?.message} ${JSON.stringify(fault?.params)}`
}
