import { aPublication } from './months.ts'
import { aCentre, anAgency, anOfficer, aPost, type Made } from './people.ts'
import type { Answer, Scene } from './scene.ts'

export interface StepJson {
  readonly position: number
  readonly as: string
  readonly provider: { readonly id: string; readonly fullName: string } | null
  readonly name: string
  readonly numbers: readonly { readonly e164: string; readonly href: string; readonly kind: string }[]
  readonly until: string | null
  readonly state: string
  readonly outcome: string | null
  readonly needsConfirmation: boolean
  readonly conflict: { readonly rule: string; readonly level: string; readonly basis: string; readonly reason: string } | null
  readonly refusal: string | null
}

export interface ClockJson {
  readonly rule: string
  readonly state: string
  readonly startedAt: string
  readonly dueAt: string
  readonly stoppedAt: string | null
  readonly basis: string
  readonly ruleFrom: string
}

export interface CallJson {
  readonly id: string
  readonly version: number
  readonly agencyId: string | null
  readonly postId: string
  readonly status: string
  readonly providerId: string | null
  readonly caseCode: string | null
  readonly endedAt: string | null
  readonly sameCase: boolean
  readonly contact: string
  readonly eraseAt: string | null
  readonly erasedAt: string | null
  readonly notKept?: readonly string[]
  readonly clocks: readonly ClockJson[]
  readonly attempts: readonly {
    readonly position: number
    readonly providerId: string | null
    readonly outcome: string
    readonly as: string
  }[]
  readonly events: readonly { readonly kind: string; readonly at: string; readonly by: string }[]
  readonly exclusions: readonly { readonly providerId: string | null; readonly rule: string }[]
  readonly next: StepJson | null
  readonly order: readonly StepJson[]
}

export interface AttemptJson {
  readonly attempt: CallJson['attempts'][number]
  readonly next: StepJson | null
  readonly call: CallJson
}

/** A day and its night, 5 December, on which two of four officers are on duty for an investigation body. */
export interface Night {
  readonly centre: Made
  readonly agency: Made
  readonly post: Made
  /** Primary, support, and two who are not on duty. */
  readonly people: readonly [Made, Made, Made, Made]
  /** A key of the agency: reports, reads its own, sees direct numbers of its posts. */
  readonly key: string
}

export const NIGHT = '2026-12-05T02:10:00+07:00'

const CALLS = ['calls:read', 'calls:write', 'numbers:agency']

/** A key of an agency, or of the centre. */
export async function aCallKey(s: Scene, centre: string, agency?: string, scopes: readonly string[] = CALLS): Promise<string> {
  const body = { name: agency === undefined ? 'Trực ban Trung tâm' : 'Trực ban hình sự', scopes, centre, ...(agency && { agency }) }
  return (await s.call<{ key: string }>('POST', '/v1/api-keys', { body })).body.key
}

/** The world of a night call; the clock stands at 02:10. */
export async function aNight(s: Scene, code = 'lang-son'): Promise<Night> {
  const centre = await aCentre(s, { code })
  const ofCentre = { centre: code }
  const names = ['Hoàng Thị An', 'Nông Văn Bình', 'Lý Văn Cường', 'Vi Thị Dung']
  const people: Made[] = []
  for (const [index, fullName] of names.entries()) {
    const phones = [{ number: `091200000${index + 1}`, kind: 'personal' as const, verifiedOn: '2026-11-20' }]
    people.push(await anOfficer(s, { ...ofCentre, fullName, phones }))
  }
  const agency = await anAgency(s, { ...ofCentre, code: 'pc02', name: 'Phòng Cảnh sát hình sự', kind: 'regional-court', level: 'province' })
  const [first, second] = people.map(({ id }) => id) as [string, string]
  const post = await aPost(s, {
    ...ofCentre,
    code: 'pc02-truc',
    name: 'Phòng Cảnh sát hình sự',
    agencies: [agency.id],
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '00:00', duration: 'PT24H' }],
    seats: [
      { seat: 'primary', method: 'fixed', provider: first },
      { seat: 'support', method: 'fixed', provider: second }
    ],
    validFrom: '2026-12-05',
    validTo: '2026-12-05'
  })
  await aPublication(s, '2026-12', code)
  s.setNow(NIGHT)
  return { centre, agency, post, people: people as unknown as Night['people'], key: await aCallKey(s, centre.id, agency.id) }
}

/** What an agency says of somebody held in emergency. */
export const HELD = { stage: 'arrest', standing: 'held', inCustody: true, interests: 'unknown' }

/** Reports a call as the agency, unless another key is named. */
export const report = (s: Scene, { key }: Night, some: object = {}, options: object = {}): Promise<Answer<CallJson>> =>
  s.call<CallJson>('POST', '/v1/calls', { key, body: { ...HELD, ...some }, ...options })

/** Records a try as the agency. */
export const tries = (s: Scene, { key }: Night, id: string, body: object): Promise<Answer<AttemptJson>> =>
  s.call<AttemptJson>('POST', `/v1/calls/${id}/attempts`, { key, body })
