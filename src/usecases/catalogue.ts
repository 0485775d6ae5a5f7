import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import type { CentreId } from '../domain/ids.ts'
import { centreNoun } from '../store/centres.ts'
import {
  deleteOne,
  findOne,
  findSame,
  getOne,
  insertOne,
  listPage,
  lockOne,
  type Noun,
  type Page,
  type PageQuery,
  replaceOne,
  type Stored
} from '../store/noun.ts'
import { type Deps, transact } from './deps.ts'

/** What a value has before anything was said of it. */
export interface Identity {
  readonly id: string
  readonly version: number
}

/** How input becomes a value of one noun of the catalogue. */
export interface CatalogueNoun<Input extends object, T extends Stored> {
  readonly noun: Noun<T>
  /** Checks the whole input, resolves what it refers to, gathers every fault under its pointer, and returns the value. */
  prepare(deps: Deps, centreId: CentreId | null, identity: Identity, input: Input, errors: FieldErrors): Promise<T>
  /** The input that would make this value: what a partial change is laid over. */
  toInput(value: T): Input
}

export type { Page, PageQuery, Stored }
/** A condition that the list of one noun is narrowed by. */
export type Condition = Parameters<typeof listPage>[4]

/** One by id or code; throws NOT_FOUND. */
export const readOne = <Input extends object, T extends Stored>(
  deps: Deps,
  { noun }: CatalogueNoun<Input, T>,
  centreId: CentreId | null,
  ref: string
): Promise<T> => getOne(deps.db, noun, centreId, ref)

/** One page of the list, in the noun's order. */
export const readPage = <Input extends object, T extends Stored>(
  deps: Deps,
  { noun }: CatalogueNoun<Input, T>,
  centreId: CentreId | null,
  query: PageQuery,
  where?: Condition
): Promise<Page<T>> => listPage(deps.db, noun, centreId, query, where)

async function prepared<Input extends object, T extends Stored>(
  deps: Deps,
  entry: CatalogueNoun<Input, T>,
  centreId: CentreId | null,
  identity: Identity,
  input: Input
): Promise<T> {
  const errors = fieldErrors()
  const value = await entry.prepare(deps, centreId, identity, input, errors)
  errors.throwIfAny()
  return value
}

/** What is there after a request to add it, and whether it was added now. */
export interface Created<T> {
  readonly value: T
  readonly made: boolean
}

/**
 * Adds one; throws BAD_FIELD with every field at fault, CODE_TAKEN. What has no code to be known by is known by all that it says: said once
 * more in every field, it is the one that is there.
 */
export const createOne = <Input extends object, T extends Stored>(
  deps: Deps,
  entry: CatalogueNoun<Input, T>,
  centreId: CentreId | null,
  input: Input
): Promise<Created<T>> =>
  transact(deps, async (deps) => {
    const { noun } = entry
    const value = await prepared(deps, entry, centreId, { id: deps.newId(), version: 1 }, input)
    const known = noun.code === null && centreId !== null ? await knownAs(deps, noun, centreId, value) : undefined
    return known === undefined
      ? { value: await insertOne(deps.db, noun, centreId, value, deps.now()), made: true }
      : { value: known, made: false }
  })

/** The one that says the same, with others of the centre who say it now waiting until the transaction ends. */
async function knownAs<T extends Stored>({ db }: Deps, noun: Noun<T>, centreId: CentreId, value: T): Promise<T | undefined> {
  await lockOne(db, centreNoun, centreId)
  return findSame(db, noun, centreId, value)
}

/** Changes the named fields of one whose version is `expected`; the result is checked whole, as a new one would be. */
export const updateOne = <Input extends object, T extends Stored>(
  deps: Deps,
  entry: CatalogueNoun<Input, T>,
  centreId: CentreId | null,
  ref: string,
  expected: number,
  change: Partial<Input>
): Promise<T> =>
  transact(deps, async (deps) => {
    const before = await getOne(deps.db, entry.noun, centreId, ref)
    if (before.version !== expected) throw new DutyError('STALE_VERSION', { noun: entry.noun.name, expected })
    const input = { ...entry.toInput(before), ...change }
    const value = await prepared(deps, entry, centreId, { id: before.id, version: before.version }, input)
    return replaceOne(deps.db, entry.noun, centreId, value, expected, deps.now())
  })

/** Removes one that nothing refers to; throws IN_USE, or HAS_HISTORY when duties name it (end it instead). */
export const removeOne = <Input extends object, T extends Stored>(
  deps: Deps,
  { noun }: CatalogueNoun<Input, T>,
  centreId: CentreId | null,
  ref: string,
  expected: number
): Promise<void> => transact(deps, async (deps) => deleteOne(deps.db, noun, centreId, await getOne(deps.db, noun, centreId, ref), expected))

/** The id that a reference (id or code) in a field names; undefined, with BAD_REFERENCE under the pointer, when the centre has none. */
export async function resolve<Id extends string>(
  deps: Deps,
  noun: Noun<Stored & { readonly id: Id }>,
  centreId: CentreId,
  ref: string,
  errors: FieldErrors,
  pointer: string
): Promise<Id | undefined> {
  const found = await findOne(deps.db, noun, centreId, ref)
  if (found === undefined) errors.add(pointer, 'BAD_REFERENCE', { noun: noun.name, ref })
  return found?.id
}

/** `resolve` over a list; a reference said twice is a DUPLICATE_ITEM. */
export async function resolveAll<Id extends string>(
  deps: Deps,
  noun: Noun<Stored & { readonly id: Id }>,
  centreId: CentreId,
  refs: readonly string[],
  errors: FieldErrors,
  pointer: string
): Promise<Id[]> {
  const ids: Id[] = []
  for (const [index, ref] of refs.entries()) {
    const id = await resolve(deps, noun, centreId, ref, errors, `${pointer}/${index}`)
    if (id === undefined) continue
    if (ids.includes(id)) errors.add(`${pointer}/${index}`, 'DUPLICATE_ITEM', { value: ref })
    else ids.push(id)
  }
  return ids
}
