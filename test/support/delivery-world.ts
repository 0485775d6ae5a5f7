import { aPublication, at, type HeadJson, type SlotJson, slotsOfRoster } from './months.ts'
import { aCentre, anAgency, anOfficer, aPost, type Made } from './people.ts'
import type { Scene } from './scene.ts'

export interface DeliveryJson {
  readonly id: string
  readonly publicationId: string
  readonly agency: { readonly id: string; readonly code: string } | null
  readonly event: string
  readonly channel: string
  readonly webhookId: string | null
  readonly address: string
  readonly status: string
  readonly attempts: number
  readonly failure: { readonly code: string; readonly detail: string; readonly said: string | null } | null
  readonly sentAt: string | null
  readonly acknowledgedAt: string | null
}

export interface WebhookJson extends Made {
  readonly url: string
  readonly enabled: boolean
  readonly agencyId: string | null
  readonly secret?: string
}

export interface DeliveryWorld {
  readonly kv1: Made
  readonly kv2: Made
  readonly cqdt: Made
  readonly an: Made
  readonly binh: Made
}

/**
 * Three courts and bodies with a post each: `kv1` with e-mail (An on duty, Tuesday the 1st to Friday the 4th), `kv2` without any address
 * (Bình, the same days), `cqdt` without any address (An, the weekend after). `month` as in `2026-12`.
 */
export async function deliveryWorld(s: Scene, month = '2026-12'): Promise<DeliveryWorld> {
  await aCentre(s, { code: 'lang-son' })
  const kv1 = await anAgency(s, { code: 'kv1', name: 'Tòa án nhân dân khu vực 1 - Lạng Sơn', email: 'kv1@toaan.example' })
  const kv2 = await anAgency(s, { code: 'kv2', name: 'Tòa án nhân dân khu vực 2 - Lạng Sơn' })
  const cqdt = await anAgency(s, { code: 'cqdt', name: 'Cơ quan điều tra', kind: 'investigation-office', level: 'province' })
  const an = await anOfficer(s, { code: 'an', fullName: 'Hoàng Thị An' })
  const binh = await anOfficer(s, { code: 'binh', fullName: 'Nông Văn Bình' })
  const days = { validFrom: `${month}-01`, validTo: `${month}-04` }
  await aPost(s, { code: 'truc-kv1', name: 'TAND khu vực 1', agencies: [kv1.id], seats: [fixed(an)], ...days })
  await aPost(s, { code: 'truc-kv2', name: 'TAND khu vực 2', agencies: [kv2.id], seats: [fixed(binh)], ...days })
  const patterns = [{ rrule: 'FREQ=DAILY', startsAt: '18:00', duration: 'PT4H' }]
  const evening = { validFrom: `${month}-05`, validTo: `${month}-06` }
  await aPost(s, { code: 'truc-cqdt', name: 'Cơ quan điều tra', agencies: [cqdt.id], seats: [fixed(an)], patterns, ...evening })
  return { kv1, kv2, cqdt, an, binh }
}

const fixed = ({ id }: Made) => ({ seat: 'primary', method: 'fixed', provider: id }) as const

/** The world with its month published, and that first version. */
export async function publishedWorld(s: Scene, month = '2026-12'): Promise<DeliveryWorld & { readonly head: HeadJson }> {
  const world = await deliveryWorld(s, month)
  return { ...world, head: await aPublication(s, month) }
}

export const aWebhook = async (s: Scene, body: object, centre?: string): Promise<WebhookJson> => {
  const answer = await s.call<WebhookJson>('POST', `/v1/webhooks${centre === undefined ? '' : `?centre=${centre}`}`, { body })
  if (answer.status !== 201) throw new Error(`POST /v1/webhooks answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** How a publication reaches its agencies. */
export const deliveriesOf = async (s: Scene, ref: string): Promise<readonly DeliveryJson[]> =>
  (await s.call<{ items: readonly DeliveryJson[] }>('GET', `/v1/publications/${ref}/deliveries`)).body.items

/** `event channel agency status` of each, for short comparisons. */
export const inShort = (deliveries: readonly DeliveryJson[]): string[] =>
  deliveries.map(({ event, channel, agency, status }) => `${event} ${channel} ${agency?.code ?? '*'} ${status}`).sort()

/** The first slot of a post. */
export async function firstSlot(s: Scene, ref: string, post: string): Promise<SlotJson> {
  const { body } = await s.call<Made>('GET', `/v1/posts/${post}`)
  const found = (await slotsOfRoster(s, ref)).find(({ postId }) => postId === body.id)
  if (found === undefined) throw new Error(`no slot at ${post}`)
  return found
}

/** An amendment that gives the first slot of a post to somebody else, drawn up and issued; the new version's id. */
export async function amended(s: Scene, month: string, post: string, provider: string): Promise<string> {
  const slot = await firstSlot(s, month, post)
  const body = { reason: 'Người trực bận phiên tòa', changes: [{ slot: slot.id, seat: 'primary', provider }] }
  const drawn = await s.call<{ amendment: Made }>('POST', `/v1/publications/${month}/amendments`, { body })
  if (drawn.status !== 201) throw new Error(JSON.stringify(drawn.body))
  const { id, version } = drawn.body.amendment
  const done = await s.call<{ publicationId: string }>('POST', `/v1/amendments/${id}/approve`, { headers: at({ version }), body: {} })
  if (done.status !== 200) throw new Error(JSON.stringify(done.body))
  return done.body.publicationId
}
