import type { Burden } from './burden.ts'
import { BURDEN_KINDS } from './burden.ts'
import { KIND_WORDING, wordHundredths } from './burden-wording.ts'
import { wordExclusion } from './exclusion-wording.ts'
import type { Candidate, Chain, CostChange, PersonExplanation, PersonStanding, SeatExplanation } from './explanation.ts'
import type { ProviderId } from './ids.ts'
import type { Seat } from './post.ts'
import type { Duty } from './roster.ts'
import { type Names, ruleWording } from './rules/wording.ts'
import { fill, type Language, type Text } from './wording.ts'

/** What sentences about a roster need besides its data. */
export interface Speaker {
  readonly names: Names
  readonly language: Language
  /** The law or policy behind a rule. */
  basis(ruleId: string): string
  /** A duty by its seat. */
  duty(ref: { readonly slotId: string; readonly seat: Seat }): Pick<Duty, 'postId' | 'day'> | undefined
}

const SEAT: Readonly<Record<Seat, Text>> = {
  primary: { vi: 'Người trực', en: 'On duty' },
  support: { vi: 'Người hỗ trợ trực', en: 'On support duty' }
}

const SAYS = {
  head: { vi: '{seat} tại {post} ngày {day}: {provider}.', en: '{seat} at {post} on {day}: {provider}.' },
  nobody: { vi: 'chưa có người', en: 'nobody' },
  empty: { vi: 'Vị trí này chưa có người.', en: 'Nobody has this seat.' },
  vacant: { vi: 'Theo thứ tự luân phiên, lượt này không bố trí người.', en: 'By the declared order this turn is nobody’s.' },
  pinned: {
    vi: '{provider} do người lập lịch phân công trực tiếp; khi xếp lịch, vị trí này được giữ nguyên.',
    en: '{provider} was put here by hand; planning leaves the seat as it is.'
  },
  fixed: { vi: 'Điểm trực phân công cố định {provider} cho vị trí này.', en: 'The post names {provider} for this seat.' },
  stand_in: {
    vi: '{provider} trực thay theo phân công của điểm trực, vì người được phân công cố định không trực được.',
    en: 'The post names {provider} as stand-in, because the person it names first cannot.'
  },
  cycle: {
    vi: 'Theo thứ tự luân phiên, {provider} đứng thứ {place} trong lượt này.',
    en: 'By the declared order {provider} is number {place} to be asked in this turn.'
  },
  cycleOther: {
    vi: '{provider} không có trong thứ tự luân phiên của lượt này.',
    en: '{provider} is not in the declared order of this turn.'
  },
  passed: { vi: 'Xếp trước nhưng không trực được: {people}.', en: 'Asked before, but unable: {people}.' },
  carried: {
    vi: '{provider} đã bắt đầu lượt trực này từ lịch trực trước nên tiếp tục trực.',
    en: '{provider} began this turn in the roster before and goes on.'
  },
  balanced: {
    vi: '{provider} được chọn khi cân đối toàn bộ lịch trực của tháng.',
    en: '{provider} was chosen when the whole month was balanced.'
  },
  standing: {
    vi: 'Trong tháng, {provider} có {borne} điểm trực; mức phải trực là {due}; số dư từ các tháng trước là {carried}.',
    en: 'This month {provider} bears {borne} points; {due} are due; {carried} were carried in.'
  },
  first: {
    vi: 'Trong {free} người có thể trực ca này, không ai làm cho lịch trực tốt hơn nếu chỉ thay riêng vị trí này.',
    en: 'Of {free} people who could take it, none would make the roster better by this seat alone.'
  },
  rank: {
    vi: 'Trong {free} người có thể trực ca này, {provider} xếp thứ {rank} nếu chỉ xét riêng vị trí này.',
    en: 'Of {free} people who could take it, {provider} ranks number {rank} by this seat alone.'
  },
  next: { vi: 'Nếu phân công {provider}: {change}.', en: 'With {provider} instead: {change}.' },
  chain: {
    vi: '{provider} có thể trực nếu {to} nhận ca trực ngày {day} tại {post} của {from}: {change}.',
    en: '{provider} could, if {to} took the duty of {day} at {post} from {from}: {change}.'
  },
  excluded: { vi: 'Không thể phân công: {people}.', en: 'Excluded: {people}.' },
  deciding: {
    vi: 'Quy tắc loại nhiều người nhất: “{title}” ({people} người).',
    en: 'The rule that excludes most: “{title}” ({people} people).'
  },
  same: { vi: 'không thay đổi gì về mức cân đối', en: 'nothing changes in the balance' },
  better: { vi: 'lịch trực tốt hơn {total} điểm bất lợi', en: 'the roster gains {total} cost points' },
  worse: { vi: 'lịch trực kém đi {total} điểm bất lợi', en: 'the roster loses {total} cost points' },
  covers: { vi: 'vị trí trống được lấp', en: 'the empty seat is filled' },
  uncovers: { vi: 'phát sinh vị trí trống', en: 'a seat is left empty' },
  person: {
    vi: 'Trong tháng, {provider} có {count} ca trực, tổng {borne} điểm trực; mức phải trực là {due}, chênh lệch {deviation}.',
    en: '{provider} has {count} duties this month, {borne} points in all; {due} are due, a difference of {deviation}.'
  },
  carriedIn: {
    vi: 'Số dư từ các tháng trước là {carried} điểm trực, nên sau tháng này số dư là {after}.',
    en: '{carried} points were carried in, so {after} are carried out.'
  },
  kind: { vi: 'Về {kind}: {borne}, mức phải trực {due}.', en: 'Of {kind}: {borne}, {due} due.' },
  forced: {
    vi: '{count} ca trực chỉ có tối đa {few} người đủ điều kiện: {list}.',
    en: '{count} duties could be taken by {few} people at most: {list}.'
  },
  forcedAt: { vi: 'ngày {day} tại {post}', en: '{day} at {post}' }
} as const satisfies Record<string, Text>

