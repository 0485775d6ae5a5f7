import type { Absence, Engagement, Pair } from '../absence.ts'
import type { Agency } from '../agency.ts'
import { DutyError } from '../errors.ts'
import type { ProviderId } from '../ids.ts'
import type { Zone } from '../instant.ts'
import type { Post } from '../post.ts'
import type { Preference } from '../preference.ts'
import type { Provider } from '../provider.ts'
import type { Slot } from '../roster.ts'
import type { RuleContext } from './rule.ts'
import { paramLookup, type RuleChoice } from './settings.ts'

/** What rules look things up in, as plain data: it can be sent to another thread, and opened there. */
export interface RuleFacts {
  readonly zone: Zone
  readonly firstWeekday: number
  readonly providers: readonly Provider[]
  readonly posts: readonly Post[]
  readonly agencies: readonly Agency[]
  readonly absences: readonly Absence[]
  readonly engagements: readonly Engagement[]
  readonly preferences: readonly Preference[]
  readonly pairs: readonly Pair[]
  /** Who stood duty at Tết in the year before. */
  readonly tetLastYear: readonly ProviderId[]
  readonly choices: readonly RuleChoice[]
}

const UNSAID = { version: 0, code: '' } as const
const UNNOTED = { version: 0, note: null } as const

/**
 * The facts without what no rule and no search looks at: versions, names, codes, notes and addresses, which are put into words where the
 * answer is read. So what is calculated on them holds although somebody corrects a name meanwhile. The numbers stay: a rule asks when they
 * were verified.
 */
export const withoutWords = (facts: RuleFacts): RuleFacts => ({
  ...facts,
  providers: facts.providers.map((each) => ({ ...each, ...UNSAID, fullName: '' })),
  posts: facts.posts.map((each) => ({ ...each, ...UNSAID, name: '' })),
  agencies: facts.agencies.map((each) => ({
    ...each,
    ...UNSAID,
    name: '',
    formerNames: [],
    contactPoint: null,
    address: null,
    email: null
  })),
  absences: facts.absences.map((each) => ({ ...each, ...UNNOTED })),
  engagements: facts.engagements.map((each) => ({ ...each, ...UNNOTED })),
  preferences: facts.preferences.map((each) => ({ ...each, ...UNNOTED }))
})

function lookup<Id extends string, T extends { readonly id: Id }>(noun: string, list: readonly T[]): (id: Id) => T {
  const byId = new Map(list.map((each) => [each.id, each]))
  return (id) => {
    const found = byId.get(id)
    if (found === undefined) throw new DutyError('NOT_FOUND', { noun, ref: id })
    return found
  }
}

function byProvider<T extends { readonly providerId: ProviderId }>(list: readonly T[]): (id: ProviderId) => readonly T[] {
  const groups = Map.groupBy(list, ({ providerId }) => providerId)
  return (id) => groups.get(id) ?? []
}

/** The facts as rules ask for them, of a roster with these slots. */
export function contextOf(facts: RuleFacts, slots: readonly Slot[]): RuleContext {
  const tet = new Set(facts.tetLastYear)
  return {
    zone: facts.zone,
    firstWeekday: facts.firstWeekday,
    provider: lookup('provider', facts.providers),
    post: lookup('post', facts.posts),
    agency: lookup('agency', facts.agencies),
    absencesOf: byProvider(facts.absences),
    engagementsOf: byProvider(facts.engagements),
    preferencesOf: byProvider(facts.preferences),
    preferences: facts.preferences,
    tetDutyLastYear: (id) => tet.has(id),
    pairs: facts.pairs,
    slots,
    param: paramLookup(facts.choices)
  }
}
