import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { ATTEMPT_OUTCOMES, type AttemptOutcome, CONFLICT_RULES, type ConflictOfInterest, INTERESTS } from '../../src/domain/call.ts'
import { type Chain, type ChainFacts, nextToCall } from '../../src/domain/call-chain.ts'
import type { ProviderId } from '../../src/domain/ids.ts'

type As = ChainFacts['people'][number]['as']
const person = (id: string, as: As = 'stand_in') => ({ providerId: id as ProviderId, as })
const onDuty = [person('an', 'primary'), person('binh', 'support'), person('chi'), person('dung')]
const against = (
  id: string,
  level: ConflictOfInterest['level'],
  rule: ConflictOfInterest['rule'] = 'several-accused'
): ConflictOfInterest => ({
  providerId: id as ProviderId,
  rule,
  level,
  basis: `Điều của ${rule}`,
  declared: false
})
type Try = readonly [id: string | null, outcome: AttemptOutcome]
const chain = (tries: readonly Try[] = [], some: Partial<ChainFacts> = {}): Chain =>
  nextToCall({
    people: onDuty,
    conflicts: [],
    interests: 'unknown',
    attempts: tries.map(([id, outcome], index) => ({
      position: index + 1,
      as: id === null ? 'centre' : (onDuty.find(({ providerId }) => providerId === id)?.as ?? 'stand_in'),
      providerId: id as ProviderId | null,
      outcome
    })),
    ...some
  })
const order = ({ order }: Chain): string => order.map(({ providerId }) => providerId ?? 'centre').join(' ')
const next = ({ next, ended }: Chain): string => (next === null ? `${ended}` : (next.providerId ?? 'centre'))
const step = ({ order }: Chain, id: string | null) => order.find(({ providerId }) => providerId === id)

t.test('at the beginning: on duty, stand-ins, the centre', async (t) => {
  t.equal(order(chain()), 'an binh chi dung centre')
  t.equal(next(chain()), 'an')
  t.same(
    chain().order.map(({ position, as, state }) => [position, as, state]),
    [
      [1, 'primary', 'open'],
      [2, 'support', 'open'],
      [3, 'stand_in', 'open'],
      [4, 'stand_in', 'open'],
      [5, 'centre', 'open']
    ]
  )
})

const cases: readonly (readonly [string, readonly Try[], string])[] = [
  ['nobody answered: the next', [['an', 'no_answer']], 'binh'],
  ['busy: the next', [['an', 'busy']], 'binh'],
  ['a wrong number: the next', [['an', 'wrong_number']], 'binh'],
  ['refused for a conflict: the next', [['an', 'refused_conflict']], 'binh'],
  ['refused, busy elsewhere: the next', [['an', 'refused_busy']], 'binh'],
  [
    'answered: taken',
    [
      ['an', 'no_answer'],
      ['binh', 'answered']
    ],
    'taken'
  ],
  ['called out of order: the first who is open', [['binh', 'busy']], 'an'],
  [
    'everybody in vain: the centre',
    [
      ['an', 'busy'],
      ['binh', 'no_answer'],
      ['chi', 'wrong_number'],
      ['dung', 'refused_busy']
    ],
    'centre'
  ],
  [
    'the centre too: exhausted',
    [
      ['an', 'busy'],
      ['binh', 'busy'],
      ['chi', 'busy'],
      ['dung', 'busy'],
      [null, 'no_answer']
    ],
    'exhausted'
  ],
  [
    'the centre takes it',
    [
      ['an', 'busy'],
      [null, 'answered']
    ],
    'taken'
  ],
  ['the centre tried too early does not end it', [[null, 'no_answer']], 'an'],
  [
    'called back after all: taken',
    [
      ['an', 'no_answer'],
      ['binh', 'busy'],
      ['an', 'answered']
    ],
    'taken'
  ],
  [
    'taken, and then the conflict shows: open again',
    [
      ['an', 'answered'],
      ['an', 'refused_conflict']
    ],
    'binh'
  ],
  ['somebody whom the order does not name takes it', [['giang', 'answered']], 'taken']
]
for (const [title, tries, expected] of cases) t.test(title, async (t) => t.equal(next(chain(tries)), expected))

