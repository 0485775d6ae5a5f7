import type { Agency } from '../domain/agency.ts'
import { isTet } from '../domain/burden.ts'
import type { Centre } from '../domain/centre.ts'
import { addDays, dayFrom, firstDay, lastDay, yearOf } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import type { ProviderId } from '../domain/ids.ts'
import { type Interval, wallClock } from '../domain/instant.ts'
import type { Post } from '../domain/post.ts'
import type { Provider } from '../domain/provider.ts'
import type { Duty, Roster, Slot } from '../domain/roster.ts'
import { rules } from '../domain/rules/all.ts'
import type { Rule, RuleContext } from '../domain/rules/rule.ts'
import { paramLookup, rulesInForce } from '../domain/rules/settings.ts'
import { listAbsences, listEngagements, listPairs } from '../store/absences.ts'
import { agencyNoun } from '../store/agencies.ts'
import { listAll } from '../store/noun.ts'
import { postNoun } from '../store/posts.ts'
import { listPreferences } from '../store/preferences.ts'
import { providerNoun } from '../store/providers.ts'
import { listHolidayDuties } from '../store/publications.ts'
import { listSettledDuties, listSlots } from '../store/rosters.ts'
import { listRuleSettings } from '../store/rule-settings.ts'
import type { Deps } from './deps.ts'

/** Days on either side of the month that rules look at: two weeks hold every week and rest that crosses its ends. */
const MARGIN_DAYS = 14

/** A roster with everything that planning, checking and publishing it need, read in one transaction. */
export interface RosterScene {
  readonly centre: Centre
  readonly roster: Roster
  readonly slots: readonly Slot[]
  readonly posts: readonly Post[]
  readonly providers: readonly Provider[]
  readonly agencies: readonly Agency[]
  readonly settled: readonly Duty[]
  readonly rules: readonly Rule[]
  readonly context: RuleContext
}

function lookup<Id extends string, T extends { readonly id: Id }>(noun: string, list: readonly T[]): (id: Id) => T {
  const byId = new Map(list.map((each) => [each.id, each]))
  return (id) => {
    const found = byId.get(id)
    if (found === undefined) throw new DutyError('NOT_FOUND', { noun, ref: id })
    return found
  }
}

function grouped<Key, T>(list: readonly T[], keyOf: (each: T) => Key): (key: Key) => readonly T[] {
  const groups = Map.groupBy(list, keyOf)
  return (key) => groups.get(key) ?? []
}

/** The instants of the month and a margin on either side. */
const around = (centre: Centre, roster: Roster): Interval => ({
  start: wallClock(addDays(firstDay(roster.month), -MARGIN_DAYS), 0, centre.zone),
  end: wallClock(addDays(lastDay(roster.month), MARGIN_DAYS + 1), 0, centre.zone)
})

/** Who stood duty at Tết in the year before the roster's. */
async function tetDutiesBefore(db: Deps['db'], { id, zone }: Centre, { month }: Roster): Promise<(id: ProviderId) => boolean> {
  const year = yearOf(firstDay(month))
  const lastYear = { start: wallClock(dayFrom(year - 1, 1, 1), 0, zone), end: wallClock(dayFrom(year, 1, 1), 0, zone) }
  const holidays = await listHolidayDuties(db, id, lastYear)
  const people = new Set(holidays.filter(({ day, dayKind }) => isTet(day, dayKind)).map(({ providerId }) => providerId))
  return (id) => people.has(id)
}

/** Reads the scene of a roster. */
export async function loadScene({ db }: Deps, centre: Centre, roster: Roster): Promise<RosterScene> {
  const span = around(centre, roster)
  const [from, to] = [addDays(firstDay(roster.month), -MARGIN_DAYS), addDays(lastDay(roster.month), MARGIN_DAYS)]
  const slots = await listSlots(db, roster)
  const posts = await listAll(db, postNoun, centre.id)
  const providers = await listAll(db, providerNoun, centre.id)
  const agencies = await listAll(db, agencyNoun, centre.id)
  const choices = await listRuleSettings(db, centre.id)
  const preferences = await listPreferences(db, centre.id, firstDay(roster.month), lastDay(roster.month))
  return {
    centre,
    roster,
    slots,
    posts,
    providers,
    agencies,
    settled: await listSettledDuties(db, roster, span),
    rules: rulesInForce(rules, choices, firstDay(roster.month)),
    context: {
      zone: centre.zone,
      firstWeekday: centre.firstWeekday,
      provider: lookup('provider', providers),
      post: lookup('post', posts),
      agency: lookup('agency', agencies),
      absencesOf: grouped(await listAbsences(db, centre.id, from, to), (absence) => absence.providerId),
      engagementsOf: grouped(await listEngagements(db, centre.id, span), (engagement) => engagement.providerId),
      preferencesOf: grouped(preferences, (preference) => preference.providerId),
      preferences,
      tetDutyLastYear: await tetDutiesBefore(db, centre, roster),
      pairs: await listPairs(db, centre.id, from, to),
      slots,
      param: paramLookup(choices)
    }
  }
}
