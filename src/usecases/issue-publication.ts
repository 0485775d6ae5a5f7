import type { Approval } from '../domain/approval.ts'
import { firstDay, yearOf } from '../domain/day.ts'
import { differences } from '../domain/difference.ts'
import type { PublicationId } from '../domain/ids.ts'
import { dayAt, type Instant, wallClock } from '../domain/instant.ts'
import { openPublication } from '../domain/open-publication.ts'
import type {
  AmendedDocument,
  Publication,
  PublicationKind,
  PublicationReasons,
  PublishedDocument,
  PublishedMonth,
  PublishedPerson
} from '../domain/publication.ts'
import type { RosterStepKind } from '../domain/roster.ts'
import type { Violation } from '../domain/rules/rule.ts'
import { rotationsAfter } from '../planning/cycle.ts'
import { listAgencyKinds } from '../store/agencies.ts'
import { branchNoun } from '../store/centres.ts'
import { listAll } from '../store/noun.ts'
import {
  findNumbered,
  findPublication,
  findRotationsBefore,
  insertDuties,
  insertPublication,
  supersede,
  takeNumber
} from '../store/publications.ts'
import { insertStep } from '../store/rosters.ts'
import { findSettings } from '../store/settings.ts'
import { deliver } from './deliver.ts'
import type { Deps } from './deps.ts'
import { entriesOfScene, recordLedger } from './ledger.ts'
import { monthContent, publishedPeople, rulePackOf } from './publication-content.ts'
import type { RosterScene } from './roster-scene.ts'
import { burdenWeights } from './set-burden-weights.ts'
import { fingerprintOf } from './sha256.ts'

/** What is issued, and on whose word. */
export interface Issue {
  readonly kind: PublicationKind
  readonly by: string
  /** Null only of a provisional version. */
  readonly approval: Pick<Approval, 'signer' | 'overrides'> | null
  readonly step: RosterStepKind
  readonly reason: string | null
  /** From when its changes hold; of a first version the month's beginning. */
  readonly changesFrom: Instant
  /** All breaches of the month as it is issued. */
  readonly violations: readonly Violation[]
  /** A number of the centre's choice; default: the next. */
  readonly number?: number | undefined
}

/** What the month says now, without the document around it. */
export async function contentNow(deps: Deps, scene: RosterScene): Promise<PublishedMonth> {
  const { centre } = scene
  const branches = await listAll(deps.db, branchNoun, centre.id)
  return monthContent(scene, {
    kinds: await listAgencyKinds(deps.db),
    branches: new Map(branches.map(({ id, name }) => [id, name])),
    ledger: entriesOfScene(scene, await burdenWeights(deps, centre))
  })
}

/** The first instant of the scene's month. */
export const monthStart = ({ centre, roster }: RosterScene): Instant => wallClock(firstDay(roster.month), 0, centre.zone)

/**
 * Freezes the month as the scene has it as the next version, in the caller's transaction: number, document, duties, ledger, deliveries. It
 * answers from now, or from the month's beginning where that is still to come; a first version answers for the whole month (D-014).
 * The version before it answers until then.
 */
export async function issue(deps: Deps, scene: RosterScene, issued: Issue): Promise<Publication> {
  const { centre, roster } = scene
  const now = deps.now()
  const year = yearOf(dayAt(now, centre.zone))
  const previous = (await findPublication(deps.db, centre.id, roster.month)) ?? null
  const numbered = (await findNumbered(deps.db, centre.id, roster.id)) ?? null
  const number = issued.kind === 'provisional' ? null : await takeNumber(deps.db, centre.id, year, issued.number)
  const version = (previous?.version ?? 0) + 1
  const month = await contentNow(deps, scene)
  const document = await documentOf(deps, scene, issued, { version, number, numbered, month })
  const content: PublishedMonth = { ...month, document, people: withNamed(scene, month, document) }
  const frozen = {
    id: deps.newId() as PublicationId,
    centreId: centre.id,
    rosterId: roster.id,
    month: roster.month,
    version,
    kind: issued.kind,
    year,
    number,
    symbol: centre.documentSymbol,
    publishedAt: now,
    publishedBy: issued.by,
    effectiveFrom: previous === null ? monthStart(scene) : (Math.max(now, monthStart(scene)) as Instant),
    content
  }
  const publication: Publication = { ...frozen, supersededFrom: null, fingerprint: fingerprintOf(openPublication(frozen)) }
  const { step, by, reason } = issued
  await keep(deps, scene, publication, previous, { reason, overrides: issued.approval?.overrides ?? [] })
  await insertStep(deps.db, roster, { step, by, at: now, reason, publicationId: publication.id })
  return publication
}

