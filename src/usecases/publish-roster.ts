import type { Approval } from '../domain/approval.ts'
import type { Centre } from '../domain/centre.ts'
import { differences, firstChanged } from '../domain/difference.ts'
import { DutyError } from '../domain/errors.ts'
import { formatInstant, type Instant } from '../domain/instant.ts'
import type { Publication } from '../domain/publication.ts'
import type { Roster } from '../domain/roster.ts'
import { confirmCovers } from '../store/amendments.ts'
import { findPublication, supersede } from '../store/publications.ts'
import { insertStep, listSteps, lockRoster, updateRoster } from '../store/rosters.ts'
import { settleOpen } from './amend-month.ts'
import { maySign } from './approve-roster.ts'
import { refuseBreaches } from './breaches.ts'
import { violationsIn } from './check-roster.ts'
import { deliverRecall } from './deliver.ts'
import { type Deps, transact } from './deps.ts'
import { contentNow, fingerprintNow, type Issue, issue, monthStart } from './issue-publication.ts'
import { mendable } from './mendable.ts'
import { recordSending } from './record-sending.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'
import { lockVersion, reasonOf, type StepTaken } from './submit-roster.ts'

/**
 * Freezes an approved roster and gives it the next number of the year (or `number`). Every rule is asked again in the transaction that
 * commits, by the data of that moment, and what is published is exactly what was approved. A published roster is never edited, only
 * amended. Throws ROSTER_ALREADY_PUBLISHED, ROSTER_NOT_APPROVED, APPROVAL_STALE, NUMBER_TAKEN.
 */
export const publishRoster = (
  deps: Deps,
  centre: Centre,
  ref: string,
  expected: number,
  by: string,
  number?: number
): Promise<Publication> =>
  transact(deps, async (deps) => {
    const roster = await lockUnpublished(deps, centre, ref, expected)
    const approval = approvalOf(roster)
    const scene = await loadScene(deps, centre, roster)
    if ((await fingerprintNow(deps, scene)) !== approval.fingerprint) throw new DutyError('APPROVAL_STALE')
    if (!(await maySign(deps, centre, approval.signer))) throw new DutyError('APPROVAL_STALE')
    const violations = await violationsIn(deps, scene)
    refuseBreaches(await mendable(deps, scene, violations), approval.overrides)
    const issued = { by, approval, step: 'published', violations, number } as const
    const publication = await issue(deps, scene, { ...issued, ...(await kindOf(deps, scene)) })
    if (publication.version === 1) await recordSending(deps, centre, publication)
    await confirmCovers(deps.db, centre.id, roster.id, publication.id)
    await updateRoster(deps.db, roster, { status: 'published' }, deps.now())
    return publication
  })

/** The roster, locked. Whoever comes too late hears that it is published, not that the version is old. Throws ROSTER_ALREADY_PUBLISHED. */
async function lockUnpublished(deps: Deps, centre: Centre, ref: string, expected: number): Promise<Roster> {
  const { status } = await lockRoster(deps.db, centre.id, ref)
  if (status === 'published') throw new DutyError('ROSTER_ALREADY_PUBLISHED')
  return lockVersion(deps, centre, ref, expected)
}

/** What the approver agreed to. Throws ROSTER_NOT_APPROVED. */
function approvalOf({ status, approval }: Roster): Approval {
  if (status !== 'approved' || approval === null) throw new DutyError('ROSTER_NOT_APPROVED', { status })
  return approval
}

/** What a publication of an approved roster is: the first of its month, or what replaces a recalled one. */
async function kindOf(deps: Deps, scene: RosterScene): Promise<Pick<Issue, 'kind' | 'reason' | 'changesFrom'>> {
  const before = await findPublication(deps.db, scene.centre.id, scene.roster.month)
  if (before === undefined) return { kind: 'original', reason: null, changesFrom: monthStart(scene) }
  return { kind: 'replacement', reason: await recallReason(deps, scene), changesFrom: await refusePast(deps, scene, before) }
}

/** A month that was recalled may be published otherwise only from now on. Throws AMENDS_THE_PAST; answers from when it may differ. */
async function refusePast(deps: Deps, scene: RosterScene, before: Publication): Promise<Instant> {
  const now = Math.max(deps.now(), monthStart(scene)) as Instant
  const first = firstChanged(differences(before.content, await contentNow(deps, scene)))
  if (first !== undefined && first < now) throw new DutyError('AMENDS_THE_PAST', { at: formatInstant(first, scene.centre.zone) })
  return now
}

const recallReason = async ({ db }: Deps, { roster }: RosterScene): Promise<string | null> =>
  (await listSteps(db, roster)).findLast(({ step }) => step === 'recalled')?.reason ?? null

/**
 * Takes a published month back (NĐ 30/2020 Điều 18(4)): from now on its newest version no longer answers, and the roster can be changed,
 * approved and published again. Throws ROSTER_NOT_PUBLISHED.
 */
export const recallRoster = (deps: Deps, centre: Centre, ref: string, expected: number, step: StepTaken): Promise<Publication> =>
  transact(deps, async (deps) => {
    const reason = reasonOf(step)
    const roster = await lockVersion(deps, centre, ref, expected)
    const newest = await findPublication(deps.db, centre.id, roster.month)
    if (roster.status !== 'published' || newest === undefined) throw new DutyError('ROSTER_NOT_PUBLISHED', { status: roster.status })
    const now = deps.now()
    const until = Math.max(now, newest.effectiveFrom) as Instant
    await supersede(deps.db, newest, until)
    await insertStep(deps.db, roster, { step: 'recalled', by: step.by, at: now, reason, publicationId: newest.id })
    await updateRoster(deps.db, roster, { status: 'recalled', approval: null }, now)
    await settleOpen(deps, await loadScene(deps, centre, roster), [], null)
    await deliverRecall(deps, centre, newest)
    return { ...newest, supersededFrom: until }
  })
