import { wordReason } from './exclusion-wording.ts'
import type { ExplainedMove, SeatMove } from './explanation.ts'
import type { Speaker } from './explanation-wording.ts'
import { fill, type Text } from './wording.ts'

const SAYS = {
  move: { vi: 'Ngày {day}, {post}: {to} trực thay {from}', en: '{day}, {post}: {to} in place of {from}' },
  gain: { vi: 'Ngày {day}, {post}: {to} nhận vị trí đang trống', en: '{day}, {post}: {to} takes the empty seat' },
  loss: { vi: 'Ngày {day}, {post}: {from} thôi trực, chưa có người thay', en: '{day}, {post}: {from} is off, and nobody can take over' },
  lost: { vi: 'vì {from} {reason}', en: 'because {from} {reason}' },
  room: { vi: 'để bố trí được các ca khác', en: 'to make room for other changes' }
} as const satisfies Record<string, Text>

/** One changed seat in a sentence: when, where, who for whom, and why. */
export function wordMove(move: ExplainedMove, speaker: Speaker): string {
  const { names, language } = speaker
  const place = speaker.duty(move)
  const name = (id: SeatMove['to']): string => (id === null ? '' : names.provider(id))
  const where = { day: place?.day ?? '', post: place === undefined ? '' : names.post(place.postId) }
  const params = { ...where, from: name(move.from), to: name(move.to) }
  return `${[fill(SAYS[lineOf(move)], params, language), ...causeOf(move, speaker)].join(' ')}.`
}

function lineOf({ from, to }: SeatMove): 'move' | 'gain' | 'loss' {
  if (from === null) return 'gain'
  return to === null ? 'loss' : 'move'
}

function causeOf({ from, to, why, reasons }: ExplainedMove, { names, language, basis }: Speaker): string[] {
  const [first] = reasons
  if (from === null) return []
  if (why === 'lost' && first !== undefined) {
    const reason = wordReason(first, from, basis(first.ruleId), names, language)
    return [fill(SAYS.lost, { from: names.provider(from), reason }, language)]
  }
  return why === 'room' && to !== null ? [fill(SAYS.room, {}, language)] : []
}
