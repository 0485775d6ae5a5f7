import { at } from './months.ts'
import { slotOn } from './round.ts'
import type { Answer, Scene } from './scene.ts'

interface DutyJson {
  readonly providerId: string
  readonly slotId: string
  readonly seat: string
  readonly start: string
  readonly end: string
}

export interface SwapJson {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly given: DutyJson
  readonly offers: readonly (DutyJson & { readonly answer: string | null; readonly answeredAt: string | null; readonly cutoff: string })[]
  readonly cutoff: string
  readonly decision: string | null
  readonly decisionText: string | null
  readonly amendmentId: string | null
}

export interface SwapAnswerJson {
  readonly swap: SwapJson
  readonly effects: readonly {
    readonly providerId: string
    readonly against: readonly { readonly ruleId: string; readonly level: string }[]
  }[]
}

/** The request by which somebody offers their duty of that day for that of others, by person and day; one slot a day in December. */
export async function swapBody(s: Scene, by: string, day: string, to: Readonly<Record<string, string>>, reason?: string) {
  const wanted: { provider: string; slot: string; seat: 'primary' }[] = []
  for (const [provider, of] of Object.entries(to)) wanted.push({ provider, slot: (await slotOn(s, of)).id, seat: 'primary' })
  return { by, slot: (await slotOn(s, day)).id, seat: 'primary' as const, to: wanted, ...(reason === undefined ? {} : { reason }) }
}

/** The answer to an offer. */
export const asked = <Body = SwapAnswerJson>(
  s: Scene,
  body: object,
  headers: Readonly<Record<string, string>> = {}
): Promise<Answer<Body>> => s.call<Body>('POST', '/v1/swaps', { body, headers })

/** An offer that was made. */
export async function offered(s: Scene, by: string, day: string, to: Readonly<Record<string, string>>): Promise<SwapAnswerJson> {
  const answer = await asked(s, await swapBody(s, by, day, to))
  if (answer.status !== 201) throw new Error(`offering answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** The answer to a step of a swap. */
export const step = <Body = SwapJson>(s: Scene, { id, version }: Pick<SwapJson, 'id' | 'version'>, verb: string, body: object | null) =>
  s.call<Body>('POST', `/v1/swaps/${id}/${verb}`, { body, headers: at({ version }) })

/** The swap after a step that was taken. */
export async function done(s: Scene, swap: SwapJson, verb: string, body: object | null): Promise<SwapJson> {
  const answer = await step(s, swap, verb, body)
  if (answer.status !== 200) throw new Error(`${verb} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** A swap as it is now. */
export const read = async (s: Scene, { id }: Pick<SwapJson, 'id'>): Promise<SwapAnswerJson> =>
  (await s.call<SwapAnswerJson>('GET', `/v1/swaps/${id}`)).body
