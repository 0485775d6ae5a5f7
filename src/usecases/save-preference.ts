import { optionalText, requiredPeriod } from '../domain/fields.ts'
import type { CentreId, ProviderId } from '../domain/ids.ts'
import type { Preference, PreferenceKind, Strength } from '../domain/preference.ts'
import { postNoun } from '../store/posts.ts'
import { preferenceNoun, preferencesOf } from '../store/preferences.ts'
import { providerNoun } from '../store/providers.ts'
import { type CatalogueNoun, type Condition, resolve, resolveAll } from './catalogue.ts'
import type { Deps } from './deps.ts'
import { ofProvider } from './save-absence.ts'

export interface PreferenceInput {
  readonly provider: string
  readonly kind: PreferenceKind
  readonly strength?: Strength
  readonly from: string
  readonly to?: string | null
  readonly weekdays?: readonly number[]
  readonly posts?: readonly string[]
  readonly note?: string | null
}

export const preferenceEntry: CatalogueNoun<PreferenceInput, Preference> = {
  noun: preferenceNoun,
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
      strength: input.strength ?? 2,
      ...period,
      weekdays: [...new Set(input.weekdays ?? [])].sort((a, b) => a - b),
      postIds: await resolveAll(deps, postNoun, centreId, input.posts ?? [], errors, '/posts'),
      note: optionalText(input.note)
    }
  },
  toInput: ({ providerId, kind, strength, from, to, weekdays, postIds, note }) => ({
    provider: providerId,
    kind,
    strength,
    from,
    to,
    weekdays,
    posts: postIds,
    note
  })
}

/** The condition of a list of one person's preferences. */
export const preferenceFilter = (deps: Deps, centre: { readonly id: CentreId } | null, ref: string | undefined): Promise<Condition> =>
  ofProvider(deps, centre, ref, preferencesOf)
