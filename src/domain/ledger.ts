import {
  BURDEN_KINDS,
  type Burden,
  type BurdenWeights,
  burdenOf,
  type DayPart,
  dayPartOf,
  NO_BURDEN,
  type PointParts,
  type PostBurden,
  plus
} from './burden.ts'
import { addMonths, type Month } from './day.ts'
import { apportion } from './due-share.ts'
import { compare, type ProviderId } from './ids.ts'
import type { Zone } from './instant.ts'
import type { Duty } from './roster.ts'

/** One person's month in the ledger (sổ theo dõi); amounts in hundredths. */
export interface LedgerEntry {
  readonly providerId: ProviderId
  /** Per cent-days: what `due` rests on. */
  readonly share: number
  readonly borne: Burden
  /** The points of `borne` by kind of day. */
  readonly parts: PointParts
  readonly due: Burden
}

/** No points on any kind of day. */
export const NO_PARTS: PointParts = { workingDays: 0, restDays: 0, holidays: 0, tet: 0 }

type Line = Pick<LedgerEntry, 'borne' | 'parts'>
const added = ({ borne, parts }: Line, burden: Burden, part: DayPart): Line => ({
  borne: plus(borne, burden),
  parts: { ...parts, [part]: parts[part] + burden.points }
})

/** What is due to each, of what they bore together. When nobody owes anything, each owed what they did. */
function dues(lines: readonly Line[], shares: readonly number[]): Burden[] {
  if (shares.every((share) => share === 0)) return lines.map(({ borne }) => borne)
  const total = lines.reduce((all, { borne }) => plus(all, borne), NO_BURDEN)
  const byKind = BURDEN_KINDS.map((kind) => [kind, apportion(total[kind], shares)] as const)
  return lines.map((_, at) => Object.fromEntries(byKind.map(([kind, parts]) => [kind, parts[at] ?? 0])) as unknown as Burden)
}

/** What the points of a month rest on. */
export interface Scale {
  readonly zone: Zone
  readonly weights: BurdenWeights
  post(id: Duty['postId']): PostBurden
}

/**
 * The ledger of a month: everybody who owes or bore anything, by id. The dues of each kind add up to what was borne of it, so the
 * balances of the month add up to nothing.
 */
export function entriesOf(duties: readonly Duty[], shares: ReadonlyMap<ProviderId, number>, { zone, weights, post }: Scale): LedgerEntry[] {
  const lines = new Map<ProviderId, Line>()
  for (const [id, share] of shares) if (share > 0) lines.set(id, { borne: NO_BURDEN, parts: NO_PARTS })
  for (const duty of duties) {
    const line = lines.get(duty.providerId) ?? { borne: NO_BURDEN, parts: NO_PARTS }
    lines.set(duty.providerId, added(line, burdenOf(duty, zone, weights, post(duty.postId)), dayPartOf(duty)))
  }
  const inOrder = [...lines].sort(([a], [b]) => compare(a, b))
  const shareOf = inOrder.map(([id]) => shares.get(id) ?? 0)
  const due = dues(
    inOrder.map(([, line]) => line),
    shareOf
  )
  return inOrder.map(([providerId, line], at) => ({ providerId, share: shareOf[at] ?? 0, ...line, due: due[at] ?? NO_BURDEN }))
}

/** What somebody bore beyond what was due; negative = less. */
export const deviationOf = ({ borne, due }: Pick<LedgerEntry, 'borne' | 'due'>): Burden => plus(borne, due, -1)

/** A ledger entry as stored: of which month, of which version of its publication, and which version is the newest. */
export interface LedgerRow extends LedgerEntry {
  readonly month: Month
  readonly version: number
  readonly newest: number
}

/** One month of one person over the versions of its publication. */
export interface LedgerMonth {
  readonly month: Month
  /** As first published. */
  readonly planned: Burden
  /** As the newest version says: swaps, covers and amendments counted. */
  readonly corrected: Burden
  readonly due: Burden
  /** Corrected less due. */
  readonly balance: Burden
  /** What goes into the next month's plan: the balances of this month and those before it that the centre still counts. */
  readonly carried: Burden
}

/** The first month whose balance still counts in the plan of `month`; null = every one. */
export const firstCounted = (month: Month, carryMonths: number): Month | null => (carryMonths === 0 ? null : addMonths(month, -carryMonths))

/** A person's months in order, out of the rows of every version; a version that does not name the person takes the month away. */
export function ledgerMonths(rows: readonly LedgerRow[], carryMonths: number): LedgerMonth[] {
  const months = [...Map.groupBy(rows, ({ month }) => month)].sort(([a], [b]) => compare(a, b))
  const balances: { readonly month: Month; readonly balance: Burden }[] = []
  return months.map(([month, versions]) => {
    const newest = versions.find(({ version, newest }) => version === newest)
    const { borne: corrected, due } = newest ?? { borne: NO_BURDEN, due: NO_BURDEN }
    const planned = versions.find(({ version }) => version === 1)?.borne ?? NO_BURDEN
    const balance = deviationOf({ borne: corrected, due })
    balances.push({ month, balance })
    const from = firstCounted(addMonths(month, 1), carryMonths)
    const counted = balances.filter((each) => from === null || each.month >= from)
    return { month, planned, corrected, due, balance, carried: counted.reduce((sum, each) => plus(sum, each.balance), NO_BURDEN) }
  })
}
