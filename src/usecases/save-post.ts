import type { FieldErrors } from '../domain/errors.ts'
import { parseCode, requiredPeriod, requiredText } from '../domain/fields.ts'
import type { CentreId, PostId } from '../domain/ids.ts'
import { DEFAULT_ZONE, dayAt } from '../domain/instant.ts'
import type { DutyMode, Eligibility, HandoverUnit, Layout, Pattern, Post, Wanted } from '../domain/post.ts'
import { type ProviderRole, SEXES } from '../domain/provider.ts'
import { checkPatterns, type PatternInput, patternDuration, readPattern } from '../domain/slot.ts'
import { cleanText } from '../domain/text.ts'
import { agencyNoun } from '../store/agencies.ts'
import { branchNoun } from '../store/centres.ts'
import { postNoun } from '../store/posts.ts'
import { providerNoun } from '../store/providers.ts'
import { loadCalendar } from './calendar.ts'
import { type CatalogueNoun, resolveAll } from './catalogue.ts'
import type { Deps } from './deps.ts'
import { peopleOf } from './save-places.ts'
import { type SeatInput, seatInputs, seatsOf } from './save-seats.ts'

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
  readonly handoverEvery?: number
  readonly straddles?: boolean
  readonly seats: readonly SeatInput[]
  readonly eligibility?: EligibilityInput
  readonly atLeastOne?: readonly Wanted[]
  readonly burdenPercent?: number
  readonly distanceKm?: number
  readonly layout?: Layout | null
  readonly validFrom: string
  readonly validTo?: string | null
}

/** Every n of a unit is a turn only where n of them fit: several months need a turn that may straddle, and slots never straddle. */
function checkHandover({ handoverUnit = 'slot', handoverEvery = 1, straddles = false }: PostInput, errors: FieldErrors): void {
  const inMonth = handoverUnit === 'slot' || handoverUnit === 'day' || handoverUnit === 'week'
  if (handoverEvery > 1 && !inMonth && !straddles) errors.add('/handoverEvery', 'BAD_VALUE', { allowed: '1' })
  if (handoverUnit === 'slot' && straddles) errors.add('/straddles', 'BAD_VALUE', { allowed: 'false' })
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

/** What the post wants of one of those who serve: words cleaned, each once, a sex known. */
function wantsOf(wants: readonly Wanted[], errors: FieldErrors): Wanted[] {
  const read = wants.map(({ kind, value }, index) => ({ kind, value: requiredText(errors, `/atLeastOne/${index}/value`, value) }))
  for (const [index, { kind, value }] of read.entries()) {
    const at = `/atLeastOne/${index}`
    if (kind === 'sex' && !SEXES.some((sex) => sex === value)) errors.add(`${at}/value`, 'BAD_VALUE', { allowed: SEXES.join(', ') })
    if (read.findIndex((one) => one.kind === kind && one.value === value) < index) errors.add(at, 'DUPLICATE_ITEM', { value })
  }
  return read
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
    const staff = { valid, today: dayAt(deps.now(), DEFAULT_ZONE), people: await peopleOf(deps, centreId), errors }
    checkHandover(input, errors)
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
      handoverEvery: input.handoverEvery ?? 1,
      straddles: input.straddles ?? false,
      seats: seatsOf(staff, input.seats),
      eligibility: await eligibilityOf(deps, centreId, input.eligibility ?? {}, errors),
      atLeastOne: wantsOf(input.atLeastOne ?? [], errors),
      burdenPercent: input.burdenPercent ?? 100,
      distanceKm: input.distanceKm ?? 0,
      layout: input.layout ?? null,
      ...valid
    }
  },
  toInput: ({
    code,
    name,
    agencyIds,
    mode,
    patterns,
    handoverUnit,
    handoverEvery,
    straddles,
    seats,
    eligibility,
    atLeastOne,
    burdenPercent,
    distanceKm,
    layout,
    validFrom,
    validTo
  }) => ({
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
    handoverEvery,
    straddles,
    seats: seatInputs(seats),
    eligibility: {
      roles: eligibility.roles,
      skills: eligibility.skills,
      branches: eligibility.branchIds,
      providers: eligibility.providerIds,
      excluded: eligibility.excludedIds
    },
    atLeastOne,
    burdenPercent,
    distanceKm,
    layout,
    validFrom,
    validTo
  })
}
