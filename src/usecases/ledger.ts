import type { Burden, BurdenWeights } from '../domain/burden.ts'
import type { Centre } from '../domain/centre.ts'
import { daysOfMonth, type Month } from '../domain/day.ts'
import { dueShare } from '../domain/due-share.ts'
import type { ProviderId } from '../domain/ids.ts'
import { entriesOf, firstCounted, type LedgerEntry, type LedgerMonth, ledgerMonths } from '../domain/ledger.ts'
import type { Publication } from '../domain/publication.ts'
import { dutiesOf } from '../domain/roster.ts'
import { findBurdenSettings, insertLedger, listLedgerOfProvider, sumBalances } from '../store/ledger.ts'
import { getOne } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import type { Deps } from './deps.ts'
import type { RosterScene } from './roster-scene.ts'
import { burdenWeights } from './set-burden-weights.ts'

/** The ledger of the scene's month as its seats stand, by these weights. */
export function entriesOfScene({ centre, roster, slots, providers, context }: RosterScene, weights: BurdenWeights): LedgerEntry[] {
  const days = daysOfMonth(roster.month)
  const shares = new Map(providers.map((provider) => [provider.id, dueShare(provider, context.absencesOf(provider.id), days)]))
  return entriesOf(dutiesOf(slots), shares, { zone: centre.zone, weights, post: context.post })
}

/**
 * Writes what a publication lays on everybody, by the weights and absences of this moment, in the caller's transaction. The scene's
 * seats are those of the publication; a later version of the month writes its own rows, and then those count.
 */
export async function recordLedger(deps: Deps, scene: RosterScene, publication: Publication): Promise<void> {
  await insertLedger(deps.db, publication, entriesOfScene(scene, await burdenWeights(deps, scene.centre)))
}

/** What each person carries into the month: borne less due of the published months before it that the centre still counts. */
export async function carriedInto({ db }: Deps, centre: Centre, month: Month): Promise<ReadonlyMap<ProviderId, Burden>> {
  const { carryMonths } = await findBurdenSettings(db, centre.id)
  return sumBalances(db, centre.id, firstCounted(month, carryMonths), month)
}

/** The months of one person (id or code) from `from` to `to`, both counted, oldest first; NOT_FOUND for nobody of the centre. */
export async function ledgerOf({ db }: Deps, centre: Centre, ref: string, from?: Month, to?: Month): Promise<LedgerMonth[]> {
  const provider = await getOne(db, providerNoun, centre.id, ref)
  const { carryMonths } = await findBurdenSettings(db, centre.id)
  const months = ledgerMonths(await listLedgerOfProvider(db, centre.id, provider.id, to), carryMonths)
  return months.filter(({ month }) => from === undefined || month >= from)
}
