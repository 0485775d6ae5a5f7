import fc from 'fast-check'
import t from 'tap'
import type { Instant } from '../../src/domain/instant.ts'
import { documentNumber, type Publication, type PublicationHead } from '../../src/domain/publication.ts'
import { firstEndingAfter, indexMonth } from '../../src/lookup/month-index.ts'
import { answer, continuousFirst, inForceAt, type OnDuty, type OnDutyAnswer, type Question } from '../../src/lookup/on-duty.ts'
import { type Plain, wall } from '../support/builders.ts'
import { type About, type Frozen, type Oracle, oracle } from '../support/oracle.ts'

const HOUR = 3_600_000
const ZONE = 'Asia/Ho_Chi_Minh'

/** A slot in a few words: where, from when to when, and who (`an` on duty, `an+binh` with support, `` nobody). */
type Line = readonly [post: string, start: number, end: number, who: string]

interface Words {
  readonly month?: string
  readonly version?: number
  readonly kind?: Publication['kind']
  readonly from?: number
  readonly until?: number | null
  readonly posts?: readonly Partial<Plain<Publication['content']['posts'][number]>>[]
  readonly lines: readonly Line[]
}

const seatsOf = (who: string) =>
  who
    .split('+')
    .map((providerId, index) => ({ seat: index === 0 ? 'primary' : 'support', providerId }))
    .filter(({ providerId }) => providerId !== '')

let number = 0

/** A publication of December 2026 of one post `p` by phone, which serves the agency `A`; a test says only what else matters. */
function publication({ month = '2026-12', version = 1, kind = 'original', from, until = null, posts = [{}], lines }: Words): Publication {
  number += 1
  const people = [...new Set(lines.flatMap(([, , , who]) => who.split('+')))].filter(Boolean)
  return {
    id: `cong-bo-${number}`,
    centreId: 'trung-tam',
    rosterId: `lich-${month}`,
    month,
    version,
    kind,
    year: 2026,
    number: kind === 'provisional' ? null : number,
    symbol: 'TB-TGPL',
    publishedAt: 0,
    publishedBy: 'tester',
    effectiveFrom: from ?? wall(`${month}-01 00:00`),
    supersededFrom: until,
    fingerprint: '',
    content: {
      centre: { id: 'trung-tam', code: 'lang-son', name: 'Trung tâm', zone: ZONE, phones: [] },
      month,
      agencies: [],
      people: people.map((id) => ({ id, code: id, fullName: `Họ ${id}`, role: 'legal_aid_officer', phones: [] })),
      posts: posts.map((post) => ({
        id: 'p',
        code: post.id ?? 'p',
        name: 'Điểm trực',
        mode: 'phone',
        agencyIds: ['A'],
        continuous: false,
        ...post
      })),
      slots: lines.map(([postId, start, end, who], index) => ({
        id: `${number}-${index}`,
        postId,
        start,
        end,
        day: '2026-12-01',
        dayKind: 'working',
        unit: '',
        seats: seatsOf(who)
      }))
    }
  } as unknown as Publication
}

/** The publication as the API would serve it. */
function served({ content, ...head }: Publication): Frozen {
  const iso = (at: number): string => new Date(at).toISOString()
  return {
    month: head.month,
    version: head.version,
    number: documentNumber(head),
    effectiveFrom: iso(head.effectiveFrom),
    supersededFrom: head.supersededFrom === null ? null : iso(head.supersededFrom),
    posts: content.posts,
    people: content.people,
    slots: content.slots.map((slot) => ({ ...slot, start: iso(slot.start), end: iso(slot.end) }))
  }
}

/** How the oracle names a document. */
const nameOf = (head: PublicationHead): string => documentNumber(head) ?? `${head.month} v${head.version}`

const heads = (publications: readonly Publication[]): PublicationHead[] => publications.map(({ content: _, ...head }) => head)
const wallMonth = (at: number): string => new Date(at + 7 * HOUR).toISOString().slice(0, 7)

