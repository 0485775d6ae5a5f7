import type { Agency } from '../domain/agency.ts'
import { isTet } from '../domain/burden.ts'
import type { Centre } from '../domain/centre.ts'
import { addDays, dayFrom, firstDay, lastDay, type Month, yearOf } from '../domain/day.ts'
import type { ProviderId } from '../domain/ids.ts'
import { type Interval, wallClock } from '../domain/instant.ts'
import type { Post } from '../domain/post.ts'
import type { Provider } from '../domain/provider.ts'
import type { Duty, Roster, Slot } from '../domain/roster.ts'
import { rules } from '../domain/rules/all.ts'
import { contextOf, type RuleFacts, withoutWords } from '../domain/rules/facts.ts'
import type { Rule, RuleContext } from '../domain/rules/rule.ts'
import { rulesInForce } from '../domain/rules/settings.ts'
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
  /** What the rules know, without what is words alone; `rules` and `context` are these facts opened, with their words. */
  readonly facts: RuleFacts
  readonly rules: readonly Rule[]
  readonly context: RuleContext
}

/** The instants of the months and a margin on either side. */
export const around = ({ zone }: Centre, first: Month, last: Month): Interval => ({
  start: wallClock(addDays(firstDay(first), -MARGIN_DAYS), 0, zone),
  end: wallClock(addDays(lastDay(last), MARGIN_DAYS + 1), 0, zone)
})

/** Who stood duty at Tết in the year before the roster's. */
async function tetDutiesBefore(db: Deps['db'], { id, zone }: Centre, { month }: Roster): Promise<ProviderId[]> {
  const year = yearOf(firstDay(month))
  const lastYear = { start: wallClock(dayFrom(year - 1, 1, 1), 0, zone), end: wallClock(dayFrom(year, 1, 1), 0, zone) }
  const holidays = await listHolidayDuties(db, id, lastYear)
  return [...new Set(holidays.filter(({ day, dayKind }) => isTet(day, dayKind)).map(({ providerId }) => providerId))]
}

/** What the rules know of the centre in those months, both counted, but for what was before them. */
export async function loadFacts({ db }: Deps, centre: Centre, first: Month, last: Month): Promise<Omit<RuleFacts, 'tetLastYear'>> {
  const [from, to] = [addDays(firstDay(first), -MARGIN_DAYS), addDays(lastDay(last), MARGIN_DAYS)]
  return {
    zone: centre.zone,
    firstWeekday: centre.firstWeekday,
    posts: await listAll(db, postNoun, centre.id),
    providers: await listAll(db, providerNoun, centre.id),
    agencies: await listAll(db, agencyNoun, centre.id),
    choices: await listRuleSettings(db, centre.id),
    preferences: await listPreferences(db, centre.id, firstDay(first), lastDay(last)),
    absences: await listAbsences(db, centre.id, from, to),
    engagements: await listEngagements(db, centre.id, around(centre, first, last)),
    pairs: await listPairs(db, centre.id, from, to)
  }
}

/** Reads the scene of a roster. */
export async function loadScene(deps: Deps, centre: Centre, roster: Roster): Promise<RosterScene> {
  const { month } = roster
  const slots = await listSlots(deps.db, roster)
  const known = await loadFacts(deps, centre, month, month)
  const settled = await listSettledDuties(deps.db, roster, around(centre, month, month))
  const facts = { ...known, tetLastYear: await tetDutiesBefore(deps.db, centre, roster) }
  const { posts, providers, agencies, choices } = facts
  return {
    centre,
    roster,
    slots,
    posts,
    providers,
    agencies,
    settled,
    facts: withoutWords(facts),
    rules: rulesInForce(rules, choices, firstDay(month)),
    context: contextOf(facts, slots)
  }
}