t.test('who is blocked is never called, and the order says why', async (t) => {
  const blocked = chain([], { conflicts: [against('an', 'block'), against('binh', 'block', 'client-refused')] })
  t.equal(next(blocked), 'chi')
  t.equal(order(blocked), 'an binh chi dung centre', 'each in the old place')
  const first = step(blocked, 'an')
  t.match(first, { state: 'excluded', conflict: { rule: 'several-accused', basis: 'Điều của several-accused' }, reasonDue: true })
})

t.test('everybody blocked: the centre, never nothing', async (t) => {
  const all = chain([], { conflicts: onDuty.map(({ providerId }) => against(providerId, 'block')) })
  t.equal(next(all), 'centre')
  t.equal(next(chain([], { people: [] })), 'centre')
})

t.test('warned of: after those who are free; to be confirmed: after them; the centre last', async (t) => {
  const conflicts = [against('an', 'confirm'), against('binh', 'warn', 'cannot-serve')]
  const sorted = chain([], { conflicts })
  t.equal(order(sorted), 'chi dung binh an centre')
  t.same(
    sorted.order.map(({ needsConfirmation }) => needsConfirmation),
    [false, false, false, true, false]
  )
  t.same(
    sorted.order.map(({ position }) => position),
    [1, 2, 3, 4, 5]
  )
})

t.test('declared apart, the question of interests is answered; no other question is', async (t) => {
  const conflicts = [
    against('an', 'confirm'),
    against('binh', 'confirm', 'opposing-interests'),
    against('chi', 'confirm', 'relative-of-official')
  ]
  t.equal(order(chain([], { conflicts, interests: 'apart' })), 'an binh dung chi centre')
  t.equal(order(chain([], { conflicts, interests: 'opposing' })), 'dung an binh chi centre')
  t.equal(step(chain([], { conflicts: [against('an', 'block')], interests: 'apart' }), 'an')?.state, 'excluded', 'a bar stands')
})

t.test('of several conflicts of one person the gravest counts', async (t) => {
  const conflicts = [against('an', 'warn', 'cannot-serve'), against('an', 'block', 'body-refused'), against('an', 'confirm')]
  t.equal(step(chain([], { conflicts }), 'an')?.conflict?.rule, 'body-refused')
})

t.test('who refuses for a conflict is out, by the rule on record, or by the ground that the law leaves', async (t) => {
  const refused: readonly Try[] = [['an', 'refused_conflict']]
  const unnamed = step(chain(refused), 'an')
  t.match(unnamed, { state: 'excluded', reasonDue: true, conflict: { rule: 'not-objective', level: 'block', declared: true } })
  const named = { ...against('an', 'block', 'opposing-interests'), declared: true }
  t.equal(step(chain(refused, { conflicts: [named] }), 'an')?.conflict, named)
  t.equal(step(chain(refused, { conflicts: [against('an', 'warn', 'cannot-serve')] }), 'an')?.conflict?.rule, 'not-objective')
  t.equal(next(chain([...refused, ['binh', 'answered']])), 'taken')
})

t.test('taken, and then the body refuses the registration: open again', async (t) => {
  const replaced = chain([['an', 'answered']], { conflicts: [against('an', 'block', 'body-refused')] })
  t.equal(next(replaced), 'binh')
})

t.test('the reason is owed for whoever was on duty or was tried, not for a stand-in nobody spoke of', async (t) => {
  const conflicts = [against('chi', 'block')]
  t.equal(step(chain([], { conflicts }), 'chi')?.reasonDue, false)
  t.equal(step(chain([['chi', 'answered']], { conflicts }), 'chi')?.reasonDue, true)
  t.equal(step(chain([['an', 'busy']]), 'an')?.reasonDue, false)
})

t.test('somebody said twice is called once, in the first place', async (t) => {
  const twice = chain([], { people: [person('an', 'primary'), person('an', 'support'), person('binh'), person('an')] })
  t.equal(order(twice), 'an binh centre')
  t.equal(step(twice, 'an')?.as, 'primary')
})

