import type { Day } from './day.ts'
import type { AgencyId, CentreId } from './ids.ts'

export const AGENCY_LEVELS = ['central', 'province', 'region', 'commune'] as const
export type AgencyLevel = (typeof AGENCY_LEVELS)[number]
export const AGENCY_SECTORS = ['court', 'investigation', 'custody'] as const
export type AgencySector = (typeof AGENCY_SECTORS)[number]

/** A kind of agency is data, because the state reorganises them: `regional-court`, `investigation-division`, … */
export interface AgencyKind {
  readonly code: string
  readonly sector: AgencySector
  readonly nameVi: string
  readonly nameEn: string
}

export interface FormerName {
  readonly name: string
  /** The last day on which it bore that name; null when unknown. */
  readonly until: Day | null
}

/** A court, investigation body or custody facility that posts serve (cơ quan tiến hành tố tụng, cơ sở giam giữ). */
export interface Agency {
  readonly id: AgencyId
  readonly centreId: CentreId
  readonly code: string
  readonly version: number
  readonly name: string
  /** Code of an `AgencyKind`. */
  readonly kind: string
  readonly level: AgencyLevel
  readonly parentId: AgencyId | null
  /** Communes it is competent for (a regional court's territory is a list of communes: NQ 81/2025/UBTVQH15 Art. 4). */
  readonly territory: readonly string[]
  readonly formerNames: readonly FormerName[]
  /** Agencies whose work it took over, so that a question about an abolished one finds it. */
  readonly predecessorIds: readonly AgencyId[]
  readonly validFrom: Day
  /** Its last day; null while it exists. */
  readonly validTo: Day | null
  /** The desk that answers for it, e.g. the criminal duty desk (trực ban hình sự). */
  readonly contactPoint: string | null
  readonly address: string | null
  readonly email: string | null
}
