import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  ATTEMPT_OUTCOMES,
  CALL_EVENTS,
  CALL_STATUSES,
  CONFLICT_RULES,
  type ConflictOfInterest,
  INTERESTS,
  STAGES,
  STANDINGS,
  URGENCIES
} from '../domain/call.ts'
import type { Step } from '../domain/call-chain.ts'
import { CLOCK_STATES, type Clock } from '../domain/call-clock.ts'
import { CLOCK_RULES } from '../domain/call-clock-rules.ts'
import { wordClock } from '../domain/call-clock-wording.ts'
import type { Centre } from '../domain/centre.ts'
import { conflictWording } from '../domain/conflicts/wording.ts'
import { formatInstant, type Zone } from '../domain/instant.ts'
import { PROVIDER_ROLES } from '../domain/provider.ts'
import type { Language } from '../domain/wording.ts'
import type { CalledPerson, CallScene } from '../usecases/call-scene.ts'
import { noteNumbers } from './plugins/readings.ts'
import { presentInstant, presentPhones } from './present.ts'
import { audienceAt } from './principal.ts'
import { languageOf } from './problem.ts'
import { Id, nullable, oneOf, Version } from './schemas.ts'

/** Whom a try reaches for. */
const CALLED_AS = ['primary', 'support', 'stand_in', 'centre'] as const

const StepView = Type.Object(
  {
    position: Type.Integer(),
    as: oneOf(CALLED_AS, 'On duty, somebody else who could come, or the centre, which ends the order.'),
    provider: nullable(
      Type.Object(
        { id: Type.String(), code: Type.String(), fullName: Type.String(), role: oneOf(PROVIDER_ROLES) },
        { description: 'null: the centre.' }
      )
    ),
    name: Type.String({ description: 'Whom to ask for.' }),
    numbers: Type.Array(Type.Ref('Phone'), { description: 'Of those who can be called; only those that the asker may read.' }),
    until: nullable(Type.String({ description: 'Until when they are on duty.' })),
    state: oneOf(['open', 'tried', 'excluded', 'took'] as const),
    outcome: nullable(oneOf(ATTEMPT_OUTCOMES, 'Of the last try.')),
    needsConfirmation: Type.Boolean({
      description: 'A person must say first that the conflict does not stand against it: PATCH `interests`, or `confirmed` with the try.'
    }),
    conflict: nullable(
      Type.Object(
        {
          rule: oneOf(CONFLICT_RULES),
          level: oneOf(['block', 'confirm', 'warn'] as const),
          title: Type.String(),
          reason: Type.String({ description: 'To follow the name; says nothing of any other client.' }),
          basis: Type.String({ description: 'The article.' }),
          declared: Type.Boolean()
        },
        { description: 'Why they are kept from it, or come after others.' }
      )
    ),
    refusal: nullable(Type.String({ description: 'Where the reason that the client is owed in writing is read.' }))
  },
  { $id: 'CallStep', title: 'CallStep' }
)

const ClockView = Type.Object(
  {
    rule: oneOf(CLOCK_RULES),
    basis: Type.String(),
    ruleFrom: Type.String({ description: 'First day of the version of the rule that applies.' }),
    ruleTo: nullable(Type.String()),
    owner: oneOf(['agency', 'centre'] as const),
    unit: oneOf(['hours', 'working_days', 'at_once'] as const),
    amount: Type.Integer(),
    startedAt: Type.String(),
    dueAt: Type.String(),
    stoppedAt: nullable(Type.String()),
    state: oneOf(CLOCK_STATES),
    detail: Type.String({ description: 'The same as a sentence.' })
  },
  { $id: 'CallClock', title: 'CallClock' }
)

const facts = {
  id: Id,
  version: Version,
  reportedAt: Type.String(),
  reportedBy: Type.String(),
  agencyId: nullable(Type.String({ description: 'null: the centre wrote it down for somebody who rang.' })),
  postId: Type.String(),
  stage: oneOf(STAGES),
  standing: oneOf(STANDINGS),
  inCustody: Type.Boolean(),
  minor: Type.Boolean(),
  entitlement: nullable(Type.String()),
  interests: oneOf(INTERESTS),
  urgency: nullable(oneOf(URGENCIES)),
  sameCase: Type.Boolean({ description: 'Whether a case was named, so that calls of one case are known as such.' }),
  status: oneOf(CALL_STATUSES),
  providerId: nullable(Type.String({ description: 'Who has taken it.' })),
  caseCode: nullable(Type.String()),
  endedAt: nullable(Type.String()),
  contact: oneOf(['none', 'kept', 'erased'] as const, 'Whether it is kept how the person is reached: GET …/contact.'),
  eraseAt: nullable(Type.String({ description: 'When that is erased; later while the call is not over.' })),
  erasedAt: nullable(Type.String()),
  clocks: Type.Array(Type.Ref('CallClock'))
}

export const AttemptView = Type.Object(
  {
    position: Type.Integer(),
    at: Type.String(),
    as: oneOf(CALLED_AS),
    providerId: nullable(Type.String()),
    outcome: oneOf(ATTEMPT_OUTCOMES),
    by: Type.String(),
    seconds: nullable(Type.Integer()),
    confirmed: Type.Boolean()
  },
  { $id: 'CallAttempt', title: 'CallAttempt' }
)

