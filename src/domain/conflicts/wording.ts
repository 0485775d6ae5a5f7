import type { ConflictRule } from '../call.ts'
import type { Language, Text } from '../wording.ts'

/** How one rule of conflict speaks: its name, and the reason that the client is told (Luật TGPL 2017 Điều 25(3)), to follow a person's name. */
export interface ConflictWording {
  readonly title: Text
  readonly reason: Text
}

/** No reason says anything of another client: who that is, or that the centre knows them. */
export const conflictWording: Readonly<Record<ConflictRule, ConflictWording>> = {
  'former-official': {
    title: { vi: 'Đã tiến hành tố tụng trong vụ án, vụ việc', en: 'Has conducted proceedings in the case' },
    reason: {
      vi: 'đã tham gia tiến hành tố tụng trong chính vụ việc này',
      en: 'has taken part in conducting the proceedings of this very case'
    }
  },
  'relative-of-official': {
    title: { vi: 'Người thân thích của người tiến hành tố tụng', en: 'Relative of somebody who conducts the case' },
    reason: {
      vi: 'là người thân thích của người đã hoặc đang tiến hành tố tụng trong vụ việc này',
      en: 'is a relative of somebody who conducts or has conducted the proceedings of this case'
    }
  },
  'witness-or-expert': {
    title: {
      vi: 'Người làm chứng, người giám định, người định giá tài sản, người phiên dịch, người dịch thuật',
      en: 'Witness, expert, valuer, interpreter or translator'
    },
    reason: {
      vi: 'tham gia vụ việc này với tư cách người làm chứng, người giám định, người định giá tài sản, người phiên dịch hoặc người dịch thuật',
      en: 'takes part in this case as witness, expert, valuer, interpreter or translator'
    }
  },
  'opposing-interests': {
    title: { vi: 'Quyền lợi đối lập trong cùng một vụ việc', en: 'Opposing interests in one case' },
    reason: {
      vi: 'thuộc trường hợp có quyền lợi đối lập trong cùng một vụ việc mà pháp luật không cho phép thực hiện trợ giúp pháp lý',
      en: 'is in a position of opposing interests in one case, in which the law does not let legal aid be given'
    }
  },
  'several-accused': {
    title: { vi: 'Nhiều người trong cùng một vụ án, vụ việc', en: 'Several people of one case' },
    reason: {
      vi: 'không thể trợ giúp pháp lý cho nhiều người trong cùng một vụ án, vụ việc khi quyền và lợi ích của họ đối lập nhau',
      en: 'may not help several people of one case whose rights and interests go against one another'
    }
  },
  'not-objective': {
    title: { vi: 'Có căn cứ cho rằng không khách quan', en: 'Grounds to think that the person is not objective' },
    reason: {
      vi: 'thuộc trường hợp có căn cứ cho rằng có thể không khách quan trong thực hiện trợ giúp pháp lý',
      en: 'is somebody of whom there are grounds to think that they may not be objective'
    }
  },
  'cannot-serve': {
    title: { vi: 'Không thể thực hiện vụ việc một cách hiệu quả', en: 'Cannot serve effectively' },
    reason: {
      vi: 'có lý do cho thấy không thể thực hiện vụ việc trợ giúp pháp lý một cách hiệu quả',
      en: 'cannot serve effectively in this case'
    }
  },
  'client-refused': {
    title: { vi: 'Người được trợ giúp pháp lý yêu cầu thay đổi', en: 'The client asked for somebody else' },
    reason: {
      vi: 'được thay đổi theo yêu cầu của người được trợ giúp pháp lý',
      en: 'is replaced because the person who is given legal aid asked for it'
    }
  },
  'body-refused': {
    title: { vi: 'Cơ quan tiến hành tố tụng từ chối hoặc hủy bỏ việc đăng ký', en: 'Registration refused or cancelled by the body' },
    reason: {
      vi: 'bị cơ quan tiến hành tố tụng từ chối hoặc hủy bỏ việc đăng ký bào chữa, đăng ký bảo vệ quyền và lợi ích hợp pháp trong vụ việc này',
      en: 'had the registration in this case refused or cancelled by the proceeding body'
    }
  },
  'other-organisation': {
    title: { vi: 'Tổ chức khác đang thực hiện trợ giúp pháp lý', en: 'Another organisation gives the legal aid' },
    reason: {
      vi: 'không thể thực hiện vì vụ việc đang được một tổ chức thực hiện trợ giúp pháp lý khác thụ lý, giải quyết',
      en: 'cannot serve because another legal-aid organisation already handles the case'
    }
  },
  'out-of-scope': {
    title: { vi: 'Không thuộc lĩnh vực, phạm vi trợ giúp pháp lý của Trung tâm', en: 'Outside what the centre may help with' },
    reason: {
      vi: 'không thể thực hiện vì vụ việc không thuộc lĩnh vực hoặc phạm vi thực hiện trợ giúp pháp lý của Trung tâm',
      en: 'cannot serve because the matter is outside the field or the territory of the centre'
    }
  }
}

/** The reason as a full sentence about the person: name, reason and article; it says nothing of anybody else. */
export const wordConflict = (rule: ConflictRule, basis: string, name: string, language: Language): string =>
  `${name} ${conflictWording[rule].reason[language]} (${basis}).`