/** What the service does with a question, without its database. */
function ask(publications: readonly Publication[], about: About, at: number): OnDutyAnswer {
  const chosen = inForceAt(heads(publications), at as Instant)
  const months = publications.filter(({ id }) => chosen.some((head) => head.id === id)).map(indexMonth)
  const month = months.find(({ head }) => head.month === wallMonth(at)) ?? null
  return answer(months, month, ('post' in about ? { posts: [about.post] } : about) as Question, at as Instant)
}

const said = ({ onDuty }: OnDutyAnswer) =>
  onDuty.map(({ post, seat, person, start, end }) => ({
    post: post.code,
    seat,
    name: person.fullName,
    numbers: person.phones.map(({ e164 }) => e164),
    start: Number(start),
    end: Number(end)
  }))

const names = (found: OnDutyAnswer): string[] => found.onDuty.map(({ person }) => String(person.id))
const dec = (text: string): number => wall(`2026-12-${text}`)
const followers = (found: OnDutyAnswer): unknown[] =>
  found.onDuty.map(({ next }) => next && [String(next.person.id), Number(next.start), Number(next.end)])

t.test('boundaries: the start of a slot is its own, its end is the next one’s', async (t) => {
  const office = [
    publication({
      lines: [
        ['p', dec('01 07:30'), dec('01 17:00'), 'an'],
        ['p', dec('02 07:30'), dec('02 17:00'), 'binh']
      ]
    })
  ]
  const always = [
    publication({
      posts: [{ continuous: true }],
      lines: [
        ['p', dec('01 00:00'), dec('02 00:00'), 'an+chi'],
        ['p', dec('02 00:00'), dec('03 00:00'), 'binh+an']
      ]
    })
  ]
  const cases = [
    ['a millisecond before the first slot', office, dec('01 07:30') - 1, 'outside_hours', null, [], dec('01 07:30')],
    ['at its start', office, dec('01 07:30'), 'on_duty', null, ['an'], dec('01 17:00')],
    ['a millisecond after its start', office, dec('01 07:30') + 1, 'on_duty', null, ['an'], dec('01 17:00')],
    ['a millisecond before its end', office, dec('01 17:00') - 1, 'on_duty', null, ['an'], dec('01 17:00')],
    ['at its end', office, dec('01 17:00'), 'outside_hours', null, [], dec('02 07:30')],
    ['a millisecond after its end', office, dec('01 17:00') + 1, 'outside_hours', null, [], dec('02 07:30')],
    ['after the last slot', office, dec('02 17:00'), 'outside_hours', null, [], null],
    ['the first instant of a 24/24 month', always, dec('01 00:00'), 'on_duty', null, ['an', 'chi'], dec('02 00:00')],
    ['a millisecond before a hand-over', always, dec('02 00:00') - 1, 'on_duty', null, ['an', 'chi'], dec('02 00:00')],
    ['at a hand-over', always, dec('02 00:00'), 'on_duty', null, ['binh', 'an'], dec('03 00:00')],
    ['a 24/24 post after its last slot has a gap', always, dec('03 00:00'), 'uncovered', 'gap', [], null],
    ['the month before', always, dec('01 00:00') - 1, 'uncovered', 'not_published', [], dec('01 00:00')],
    ['the month after', always, wall('2027-01-01 00:00'), 'uncovered', 'not_published', [], null]
  ] as const
  for (const [title, published, at, status, reason, who, nextChange] of cases) {
    t.test(title, async (t) => {
      const found = ask(published, { post: 'p' }, at)
      t.equal(found.status, status)
      t.equal(found.reason, reason)
      t.same(names(found), who)
      t.equal(found.nextChangeAt, nextChange)
    })
  }
})

