import { aPublication, at, type HeadJson, type SlotJson, slotsOfRoster } from './months.ts'
import { aCentre, anOfficer, aPost, type Made } from './people.ts'
import type { Answer, Scene } from './scene.ts'

/** Who takes turns in the round. */
export const NAMES = { an: 'Hoàng Thị An', binh: 'Nông Văn Bình', chi: 'Lý Thị Chi', dung: 'Vi Văn Dũng' } as const

/** A published December with one post around the clock. */
export interface Round {
  readonly an: Made
  readonly binh: Made
  readonly chi: Made
  readonly dung: Made
  readonly head: HeadJson
}

/**
 * The police around the clock (`cqdt`, midnight to midnight) on the first twelve days of December 2026, by An, Bình, Chi and Dũng in
 * turn: An has the 1st, 5th and 9th.
 */
export async function aRound(s: Scene): Promise<Round> {
  await aCentre(s, { code: 'lang-son' })
  const officer = (code: keyof typeof NAMES) => anOfficer(s, { code, fullName: NAMES[code] })
  const people = { an: await officer('an'), binh: await officer('binh'), chi: await officer('chi'), dung: await officer('dung') }
  await aPost(s, {
    code: 'cqdt',
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '00:00', duration: 'P1D' }],
    seats: [{ seat: 'primary', method: 'cycle', order: Object.values(people).map(({ id }) => id) }],
    validFrom: '2026-12-01',
    validTo: '2026-12-12'
  })
  const head = await aPublication(s)
  const turns = (await slotsOfRoster(s, '2026-12')).map(({ seats }) => seats[0]?.providerId)
  const round = Object.values(people).map(({ id }) => id)
  if (turns.join() !== [...round, ...round, ...round].join()) throw new Error('the round is not as it should be')
  return { ...people, head }
}

/** The slot of the day, of a month with one slot a day. */
export async function slotOn(s: Scene, day: string, month = '2026-12'): Promise<SlotJson> {
  const found = (await slotsOfRoster(s, month)).find((slot) => slot.day === day)
  if (found === undefined) throw new Error(`no slot on ${day}`)
  return found
}

/** Who is on duty at a post at an instant, and by which version: `Hoàng Thị An v1`. */
export async function onDuty(s: Scene, instant: string, post = 'cqdt'): Promise<string> {
  const asked = `/v1/on-duty?post=${post}&at=${encodeURIComponent(instant)}`
  const { body } = await s.call<{ status: string; onDuty: { provider: { fullName: string } }[]; source: { version: number } }>('GET', asked)
  const names = body.onDuty.map(({ provider }) => provider.fullName)
  return `${names.join(', ') || body.status} v${body.source.version}`
}

export interface AmendmentJson {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly origin: string
  readonly kind: string
  readonly reason: string
  readonly decision: string | null
  readonly publicationId: string | null
}

/** The amendments of a status, newest first. */
export const amendmentsOf = async (s: Scene, status: string): Promise<readonly AmendmentJson[]> =>
  (await s.call<{ items: AmendmentJson[] }>('GET', `/v1/amendments?status=${status}`)).body.items

/** The approver's answer to an amendment. */
export const approveAmendment = <Body = { amendment: AmendmentJson; publicationId: string }>(
  s: Scene,
  { id, version }: Pick<AmendmentJson, 'id' | 'version'>,
  body: object = {}
): Promise<Answer<Body>> => s.call('POST', `/v1/amendments/${id}/approve`, { body, headers: at({ version }) })

/** Changes settings that were never changed before. */
export async function withSettings(s: Scene, body: object): Promise<void> {
  const { status } = await s.call('PATCH', '/v1/settings', { body, headers: at({ version: 0 }) })
  if (status !== 200) throw new Error(`settings answered ${status}`)
}
