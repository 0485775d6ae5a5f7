import type { AmendmentStatus } from './amendment.ts'
import type { CallEventKind, CallStatus } from './call.ts'
import type { DutyErrorCode } from './errors.ts'
import type { PatternReason } from './recurrence.ts'
import type { RosterStatus } from './roster.ts'
import type { OFFER_ANSWERS, SwapStatus } from './swap.ts'
import { ERROR_WORDING, fill, type Language, type Text } from './wording.ts'

/** Why a request cannot be read: the `reason` that a BAD_REQUEST carries. */
export type RequestReason =
  | 'bad_address'
  | 'not_http'
  | 'no_host'
  | 'bad_host'
  | 'repeated_field'
  | 'bad_length'
  | 'empty_body'
  | 'not_json'
  | 'not_utf8'
  | 'unreadable'

const REQUEST_WORDING: Readonly<Record<RequestReason, Text>> = {
  bad_address: { vi: 'địa chỉ “{path}” không hợp lệ', en: 'the address “{path}” is not valid' },
  not_http: { vi: 'không đúng giao thức HTTP', en: 'it is not well-formed HTTP' },
  no_host: { vi: 'thiếu trường Host', en: 'there is no Host' },
  bad_host: { vi: 'trường Host không hợp lệ', en: 'Host is not valid' },
  repeated_field: { vi: 'trường {field} được gửi nhiều lần', en: '{field} is sent more than once' },
  bad_length: { vi: 'nội dung không dài như Content-Length đã nêu', en: 'the body is not as long as Content-Length says' },
  empty_body: { vi: 'nội dung JSON để trống', en: 'the JSON body is empty' },
  not_json: { vi: 'nội dung không phải là JSON hợp lệ', en: 'the body is not valid JSON' },
  not_utf8: { vi: 'nội dung không phải là văn bản UTF-8', en: 'the body is not UTF-8 text' },
  unreadable: { vi: 'yêu cầu không hợp lệ', en: 'it is not valid' }
}

const PATTERN_WORDING: Readonly<Record<PatternReason, Text>> = {
  not_a_rule: { vi: '“{value}” không phải là quy tắc lặp RRULE', en: '“{value}” is not an RRULE' },
  part_not_allowed: { vi: '“{value}” không được dùng trong quy tắc lặp theo ngày', en: '“{value}” has no place in a rule of days' },
  part_repeated: { vi: '“{value}”: thành phần này được nêu hai lần', en: '“{value}”: this part is said twice' },
  bad_value: { vi: '“{value}” có giá trị không hợp lệ', en: '“{value}” does not have a valid value' },
  frequency_missing: { vi: 'quy tắc lặp thiếu FREQ', en: 'the rule has no FREQ' },
  count_and_until: { vi: 'quy tắc lặp chỉ được nêu COUNT hoặc UNTIL', en: 'a rule says COUNT or UNTIL, not both' },
  nth_weekday_out_of_place: {
    vi: 'thứ có số thứ tự (như 2TU) chỉ dùng với FREQ=MONTHLY hoặc FREQ=YEARLY',
    en: 'a weekday with a number (such as 2TU) goes with FREQ=MONTHLY or FREQ=YEARLY alone'
  },
  weekdays_mixed: {
    vi: 'BYDAY không được vừa có thứ kèm số thứ tự vừa có thứ không kèm số',
    en: 'BYDAY has weekdays with a number or without one, not both'
  },
  month_day_in_week: { vi: 'BYMONTHDAY không dùng với FREQ=WEEKLY', en: 'BYMONTHDAY does not go with FREQ=WEEKLY' },
  position_alone: { vi: 'BYSETPOS phải đi cùng BYDAY, BYMONTHDAY hoặc BYMONTH', en: 'BYSETPOS needs BYDAY, BYMONTHDAY or BYMONTH' },
  count_too_long: { vi: 'COUNT kéo dài quá mười năm; hãy dùng UNTIL', en: 'COUNT takes more than ten years; say UNTIL' },
  never: { vi: 'quy tắc “{value}” không rơi vào ngày nào', en: 'the rule “{value}” falls on no day' },
  bad_time: { vi: '“{value}” không phải là giờ theo dạng HH:mm', en: '“{value}” is not a time of the form HH:mm' },
  bad_duration: { vi: '“{value}” không phải là thời lượng như PT8H30M hay P1D', en: '“{value}” is not a duration such as PT8H30M or P1D' },
  duration_out_of_range: {
    vi: 'thời lượng “{value}” phải từ một phút đến 31 ngày',
    en: 'the duration “{value}” must be between a minute and 31 days'
  },
  no_day_kinds: { vi: 'phải có ít nhất một loại ngày', en: 'there must be one kind of day at least' },
  unknown_day_kind: { vi: '“{value}” không phải là loại ngày được biết', en: '“{value}” is not a known kind of day' },
  overlap: { vi: 'các ca chồng nhau ngày {value}', en: 'slots overlap on {value}' }
}

