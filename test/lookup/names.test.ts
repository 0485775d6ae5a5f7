import fc from 'fast-check'
import t from 'tap'
import { dakLakAgencies } from '../../db/seeds/dak-lak-agencies.ts'
import { langSon } from '../../db/seeds/lang-son.ts'
import { langSonAgencies } from '../../db/seeds/lang-son-agencies.ts'
import type { Agency } from '../../src/domain/agency.ts'
import type { Month } from '../../src/domain/day.ts'
import type { Post } from '../../src/domain/post.ts'
import { fullForms, MOST_MEANINGS } from '../../src/lookup/abbreviations.ts'
import { findByWords, indexNames } from '../../src/lookup/names.ts'
import type { AgencyInput } from '../../src/usecases/save-agency.ts'
import { agency, post } from '../support/builders.ts'

/** The things that fit, best first: `code`, `+code` for a post. */
const found = (agencies: readonly Agency[], posts: readonly Post[], q: string): string[] =>
  findByWords(indexNames(agencies, posts), q).map(({ thing }) => thing.agency?.code ?? `+${thing.post?.code}`)

/** How well the question fits an agency of that name; null when it does not. */
const rank = (q: string, name: string, some: Parameters<typeof agency>[0] = {}): number | null =>
  findByWords(indexNames([agency({ code: 'ma-so', name, ...some })], []), q)[0]?.rank ?? null

const stored = (inputs: readonly AgencyInput[]): Agency[] =>
  inputs.map(({ code, name, territory = [], formerNames = [], address = null, validTo = null }) =>
    agency({ id: code, code, name, territory, address, validTo, formerNames: formerNames.map((former) => ({ until: null, ...former })) })
  )

const langSonPosts = langSon('2026-12' as Month).posts.map(({ code, name }) => post({ id: code, name }))
const langSonNames = indexNames(stored(langSonAgencies), langSonPosts)
const dakLakNames = indexNames(stored(dakLakAgencies), [])

/** Of all that fits the words in the demo centre, what fits best. */
function best(names: typeof langSonNames, q: string): string[] {
  const fits = findByWords(names, q)
  return fits.filter((fit) => fit.rank === fits[0]?.rank).map(({ thing }) => thing.agency?.code ?? `+${thing.post?.code}`)
}

const CAO_LOC = ['cqdt-cao-loc', 'ntg-cao-loc']
for (const [q, codes] of [
  ['TAND KV1', ['tand-kv1']],
  ['tand kv 1 lang son', ['tand-kv1', '+toa-kv1']],
  ['TAND KV01', ['tand-kv1', '+toa-kv1']],
  ['toa an khu vuc 1', ['tand-kv1', '+toa-kv1']],
  ['Tòa án nhân dân khu vực 1 - Lạng Sơn', ['tand-kv1', '+toa-kv1']],
  ['TA tỉnh', ['tand-tinh']],
  ['tand huyen cao loc', ['tand-cao-loc']],
  ['toa an h. cao loc', ['tand-cao-loc']],
  ['TAND TP Lạng Sơn', ['tand-tp-lang-son']],
  ['cong an huyen cao loc', CAO_LOC],
  ['CAH Cao Lộc', CAO_LOC],
  ['CA h cao loc', CAO_LOC],
  ['CQĐT CA huyện Cao Lộc', ['cqdt-cao-loc']],
  ['NTG cao lộc', ['ntg-cao-loc']],
  ['nhà tạm giữ huyện cao lộc', ['ntg-cao-loc']],
  ['cơ quan cảnh sát điều tra công an tỉnh', ['pc01']],
  ['PC01', ['pc01']],
  ['PC02', ['pc02']],
  ['CSHS', ['pc02']],
  ['phòng CSKT', ['pc03']],
  ['P.CSMT', ['pc04']],
  ['buôn lậu', ['pc03']],
  ['ANĐT', ['andt']],
  ['PA09', ['andt']],
  ['CAX Cao Lộc', ['ca-xa-cao-loc']],
  ['CAP Đông Kinh', ['ca-dong-kinh']],
  ['CA P. Đông Kinh', ['ca-dong-kinh']],
  ['cao loc', ['ca-xa-cao-loc', 'cqdt-cao-loc', 'ntg-cao-loc', 'tand-cao-loc']],
  ['xa dong dang', ['ca-dong-dang']],
  ['Hoàng Văn Thụ', ['bp-tan-thanh']],
  ['ĐBP Chi Ma', ['bp-chi-ma']],
  ['đồn BP CK Tân Thanh', ['bp-tan-thanh']],
  ['ĐBP CKQT Hữu Nghị', ['bp-huu-nghi']],
  ['TTG', ['ttg']],
  ['TTG CA tỉnh Lạng Sơn', ['ttg']],
  ['khong co o dau', []],
  ['---', []],
  ['', []]
] as const) {
  t.test(`in Lạng Sơn \`${q}\` means ${codes.join(', ') || 'nothing'}`, async (t) => t.same(best(langSonNames, q), codes))
}

