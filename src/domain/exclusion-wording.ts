import type { ProviderId } from './ids.ts'
import type { Violation } from './rules/rule.ts'
import { fillBreach, type Names, wordViolation } from './rules/wording.ts'
import type { Language, Text } from './wording.ts'

/** What a rule has against somebody, without the name: to stand in a list of people. `{placeholders}` as in the rule's own wording. */
const CLAUSES: Readonly<Record<string, Text>> = {
  'duty-role': { vi: 'là {role}, không thuộc đối tượng được phân công trực', en: 'is a {role} and may not stand duty' },
  'in-service': { vi: 'chưa hoặc không còn thuộc Trung tâm ngày {day}', en: 'does not belong to the centre on {day}' },
  'card-valid': { vi: '{reason} ngày {day}', en: '{reason} on {day}' },
  'contract-valid': { vi: 'không có hợp đồng còn hiệu lực ngày {day}', en: 'has no contract in force on {day}' },
  barred: { vi: '{bar}', en: 'is barred: {bar}' },
  'absent-provider': { vi: '{absence} từ {from} đến hết {to}', en: 'is away ({absence}) from {from} to {to}' },
  'engagement-overlap': { vi: 'bận {engagement} từ {start} đến {end}', en: 'has a {engagement} from {start} to {end}' },
  'post-eligibility': { vi: 'không đủ điều kiện trực tại điểm trực này: {reason}', en: 'is not eligible for this post: {reason}' },
  'double-duty': { vi: '{reason} ngày {day} ({posts})', en: '{reason} on {day} ({posts})' },
  'rest-between': {
    vi: 'chỉ được nghỉ {rest} giờ giữa ca trực ngày {from} và ca trực ngày {day}, ít nhất phải {least} giờ',
    en: 'would rest {rest} hours between the duties of {from} and {day}; the least is {least}'
  },
  'most-per-week': {
    vi: 'sẽ trực {count} ngày trong tuần từ {from}, tối đa {limit} ngày',
    en: 'would have {count} duty days in the week of {from}; the most is {limit}'
  },
  'most-per-month': {
    vi: 'sẽ trực {count} ngày trong tháng {month}, tối đa {limit} ngày',
    en: 'would have {count} duty days in {month}; the most is {limit}'
  },
  'apart-pair': {
    vi: 'đã khai không trực cùng với {partner}, người đang trực cùng lúc',
    en: 'is declared apart from {partner}, who is on duty at the same time'
  }
}

/** The other person of a violation that names two. */
const partnerOf = ({ providerIds }: Violation, id: ProviderId): ProviderId | undefined => providerIds.find((each) => each !== id)

/** One thing that keeps somebody from a seat, with the rule's source but without the name: `nghỉ phép từ … đến hết … (Luật … Điều …)`. */
export function wordReason(violation: Violation, id: ProviderId, basis: string, names: Names, language: Language): string {
  const clause = CLAUSES[violation.ruleId]
  const cited = basis === '' ? '' : ` (${basis})`
  if (clause === undefined) return `${wordViolation(violation, names, language).detail.replace(/\.$/, '')}${cited}`
  const partner = partnerOf(violation, id)
  const text = fillBreach(clause, violation, names, language).replace('{partner}', partner === undefined ? '' : names.provider(partner))
  return `${text}${cited}`
}

/** Somebody and all that keeps them from a seat, each rule once. */
export function wordExclusion(
  { providerId, reasons }: { readonly providerId: ProviderId; readonly reasons: readonly Violation[] },
  basisOf: (ruleId: string) => string,
  names: Names,
  language: Language
): string {
  const each = [...Map.groupBy(reasons, ({ ruleId }) => ruleId).values()].flatMap(([first]) => first ?? [])
  const clauses = each.map((violation) => wordReason(violation, providerId, basisOf(violation.ruleId), names, language))
  return `${names.provider(providerId)} ${clauses.join(language === 'vi' ? ', ' : '; ')}`
}
