import { type Day, formatDay } from '../day.ts'
import type { AgencyId, PostId, ProviderId } from '../ids.ts'
import type { Language, Text } from '../wording.ts'
import type { Violation } from './rule.ts'
import type { RuleWording } from './rule-wording.ts'
import { softWording } from './soft-wording.ts'

/** By id of the rule. `{provider}` and `{otherProvider}` are the people of the violation; all else comes from its params. */
export const ruleWording: Readonly<Record<string, RuleWording>> = {
  'duty-role': {
    title: {
      vi: 'Chỉ trợ giúp viên pháp lý và luật sư ký hợp đồng được phân công trực',
      en: 'Only legal aid officers and contract lawyers stand duty'
    },
    breach: {
      vi: '{provider} là {role}, không thuộc đối tượng được phân công trực (điểm trực {post}, ngày {day}).',
      en: '{provider} is a {role} and may not stand duty ({post}, {day}).'
    },
    mend: {
      vi: 'Phân công một trợ giúp viên pháp lý hoặc luật sư ký hợp đồng.',
      en: 'Assign a legal aid officer or a contract lawyer.'
    }
  },
  'in-service': {
    title: {
      vi: 'Người trực phải đang làm việc hoặc cộng tác với Trung tâm trong suốt ca trực',
      en: 'Whoever is on duty belongs to the centre for the whole duty'
    },
    breach: {
      vi: 'Ngày {day}, {provider} chưa hoặc không còn thuộc Trung tâm (điểm trực {post}).',
      en: '{provider} does not belong to the centre on {day} ({post}).'
    },
    mend: {
      vi: 'Phân công người khác, hoặc cập nhật ngày bắt đầu, ngày kết thúc làm việc của người này.',
      en: 'Assign somebody else, or correct the first and last day of service.'
    }
  },
  'card-valid': {
    title: {
      vi: 'Thẻ của người trực phải có hiệu lực trong suốt ca trực',
      en: 'The card of whoever is on duty is valid for the whole duty'
    },
    breach: { vi: '{provider} {reason} ngày {day} (điểm trực {post}).', en: '{provider} {reason} on {day} ({post}).' },
    mend: {
      vi: 'Phân công người khác, hoặc cập nhật thông tin thẻ sau khi đối chiếu quyết định cấp thẻ.',
      en: 'Assign somebody else, or update the card after checking the decision that issued it.'
    }
  },
  'contract-valid': {
    title: {
      vi: 'Hợp đồng của luật sư phải có hiệu lực trong suốt ca trực',
      en: 'The contract of a lawyer covers the whole duty'
    },
    breach: {
      vi: 'Ngày {day}, luật sư {provider} không có hợp đồng với Trung tâm còn hiệu lực (điểm trực {post}).',
      en: 'No contract with {provider} is in force on {day} ({post}).'
    },
    mend: {
      vi: 'Phân công người khác, hoặc cập nhật hợp đồng, văn bản gia hạn đã ký.',
      en: 'Assign somebody else, or record the contract or the extension that was signed.'
    }
  },
  barred: {
    title: {
      vi: 'Không phân công trực cho người đang không được thực hiện trợ giúp pháp lý',
      en: 'Nobody is on duty while barred from providing legal aid'
    },
    breach: {
      vi: 'Ngày {day}, {provider} không được thực hiện trợ giúp pháp lý do {bar} (điểm trực {post}).',
      en: '{provider} may not provide legal aid on {day}: {bar} ({post}).'
    },
    mend: {
      vi: 'Phân công người khác; chỉ phân công lại khi lý do này đã chấm dứt.',
      en: 'Assign somebody else until the bar has ended.'
    }
  },
  'absent-provider': {
    title: { vi: 'Không phân công trực cho người vắng mặt', en: 'Nobody is on duty on a day they are away' },
    breach: {
      vi: 'Ngày {day}, {provider} vắng mặt: {absence} từ {from} đến hết {to} (điểm trực {post}).',
      en: '{provider} is away on {day}: {absence}, {from} to {to} ({post}).'
    },
    mend: {
      vi: 'Phân công người trực thay, hoặc điều chỉnh thời gian vắng mặt nếu đã thay đổi.',
      en: 'Find a cover, or correct the absence if it has changed.'
    }
  },
  'engagement-overlap': {
    title: {
      vi: 'Không phân công trực trùng với lịch bận không thể gián đoạn',
      en: 'Nobody is on duty while they are tied up elsewhere'
    },
    breach: {
      vi: '{provider} bận {engagement} từ {start} đến {end}, trùng ca trực ngày {day} tại {post}.',
      en: '{provider} has a {engagement} from {start} to {end}, during the duty of {day} at {post}.'
    },
    mend: {
      vi: 'Phân công người khác, hoặc bố trí người này ở vị trí người hỗ trợ trực qua điện thoại.',
      en: 'Assign somebody else, or give this person the support seat by phone.'
    }
  },
  'post-eligibility': {
    title: {
      vi: 'Người trực phải đáp ứng điều kiện của điểm trực',
      en: 'Whoever is on duty is eligible for the post'
    },
    breach: {
      vi: '{provider} không đủ điều kiện trực tại {post} ngày {day}: {reason}.',
      en: '{provider} is not eligible for {post} on {day}: {reason}.'
    },
    mend: {
      vi: 'Phân công người đủ điều kiện, hoặc sửa điều kiện của điểm trực.',
      en: 'Assign somebody eligible, or change what the post asks for.'
    }
  },
  'protected-provider': {
    title: {
      vi: 'Không phân công trực đêm cho người được bảo vệ thai sản',
      en: 'Nobody protected by maternity law is on duty at night'
    },
    breach: {
      vi: 'Ngày {day}, {provider} không được phân công trực ban đêm theo quy định về bảo vệ thai sản (điểm trực {post}).',
      en: '{provider} may not be on duty at night on {day}, being protected by maternity law ({post}).'
    },
    mend: {
      vi: 'Phân công người khác, hoặc bố trí người này trực trong giờ ban ngày.',
      en: 'Assign somebody else, or give this person duty by day.'
    }
  },
  'double-duty': {
    title: { vi: 'Không phân công một người trực ở nhiều nơi cùng lúc', en: 'Nobody is on duty in two places at once' },
    breach: {
      vi: 'Ngày {day}, {provider} {reason}: {count}, tối đa {limit} ({posts}).',
      en: '{provider} {reason} on {day}: {count}, at most {limit} ({posts}).'
    },
    mend: {
      vi: 'Chuyển bớt ca trực cho người khác, hoặc nâng giới hạn số điểm trực qua điện thoại cùng lúc của Trung tâm.',
      en: 'Give one of the duties to somebody else, or raise the number of phone posts one person may answer for.'
    }
  },
  'rest-between': {
    title: { vi: 'Phải có đủ thời gian nghỉ giữa hai ca trực', en: 'There is enough rest between two duties' },
    breach: {
      vi: '{provider} chỉ được nghỉ {rest} giờ giữa ca trực ngày {from} và ca trực ngày {day}, quy định ít nhất {least} giờ ({posts}).',
      en: '{provider} has {rest} hours of rest between the duties of {from} and {day}; the least is {least} ({posts}).'
    },
    mend: {
      vi: 'Chuyển một trong hai ca trực cho người khác, hoặc giảm số giờ nghỉ tối thiểu do Trung tâm quy định.',
      en: 'Give one of the two duties to somebody else, or lower the least hours of rest.'
    }
  },
  'most-per-week': {
    title: { vi: 'Không vượt quá số ngày trực tối đa trong tuần', en: 'Nobody has too many duty days in a week' },
    breach: {
      vi: '{provider} trực {count} ngày trong tuần từ {from} đến {to}, tối đa {limit} ngày.',
      en: '{provider} has {count} duty days in the week from {from} to {to}; the most is {limit}.'
    },
    mend: {
      vi: 'Chuyển bớt ca trực trong tuần cho người khác, hoặc nâng số ngày trực tối đa trong tuần.',
      en: 'Give some of the week to somebody else, or raise the limit.'
    }
  },
  'most-per-month': {
    title: { vi: 'Không vượt quá số ngày trực tối đa trong tháng', en: 'Nobody has too many duty days in a month' },
    breach: {
      vi: '{provider} trực {count} ngày trong tháng {month}, tối đa {limit} ngày.',
      en: '{provider} has {count} duty days in {month}; the most is {limit}.'
    },
    mend: {
      vi: 'Chuyển bớt ca trực trong tháng cho người khác, hoặc nâng số ngày trực tối đa trong tháng.',
      en: 'Give some of the month to somebody else, or raise the limit.'
    }
  },
  'apart-pair': {
    title: {
      vi: 'Không phân công cùng trực những người đã khai không trực cùng nhau',
      en: 'People declared apart do not stand duty together'
    },
    breach: {
      vi: 'Ngày {day}, {provider} và {otherProvider} trực cùng lúc ({posts}) dù đã khai không trực cùng nhau.',
      en: '{provider} and {otherProvider} are on duty together on {day} ({posts}) although declared apart.'
    },
    mend: { vi: 'Thay một trong hai người.', en: 'Replace one of the two.' }
  },
  coverage: {
    title: { vi: 'Mọi vị trí trực phải có người', en: 'Every seat has a person' },
    breach: {
      vi: 'Chưa có {seat} tại {post} ngày {day}.',
      en: 'Nobody is {seat} at {post} on {day}.'
    },
    mend: {
      vi: 'Phân công một người; lý do loại từng người được nêu tại vị trí trực này.',
      en: 'Assign somebody; the seat says why each candidate was ruled out.'
    }
  },
  'declared-tie': {
    title: {
      vi: 'Nên tránh phân công trực tại cơ quan mà người trực đã khai có mối liên hệ',
      en: 'People with a declared tie to an agency better not stand duty for it'
    },
    breach: {
      vi: '{provider} đã khai có mối liên hệ với {agency} (ca trực ngày {day} tại {post}).',
      en: '{provider} has declared a tie to {agency} (duty of {day} at {post}).'
    },
    mend: {
      vi: 'Phân công người khác nếu có thể; nếu giữ nguyên, kiểm tra xung đột lợi ích khi tiếp nhận từng vụ việc.',
      en: 'Assign somebody else if possible; otherwise check for a conflict of interest at each call.'
    }
  },
  'number-unverified': {
    title: {
      vi: 'Số điện thoại của người trực phải được xác minh',
      en: 'The number of whoever is on duty has been verified'
    },
    breach: {
      vi: '{provider} {reason} (ca trực đầu tiên ngày {day} tại {post}).',
      en: '{provider} {reason} (first duty on {day} at {post}).'
    },
    mend: {
      vi: 'Gọi thử và ghi ngày xác minh, hoặc bổ sung số điện thoại trước khi công bố lịch trực.',
      en: 'Call the number and record the day, or add one, before the roster is published.'
    }
  },
  ...softWording
}