for (const [q, codes] of [
  ['CQĐT', ['andt', 'pc01']],
  ['cqdt cong an tinh', ['andt', 'pc01']],
  ['TAND KV1', ['tand-kv1']],
  ['TX Buôn Hồ', ['cqdt-tx-buon-ho', 'ntg-tx-buon-ho', 'tand-tx-buon-ho']],
  ["ea h'leo", ['cqdt-ea-hleo', 'ntg-ea-hleo', 'tand-ea-hleo']],
  ['trại tạm giam phú yên', ['ttg-tuy-hoa']],
  ['TG Đắk Trung', ['tg-dak-trung']],
  ['kiem lam', ['kiem-lam']]
] as const) {
  t.test(`in Đắk Lắk \`${q}\` means at best ${codes.join(', ')}`, async (t) => {
    const standing = best(dakLakNames, q).filter((code) => codes.includes(code as never) || !/^cqdt-/.test(code))
    t.same(standing, codes)
  })
}

t.test('every word begins a word of the code, the name, an old name, a commune or the address', async (t) => {
  const court = agency({
    code: 'tand-kv1',
    name: 'Tòa án nhân dân khu vực 1',
    formerNames: [{ name: 'Tòa án huyện Cao Lộc', until: null }],
    territory: ['xã Đồng Đăng'],
    address: 'Phường Kỳ Lừa'
  })
  for (const q of ['kv1', 'toa an', 'cao loc', 'dong dang', 'ky lua', 'LỪA tòa Đăng', 'k k k', 'nhan dan kv', 'to']) {
    t.same(found([court], [], q), ['tand-kv1'], q)
  }
  for (const q of ['oa', 'toa lai', 'an nhan danh', 'kv2', 'kv11', 'dong dang cao bang']) t.same(found([court], [], q), [], q)
})

t.test('ranks: the whole, the beginning, within, elsewhere; half a rank worse where a word is only begun', async (t) => {
  const name = 'Tòa án nhân dân khu vực 1 - Lạng Sơn'
  const elsewhere = { territory: ['xã Cao Lộc'], formerNames: [{ name: 'Tòa án cũ', until: null }] }
  for (const [q, expected] of [
    ['toa an nhan dan khu vuc 1 lang son', 0],
    ['TAND KV1 Lạng Sơn', 0],
    ['ma so', 0],
    ['tòa án', 1],
    ['TAND', 1],
    ['toa an khu vuc 1', 1],
    ['tòa á', 1.5],
    ['TAND khu v', 1.5],
    ['khu vực 1', 2],
    ['lang son', 2],
    ['KV1 lạng sơn', 2],
    ['vuc 1 la', 2.5],
    ['cao loc', 3],
    ['toa an cu', 3],
    ['lang toa', 3],
    ['cao l', 3.5],
    ['ma', 3],
    ['so m', 3.5]
  ] as const) {
    t.equal(rank(q, name, elsewhere), expected, q)
  }
  t.equal(rank('khu vuc 1', 'Tòa án nhân dân khu vực 10'), 2.5, '1 is not 10')
  t.equal(rank('kv1', 'Tòa án nhân dân khu vực 10'), null)
  t.equal(rank('an a', 'Bàn an anh an a'), 2, 'the best place counts')
})

