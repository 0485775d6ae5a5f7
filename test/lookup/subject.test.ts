import fc from 'fast-check'
import t from 'tap'
import { dakLakAgencies } from '../../db/seeds/dak-lak-agencies.ts'
import { dakLakPosts } from '../../db/seeds/dak-lak-posts.ts'
import { langSon } from '../../db/seeds/lang-son.ts'
import { langSonAgencies } from '../../db/seeds/lang-son-agencies.ts'
import type { Agency } from '../../src/domain/agency.ts'
import type { Day, Month } from '../../src/domain/day.ts'
import { DutyError } from '../../src/domain/errors.ts'
import type { Post } from '../../src/domain/post.ts'
import { type CentreIndex, indexCentre } from '../../src/lookup/centre-index.ts'
import { indexMonth } from '../../src/lookup/month-index.ts'
import { type Asked, findSubject, successorsOf } from '../../src/lookup/subject.ts'
import type { AgencyInput } from '../../src/usecases/save-agency.ts'
import { agency, post } from '../support/builders.ts'

interface Published {
  readonly month: string
  readonly until?: number | null
  /** Posts and whom they serve. */
  readonly posts: readonly Pick<Post, 'id' | 'agencyIds'>[]
}

const version = ({ month, until = null, posts }: Published) =>
  indexMonth({ month, version: 1, supersededFrom: until, content: { centre: {}, posts, people: [], slots: [] } } as never)

/** A centre of those agencies and posts, whose posts of today are published for December 2026 unless said otherwise. */
const centre = (code: string, agencies: readonly Agency[], posts: readonly Post[], published?: readonly Published[]): CentreIndex =>
  indexCentre({
    centre: { id: `id-${code}`, code, zone: 'Asia/Ho_Chi_Minh' },
    agencies,
    posts,
    people: [],
    corrections: [],
    keptFrom: '2025-01',
    versions: (published ?? [{ month: '2026-12', posts }]).map(version)
  } as never)

const stored = (inputs: readonly AgencyInput[]): Agency[] =>
  inputs
    .map(({ code, name, predecessors, validFrom, ...some }) =>
      agency({
        id: `id-${code}`,
        code,
        name,
        territory: some.territory ?? [],
        formerNames: (some.formerNames ?? []).map((former) => ({ until: null, ...former })),
        predecessorIds: (predecessors ?? []).map((each) => `id-${each}`),
        validFrom,
        validTo: some.validTo ?? null,
        address: some.address ?? null
      })
    )
    .sort((a, b) => (a.code < b.code ? -1 : 1))
const serving = (inputs: readonly { readonly code: string; readonly name: string; readonly agencies?: readonly string[] }[]): Post[] =>
  inputs.map(({ code, name, agencies = [] }) => post({ id: code, name, agencyIds: agencies.map((each) => `id-${each}`) }))

const LANG_SON = centre('lang-son', stored(langSonAgencies), serving(langSon('2026-12' as Month).posts))
const DAK_LAK = centre('dak-lak', stored(dakLakAgencies), serving(dakLakPosts))
const TODAY = '2026-12-02'

/** What the question is about (`+code` for a post, the centre before it where there are several), or the error with what it names. */
function ask(indexes: CentreIndex | readonly CentreIndex[], asked: Asked | string, day: string = TODAY): string {
  const list = Array.isArray(indexes) ? (indexes as CentreIndex[]) : [indexes as CentreIndex]
  try {
    const found = findSubject({ indexes: list, complete: true }, typeof asked === 'string' ? { q: asked } : asked, () => day as Day)
    const code = found.agency?.code ?? `+${found.post?.code}`
    return list.length > 1 ? `${found.centre.code}/${code}` : code
  } catch (error) {
    if (!(error instanceof DutyError)) throw error
    return `${error.code} ${error.params.codes ?? error.params.noun ?? error.fields[0]?.code}`
  }
}

