import { Type } from 'typebox'
import { type ExplainedMove, MOVE_REASONS } from '../domain/explanation.ts'
import type { Speaker } from '../domain/explanation-wording.ts'
import { wordMove } from '../domain/move-wording.ts'
import { SEATS } from '../domain/post.ts'
import type { RosterScene } from '../usecases/roster-scene.ts'
import { presentViolation } from './roster-views.ts'
import { nullable, oneOf } from './schemas.ts'

export const MoveView = Type.Object(
  {
    slotId: Type.String(),
    seat: oneOf(SEATS),
    day: Type.String(),
    from: nullable(Type.String({ description: 'Who has it now.' })),
    to: nullable(Type.String({ description: 'Who would have it.' })),
    why: oneOf(MOVE_REASONS, 'The holder may not keep it, nobody had it, or it makes room for another change.'),
    reasons: Type.Array(Type.Ref('Violation'), { description: '`lost`: what forbids it to whoever has it.' }),
    sentence: Type.String()
  },
  { $id: 'SeatMove', title: 'SeatMove', description: 'One seat that changes hands.' }
)

export const presentMove = ({ reasons, ...move }: ExplainedMove, scene: RosterScene, speaker: Speaker) => ({
  ...move,
  day: speaker.duty(move)?.day ?? '',
  reasons: reasons.map((violation) => presentViolation(violation, scene, speaker.language)),
  sentence: wordMove({ ...move, reasons }, speaker)
})
