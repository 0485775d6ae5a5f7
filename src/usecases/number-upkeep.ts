import type { Centre } from '../domain/centre.ts'
import { type Day, lastDay, type Month, monthOf } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { compare, type ProviderId } from '../domain/ids.ts'
import { dayAt } from '../domain/instant.ts'
import { type NumberState, numberState } from '../domain/number-state.ts'
import { wordUpkeepLetter } from '../domain/number-wording.ts'
import { type Phone, phonesFor } from '../domain/phone.ts'
import { DUTY_ROLES, type Provider } from '../domain/provider.ts'
import { dutiesOf } from '../domain/roster.ts'
import { checkRoster as check } from '../domain/rules/check.ts'
import { numberUnverified } from '../domain/rules/number-unverified.ts'
import type { Violation } from '../domain/rules/rule.ts'
import { readCursor, writeCursor } from '../store/cursor.ts'
import { takeReminders } from '../store/deadlines.ts'
import { listAll, type Page } from '../store/noun.ts'
import { providerNoun, providersWhere } from '../store/providers.ts'
import { getRoster, listSlots } from '../store/rosters.ts'
import { type Deps, transact } from './deps.ts'
import { mailCentre } from './mail-centre.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'

/** One number of somebody who stands duty and how it stands; without a number, that agencies can read none of theirs. */
export interface UpkeepLine {
  readonly provider: Provider
  readonly phone: Phone | null
  /** Place among the lines of the person. */
  readonly place: number
  readonly state: NumberState
}

function linesOf(provider: Provider, on: Day): UpkeepLine[] {
  const missing = phonesFor(provider.phones, 'agency').length === 0
  const none = missing ? [{ phone: null, state: 'missing' as const }] : []
  const lines = [...none, ...provider.phones.map((phone) => ({ phone, state: numberState(phone, on) }))]
  return lines.map((line, place) => ({ provider, place, ...line }))
}

/** Who stands duty: in a month everybody in its roster as it is now; else whoever may, of those who belong to the centre on that day. */
async function onDuty({ db }: Deps, centre: Centre, on: Day, month?: Month): Promise<Provider[]> {
  if (month === undefined) {
    const all = await listAll(db, providerNoun, centre.id, providersWhere({ on }))
    return all.filter(({ role }) => DUTY_ROLES.includes(role))
  }
  const slots = await listSlots(db, await getRoster(db, centre.id, month))
  const people = new Set(slots.flatMap(({ seats }) => seats.map(({ providerId }): ProviderId | null => providerId)))
  return (await listAll(db, providerNoun, centre.id)).filter(({ id }) => people.has(id))
}

const inOrder = (a: UpkeepLine, b: UpkeepLine): number => compare(a.provider.code, b.provider.code) || a.place - b.place

/** Every number of those who stand duty and how it stands on that day, by code of the person and in the person's order. */
async function upkeepOn(deps: Deps, centre: Centre, on: Day, month?: Month): Promise<UpkeepLine[]> {
  const people = await onDuty(deps, centre, on, month)
  return people.flatMap((provider) => linesOf(provider, on)).sort(inOrder)
}

/** Which lines of the upkeep list. */
export interface UpkeepQuery {
  readonly month?: Month | undefined
  readonly state?: NumberState | undefined
  readonly limit: number
  readonly after?: string | undefined
}

/** Where a page ended: code of the person and place of the line. Throws BAD_CURSOR. */
function placeAfter(after: string): (line: UpkeepLine) => boolean {
  const [key] = readCursor(after, 'text')
  const [, code, place] = /^(.*)\/(\d+)$/.exec(key) ?? []
  if (code === undefined) throw new DutyError('BAD_CURSOR', { value: after })
  return (line) => (compare(line.provider.code, code) || line.place - Number(place)) > 0
}

/** One page of the numbers of those who stand duty, with how each stands today. Throws NOT_FOUND for a month without a roster. */
export async function listUpkeep(deps: Deps, centre: Centre, { month, state, limit, after }: UpkeepQuery): Promise<Page<UpkeepLine>> {
  const lines = await upkeepOn(deps, centre, dayAt(deps.now(), centre.zone), month)
  const wanted = lines.filter((line) => state === undefined || line.state === state)
  const found = after === undefined ? wanted : wanted.filter(placeAfter(after))
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const next = found.length > limit && last ? writeCursor([`${last.provider.code}/${last.place}`, last.provider.id]) : null
  return { items, next }
}

/**
 * Tells the centre, once a month, whose numbers are to be confirmed in it: those never verified, those due, and those that become due
 * before the month is over. Returns how many people it named. Of two that run at once only one tells.
 */
export const remindNumbers = (deps: Deps, centre: Centre): Promise<number> =>
  transact(deps, async (deps) => {
    const month = monthOf(dayAt(deps.now(), centre.zone))
    const lines = (await upkeepOn(deps, centre, lastDay(month))).filter(({ state }) => state !== 'verified')
    if (lines.length === 0) return 0
    const taken = await takeReminders(deps.db, centre.id, [`numbers/${month}`], deps.now())
    if (taken.size === 0) return 0
    const people = [...Map.groupBy(lines, ({ provider }) => provider)]
    const named = people.map(([{ fullName, code }, own]) => ({ fullName, code, lines: own }))
    await mailCentre(deps, centre, wordUpkeepLetter(centre.name, month, named))
    return named.length
  })

/** Who in a roster has no number that agencies may read, none verified, or none verified lately; with the scene that the wording needs. */
export async function numberWarnings(deps: Deps, centre: Centre, ref: string): Promise<{ scene: RosterScene; violations: Violation[] }> {
  const scene = await loadScene(deps, centre, await getRoster(deps.db, centre.id, ref))
  const rules = scene.rules.filter(({ id }) => id === numberUnverified.id)
  return { scene, violations: check(rules, dutiesOf(scene.slots), scene.context) }
}
