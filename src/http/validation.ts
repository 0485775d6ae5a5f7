import { Ajv, type Options, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'

/** The schemas are ours, and the OpenAPI document made of them is linted: they are not validated once more at each start. */
const options: Options = { allErrors: true, useDefaults: true, strict: false, removeAdditional: false, validateSchema: false }

function ajvWith(extra: Options, schemas: readonly object[]): Ajv {
  const ajv = new Ajv({ ...options, ...extra })
  ;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
  for (const schema of schemas) ajv.addSchema(schema)
  return ajv
}

interface Validators {
  readonly body: Ajv
  readonly text: Ajv
}

/** The validators last built, by the schemas they know: Fastify asks for them anew for each route, and building them takes long. */
let last: { readonly made: string; readonly validators: Validators } | undefined

function validatorsOver(schemas: Record<string, object>): Validators {
  const made = Object.keys(schemas).join()
  const known = Object.values(schemas)
  if (last?.made !== made) last = { made, validators: { body: ajvWith({}, known), text: ajvWith({ coerceTypes: true }, known) } }
  return last.validators
}

/** The same validator, compiled when it is first asked: compiling all of them took most of the time of a start. */
function onFirstUse(compile: () => ValidateFunction): ValidateFunction {
  let compiled: ValidateFunction | undefined
  const validate = ((data: unknown) => {
    compiled ??= compile()
    const valid = compiled(data)
    validate.errors = compiled.errors ?? null
    return valid
  }) as ValidateFunction
  return validate
}

/**
 * Validators of requests: every fault is found, unknown fields are refused. Bodies are taken as they are; query, path and header
 * values are text and may be read as the number or boolean asked for.
 */
export function buildValidator(schemas: unknown): FastifySchemaCompiler<unknown> {
  const { body, text } = validatorsOver(schemas as Record<string, object>)
  return (({ schema, httpPart }) =>
    onFirstUse(() => (httpPart === 'body' ? body : text).compile(schema as object))) as FastifySchemaCompiler<unknown>
}
