import type { Absence, Engagement } from '../domain/absence.ts'
import type { ConflictOfInterest, ConflictRule, Exclusion } from '../domain/call.ts'
import { type Callable, type Chain, type ChainFacts, nextToCall, type Step } from '../domain/call-chain.ts'
import { type Clock, clocksOf } from '../domain/call-clock.ts'
import type { Centre } from '../domain/centre.ts'
import { conflictRules } from '../domain/conflicts/all.ts'
import { conflictsIn } from '../domain/conflicts/check.ts'
import type { Candidate, OtherCall } from '../domain/conflicts/conflict-rule.ts'
import { type Day, firstDay, monthOf } from '../domain/day.ts'
import type { ProviderId } from '../domain/ids.ts'
import { dayAt, type Instant, wallClock } from '../domain/instant.ts'
import type { Phone } from '../domain/phone.ts'
import type { Post } from '../domain/post.ts'
import type { Provider, ProviderRole } from '../domain/provider.ts'
import { mayServeOn, standIns } from '../domain/stand-in.ts'
import type { OnDuty } from '../lookup/on-duty.ts'
import { listAbsences, listEngagements } from '../store/absences.ts'
import { type CallFile, countAnsweredSince, listCallsOfCase, loadFiles } from '../store/calls.ts'
import { listAll } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import { loadCalendar } from './calendar.ts'
import type { CallDuty } from './call-duty.ts'
import type { Deps } from './deps.ts'

/** Others of the centre who are named after those on duty and before the centre itself. */
const MOST_STAND_INS = 3

/** Somebody of the order, as they are shown. */
export interface CalledPerson {
  readonly id: ProviderId
  readonly code: string
  readonly fullName: string
  readonly role: ProviderRole
  readonly phones: readonly Phone[]
  /** Until when they are on duty; null = they are not. */
  readonly until: Instant | null
}

/** A call as it stands now. */
export interface CallScene {
  readonly file: CallFile
  readonly post: Post
  readonly chain: Chain
  readonly people: ReadonlyMap<ProviderId, CalledPerson>
  /** What is against anybody who is on duty, could stand in or was named. */
  readonly conflicts: readonly ConflictOfInterest[]
  readonly clocks: readonly Clock[]
  /** Somebody's place in the order, or the one they would have; undefined for who may not serve today. */
  readonly stepOf: (id: ProviderId) => Step | undefined
}

/** What is true of a person in the whole case, whoever of its clients calls. */
const OF_THE_CASE: readonly ConflictRule[] = ['former-official', 'relative-of-official', 'witness-or-expert']

/** Everything of the centre that its calls are looked at with, read once. */
interface Ground {
  readonly now: Instant
  readonly today: Day
  readonly providers: readonly Provider[]
  readonly absences: readonly Absence[]
  readonly engagements: readonly Engagement[]
  readonly standIns: readonly Provider[]
  /** Who may take part in proceedings today, away or not. */
  readonly serving: readonly Provider[]
}

async function loadGround({ db, now: clock }: Deps, { id, zone }: Centre): Promise<Ground> {
  const now = clock()
  const today = dayAt(now, zone)
  const providers = await listAll(db, providerNoun, id)
  const absences = await listAbsences(db, id, today, today)
  const engagements = await listEngagements(db, id, { start: now, end: (now + 1) as Instant })
  const answered = await countAnsweredSince(db, id, wallClock(firstDay(monthOf(today)), 0, zone))
  const serving = providers.filter((provider) => mayServeOn(provider, today))
  return { now, today, providers, absences, engagements, standIns: standIns(serving, absences, answered, today), serving }
}

/** What the centre's other calls of the same case say to this one: who helped in them, and what is true of people in the whole case. */
async function ofTheCase({ db }: Deps, { call }: CallFile): Promise<{ others: OtherCall[]; exclusions: Exclusion[] }> {
  const files = await loadFiles(db, call.centreId, await listCallsOfCase(db, call))
  const others = files.map(({ call: { id, caseKey, standing, stage, interests, status }, ...file }) => {
    return { id, caseKey, standing, stage, interests, status, providerIds: engagedIn(file) }
  })
  return { others, exclusions: files.flatMap(({ exclusions }) => exclusions.filter(({ rule }) => OF_THE_CASE.includes(rule))) }
}

/** Everybody who took a call or was appointed in it. */
function engagedIn({ attempts, events }: Pick<CallFile, 'attempts' | 'events'>): ProviderId[] {
  const took = attempts.filter(({ outcome }) => outcome === 'answered')
  return [...new Set([...took, ...events].map(({ providerId }) => providerId).filter((id) => id !== null))]
}

