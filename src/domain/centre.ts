import type { BranchId, CentreId } from './ids.ts'
import type { Zone } from './instant.ts'
import type { Phone } from './phone.ts'

/** A state legal-aid centre (Trung tâm trợ giúp pháp lý nhà nước): the tenant that owns providers, posts and rosters. */
export interface Centre {
  readonly id: CentreId
  readonly code: string
  readonly version: number
  readonly name: string
  /** The province it serves, `Lạng Sơn`. */
  readonly province: string
  readonly zone: Zone
  /** ISO weekday on which its weeks begin (1 = Monday). */
  readonly firstWeekday: number
  /** The body above it in document headers, `SỞ TƯ PHÁP TỈNH LẠNG SƠN` (NĐ 30/2020 Annex I). */
  readonly parentBody: string
  /** Place in `Lạng Sơn, ngày …`. */
  readonly place: string
  /** Symbol after the number of a notice: `TB-TGPL` in `05/TB-TGPL`. */
  readonly documentSymbol: string
  /** The numbers that answer when nobody on duty does: the end of every call chain (5789/CTPH-BTP-BCA: three numbers, always). */
  readonly phones: readonly Phone[]
  /** Invented data for trying the service out. */
  readonly demo: boolean
}

/** A branch (chi nhánh) of a centre (Luật TGPL Art. 11(2)). */
export interface Branch {
  readonly id: BranchId
  readonly centreId: CentreId
  readonly code: string
  readonly version: number
  readonly name: string
  readonly address: string | null
  readonly phones: readonly Phone[]
}
