/** Values of one body: an honest post, with every place of every order of every seat, has some hundreds, half a megabyte of rubbish 250,000. */
const MOST_VALUES = 20_000
/** Lists and objects in one another: the deepest body that any route takes has seven. */
const DEEPEST = 32

/** What a schema may hold that speaks of sizes, or of where to look for them. */
export interface Schema {
  readonly maxItems?: number
  readonly maxProperties?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

/**
 * What the schema says of how much there may be, and nothing else. Of a union everything that its branches say counts: what speaks of lists
 * says nothing of others, and no union has two lists.
 */
export function sizesOf({ maxItems, maxProperties, properties = {}, items, anyOf = [] }: Schema): Schema & object {
  return {
    ...(maxItems !== undefined && { maxItems }),
    ...(maxProperties !== undefined && { maxProperties }),
    ...(items !== undefined && { items: sizesOf(items) }),
    ...(anyOf.length > 0 && { allOf: anyOf.map(sizesOf) }),
    properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, sizesOf(schema)]))
  }
}

/** Whether there are more values, or deeper ones, than any honest request has. Looks at no more than it takes to know. */
export function isBeyond(data: unknown): boolean {
  let [level, seen] = [[data], 1]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST || seen > MOST_VALUES) return true
    level = level.filter((value) => typeof value === 'object' && value !== null).flatMap((value) => Object.values(value as object))
    seen += level.length
  }
  return false
}
