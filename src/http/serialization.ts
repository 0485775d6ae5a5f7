import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'

type Schemas = Parameters<ReturnType<typeof SerializerSelector>>[0]
type Options = Parameters<ReturnType<typeof SerializerSelector>>[1]
type Compile = ReturnType<ReturnType<typeof SerializerSelector>>
type Serialize = ReturnType<Compile>
type Route = Parameters<Compile>[0]

/** What was last compiled, by the schemas it knows: Fastify asks anew for each part of the service. */
let last: { readonly made: string; readonly kept: Map<string, Serialize> } | undefined

/**
 * Serializers of responses as Fastify makes them, but each is compiled when it is first needed, and the same schema once: every route
 * answers with the same problem document for eight statuses, and compiling all of them took most of the time of a start.
 */
export function buildSerializer(schemas: Schemas, options: Options): Compile {
  let compile: Compile | undefined
  const made = Object.keys((schemas ?? {}) as object).join()
  if (last?.made !== made) last = { made, kept: new Map() }
  const { kept } = last
  const compiled = (route: Route): Serialize => {
    const key = JSON.stringify(route.schema)
    compile ??= SerializerSelector()(schemas, options)
    const serialize = kept.get(key) ?? compile(route)
    kept.set(key, serialize)
    return serialize
  }
  return (route) => {
    let serialize: Serialize | undefined
    return (document) => {
      serialize ??= compiled(route)
      return serialize(document)
    }
  }
}