t.test('a slot that runs over the end of the month answers in the next one, published or not', async (t) => {
  const night = publication({ posts: [{ continuous: true }], lines: [['p', dec('31 19:00'), wall('2027-01-01 07:00'), 'an']] })
  const day = publication({
    month: '2027-01',
    posts: [{ continuous: true }],
    lines: [['p', wall('2027-01-01 07:00'), wall('2027-01-01 19:00'), 'binh']]
  })
  const newYear = wall('2027-01-01 02:00')
  t.same(names(ask([night], { post: 'p' }, newYear)), ['an'])
  t.equal(ask([night], { post: 'p' }, newYear).publication?.id, night.id)
  t.equal(ask([night], { post: 'p' }, wall('2027-01-01 07:00')).reason, 'not_published')
  t.equal(
    ask([night, day], { post: 'p' }, dec('31 20:00')).nextChangeAt,
    wall('2027-01-01 07:00'),
    'the month that begins takes nobody away'
  )
  const found = ask([night, day], { post: 'p' }, newYear)
  t.same(names(found), ['an'])
  t.equal(found.publication?.id, night.id, 'the document that names whoever is on duty')
  t.equal(found.nextChangeAt, wall('2027-01-01 07:00'))
  t.same(names(ask([night, day], { post: 'p' }, wall('2027-01-01 07:00'))), ['binh'])
})

t.test('a slot without anybody is uncovered and says so, even where another document is silent', async (t) => {
  const published = [
    publication({
      lines: [
        ['p', dec('01 07:30'), dec('01 17:00'), ''],
        ['p', dec('02 07:30'), dec('02 17:00'), 'an']
      ]
    })
  ]
  const found = ask(published, { post: 'p' }, dec('01 08:00'))
  t.equal(found.status, 'uncovered')
  t.equal(found.reason, 'unfilled')
  t.equal(found.nextChangeAt, dec('01 17:00'))
  t.equal(found.nextOpeningAt, dec('02 07:30'))
  t.equal(found.publication?.id, published[0]?.id)
})

t.test('the next opening skips slots that nobody fills', async (t) => {
  const published = [
    publication({
      lines: [
        ['p', dec('01 07:30'), dec('01 17:00'), 'an'],
        ['p', dec('03 07:30'), dec('03 17:00'), ''],
        ['p', dec('04 07:30'), dec('04 17:00'), 'binh']
      ]
    })
  ]
  t.equal(ask(published, { post: 'p' }, dec('01 06:00')).nextOpeningAt, dec('01 07:30'))
  t.equal(ask(published, { post: 'p' }, dec('02 06:00')).nextOpeningAt, dec('04 07:30'))
  t.equal(ask(published, { post: 'p' }, dec('04 18:00')).nextOpeningAt, null)
  t.equal(ask(published, { post: 'p' }, dec('02 06:00')).nextChangeAt, dec('03 07:30'), 'the answer changes, to uncovered')
  t.equal(ask(published, { post: 'p' }, dec('01 08:00')).nextOpeningAt, null, 'somebody is on duty')
})

