import { wordReason } from './exclusion-wording.ts'
import type { Candidate, Relaxation, Rivalry, SeatExplanation, Verified } from './explanation.ts'
import { type Speaker, wordChange } from './explanation-wording.ts'
import { ruleWording } from './rules/wording.ts'
import { fill, type Text } from './wording.ts'

const SAYS = {
  empty: { vi: 'Ngày {day}, {post} chưa có {seat}: {people}.', en: 'On {day} {post} has nobody {seat}: {people}.' },
  free: {
    vi: 'Ngày {day}, {post} chưa có {seat}, nhưng có thể phân công ngay {people}.',
    en: 'On {day} {post} has nobody {seat}, but {people} could be assigned at once.'
  },
  nobody: { vi: 'Trung tâm chưa có người để phân công', en: 'the centre has nobody to assign' },
  absence: {
    vi: 'Đề nghị {provider} trực trong thời gian vắng mặt ({from} đến {to}): {change}.',
    en: 'Ask {provider} to stand duty while away ({from} to {to}): {change}.'
  },
  eligibility: {
    vi: 'Bổ sung {provider} vào danh sách người đủ điều kiện trực tại điểm trực này: {change}.',
    en: 'Make {provider} eligible for this post: {change}.'
  },
  pair: {
    vi: 'Bỏ khai báo không trực cùng nhau giữa {provider} và {other}: {change}.',
    en: 'Lift the declaration that keeps {provider} and {other} apart: {change}.'
  },
  limit: {
    vi: 'Điều chỉnh quy tắc “{title}” từ {now} thành {needed} để {provider} trực được: {change}.',
    en: 'Change the rule “{title}” from {now} to {needed}, so that {provider} can: {change}.'
  },
  leave_empty: {
    vi: 'Để trống vị trí này; Trung tâm phải công bố số điện thoại thay thế.',
    en: 'Leave the seat empty; the centre must publish another number to call.'
  },
  rivals: {
    vi: 'Trong {count} ca trực sau, dù sắp xếp cách nào cũng có ca không có người: {list}; chỉ có {people} có thể trực các ca này.',
    en: 'However the following {count} duties are given out, one stays empty: {list}; only {people} could take any of them.'
  },
  rivalAt: { vi: 'ngày {day} tại {post}', en: '{day} at {post}' },
  moves: { vi: '{change}; cần đổi {count} vị trí trực', en: '{change}; {count} seats change hands' }
} as const satisfies Record<string, Text>

const SEAT: Readonly<Record<SeatExplanation['place']['seat'], Text>> = {
  primary: { vi: 'người trực', en: 'on duty' },
  support: { vi: 'người hỗ trợ trực', en: 'on support duty' }
}

/** Why a seat is empty, in one sentence: everybody, with what keeps them away; people of whom the same is true together. */
export function wordUnfilled({ place, candidates }: Pick<SeatExplanation, 'place' | 'candidates'>, speaker: Speaker): string {
  const { names, language } = speaker
  const where = { day: place.day, post: names.post(place.postId), seat: SEAT[place.seat][language] }
  const free = candidates.filter(({ change }) => change !== null)
  if (free.length > 0) return fill(SAYS.free, { ...where, people: listOf(free, speaker) }, language)
  const byReason = Map.groupBy(candidates, (each) => clausesOf(each, speaker))
  const groups = [...byReason].map(([clauses, people]) => `${listOf(people, speaker)} ${clauses}`)
  return fill(SAYS.empty, { ...where, people: groups.join('; ') || SAYS.nobody[language] }, language)
}

/** The duties that compete for the same few people; null when it is the people alone, of whom the other sentence speaks. */
export function wordRivals(rivals: Rivalry | null, { names, language }: Speaker): string | null {
  if (rivals === null || rivals.duties.length < 2) return null
  const list = rivals.duties.map(({ day, postId }) => fill(SAYS.rivalAt, { day, post: names.post(postId) }, language)).join('; ')
  const people = rivals.people.map((id) => names.provider(id)).join(', ')
  return fill(SAYS.rivals, { count: rivals.duties.length, list, people }, language)
}

const listOf = (people: readonly Candidate[], { names }: Speaker): string =>
  people.map(({ providerId }) => names.provider(providerId)).join(', ')

function clausesOf({ providerId, reasons }: Candidate, { names, language, basis }: Speaker): string {
  const firsts = [...Map.groupBy(reasons, ({ ruleId }) => ruleId).values()].flatMap(([first]) => first ?? [])
  return firsts.map((violation) => wordReason(violation, providerId, basis(violation.ruleId), names, language)).join(', ')
}

/** What would have to give way, and what comes of it. */
export function wordRelaxation({ relaxation, change, moves }: Verified, speaker: Speaker): string {
  const { language } = speaker
  const worth = wordChange(change, speaker)
  const told = moves.length > 1 ? fill(SAYS.moves, { change: worth, count: moves.length }, language) : worth
  return fill(SAYS[relaxation.kind], { ...namesIn(relaxation, speaker), change: told }, language)
}

function namesIn(relaxation: Relaxation, { names, language }: Speaker): Readonly<Record<string, string | number>> {
  if (relaxation.kind === 'leave_empty') return {}
  const provider = names.provider(relaxation.providerId)
  if (relaxation.kind === 'pair') return { provider, other: names.provider(relaxation.otherId) }
  if (relaxation.kind !== 'limit') return { ...relaxation, provider }
  return { ...relaxation, provider, title: ruleWording[relaxation.ruleId]?.title[language] ?? relaxation.ruleId }
}
