import type { Problem } from '../../src/http/problem.ts'
import { aPublication } from './months.ts'
import { aCentre, anAgency, anOfficer, aPost, type Made } from './people.ts'
import type { Answer, Scene } from './scene.ts'

export interface OnDutyJson {
  readonly centre: { readonly code: string }
  readonly agency: { readonly code: string; readonly name: string } | null
  readonly successor: { readonly code: string; readonly detail: string } | null
  readonly post: { readonly code: string } | null
  readonly at: string
  readonly status: string
  readonly reason: { readonly code: string; readonly detail: string } | null
  readonly onDuty: readonly {
    readonly seat: string
    readonly provider: { readonly fullName: string }
    readonly post: { readonly code: string }
    readonly mode: string
    readonly numbers: readonly { readonly e164: string; readonly href: string }[]
    readonly note: { readonly code: string; readonly detail: string } | null
    readonly start: string
    readonly end: string
    readonly next: { readonly provider: { readonly fullName: string }; readonly start: string; readonly end: string } | null
  }[]
  readonly wanted: { readonly met: boolean; readonly detail: string } | null
  readonly fallback: { readonly name: string; readonly numbers: readonly { readonly national: string }[] }
  readonly nextChangeAt: string | null
  readonly nextOpeningAt: string | null
  readonly source: {
    readonly publication: string | null
    readonly version: number | null
    readonly generatedAt: string
    readonly stale: boolean
  }
}

/** A Wednesday morning in December, in office hours. */
export const MORNING = '2026-12-02T08:00:00+07:00'

export const ask = async (s: Scene, query: Record<string, string>, options: object = {}): Promise<Answer<OnDutyJson & Problem>> =>
  s.call('GET', `/v1/on-duty?${new URLSearchParams(query)}`, { key: null, ...options })

export const who = ({ onDuty }: OnDutyJson): string[] => onDuty.map(({ provider }) => provider.fullName)

/** One centre; a court with a post by phone of two seats in office hours, staffed by two people; December is published. */
export async function oneCourt(s: Scene, code = 'lang-son'): Promise<{ agency: Made; post: Made; old: Made }> {
  await aCentre(s, { code })
  await anOfficer(s, { centre: code, fullName: 'Nông Thị Bình' })
  await anOfficer(s, { centre: code, fullName: 'Lý Văn Cường' })
  const old = await anAgency(s, {
    centre: code,
    code: 'tand-cao-loc',
    name: 'Tòa án nhân dân huyện Cao Lộc',
    kind: 'district-court',
    validFrom: '2015-06-01',
    validTo: '2025-06-30'
  })
  const agency = await anAgency(s, {
    centre: code,
    code: 'tand-kv1',
    name: 'Tòa án nhân dân khu vực 1',
    territory: ['phường Kỳ Lừa'],
    formerNames: [{ name: 'Tòa án nhân dân thị xã Đồng Đăng' }],
    predecessors: [old.id]
  })
  const seats = [
    { seat: 'primary' as const, method: 'balanced' as const },
    { seat: 'support' as const, method: 'balanced' as const }
  ]
  const post = await aPost(s, {
    centre: code,
    code: 'toa-an',
    name: 'Điểm trực tòa án',
    agencies: [agency.id],
    seats,
    validTo: '2026-12-04'
  })
  await aPublication(s, '2026-12', code)
  return { agency, post, old }
}