t.test('who is next: the same seat of the same post, in the first slot after this one that has somebody there', async (t) => {
  const december = publication({
    posts: [{ id: 'p' }, { id: 'q' }],
    lines: [
      ['p', dec('01 07:30'), dec('01 17:00'), 'an+binh'],
      ['q', dec('01 07:30'), dec('01 17:00'), 'giang'],
      ['q', dec('01 17:00'), dec('02 07:00'), 'hoa'],
      ['p', dec('02 07:30'), dec('02 17:00'), 'chi'],
      ['p', dec('03 07:30'), dec('03 17:00'), ''],
      ['p', dec('04 07:30'), dec('04 17:00'), 'dung+em'],
      ['p', dec('31 07:30'), wall('2027-01-01 07:00'), 'em+an']
    ]
  })
  const january = publication({
    month: '2027-01',
    // it serves somebody else by then, and is still the same post
    posts: [{ id: 'p', agencyIds: ['B'] }],
    lines: [
      ['p', wall('2027-01-01 00:00'), wall('2027-01-01 06:00'), 'chi+chi'],
      ['p', wall('2027-01-02 07:30'), wall('2027-01-02 17:00'), 'binh'],
      ['p', wall('2027-01-03 07:30'), wall('2027-01-03 17:00'), 'an+dung']
    ]
  })
  const both = [december, january]
  const cases = [
    ['each seat for itself', both, dec('01 07:30'), ['chi', dec('02 07:30'), dec('02 17:00')], ['em', dec('04 07:30'), dec('04 17:00')]],
    [
      'to its last millisecond',
      both,
      dec('01 17:00') - 1,
      ['chi', dec('02 07:30'), dec('02 17:00')],
      ['em', dec('04 07:30'), dec('04 17:00')]
    ],
    ['past a slot without anybody', both, dec('02 07:30'), ['dung', dec('04 07:30'), dec('04 17:00')]],
    [
      'far ahead',
      both,
      dec('04 12:00'),
      ['em', dec('31 07:30'), wall('2027-01-01 07:00')],
      ['an', dec('31 07:30'), wall('2027-01-01 07:00')]
    ],
    [
      'over the end of the month',
      both,
      dec('31 23:59'),
      ['binh', wall('2027-01-02 07:30'), wall('2027-01-02 17:00')],
      ['dung', wall('2027-01-03 07:30'), wall('2027-01-03 17:00')]
    ],
    [
      'from within the next month',
      both,
      wall('2027-01-01 06:30'),
      ['binh', wall('2027-01-02 07:30'), wall('2027-01-02 17:00')],
      ['dung', wall('2027-01-03 07:30'), wall('2027-01-03 17:00')]
    ],
    ['the next month is not published', [december], dec('31 23:59'), null, null],
    ['of the last there is', both, wall('2027-01-03 07:30'), null, null]
  ] as const
  for (const [title, published, at, ...expected] of cases) {
    t.test(title, async (t) => {
      t.same(followers(ask(published, { post: 'p' }, at)), expected)
      t.same(followers(ask([...published].reverse(), { post: 'p' }, at)), expected, 'in whatever order the months come')
    })
  }
})

t.test('who is next is told by the version in force, also that of a month to come', async (t) => {
  const noon = dec('10 12:00')
  const first = publication({
    until: noon,
    lines: [
      ['p', dec('10 07:30'), dec('10 17:00'), 'an'],
      ['p', dec('11 07:30'), dec('11 17:00'), 'binh']
    ]
  })
  const second = publication({
    version: 2,
    from: noon,
    lines: [
      ['p', dec('10 07:30'), dec('10 17:00'), 'an'],
      ['p', dec('11 07:30'), dec('11 17:00'), 'chi']
    ]
  })
  t.match(followers(ask([first, second], { post: 'p' }, noon - 1)), [['binh']])
  t.match(followers(ask([first, second], { post: 'p' }, noon)), [['chi']])
})

t.test('for a whole centre posts around the clock come first, in call order among themselves', async (t) => {
  const standing = (code: string, seat: string, continuous: boolean) => ({ seat, post: { code, continuous } }) as OnDuty
  const all = [
    standing('a', 'primary', false),
    standing('b', 'primary', true),
    standing('a', 'support', false),
    standing('b', 'support', true)
  ]
  t.same(
    continuousFirst(all).map(({ post, seat }) => `${post.code} ${seat}`),
    ['b primary', 'b support', 'a primary', 'a support']
  )
})

