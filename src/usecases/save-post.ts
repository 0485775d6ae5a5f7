import type { FieldErrors } from '../domain/errors.ts'
import { parseCode, requiredPeriod, requiredText } from '../domain/fields.ts'
import type { CentreId, PostId, ProviderId } from '../domain/ids.ts'
import type { DutyMode, Eligibility, HandoverUnit, Method, Pattern, Post, Seat, SeatPlan } from '../domain/post.ts'
import type { ProviderRole } from '../domain/provider.ts'
import { checkPatterns, type PatternInput, patternDuration, readPattern } from '../domain/slot.ts'
import { cleanText } from '../domain/text.ts'
import { agencyNoun } from '../store/agencies.ts'
import { branchNoun } from '../store/centres.ts'
import { postNoun } from '../store/posts.ts'
import { providerNoun } from '../store/providers.ts'
import { loadCalendar } from './calendar.ts'
import { type CatalogueNoun, resolve, resolveAll } from './catalogue.ts'
import type { Deps } from './deps.ts'

export interface SeatInput {
  readonly seat: Seat
  readonly importance?: number
  readonly method?: Method
  readonly provider?: string | null
  readonly standIn?: string | null
  readonly order?: readonly string[]
}

export interface EligibilityInput {
  readonly roles?: readonly ProviderRole[]
  readonly branches?: readonly string[]
  readonly providers?: readonly string[]
  readonly excluded?: readonly string[]
  readonly skills?: readonly string[]
}

export interface PostInput {
  readonly code: string
  readonly name: string
  readonly agencies: readonly string[]
  readonly mode: DutyMode
  readonly patterns: readonly PatternInput[]
  readonly handoverUnit?: HandoverUnit
  readonly seats: readonly SeatInput[]
  readonly eligibility?: EligibilityInput
  readonly validFrom: string
  readonly validTo?: string | null
}

/** What a seat matters when nothing was said: without somebody to answer first there is nobody to support. */
const IMPORTANCE: Readonly<Record<Seat, number>> = { primary: 9, support: 5 }

/** Fields that each method needs; a field of another method is a mistake, not something to drop. */
const FIELD_OF: Readonly<Record<'provider' | 'standIn' | 'order', Method>> = { provider: 'fixed', standIn: 'fixed', order: 'cycle' }

function checkMethod(input: SeatInput, method: Method, errors: FieldErrors, at: string): void {
  const given = { provider: Boolean(input.provider), standIn: Boolean(input.standIn), order: Boolean(input.order?.length) }
  for (const [field, owner] of Object.entries(FIELD_OF) as [keyof typeof FIELD_OF, Method][]) {
    if (given[field] && method !== owner) errors.add(`${at}/${field}`, 'UNKNOWN_FIELD')
    if (!given[field] && method === owner && field !== 'standIn') errors.add(`${at}/${field}`, 'MISSING_FIELD')
  }
}

async function seatOf(deps: Deps, centreId: CentreId, input: SeatInput, errors: FieldErrors, at: string): Promise<SeatPlan> {
  const method = input.method ?? 'balanced'
  checkMethod(input, method, errors, at)
  const person = async (ref: string | null | undefined, pointer: string): Promise<ProviderId | null> =>
    ref ? ((await resolve(deps, providerNoun, centreId, ref, errors, pointer)) ?? null) : null
  return {
    seat: input.seat,
    importance: input.importance ?? IMPORTANCE[input.seat],
    method,
    providerId: await person(input.provider, `${at}/provider`),
    standInId: await person(input.standIn, `${at}/standIn`),
    order: await resolveAll(deps, providerNoun, centreId, input.order ?? [], errors, `${at}/order`)
  }
}

async function seatsOf(deps: Deps, centreId: CentreId, inputs: readonly SeatInput[], errors: FieldErrors): Promise<SeatPlan[]> {
  const seats: SeatPlan[] = []
  for (const [index, input] of inputs.entries()) {
    if (seats.some(({ seat }) => seat === input.seat)) errors.add(`/seats/${index}/seat`, 'DUPLICATE_ITEM', { value: input.seat })
    seats.push(await seatOf(deps, centreId, input, errors, `/seats/${index}`))
  }
  return seats
}

async function eligibilityOf(deps: Deps, centreId: CentreId, input: EligibilityInput, errors: FieldErrors): Promise<Eligibility> {
  const at = '/eligibility'
  const providerIds = await resolveAll(deps, providerNoun, centreId, input.providers ?? [], errors, `${at}/providers`)
  const excludedIds = await resolveAll(deps, providerNoun, centreId, input.excluded ?? [], errors, `${at}/excluded`)
  const both = excludedIds.findIndex((id) => providerIds.includes(id))
  if (both >= 0) errors.add(`${at}/excluded/${both}`, 'DUPLICATE_ITEM', { value: input.excluded?.[both] ?? '' })
  return {
    roles: [...new Set(input.roles ?? [])],
    skills: [...new Set((input.skills ?? []).map(cleanText).filter(Boolean))],
    branchIds: await resolveAll(deps, branchNoun, centreId, input.branches ?? [], errors, `${at}/branches`),
    providerIds,
    excludedIds
  }
}

/** Patterns read one by one and then tried together over four years: none without a day, none over another. */
async function patternsOf(
  deps: Deps,
  input: PostInput,
  valid: Pick<Post, 'validFrom' | 'validTo'>,
  errors: FieldErrors
): Promise<Pattern[]> {
  const read = input.patterns.map((pattern, index) => readPattern(errors, `/patterns/${index}`, pattern))
  const patterns = read.filter((pattern) => pattern !== undefined)
  if (patterns.length < read.length) return []
  const calendar = await loadCalendar(deps.db)
  errors.try('/patterns', () => checkPatterns({ patterns, ...valid }, calendar))
  return patterns
}

export const postEntry: CatalogueNoun<PostInput, Post> = {
  noun: postNoun,
  prepare: async (deps, centre, { id, version }, input, errors) => {
    const centreId = centre as CentreId
    const period = requiredPeriod(errors, ['/validFrom', '/validTo'], input.validFrom, input.validTo)
    const valid = { validFrom: period.from, validTo: period.to }
    return {
      id: id as PostId,
      centreId,
      version,
      code: errors.try('/code', () => parseCode(input.code)) ?? '',
      name: requiredText(errors, '/name', input.name),
      agencyIds: await resolveAll(deps, agencyNoun, centreId, input.agencies, errors, '/agencies'),
      mode: input.mode,
      patterns: await patternsOf(deps, input, valid, errors),
      handoverUnit: input.handoverUnit ?? 'slot',
      seats: await seatsOf(deps, centreId, input.seats, errors),
      eligibility: await eligibilityOf(deps, centreId, input.eligibility ?? {}, errors),
      ...valid
    }
  },
  toInput: ({ code, name, agencyIds, mode, patterns, handoverUnit, seats, eligibility, validFrom, validTo }) => ({
    code,
    name,
    agencies: agencyIds,
    mode,
    patterns: patterns.map((pattern) => ({
      rrule: pattern.rrule,
      startsAt: pattern.startsAt,
      duration: patternDuration(pattern),
      dayKinds: pattern.dayKinds
    })),
    handoverUnit,
    seats: seats.map(({ seat, importance, method, providerId, standInId, order }) => ({
      seat,
      importance,
      method,
      provider: providerId,
      standIn: standInId,
      order
    })),
    eligibility: {
      roles: eligibility.roles,
      skills: eligibility.skills,
      branches: eligibility.branchIds,
      providers: eligibility.providerIds,
      excluded: eligibility.excludedIds
    },
    validFrom,
    validTo
  })
}
