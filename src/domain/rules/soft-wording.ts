import type { RuleWording } from './rule-wording.ts'

/** How the rules speak that weigh in the plan and may be broken, by id. */
export const softWording: Readonly<Record<string, RuleWording>> = {
  'most-nights': {
    title: { vi: 'Không vượt quá số đêm trực tối đa trong tháng', en: 'Nobody has too many nights of duty in a month' },
    breach: {
      vi: '{provider} trực {count} đêm trong tháng {month}, tối đa {limit} đêm.',
      en: '{provider} has {count} nights of duty in {month}; the most is {limit}.'
    },
    mend: {
      vi: 'Chuyển bớt ca trực đêm cho người khác, hoặc nâng số đêm trực tối đa trong tháng.',
      en: 'Give some of the nights to somebody else, or raise the limit.'
    }
  },
  'most-weekends': {
    title: {
      vi: 'Không vượt quá số kỳ nghỉ cuối tuần phải trực trong tháng',
      en: 'Nobody has duty on too many weekends of a month'
    },
    breach: {
      vi: '{provider} trực {count} kỳ nghỉ cuối tuần trong tháng {month}, tối đa {limit}.',
      en: '{provider} has duty on {count} weekends of {month}; the most is {limit}.'
    },
    mend: {
      vi: 'Chuyển bớt ca trực cuối tuần cho người khác, hoặc nâng giới hạn của Trung tâm.',
      en: 'Give one of the weekends to somebody else, or raise the limit.'
    }
  },
  'most-holidays': {
    title: {
      vi: 'Không vượt quá số ngày nghỉ lễ, Tết phải trực trong tháng',
      en: 'Nobody has duty on too many public holidays of a month'
    },
    breach: {
      vi: '{provider} trực {count} ngày nghỉ lễ, Tết trong tháng {month}, tối đa {limit} ngày.',
      en: '{provider} has duty on {count} public holidays of {month}; the most is {limit}.'
    },
    mend: {
      vi: 'Chuyển bớt ca trực ngày lễ, Tết cho người khác, hoặc nâng giới hạn của Trung tâm.',
      en: 'Give one of the holidays to somebody else, or raise the limit.'
    }
  },
  'most-days-running': {
    title: { vi: 'Không trực quá nhiều ngày liên tục', en: 'Nobody has too many duty days running' },
    breach: {
      vi: '{provider} trực liên tục {count} ngày, từ {from} đến hết {to}; tối đa {limit} ngày.',
      en: '{provider} has duty on {count} days running, from {from} to {to}; the most is {limit}.'
    },
    mend: {
      vi: 'Bố trí một ngày nghỉ ở giữa, hoặc nâng số ngày trực liên tục tối đa.',
      en: 'Free a day in between, or raise the limit.'
    }
  },
  'weekly-rest': {
    title: {
      vi: 'Mỗi tuần người trực được nghỉ ít nhất một ngày trọn vẹn',
      en: 'Everybody has one whole day without duty in each week'
    },
    breach: {
      vi: '{provider} không có ngày nghỉ trọn vẹn nào trong tuần từ {from} đến {to}.',
      en: '{provider} has no whole day without duty in the week from {from} to {to}.'
    },
    mend: {
      vi: 'Chuyển một ca trực trong tuần cho người khác để người này được nghỉ đủ 24 giờ liên tục.',
      en: 'Give one duty of the week to somebody else, so that a whole day is free.'
    }
  },
  'rest-after-night': {
    title: { vi: 'Phải được nghỉ đủ sau ca trực đêm', en: 'There is enough rest after a night of duty' },
    breach: {
      vi: 'Sau ca trực đêm ngày {from}, {provider} chỉ được nghỉ {rest} giờ trước ca trực ngày {day}, quy định ít nhất {least} giờ ({posts}).',
      en: '{provider} has {rest} hours of rest between the night duty of {from} and the duty of {day}; the least is {least} ({posts}).'
    },
    mend: {
      vi: 'Chuyển ca trực sau đó cho người khác, hoặc giảm số giờ nghỉ sau ca trực đêm do Trung tâm quy định.',
      en: 'Give the later duty to somebody else, or lower the hours of rest after a night.'
    }
  },
  'night-spacing': {
    title: { vi: 'Các đêm trực của một người nên cách xa nhau', en: 'Nights of duty lie apart' },
    breach: {
      vi: '{provider} trực nhiều đêm gần nhau từ {from} đến {to}; trong {days} ngày nên chỉ trực một đêm.',
      en: '{provider} has nights of duty close together from {from} to {to}; one within {days} days is better.'
    },
    mend: {
      vi: 'Đổi một đêm trực với người khác, hoặc giảm khoảng cách giữa các đêm trực.',
      en: 'Change one of the nights with somebody else, or shorten the distance asked for.'
    }
  },
  'weekend-spacing': {
    title: { vi: 'Không nên trực hai kỳ nghỉ cuối tuần liền nhau', en: 'Nobody has duty on two weekends running' },
    breach: {
      vi: '{provider} trực hai kỳ nghỉ cuối tuần liền nhau, từ {from} đến {to}.',
      en: '{provider} has duty on two weekends running, from {from} to {to}.'
    },
    mend: { vi: 'Đổi một trong hai kỳ nghỉ cuối tuần với người khác.', en: 'Change one of the two weekends with somebody else.' }
  },
  'travel-between': {
    title: { vi: 'Phải có đủ thời gian di chuyển giữa hai điểm trực', en: 'There is time to travel between two posts' },
    breach: {
      vi: 'Ngày {day}, {provider} chỉ có {rest} giờ để di chuyển giữa hai điểm trực ({posts}), cần ít nhất {least} giờ.',
      en: '{provider} has {rest} hours on {day} to get from one post to the other ({posts}); the least is {least}.'
    },
    mend: {
      vi: 'Chuyển một trong hai ca trực tại chỗ cho người khác.',
      en: 'Give one of the two duties on site to somebody else.'
    }
  },
  'hearing-after-night': {
    title: { vi: 'Không nên trực đêm ngay trước phiên tòa', en: 'Nobody goes from a night of duty to a hearing' },
    breach: {
      vi: '{provider} có phiên tòa lúc {start}, ngay sau ca trực đêm ngày {day} tại {post}.',
      en: '{provider} has a hearing at {start}, right after the night duty of {day} at {post}.'
    },
    mend: {
      vi: 'Phân công người khác trực đêm trước ngày có phiên tòa.',
      en: 'Let somebody else take the night before the hearing.'
    }
  },
  'tet-turns': {
    title: { vi: 'Người đã trực Tết năm trước được nghỉ Tết năm nay', en: 'Whoever stood duty at Tết last year is spared this year' },
    breach: {
      vi: '{provider} đã trực Tết năm trước, năm nay lại trực ngày {day} tại {post}.',
      en: '{provider} stood duty at Tết last year and has duty on {day} at {post} again.'
    },
    mend: {
      vi: 'Phân công người năm trước không trực Tết, nếu còn người.',
      en: 'Assign somebody who was free at Tết last year, if there is anybody.'
    }
  },
  'slot-skill': {
    title: {
      vi: 'Ca trực nên có người đáp ứng yêu cầu riêng của điểm trực',
      en: 'At least one in a slot has what the post wishes for'
    },
    breach: {
      vi: 'Ca trực ngày {day} tại {post} chưa có ai đáp ứng yêu cầu: {wanted} ({value}).',
      en: 'Nobody in the slot of {day} at {post} has what is wished for: {wanted} ({value}).'
    },
    mend: {
      vi: 'Phân công ít nhất một người đáp ứng yêu cầu này.',
      en: 'Assign at least one person who has it.'
    }
  },
  'new-with-experienced': {
    title: {
      vi: 'Người mới nên trực cùng người có kinh nghiệm',
      en: 'Newcomers serve with somebody experienced'
    },
    breach: {
      vi: 'Ngày {day}, {provider} (chưa đủ {months} tháng tại Trung tâm) trực tại {post} mà không có người có kinh nghiệm cùng trực.',
      en: '{provider}, less than {months} months at the centre, has nobody experienced beside them on {day} at {post}.'
    },
    mend: {
      vi: 'Bố trí người có kinh nghiệm ở vị trí còn lại của ca trực.',
      en: 'Give the other seat of the slot to somebody experienced.'
    }
  },
  'officer-among': {
    title: {
      vi: 'Mỗi ca trực có ít nhất một trợ giúp viên pháp lý',
      en: 'Every slot has at least one legal aid officer'
    },
    breach: {
      vi: 'Ca trực ngày {day} tại {post} không có trợ giúp viên pháp lý nào.',
      en: 'There is no legal aid officer in the slot of {day} at {post}.'
    },
    mend: {
      vi: 'Phân công một trợ giúp viên pháp lý vào một trong hai vị trí.',
      en: 'Give one of the two seats to a legal aid officer.'
    }
  },
  'together-pair': {
    title: {
      vi: 'Nên phân công cùng trực những người đã được đề nghị trực cùng nhau',
      en: 'People wanted together stand duty together'
    },
    breach: {
      vi: 'Ngày {day}, {provider} và {otherProvider} được đề nghị trực cùng nhau nhưng không cùng ca trực tại {post}.',
      en: '{provider} and {otherProvider} are wanted together but do not share the slot of {day} at {post}.'
    },
    mend: {
      vi: 'Bố trí hai người vào cùng ca trực, hoặc để cả hai ngoài ca trực này.',
      en: 'Give both seats to the two, or neither.'
    }
  },
  'support-becomes-primary': {
    title: {
      vi: 'Người hỗ trợ trực lượt này là người trực lượt sau',
      en: 'Who supports in one turn is primary in the next'
    },
    breach: {
      vi: 'Người trực từ ngày {day} tại {post} là {otherProvider}, không phải người hỗ trợ của lượt trước ({provider}).',
      en: '{otherProvider} is on duty from {day} at {post}, not {provider}, who supported in the turn before.'
    },
    mend: {
      vi: 'Phân công người hỗ trợ của lượt trước làm người trực.',
      en: 'Assign whoever supported in the turn before.'
    }
  },
  'same-hands': {
    title: {
      vi: 'Trong một tuần nên giữ nguyên người trực của điểm trực',
      en: 'Within a week a seat stays in the same hands'
    },
    breach: {
      vi: 'Điểm trực {post} thay người {count} lần trong tuần từ {from}.',
      en: '{post} changes hands {count} times in the week from {from}.'
    },
    mend: {
      vi: 'Phân công cùng một người cho các ngày liền nhau trong tuần, nếu số ca trực vẫn đều.',
      en: 'Give days running to the same person, where shares stay even.'
    }
  },
  'avoided-duty': {
    title: { vi: 'Nên tránh phân công trái nguyện vọng', en: 'Nobody has duty that they would rather not have' },
    breach: {
      vi: '{provider} có nguyện vọng không trực ngày {day} tại {post}.',
      en: '{provider} would rather not have duty on {day} at {post}.'
    },
    mend: { vi: 'Phân công người khác nếu có thể.', en: 'Assign somebody else if possible.' }
  },
  'wished-duty': {
    title: { vi: 'Nên đáp ứng nguyện vọng được trực', en: 'Whoever wishes for some duty has it' },
    breach: {
      vi: '{provider} chưa được phân công ca nào trong {count} ca trực theo nguyện vọng (ca đầu tiên ngày {day} tại {post}).',
      en: '{provider} has none of the {count} duties wished for (the first on {day} at {post}).'
    },
    mend: {
      vi: 'Phân công người này vào một trong các ca đó, nếu không ảnh hưởng đến người khác.',
      en: 'Assign one of them, if nobody else is worse off.'
    }
  }
}