for (const [index, q, code] of [
  [LANG_SON, 'CQĐT', 'andt'],
  [LANG_SON, 'CQCSĐT', 'pc01'],
  [LANG_SON, 'CQĐT Công an tỉnh', 'andt'],
  [LANG_SON, 'TAND KV1', 'tand-kv1'],
  [LANG_SON, 'tand kv 1 lang son', 'tand-kv1'],
  [LANG_SON, 'toa an khu vuc 1', 'tand-kv1'],
  [LANG_SON, 'toa an huyen cao loc', 'tand-cao-loc'],
  [LANG_SON, 'cong an huyen cao loc', 'AMBIGUOUS_QUESTION cqdt-cao-loc, ntg-cao-loc'],
  [LANG_SON, 'cqdt huyen', 'pc01'],
  [LANG_SON, 'NTG công an', 'ttg'],
  [LANG_SON, 'tạm giữ huyện', 'ttg'],
  [LANG_SON, 'huyen cao loc', 'AMBIGUOUS_QUESTION cqdt-cao-loc, ntg-cao-loc, tand-cao-loc'],
  [LANG_SON, 'cao loc', 'ca-xa-cao-loc'],
  [LANG_SON, 'dong dang', 'ca-dong-dang'],
  [LANG_SON, 'công an xã', 'ca-dong-dang'],
  [LANG_SON, 'đồn biên phòng', 'bp-chi-ma'],
  [LANG_SON, 'công an tỉnh', 'AMBIGUOUS_QUESTION andt, pc01, pc02, pc03, pc04, ttg'],
  [
    LANG_SON,
    'tand huyen',
    'AMBIGUOUS_QUESTION tand-bac-son, tand-binh-gia, tand-cao-loc, tand-chi-lang, tand-dinh-lap, tand-huu-lung, tand-loc-binh, tand-trang-dinh, tand-van-lang, tand-van-quan'
  ],
  [LANG_SON, 'toa an khu vuc', 'AMBIGUOUS_QUESTION tand-kv1, tand-kv2, tand-kv3, tand-kv4, tand-kv5'],
  [LANG_SON, 'toa an khu vuc cao loc', 'tand-kv1'],
  [LANG_SON, 'trực tại trụ sở', '+toa-kv1'],
  [LANG_SON, 'dieu-tra', 'andt'],
  [LANG_SON, 'khong co o dau', 'NOT_FOUND agency'],
  [LANG_SON, '', 'NOT_FOUND agency'],
  [DAK_LAK, 'CQĐT', 'andt'],
  [
    DAK_LAK,
    'toa an khu vuc',
    'AMBIGUOUS_QUESTION tand-kv1, tand-kv2, tand-kv3, tand-kv4, tand-kv5, tand-kv6, tand-kv7, tand-kv8, tand-kv9'
  ],
  [DAK_LAK, 'trai giam', 'tg-dak-trung'],
  [
    DAK_LAK,
    'cong an xa',
    'AMBIGUOUS_QUESTION ca-lien-son-lak, ca-quang-phu, ca-xa-buon-don, ca-xa-dong-xuan, ca-xa-ea-kar, ca-xa-ea-sup, ca-xa-krong-ana, ca-xa-krong-pac, ca-xa-son-hoa, ca-xa-song-hinh'
  ],
  [
    DAK_LAK,
    'cong an phuong',
    'AMBIGUOUS_QUESTION ca-binh-kien, ca-buon-ho, ca-buon-ma-thuot, ca-dong-hoa, ca-ea-kao, ca-phu-yen, ca-song-cau, ca-tan-an, ca-tan-lap, ca-thanh-nhat, …'
  ]
] as const) {
  t.test(`${index.centre.code}: \`${q}\` is ${code}`, async (t) => t.equal(ask(index, q), code))
}