type Line = keyof typeof SAYS

const say = (line: Line, params: Readonly<Record<string, string | number>>, { language }: Speaker): string =>
  fill(SAYS[line], params, language)

/** Cost points with at most two decimals, as the language writes them. */
const points = (cost: number, language: Language): string => wordHundredths(Math.round(Math.abs(cost) / 100), language)

const signed = (cost: number, language: Language): string => `${cost < 0 ? '−' : '+'}${points(cost, language)}`

/** What a change comes to, in words: whether a seat is filled, better or worse by how much, and in which rules. */
export function wordChange({ coverage, total, byRule, byKind }: CostChange, speaker: Speaker): string {
  const { language } = speaker
  const rules = byRule.map(({ ruleId, cost }) => `${ruleWording[ruleId]?.title[language] ?? ruleId} ${signed(cost, language)}`)
  const kinds = byKind.map(({ kind, cost }) => `${KIND_WORDING[kind][language]} ${signed(cost, language)}`)
  const parts = [...kinds, ...rules].join('; ')
  const seat = coverage === 0 ? [] : [say(coverage < 0 ? 'covers' : 'uncovers', {}, speaker)]
  const worth = total === 0 ? say('same', {}, speaker) : say(total < 0 ? 'better' : 'worse', { total: points(total, language) }, speaker)
  return [...seat, parts === '' ? worth : `${worth} (${parts})`].join(', ')
}

/** Why a seat is as it is, sentence by sentence. */
export function wordSeat(explanation: SeatExplanation, speaker: Speaker): string[] {
  return [
    headOf(explanation, speaker),
    ...wayOf(explanation, speaker),
    ...standingOf(explanation, speaker),
    ...rankOf(explanation, speaker),
    ...othersOf(explanation, speaker)
  ]
}

function headOf({ place, providerId }: SeatExplanation, speaker: Speaker): string {
  const { names, language } = speaker
  const provider = providerId === null ? say('nobody', {}, speaker) : names.provider(providerId)
  return say('head', { seat: SEAT[place.seat][language], post: names.post(place.postId), day: place.day, provider }, speaker)
}

function wayOf(explanation: SeatExplanation, speaker: Speaker): string[] {
  const { way, providerId, asked } = explanation
  if (providerId === null) return way === 'vacant' ? [say('vacant', {}, speaker)] : []
  const provider = speaker.names.provider(providerId)
  if (way !== 'cycle') return [say(way, { provider }, speaker)]
  const place = asked.indexOf(providerId) + 1
  if (place === 0) return [say('cycleOther', { provider }, speaker)]
  return [say('cycle', { provider, place }, speaker), ...passedBy(explanation, asked.slice(0, place - 1), speaker)]
}

