import { Ajv, type Options, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import { DutyError } from '../domain/errors.ts'
import { isBeyond, type Schema, sizesOf } from './request-size.ts'

/** The schemas are ours, and the OpenAPI document made of them is linted: they are not validated once more at each start. */
const options: Options = { useDefaults: true, strict: false, removeAdditional: false, validateSchema: false }

function ajvWith(extra: Options, schemas: readonly object[]): Ajv {
  const ajv = new Ajv({ ...options, ...extra })
  ;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
  for (const schema of schemas) ajv.addSchema(schema)
  return ajv
}

/** Two readings of the same: `quick` stops at the first fault, `thorough` finds them all and is asked only when there is one. */
interface Readers {
  readonly quick: Ajv
  readonly thorough: Ajv
}

const readersWith = (extra: Options, schemas: readonly object[]): Readers => ({
  quick: ajvWith(extra, schemas),
  thorough: ajvWith({ ...extra, allErrors: true }, schemas)
})

interface Validators {
  readonly body: Readers
  readonly text: Readers
}

/** The validators last built, by the schemas they know: Fastify asks for them anew for each route, and building them takes long. */
let last: { readonly made: string; readonly validators: Validators } | undefined

function validatorsOver(schemas: Record<string, object>): Validators {
  const made = Object.keys(schemas).join()
  const known = Object.values(schemas)
  if (last?.made !== made) last = { made, validators: { body: readersWith({}, known), text: readersWith({ coerceTypes: true }, known) } }
  return last.validators
}

type Faults = NonNullable<ValidateFunction['errors']>

/** What a schema finds at fault, or undefined. Compiled when it is first asked: compiling all of them would take most of the time of a start. */
function faultsBy(ajv: Ajv, schema: Schema): (data: unknown) => Faults | undefined {
  let compiled: ValidateFunction | undefined
  return (data) => {
    compiled ??= ajv.compile(schema)
    return compiled(data) ? undefined : (compiled.errors ?? [])
  }
}

type Verdict = true | { readonly error: Faults | DutyError }

/**
 * Judges a part of a request. What is well formed is read once. Of what is not, sizes are looked at first, so that what is found at fault,
 * and the work of finding it, never grow with what was sent.
 */
function judge({ quick, thorough }: Readers, schema: Schema): (data: unknown) => Verdict {
  const [first, sizes, all] = [faultsBy(quick, schema), faultsBy(thorough, sizesOf(schema)), faultsBy(thorough, schema)]
  return (data) => {
    const found = first(data)
    if (found === undefined) return true
    if (isBeyond(data)) return { error: new DutyError('PAYLOAD_TOO_LARGE') }
    return { error: sizes(data) ?? all(data) ?? found }
  }
}

/**
 * Validators of requests: every fault is found, unknown fields are refused. Bodies are taken as they are; query, path and header
 * values are text and may be read as the number or boolean asked for.
 */
export function buildValidator(schemas: unknown): FastifySchemaCompiler<unknown> {
  const { body, text } = validatorsOver(schemas as Record<string, object>)
  return (({ schema, httpPart }) => judge(httpPart === 'body' ? body : text, schema as Schema)) as FastifySchemaCompiler<unknown>
}
