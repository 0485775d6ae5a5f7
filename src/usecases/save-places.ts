import type { Day, Period } from '../domain/day.ts'
import type { FieldErrors } from '../domain/errors.ts'
import { optionalDay } from '../domain/fields.ts'
import type { CentreId, ProviderId } from '../domain/ids.ts'
import type { Member, Place, Post } from '../domain/post.ts'
import type { Provider } from '../domain/provider.ts'
import { listAll } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import type { Deps } from './deps.ts'

/** Somebody of a group, and the days on which they belong to it; left out = always. */
export interface MemberInput {
  readonly provider: string
  readonly from?: string | null
  readonly to?: string | null
}

/** A place of a cycle as people write it, with exactly one of `provider`, `anyOf` and `nobody`. */
export interface PlaceLine extends Partial<MemberInput> {
  readonly anyOf?: readonly (string | MemberInput)[]
  readonly nobody?: boolean
  readonly weight?: number
}
/** A plain reference is a person who always takes their turns. */
export type PlaceInput = string | PlaceLine

/** What the people of a post are checked against. */
export interface Staff {
  readonly valid: Pick<Post, 'validFrom' | 'validTo'>
  readonly today: Day
  /** People of the centre by id and by code. */
  readonly people: ReadonlyMap<string, Provider>
  readonly errors: FieldErrors
}

/** A place that takes all its turns. */
const FULL = 100

/** People of the centre by id and by code. */
export async function peopleOf(deps: Deps, centreId: CentreId): Promise<Map<string, Provider>> {
  const all = await listAll(deps.db, providerNoun, centreId)
  return new Map(all.flatMap((each) => [[each.code, each] as const, [each.id, each] as const]))
}

/** Whether somebody is named for days after their last: all of the term, or those of it that are still to come. */
const isGone = ({ endedOn }: Provider, term: Period, today: Day): boolean => {
  if (endedOn === null) return false
  const begins = term.from > today ? term.from : today
  const isOver = term.to !== null && (term.to < begins || term.to <= endedOn)
  return endedOn < term.from || (endedOn < begins && !isOver)
}

/** The person that a reference names for those days; BAD_REFERENCE when there is none, PROVIDER_ENDED when they have left by then. */
export function personOf({ people, today, errors }: Staff, ref: string, term: Period, pointer: string): ProviderId | undefined {
  const found = people.get(ref)
  if (found === undefined) errors.add(pointer, 'BAD_REFERENCE', { noun: providerNoun.name, ref })
  else if (isGone(found, term, today)) errors.add(pointer, 'PROVIDER_ENDED', { ref, day: found.endedOn ?? '' })
  return found?.id
}

const earlier = (a: Day | null, b: Day | null): Day | null => (a === null || (b !== null && b < a) ? b : a)

function memberOf(staff: Staff, { provider, from, to }: MemberInput, term: Period, at: string, pointer: string): Member | undefined {
  const { errors } = staff
  const days = { from: optionalDay(errors, `${at}/from`, from), to: optionalDay(errors, `${at}/to`, to) }
  const first = days.from !== null && days.from > term.from ? days.from : term.from
  if (days.to !== null && days.to < first) errors.add(`${at}/to`, 'BAD_PERIOD', { from: first, to: days.to })
  const providerId = personOf(staff, provider, { from: first, to: earlier(days.to, term.to) }, pointer)
  return providerId && { providerId, ...days }
}

/** Everybody that a line names, as sent, each with the pointer to their fields and to their reference. */
function namedIn(line: PlaceLine, at: string): (readonly [MemberInput, string, string])[] {
  const { provider, from, to, anyOf = [] } = line
  const group = anyOf.map((each, index) => {
    const pointer = `${at}/anyOf/${index}`
    return typeof each === 'string' ? ([{ provider: each }, pointer, pointer] as const) : ([each, pointer, `${pointer}/provider`] as const)
  })
  if (provider === undefined) return group
  return [[{ provider, ...(from && { from }), ...(to && { to }) }, at, `${at}/provider`], ...group]
}

/** A line says one thing: who, who of a group, or that nobody. */
function checkLine({ errors }: Staff, line: PlaceLine, at: string): void {
  const says = { provider: Boolean(line.provider), anyOf: Boolean(line.anyOf?.length), nobody: line.nobody === true }
  const said = (['provider', 'anyOf', 'nobody'] as const).filter((field) => says[field])
  if (said.length === 0) errors.add(`${at}/provider`, 'MISSING_FIELD')
  for (const field of said.slice(1)) errors.add(`${at}/${field}`, 'UNKNOWN_FIELD')
  const dated = (['from', 'to'] as const).filter((field) => line[field] && line.provider === undefined)
  for (const field of dated) errors.add(`${at}/${field}`, 'UNKNOWN_FIELD')
}

/**
 * The places of one declared order, which hold for those days. Nobody stands in it twice (DUPLICATE_ITEM): who is to serve more often
 * is given the weight, and the others less.
 */
export function placesOf(staff: Staff, inputs: readonly PlaceInput[], term: Period, at: string): Place[] {
  const seen = new Set<ProviderId>()
  return inputs.map((input, index) => {
    const here = `${at}/${index}`
    const line = typeof input === 'string' ? { provider: input } : input
    checkLine(staff, line, here)
    const members = namedIn(line, here).flatMap(([named, place, ref]): Member[] => {
      const pointer = typeof input === 'string' ? here : ref
      const member = memberOf(staff, named, term, place, pointer)
      if (member === undefined) return []
      if (seen.has(member.providerId)) staff.errors.add(pointer, 'DUPLICATE_ITEM', { value: named.provider })
      seen.add(member.providerId)
      return [member]
    })
    return { weight: ('weight' in line ? line.weight : undefined) ?? FULL, members }
  })
}

const memberInput = ({ providerId, from, to }: Member): string | MemberInput =>
  from === null && to === null ? providerId : { provider: providerId, ...(from && { from }), ...(to && { to }) }

/** The shortest line that makes this place. */
export function placeInput({ weight, members }: Place): PlaceInput {
  const share = weight === FULL ? {} : { weight }
  const [only] = members
  if (only === undefined) return { nobody: true, ...share }
  if (members.length > 1) return { anyOf: members.map(memberInput), ...share }
  const person = memberInput(only)
  if (typeof person !== 'string') return { ...person, ...share }
  return weight === FULL ? person : { provider: person, ...share }
}
