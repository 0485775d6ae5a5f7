import { formatDay } from './day.ts'
import type { DutyErrorCode } from './errors.ts'

/** The two languages the service speaks; Vietnamese unless asked otherwise. */
export const LANGUAGES = ['vi', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
/** One text in both languages, with `{placeholders}`. */
export type Text = Readonly<Record<Language, string>>

/** What each error is called and says. A missing line does not compile. */
export const ERROR_WORDING: Readonly<Record<DutyErrorCode, { readonly title: Text; readonly detail: Text }>> = {
  BAD_REQUEST: {
    title: { vi: 'Yêu cầu không hợp lệ', en: 'Bad request' },
    detail: { vi: 'Không đọc được yêu cầu: {reason}.', en: 'The request cannot be read: {reason}.' }
  },
  BAD_FIELD: {
    title: { vi: 'Dữ liệu chưa đúng', en: 'Fields at fault' },
    detail: { vi: 'Có {count} trường chưa đúng; xem danh sách lỗi.', en: '{count} field(s) are wrong; see the list of errors.' }
  },
  UNKNOWN_FIELD: {
    title: { vi: 'Trường không được biết', en: 'Unknown field' },
    detail: { vi: 'Không có trường này.', en: 'There is no such field.' }
  },
  MISSING_FIELD: {
    title: { vi: 'Thiếu trường bắt buộc', en: 'Missing field' },
    detail: { vi: 'Trường này là bắt buộc và không được để trống.', en: 'This field is required and may not be empty.' }
  },
  BAD_DAY: {
    title: { vi: 'Ngày không hợp lệ', en: 'Not a day' },
    detail: { vi: '"{value}" không phải là một ngày theo dạng YYYY-MM-DD.', en: '"{value}" is not a day of the form YYYY-MM-DD.' }
  },
  BAD_MONTH: {
    title: { vi: 'Tháng không hợp lệ', en: 'Not a month' },
    detail: { vi: '"{value}" không phải là một tháng theo dạng YYYY-MM.', en: '"{value}" is not a month of the form YYYY-MM.' }
  },
  BAD_INSTANT: {
    title: { vi: 'Thời điểm không hợp lệ', en: 'Not an instant' },
    detail: {
      vi: '"{value}" không phải là thời điểm RFC 3339 có múi giờ, ví dụ 2026-12-05T02:10:00+07:00.',
      en: '"{value}" is not an RFC 3339 instant with an offset, such as 2026-12-05T02:10:00+07:00.'
    }
  },
  BAD_ZONE: {
    title: { vi: 'Múi giờ không hợp lệ', en: 'Not a time zone' },
    detail: { vi: '"{value}" không phải là múi giờ IANA.', en: '"{value}" is not an IANA time zone.' }
  },
  BAD_PHONE: {
    title: { vi: 'Số điện thoại không hợp lệ', en: 'Not a phone number' },
    detail: { vi: '"{value}" không phải là số điện thoại gọi được.', en: '"{value}" is not a phone number that can be dialled.' }
  },
  BAD_CODE: {
    title: { vi: 'Mã không hợp lệ', en: 'Not a code' },
    detail: {
      vi: '"{value}": mã gồm chữ thường không dấu, chữ số và dấu gạch nối ở giữa, tối đa 64 ký tự.',
      en: '"{value}": a code has lower-case letters, digits and inner hyphens, at most 64.'
    }
  },
  BAD_CURSOR: {
    title: { vi: 'Con trỏ trang không hợp lệ', en: 'Not a page cursor' },
    detail: { vi: 'Hãy dùng địa chỉ "next" mà trang trước đã trả về.', en: 'Use the "next" address that the page before gave.' }
  },
  BAD_PATTERN: {
    title: { vi: 'Khung ca trực không hợp lệ', en: 'Not a duty pattern' },
    detail: { vi: 'Khung ca trực chưa đúng: {reason}.', en: 'The duty pattern is wrong: {reason}.' }
  },
  BAD_PERIOD: {
    title: { vi: 'Khoảng thời gian không hợp lệ', en: 'Not a period' },
    detail: { vi: 'Khoảng từ {from} đến {to} không hợp lệ.', en: 'The period from {from} to {to} is not possible.' }
  },
  BAD_REFERENCE: {
    title: { vi: 'Tham chiếu không tồn tại', en: 'Nothing by that reference' },
    detail: { vi: 'Không tìm thấy {noun} "{ref}" trong Trung tâm.', en: 'The centre has no {noun} "{ref}".' }
  },
  BAD_VALUE: {
    title: { vi: 'Giá trị không được phép', en: 'Value not allowed' },
    detail: { vi: 'Giá trị được phép: {allowed}.', en: 'Allowed: {allowed}.' }
  },
  DUPLICATE_ITEM: {
    title: { vi: 'Trùng lặp', en: 'Said twice' },
    detail: { vi: '"{value}" được nêu hai lần.', en: '"{value}" is said twice.' }
  },
  BAD_PICTURE: {
    title: { vi: 'Hình ảnh không hợp lệ', en: 'Not a usable picture' },
    detail: {
      vi: 'Hình phải là tệp PNG hoặc JPEG nguyên vẹn (mã hóa base64), không quá {kilobytes} KiB và mỗi chiều không quá {pixels} điểm ảnh.',
      en: 'A picture is a whole PNG or JPEG in base64, at most {kilobytes} KiB and {pixels} pixels each way.'
    }
  },
  PAYLOAD_TOO_LARGE: {
    title: { vi: 'Nội dung quá lớn', en: 'Payload too large' },
    detail: { vi: 'Nội dung gửi lên vượt giới hạn cho phép.', en: 'The body is larger than allowed.' }
  },
  UNSUPPORTED_MEDIA_TYPE: {
    title: { vi: 'Kiểu nội dung không được hỗ trợ', en: 'Unsupported media type' },
    detail: { vi: 'Hãy gửi application/json.', en: 'Send application/json.' }
  },
  UNSUPPORTED_ENCODING: {
    title: { vi: 'Nội dung đã nén', en: 'Compressed body' },
    detail: { vi: 'Hãy gửi nội dung không nén.', en: 'Send the body uncompressed.' }
  },
  UNSUPPORTED_CHARSET: {
    title: { vi: 'Bảng mã không được hỗ trợ', en: 'Unsupported character encoding' },
    detail: { vi: 'Hãy gửi nội dung bằng UTF-8, không phải "{charset}".', en: 'Send the body in UTF-8, not in "{charset}".' }
  },
  HEADERS_TOO_LARGE: {
    title: { vi: 'Phần đầu yêu cầu quá lớn', en: 'Header too large' },
    detail: {
      vi: 'Địa chỉ và các trường đầu của yêu cầu vượt giới hạn cho phép.',
      en: 'The address and the header fields are larger than allowed.'
    }
  },
  REQUEST_TIMEOUT: {
    title: { vi: 'Yêu cầu gửi quá chậm', en: 'Request too slow' },
    detail: {
      vi: 'Yêu cầu không được gửi trọn vẹn trong thời hạn; hãy gửi lại.',
      en: 'The request was not sent whole in time; send it again.'
    }
  },
  CENTRE_REQUIRED: {
    title: { vi: 'Cần nêu Trung tâm', en: 'Name the centre' },
    detail: { vi: 'Có nhiều Trung tâm ({codes}); hãy thêm centre=<mã>.', en: 'There are several centres ({codes}); add centre=<code>.' }
  },
  AMBIGUOUS_QUESTION: {
    title: { vi: 'Câu hỏi có nhiều cách hiểu', en: 'Ambiguous question' },
    detail: { vi: '"{ref}" khớp với nhiều nơi: {codes}. Hãy nêu rõ một mã.', en: '"{ref}" fits several: {codes}. Name one code.' }
  },
  KEY_REQUIRED: {
    title: { vi: 'Cần khóa truy cập', en: 'A key is required' },
    detail: { vi: 'Thao tác này cần "Authorization: Bearer <khóa>".', en: 'This operation needs "Authorization: Bearer <key>".' }
  },
  KEY_INVALID: {
    title: { vi: 'Khóa truy cập không có hiệu lực', en: 'The key is not valid' },
    detail: { vi: 'Khóa không tồn tại, đã hết hạn hoặc đã bị thu hồi.', en: 'The key is unknown, expired or revoked.' }
  },
  SCOPE_MISSING: {
    title: { vi: 'Không đủ quyền', en: 'Not allowed' },
    detail: { vi: 'Khóa này không có quyền "{scope}".', en: 'This key lacks the scope "{scope}".' }
  },
  NATIONAL_ONLY: {
    title: { vi: 'Việc chung của cả nước', en: 'A national matter' },
    detail: {
      vi: 'Nội dung này dùng chung cho mọi Trung tâm, chỉ khóa không thuộc riêng Trung tâm hoặc cơ quan nào mới được thay đổi.',
      en: 'This is shared by all centres; only a key that belongs to no centre and no agency may change it.'
    }
  },
  ADMIN_KEY_STANDS: {
    title: { vi: 'Không thu hồi được khóa quản trị', en: 'The administrator’s key stands' },
    detail: {
      vi: 'Khóa quản trị do cấu hình của hệ thống đặt ra, không thu hồi được tại đây; hãy thay khóa trong cấu hình rồi khởi động lại.',
      en: 'The administrator’s key is set by the configuration and cannot be ended here; change it there and start again.'
    }
  },
  NOT_FOUND: {
    title: { vi: 'Không tìm thấy', en: 'Not found' },
    detail: { vi: 'Không có {noun} "{ref}".', en: 'There is no {noun} "{ref}".' }
  },
  ROUTE_NOT_FOUND: {
    title: { vi: 'Không có địa chỉ này', en: 'No such address' },
    detail: { vi: 'Không có {method} {path}.', en: 'There is no {method} {path}.' }
  },
  METHOD_NOT_ALLOWED: {
    title: { vi: 'Phương thức không được hỗ trợ', en: 'Method not allowed' },
    detail: {
      vi: 'Địa chỉ {path} không nhận {method}; trường Allow nêu các phương thức được nhận.',
      en: '{path} does not take {method}; Allow names the methods that it takes.'
    }
  },
  IF_MATCH_REQUIRED: {
    title: { vi: 'Thiếu If-Match', en: 'If-Match is required' },
    detail: {
      vi: 'Hãy gửi If-Match với ETag của bản bạn vừa đọc, để không ghi đè thay đổi của người khác.',
      en: "Send If-Match with the ETag of what you read, so that nobody else's change is lost."
    }
  },
  STALE_VERSION: {
    title: { vi: 'Dữ liệu đã được người khác thay đổi', en: 'Changed by somebody else' },
    detail: {
      vi: 'Bản bạn đọc không còn là bản mới nhất; hãy đọc lại rồi thử lại.',
      en: 'What you read is no longer the newest; read it again.'
    }
  },
  CODE_TAKEN: {
    title: { vi: 'Mã đã được dùng', en: 'Already taken' },
    detail: { vi: 'Đã có một mục mang mã hoặc số này.', en: 'Something already has this code or number.' }
  },
  IN_USE: {
    title: { vi: 'Đang được sử dụng', en: 'In use' },
    detail: { vi: 'Còn dữ liệu khác tham chiếu đến mục này.', en: 'Other data still refers to it.' }
  },
  HAS_HISTORY: {
    title: { vi: 'Đã có lịch sử trực', en: 'Has duty history' },
    detail: {
      vi: 'Người đã từng trực không bị xóa; hãy đặt ngày kết thúc.',
      en: 'Somebody who has stood duty is never deleted; set the day on which they end.'
    }
  },
  CONSENT_REQUIRED: {
    title: { vi: 'Chưa có sự đồng ý', en: 'Consent is missing' },
    detail: {
      vi: 'Số cá nhân chỉ được công khai khi người đó đã đồng ý (Luật 91/2025/QH15 Điều 9); hãy ghi ngày đồng ý.',
      en: 'A personal number is public only with the person’s consent (Law 91/2025/QH15 Art. 9); record the day of consent.'
    }
  },
  CONTRACT_OVERLAP: {
    title: { vi: 'Hợp đồng chồng nhau', en: 'Contracts overlap' },
    detail: { vi: 'Hai hợp đồng của một luật sư không được trùng thời gian.', en: 'Two contracts of a lawyer may not overlap.' }
  },
  CONTRACT_TOO_LONG: {
    title: { vi: 'Hợp đồng quá thời hạn', en: 'Contract too long' },
    detail: {
      vi: 'Hợp đồng, cũng như lần gia hạn, không quá 03 năm (Thông tư 08/2017/TT-BTP Điều 15).',
      en: 'A contract, and its extension, lasts at most 3 years (TT 08/2017/TT-BTP Art. 15).'
    }
  },
  PROVIDER_ENDED: {
    title: { vi: 'Người này đã nghỉ', en: 'No longer with the centre' },
    detail: {
      vi: '"{ref}" đã nghỉ từ sau ngày {day}; hãy bỏ khỏi danh sách hoặc ghi ngày cuối cùng.',
      en: '"{ref}" left the centre after {day}; take them off the list, or say their last day in it.'
    }
  },
  CONTRACT_EXTENDED_TWICE: {
    title: { vi: 'Hợp đồng đã được gia hạn', en: 'Extended twice' },
    detail: {
      vi: 'Hợp đồng chỉ được gia hạn một lần (Thông tư 08/2017/TT-BTP Điều 15).',
      en: 'A contract may be extended only once (TT 08/2017/TT-BTP Art. 15).'
    }
  },
  IDEMPOTENCY_KEY_REUSED: {
    title: { vi: 'Idempotency-Key đã dùng cho yêu cầu khác', en: 'Idempotency-Key used before' },
    detail: { vi: 'Khóa này đã gắn với một yêu cầu khác.', en: 'This key belongs to another request.' }
  },
  CONFLICTING_WRITE: {
    title: { vi: 'Hai thay đổi cùng lúc', en: 'Two changes at once' },
    detail: { vi: 'Có thay đổi khác diễn ra cùng lúc; hãy thử lại.', en: 'Another change happened at the same time; try again.' }
  },
  ROSTER_EXISTS: {
    title: { vi: 'Tháng này đã có lịch trực', en: 'The month has a roster' },
    detail: { vi: 'Mỗi Trung tâm có một lịch trực cho mỗi tháng.', en: 'A centre has one roster a month.' }
  },
  ROSTER_NOT_SUBMITTED: {
    title: { vi: 'Lịch trực chưa được trình duyệt', en: 'Not submitted' },
    detail: {
      vi: 'Chỉ duyệt hoặc trả lại được lịch trực đã trình; lịch này đang ở trạng thái {status}.',
      en: 'Only a submitted roster can be approved or returned; this one is {status}.'
    }
  },
  ROSTER_NOT_APPROVED: {
    title: { vi: 'Lịch trực chưa được duyệt', en: 'Not approved' },
    detail: {
      vi: 'Chỉ công bố được lịch trực đã duyệt; lịch này đang ở trạng thái {status}.',
      en: 'Only an approved roster can be published; this one is {status}.'
    }
  },
  ROSTER_NOT_PUBLISHED: {
    title: { vi: 'Lịch trực chưa công bố', en: 'Not published' },
    detail: {
      vi: 'Chỉ điều chỉnh hoặc thu hồi được lịch trực đã công bố; lịch này đang ở trạng thái {status}.',
      en: 'Only a published roster can be amended or recalled; this one is {status}.'
    }
  },
  APPROVER_IS_SUBMITTER: {
    title: { vi: 'Người duyệt trùng người trình', en: 'Approver is the submitter' },
    detail: {
      vi: 'Trung tâm yêu cầu người duyệt khác với người trình ({by}).',
      en: 'The centre wants another person to approve than {by}, who submitted.'
    }
  },
  APPROVAL_STALE: {
    title: { vi: 'Nội dung đã thay đổi sau khi duyệt', en: 'Changed since it was approved' },
    detail: {
      vi: 'Dữ liệu (họ tên, số điện thoại, cơ quan, người ký, phần đầu văn bản…) đã khác so với lúc duyệt; phải trình duyệt lại (NĐ 30/2020 Điều 11).',
      en: 'Names, numbers, agencies, the signer or the header are not what was approved; it goes back to the approver (NĐ 30/2020 Art. 11).'
    }
  },
  NO_SIGNER: {
    title: { vi: 'Chưa có người ký', en: 'Nobody to sign' },
    detail: {
      vi: 'Trung tâm chưa có người ký còn hiệu lực vào ngày ban hành; hãy khai báo người ký.',
      en: 'The centre has no signer in office on the day of issue; enter one.'
    }
  },
  NUMBER_TAKEN: {
    title: { vi: 'Số văn bản đã dùng', en: 'Number taken' },
    detail: {
      vi: 'Số {number} của năm {year} đã được dùng.',
      en: 'Number {number} of {year} is taken.'
    }
  },
  OVERRIDE_FORBIDDEN: {
    title: { vi: 'Không được bỏ qua quy tắc này', en: 'Not to be overridden' },
    detail: {
      vi: 'Quy tắc "{rule}" do pháp luật quy định; người duyệt không được bỏ qua.',
      en: 'The rule "{rule}" is law; no approver may override it.'
    }
  },
  DOCUMENT_MISSING: {
    title: { vi: 'Bản công bố không có thể thức văn bản', en: 'No document form' },
    detail: {
      vi: 'Bản công bố này có trước khi hệ thống lưu thể thức văn bản.',
      en: 'This publication is older than the documents of this service.'
    }
  },
  AMENDS_THE_PAST: {
    title: { vi: 'Không được sửa ca trực đã qua', en: 'The past is not amended' },
    detail: {
      vi: 'Ca trực đã kết thúc hoặc thời điểm điều chỉnh đã qua: {at}.',
      en: 'The slot is over, or the change would begin in the past: {at}.'
    }
  },
  NOTHING_AMENDED: {
    title: { vi: 'Không có gì thay đổi', en: 'Nothing changes' },
    detail: {
      vi: 'Bản điều chỉnh không làm thay đổi ca trực nào.',
      en: 'The amendment changes no duty.'
    }
  },
  AMENDMENT_DECIDED: {
    title: { vi: 'Bản điều chỉnh đã được giải quyết', en: 'Already decided' },
    detail: {
      vi: 'Bản điều chỉnh này không còn chờ duyệt: {status}.',
      en: 'This amendment no longer awaits approval: {status}.'
    }
  },
  NO_STAND_IN: {
    title: { vi: 'Không có người trực thay', en: 'Nobody can stand in' },
    detail: {
      vi: 'Không ai đủ điều kiện trực thay ca bắt đầu {start}; hãy nêu tên người trực thay, hoặc để trống vị trí (leaveEmpty).',
      en: 'Nobody is free to take the duty that starts {start}; name a stand-in, or leave the seat empty (leaveEmpty).'
    }
  },
  NOTHING_TO_COVER: {
    title: { vi: 'Không có ca trực cần thay', en: 'Nothing to cover' },
    detail: {
      vi: 'Người này không trực lúc này và không có ca trực nào trong khoảng thời gian đã nêu. Nếu vắng mặt ở ca trực sắp tới, hãy nêu vắng đến khi nào.',
      en: 'That person is not on duty now and has no duty in the time named. For duties to come, say until when they are away.'
    }
  },
  ALREADY_COVERED: {
    title: { vi: 'Đã có người trực thay', en: 'Covered already' },
    detail: {
      vi: 'Ca trực này đã có {name} trực thay. Nếu {name} cũng không trực được, hãy báo vắng mặt cho {name}.',
      en: '{name} stands in for this duty already. If {name} cannot come either, cover for {name}.'
    }
  },
  NOT_THEIRS: {
    title: { vi: 'Không phải ca trực của người này', en: 'Not their duty' },
    detail: {
      vi: '"{provider}" không giữ vị trí trực này, hoặc không được đề nghị đổi ca này.',
      en: '"{provider}" does not hold this seat, or was not asked for this swap.'
    }
  },
  SWAP_WITH_ONESELF: {
    title: { vi: 'Không thể đổi ca với chính mình', en: 'No swap with oneself' },
    detail: { vi: 'Người đề nghị và người nhận đổi ca phải là hai người khác nhau.', en: 'Who offers and who is asked must be two people.' }
  },
  SWAP_WITH_ABSENT: {
    title: { vi: 'Người đổi ca vắng mặt', en: 'Away then' },
    detail: {
      vi: '{name} vắng mặt ngày {day} nên không thể trực ca nhận đổi.',
      en: '{name} is away on {day} and cannot take the other duty.'
    }
  },
  SWAP_ACROSS_ROSTERS: {
    title: { vi: 'Hai ca trực thuộc hai lịch khác nhau', en: 'Duties of two rosters' },
    detail: {
      vi: 'Chỉ đổi được hai ca trực trong cùng một lịch trực tháng.',
      en: 'Only two duties of the same month’s roster can be swapped.'
    }
  },
  SWAP_TOO_LATE: {
    title: { vi: 'Đã quá hạn đổi ca', en: 'Too late to swap' },
    detail: {
      vi: 'Việc đổi ca này phải được hai bên thống nhất trước {at}.',
      en: 'This swap had to be agreed before {at}.'
    }
  },
  SWAP_DECIDED: {
    title: { vi: 'Đề nghị đổi ca đã được giải quyết', en: 'Already decided' },
    detail: {
      vi: 'Đề nghị đổi ca này đang ở trạng thái {status}, không thực hiện được thao tác này.',
      en: 'This swap is {status}; that can no longer be done.'
    }
  },
  SEAT_CHANGED: {
    title: { vi: 'Vị trí trực đã đổi người', en: 'Somebody else was faster' },
    detail: {
      vi: 'Vị trí trực này không còn do người được nêu đảm nhiệm; hãy xem lại lịch hiện hành.',
      en: 'The seat is no longer held by the person named; look at the roster as it is now.'
    }
  },
  ROSTER_NOT_DRAFT: {
    title: { vi: 'Lịch trực không còn là dự thảo', en: 'Not a draft' },
    detail: {
      vi: 'Lịch trực đã trình duyệt, đã duyệt hoặc đã công bố: hãy trả lại để sửa, hoặc ban hành bản điều chỉnh.',
      en: 'It is submitted, approved or published: have it returned, or amend it.'
    }
  },
  ROSTER_ALREADY_PUBLISHED: {
    title: { vi: 'Lịch trực đã được công bố', en: 'Already published' },
    detail: { vi: 'Lịch trực này đã công bố; hãy ban hành bản điều chỉnh.', en: 'This roster is out; amend it instead.' }
  },
  ROSTER_EMPTY: {
    title: { vi: 'Lịch trực không có ca nào', en: 'Nothing to roster' },
    detail: { vi: 'Không có điểm trực nào có hiệu lực trong tháng {month}.', en: 'No duty post is valid in {month}.' }
  },
  ROSTER_TOO_LARGE: {
    title: { vi: 'Lịch trực có quá nhiều ca', en: 'Too many slots for one roster' },
    detail: {
      vi: 'Các điểm trực của tháng {month} có hơn {most} ca, là số ca tối đa của một lịch trực; nhiều nhất là điểm trực "{post}" với {count} ca. Hãy kéo dài các ca hoặc bớt khung ca của điểm trực.',
      en: 'The posts of {month} make more than {most} slots, the most that one roster may have; "{post}" makes {count} of them, more than any other. Make slots longer, or leave patterns out.'
    }
  },
  ROSTER_UNFILLED: {
    title: { vi: 'Còn vị trí trực chưa có người', en: 'Seats are unfilled' },
    detail: { vi: 'Còn {count} vị trí trực chưa có người; xem danh sách vi phạm.', en: '{count} seat(s) are unfilled; see the violations.' }
  },
  RULE_VIOLATED: {
    title: { vi: 'Vi phạm quy tắc xếp lịch', en: 'Rules are broken' },
    detail: { vi: 'Có {count} vi phạm bắt buộc phải sửa trước khi công bố.', en: '{count} hard violation(s) must be mended first.' }
  },
  DOUBLE_DUTY: {
    title: { vi: 'Một người trực hai nơi cùng lúc', en: 'Double duty' },
    detail: {
      vi: 'Một người không thể trực tại chỗ khi đang có ca trực khác.',
      en: 'Nobody can be on site while on duty elsewhere.'
    }
  },
  SLOT_OVERLAP: {
    title: { vi: 'Ca trực chồng nhau', en: 'Slots overlap' },
    detail: { vi: 'Một điểm trực chỉ có một ca tại mỗi thời điểm.', en: 'A post has one slot at a time.' }
  },
  RECIPIENT_WITHOUT_ADDRESS: {
    title: { vi: 'Nơi nhận chưa có địa chỉ', en: 'Recipient without an address' },
    detail: {
      vi: 'Cơ quan này không có thư điện tử và không có webhook; văn bản chỉ có thể tải về từ cổng.',
      en: 'This agency has neither an e-mail address nor a webhook; the document can only be fetched from the portal.'
    }
  },
  DELIVERY_PENDING: {
    title: { vi: 'Đang chờ gửi', en: 'Still being sent' },
    detail: {
      vi: 'Lần gửi này vẫn đang chờ hoặc sẽ tự gửi lại; chưa cần gửi lại bằng tay.',
      en: 'This delivery is waiting to be sent or to be tried again; there is no need to send it by hand.'
    }
  },
  NOT_ADDRESSED: {
    title: { vi: 'Không phải nơi nhận', en: 'Not a recipient' },
    detail: { vi: 'Văn bản này không được gửi cho cơ quan đó.', en: 'This publication was not sent to that agency.' }
  },
  NO_COMING_DUTY: {
    title: { vi: 'Không có ca trực sắp tới', en: 'No coming duty' },
    detail: {
      vi: 'Người này không có ca trực nào sắp tới trong bản công bố này để xác nhận.',
      en: 'This person has no coming duty in this publication to confirm.'
    }
  },
  PUBLICATION_SUPERSEDED: {
    title: { vi: 'Bản công bố đã được thay thế', en: 'Publication superseded' },
    detail: { vi: 'Đã có bản mới hơn; hãy dùng bản đang có hiệu lực.', en: 'There is a newer version; use the one in force.' }
  },
  BAD_URL: {
    title: { vi: 'Địa chỉ web không hợp lệ', en: 'Not a web address' },
    detail: {
      vi: 'Địa chỉ phải bắt đầu bằng https:// và không chứa tên đăng nhập hay mật khẩu.',
      en: 'The address must begin with https:// and hold no user name or password.'
    }
  },
  ADDRESS_FORBIDDEN: {
    title: { vi: 'Địa chỉ nội bộ', en: 'Private address' },
    detail: {
      vi: 'Không gửi tới địa chỉ nội bộ hoặc địa chỉ dành riêng ({address}).',
      en: 'Nothing is sent to a private or reserved address ({address}).'
    }
  },
  MAIL_NOT_CONFIGURED: {
    title: { vi: 'Chưa cấu hình thư điện tử', en: 'E-mail is not configured' },
    detail: {
      vi: 'Dịch vụ chưa được đặt máy chủ gửi thư (SMTP_URL, MAIL_FROM); đặt xong hãy gửi lại.',
      en: 'No mail server is set (SMTP_URL, MAIL_FROM); set it and send again.'
    }
  },
  RECEIVER_UNREACHABLE: {
    title: { vi: 'Không kết nối được nơi nhận', en: 'Receiver out of reach' },
    detail: {
      vi: 'Không kết nối được với máy chủ nhận, hoặc địa chỉ đó không được phép gửi tới.',
      en: 'The receiving server cannot be reached, or nothing may be sent to its address.'
    }
  },
  RECEIVER_REFUSED: {
    title: { vi: 'Nơi nhận từ chối', en: 'Refused by the receiver' },
    detail: { vi: 'Máy chủ nhận từ chối.', en: 'The receiving server refused.' }
  },
  RECEIVER_TIMEOUT: {
    title: { vi: 'Nơi nhận trả lời quá chậm', en: 'Receiver too slow' },
    detail: { vi: 'Máy chủ nhận không trả lời trong thời hạn.', en: 'The receiving server did not answer in time.' }
  },
  WEBHOOK_GONE: {
    title: { vi: 'Webhook không còn dùng', en: 'Webhook no longer in use' },
    detail: { vi: 'Webhook đã bị xóa hoặc bị tắt.', en: 'The webhook has been removed or switched off.' }
  },
  SENDING_INTERRUPTED: {
    title: { vi: 'Lần gửi bị gián đoạn', en: 'Interrupted while sending' },
    detail: {
      vi: 'Dịch vụ dừng đột ngột trong lần gửi cuối; hãy gửi lại.',
      en: 'The service stopped in the middle of the last try; send it again.'
    }
  },
  NO_PROVIDERS: {
    title: { vi: 'Chưa có người để xếp lịch', en: 'Nobody to roster' },
    detail: {
      vi: 'Trung tâm chưa có người thực hiện trợ giúp pháp lý nào; hãy nhập danh sách trước khi xếp lịch.',
      en: 'The centre has no providers yet; enter them before planning.'
    }
  },
  PLAN_RUNNING: {
    title: { vi: 'Lịch trực đang được xếp', en: 'Planning is under way' },
    detail: {
      vi: 'Lịch trực này đang được xếp; hãy đợi, dừng hoặc hủy tác vụ đó trước.',
      en: 'This roster is being planned; wait for that job, stop it or cancel it first.'
    }
  },
  JOB_FINISHED: {
    title: { vi: 'Tác vụ đã kết thúc', en: 'The job is over' },
    detail: { vi: 'Tác vụ đã kết thúc nên không dừng hay hủy được nữa.', en: 'The job is over; it can no longer be stopped or cancelled.' }
  },
  TOO_MANY_KEYS: {
    title: { vi: 'Quá nhiều khóa', en: 'Too many keys' },
    detail: {
      vi: 'Đã có {most} khóa chưa bị thu hồi, kể cả khóa đã hết hạn, là số tối đa; hãy thu hồi những khóa không còn dùng rồi tạo khóa mới.',
      en: 'There are {most} keys that nobody has ended, expired ones among them, which is the most; end those that are no longer used, then make a new one.'
    }
  },
  MONTH_TOO_LARGE: {
    title: { vi: 'Lịch trực của tháng quá lớn', en: 'The roster of the month is too large' },
    detail: {
      vi: 'Việc tính toán vượt quá bộ nhớ hoặc thời gian cho phép. Hãy dùng ca trực dài hơn, bớt điểm trực trong tháng này hoặc cho thêm thời gian.',
      en: 'The calculation takes more memory or time than it may. Use longer slots or fewer posts in this month, or allow more time.'
    }
  },
  JOB_FAILED: {
    title: { vi: 'Tác vụ thất bại', en: 'The job failed' },
    detail: {
      vi: 'Việc tính toán bị ngắt giữa chừng; dự thảo vẫn như cũ. Hãy thử lại.',
      en: 'The work broke off; the draft is as it was. Try again.'
    }
  },
  JOB_INTERRUPTED: {
    title: { vi: 'Tác vụ bị gián đoạn', en: 'The job was interrupted' },
    detail: {
      vi: 'Dịch vụ đã dừng khi tác vụ đang chạy; dự thảo vẫn như cũ. Hãy thử lại.',
      en: 'The service stopped while the job was running; the draft is as it was. Try again.'
    }
  },
  TOO_MANY_REQUESTS: {
    title: { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' },
    detail: { vi: 'Hãy thử lại sau {seconds} giây.', en: 'Ask again in {seconds} s.' }
  },
  TOO_MANY_CONNECTIONS: {
    title: { vi: 'Quá nhiều kết nối', en: 'Too many connections' },
    detail: {
      vi: 'Địa chỉ này đang mở {most} kết nối, là số tối đa cùng lúc; hãy dùng lại kết nối đang mở, hoặc thử lại sau {seconds} giây.',
      en: 'This address has {most} connections open, the most at once; use one of them again, or try again in {seconds} s.'
    }
  },
  TOO_MANY_WAITING: {
    title: { vi: 'Quá nhiều yêu cầu đang chờ', en: 'Too many requests are waiting' },
    detail: {
      vi: 'Nhiều yêu cầu đã gửi trước vẫn đang chờ xử lý nên yêu cầu này chưa được thực hiện; hãy thử lại sau {seconds} giây.',
      en: 'Many requests sent before are still waiting, so this one was not carried out; ask again in {seconds} s.'
    }
  },
  SERVICE_CLOSING: {
    title: { vi: 'Dịch vụ đang dừng', en: 'The service is closing' },
    detail: {
      vi: 'Dịch vụ đang dừng nên yêu cầu này chưa được thực hiện; hãy thử lại sau giây lát.',
      en: 'The service is closing, so this request was not carried out; try again in a moment.'
    }
  },
  DATABASE_UNAVAILABLE: {
    title: { vi: 'Cơ sở dữ liệu tạm thời không truy cập được', en: 'The database is away' },
    detail: { vi: 'Hãy thử lại sau ít phút.', en: 'Try again in a moment.' }
  },
  DATABASE_BUSY: {
    title: { vi: 'Hệ thống đang bận', en: 'Busy' },
    detail: {
      vi: 'Các thay đổi khác đang được xử lý nên yêu cầu này chưa được thực hiện; hãy thử lại sau giây lát.',
      en: 'Other changes are being made, so this request was not carried out; try again in a moment.'
    }
  },
  CALL_ENDED: {
    title: { vi: 'Cuộc gọi không còn mở', en: 'The call is no longer open' },
    detail: {
      vi: 'Cuộc gọi này đang ở trạng thái {status}, không thực hiện được thao tác này.',
      en: 'This call is {status}; that can no longer be done.'
    }
  },
  CALL_EVENT_ORDER: {
    title: { vi: 'Không đúng trình tự', en: 'Out of order' },
    detail: {
      vi: 'Chưa thể hoặc không thể ghi nhận "{kind}" vào lúc này của cuộc gọi.',
      en: '"{kind}" cannot be recorded at this point of the call.'
    }
  },
  CONFLICT_OF_INTEREST: {
    title: { vi: 'Người này phải từ chối', en: 'This person must stand aside' },
    detail: {
      vi: 'Người này không được nhận cuộc gọi này ({basis}); hãy gọi người tiếp theo.',
      en: 'This person may not take this call ({basis}); call the next one.'
    }
  },
  BAD_CASE_CODE: {
    title: { vi: 'Mã vụ việc không hợp lệ', en: 'Not a case code' },
    detail: {
      vi: 'Mã vụ việc theo Điều 11 Thông tư 12/2018/TT-BTP gồm tổ chức, hình thức, số thứ tự và năm, ví dụ TT.TGTT.01.2018.',
      en: 'A case code (TT 12/2018/TT-BTP Điều 11) has organisation, form, number and year, such as TT.TGTT.01.2018.'
    }
  },
  NO_POST: {
    title: { vi: 'Chưa có điểm trực phục vụ cơ quan này', en: 'No duty post serves this agency' },
    detail: {
      vi: 'Chưa có điểm trực nào phục vụ cơ quan này; hãy gọi ngay cho Trung tâm: {numbers}.',
      en: 'No duty post serves this agency; call the centre at once: {numbers}.'
    }
  },
  CENTRE_ONLY: {
    title: { vi: 'Việc của Trung tâm', en: 'For the centre alone' },
    detail: { vi: 'Chỉ Trung tâm thực hiện được việc này.', en: 'Only the centre can do this.' }
  },
  CALLER_DATA_UNREADABLE: {
    title: { vi: 'Không đọc được thông tin người gọi', en: 'Data of the caller cannot be read' },
    detail: {
      vi: 'Thông tin người gọi đã bị thay đổi, hoặc được mã hóa bằng khóa khác; hãy báo người vận hành.',
      en: 'The data of the caller was changed, or encrypted by another key; tell whoever runs the service.'
    }
  },
  INTERNAL: {
    title: { vi: 'Lỗi hệ thống', en: 'Internal error' },
    detail: { vi: 'Đã ghi nhận lỗi. Mã yêu cầu: {requestId}.', en: 'The error was recorded. Request: {requestId}.' }
  }
}

/** What a schema refused, by JSON Schema keyword. */
export const SCHEMA_WORDING: Readonly<Record<string, Text>> = {
  type: { vi: 'Phải là kiểu {type}.', en: 'Must be of type {type}.' },
  enum: { vi: 'Phải là một trong: {allowedValues}.', en: 'Must be one of: {allowedValues}.' },
  const: { vi: 'Phải là: {allowedValue}.', en: 'Must be: {allowedValue}.' },
  anyOf: { vi: 'Không đúng dạng nào được chấp nhận.', en: 'Fits none of the accepted forms.' },
  minLength: { vi: 'Phải dài ít nhất {limit} ký tự.', en: 'Must have at least {limit} characters.' },
  maxLength: { vi: 'Không được dài quá {limit} ký tự.', en: 'Must have at most {limit} characters.' },
  minimum: { vi: 'Không được nhỏ hơn {limit}.', en: 'Must be at least {limit}.' },
  maximum: { vi: 'Không được lớn hơn {limit}.', en: 'Must be at most {limit}.' },
  minItems: { vi: 'Phải có ít nhất {limit} mục.', en: 'Must have at least {limit} items.' },
  maxItems: { vi: 'Không được có quá {limit} mục.', en: 'Must have at most {limit} items.' },
  uniqueItems: { vi: 'Các mục không được trùng nhau.', en: 'Items must differ.' },
  pattern: { vi: 'Không đúng dạng {pattern}.', en: 'Does not match {pattern}.' },
  format: { vi: 'Không đúng dạng {format}.', en: 'Is not a {format}.' },
  minProperties: { vi: 'Phải có ít nhất {limit} trường.', en: 'Must have at least {limit} field(s).' },
  maxProperties: { vi: 'Không được có quá {limit} trường.', en: 'Must have at most {limit} field(s).' }
}

/** Follows the detail of a refusal that has more faults than are told. */
export const MORE_FAULTS: Text = {
  vi: ' Danh sách chỉ nêu {told} lỗi đầu tiên, còn {more} lỗi nữa.',
  en: ' The list names the first {told} only; there are {more} more.'
}

/** Codes that people see inside sentences, in words. */
export const NOUN_WORDING: Readonly<Record<string, Text>> = {
  centre: { vi: 'Trung tâm', en: 'centre' },
  branch: { vi: 'chi nhánh', en: 'branch' },
  signer: { vi: 'người ký', en: 'signer' },
  settings: { vi: 'bộ thiết lập của Trung tâm', en: 'set of the centre’s settings' },
  agency: { vi: 'cơ quan', en: 'agency' },
  'agency-kind': { vi: 'loại cơ quan', en: 'kind of agency' },
  provider: { vi: 'người thực hiện trợ giúp pháp lý', en: 'provider' },
  absence: { vi: 'đợt vắng mặt', en: 'absence' },
  engagement: { vi: 'lịch bận', en: 'engagement' },
  pair: { vi: 'cặp người', en: 'pair' },
  preference: { vi: 'nguyện vọng', en: 'preference' },
  post: { vi: 'điểm trực', en: 'duty post' },
  notice: { vi: 'thông báo lịch nghỉ', en: 'calendar notice' },
  rule: { vi: 'quy tắc', en: 'rule' },
  'burden-weights': { vi: 'bộ hệ số điểm trực', en: 'set of burden weights' },
  roster: { vi: 'lịch trực', en: 'roster' },
  slot: { vi: 'ca trực', en: 'duty slot' },
  seat: { vi: 'vị trí trực', en: 'seat' },
  publication: { vi: 'bản công bố', en: 'publication' },
  amendment: { vi: 'bản điều chỉnh lịch trực', en: 'amendment' },
  cover: { vi: 'lượt trực thay', en: 'cover' },
  swap: { vi: 'đề nghị đổi ca trực', en: 'swap' },
  job: { vi: 'tác vụ', en: 'job' },
  'plan-report': { vi: 'kết quả xếp lịch', en: 'plan report' },
  certificate: { vi: 'chứng chỉ tối ưu', en: 'certificate' },
  'api-key': { vi: 'khóa truy cập', en: 'API key' },
  feed: { vi: 'lịch đăng ký', en: 'calendar subscription' },
  webhook: { vi: 'webhook', en: 'webhook' },
  delivery: { vi: 'lần gửi', en: 'delivery' },
  call: { vi: 'cuộc gọi', en: 'call' },
  contact: { vi: 'thông tin liên lạc của người gọi', en: 'contact of the caller' },
  refusal: { vi: 'lần từ chối', en: 'refusal' },
  entitlement: { vi: 'chế độ', en: 'entitlement' },
  number: { vi: 'số điện thoại của người này', en: 'number of this person' }
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/

/** The text in that language with its placeholders filled: nouns in words, days as `05/12/2026` in Vietnamese. */
export function fill(text: Text, params: Readonly<Record<string, string | number>>, language: Language): string {
  return text[language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(params[name] ?? '')
    if (name === 'noun') return NOUN_WORDING[value]?.[language] ?? value
    return language === 'vi' && ISO_DAY.test(value) ? formatDay(value as Parameters<typeof formatDay>[0]) : value
  })
}