const ids = ['an', 'binh', 'chi', 'dung', 'giang']
const levels = { warn: 1, confirm: 2, block: 3 } as const
const conflict: fc.Arbitrary<ConflictOfInterest> = fc
  .tuple(fc.constantFrom(...ids), fc.constantFrom('block', 'confirm', 'warn'), fc.constantFrom(...CONFLICT_RULES))
  .map(([id, level, rule]) => against(id, level as ConflictOfInterest['level'], rule))
const facts: fc.Arbitrary<ChainFacts> = fc.record({
  people: fc
    .subarray(ids)
    .map((some) => some.map((id, index) => person(id, index === 0 ? 'primary' : index === 1 ? 'support' : 'stand_in'))),
  conflicts: fc.array(conflict, { maxLength: 5 }),
  interests: fc.constantFrom(...INTERESTS),
  attempts: fc.array(fc.tuple(fc.constantFrom(...ids, null), fc.constantFrom(...ATTEMPT_OUTCOMES)), { maxLength: 6 }).map((tries) =>
    tries.map(([id, outcome], position) => ({
      position,
      providerId: id as ProviderId | null,
      as: id === null ? ('centre' as const) : ('stand_in' as const),
      outcome
    }))
  )
})

/** How grave what is against somebody is, 0-3. */
function gravity({ conflicts, interests, attempts }: ChainFacts, id: string): number {
  if (attempts.findLast(({ providerId }) => providerId === id)?.outcome === 'refused_conflict') return 3
  const settled = interests === 'apart' ? ['several-accused', 'opposing-interests'] : []
  const standing = conflicts.filter(({ rule, level, providerId }) => providerId === id && !(level === 'confirm' && settled.includes(rule)))
  return Math.max(0, ...standing.map(({ level }) => levels[level]))
}

/** Who is next, found by asking in turn for the free, the warned of, the unconfirmed and the centre. */
function expected(facts: ChainFacts): string {
  const last = new Map(facts.attempts.map(({ providerId, outcome }) => [providerId as string | null, outcome]))
  const took = [...last].some(([id, outcome]) => outcome === 'answered' && (id === null || gravity(facts, id) < 3))
  if (took) return 'taken'
  const untried = facts.people.filter(({ providerId }) => !last.has(providerId))
  const turns = [0, 1, 2].map((grave) => untried.find(({ providerId }) => gravity(facts, providerId) === grave))
  const first = turns.find((person) => person !== undefined)
  return first?.providerId ?? (last.has(null) ? 'exhausted' : 'centre')
}

t.test('the next is whom asking in turn finds, whatever has happened', async () => {
  fc.assert(
    fc.property(facts, (facts) => {
      const found = nextToCall(facts)
      deepStrictEqual(next(found), expected(facts))
      deepStrictEqual(found.ended === null, found.next !== null, 'never an empty answer')
      deepStrictEqual(found.order.at(-1)?.as, 'centre')
      deepStrictEqual(
        found.order.map(({ position }) => position),
        found.order.map((_, index) => index + 1)
      )
    }),
    { numRuns: 3000 }
  )
})

t.test('whoever follows the chain gets to its end: each is called once at most, nobody who is blocked', async () => {
  fc.assert(
    fc.property(facts, fc.array(fc.constantFrom(...ATTEMPT_OUTCOMES), { minLength: 12, maxLength: 12 }), (start, outcomes) => {
      const blocked = new Set(start.conflicts.filter(({ level }) => level === 'block').map(({ providerId }) => providerId as string))
      const called: string[] = []
      let facts: ChainFacts = { ...start, attempts: [] }
      for (const outcome of outcomes) {
        const { next } = nextToCall(facts)
        if (next === null) break
        called.push(next.providerId ?? 'centre')
        facts = { ...facts, attempts: [...facts.attempts, { ...next, position: facts.attempts.length, outcome }] }
      }
      const { ended } = nextToCall(facts)
      const exhausted = ended === 'exhausted' && called.at(-1) === 'centre'
      return (ended === 'taken' || exhausted) && new Set(called).size === called.length && !called.some((id) => blocked.has(id))
    }),
    { numRuns: 1000 }
  )
})
