import type { Call } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import { type CallFile, getCall, loadFiles, lockCall, type StoredCall } from '../store/calls.ts'
import type { Deps } from './deps.ts'
import type { Reporter } from './read-report.ts'

/** An agency's key never learns of calls that are not its agency's. */
function own<T extends Pick<Call, 'id' | 'agencyId'>>(call: T, { agencyId }: Reporter): T {
  if (agencyId !== null && call.agencyId !== agencyId) throw new DutyError('NOT_FOUND', { noun: 'call', ref: call.id })
  return call
}

/** The call, if the reporter may see it. Throws NOT_FOUND. */
export const getOwnCall = async (deps: Deps, centre: Centre, id: string, reporter: Reporter): Promise<StoredCall> =>
  own(await getCall(deps.db, centre.id, id), reporter)

/** The same, which nobody else changes until the transaction ends. */
export const lockOwnCall = async (deps: Deps, centre: Centre, id: string, reporter: Reporter): Promise<StoredCall> =>
  own(await lockCall(deps.db, centre.id, id), reporter)

/** The file of a call. */
export async function fileOf(deps: Deps, call: StoredCall): Promise<CallFile> {
  const [file] = await loadFiles(deps.db, call.centreId, [call])
  return file ?? { call, attempts: [], events: [], exclusions: [] }
}

/** Throws CALL_ENDED. */
export function refuseEnded({ status, endedAt }: Pick<Call, 'status' | 'endedAt'>): void {
  if (endedAt !== null) throw new DutyError('CALL_ENDED', { status })
}

/** What an agency's key may not do. Throws CENTRE_ONLY. */
export function centreOnly({ agencyId }: Reporter): void {
  if (agencyId !== null) throw new DutyError('CENTRE_ONLY')
}
