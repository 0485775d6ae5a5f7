import type { Interests, Urgency } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import { updateCall } from '../store/calls.ts'
import type { CallDuty } from './call-duty.ts'
import { type CallScene, sceneOf } from './call-scene.ts'
import { type Deps, transact } from './deps.ts'
import { fileOf, lockOwnCall, refuseEnded } from './own-call.ts'
import { entitlementToday, type Reporter } from './read-report.ts'

/** What may be learnt of a call after it was reported. */
export interface CallChange {
  readonly interests?: Interests
  readonly urgency?: Urgency | null
  readonly entitlement?: string | null
}

/**
 * Changes what was not known when a call was reported: above all whether the interests of several accused go against each other, which a
 * person must say (BLTTHS 2015 Điều 72(5)). Throws STALE_VERSION, CALL_ENDED, BAD_FIELD.
 */
export const changeCall = (
  deps: Deps,
  centre: Centre,
  id: string,
  { expected, change }: { readonly expected: number; readonly change: CallChange },
  duty: Pick<CallDuty, 'post' | 'onDuty'>,
  reporter: Reporter
): Promise<CallScene> =>
  transact(deps, async (deps) => {
    const call = await lockOwnCall(deps, centre, id, reporter)
    if (call.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'call', expected })
    refuseEnded(call)
    const errors = fieldErrors()
    if (change.entitlement) await entitlementToday(deps, centre, errors, change.entitlement)
    errors.throwIfAny()
    return sceneOf(deps, centre, await fileOf(deps, await updateCall(deps.db, call, change, deps.now())), duty)
  })