/** The words of the codes that stand in params. A code means the same in every rule. */
const codeWording: Readonly<Record<string, Text>> = {
  // roles
  legal_aid_officer: { vi: 'trợ giúp viên pháp lý', en: 'legal aid officer' },
  contract_lawyer: { vi: 'luật sư ký hợp đồng', en: 'contract lawyer' },
  legal_adviser: { vi: 'tư vấn viên pháp luật', en: 'legal adviser' },
  collaborator: { vi: 'cộng tác viên trợ giúp pháp lý', en: 'collaborator' },
  // seats
  primary: { vi: 'người trực', en: 'on duty' },
  support: { vi: 'người hỗ trợ trực', en: 'on support duty' },
  // bars
  sanction: { vi: 'đang bị xử lý kỷ luật hoặc xử phạt', en: 'under sanction' },
  prosecution: { vi: 'đang bị truy cứu trách nhiệm hình sự', en: 'being prosecuted' },
  prohibited_act: { vi: 'đã thực hiện hành vi bị nghiêm cấm', en: 'committed a prohibited act' },
  no_firm_consent: { vi: 'chưa có văn bản đồng ý của tổ chức hành nghề luật sư', en: 'no written consent of the law firm' },
  card_withheld: { vi: 'đang bị tạm giữ thẻ', en: 'card withheld' },
  // absences
  annual_leave: { vi: 'nghỉ phép', en: 'annual leave' },
  sick_leave: { vi: 'nghỉ ốm', en: 'sick leave' },
  business_trip: { vi: 'đi công tác', en: 'business trip' },
  training: { vi: 'tập huấn', en: 'training' },
  long_leave: { vi: 'nghỉ dài ngày', en: 'long leave' },
  secondment: { vi: 'biệt phái', en: 'secondment' },
  maternity_leave: { vi: 'nghỉ thai sản', en: 'maternity leave' },
  other: { vi: 'việc khác', en: 'other business' },
  // engagements
  hearing: { vi: 'phiên tòa', en: 'hearing' },
  interrogation: { vi: 'hỏi cung', en: 'interrogation' },
  meeting: { vi: 'họp', en: 'meeting' },
  // what a post wants of one of those who serve
  language: { vi: 'ngôn ngữ', en: 'language' },
  skill: { vi: 'kỹ năng', en: 'skill' },
  sex: { vi: 'giới tính', en: 'sex' },
  female: { vi: 'nữ', en: 'female' },
  male: { vi: 'nam', en: 'male' },
  // reasons: card
  no_card: { vi: 'chưa có thẻ trợ giúp viên pháp lý', en: 'has no legal aid officer card' },
  card_not_in_force: { vi: 'có thẻ không còn hoặc chưa có hiệu lực', en: 'has a card that is not in force' },
  // reasons: eligibility
  excluded: { vi: 'điểm trực loại trừ người này', en: 'the post excludes this person' },
  other_role: { vi: 'chức danh không phù hợp', en: 'the post asks for another role' },
  other_branch: { vi: 'không thuộc chi nhánh được phân công', en: 'the post is staffed by another branch' },
  not_listed: { vi: 'không có trong danh sách người trực của điểm trực', en: 'not on the list of the post' },
  skill_missing: { vi: 'thiếu kỹ năng mà điểm trực yêu cầu', en: 'lacks a skill that the post asks for' },
  // reasons: double duty
  same_slot: { vi: 'giữ hai vị trí của cùng một ca trực', en: 'holds two seats of one slot' },
  on_site_clash: { vi: 'trực tại chỗ trùng giờ với ca trực khác', en: 'is on site during another duty' },
  phone_posts: { vi: 'trực qua điện thoại cho quá nhiều điểm trực cùng lúc', en: 'answers for too many phone posts at once' },
  // reasons: numbers
  none: { vi: 'không có số điện thoại nào mà cơ quan tiến hành tố tụng được biết', en: 'has no number that agencies may read' },
  unverified: { vi: 'có số điện thoại chưa được xác minh', en: 'has no number that was ever verified' },
  outdated: { vi: 'có số điện thoại đã quá hạn xác nhận hằng tháng', en: 'has numbers that were last verified too long ago' }
}

