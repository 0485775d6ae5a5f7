import type { Centre } from '../domain/centre.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import { optionalText, requiredText } from '../domain/fields.ts'
import type { Roster } from '../domain/roster.ts'
import { findPublication } from '../store/publications.ts'
import { insertStep, lockRoster, updateRoster } from '../store/rosters.ts'
import { refuseBreaches } from './breaches.ts'
import { type Deps, transact } from './deps.ts'
import { lockDraft } from './draft-roster.ts'
import { mendable } from './mendable.ts'
import { loadScene } from './roster-scene.ts'

/** Who takes a step in the life of a roster, and what they say. */
export interface StepTaken {
  readonly by: string
  readonly reason?: string | null | undefined
}

/** Why, as it stays on the record. Throws MISSING_FIELD at `/reason` for a text that says nothing. */
export function reasonOf({ reason }: StepTaken): string {
  const errors = fieldErrors()
  const said = requiredText(errors, '/reason', reason ?? '')
  errors.throwIfAny()
  return said
}

/** The roster, locked, if it still has the version that the caller read. */
export async function lockVersion(deps: Deps, centre: Centre, ref: string, expected: number): Promise<Roster> {
  const roster = await lockRoster(deps.db, centre.id, ref)
  if (roster.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'roster', expected })
  return roster
}

/**
 * Hands a draft to the approver. Breaches do not stop it but for empty seats: the approver may override what is the centre's own policy.
 * Throws ROSTER_NOT_DRAFT, ROSTER_UNFILLED.
 */
export const submitRoster = (deps: Deps, centre: Centre, ref: string, expected: number, { by, reason }: StepTaken): Promise<Roster> =>
  transact(deps, async (deps) => {
    const roster = await lockDraft(deps, centre, ref, expected)
    const open = await mendable(deps, await loadScene(deps, centre, roster))
    const unfilled = open.filter(({ ruleId }) => ruleId === 'coverage')
    refuseBreaches(unfilled, [])
    const now = deps.now()
    await insertStep(deps.db, roster, { step: 'submitted', by, at: now, reason: optionalText(reason), publicationId: null })
    return updateRoster(deps.db, roster, { status: 'submitted', submittedBy: by, approval: null }, now)
  })

/** Hands a submitted or approved roster back with the reason; it is a draft again. Throws ROSTER_NOT_SUBMITTED. */
export const returnRoster = (deps: Deps, centre: Centre, ref: string, expected: number, step: StepTaken): Promise<Roster> =>
  transact(deps, async (deps) => {
    const reason = reasonOf(step)
    const roster = await lockVersion(deps, centre, ref, expected)
    const { status } = roster
    if (status !== 'submitted' && status !== 'approved') throw new DutyError('ROSTER_NOT_SUBMITTED', { status })
    const now = deps.now()
    await insertStep(deps.db, roster, { step: 'returned', by: step.by, at: now, reason, publicationId: null })
    const wasOut = (await findPublication(deps.db, centre.id, roster.month)) !== undefined
    return updateRoster(deps.db, roster, { status: wasOut ? 'recalled' : 'draft', approval: null }, now)
  })
