import { Ajv, type Options } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'

const options: Options = { allErrors: true, useDefaults: true, strict: false, removeAdditional: false }

function ajvWith(extra: Options, schemas: readonly object[]): Ajv {
  const ajv = new Ajv({ ...options, ...extra })
  ;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
  for (const schema of schemas) ajv.addSchema(schema)
  return ajv
}

/**
 * Validators of requests: every fault is found, unknown fields are refused. Bodies are taken as they are; query, path and header
 * values are text and may be read as the number or boolean asked for.
 */
export function buildValidator(schemas: unknown): FastifySchemaCompiler<unknown> {
  const known = Object.values(schemas as Record<string, object>)
  const body = ajvWith({}, known)
  const text = ajvWith({ coerceTypes: true }, known)
  return (({ schema, httpPart }) => (httpPart === 'body' ? body : text).compile(schema as object)) as FastifySchemaCompiler<unknown>
}
