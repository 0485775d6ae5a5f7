import type { Centre } from '../domain/centre.ts'
import { fieldErrors } from '../domain/errors.ts'
import type { CallFile } from '../store/calls.ts'
import type { CallDuty } from './call-duty.ts'
import { type CallScene, sceneOf } from './call-scene.ts'
import { findVault } from './caller-vault.ts'
import type { Deps } from './deps.ts'
import { fileOf, getOwnCall } from './own-call.ts'
import { type CaseInput, caseReference, type Reporter } from './read-report.ts'
import { newCall } from './take-call.ts'

/** Who could be called in a case that nobody has reported, and who may not: the answer a report would get, with nothing written. */
export async function checkConflicts(deps: Deps, centre: Centre, input: CaseInput, duty: CallDuty): Promise<CallScene> {
  const errors = fieldErrors()
  const reference = caseReference(errors, input)
  errors.throwIfAny()
  // a centre without a key has no calls of any case yet
  const vault = reference === null ? undefined : await findVault(deps, centre.id)
  const caseKey = reference === null ? null : (vault?.caseKeyOf(reference) ?? null)
  const call = { ...newCall(deps, centre, input, duty, ''), caseKey }
  const file: CallFile = { call, attempts: [], events: [], exclusions: [] }
  return sceneOf(deps, centre, file, duty)
}

/** The same of a call that was reported, as it stands now. Throws NOT_FOUND. */
export const checkCall = async (
  deps: Deps,
  centre: Centre,
  id: string,
  duty: Pick<CallDuty, 'post' | 'onDuty'>,
  reporter: Reporter
): Promise<CallScene> => sceneOf(deps, centre, await fileOf(deps, await getOwnCall(deps, centre, id, reporter)), duty)