const candidateOf = ({ id, ties }: Provider, { absences, engagements }: Ground): Candidate => ({
  providerId: id,
  ties,
  absences: absences.filter(({ providerId }) => providerId === id),
  engagements: engagements.filter(({ providerId }) => providerId === id)
})

/** Everybody about whom the rules are asked: whoever could be called, and whoever was named in the call, on duty or no longer. */
function candidatesOf(ground: Ground, file: CallFile, onDuty: readonly OnDuty[]): Candidate[] {
  const named = [...file.attempts, ...file.exclusions].map(({ providerId }) => providerId)
  const ids = new Set([...onDuty.map(({ person }) => person.id), ...ground.serving.map(({ id }) => id), ...named])
  return ground.providers.filter(({ id }) => ids.has(id)).map((provider) => candidateOf(provider, ground))
}

/** Those on duty, then the first others against whom there is nothing; only when there are too few of these, some who need a second look. */
function callables(ground: Ground, onDuty: readonly OnDuty[], conflicts: readonly ConflictOfInterest[]): Callable[] {
  const seated = onDuty.map(({ person, seat }): Callable => ({ providerId: person.id, as: seat }))
  const others = ground.standIns.filter(({ id }) => !seated.some(({ providerId }) => providerId === id))
  const against = (id: ProviderId) => conflicts.filter(({ providerId }) => providerId === id)
  const free = others.filter(({ id }) => against(id).length === 0)
  const possible = others.filter(({ id }) => against(id).length > 0 && !against(id).some(({ level }) => level === 'block'))
  const chosen = [...free, ...possible].slice(0, MOST_STAND_INS)
  return [...seated, ...chosen.map(({ id }): Callable => ({ providerId: id, as: 'stand_in' }))]
}

/** How people are shown: by what the roster in force says of those on duty, by the catalogue otherwise. */
function peopleOf({ providers }: Ground, onDuty: readonly OnDuty[]): ReadonlyMap<ProviderId, CalledPerson> {
  const listed = providers.map(({ id, code, fullName, role, phones }): CalledPerson => ({ id, code, fullName, role, phones, until: null }))
  const seated = onDuty.map(({ person: { id, code, fullName, role, phones }, end }): CalledPerson => {
    return { id, code, fullName, role, phones, until: end }
  })
  return new Map([...listed, ...seated].map((person) => [person.id, person]))
}

/** The call as it stands now: whom to call, whom not and why, and its clocks. */
export async function sceneOf(deps: Deps, centre: Centre, file: CallFile, duty: Pick<CallDuty, 'post' | 'onDuty'>): Promise<CallScene> {
  const ground = await loadGround(deps, centre)
  const { others, exclusions } = await ofTheCase(deps, file)
  const conflicts = conflictsIn(conflictRules, {
    at: ground.now,
    day: ground.today,
    call: file.call,
    candidates: candidatesOf(ground, file, duty.onDuty),
    others,
    exclusions: [...file.exclusions, ...exclusions]
  })
  const facts = {
    people: callables(ground, duty.onDuty, conflicts),
    conflicts,
    attempts: file.attempts,
    interests: file.call.interests
  }
  const clocked = await clocksNow(deps, centre, [file])
  return {
    file,
    post: duty.post,
    chain: nextToCall(facts),
    people: peopleOf(ground, duty.onDuty),
    conflicts,
    clocks: clocked.flatMap(({ clocks }) => clocks),
    stepOf: (id) => stepIn(facts, ground, id)
  }
}

function stepIn(facts: ChainFacts, { serving }: Ground, id: ProviderId): Step | undefined {
  const stranger = serving.filter((provider) => provider.id === id).map((): Callable => ({ providerId: id, as: 'stand_in' }))
  return nextToCall({ ...facts, people: [...facts.people, ...stranger] }).order.find(({ providerId }) => providerId === id)
}

/** A call in a list: what happened, and how its clocks stand, without whom to call now. */
export interface ListedCall {
  readonly file: CallFile
  readonly clocks: readonly Clock[]
}

/** The clocks of these calls as they stand now, in their order. */
export async function clocksNow({ db, now }: Deps, { zone }: Centre, files: readonly CallFile[]): Promise<ListedCall[]> {
  const [calendar, moment] = [await loadCalendar(db), now()]
  return files.map((file) => ({ file, clocks: clocksOf(file.call, file.events, calendar, zone, moment) }))
}