t.test('an agency that two posts serve is called at the court first, then by seat, then by post', async (t) => {
  const published = [
    publication({
      posts: [
        { id: 'dien-thoai' },
        { id: 'b-tru-so', mode: 'on_site' },
        { id: 'a-tru-so', mode: 'on_site' },
        { id: 'khac', agencyIds: ['B'] }
      ],
      lines: [
        ['dien-thoai', dec('01 07:30'), dec('01 17:00'), 'an+binh'],
        ['b-tru-so', dec('01 07:30'), dec('01 11:30'), 'chi'],
        ['a-tru-so', dec('01 08:00'), dec('01 11:30'), 'dung+em'],
        ['khac', dec('01 07:30'), dec('01 17:00'), 'giang']
      ]
    })
  ]
  const found = ask(published, { agency: 'A' }, dec('01 09:00'))
  t.same(names(found), ['dung', 'chi', 'em', 'an', 'binh'])
  t.equal(found.nextChangeAt, dec('01 11:30'))
  t.same(names(ask(published, { agency: 'A' }, dec('01 11:30'))), ['an', 'binh'])
  t.equal(ask(published, { agency: 'A' }, dec('01 07:45')).nextChangeAt, dec('01 08:00'), 'the other post opens')
  t.equal(ask(published, { agency: 'C' }, dec('01 09:00')).reason, 'not_served')
})

t.test('of two versions of a month the one answers whose time it is', async (t) => {
  const noon = dec('10 12:00')
  const first = publication({
    until: noon,
    lines: [
      ['p', dec('10 07:30'), dec('10 17:00'), 'an'],
      ['p', dec('11 07:30'), dec('11 17:00'), 'an']
    ]
  })
  const second = publication({
    version: 2,
    from: noon,
    lines: [
      ['p', dec('10 07:30'), dec('10 17:00'), 'binh'],
      ['p', dec('11 09:00'), dec('11 17:00'), 'chi']
    ]
  })
  const both = [first, second]
  t.same(names(ask(both, { post: 'p' }, noon - 1)), ['an'])
  t.equal(ask(both, { post: 'p' }, noon - 1).nextChangeAt, noon, 'the takeover is a change')
  t.same(names(ask(both, { post: 'p' }, noon)), ['binh'])
  t.equal(ask(both, { post: 'p' }, noon).publication?.version, 2)
  t.same(names(ask(both, { post: 'p' }, dec('11 08:00'))), [])
  t.same(names(ask(both, { post: 'p' }, dec('10 08:00'))), ['an'], 'the past is answered as it was then')
})

t.test('a month to come is answered by the version that will be in force when it begins', async (t) => {
  const begins = dec('01 00:00')
  const never = publication({ from: begins, until: begins, lines: [['p', dec('01 07:30'), dec('01 17:00'), 'an']] })
  const instead = publication({ version: 2, from: begins, lines: [['p', dec('01 09:00'), dec('01 17:00'), 'binh']] })
  t.equal(ask([never, instead], { post: 'p' }, wall('2026-11-30 12:00')).nextOpeningAt, dec('01 09:00'))
  t.same(names(ask([never, instead], { post: 'p' }, dec('01 10:00'))), ['binh'])
})

t.test('a version that was withdrawn answers no longer, from that instant on', async (t) => {
  const noon = dec('10 12:00')
  const withdrawn = [publication({ until: noon, lines: [['p', dec('10 07:30'), dec('10 17:00'), 'an']] })]
  t.same(names(ask(withdrawn, { post: 'p' }, noon - 1)), ['an'])
  t.equal(ask(withdrawn, { post: 'p' }, noon - 1).nextChangeAt, noon)
  t.match(ask(withdrawn, { post: 'p' }, noon), { status: 'uncovered', reason: 'not_published', onDuty: [], publication: null })
})

t.test('should two versions claim one time, the later version answers', async (t) => {
  const both = [
    publication({ lines: [['p', dec('10 07:30'), dec('10 17:00'), 'an']] }),
    publication({ version: 2, from: dec('10 12:00'), lines: [['p', dec('10 07:30'), dec('10 17:00'), 'binh']] })
  ]
  t.same(names(ask(both, { post: 'p' }, dec('10 12:00') - 1)), ['an'])
  t.same(names(ask(both, { post: 'p' }, dec('10 12:00'))), ['binh'])
})