t.test('by id or by code, of the kind that was asked for', async (t) => {
  t.equal(ask(LANG_SON, { agency: 'tand-kv1' }), 'tand-kv1')
  t.equal(ask(LANG_SON, { agency: 'id-tand-kv1' }), 'tand-kv1')
  t.equal(ask(LANG_SON, { agency: 'tand-cao-loc' }), 'tand-cao-loc', 'an abolished one stays itself: its heir answers')
  t.equal(ask(LANG_SON, { post: 'toa-an' }), '+toa-an')
  t.equal(ask(LANG_SON, { agency: 'toa-an' }), 'NOT_FOUND agency')
  t.equal(ask(LANG_SON, { post: 'tand-kv1' }), 'NOT_FOUND post')
  t.equal(ask(LANG_SON, { agency: 'TAND KV1' }), 'NOT_FOUND agency')
  t.equal(ask([], { agency: 'tand-kv1' }), 'NOT_FOUND agency')
})

t.test('exactly one of agency, post and words', async (t) => {
  for (const [asked, code, value] of [
    [{}, 'MISSING_FIELD', ''],
    [{ agency: undefined, q: undefined }, 'MISSING_FIELD', ''],
    [{ agency: 'a', q: 'b' }, 'DUPLICATE_ITEM', 'a'],
    [{ post: 'p', q: 'b' }, 'DUPLICATE_ITEM', 'p'],
    [{ agency: 'a', post: 'b', q: 'c' }, 'DUPLICATE_ITEM', 'a']
  ] as const) {
    t.throws(() => findSubject({ indexes: [LANG_SON], complete: true }, asked, () => TODAY as Day), {
      code: 'BAD_FIELD',
      params: { count: 1 },
      fields: [{ pointer: '?agency', code, params: { value } }]
    })
  }
  t.throws(() => findSubject({ indexes: [LANG_SON], complete: true }, { q: 'khong co' }, () => TODAY as Day), {
    code: 'NOT_FOUND',
    params: { noun: 'agency', ref: 'khong co' }
  })
  t.throws(() => findSubject({ indexes: [LANG_SON], complete: true }, { q: 'huyen cao loc' }, () => TODAY as Day), {
    code: 'AMBIGUOUS_QUESTION',
    params: { ref: 'huyen cao loc' }
  })
})

t.test('in several centres: the best fit of any, and the same in two is ambiguous', async (t) => {
  const both = [DAK_LAK, LANG_SON]
  t.equal(ask(both, { agency: 'bp-chi-ma' }), 'lang-son/bp-chi-ma')
  t.equal(ask(both, { agency: 'pc01' }), 'AMBIGUOUS_QUESTION dak-lak/pc01, lang-son/pc01')
  t.equal(ask(both, 'TAND KV1'), 'AMBIGUOUS_QUESTION dak-lak/tand-kv1, lang-son/tand-kv1')
  t.equal(ask(both, 'TAND KV1 Lạng Sơn'), 'lang-son/tand-kv1')
  t.equal(ask(both, 'TAND KV7'), 'dak-lak/tand-kv7')
  t.equal(ask(both, 'TAND KV1', '2020-01-01'), 'AMBIGUOUS_QUESTION dak-lak/tand-kv1, lang-son/tand-kv1', 'neither was there yet')
  t.equal(ask(both, 'chi ma'), 'lang-son/bp-chi-ma')
  const here = centre('a', [agency({ id: '1', code: 'x', name: 'Tòa cũ', validTo: '2025-01-01' })], [])
  const there = centre('b', [agency({ id: '2', code: 'x', name: 'Tòa mới' })], [])
  t.equal(ask([here, there], 'toa'), 'b/x', 'what exists comes first')
  t.equal(ask([here, there], { agency: 'x' }), 'AMBIGUOUS_QUESTION a/x, b/x', 'but a code is a code')
  const silent = [centre('a', [], [post({ id: 'p', name: 'Điểm trực' })]), centre('b', [agency({ name: 'Điểm trực số 1' })], [])]
  t.equal(ask(silent, 'điểm trực'), 'a/+p', 'the whole name of a post before the beginning of an agency’s elsewhere')
})

const old = (id: string, some: Parameters<typeof agency>[0] = {}): Agency =>
  agency({ id, code: id, name: `Tòa án huyện ${id}`, validFrom: '2015-06-01', validTo: '2025-06-30', ...some })
const heir = (id: string, ...predecessorIds: string[]): Agency =>
  agency({ id, code: id, name: `Tòa án khu vực ${id}`, predecessorIds, validFrom: '2025-07-01' })

