import type { Amendment } from '../domain/amendment.ts'
import type { Centre } from '../domain/centre.ts'
import { differences } from '../domain/difference.ts'
import { DutyError } from '../domain/errors.ts'
import type { AmendmentId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Difference, Publication, PublishedMonth } from '../domain/publication.ts'
import { decideAmendment, getAmendment, insertAmendment } from '../store/amendments.ts'
import { getPublication } from '../store/publications.ts'
import { lockRoster } from '../store/rosters.ts'
import { type AmendedMonth, amendedMonth, changesFrom, issueAmended, type OpenMonth, openMonth, settleOpen } from './amend-month.ts'
import { type ApprovalInput, refuseSamePerson, signerFor } from './approve-roster.ts'
import { readOverrides } from './breaches.ts'
import { type Deps, transact } from './deps.ts'
import { contentNow } from './issue-publication.ts'
import { type AmendmentInput, type DrawnAmendment, readAmendment, refuseNothing } from './read-amendment.ts'
import { standingAmendment } from './sent-again.ts'
import { followAmendment } from './settle-swaps.ts'
import { refuseBegun } from './trade-effect.ts'

/** What an amendment would do to the month as it stands: what differs, and the breaches in which what it changes takes part. */
export interface AmendmentEffect extends Pick<AmendedMonth, 'scene' | 'against'> {
  readonly changes: readonly Difference[]
  /** The month as the newest version says it, and as it would be said. */
  readonly before: PublishedMonth
  readonly after: PublishedMonth
}

/** The month of a publication (id, or the month itself), open for change; an id must be of the newest version. Throws STALE_VERSION. */
async function openNewest(deps: Deps, centre: Centre, ref: string): Promise<OpenMonth> {
  const named = await getPublication(deps.db, centre.id, ref)
  const open = await openMonth(deps, centre, named.rosterId)
  if (ref === named.id && open.newest.id !== named.id)
    throw new DutyError('STALE_VERSION', { noun: 'publication', expected: named.version })
  return open
}

type Change = Pick<DrawnAmendment, 'takes' | 'recut' | 'changesFrom'>

async function effectOf(deps: Deps, centre: Centre, open: OpenMonth, change: Change): Promise<AmendmentEffect> {
  const from = changesFrom(deps, centre, change.changesFrom)
  const amended = await amendedMonth(deps, open, { takes: change.takes, recut: change.recut, from })
  const after = await contentNow(deps, amended.scene)
  const before = open.newest.content
  return { scene: amended.scene, against: amended.against, changes: differences(before, after), before, after }
}

/** What drawing an amendment up would come to; writes nothing. */
export async function previewAmendment(deps: Deps, centre: Centre, ref: string, input: AmendmentInput): Promise<AmendmentEffect> {
  const open = await transact(deps, (deps) => openNewest(deps, centre, ref))
  const drawn = await readAmendment(deps, open, input)
  refuseNothing(drawn, open)
  return effectOf(deps, centre, open, drawn)
}

/** An amendment with what it does (or, once issued, did) to the month. */
export interface AmendmentAnswer {
  readonly amendment: Amendment
  readonly effect: AmendmentEffect
}

/**
 * Draws an amendment up for the approver. Nothing changes until it is issued; breaches are told, and refused then. Drawn
 * up again by the same maker while it awaits the approver, it is the amendment that is there (`made` is false). Throws
 * ROSTER_NOT_PUBLISHED, AMENDS_THE_PAST, NOTHING_AMENDED.
 */
export const drawAmendment = (
  deps: Deps,
  centre: Centre,
  ref: string,
  input: AmendmentInput,
  by: string
): Promise<AmendmentAnswer & { readonly made: boolean }> =>
  transact(deps, async (deps) => {
    const open = await openNewest(deps, centre, ref)
    const drawn = await readAmendment(deps, open, input)
    refuseNothing(drawn, open)
    const effect = await effectOf(deps, centre, open, drawn)
    const known = await standingAmendment(deps, open, drawn, by)
    return { amendment: known ?? (await submitted(deps, open, drawn, 'planner', by)), effect, made: known === undefined }
  })

