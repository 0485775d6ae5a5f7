import { addDays, type Day } from '../../src/domain/day.ts'
import type { Step } from './examples.ts'
import { ifMatch } from './examples-catalogue.ts'
import type { SlotJson } from './months.ts'

const CENTRE = 'centre=lang-son'

interface Held {
  readonly slot: SlotJson
  readonly by: string
}

/** The days on which each person serves, with the day before and after. */
function busyDays(slots: readonly SlotJson[]): (person: string) => ReadonlySet<string> {
  const days = new Map<string, Set<string>>()
  for (const { day, end, seats } of slots) {
    for (const { providerId } of seats.filter((seat) => seat.providerId !== null)) {
      const known = days.get(providerId ?? '') ?? new Set()
      for (const near of [addDays(day as Day, -1), day, end.slice(0, 10), addDays(end.slice(0, 10) as Day, 1)]) known.add(near)
      days.set(providerId ?? '', known)
    }
  }
  return (person) => days.get(person) ?? new Set()
}

/** Two duties of one post whose holders are both free around the other's. */
function toTrade(body: unknown): Record<string, string> {
  const { items } = body as { readonly items: readonly SlotJson[] }
  const busy = busyDays(items)
  const held = items.flatMap((slot): Held[] => {
    const by = slot.seats[0]?.providerId ?? null
    return by === null || slot.day < '2027-01-07' ? [] : [{ slot, by }]
  })
  for (const given of held) {
    const wanted = held.find(
      ({ slot, by }) =>
        slot.postId === given.slot.postId &&
        slot.unit !== given.slot.unit &&
        by !== given.by &&
        !busy(by).has(given.slot.day) &&
        !busy(given.by).has(slot.day)
    )
    if (wanted === undefined) continue
    return {
      'given.slot.id': given.slot.id,
      'offerer.id': given.by,
      'wanted.slot.id': wanted.slot.id,
      'asked.id': wanted.by
    }
  }
  throw new Error('January has no two duties to trade')
}

const OFFER = {
  by: '{offerer.id}',
  slot: '{given.slot.id}',
  seat: 'primary',
  to: [{ provider: '{asked.id}', slot: '{wanted.slot.id}', seat: 'primary' }],
  reason: 'Dự lễ tốt nghiệp của con (dữ liệu minh họa)'
} as const

const offer = (name: string, more: Pick<Step, 'silent'> = {}): Step => ({
  operationId: 'createSwap',
  method: 'POST',
  url: `/v1/swaps?${CENTRE}`,
  body: OFFER,
  keep: (body) => ({ [`${name}.id`]: (body as { readonly swap: { readonly id: string } }).swap.id }),
  ...more
})

const step = (name: string, verb: string, version: number, operationId: Step['operationId'], body?: object, silent?: true): Step => ({
  operationId,
  method: 'POST',
  url: `/v1/swaps/{${name}.id}/${verb}?${CENTRE}`,
  headers: ifMatch(version),
  ...(body && { body }),
  status: 200,
  ...(silent && { silent })
})

/** Two people trade duties of January 2027, which is published: after a no, a second thought and a refusal it comes to something. */
const swaps: readonly Step[] = [
  { operationId: 'listSlots', method: 'GET', url: `/v1/rosters/2027-01/slots?${CENTRE}`, keep: toTrade, silent: true },
  { operationId: 'previewSwap', method: 'POST', url: `/v1/swaps/preview?${CENTRE}`, body: OFFER, status: 200 },
  offer('declined-swap', { silent: true }),
  step('declined-swap', 'decline', 1, 'declineSwap', { by: '{asked.id}' }),
  offer('withdrawn-swap', { silent: true }),
  step('withdrawn-swap', 'withdraw', 1, 'withdrawSwap', { by: '{offerer.id}' }),
  offer('refused-swap', { silent: true }),
  step('refused-swap', 'accept', 1, 'acceptSwap', { by: '{asked.id}' }, true),
  step('refused-swap', 'refuse', 2, 'refuseSwap', { reason: 'Hôm đó có đoàn kiểm tra của Cục Trợ giúp pháp lý' }),
  offer('swap'),
  { operationId: 'getSwap', method: 'GET', url: `/v1/swaps/{swap.id}?${CENTRE}` },
  step('swap', 'accept', 1, 'acceptSwap', { by: '{asked.id}' }),
  step('swap', 'approve', 2, 'approveSwap'),
  { operationId: 'listSwaps', method: 'GET', url: `/v1/swaps?${CENTRE}&provider={offerer.id}` }
]

/** Somebody asks for leave and is summoned to a hearing on a day of duty: the planner is told whom that concerns. */
const affected: readonly Step[] = [
  {
    operationId: 'createAbsence',
    method: 'POST',
    url: `/v1/absences?${CENTRE}`,
    body: { provider: '{offerer.id}', kind: 'annual_leave', from: '2027-01-06', to: '2027-01-31' },
    as: 'leave',
    silent: true
  },
  { operationId: 'listAffectedByAbsence', method: 'GET', url: `/v1/absences/{leave.id}/affected?${CENTRE}` },
  {
    operationId: 'createEngagement',
    method: 'POST',
    url: `/v1/engagements?${CENTRE}`,
    body: { provider: '{asked.id}', kind: 'hearing', start: '2027-01-07T08:00:00+07:00', end: '2027-01-29T17:00:00+07:00' },
    as: 'trial',
    silent: true
  },
  { operationId: 'listAffectedByEngagement', method: 'GET', url: `/v1/engagements/{trial.id}/affected?${CENTRE}` },
  { operationId: 'deleteAbsence', method: 'DELETE', url: `/v1/absences/{leave.id}?${CENTRE}`, headers: ifMatch(1), silent: true },
  { operationId: 'deleteEngagement', method: 'DELETE', url: `/v1/engagements/{trial.id}?${CENTRE}`, headers: ifMatch(1), silent: true }
]

const whoIsOn = (body: unknown): Record<string, string> => {
  const { onDuty } = body as { readonly onDuty: readonly { readonly provider: { readonly id: string } }[] }
  return { 'taken-ill.id': onDuty[0]?.provider.id ?? '' }
}

const ILLNESS = { absent: '{taken-ill.id}', reason: 'Cấp cứu tại bệnh viện (dữ liệu minh họa)', kind: 'sick_leave' } as const

/** Whoever is on duty now is taken to hospital: somebody else is on duty at once. */
const covers: readonly Step[] = [
  { operationId: 'getOnDuty', method: 'GET', url: `/v1/on-duty?post=dieu-tra&${CENTRE}`, keep: whoIsOn, silent: true },
  { operationId: 'previewCover', method: 'POST', url: `/v1/covers/preview?${CENTRE}`, body: ILLNESS, status: 200 },
  {
    operationId: 'createCover',
    method: 'POST',
    url: `/v1/covers?${CENTRE}`,
    headers: { 'idempotency-key': 'truc-thay-2026-11-22' },
    body: ILLNESS,
    keep: (body) => ({
      'cover.id': (body as { readonly items: readonly { readonly cover: { readonly id: string } }[] }).items[0]?.cover.id ?? ''
    })
  },
  { operationId: 'listCovers', method: 'GET', url: `/v1/covers?${CENTRE}&unconfirmed=true` },
  { operationId: 'getCover', method: 'GET', url: `/v1/covers/{cover.id}?${CENTRE}` }
]

/** Changes that people make after January 2027 is published. */
export const swapStory: readonly Step[] = [...swaps, ...affected, ...covers]