t.test('what one agency took over is that agency', async (t) => {
  const two = centre('a', [old('x'), old('y'), heir('moi', 'x', 'y')], [])
  t.equal(ask(two, 'toa an huyen'), 'moi')
  t.equal(ask(two, 'toa an huyen x'), 'x', 'one alone stays itself')
  t.equal(ask(two, 'toa an huyen', '2025-06-30'), 'AMBIGUOUS_QUESTION x, y', 'on their last day they are two')
  t.equal(ask(two, 'toa an huyen', '2025-07-01'), 'moi')
  t.equal(ask(two, 'toa an', '2025-07-01'), 'moi', 'what exists before what does not')
  t.equal(ask(two, 'toa an', '2015-05-31'), 'AMBIGUOUS_QUESTION moi, x, y', 'before all of them')
  const parted = centre('a', [old('x'), old('y'), heir('m', 'x'), heir('n', 'y')], [])
  t.equal(ask(parted, 'toa an huyen'), 'AMBIGUOUS_QUESTION x, y')
  const lost = centre('a', [old('x'), old('y'), heir('m', 'x')], [])
  t.equal(ask(lost, 'toa an huyen'), 'AMBIGUOUS_QUESTION x, y', 'nobody took over from y')
  const chain = [old('x'), old('y', { predecessorIds: ['x'] }), old('z', { predecessorIds: ['x'] }), heir('m', 'y', 'z')]
  t.equal(ask(centre('a', chain, []), 'toa an huyen'), 'm')
})

t.test('agencies that exactly the same posts serve have one answer: the first by code', async (t) => {
  const [x, y, z] = ['x', 'y', 'z'].map((id) => agency({ id, code: id, name: `Công an xã ${id}` })) as [Agency, Agency, Agency]
  const p = (id: string, ...agencyIds: string[]): Post => post({ id, agencyIds })
  const one = (published: readonly Published[], day?: string): string => ask(centre('a', [x, y, z], [], published), 'cong an xa', day)
  const ambiguous = 'AMBIGUOUS_QUESTION x, y, z'
  const all = [p('p', 'x', 'y', 'z'), p('q', 'z', 'y', 'x')]
  t.equal(one([{ month: '2026-12', posts: all }]), 'x')
  t.equal(
    one([{ month: '2026-12', posts: [p('q', 'x'), p('p', 'x'), p('p', 'y'), p('q', 'y'), ...all.map(({ id }) => p(id, 'z'))] }]),
    'x',
    'in any order'
  )
  t.equal(one([{ month: '2026-12', posts: [p('p', 'x', 'y', 'z'), p('q', 'x', 'y')] }]), ambiguous, 'z lacks one')
  t.equal(one([{ month: '2026-12', posts: [p('p', 'x', 'y')] }]), ambiguous, 'nothing serves z')
  t.equal(one([{ month: '2026-12', posts: [] }]), ambiguous, 'nothing serves any of them')
  t.equal(one([]), ambiguous, 'nothing was ever published')
  const apart = { month: '2026-11', posts: [p('p', 'x', 'y'), p('q', 'z')] }
  const together = { month: '2026-12', posts: all }
  t.equal(one([apart, together]), 'x')
  t.equal(one([apart, together], '2026-11-30'), ambiguous, 'the month of the day decides')
  t.equal(one([apart, together], '2027-05-01'), 'x', 'the newest where that is not published')
  t.equal(one([apart, { ...together, until: 5 }]), ambiguous, 'a recalled month says nothing')
  t.equal(one([{ ...together, until: 5 }]), ambiguous)
  const codes = ask(centre('a', [x, y, z], [], [together]), { agency: 'y' })
  t.equal(codes, 'y', 'a code is answered as asked')
  const posts = ['p', 'q'].map((id) => post({ id, name: `Trực ${id}` }))
  t.equal(ask(centre('a', [], posts), 'truc'), 'AMBIGUOUS_QUESTION p, q', 'posts are not alike')
  const ended = [post({ id: 'p', name: 'Trực', validTo: '2026-01-01' }), post({ id: 'q', name: 'Trực' })]
  t.equal(ask(centre('a', [], ended), 'truc'), '+q', 'a post that ended comes after one that stands')
})

