import t from 'tap'
import { defaultVisibility, PHONE_KINDS, type Phone, parsePhone, phoneHref, phonesFor, VISIBILITIES } from '../../src/domain/phone.ts'

for (const [title, text, e164, national] of [
  ['a mobile number', '0912000001', '+84912000001', '0912 000 001'],
  ['a mobile number with spaces', '0912 000 001', '+84912000001', '0912 000 001'],
  ['a mobile number with dots', '0912.000.001', '+84912000001', '0912 000 001'],
  ['a mobile number with hyphens', '0912-000-001', '+84912000001', '0912 000 001'],
  ['a mobile number with +84', '+84912000001', '+84912000001', '0912 000 001'],
  ['a mobile number with +84, spaces and dots', '+84 912.000.001', '+84912000001', '0912 000 001'],
  ['a mobile number with (+84)', '(+84) 91 200 0001', '+84912000001', '0912 000 001'],
  ['a mobile number with +84 and the zero kept', '+84 (0)912 000 001', '+84912000001', '0912 000 001'],
  ['a mobile number with 84', '84912000001', '+84912000001', '0912 000 001'],
  ['a mobile number with 0084', '0084 912 000 001', '+84912000001', '0912 000 001'],
  ['a mobile number in full-width digits', '０９１２０００００１', '+84912000001', '0912 000 001'],
  ['a mobile number between direction marks', '\u202a+84 912 000 001\u202c', '+84912000001', '0912 000 001'],
  ['a mobile number whose zero a spreadsheet dropped', '912000001', '+84912000001', '0912 000 001'],
  ['a mobile number of the 03 range, which replaced 016', '0338 123 456', '+84338123456', '0338 123 456'],
  ['a landline of Lạng Sơn', '0205 3810 123', '+842053810123', '0205 3810 123'],
  ['a landline with dashes from a word processor', '0205–3810–123', '+842053810123', '0205 3810 123'],
  ['a landline with +84', '+84 205 381 0123', '+842053810123', '0205 3810 123'],
  ['a landline of Hà Nội', '02438261234', '+842438261234', '024 3826 1234'],
  ['a landline of Hồ Chí Minh City', '(028) 38.221.234', '+842838221234', '028 3822 1234'],
  ['the national legal-aid hotline', '1800 1233', '18001233', '1800 1233'],
  ['the hotline with a dot', '1800.1233', '18001233', '1800 1233'],
  ['the hotline with +84', '+84 1800 1233', '18001233', '1800 1233'],
  ['the hotline with 0084', '00841800 1233', '18001233', '1800 1233'],
  ['an 1800 number with six more digits', '1800599920', '1800599920', '1800 599 920'],
  ['a 1900 number with four more digits', '1900 6128', '19006128', '1900 6128'],
  ['a 1900 number with six more digits', '1900 55 88 55', '1900558855', '1900 558 855'],
  ['a line of the Ministry of Public Security', '069.234.2593', '+84692342593', '069 234 2593'],
  ['a line of the Ministry of Public Security with +84', '+84 69 232 6555', '+84692326555', '069 232 6555'],
  ['a foreign number with its country code', '+856 20 2312 3456', '+8562023123456', '+856 20 23 123 456']
] as const) {
  t.test(`${title} (${text}) is ${e164}, written ${national}`, async (t) => {
    t.same(parsePhone(text), { e164, national })
    t.same(parsePhone(national), { e164, national }, 'what we write is read again')
    t.same(parsePhone(e164), { e164, national }, 'what we keep is read again')
  })
}

for (const [title, text] of [
  ['an old mobile number of 11 digits', '0168 123 4567'],
  ['a mobile number that lacks a digit', '0912 000 00'],
  ['a mobile number with a digit too many', '0912 000 0011'],
  ['a landline of before 2017', '025 3810 123'],
  ['a landline that lacks a digit', '0205 812 345'],
  ['a local number without its area code', '3810 123'],
  ['an emergency number', '113'],
  ['a service number that lacks a digit', '1800 123'],
  ['a service number with a digit too many', '1800 599 9201'],
  ['a service number inside a longer one', '21800 1233'],
  ['a service number after a foreign code', '+1 1800 1233'],
  ['a Ministry line with a digit too many', '069 234 25931'],
  ['two numbers', '0912000001 / 0912000002'],
  ['two numbers in one go', '0912000001 0912000002'],
  ['a number with an extension, which would be lost', '0205 3810 123 ext 12'],
  ['a number after a name', 'Anh Ba 0912000001'],
  ['a hotline with letters inside', '1800abc1233'],
  ['two plus signs', '++84912000001'],
  ['a plus sign in the middle', '0912+000001'],
  ['a country code that does not exist', '+999 912 000 001'],
  ['a plus sign alone', '+'],
  ['words', 'không có'],
  ['spaces', '   '],
  ['nothing', '']
] as const) {
  t.test(`${title} (${text}) is no number`, async (t) => t.throws(() => parsePhone(text), { code: 'BAD_PHONE', params: { value: text } }))
}

t.test('personal numbers are for agencies, all others for everybody, unless said otherwise', async (t) => {
  const said = Object.fromEntries(PHONE_KINDS.map((kind) => [kind, defaultVisibility(kind)]))
  t.same(said, { duty: 'public', personal: 'agency', office: 'public', hotline: 'public' })
})

const phone = (e164: string, kind: Phone['kind'], visibility: Phone['visibility']): Phone => ({
  e164,
  national: e164,
  kind,
  visibility,
  verifiedOn: null
})
const phones = [
  phone('1', 'hotline', 'public'),
  phone('2', 'personal', 'internal'),
  phone('3', 'personal', 'agency'),
  phone('4', 'duty', 'agency'),
  phone('5', 'office', 'public'),
  phone('6', 'duty', 'public')
]
const audiences: Record<(typeof VISIBILITIES)[number], string> = { public: '6 5 1', agency: '4 6 3 5 1', internal: '4 6 2 3 5 1' }
for (const audience of VISIBILITIES) {
  t.test(`audience ${audience} reads its own numbers and wider ones, duty lines first, equals as entered`, async (t) => {
    const before = structuredClone(phones)
    t.equal(
      phonesFor(phones, audience)
        .map(({ e164 }) => e164)
        .join(' '),
      audiences[audience]
    )
    t.same(phones, before, 'the list itself is left alone')
  })
}

t.test('the address to dial is the number as kept', async (t) => {
  t.equal(phoneHref({ e164: '+84912000001' }), 'tel:+84912000001')
  t.equal(phoneHref({ e164: '18001233' }), 'tel:18001233')
})