t.test('firstEndingAfter', async (t) => {
  const { slots } = publication({
    lines: [
      ['p', 0, 10, 'an'],
      ['p', 10, 20, 'an'],
      ['p', 30, 40, 'an']
    ]
  }).content
  for (const [at, position] of [
    [-1, 0],
    [0, 0],
    [9, 0],
    [10, 1],
    [19, 1],
    [20, 2],
    [29, 2],
    [39, 2],
    [40, 3],
    [41, 3]
  ] as const) {
    t.equal(firstEndingAfter(slots, at as Instant), position, `at ${at}`)
  }
  t.equal(firstEndingAfter([], 0 as Instant), 0)
})

/** Hours since the first instant of November 2026, where every generated month lies. */
const START = wall('2026-11-01 00:00')
const MONTHS = [
  ['2026-11', 0, 720],
  ['2026-12', 720, 1464],
  ['2027-01', 1464, 2208]
] as const
const POSTS = ['p', 'q', 'r'] as const

/** Slots of one post in a month: lengths and pauses in turn, some of no length, the last of which may run over its end. */
const linesOf = (post: string, from: number, to: number): fc.Arbitrary<Line[]> =>
  fc
    .array(
      fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 90 }), fc.constantFrom('an', 'binh', 'an+binh', 'chi+an', '')),
      {
        maxLength: 14
      }
    )
    .map((steps) => {
      const lines: Line[] = []
      let at = from
      for (const [pause, length, who] of steps) {
        const start = at + (pause > 40 ? pause : 0)
        if (start >= to) break
        at = start + length
        lines.push([post, START + start * HOUR, START + at * HOUR, who])
      }
      return lines
    })

const postsArbitrary = fc.tuple(
  ...POSTS.map((id) =>
    fc.record({
      id: fc.constant(id),
      mode: fc.constantFrom('phone' as const, 'on_site' as const),
      continuous: fc.boolean(),
      agencyIds: fc.subarray(['A', 'B'])
    })
  )
)

/** No, one or two versions of one month, the last perhaps recalled; the second takes over at some hour of it, or before it begins, perhaps unnumbered. */
const monthArbitrary = ([month, from, to]: (typeof MONTHS)[number]): fc.Arbitrary<Publication[]> =>
  fc
    .record({
      versions: fc.constantFrom(0, 1, 1, 1, 2, 2),
      recalled: fc.constantFrom(false, false, false, true),
      kind: fc.constantFrom('replacement' as const, 'provisional' as const),
      takeover: fc.oneof(fc.constant(from), fc.integer({ min: from, max: to - 1 })),
      posts: fc.tuple(postsArbitrary, postsArbitrary),
      lines: fc.tuple(...[0, 1].map(() => fc.tuple(...POSTS.map((post) => linesOf(post, from, to))).map((lists) => lists.flat())))
    })
    .map(({ versions, recalled, kind, takeover, posts, lines }) => {
      const until = START + takeover * HOUR
      const first = publication({ month, until: versions === 2 || recalled ? until : null, posts: posts[0], lines: lines[0] ?? [] })
      const end = recalled ? until + 100 * HOUR : null
      const second = publication({ month, version: 2, kind, from: until, until: end, posts: posts[1], lines: lines[1] ?? [] })
      return [first, second].slice(0, versions)
    })

const published = fc.tuple(...MONTHS.map(monthArbitrary)).map((months) => months.flat())
const about: fc.Arbitrary<About> = fc.oneof(
  fc.constantFrom(...POSTS).map((post) => ({ post })),
  fc.constantFrom('A', 'B', 'C').map((agency) => ({ agency }))
)

