import type { Absence, AbsenceKind, Engagement, EngagementKind, Pair, PairKind } from '../domain/absence.ts'
import { optionalText, requiredPeriod } from '../domain/fields.ts'
import { type CentreId, compare, type ProviderId } from '../domain/ids.ts'
import { DEFAULT_ZONE, formatInstant, type Instant, parseInstant } from '../domain/instant.ts'
import { absenceNoun, absencesOf, engagementNoun, engagementsOf, pairNoun } from '../store/absences.ts'
import { agencyNoun } from '../store/agencies.ts'
import { getOne } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import { type CatalogueNoun, type Condition, resolve, resolveAll } from './catalogue.ts'
import type { Deps } from './deps.ts'

export interface AbsenceInput {
  readonly provider: string
  readonly kind: AbsenceKind
  readonly from: string
  readonly to: string
  readonly note?: string | null
}

export const absenceEntry: CatalogueNoun<AbsenceInput, Absence> = {
  noun: absenceNoun,
  prepare: async (deps, centre, { id, version }, input, errors) => {
    const centreId = centre as CentreId
    const period = requiredPeriod(errors, ['/from', '/to'], input.from, input.to)
    const providerId = await resolve(deps, providerNoun, centreId, input.provider, errors, '/provider')
    return {
      id,
      centreId,
      version,
      providerId: providerId as ProviderId,
      kind: input.kind,
      from: period.from,
      to: period.to ?? period.from,
      note: optionalText(input.note)
    }
  },
  toInput: ({ providerId, kind, from, to, note }) => ({ provider: providerId, kind, from, to, note })
}

export interface EngagementInput {
  readonly provider: string
  readonly kind: EngagementKind
  readonly start: string
  readonly end: string
  readonly agency?: string | null
  readonly reachable?: boolean
  readonly note?: string | null
}

export const engagementEntry: CatalogueNoun<EngagementInput, Engagement> = {
  noun: engagementNoun,
  prepare: async (deps, centre, { id, version }, input, errors) => {
    const centreId = centre as CentreId
    const start = errors.try('/start', () => parseInstant(input.start)) ?? (0 as Instant)
    const end = errors.try('/end', () => parseInstant(input.end)) ?? ((start + 1) as Instant)
    if (end <= start) errors.add('/end', 'BAD_PERIOD', { from: input.start, to: input.end })
    const agencyId = input.agency ? await resolve(deps, agencyNoun, centreId, input.agency, errors, '/agency') : null
    const providerId = await resolve(deps, providerNoun, centreId, input.provider, errors, '/provider')
    return {
      id,
      centreId,
      version,
      providerId: providerId as ProviderId,
      kind: input.kind,
      start,
      end,
      agencyId: agencyId ?? null,
      reachable: input.reachable ?? false,
      note: optionalText(input.note)
    }
  },
  toInput: ({ providerId, agencyId, kind, start, end, reachable, note }) => ({
    provider: providerId,
    agency: agencyId,
    kind,
    start: formatInstant(start, DEFAULT_ZONE),
    end: formatInstant(end, DEFAULT_ZONE),
    reachable,
    note
  })
}

export interface PairInput {
  readonly providers: readonly string[]
  readonly kind?: PairKind
  readonly reason?: string | null
  readonly from: string
  readonly to?: string | null
}

export const pairEntry: CatalogueNoun<PairInput, Pair> = {
  noun: pairNoun,
  prepare: async (deps, centre, { id, version }, input, errors) => {
    const centreId = centre as CentreId
    const period = requiredPeriod(errors, ['/from', '/to'], input.from, input.to)
    const ids = await resolveAll(deps, providerNoun, centreId, input.providers, errors, '/providers')
    const [first, second] = ids.sort(compare)
    return {
      id,
      centreId,
      version,
      providerIds: [first as ProviderId, second as ProviderId],
      kind: input.kind ?? 'apart',
      reason: optionalText(input.reason),
      ...period
    }
  },
  toInput: ({ providerIds, kind, reason, from, to }) => ({ providers: providerIds, kind, reason, from, to })
}

/** A condition on what is one person's; none when nobody is named. */
export async function ofProvider(
  deps: Deps,
  centre: { readonly id: CentreId } | null,
  ref: string | undefined,
  where: (id: ProviderId) => Condition
): Promise<Condition> {
  if (ref === undefined || centre === null) return undefined
  return where((await getOne(deps.db, providerNoun, centre.id, ref)).id)
}

/** The condition of a list of one person's absences. */
export const absenceFilter = (deps: Deps, centre: { readonly id: CentreId } | null, ref: string | undefined): Promise<Condition> =>
  ofProvider(deps, centre, ref, absencesOf)

/** The condition of a list of one person's engagements. */
export const engagementFilter = (deps: Deps, centre: { readonly id: CentreId } | null, ref: string | undefined): Promise<Condition> =>
  ofProvider(deps, centre, ref, engagementsOf)
