import fc from 'fast-check'
import t from 'tap'
import { differences, firstChanged, postsConcerned } from '../../src/domain/difference.ts'
import type { PostId } from '../../src/domain/ids.ts'
import type { Difference, PublishedMonth, PublishedSlot } from '../../src/domain/publication.ts'

type Version = Pick<PublishedMonth, 'slots' | 'people'>
/** A slot in a few words, times in minutes: `an` on duty, `an+binh` with support, `+binh` support alone, `` nobody. */
type Line = readonly [id: string, post: string, start: number, end: number, who: string]

const SEATS = ['primary', 'support'] as const

const slot = ([id, postId, start, end, who]: Line): PublishedSlot =>
  ({
    id,
    postId,
    start,
    end,
    day: '2026-12-01',
    dayKind: 'working',
    unit: id,
    seats: who
      .split('+')
      .map((providerId, index) => ({ seat: SEATS[index], providerId }))
      .filter(({ providerId }) => providerId !== '')
  }) as unknown as PublishedSlot

const person = (id: string, ...numbers: readonly string[]) =>
  ({
    id,
    code: id,
    fullName: id,
    role: 'legal_aid_officer',
    phones: numbers.map((e164) => ({ e164 }))
  }) as unknown as Version['people'][number]

const version = (lines: readonly Line[], people: Version['people'] = []): Version => ({ slots: lines.map(slot), people })
const told = (before: readonly Line[], after: readonly Line[]): Difference[] => differences(version(before), version(after))

type Moment = Exclude<Difference, { kind: 'numbers' }>
const moments = (changes: readonly Difference[]): Moment[] => changes.filter((change): change is Moment => change.kind !== 'numbers')

t.test('equal versions differ in nothing, whatever their slots are called or how they are cut', async (t) => {
  const one: Line[] = [['a', 'p', 0, 10, 'an+binh']]
  t.same(told(one, one), [])
  t.same(told(one, [['b', 'p', 0, 10, 'an+binh']]), [], 'another id')
  t.same(
    told(one, [
      ['a', 'p', 0, 4, 'an+binh'],
      ['b', 'p', 4, 10, 'an+binh']
    ]),
    [],
    'cut in two'
  )
  t.same(told([], []), [])
})

t.test('another person in a seat: from when to when, who was and who is', async (t) => {
  t.same(told([['a', 'p', 0, 10, 'an']], [['a', 'p', 0, 10, 'binh']]), [
    { kind: 'seat', start: 0, end: 10, slotId: 'a', postId: 'p', seat: 'primary', from: 'an', to: 'binh' }
  ])
  t.same(told([['a', 'p', 0, 10, 'an+binh']], [['a', 'p', 0, 10, 'an']]), [
    { kind: 'seat', start: 0, end: 10, slotId: 'a', postId: 'p', seat: 'support', from: 'binh', to: null }
  ])
  t.same(told([['a', 'p', 0, 10, '']], [['a', 'p', 0, 10, '+an']]), [
    { kind: 'seat', start: 0, end: 10, slotId: 'a', postId: 'p', seat: 'support', from: null, to: 'an' }
  ])
})

t.test('two who change places are two differences, the primary first', async (t) => {
  t.match(told([['a', 'p', 0, 10, 'an+binh']], [['a', 'p', 0, 10, 'binh+an']]), [
    { seat: 'primary', from: 'an', to: 'binh' },
    { seat: 'support', from: 'binh', to: 'an' }
  ])
})

t.test('a slot cut by a cover differs only where somebody else stands', async (t) => {
  const changes = told(
    [['a', 'p', 0, 10, 'an+chi']],
    [
      ['a', 'p', 0, 4, 'an+chi'],
      ['b', 'p', 4, 10, 'binh+chi']
    ]
  )
  t.same(changes, [{ kind: 'seat', start: 4, end: 10, slotId: 'b', postId: 'p', seat: 'primary', from: 'an', to: 'binh' }])
})

t.test('what says the same of one slot is one stretch; of two slots it is two', async (t) => {
  const cut: Line[] = [
    ['a', 'p', 0, 4, 'an'],
    ['b', 'p', 4, 10, 'an']
  ]
  t.match(told(cut, [['c', 'p', 0, 10, 'binh']]), [{ start: 0, end: 10, slotId: 'c' }], 'joined')
  t.match(
    told([['c', 'p', 0, 10, 'binh']], cut),
    [
      { start: 0, end: 4, slotId: 'a' },
      { start: 4, end: 10, slotId: 'b' }
    ],
    'each slot for itself'
  )
  const gap: Line[] = [
    ['a', 'p', 0, 4, 'an'],
    ['b', 'p', 6, 10, 'an']
  ]
  t.match(told(gap, [['c', 'p', 0, 10, 'an']]), [{ kind: 'added', start: 4, end: 6, slotId: 'c' }])
  t.equal(told(gap, [['c', 'p', 0, 10, 'binh']]).length, 3, 'what lies between says something else')
})