/** Writes a drawn amendment as submitted, in the caller's transaction. */
export async function submitted(
  deps: Deps,
  { scene, newest }: OpenMonth,
  drawn: DrawnAmendment,
  origin: Amendment['origin'],
  by: string
): Promise<Amendment> {
  const amendment: Amendment = {
    ...drawn,
    id: deps.newId() as AmendmentId,
    centreId: scene.centre.id,
    version: 1,
    rosterId: scene.roster.id,
    month: scene.roster.month,
    origin,
    status: 'submitted',
    submittedBy: by,
    submittedAt: deps.now(),
    decidedBy: null,
    decidedAt: null,
    decision: null,
    basedOn: newest.id,
    publicationId: null
  }
  await insertAmendment(deps.db, amendment)
  return amendment
}

/** The amendment, with its roster locked, while it still awaits the approver. Throws STALE_VERSION, AMENDMENT_DECIDED. */
async function lockSubmitted(deps: Deps, centre: Centre, id: string, expected: number): Promise<Amendment> {
  const { rosterId } = await getAmendment(deps.db, centre.id, id)
  await lockRoster(deps.db, centre.id, rosterId)
  const amendment = await getAmendment(deps.db, centre.id, id)
  if (amendment.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'amendment', expected })
  if (amendment.status !== 'submitted') throw new DutyError('AMENDMENT_DECIDED', { status: amendment.status })
  return amendment
}

/** What an approver of an amendment may say beside who signs. */
export interface AmendmentApproval extends ApprovalInput {
  readonly number?: number | undefined
}

/**
 * Approves an amendment and issues it at once as the next numbered version. Every rule is asked again by the data of this moment; a seat
 * that somebody else holds by now is SEAT_CHANGED. Throws AMENDMENT_DECIDED, APPROVER_IS_SUBMITTER, NO_SIGNER, RULE_VIOLATED,
 * ROSTER_UNFILLED, AMENDS_THE_PAST, NUMBER_TAKEN.
 */
export const approveAmendment = (
  deps: Deps,
  centre: Centre,
  id: string,
  expected: number,
  by: string,
  input: AmendmentApproval = {}
): Promise<{ amendment: Amendment; publication: Publication }> =>
  transact(deps, async (deps) => {
    const amendment = await lockSubmitted(deps, centre, id, expected)
    await refuseSamePerson(deps, centre, amendment.submittedBy, by)
    const overrides = readOverrides(input.overrides ?? [])
    const signer = await signerFor(deps, centre, input.signer)
    const open = await openMonth(deps, centre, amendment.rosterId)
    if (amendment.origin === 'swap') refuseBegun(open, amendment.takes, deps.now())
    const from = Math.max(amendment.changesFrom ?? 0, deps.now()) as Instant
    const amended = await amendedMonth(deps, open, { takes: amendment.takes, recut: amendment.recut, from })
    const { kind, reason } = amendment
    const issued = { kind, by, approval: { signer, overrides }, step: 'amended', reason, changesFrom: from, number: input.number } as const
    const publication = await issueAmended(deps, open, amended, issued, overrides)
    const decided = { status: 'issued', decidedBy: by, decision: input.reason ?? null, publicationId: publication.id } as const
    const done = await decideAmendment(deps.db, amendment, decided, deps.now())
    await settleOpen(deps, amended.scene, amended.slots, publication)
    return { amendment: done, publication }
  })

/** Ends an amendment without issuing it: `returned` by the approver or `withdrawn` by whoever drew it up. Throws AMENDMENT_DECIDED. */
export const dropAmendment = (
  deps: Deps,
  centre: Centre,
  id: string,
  expected: number,
  by: string,
  end: { readonly status: 'returned' | 'withdrawn'; readonly reason: string | null }
): Promise<Amendment> =>
  transact(deps, async (deps) => {
    const amendment = await lockSubmitted(deps, centre, id, expected)
    const decided = { status: end.status, decidedBy: by, decision: end.reason, publicationId: null } as const
    const dropped = await decideAmendment(deps.db, amendment, decided, deps.now())
    await followAmendment(deps, dropped)
    return dropped
  })

/** An amendment with its effect: what it would change now, or once it is decided what its version changed (nothing, if none did). */
export async function readAmendmentEffect(deps: Deps, centre: Centre, amendment: Amendment): Promise<AmendmentEffect | null> {
  if (amendment.status !== 'submitted') return null
  const open = await transact(deps, (deps) => openMonth(deps, centre, amendment.rosterId))
  return effectOf(deps, centre, open, { ...amendment, changesFrom: null }).catch((error: unknown) => {
    if (error instanceof DutyError) return null
    throw error
  })
}