t.test('a name may be short itself, and the question long', async (t) => {
  for (const [name, q] of [
    ['TAND KV 1 - Lạng Sơn', 'tòa án nhân dân khu vực 1 lạng sơn'],
    ['TAND KV1', 'toa an nhan dan khu vuc 1'],
    ['Tòa án KV1', 'tand khu vuc 1'],
    ['Tòa án khu vực 1', 'tòa án nhân dân khu vực 1'],
    ['Công an TP Buôn Ma Thuột', 'cong an thanh pho buon ma thuot'],
    ['Công an TX. Buôn Hồ', 'cong an thi xa buon ho'],
    ['CA P. Đông Kinh', 'cong an phuong dong kinh'],
    ['CQĐT CA tỉnh', 'co quan dieu tra cong an tinh'],
    ['CQĐT CA tỉnh', 'cơ quan an ninh điều tra công an tỉnh'],
    ['Đồn BP Chi Ma', 'don bien phong chi ma'],
    ['VKS tỉnh', 'vien kiem sat nhan dan tinh']
  ] as const) {
    t.equal(rank(q, name), 0, `${q} is ${name}`)
  }
  t.equal(rank('huyen', "Công an xã Ea H'leo"), null, 'a letter of a name is no district')
  t.equal(rank('phuong', 'Đội P'), null)
})

t.test('what stands in brackets in a name may be left out', async (t) => {
  const name = 'Văn phòng Cơ quan Cảnh sát điều tra (PC01) Công an tỉnh'
  t.equal(rank('van phong co quan canh sat dieu tra cong an tinh', name), 0)
  t.equal(rank('van phong co quan canh sat dieu tra pc01 cong an', name), 1)
})

t.test('agencies before posts, then by code; no more than fits', async (t) => {
  const agencies = ['b', 'c'].map((code) => agency({ id: code, code, name: 'Tòa án' }))
  const posts = ['a', 'd'].map((id) => post({ id, name: 'Tòa án' }))
  t.same(found(agencies.toReversed(), posts.toReversed(), 'toa an'), ['b', 'c', '+a', '+d'])
  t.same(found([], [], 'toa an'), [])
})

t.test('a long question costs no more than a short one many times over', async (t) => {
  const q = 't '.repeat(50)
  const start = performance.now()
  for (let n = 0; n < 20; n += 1) findByWords(dakLakNames, q)
  t.ok(performance.now() - start < 2000, 'far below: no way to read it is tried that leads nowhere')
})

/** A second opinion, as slow as it is plain: every way to write the names, every way to read the question, compared word by word. */
type Named = Pick<Agency, 'code' | 'name'> & Partial<Pick<Agency, 'territory' | 'formerNames' | 'address'>>

const plain = (text: string): string =>
  [...text.normalize('NFD').replace(/[\p{M}\p{Cf}\p{Cs}]/gu, '')]
    .map((letter) => (letter === 'đ' || letter === 'Đ' ? 'd' : letter.toLowerCase()))
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()

const cross = (lists: readonly (readonly string[])[]): string[] =>
  lists.reduce<string[]>((all, list) => all.flatMap((one) => list.map((each) => `${one} ${each}`)), [''])
/** With and without "nhân dân" where it may be left out. */
const spoken = (text: string): string[] => {
  const words = text.split(' ')
  const longer = words.flatMap((word, at) => {
    const [before, after] = [words.slice(0, at + 1).join(' '), words.slice(at + 1, at + 3).join(' ')]
    return / (toa an|vien kiem sat)$/.test(before) && after !== 'nhan dan' ? [word, 'nhan', 'dan'] : [word]
  })
  return [...new Set([text, longer.join(' ')])]
}

const waysToWrite = (name: string): string[] => {
  const words = plain(name).split(' ')
  const all = Array.from({ length: MOST_MEANINGS }, (_, at) =>
    words.map((word) => {
      const full = word.length === 1 ? [] : fullForms(word)
      return full[Math.min(at, full.length - 1)] ?? word
    })
  )
  return [` ${words.join(' ')}`, ...all.map((each) => spoken(` ${each.join(' ')}`).at(-1) ?? '')]
}
const waysToRead = (q: string): string[] =>
  spoken(` ${plain(q)}`).flatMap((each) =>
    cross(
      each
        .trim()
        .split(' ')
        .map((word) => [word, ...fullForms(word)])
    )
  )

const textsOf = ({ code, name, territory = [], formerNames = [], address }: Named): string[] => [
  ` ${plain(code)}`,
  ...[name, ...territory, ...formerNames.map((former) => former.name), address ?? ''].flatMap(waysToWrite)
]