const ROSTER_STATUS_WORDING: Readonly<Record<RosterStatus, Text>> = {
  draft: { vi: 'dự thảo', en: 'a draft' },
  submitted: { vi: 'đã trình duyệt', en: 'submitted' },
  approved: { vi: 'đã duyệt', en: 'approved' },
  published: { vi: 'đã công bố', en: 'published' },
  recalled: { vi: 'đã thu hồi', en: 'recalled' }
}

const AMENDMENT_STATUS_WORDING: Readonly<Record<AmendmentStatus, Text>> = {
  submitted: { vi: 'đang chờ duyệt', en: 'awaiting approval' },
  issued: { vi: 'đã ban hành', en: 'issued' },
  returned: { vi: 'đã trả lại', en: 'returned' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  failed: { vi: 'không ban hành được', en: 'could not be issued' }
}

const SWAP_STATUS_WORDING: Readonly<Record<SwapStatus | (typeof OFFER_ANSWERS)[number], Text>> = {
  offered: { vi: 'đang chờ trả lời', en: 'awaiting an answer' },
  accepted: { vi: 'đã được nhận', en: 'accepted' },
  approved: { vi: 'đã được duyệt', en: 'approved' },
  done: { vi: 'đã thực hiện', en: 'done' },
  declined: { vi: 'bị từ chối', en: 'declined' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
  refused: { vi: 'không được duyệt', en: 'refused' },
  expired: { vi: 'đã quá hạn', en: 'expired' },
  failed: { vi: 'không thực hiện được', en: 'failed' }
}

const CALL_STATUS_WORDING: Readonly<Record<CallStatus, Text>> = {
  open: { vi: 'đang gọi', en: 'open' },
  taken: { vi: 'đã có người nhận', en: 'taken' },
  unanswered: { vi: 'chưa có người nhận', en: 'unanswered' },
  guided: { vi: 'đã hướng dẫn xong', en: 'ended with guidance' },
  case: { vi: 'đã thành vụ việc', en: 'a case by now' },
  withdrawn: { vi: 'đã rút yêu cầu', en: 'withdrawn' }
}

const CALL_EVENT_WORDING: Readonly<Record<CallEventKind, Text>> = {
  requested: { vi: 'người được trợ giúp yêu cầu', en: 'the person asked' },
  notified: { vi: 'cơ quan thông báo cho Trung tâm', en: 'the agency told the centre' },
  phoned: { vi: 'cơ quan gọi điện', en: 'the agency phoned' },
  registered: { vi: 'thụ lý', en: 'registered' },
  appointed: { vi: 'cử người thực hiện', en: 'somebody appointed' },
  defence_refused: { vi: 'từ chối hoặc hủy đăng ký bào chữa', en: 'the defence refused' },
  protector_refused: { vi: 'từ chối người bảo vệ quyền lợi', en: 'the protector refused' },
  paused: { vi: 'tạm dừng tính thời hạn', en: 'time limits paused' },
  resumed: { vi: 'tiếp tục tính thời hạn', en: 'time limits resumed' },
  guided: { vi: 'đã hướng dẫn', en: 'guided' },
  case_opened: { vi: 'đã lập vụ việc', en: 'case opened' },
  withdrawn: { vi: 'rút yêu cầu', en: 'withdrawn' }
}

/** Codes that an error is given as values of its sentence, in words: by the name of the value. */
export const VALUE_WORDING: Readonly<Partial<Record<DutyErrorCode, Readonly<Record<string, Readonly<Record<string, Text>>>>>>> = {
  BAD_REQUEST: { reason: REQUEST_WORDING },
  BAD_PATTERN: { reason: PATTERN_WORDING },
  ROSTER_NOT_SUBMITTED: { status: ROSTER_STATUS_WORDING },
  ROSTER_NOT_APPROVED: { status: ROSTER_STATUS_WORDING },
  ROSTER_NOT_PUBLISHED: { status: ROSTER_STATUS_WORDING },
  AMENDMENT_DECIDED: { status: AMENDMENT_STATUS_WORDING },
  SWAP_DECIDED: { status: SWAP_STATUS_WORDING },
  CALL_ENDED: { status: CALL_STATUS_WORDING },
  CALL_EVENT_ORDER: { kind: CALL_EVENT_WORDING }
}

type Values = Readonly<Record<string, string | number>>

/** The title or the sentence of an error in that language: what the program calls by a code is in words. */
export function wordError(code: DutyErrorCode, part: 'title' | 'detail', values: Values, language: Language): string {
  const words = Object.entries(VALUE_WORDING[code] ?? {}).flatMap(([name, wording]) => {
    const text = wording[String(values[name])]
    return text === undefined ? [] : [[name, fill(text, values, language)]]
  })
  return fill(ERROR_WORDING[code][part], { ...values, ...Object.fromEntries(words) }, language)
}