/** Everybody whom the month or what it changes names: also those who have no duty left. */
function withNamed({ providers }: RosterScene, { people }: PublishedMonth, { changes }: PublishedDocument): PublishedPerson[] {
  const before = changes.flatMap((change) => {
    if (change.kind === 'numbers') return []
    return change.kind === 'seat' ? [change.from] : change.seats.map(({ providerId }) => providerId)
  })
  const gone = new Set(before.filter((id) => !people.some((person) => person.id === id)))
  return publishedPeople(providers, (id) => gone.has(id) || people.some((person) => person.id === id))
}

/** Writes the version and everything that follows from it. */
async function keep(
  deps: Deps,
  scene: RosterScene,
  publication: Publication,
  previous: Publication | null,
  reasons: PublicationReasons
): Promise<void> {
  const { centre, roster } = scene
  if (previous !== null && previous.supersededFrom === null) {
    await supersede(deps.db, previous, Math.max(publication.effectiveFrom, previous.effectiveFrom) as Instant)
  }
  const before = new Map(Object.entries(await findRotationsBefore(deps.db, centre.id, roster.month)))
  await insertPublication(deps.db, publication, Object.fromEntries(rotationsAfter({ ...scene, rotations: before })), reasons)
  await insertDuties(deps.db, publication)
  await recordLedger(deps, scene, publication)
  await deliver(deps, centre, publication, previous)
}

interface Made {
  readonly version: number
  readonly number: number | null
  readonly numbered: Publication | null
  readonly month: PublishedMonth
}

/** What stands on the paper whatever it says, by the centre's settings of this moment. */
async function headerOf({ db }: Deps, { centre }: RosterScene) {
  const { settings, logo } = await findSettings(db, centre.id)
  const { documentForm: form, copyTo, archiveUnit } = settings
  const { documentSymbol: symbol, parentBody, place } = centre
  return { form, symbol, logo, parentBody, place, copyTo, archiveUnit }
}

/**
 * Names all that an approver agrees to by approving the scene: the month and the header of its paper. When numbers were last answered is no
 * part of it, for whoever is warned of an unverified one verifies it before publishing.
 */
export const fingerprintNow = async (deps: Deps, scene: RosterScene): Promise<string> =>
  fingerprintOf({ month: unverified(await contentNow(deps, scene)), header: await headerOf(deps, scene) })

const unverified = ({ people, ...month }: PublishedMonth): PublishedMonth => ({
  ...month,
  people: people.map((person) => ({ ...person, phones: person.phones.map((phone) => ({ ...phone, verifiedOn: null })) }))
})

/** The paper around the month. */
async function documentOf(deps: Deps, scene: RosterScene, issued: Issue, made: Made): Promise<PublishedDocument> {
  const { centre } = scene
  return {
    ...(await headerOf(deps, scene)),
    kind: issued.kind,
    version: made.version,
    number: made.number,
    issuedOn: dayAt(deps.now(), centre.zone),
    signer: issued.approval?.signer ?? null,
    amends: made.numbered && amendedBy(made.numbered, centre.zone),
    changesFrom: issued.changesFrom,
    changes: made.numbered === null ? [] : differences(made.numbered.content, made.month),
    ...rulePackOf(scene),
    overrides: (issued.approval?.overrides ?? []).map(({ ruleId }) => ({ ruleId })),
    softBreaches: issued.violations.filter(({ level }) => level === 'soft').length
  }
}

const amendedBy = ({ id, version, number, symbol, publishedAt }: Publication, zone: RosterScene['centre']['zone']): AmendedDocument => ({
  id,
  version,
  number: number ?? 0,
  symbol,
  issuedOn: dayAt(publishedAt, zone)
})
