import type { Agency } from '../domain/agency.ts'
import type { Centre } from '../domain/centre.ts'
import type { Delivery } from '../domain/delivery.ts'
import type { Instant } from '../domain/instant.ts'
import { findAcknowledgement } from '../store/acknowledgements.ts'
import { agencyNoun } from '../store/agencies.ts'
import { findOne } from '../store/noun.ts'
import type { Deps } from './deps.ts'

/** A delivery, whom it is for, and when they acknowledged the publication. */
export interface Addressed {
  readonly delivery: Delivery
  /** Null: a webhook of the whole centre. */
  readonly agency: Agency | null
  readonly acknowledgedAt: Instant | null
}

/** Deliveries of a centre with whom they are for, in their order. */
export async function addressed({ db }: Deps, centre: Centre, deliveries: readonly Delivery[]): Promise<Addressed[]> {
  const found: Addressed[] = []
  for (const delivery of deliveries) {
    const { agencyId } = delivery
    const agency = agencyId === null ? undefined : await findOne(db, agencyNoun, centre.id, agencyId)
    const answer = agencyId === null ? undefined : await findAcknowledgement(db, { ...delivery, agencyId })
    found.push({ delivery, agency: agency ?? null, acknowledgedAt: answer?.acknowledgedAt ?? null })
  }
  return found
}
