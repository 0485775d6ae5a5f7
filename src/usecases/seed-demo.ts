import type { AgencyKind } from '../domain/agency.ts'
import type { Entitlement } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { addMonths, firstDay, type Month, monthOf } from '../domain/day.ts'
import { lastSendingDay } from '../domain/deadline.ts'
import { type CentreId, compare } from '../domain/ids.ts'
import { dayAt, type Instant, wallClock } from '../domain/instant.ts'
import type { Roster } from '../domain/roster.ts'
import { DEFAULT_SETTINGS } from '../domain/settings.ts'
import { centreNoun } from '../store/centres.ts'
import { insertEntitlement } from '../store/entitlements.ts'
import { findFact, saveFact } from '../store/installation.ts'
import type { Stored } from '../store/noun.ts'
import { getOne, listAll } from '../store/noun.ts'
import { findRoster } from '../store/rosters.ts'
import { signerNoun } from '../store/settings.ts'
import { approveRoster } from './approve-roster.ts'
import { loadCalendar } from './calendar.ts'
import { type CatalogueNoun, createOne } from './catalogue.ts'
import { type Deps, transact } from './deps.ts'
import { draftRoster } from './draft-roster.ts'
import { planNow } from './plan-roster.ts'
import { publishRoster } from './publish-roster.ts'
import { type AbsenceInput, absenceEntry, type EngagementInput, engagementEntry, type PairInput, pairEntry } from './save-absence.ts'
import { type AgencyInput, agencyEntry, putAgencyKind } from './save-agency.ts'
import { type BranchInput, branchEntry, type CentreInput, centreEntry } from './save-centre.ts'
import { createNotice, type NoticeInput } from './save-notice.ts'
import { type PostInput, postEntry } from './save-post.ts'
import { type ProviderInput, providerEntry } from './save-provider.ts'
import { type SignerInput, signerEntry } from './save-signer.ts'
import { submitRoster } from './submit-roster.ts'

/** A centre to try the service out with, as somebody would enter it. What refers to something stands after it, predecessors included. */
export interface DemoCentre {
  readonly centre: CentreInput
  readonly signers: readonly SignerInput[]
  readonly branches: readonly BranchInput[]
  readonly agencies: readonly AgencyInput[]
  readonly providers: readonly ProviderInput[]
  readonly absences: readonly AbsenceInput[]
  readonly engagements: readonly EngagementInput[]
  readonly pairs: readonly PairInput[]
  readonly posts: readonly PostInput[]
}

/** What belongs to no centre: kinds of agency, the notices that make the state's calendar, and who is entitled to legal aid. */
export interface ReferenceData {
  readonly agencyKinds: readonly AgencyKind[]
  readonly notices: readonly NoticeInput[]
  readonly entitlements?: readonly Entitlement[]
}

/** When on its last sending day a demo month went out: minutes after midnight. */
const SENT_AT = 8 * 60
/** A short search: a start should not keep people waiting, and the bounds say how good the month is all the same. */
const DEMO_SEARCH = { iterations: 200_000, brief: true }
/** Whose steps the demo's months are. */
const PLANNED_BY = 'Dữ liệu minh họa: người lập lịch'
const PUBLISHED_BY = 'Dữ liệu minh họa: người phê duyệt'

/** Does the work once in the life of this database: its marker is written in the same transaction, so a step cut short is done again. */
async function step(deps: Deps, key: string, work: (deps: Deps) => Promise<void>): Promise<void> {
  if ((await findFact(deps.db, `seed:${key}`)) !== undefined) return
  await transact(deps, async (deps) => {
    if (await saveFact(deps.db, `seed:${key}`, deps.now())) await work(deps)
  })
}

/** Enters the kinds of agency, the calendar and the list of those entitled, once. */
export async function seedReference(deps: Deps, { agencyKinds, notices, entitlements = [] }: ReferenceData): Promise<void> {
  await step(deps, 'agency-kinds', async (deps) => {
    for (const kind of agencyKinds) await putAgencyKind(deps, kind, 0)
  })
  await step(deps, 'calendar', async (deps) => {
    for (const notice of notices) await createNotice(deps, notice)
  })
  if (entitlements.length === 0) return
  await step(deps, 'entitlements', async ({ db }) => {
    for (const entitlement of entitlements) await insertEntitlement(db, entitlement)
  })
}

async function enter<Input extends object, T extends Stored>(
  deps: Deps,
  entry: CatalogueNoun<Input, T>,
  centreId: CentreId,
  inputs: readonly Input[]
): Promise<void> {
  for (const input of inputs) await createOne(deps, entry, centreId, input)
}

