import { fairnessChart } from '../documents/fairness-chart.ts'
import { BURDEN_KINDS, type BurdenKind } from '../domain/burden.ts'
import type { Centre } from '../domain/centre.ts'
import { type Measures, measuresOf, type Standing, standingsOf } from '../domain/fairness.ts'
import type { LedgerEntry } from '../domain/ledger.ts'
import type { Provider } from '../domain/provider.ts'
import type { Roster } from '../domain/roster.ts'
import type { Language } from '../domain/wording.ts'
import { listLedgerOfMonth } from '../store/ledger.ts'
import { getRoster } from '../store/rosters.ts'
import { type Deps, transact } from './deps.ts'
import { carriedInto, entriesOfScene } from './ledger.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'
import { burdenWeights } from './set-burden-weights.ts'

/** How the burden of a month lies. */
export interface Fairness {
  readonly roster: Roster
  /** Everybody who owes or bears anything in the month or carries a balance into it, by id. */
  readonly people: readonly (Standing & { readonly provider: Provider })[]
  readonly measures: Readonly<Record<BurdenKind, Measures>>
}

/** A published month as its newest version was counted; a draft, and a month without a ledger, as its seats stand. */
async function entriesFor(deps: Deps, scene: RosterScene): Promise<readonly LedgerEntry[]> {
  const { centre, roster } = scene
  const written = roster.status === 'published' ? await listLedgerOfMonth(deps.db, centre.id, roster.month) : []
  return written.length > 0 ? written : entriesOfScene(scene, await burdenWeights(deps, centre))
}

/** Who bears what in the month of a roster (id or month), against what is due and what was carried in. */
export const fairnessOf = (deps: Deps, centre: Centre, ref: string): Promise<Fairness> =>
  transact(deps, async (deps) => {
    const roster = await getRoster(deps.db, centre.id, ref)
    const scene = await loadScene(deps, centre, roster)
    const standings = standingsOf(await entriesFor(deps, scene), await carriedInto(deps, centre, roster.month))
    const people = standings.map((standing) => ({ ...standing, provider: scene.context.provider(standing.providerId) }))
    const measures = Object.fromEntries(BURDEN_KINDS.map((kind) => [kind, measuresOf(standings, kind)])) as Fairness['measures']
    return { roster, people, measures }
  })

/** The same as a picture (SVG): the points of everybody who owes or bears anything in the month. */
export async function drawFairness(deps: Deps, centre: Centre, ref: string, language: Language): Promise<string> {
  const { roster, people } = await fairnessOf(deps, centre, ref)
  const bars = people
    .filter(({ share, borne }) => share > 0 || borne.points > 0)
    .map(({ provider, borne, due, parts }) => ({ id: provider.id, name: provider.fullName, points: borne.points, due: due.points, parts }))
  return fairnessChart({ centre: centre.name, month: roster.month, bars }, language)
}