/** Whoever is reached from an agency through agencies that are gone: steps taken over and over until nobody new comes. */
function reached(all: readonly Agency[], from: Agency): Agency[] {
  let known = [from]
  for (const _ of all) {
    const gone = known.filter(({ validTo }) => validTo !== null)
    known = all.filter((each) => known.includes(each) || gone.some(({ id }) => each.predecessorIds.includes(id)))
  }
  return known
}

t.test('successors: however many steps away, in order of code, whatever goes round in a circle', async (t) => {
  const codes = (index: CentreIndex, id: string, day = TODAY): string[] =>
    successorsOf(index, index.agencyOf.get(id) as Agency, day as Day).map(({ code }) => code)
  const index = centre('a', [old('x'), old('y', { predecessorIds: ['x'] }), heir('n', 'y'), heir('m', 'y', 'x')], [])
  t.same(codes(index, 'x'), ['m', 'n'])
  t.same(codes(index, 'm'), ['m'])
  t.same(codes(index, 'x', '2025-06-30'), ['x'])
  t.same(codes(index, 'x', '2025-07-01'), ['m', 'n'])
  const circle = centre('a', [old('x', { predecessorIds: ['x', 'y'] }), old('y', { predecessorIds: ['x'] })], [])
  t.same(codes(circle, 'x'), [])
  const agencies = fc.array(fc.record({ validTo: fc.constantFrom(null, '2025-06-30'), from: fc.array(fc.nat({ max: 7 })) }), {
    minLength: 1,
    maxLength: 8
  })
  fc.assert(
    fc.property(agencies, (list) => {
      const all = list.map(({ validTo, from }, at) => old(`a${at}`, { validTo, predecessorIds: from.map((each) => `a${each}`) }))
      const index = centre('a', all, [])
      for (const each of all) {
        const expected = all.filter((one) => one.validTo === null && reached(all, each).includes(one)).map(({ code }) => code)
        const mine = successorsOf(index, each, TODAY as Day).map(({ code }) => code)
        if (mine.join() !== expected.join()) throw new Error(`${each.code}: ${mine} is not ${expected}`)
      }
    }),
    { numRuns: 500, seed: 20_261_122 }
  )
})

t.test('10,000 strings, whatever they hold, are answered or refused in order', async (t) => {
  const word = fc.constantFrom(...'tand kv1 CQĐT công an cao lộc huyện h. ttg a t \0 \ud83d % ( ['.split(' '))
  const q = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.array(word, { maxLength: 6 }).map((words) => words.join(' '))
  )
  const property = fc.property(q, (text) => /^[a-z+]|^(NOT_FOUND|AMBIGUOUS_QUESTION) /.test(ask([DAK_LAK, LANG_SON], text)))
  fc.assert(property, { numRuns: 10_000, seed: 20_261_122 })
  t.pass()
})

t.test('where a centre is left out, only what it cannot have better is answered', async (t) => {
  const code = (asked: Asked): string => {
    try {
      return findSubject({ indexes: [LANG_SON], complete: false }, asked, () => TODAY as Day).agency?.code ?? ''
    } catch (error) {
      return (error as DutyError).code
    }
  }
  t.equal(code({ agency: 'pc01' }), 'pc01')
  t.equal(code({ agency: 'khong-co' }), 'DATABASE_UNAVAILABLE')
  t.equal(code({ post: 'khong-co' }), 'DATABASE_UNAVAILABLE')
  t.equal(code({ q: 'khong co' }), 'DATABASE_UNAVAILABLE')
  const { name, code: own } = LANG_SON.agencies.find((agency) => agency.validTo === null) ?? { name: '', code: '' }
  t.equal(code({ q: name }), own, 'by its whole name')
  t.equal(code({ q: name.slice(0, name.lastIndexOf(' ')) }), 'DATABASE_UNAVAILABLE', 'by a part of it')
})