/** Instants where answers change, with their neighbours, and any others. */
function instants(wise: Oracle, picks: readonly number[]): number[] {
  const edges = picks.map((pick) => wise.edges[pick % Math.max(wise.edges.length, 1)] ?? START)
  return [...edges.flatMap((edge) => [edge - 1, edge, edge + 1]), ...picks.map((pick) => START + ((pick * 977) % (2208 * 60)) * 60_000)]
}

const key = (standing: object): string => JSON.stringify(standing)
const sorted = (list: readonly object[]): string[] => list.map(key).sort()

const property = (check: (published: Publication[], wise: Oracle, about: About, at: number) => void): void =>
  fc.assert(
    fc.property(published, about, fc.array(fc.nat({ max: 1_000_000 }), { minLength: 4, maxLength: 4 }), (published, about, picks) => {
      const wise = oracle(published.map(served), ZONE)
      for (const at of instants(wise, picks)) check(published, wise, about, at)
    }),
    { numRuns: 400, seed: 20_261_122 }
  )

t.test('anything published: the answer is what a walk over the slots finds', async (t) => {
  property((published, wise, about, at) => {
    const found = ask(published, about, at)
    const { status, reason, standing, documents } = wise.at(about, at)
    const document = found.publication && nameOf(found.publication)
    const silent = found.publication === null && documents.length === 0
    const mine = key([found.status, found.reason, sorted(said(found)), silent || documents.includes(document ?? '')])
    const expected = key([status, reason, sorted(standing), true])
    if (mine !== expected) throw new Error(`${key(about)} ${new Date(at).toISOString()}: ${mine} is not ${expected}`)
  })
  t.pass()
})

t.test('anything published: who is next is the first of all later holders of the seat', async (t) => {
  let known = 0
  property((published, wise, about, at) => {
    for (const { post, seat, end, next } of ask(published, about, at).onDuty) {
      const expected = wise.nextHolder(at, { post: post.code, seat, end })
      const mine = next && { name: next.person.fullName, start: Number(next.start), end: Number(next.end) }
      if (key({ next: mine }) !== key({ next: expected }))
        throw new Error(`${new Date(at).toISOString()}: ${key({ next: mine })} is not ${key({ next: expected })}`)
      if (next !== null) known += 1
    }
  })
  t.ok(known > 1000, `${known} were known`)
})

t.test('anything published: people come in the order in which to call', async (t) => {
  property((published, _wise, about, at) => {
    const order = ask(published, about, at).onDuty.map(({ post, seat }) => `${post.mode} ${seat} ${post.code}`)
    if (key(order) !== key(order.toSorted())) throw new Error(order.join(', '))
  })
  t.pass()
})

t.test('anything published: the next change is the first edge of a slot or takeover, and nothing changes before it', async (t) => {
  property((published, wise, about, at) => {
    const { nextChangeAt, status } = ask(published, about, at)
    if (nextChangeAt !== wise.nextChange(about, at))
      throw new Error(`${new Date(at).toISOString()}: ${nextChangeAt} is not ${wise.nextChange(about, at)}`)
    const horizon = wise.edges.at(-1) ?? at
    const now = key(wise.at(about, at))
    const before = wise.edges.filter((edge) => edge > at && edge < (nextChangeAt ?? (status === 'on_duty' ? horizon : at)))
    for (const edge of before) {
      if (wallMonth(edge) === wallMonth(at) && key(wise.at(about, edge)) !== now)
        throw new Error(`changed before, at ${new Date(edge).toISOString()}`)
    }
  })
  t.pass()
})

t.test('anything published: the next opening is the first later slot that has somebody, told only while nobody is on duty', async (t) => {
  property((published, wise, about, at) => {
    const { status, nextOpeningAt } = ask(published, about, at)
    const expected = status === 'on_duty' ? null : wise.nextOpening(about, at)
    if (nextOpeningAt !== expected) throw new Error(`${new Date(at).toISOString()}: ${nextOpeningAt} is not ${expected}`)
  })
  t.pass()
})