function passedBy({ candidates }: SeatExplanation, before: readonly ProviderId[], speaker: Speaker): string[] {
  const unable = before.flatMap((id) => candidates.filter(({ providerId, reasons }) => providerId === id && reasons.length > 0))
  return unable.length === 0 ? [] : [say('passed', { people: listed(unable, speaker) }, speaker)]
}

const listed = (people: readonly Candidate[], { names, language, basis }: Speaker): string =>
  people.map((each) => wordExclusion(each, basis, names, language)).join('; ')

function standingOf({ providerId, standing }: SeatExplanation, speaker: Speaker): string[] {
  if (providerId === null || standing === null) return []
  return [say('standing', { provider: speaker.names.provider(providerId), ...figures(standing, 'points', speaker) }, speaker)]
}

const figures = ({ borne, due, carried }: PersonStanding, kind: keyof Burden, { language }: Speaker) => ({
  borne: wordHundredths(borne[kind], language),
  due: wordHundredths(due[kind], language),
  carried: wordHundredths(carried[kind], language),
  deviation: wordHundredths(borne[kind] - due[kind], language),
  after: wordHundredths(carried[kind] + borne[kind] - due[kind], language)
})

function rankOf({ candidates, providerId }: SeatExplanation, speaker: Speaker): string[] {
  const free = candidates.filter(({ change }) => change !== null)
  const own = free.find(({ present }) => present)
  if (providerId === null || own === undefined || own.rank === null) return []
  const params = { free: free.length, rank: own.rank, provider: speaker.names.provider(providerId) }
  return [say(own.rank === 1 ? 'first' : 'rank', params, speaker)]
}

/** How many of those who are free are put into words; the data names all. */
const NEXT_BEST = 3

function othersOf({ candidates, deciding }: SeatExplanation, speaker: Speaker): string[] {
  const { names, language } = speaker
  const next = candidates.filter(({ change, present }) => change !== null && !present).slice(0, NEXT_BEST)
  const excluded = candidates.filter(({ change, present }) => change === null && !present)
  const [first] = deciding
  return [
    ...next.flatMap(({ providerId, change }) =>
      change === null ? [] : [say('next', { provider: names.provider(providerId), change: wordChange(change, speaker) }, speaker)]
    ),
    ...excluded.flatMap(({ providerId, chain }) => (chain === null ? [] : [wordChain(providerId, chain, speaker)])),
    ...(excluded.length === 0 ? [] : [say('excluded', { people: listed(excluded, speaker) }, speaker)]),
    ...(first === undefined
      ? []
      : [say('deciding', { title: ruleWording[first.ruleId]?.title[language] ?? first.ruleId, people: first.people }, speaker)])
  ]
}

/** The way round a duty that is in somebody's way. */
export function wordChain(providerId: ProviderId, { duty, from, to, change }: Chain, speaker: Speaker): string {
  const { names } = speaker
  const place = speaker.duty(duty)
  const people = { provider: names.provider(providerId), from: names.provider(from), to: names.provider(to) }
  const where = { day: place?.day ?? '', post: place === undefined ? '' : names.post(place.postId) }
  return say('chain', { ...people, ...where, change: wordChange(change, speaker) }, speaker)
}

/** Why somebody bears as much as they do, sentence by sentence. */
export function wordPerson({ providerId, standing, duties, forced }: PersonExplanation, speaker: Speaker): string[] {
  const provider = speaker.names.provider(providerId)
  const kinds = BURDEN_KINDS.filter((kind) => kind !== 'points' && (standing.borne[kind] > 0 || standing.due[kind] > 0))
  const few = Math.max(0, ...forced.map(({ eligible }) => eligible))
  const list = forced.map(({ day, postId }) => say('forcedAt', { day, post: speaker.names.post(postId) }, speaker)).join('; ')
  return [
    say('person', { provider, count: duties.length, ...figures(standing, 'points', speaker) }, speaker),
    say('carriedIn', figures(standing, 'points', speaker), speaker),
    ...kinds.map((kind) => say('kind', { kind: KIND_WORDING[kind][speaker.language], ...figures(standing, kind, speaker) }, speaker)),
    ...(forced.length === 0 ? [] : [say('forced', { count: forced.length, few, list }, speaker)])
  ]
}