const happened = {
  attempts: Type.Array(Type.Ref('CallAttempt')),
  events: Type.Array(
    Type.Object({
      position: Type.Integer(),
      kind: oneOf(CALL_EVENTS),
      providerId: nullable(Type.String()),
      at: Type.String(),
      by: Type.String(),
      confirmed: Type.Boolean()
    })
  ),
  exclusions: Type.Array(
    Type.Object({
      providerId: nullable(Type.String({ description: 'null: everybody of the centre.' })),
      rule: oneOf(CONFLICT_RULES),
      confirmed: Type.Boolean(),
      at: Type.String(),
      by: Type.String()
    })
  )
}

/** Whom to call and whom not. */
const chained = {
  next: nullable(Type.Ref('CallStep')),
  order: Type.Array(Type.Ref('CallStep'), { description: 'The whole order, with those who may not be called and why; the centre last.' })
}

export const ListedCallView = Type.Object({ ...facts, ...happened }, { $id: 'ListedCall', title: 'ListedCall' })
export const CallView = Type.Object(
  {
    ...facts,
    ...happened,
    ...chained,
    notKept: Type.Optional(
      Type.Array(oneOf(['contact', 'caseReference'] as const), {
        description: 'Of a new call: what was reported and is not kept, by the setting of the centre or for want of a key.'
      })
    )
  },
  { $id: 'Call', title: 'Call' }
)
export const ConflictCheckView = Type.Object({ postId: Type.String(), ...chained }, { $id: 'ConflictCheck', title: 'ConflictCheck' })

/** Every schema that others refer to. */
export const CALL_SCHEMAS = [StepView, ClockView, AttemptView, ListedCallView, CallView, ConflictCheckView]

type CallFile = CallScene['file']

const presentClock = (clock: Clock, zone: Zone, language: Language) => ({
  rule: clock.rule,
  basis: clock.basis,
  ruleFrom: clock.ruleVersion.from,
  ruleTo: clock.ruleVersion.to,
  owner: clock.owner,
  unit: clock.unit,
  amount: clock.amount,
  startedAt: formatInstant(clock.startedAt, zone),
  dueAt: formatInstant(clock.dueAt, zone),
  stoppedAt: presentInstant(clock.stoppedAt, zone),
  state: clock.state,
  detail: wordClock(clock, zone, language)
})

function contactState({ eraseAt, erasedAt }: CallFile['call']): 'none' | 'kept' | 'erased' {
  if (erasedAt !== null) return 'erased'
  return eraseAt === null ? 'none' : 'kept'
}

/** A call without whom to call: nothing of it names the person, nor tells its case. */
export function presentFile({ call, attempts, events, exclusions }: CallFile, clocks: readonly Clock[], zone: Zone, language: Language) {
  const { centreId: _, caseKey, ...rest } = call
  const timed = <T extends { readonly at: CallFile['call']['reportedAt'] }>(each: T) => ({ ...each, at: formatInstant(each.at, zone) })
  return {
    ...rest,
    reportedAt: formatInstant(call.reportedAt, zone),
    sameCase: caseKey !== null,
    endedAt: presentInstant(call.endedAt, zone),
    contact: contactState(call),
    eraseAt: presentInstant(call.eraseAt, zone),
    erasedAt: presentInstant(call.erasedAt, zone),
    clocks: clocks.map((clock) => presentClock(clock, zone, language)),
    attempts: attempts.map(timed),
    events: events.map(timed),
    exclusions: exclusions.map(timed)
  }
}

/** What of a scene the steps are shown by. */
interface Shown {
  readonly request: FastifyRequest
  readonly centre: Centre
  readonly scene: CallScene
}

function numbersOf({ request, centre, scene }: Shown, { state }: Step, person: CalledPerson | undefined) {
  if (state === 'excluded') return []
  const audience = audienceAt(request.principal, scene.post.agencyIds)
  const numbers = presentPhones(person === undefined ? centre.phones : person.phones, audience)
  if (person !== undefined) noteNumbers(request, centre.id, person.id, numbers)
  return numbers
}

function presentConflict(conflict: ConflictOfInterest, language: Language) {
  const { rule, level, basis, declared } = conflict
  const { title, reason } = conflictWording[rule]
  return { rule, level, title: title[language], reason: reason[language], basis, declared }
}

const presentPerson = ({ id, code, fullName, role }: CalledPerson) => ({ id, code, fullName, role })

function presentStep(shown: Shown, step: Step) {
  const { request, centre, scene } = shown
  const { position, as, state, outcome, needsConfirmation, conflict, reasonDue } = step
  const person = step.providerId === null ? undefined : scene.people.get(step.providerId)
  return {
    position,
    as,
    provider: person === undefined ? null : presentPerson(person),
    name: person?.fullName ?? centre.name,
    numbers: numbersOf(shown, step, person),
    until: presentInstant(person?.until ?? null, centre.zone),
    state,
    outcome,
    needsConfirmation,
    conflict: conflict && presentConflict(conflict, languageOf(request)),
    refusal: person && reasonDue ? `/v1/calls/${scene.file.call.id}/refusals/${person.id}` : null
  }
}

/** Whom to call, in order; nobody is next once somebody has the call, or it is over. */
export function presentChain(shown: Shown) {
  const { chain, file } = shown.scene
  const order = chain.order.map((step) => presentStep(shown, step))
  const calling = file.call.status === 'open' || file.call.status === 'unanswered'
  return { next: (calling && order.find(({ position }) => position === chain.next?.position)) || null, order }
}

/** A call with whom to call. */
export const presentCall = (shown: Shown) => ({
  ...presentFile(shown.scene.file, shown.scene.clocks, shown.centre.zone, languageOf(shown.request)),
  ...presentChain(shown)
})
