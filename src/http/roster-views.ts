import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import type { PostId, ProviderId } from '../domain/ids.ts'
import { formatInstant } from '../domain/instant.ts'
import { DUTY_MODES, SEATS } from '../domain/post.ts'
import { ROSTER_STATUSES, type Roster, type Slot } from '../domain/roster.ts'
import { rules } from '../domain/rules/all.ts'
import type { Violation } from '../domain/rules/rule.ts'
import { ruleWording, wordViolation } from '../domain/rules/wording.ts'
import type { Language } from '../domain/wording.ts'
import type { RosterScene } from '../usecases/roster-scene.ts'
import { presentInstant } from './present.ts'
import { DayKindField, Id, nullable, oneOf, Version } from './schemas.ts'

/** Who signs, as the paper names them. */
export const SignerName = Type.Object({
  fullName: Type.String(),
  title: Type.String({ examples: ['GIÁM ĐỐC'] }),
  authority: nullable(Type.String({ description: 'On whose behalf: KT. GIÁM ĐỐC.' }))
})

/** A policy rule that may be broken, and why. */
export const OverrideView = Type.Object({ ruleId: Type.String(), reason: Type.String() })

/** What the answers of submit, approve and publish say of numbers. */
export const NumberWarnings = Type.Optional(
  Type.Array(Type.Ref('Violation'), {
    description: 'Only of a step towards publication: who on the roster has no number for agencies, none verified, or none verified lately.'
  })
)

export const RosterView = Type.Object(
  {
    id: Id,
    month: Type.String(),
    version: Version,
    status: oneOf(ROSTER_STATUSES),
    seed: Type.Integer({ description: 'What the last plan was made with; same data and seed, same plan.' }),
    plannedAt: nullable(Type.String()),
    submittedBy: nullable(Type.String({ description: 'Who submitted it last.' })),
    approval: nullable(
      Type.Object(
        {
          by: Type.String(),
          at: Type.String(),
          signer: SignerName,
          overrides: Type.Array(OverrideView),
          fingerprint: Type.String({ description: 'SHA-256 of exactly what was approved.' })
        },
        { description: 'What the approver agreed to; null while nobody has.' }
      )
    ),
    createdAt: Type.String(),
    warnings: NumberWarnings
  },
  { $id: 'Roster', title: 'Roster' }
)

export const SeatView = Type.Object(
  {
    seat: oneOf(SEATS),
    importance: Type.Integer(),
    providerId: nullable(Type.String({ description: 'null: nobody; then `reasons` says why for each candidate.' })),
    pinned: Type.Boolean({ description: 'Set by hand; planning leaves it.' }),
    vacant: Type.Boolean({ description: 'Nobody is wanted: the turn fell to a place of the cycle that nobody takes.' }),
    reasons: Type.Array(Type.Object({ providerId: Type.String(), ruleId: Type.String(), basis: Type.String(), title: Type.String() }))
  },
  { $id: 'Seat', title: 'Seat' }
)

export const SlotView = Type.Object(
  {
    id: Id,
    postId: Type.String(),
    mode: oneOf(DUTY_MODES),
    start: Type.String(),
    end: Type.String({ description: 'Not counted: the instant belongs to the next slot.' }),
    day: Type.String(),
    dayKind: DayKindField,
    unit: Type.String({ description: 'Slots of a post with the same unit are one turn.' }),
    seats: Type.Array(Type.Ref('Seat'))
  },
  { $id: 'Slot', title: 'Slot' }
)

export const SummaryView = Type.Object(
  { seed: Type.Integer(), seats: Type.Integer(), filled: Type.Integer(), unfilled: Type.Integer(), pinned: Type.Integer() },
  { $id: 'PlanSummary', title: 'PlanSummary' }
)

export const ViolationView = Type.Object(
  {
    ruleId: Type.String(),
    level: oneOf(['hard', 'soft'] as const),
    basis: Type.String({ description: 'The law or policy the rule rests on.' }),
    title: Type.String(),
    detail: Type.String(),
    mend: Type.String({ description: 'What would mend it.' }),
    seats: Type.Array(Type.Object({ slotId: Type.String(), seat: oneOf(SEATS), postId: Type.String(), start: Type.String() })),
    providerIds: Type.Array(Type.String())
  },
  { $id: 'Violation', title: 'Violation' }
)

export const presentRoster = (
  { id, month, version, status, seed, plannedAt, submittedBy, approval, createdAt }: Roster,
  { zone }: Centre
) => ({
  id,
  month,
  version,
  status,
  seed,
  plannedAt: presentInstant(plannedAt, zone),
  submittedBy,
  approval: approval && { ...approval, at: formatInstant(approval.at, zone) },
  createdAt: formatInstant(createdAt, zone)
})

const basisOf = (ruleId: string): string => rules.find((rule) => rule.id === ruleId)?.basis ?? ''

export const presentSlot = ({ start, end, seats, ...slot }: Slot, { zone }: Centre, language: Language) => ({
  ...slot,
  start: formatInstant(start, zone),
  end: formatInstant(end, zone),
  seats: seats.map((seat) => ({
    ...seat,
    reasons: seat.reasons.map(({ providerId, ruleId }) => ({
      providerId,
      ruleId,
      basis: basisOf(ruleId),
      title: ruleWording[ruleId]?.title[language] ?? ruleId
    }))
  }))
})

export function presentViolation(violation: Violation, { centre, slots, context }: RosterScene, language: Language) {
  const names = {
    provider: (id: ProviderId) => context.provider(id).fullName,
    post: (id: PostId) => context.post(id).name,
    agency: (id: Parameters<typeof context.agency>[0]) => context.agency(id).name
  }
  const bySlot = new Map(slots.map((slot) => [slot.id, slot]))
  return {
    ...violation,
    ...wordViolation(violation, names, language),
    basis: basisOf(violation.ruleId),
    seats: violation.seats.map(({ slotId, seat }) => {
      const slot = bySlot.get(slotId)
      return { slotId, seat, postId: slot?.postId ?? '', start: slot ? formatInstant(slot.start, centre.zone) : '' }
    })
  }
}
