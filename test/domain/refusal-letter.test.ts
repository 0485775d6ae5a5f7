import t from 'tap'
import { CONFLICT_RULES } from '../../src/domain/call.ts'
import type { Centre } from '../../src/domain/centre.ts'
import type { Day } from '../../src/domain/day.ts'
import { type RefusalFacts, refusalLetter } from '../../src/domain/refusal-letter.ts'
import { wall } from '../support/builders.ts'

const centre = {
  name: 'Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lạng Sơn',
  parentBody: 'Sở Tư pháp tỉnh Lạng Sơn',
  place: 'Lạng Sơn',
  zone: 'Asia/Ho_Chi_Minh'
} as Pick<Centre, 'name' | 'parentBody' | 'place' | 'zone'>

const facts = (some: Partial<RefusalFacts> = {}): RefusalFacts => ({
  centre,
  call: { reportedAt: wall('2027-02-06 00:10') },
  addressee: 'Nông Văn Tú',
  conflict: { rule: 'opposing-interests', basis: 'Luật TGPL 2017 Điều 25(2)a; Luật Luật sư Điều 9(1)a' },
  provider: { fullName: 'Hoàng Thị An', role: 'legal_aid_officer' },
  next: { fullName: 'Lý Văn Bình', role: 'contract_lawyer' },
  day: '2027-02-06' as Day,
  ...some
})

t.test('the letter: who, why, by which article, and who comes instead', async (t) => {
  t.equal(
    refusalLetter(facts(), 'vi').text,
    `SỞ TƯ PHÁP TỈNH LẠNG SƠN
TRUNG TÂM TRỢ GIÚP PHÁP LÝ NHÀ NƯỚC TỈNH LẠNG SƠN

Lạng Sơn, ngày 06 tháng 02 năm 2027

THÔNG BÁO
Về việc thay đổi người thực hiện trợ giúp pháp lý

Kính gửi: Ông/Bà Nông Văn Tú

Ngày 06/02/2027, Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lạng Sơn tiếp nhận yêu cầu trợ giúp pháp lý của Ông/Bà. Trợ giúp viên pháp lý Hoàng Thị An không thực hiện vụ việc này vì lý do sau: Hoàng Thị An thuộc trường hợp có quyền lợi đối lập trong cùng một vụ việc mà pháp luật không cho phép thực hiện trợ giúp pháp lý. Căn cứ: Luật TGPL 2017 Điều 25(2)a; Luật Luật sư Điều 9(1)a.

Thực hiện khoản 3 Điều 25 Luật Trợ giúp pháp lý năm 2017, Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lạng Sơn cử Luật sư Lý Văn Bình thực hiện trợ giúp pháp lý cho Ông/Bà.

Việc thay đổi này không ảnh hưởng đến quyền được trợ giúp pháp lý miễn phí của Ông/Bà.

TRUNG TÂM TRỢ GIÚP PHÁP LÝ NHÀ NƯỚC TỈNH LẠNG SƠN
`
  )
})

t.test('in English too', async (t) => {
  const { paragraphs, placeAndDay } = refusalLetter(facts(), 'en')
  t.equal(placeAndDay, 'Lạng Sơn, 2027-02-06')
  t.match(paragraphs[0], 'Hoàng Thị An, legal aid officer, does not take this case')
  t.match(paragraphs[1], 'appoints Lý Văn Bình, lawyer, to give you legal aid')
})

t.test('without a name it is addressed to the person, without a successor it promises one', async (t) => {
  const letter = refusalLetter(facts({ addressee: null, next: null }), 'vi')
  t.equal(letter.addressee, 'Kính gửi: Người được trợ giúp pháp lý')
  t.match(letter.paragraphs[1], 'sẽ cử người khác')
})

t.test('the zero stands before days under ten and before January and February alone', async (t) => {
  const dated = (day: string) => refusalLetter(facts({ day: day as Day }), 'vi').placeAndDay
  t.equal(dated('2026-12-05'), 'Lạng Sơn, ngày 05 tháng 12 năm 2026')
  t.equal(dated('2026-03-15'), 'Lạng Sơn, ngày 15 tháng 3 năm 2026')
})

t.test('what bars the whole centre promises nobody else', async (t) => {
  for (const rule of ['other-organisation', 'out-of-scope'] as const) {
    const { paragraphs } = refusalLetter(facts({ conflict: { rule, basis: 'Luật TGPL 2017 Điều 30(3)d' } }), 'vi')
    t.equal(paragraphs.length, 2)
    t.notMatch(paragraphs.join(), 'Lý Văn Bình')
    t.match(paragraphs[1], 'quyền khiếu nại')
  }
})

t.test('every rule has a letter without a hole', async (t) => {
  for (const rule of CONFLICT_RULES) {
    for (const language of ['vi', 'en'] as const) {
      const { text } = refusalLetter(facts({ conflict: { rule, basis: 'Điều X' } }), language)
      t.notMatch(text, /[{}]|undefined|null/, `${rule} in ${language}`)
      t.match(text, 'Điều X')
      t.equal(text, text.normalize('NFC'))
    }
  }
})

t.test('nothing but the day is taken from the call', async (t) => {
  const call = { reportedAt: wall('2027-02-06 00:10'), standing: 'accused', caseKey: 'secret', postId: 'secret' }
  t.equal(refusalLetter(facts({ call }), 'vi').text, refusalLetter(facts(), 'vi').text)
})
