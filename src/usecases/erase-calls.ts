import type { Call } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { HOUR, type Instant } from '../domain/instant.ts'
import type { Settings } from '../domain/settings.ts'
import { deleteContact } from '../store/call-contacts.ts'
import { listErasable, type StoredCall, updateCall } from '../store/calls.ts'
import { type Deps, transact } from './deps.ts'
import { lockOwnCall } from './own-call.ts'
import type { Reporter } from './read-report.ts'

const DAY = 24 * HOUR

/** When a contact goes: so many days after the end of the call, or, while it has none, twice as many after it was reported. */
export const eraseAt = (
  { reportedAt, endedAt }: Pick<Call, 'reportedAt' | 'endedAt'>,
  { callRetentionDays: days }: Pick<Settings, 'callRetentionDays'>
): Instant => (endedAt === null ? reportedAt + 2 * days * DAY : endedAt + days * DAY) as Instant

/** What counts calls stays: nothing of it names the person. The key of the case stays too, for conflicts of interest outlast the contact. */
async function erased(deps: Deps, call: StoredCall): Promise<StoredCall> {
  await deleteContact(deps.db, call.centreId, call.id)
  const at = deps.now()
  return updateCall(deps.db, call, { erasedAt: at, eraseAt: call.eraseAt ?? at }, at)
}

/** Erases the contacts whose time is over; returns how many. */
export const eraseDue = (deps: Deps, centre: Centre): Promise<number> =>
  transact(deps, async (deps) => {
    const due = await listErasable(deps.db, centre.id, deps.now())
    for (const call of due) await erased(deps, call)
    return due.length
  })

/** Erases the contact of one call at the wish of the person (Luật 91/2025/QH15); done twice it changes nothing more. Throws NOT_FOUND. */
export const eraseCall = (deps: Deps, centre: Centre, id: string, reporter: Reporter): Promise<StoredCall> =>
  transact(deps, async (deps) => {
    const call = await lockOwnCall(deps, centre, id, reporter)
    return call.erasedAt === null && call.eraseAt !== null ? erased(deps, call) : call
  })
