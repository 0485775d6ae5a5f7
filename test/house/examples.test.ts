import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { connectPostgres } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { OPERATIONS } from '../../src/http/scopes.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { engine } from '../support/engine.ts'
import { type Example, recordExamples } from '../support/examples.ts'
import { story } from '../support/examples-story.ts'

const folder = new URL('../../openapi/examples/', import.meta.url)
const texts = readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), 'utf8')] as const)
const files = new Map(texts.map(([file, text]) => [file.replace(/\.json$/, ''), JSON.parse(text) as Example]))
// test/house/operations.test.ts holds these to be the operations of the document.
const operations = Object.keys(OPERATIONS).sort()

t.test('every operation has an example, and no file is without an operation', async (t) => {
  t.strictSame([...files.keys()].sort(), operations)
  for (const [name, { operationId }] of files) t.equal(operationId, name, `${name}.json names its operation`)
})

t.test('no example holds what the next recording would change', async (t) => {
  for (const [file, text] of texts) t.notMatch(text, /[\da-f]{8}-[\da-f]{4}-|[\da-f]{64}|lt_\w{20}/, file)
})

t.test('the story asks and is answered as the examples say', async (t) => {
  const told = await recordExamples(story)
  t.strictSame([...told.keys()].sort(), operations, 'the story covers every operation')
  for (const [operationId, example] of told) t.strictSame(example, files.get(operationId), `${operationId} (else: npm run examples)`)
})

interface Shown {
  readonly content?: Readonly<Record<string, { readonly examples?: { readonly demo?: { readonly value: unknown } } }>>
}
interface Operation {
  readonly operationId: string
  readonly requestBody?: Shown
  readonly responses: Readonly<Record<string, Shown>>
}

const valueIn = (shown: Shown | undefined): unknown => shown?.content?.['application/json']?.examples?.demo?.value

t.test('the document shows every example', async (t) => {
  const { db, close } = connectPostgres('postgres://nobody@127.0.0.1:1/none')
  const app = await buildApp(withMemory({ db, now: () => 0 as Instant, newId: () => '', optimise: engine }))
  await app.ready()
  const { paths } = app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> }
  await app.close()
  await close()
  for (const { operationId, requestBody, responses } of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    const { request, response } = files.get(operationId) ?? {}
    t.strictSame(valueIn(requestBody), request?.body, `${operationId}: request`)
    const isJson = responses[String(response?.status)]?.content?.['application/json'] !== undefined
    t.strictSame(valueIn(responses[String(response?.status)]), isJson ? response?.body : undefined, `${operationId}: response`)
  }
})
