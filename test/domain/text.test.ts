import fc from 'fast-check'
import t from 'tap'
import { cleanText, foldText, searchText } from '../../src/domain/text.ts'

for (const [title, text, clean] of [
  ['spaces at the ends go', '  Cao Lộc ', 'Cao Lộc'],
  ['runs of spaces, tabs and line ends become one space', 'Cao \t\r\n  Lộc', 'Cao Lộc'],
  ['a no-break space is a space', 'Cao\u00a0Lộc', 'Cao Lộc'],
  ['letters typed with separate marks become one letter', 'Cao Lộc'.normalize('NFD'), 'Cao Lộc'],
  ['a control character is a space', 'Cao\u0000Lộc\u0007', 'Cao Lộc'],
  ['a byte order mark goes', '\ufeffCao Lộc', 'Cao Lộc'],
  ['a zero-width space inside a word leaves the word whole', 'L\u200bộc', 'Lộc'],
  ['a soft hyphen inside a word leaves the word whole', 'Lạng\u00adSơn', 'LạngSơn'],
  ['direction marks that address books add go', '\u202a+84912000001\u202c', '+84912000001'],
  ['a mark hidden between a letter and its accent does not keep them apart', 'o\u200d\u0323', 'ọ'],
  ['half an emoji, which no database stores, goes', 'Lộc\ud83d', 'Lộc'],
  ['what is no character, which no document can hold, goes', 'Cao\ufffe L\uffff\u{1fffe}ộc', 'Cao Lộc'],
  ['a whole emoji stays', 'Lộc 📞', 'Lộc 📞'],
  ['nothing stays nothing', ' \u0000\u200b ', '']
] as const) {
  t.test(title, async (t) => t.equal(cleanText(text), clean))
}

for (const [title, text, folded] of [
  ['`Cao Lộc` is found by `cao loc`', 'Cao Lộc', 'cao loc'],
  ['letters typed with separate marks fold alike', 'Cao Lộc'.normalize('NFD'), 'cao loc'],
  ['đ and Đ are d', 'Đắk Lắk, Bình Định, đường', 'dak lak binh dinh duong'],
  [
    'every Vietnamese vowel loses its marks',
    'ăâêôơư ằẵẳắặ ầẫẩấậ ềễểếệ ồỗổốộ ờỡởớợ ừữửứự ỳỹỷýỵ',
    'aaeoou aaaaa aaaaa eeeee ooooo ooooo uuuuu yyyyy'
  ],
  ['capitals are small', 'TÒA ÁN NHÂN DÂN', 'toa an nhan dan'],
  ['what is no letter or digit parts words', 'Khu vực 1 - Lạng Sơn (TAND)', 'khu vuc 1 lang son tand'],
  ['an invisible mark parts nothing', 'L\u200bộc', 'loc'],
  ['punctuation alone is nothing', ' -- ', '']
] as const) {
  t.test(title, async (t) => t.equal(foldText(text), folded))
}

t.test('the search text holds every part as whole words with a space at each end, and skips the parts that say nothing', async (t) => {
  const text = searchText(['tand-kv1', 'Tòa án nhân dân khu vực 1', null, undefined, '', ' - ', 'Cao Lộc'])
  t.equal(text, ' tand kv1 toa an nhan dan khu vuc 1 cao loc ')
  t.ok(text.includes(` ${foldText('CAO LỘC')} `))
  t.notOk(text.includes(` ${foldText('Cao Lộ')} `))
})

t.test('cleaning and folding twice is the same as once, whatever was typed', async (t) => {
  const texts = fc.string({ unit: 'binary' })
  fc.assert(fc.property(texts, (text) => cleanText(cleanText(text)) === cleanText(text)))
  fc.assert(fc.property(texts, (text) => cleanText(text) === cleanText(text.normalize('NFD'))))
  fc.assert(fc.property(texts, (text) => foldText(cleanText(text)) === foldText(text)))
  fc.assert(fc.property(texts, (text) => !/^ | $| {2}|[\p{Cc}\p{Cf}\p{Cs}]/u.test(cleanText(text))))
  t.pass('held for every try')
})
