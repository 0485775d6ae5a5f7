import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { ProviderId } from '../domain/ids.ts'
import type { Seat } from '../domain/post.ts'
import type { Roster, Slot } from '../domain/roster.ts'
import { findOne } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import { listSlots, updateRoster, updateSeats } from '../store/rosters.ts'
import { type Deps, transact } from './deps.ts'
import { lockDraft } from './draft-roster.ts'

/** Who is to sit where: a provider (id or code), or null to empty the seat; `pinned` keeps the planner away (default: yes, if filled). */
export interface SeatEdit {
  readonly provider: string | null
  readonly pinned?: boolean
}

/** Changes one seat of a draft by hand. Rules are not asked: `violations` shows what the edit breaks, and publishing refuses it. */
export const editSeat = (
  deps: Deps,
  centre: Centre,
  ref: string,
  expected: number,
  place: { readonly slot: string; readonly seat: Seat },
  edit: SeatEdit
): Promise<{ roster: Roster; slot: Slot }> =>
  transact(deps, async (deps) => {
    const draft = await lockDraft(deps, centre, ref, expected)
    const slot = (await listSlots(deps.db, draft)).find((each) => each.id === place.slot)
    if (slot === undefined) throw new DutyError('NOT_FOUND', { noun: 'slot', ref: place.slot })
    const old = slot.seats.find((each) => each.seat === place.seat)
    if (old === undefined) throw new DutyError('NOT_FOUND', { noun: 'seat', ref: place.seat })
    const providerId = await personOf(deps, centre, edit)
    const seat = { ...old, providerId, pinned: providerId !== null && (edit.pinned ?? true), vacant: false, reasons: [] }
    await updateSeats(deps.db, centre.id, [{ ...seat, slotId: slot.id }])
    const roster = await updateRoster(deps.db, draft, {}, deps.now())
    return { roster, slot: { ...slot, seats: slot.seats.map((each) => (each === old ? seat : each)) } }
  })

async function personOf(deps: Deps, centre: Centre, { provider }: SeatEdit): Promise<ProviderId | null> {
  if (provider === null) return null
  const found = await findOne(deps.db, providerNoun, centre.id, provider)
  if (found) return found.id
  const fault = { pointer: '/provider', code: 'BAD_REFERENCE', params: { noun: 'provider', ref: provider } } as const
  throw new DutyError('BAD_FIELD', { count: 1 }, [fault])
}