async function seedCatalogue(deps: Deps, demo: DemoCentre): Promise<void> {
  const {
    value: { id }
  } = await createOne(deps, centreEntry, null, demo.centre)
  await enter(deps, branchEntry, id, demo.branches)
  await enter(deps, agencyEntry, id, demo.agencies)
  await enter(deps, providerEntry, id, demo.providers)
  await enter(deps, absenceEntry, id, demo.absences)
  await enter(deps, engagementEntry, id, demo.engagements)
  await enter(deps, pairEntry, id, demo.pairs)
  await enter(deps, postEntry, id, demo.posts)
}

/** Their own step: a demo centre from before there were signers gets them too, unless it has some by now. */
async function seedSigners(deps: Deps, { id }: Centre, { signers }: DemoCentre): Promise<void> {
  if ((await listAll(deps.db, signerNoun, id)).length === 0) await enter(deps, signerEntry, id, signers)
}

/** When a centre would have sent the month out: 08:00 on the earliest last sending day of the kinds of agency, or now if that is still to come. */
async function sendingTime(deps: Deps, { zone }: Centre, month: Month): Promise<Instant> {
  const calendar = await loadCalendar(deps.db)
  const last = Object.values(DEFAULT_SETTINGS.sending).map((rule) => lastSendingDay(rule, month, calendar))
  const [first = firstDay(month)] = last.sort(compare)
  return Math.min(wallClock(first, SENT_AT, zone), deps.now()) as Instant
}

/** Opens the draft of a month, once; the roster of the month where there is one by now, whoever began it. */
async function beginMonth(deps: Deps, centre: Centre, month: Month): Promise<Roster> {
  const found = await findRoster(deps.db, centre.id, month)
  if (found !== undefined) return found
  return transact(deps, async (deps) => {
    const draft = await draftRoster(deps, centre, month, Number(month.replace('-', '')))
    await saveFact(deps.db, begunBy(centre, month), draft.id)
    return draft
  })
}

const begunBy = ({ code }: Centre, month: Month): string => `seed:${code}:${month}:begun`

/**
 * Plans and publishes a month as of its sending day. A roster that somebody else has begun is theirs and stays as it is. The plan is looked
 * for between transactions, so that it keeps nobody from the database; what a kill cuts short is planned and published by the next start.
 */
async function seedMonth(deps: Deps, centre: Centre, month: Month): Promise<void> {
  if ((await findFact(deps.db, `seed:${centre.code}:${month}`)) !== undefined) return
  const sent = await sendingTime(deps, centre, month)
  const then: Deps = { ...deps, now: () => sent }
  const begun = await beginMonth(then, centre, month)
  const ours = (await findFact(deps.db, begunBy(centre, month))) === begun.id
  if (ours && begun.status === 'draft') await planNow(then, centre, begun.id, begun.version, DEMO_SEARCH)
  await step(deps, `${centre.code}:${month}`, async (deps) => {
    if (ours) await publishMonth({ ...deps, now: then.now }, centre, begun)
  })
}

async function publishMonth(deps: Deps, centre: Centre, { id, month }: Roster): Promise<void> {
  const planned = await findRoster(deps.db, centre.id, month)
  if (planned?.status !== 'draft') return
  const submitted = await submitRoster(deps, centre, id, planned.version, { by: PLANNED_BY })
  const approved = await approveRoster(deps, centre, id, submitted.version, PUBLISHED_BY)
  await publishRoster(deps, centre, id, approved.version, PUBLISHED_BY)
}

/** What is being made of a demo now: the catalogue of that centre, or its roster of a month. */
export interface SeedStep {
  readonly centre: string
  readonly month?: Month
}

/** How far a demo is made, and who is told what is being made, before it is. */
export interface SeedOptions {
  /** Months to have: the current one, and the next. */
  readonly months?: 1 | 2
  readonly tell?: (step: SeedStep) => void
}

/**
 * Brings a demo centre to what it should have by now: its catalogue, and a published roster of the current month and of the next.
 * Each has its own marker, so a start that is killed half-way is completed by the next one, and a start in a later month adds only that
 * month. Throws ROSTER_UNFILLED or RULE_VIOLATED rather than publish a roster that breaks a hard rule.
 */
export async function seedCentre(deps: Deps, demo: DemoCentre, { months = 2, tell = () => undefined }: SeedOptions = {}): Promise<void> {
  const { code, name } = demo.centre
  const open = async (key: string): Promise<boolean> => (await findFact(deps.db, `seed:${code}:${key}`)) === undefined
  if (await open('catalogue')) tell({ centre: name })
  await step(deps, `${code}:catalogue`, (deps) => seedCatalogue(deps, demo))
  const centre = await getOne(deps.db, centreNoun, null, code)
  await step(deps, `${code}:signers`, (deps) => seedSigners(deps, centre, demo))
  const current = monthOf(dayAt(deps.now(), centre.zone))
  for (const month of [current, addMonths(current, 1)].slice(0, months)) {
    if (await open(month)) tell({ centre: name, month })
    await seedMonth(deps, centre, month)
  }
}