t.test('time that only one version staffs is added or removed, with everybody in it', async (t) => {
  t.same(told([], [['a', 'p', 0, 10, 'an+binh']]), [
    {
      kind: 'added',
      start: 0,
      end: 10,
      slotId: 'a',
      postId: 'p',
      seats: [
        { seat: 'primary', providerId: 'an' },
        { seat: 'support', providerId: 'binh' }
      ]
    }
  ])
  t.match(told([['a', 'p', 0, 10, 'an']], [['a', 'p', 2, 8, 'an']]), [
    { kind: 'removed', start: 0, end: 2, slotId: 'a', seats: [{ providerId: 'an' }] },
    { kind: 'removed', start: 8, end: 10 }
  ])
  t.match(told([['a', 'p', 0, 10, 'an']], []), [{ kind: 'removed', start: 0, end: 10 }])
  t.match(told([['a', 'p', 0, 10, '']], []), [{ kind: 'removed', seats: [] }], 'an empty slot too')
})

t.test('in order of time, then of post, numbers last', async (t) => {
  const before = version(
    [
      ['1', 'q', 0, 5, 'an'],
      ['2', 'p', 0, 5, 'an'],
      ['3', 'p', 5, 9, 'an'],
      ['4', 'a', 7, 9, 'an']
    ],
    [person('an', '1'), person('binh', '2')]
  )
  const after = version(
    [
      ['4', 'a', 7, 9, 'binh'],
      ['3', 'p', 5, 9, 'binh'],
      ['2', 'p', 0, 5, 'binh'],
      ['1', 'q', 0, 5, 'binh']
    ],
    [person('an', '9'), person('binh', '2')]
  )
  t.same(
    differences(before, after).map((change) => (change.kind === 'numbers' ? 'numbers' : change.slotId)),
    ['2', '1', '3', '4', 'numbers']
  )
})

t.test('numbers differ only of people of both versions', async (t) => {
  const of = (before: Version['people'], after: Version['people']) => differences(version([], before), version([], after))
  t.same(of([person('an', '1')], [person('an', '2')]), [{ kind: 'numbers', providerId: 'an' }])
  t.same(of([person('an', '1', '2')], [person('an', '2', '1')]), [{ kind: 'numbers', providerId: 'an' }], 'which to call first')
  t.same(of([person('an', '1')], [person('an', '1')]), [])
  t.same(of([person('an', '1')], [person('binh', '2')]), [], 'who came and who left')
})

t.test('the first instant concerned, and the posts', async (t) => {
  const lines: Line[] = [
    ['1', 'q', 3, 5, 'an'],
    ['2', 'p', 0, 5, 'binh']
  ]
  const after = version([lines[0] ?? ['', '', 0, 0, ''], ['2', 'p', 0, 5, 'chi']], [person('an', '2')])
  const changes = differences(version(lines, [person('an', '1')]), after)
  t.equal(firstChanged(changes), 0)
  t.same([...postsConcerned(after, changes)].sort(), ['p', 'q'])
  t.equal(firstChanged([{ kind: 'numbers', providerId: 'an' } as unknown as Difference]), undefined)
  t.same([...postsConcerned(after, [])], [])
})

/** Slots of one post that never overlap, of whole minutes, with pauses and people at random. */
const linesOf = (post: string, tag: string): fc.Arbitrary<Line[]> =>
  fc
    .array(
      fc.tuple(
        fc.constantFrom(0, 0, 0, 1, 3),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom('an', 'binh', 'an+binh', 'binh+an', '+an', ''),
        fc.boolean()
      ),
      { maxLength: 7 }
    )
    .map((steps) => {
      let at = 0
      return steps.map(([pause, length, who, own], index): Line => {
        const start = at + pause
        at = start + length
        return [own ? `${post}-${tag}-${index}` : `${post}-${index}`, post, start, at, who]
      })
    })

const POSTS = ['p', 'q'] as const
const anyLines = (tag: string): fc.Arbitrary<Line[]> => fc.tuple(...POSTS.map((post) => linesOf(post, tag))).map((lists) => lists.flat())

/** Two versions: of some posts the later is the earlier with a few slots in other hands or cut in two. */
const pairs: fc.Arbitrary<readonly [Version, Version]> = fc
  .tuple(
    anyLines('old'),
    anyLines('new'),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('', 'an', 'chi', 'an+chi'), fc.boolean())),
    fc.boolean()
  )
  .map(([old, fresh, edits, related]) => {
    if (!related || old.length === 0) return [version(old), version(fresh)]
    const after = [...old]
    for (const [pick, who, cut] of edits) {
      const index = pick % after.length
      const line = after[index]
      if (line === undefined) continue
      const [id, post, start, end] = line
      const middle = Math.floor((start + end) / 2)
      if (cut && middle > start)
        after.splice(index, 1, [id, post, start, middle, line[4]], [`${id}x${after.length}`, post, middle, end, who])
      else after[index] = [id, post, start, end, who]
    }
    return [version(old), version(after)]
  })

