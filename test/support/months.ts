import type { Frozen } from './oracle.ts'
import { aSigner } from './people.ts'
import type { Scene } from './scene.ts'

export interface RosterJson {
  readonly id: string
  readonly month: string
  readonly version: number
  readonly status: string
  readonly seed: number
  readonly plannedAt: string | null
}

export interface SeatJson {
  readonly seat: string
  readonly providerId: string | null
  readonly pinned: boolean
  readonly reasons: readonly { readonly providerId: string; readonly ruleId: string; readonly basis: string; readonly title: string }[]
}

export interface SlotJson {
  readonly id: string
  readonly postId: string
  readonly start: string
  readonly end: string
  readonly day: string
  readonly unit: string
  readonly seats: readonly SeatJson[]
}

export interface PlanJson {
  readonly roster: RosterJson
  readonly summary: {
    readonly seed: number
    readonly seats: number
    readonly filled: number
    readonly unfilled: number
    readonly pinned: number
  }
  readonly report: ReportJson
  readonly slots: readonly SlotJson[]
}

export interface ReportJson {
  readonly seed: number
  readonly iterations: number
  readonly stopped: string
  readonly repeatable: boolean
  readonly optimal: boolean
  readonly tiers: readonly { readonly name: string; readonly value: number; readonly bound: number | null; readonly gap: number | null }[]
}

export interface JobJson {
  readonly id: string
  readonly kind: string
  readonly status: string
  readonly roster: { readonly id: string; readonly href: string }
  readonly progress: { readonly phase: string; readonly iterations: number; readonly best: number | null } | null
  readonly result: { readonly version: number; readonly summary: PlanJson['summary']; readonly report: ReportJson } | null
  readonly problem: { readonly code: string; readonly status: number; readonly detail: string } | null
  readonly createdAt: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
}

export interface HeadJson {
  readonly id: string
  readonly rosterId: string
  readonly month: string
  readonly version: number
  readonly kind: string
  readonly number: string | null
  readonly year: number
  readonly publishedAt: string
  readonly publishedBy: string
  readonly effectiveFrom: string
  readonly supersededFrom: string | null
  readonly fingerprint: string
}

export type PublicationJson = HeadJson &
  Frozen & { readonly centre: { readonly code: string; readonly name: string; readonly phones: readonly object[] } }

/** The header that names a version. */
export const at = ({ version }: { readonly version: number }) => ({ 'if-match': `"${version}"` })

/** The header that waits for a job to be done: a scene is one transaction, and nothing else may use it meanwhile. */
export const WAIT = { prefer: 'wait=60' }
/** A search of a moment, enough for a month of a few slots; what is previewed so is what is planned so. */
export const QUICK = { iterations: 20_000, prove: false }

const ofCentre = (centre: string | undefined): string => (centre === undefined ? '' : `?centre=${centre}`)

async function done<Body>(s: Scene, status: number, method: 'GET' | 'POST' | 'PUT', url: string, options: object = {}): Promise<Body> {
  const answer = await s.call<Body>(method, url, options)
  if (answer.status !== status) throw new Error(`${method} ${url} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** Somebody who may sign what the centre publishes: the director, unless the centre has named others. */
async function signed(s: Scene, centre: string | undefined): Promise<void> {
  const { items } = await done<{ items: readonly object[] }>(s, 200, 'GET', `/v1/signers${ofCentre(centre)}`)
  if (items.length === 0) await aSigner(s, centre === undefined ? {} : { centre })
}

/** The empty draft of a month, in a centre with somebody to sign it. */
export const aDraft = async (s: Scene, month = '2026-12', centre?: string, seed?: number): Promise<RosterJson> => {
  await signed(s, centre)
  return done(s, 201, 'POST', `/v1/rosters${ofCentre(centre)}`, { body: { month, ...(seed === undefined ? {} : { seed }) } })
}

/** A draft after planning. */
export const planned = (s: Scene, roster: RosterJson, centre?: string): Promise<PlanJson> =>
  done(s, 200, 'POST', `/v1/rosters/${roster.id}/plan${ofCentre(centre)}`, { headers: { ...at(roster), ...WAIT }, body: QUICK })

/** The roster after its next step: submitted, approved, returned or recalled. */
export const stepped = (
  s: Scene,
  roster: RosterJson,
  step: 'submit' | 'approve' | 'return' | 'recall',
  { body, centre, key }: { readonly body?: object; readonly centre?: string | undefined; readonly key?: string } = {}
): Promise<RosterJson> =>
  done(s, 200, 'POST', `/v1/rosters/${roster.id}/${step}${ofCentre(centre)}`, {
    headers: at(roster),
    ...(body && { body }),
    ...(key && { key })
  })

/** A roster submitted and approved as it stands. */
export const approved = async (s: Scene, roster: RosterJson, centre?: string): Promise<RosterJson> =>
  stepped(s, await stepped(s, roster, 'submit', { centre }), 'approve', { centre })

/** A roster submitted, approved and published as it stands. */
export const published = async (s: Scene, roster: RosterJson, centre?: string): Promise<HeadJson> => {
  const ready = await approved(s, roster, centre)
  return done(s, 201, 'POST', `/v1/rosters/${ready.id}/publications${ofCentre(centre)}`, { headers: at(ready) })
}

/** A month planned and published as it came. */
export async function aPublication(s: Scene, month = '2026-12', centre?: string): Promise<HeadJson> {
  const { roster } = await planned(s, await aDraft(s, month, centre), centre)
  return published(s, roster, centre)
}

/** A publication as the admin's key reads it: with every number. */
export const readPublication = (s: Scene, ref: string, centre?: string): Promise<PublicationJson> =>
  done(s, 200, 'GET', `/v1/publications/${ref}${ofCentre(centre)}`)

/** The slots of a roster as they stand. */
export const slotsOfRoster = async (s: Scene, ref: string, centre?: string): Promise<readonly SlotJson[]> =>
  (await done<{ items: readonly SlotJson[] }>(s, 200, 'GET', `/v1/rosters/${ref}/slots${ofCentre(centre)}`)).items

/** Puts somebody in a seat by hand; returns the roster with its new version. */
export const seated = async (
  s: Scene,
  roster: RosterJson,
  place: { readonly slot: string; readonly seat?: string; readonly centre?: string },
  body: { readonly provider: string | null; readonly pinned?: boolean }
): Promise<RosterJson> =>
  (
    await done<{ roster: RosterJson }>(
      s,
      200,
      'PUT',
      `/v1/rosters/${roster.id}/slots/${place.slot}/seats/${place.seat ?? 'primary'}${ofCentre(place.centre)}`,
      { headers: at(roster), body }
    )
  ).roster