function fits(texts: readonly string[], q: string): boolean {
  const words = plain(q).split(' ').filter(Boolean)
  const begins = (word: string): boolean => texts.some((text) => text.split(' ').some((each) => each.startsWith(word)))
  const means = (word: string): boolean => fullForms(word).some((full) => texts.some((text) => `${text} `.includes(` ${full} `)))
  return words.length > 0 && words.every((word) => begins(word) || means(word))
}

function rankNaively(thing: Named, q: string): number {
  if (plain(thing.code) === plain(q)) return 0
  const names = waysToWrite(thing.name)
  const some = (holds: (name: string, reading: string) => boolean): boolean =>
    waysToRead(q).some((reading) => names.some((name) => holds(name, reading)))
  if (some((name, reading) => name === reading)) return 0
  if (some((name, reading) => `${name} `.startsWith(`${reading} `))) return 1
  if (some((name, reading) => name.startsWith(reading))) return 1.5
  if (some((name, reading) => `${name} `.includes(`${reading} `))) return 2
  if (some((name, reading) => name.includes(reading))) return 2.5
  const scattered = plain(q)
    .split(' ')
    .every((word) => [word, ...fullForms(word)].some((full) => textsOf(thing).some((text) => `${text} `.includes(` ${full} `))))
  return scattered ? 3 : 3.5
}

const WORDS =
  'tòa án nhân dân khu vực 1 10 2 lạng sơn công an huyện xã cao lộc đồng đăng trại tạm giam cơ quan điều tra cảnh sát văn phòng TAND TA KV KV1 kv10 CQĐT CSĐT CA TP H P X TTG VKS ta t a đ'.split(
    ' '
  )
const words = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 8 }).map((list) => list.join(' '))
const thing = fc.record({
  name: words,
  territory: fc.array(words, { maxLength: 2 }),
  formerNames: fc.array(
    words.map((name) => ({ name, until: null })),
    { maxLength: 1 }
  ),
  address: fc.option(words)
})
const cut = fc.tuple(words, fc.nat({ max: 30 })).map(([text, length]) => text.slice(0, length + 1))
const few = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }).map((list) => list.join(' '))
const wild = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc
    .array(
      fc.constantFrom('\0', '\ud83d', '\udc00', '%', '_', '\\', '.*', '(?', '[', '$&', '|', "'", '"', '\u200b', 'İ', 'ß', '٣', '🙂', ' '),
      { maxLength: 20 }
    )
    .map((list) => list.join('')),
  fc.tuple(cut, fc.string({ unit: 'binary', maxLength: 5 })).map((parts) => parts.join('')),
  fc.string({ maxLength: 100 })
)

t.test('10,000 strings, whatever they hold, find what a plain comparison finds', async (t) => {
  const questions = fc.array(fc.oneof(wild, cut, few), { minLength: 10, maxLength: 10 })
  const property = fc.property(fc.array(thing, { maxLength: 6 }), questions, (things, list) => {
    const agencies = things.map((each, at) => agency({ ...each, id: `c${at}`, code: `tand-kv${at}` }))
    const [index, texts] = [indexNames(agencies, []), agencies.map(textsOf)]
    for (const q of list) {
      const mine = findByWords(index, q).map((fit) => `${fit.thing.agency?.code}`)
      const expected = agencies.filter((_, at) => fits(texts[at] ?? [], q)).map(({ code }) => code)
      if (mine.sort().join() !== expected.sort().join()) throw new Error(`${q}: ${mine} is not ${expected}`)
    }
  })
  fc.assert(property, { numRuns: 1000, seed: 20_261_122 })
  t.pass()
})

t.test('any few words: each thing ranks as the best of all ways to read the question', async (t) => {
  const property = fc.property(
    fc.array(thing, { minLength: 1, maxLength: 4 }),
    fc.oneof(
      few,
      few.map((text) => text.slice(0, -1))
    ),
    (things, q) => {
      const agencies = things.map((each, at) => agency({ ...each, id: `c${at}`, code: `tand-kv${at}` }))
      for (const fit of findByWords(indexNames(agencies, []), q)) {
        const expected = fit.thing.agency && rankNaively(fit.thing.agency, q)
        if (fit.rank !== expected) throw new Error(`${fit.thing.agency?.name}: ${fit.rank} is not ${expected}`)
      }
    }
  )
  fc.assert(property, { numRuns: 3000, seed: 20_261_122 })
  t.pass()
})