/** Whether the post is staffed in that minute, and who stands in which seat: what a version says, minute by minute. */
function minute({ slots }: Version, post: string, at: number): string {
  const found = slots.filter(({ postId, start, end }) => postId === (post as PostId) && start <= at && at < end)
  return found.length === 0 ? '-' : seatsIn(found.flatMap(({ seats }) => seats))
}

const lastOf = (...versions: readonly Version[]): number =>
  Math.max(0, ...versions.flatMap(({ slots }) => slots.map(({ end }) => Number(end))))

const seatsIn = (seats: PublishedSlot['seats']): string =>
  SEATS.map((seat) => seats.filter((each) => each.seat === seat).map((each) => each.providerId)).join('|')

/** What a minute says once a difference is carried out; a complaint where the difference does not fit what was. */
function changed(seats: string, change: Moment): string {
  if (change.kind !== 'seat') {
    const fits = seats === (change.kind === 'added' ? '-' : seatsIn(change.seats))
    if (!fits) return `${change.kind} where there was ${seats}`
    return change.kind === 'added' ? seatsIn(change.seats) : '-'
  }
  const both = seats.split('|')
  const index = SEATS.indexOf(change.seat as (typeof SEATS)[number])
  if (both[index] !== (change.from ?? '')) return `${change.from} was not there`
  return both.with(index, change.to ?? '').join('|')
}

const within = (post: string, at: number) => (change: Moment) => change.postId === (post as PostId) && change.start <= at && at < change.end

/** What is wrong with the differences at that minute; undefined when nothing is. */
function faultAt([before, after]: readonly [Version, Version], changes: readonly Moment[], post: string, at: number): string | undefined {
  const [was, is] = [minute(before, post, at), minute(after, post, at)]
  const here = changes.filter(within(post, at))
  const got = here.reduce(changed, was)
  if (got !== is) return `${post} ${at}: ${was} became ${got}, not ${is}`
  return here.length > 0 === (was !== is) ? undefined : `${post} ${at}: ${was} to ${is} has ${here.length} differences`
}

const always = (check: (before: Version, after: Version) => void): void =>
  fc.assert(
    fc.property(pairs, ([before, after]) => check(before, after)),
    { numRuns: 2000, seed: 20_261_122 }
  )

t.test('any two versions: the differences carried out on the earlier give the later, minute by minute', async (t) => {
  always((before, after) => {
    const changes = moments(differences(before, after))
    const minutes = Array.from({ length: lastOf(before, after) + 2 }, (_, index) => index - 1)
    const faults = POSTS.flatMap((post) => minutes.map((at) => faultAt([before, after], changes, post, at))).filter(Boolean)
    if (faults.length > 0) throw new Error(faults[0])
  })
  t.pass()
})

t.test('any two versions: in a stable order whatever order the slots come in, and no stretch that goes on in the next', async (t) => {
  always((before, after) => {
    const changes = differences(before, after)
    const again = differences({ ...before, slots: before.slots.toReversed() }, { ...after, slots: after.slots.toReversed() })
    if (JSON.stringify(again) !== JSON.stringify(changes)) throw new Error('another order')
    const key = ({ start: _, end: __, ...rest }: Moment): string => JSON.stringify(rest)
    const found = moments(changes)
    for (const one of found) {
      if (found.some((other) => other.start === one.end && key(other) === key(one))) throw new Error(`cut at ${one.end}`)
    }
    const order = found.map((each) => [each.start, each.postId, each.kind === 'seat' ? SEATS.indexOf(each.seat as 'primary') : 0] as const)
    const sorted = order.toSorted((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : Number(a[1] > b[1])) || a[2] - b[2])
    if (JSON.stringify(sorted) !== JSON.stringify(order)) throw new Error('out of order')
  })
  t.pass()
})

t.test('any two versions: a difference names a slot of the later version, or of the earlier where that has none', async (t) => {
  always((before, after) => {
    for (const { kind, slotId, postId, start, end } of moments(differences(before, after))) {
      const { slots } = kind === 'removed' ? before : after
      const holds = slots.some((each) => each.id === slotId && each.postId === postId && each.start <= start && end <= each.end)
      if (!holds) throw new Error(`${kind} ${slotId} ${start}-${end}`)
    }
  })
  t.pass()
})

t.test('any version: there and back, each difference says the opposite', async (t) => {
  always((before, after) => {
    const minutes = (changes: readonly Difference[]) =>
      moments(changes).flatMap((change) =>
        Array.from({ length: change.end - change.start }, (_, index) => {
          const at = `${change.postId} ${change.start + index}`
          if (change.kind !== 'seat') return `${at} staffed`
          return `${at} ${change.seat} ${[change.from, change.to].sort().join()}`
        })
      )
    const [there, back] = [minutes(differences(before, after)).sort(), minutes(differences(after, before)).sort()]
    if (JSON.stringify(there) !== JSON.stringify(back)) throw new Error(`${there} / ${back}`)
  })
  t.pass()
})