/** The names that a sentence needs, as its reader may see them. */
export interface Names {
  provider(id: ProviderId): string
  post(id: PostId): string
  agency(id: AgencyId): string
}

/** A violation in words. */
export interface WordedViolation {
  readonly title: string
  readonly detail: string
  readonly mend: string
}

/** Puts a violation into words of one language. A rule without wording speaks by its id, so that nothing is ever hidden. */
export function wordViolation(violation: Violation, names: Names, language: Language): WordedViolation {
  const words = ruleWording[violation.ruleId]
  if (words === undefined) return { title: violation.ruleId, detail: violation.ruleId, mend: '' }
  return { title: words.title[language], detail: fillBreach(words.breach, violation, names, language), mend: words.mend[language] }
}

/** A text about a violation with its placeholders filled. */
export const fillBreach = (text: Text, violation: Violation, names: Names, language: Language): string =>
  text[language].replace(/\{(\w+)\}/g, (_, name: string) => inWords(name, violation, names, language))

/** What stands for one placeholder; a placeholder that nothing fills stays as it is, for a test to find. */
function inWords(name: string, violation: Violation, names: Names, language: Language): string {
  const person = violation.providerIds[name === 'provider' ? 0 : 1]
  if (name === 'provider' || name === 'otherProvider') return person === undefined ? `{${name}}` : names.provider(person)
  const value = violation.params[name]
  if (value === undefined) return `{${name}}`
  if (typeof value === 'number') return language === 'vi' ? String(value).replace('.', ',') : String(value)
  return namesOf(name, value, names) ?? codeWording[value]?.[language] ?? formatted(value, language)
}

/** The names behind ids: of a post, of several posts with commas between, of an agency; undefined for any other placeholder. */
function namesOf(name: string, value: string, names: Names): string | undefined {
  if (name === 'agency') return names.agency(value as AgencyId)
  if (name !== 'post' && name !== 'posts') return undefined
  return [...new Set(value.split(','))].map((id) => names.post(id as PostId)).join('; ')
}

/** Days, months and instants as Vietnamese readers write them; English keeps the ISO order, which cannot be misread. */
function formatted(value: string, language: Language): string {
  const [, month, day, time] = /^(\d{4}-\d{2})(-\d{2})?(?:T(\d{2}:\d{2}))?/.exec(value) ?? []
  if (month === undefined) return value
  if (language === 'en') return [`${month}${day ?? ''}`, time].filter(Boolean).join(' ')
  if (day === undefined) return `${month.slice(5)}/${month.slice(0, 4)}`
  return [time, formatDay(`${month}${day}` as Day)].filter(Boolean).join(' ngày ')
}
