import t from 'tap'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { buildCalendar } from '../../src/domain/calendar.ts'
import type { CallEvent, CallEventKind } from '../../src/domain/call.ts'
import { appointmentDue, type Clock, type ClockFacts, clocksOf } from '../../src/domain/call-clock.ts'
import { AT_ONCE_MINUTES, CLOCK_LINES, CLOCK_RULES, type ClockLine } from '../../src/domain/call-clock-rules.ts'
import { addDays, type Day } from '../../src/domain/day.ts'
import { formatInstant, HOUR, type Instant, MINUTE, type Zone } from '../../src/domain/instant.ts'
import { wall } from '../support/builders.ts'

const calendar = buildCalendar(calendarNotices.map((notice, at) => ({ ...notice, id: `n${at}` }) as never))
const VN = 'Asia/Ho_Chi_Minh' as Zone
const BERLIN = 'Europe/Berlin' as Zone

const held: ClockFacts = { stage: 'arrest', standing: 'arrested', inCustody: true }
const accused: ClockFacts = { stage: 'investigation', standing: 'accused', inCustody: false }
const litigant: ClockFacts = { stage: 'civil', standing: 'litigant', inCustody: false }

type Said = readonly [kind: CallEventKind, at: string]
const happen = (said: readonly Said[], zone: Zone = VN): CallEvent[] =>
  said.map(([kind, at], position) => ({ kind, at: wall(at, zone), position, by: 'PC01' }))
const clocks = (facts: ClockFacts, said: readonly Said[], now: string, zone: Zone = VN): readonly Clock[] =>
  clocksOf(facts, happen(said, zone), calendar, zone, wall(now, zone))
const one = (all: readonly Clock[], rule: string): Clock => {
  const found = all.filter((clock) => clock.rule === rule)
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} clocks of ${rule}`)
  return found[0]
}
const at = (instant: Instant | null, zone: Zone = VN): string | null =>
  instant === null ? null : formatInstant(instant, zone).slice(0, 16).replace('T', ' ')

/** A clock, what happened, now, when it is due and how it stands. */
const cases: readonly (readonly [string, ClockFacts, string, readonly Said[], string, string, Clock['state']])[] = [
  [
    'D1: 12 hours for somebody arrested',
    held,
    'D1',
    [['requested', '2026-12-05 20:00']],
    '2026-12-06 08:00',
    '2026-12-06 08:00',
    'running'
  ],
  ['overdue a minute later', held, 'D1', [['requested', '2026-12-05 20:00']], '2026-12-06 08:01', '2026-12-06 08:00', 'overdue'],
  [
    'met at the very hour',
    held,
    'D1',
    [
      ['requested', '2026-12-05 20:00'],
      ['notified', '2026-12-06 08:00']
    ],
    '2026-12-09 08:00',
    '2026-12-06 08:00',
    'met'
  ],
  [
    'late a minute after it',
    held,
    'D1',
    [
      ['requested', '2026-12-05 20:00'],
      ['notified', '2026-12-06 08:01']
    ],
    '2026-12-09 08:00',
    '2026-12-06 08:00',
    'late'
  ],
  ['D1: 24 hours for an accused', accused, 'D1', [['requested', '2026-12-05 20:00']], '2026-12-06 08:01', '2026-12-06 20:00', 'running'],
  [
    'D2: registered at once, or overdue after the grace',
    held,
    'D2',
    [['notified', '2027-02-06 02:10']],
    '2027-02-06 02:26',
    '2027-02-06 02:10',
    'overdue'
  ],
  [
    'within the grace it is not overdue yet',
    held,
    'D2',
    [['notified', '2027-02-06 02:10']],
    '2027-02-06 02:25',
    '2027-02-06 02:10',
    'running'
  ],
  [
    'a case opened is registered',
    held,
    'D2',
    [
      ['notified', '2026-12-05 20:00'],
      ['case_opened', '2026-12-05 20:10']
    ],
    '2026-12-06 20:00',
    '2026-12-05 20:00',
    'met'
  ],
  [
    'D3: 12 hours from the registration, over Tết too',
    held,
    'D3',
    [['registered', '2026-02-17 02:10']],
    '2026-02-17 14:10',
    '2026-02-17 14:10',
    'running'
  ],
  [
    'D3: 3 working days for others',
    litigant,
    'D3',
    [['registered', '2026-12-01 08:00']],
    '2026-12-02 08:00',
    '2026-12-05 00:00',
    'running'
  ],
  [
    'the hour of the day does not matter',
    litigant,
    'D3',
    [['registered', '2026-12-01 23:59']],
    '2026-12-02 08:00',
    '2026-12-05 00:00',
    'running'
  ],
  ['a weekend does not count', litigant, 'D3', [['registered', '2026-12-03 08:00']], '2026-12-04 08:00', '2026-12-09 00:00', 'running'],
  [
    'begun on a Sunday it counts from Monday',
    litigant,
    'D3',
    [['registered', '2026-12-06 08:00']],
    '2026-12-07 08:00',
    '2026-12-10 00:00',
    'running'
  ],
  ['24/11/2026 does not count', litigant, 'D3', [['registered', '2026-11-20 08:00']], '2026-11-21 08:00', '2026-11-27 00:00', 'running'],
  ['Tết of 2026 does not count', litigant, 'D3', [['registered', '2026-02-12 08:00']], '2026-02-13 08:00', '2026-02-25 00:00', 'running'],
  [
    'a worked Saturday counts: 22/08/2026',
    litigant,
    'D3',
    [['registered', '2026-08-20 08:00']],
    '2026-08-21 08:00',
    '2026-08-25 00:00',
    'running'
  ],
  [
    'and the Monday off for it does not',
    litigant,
    'D3',
    [['registered', '2026-08-27 08:00']],
    '2026-08-28 08:00',
    '2026-09-05 00:00',
    'running'
  ],
  [
    'in time until the end of the last day',
    litigant,
    'D3',
    [['registered', '2026-12-01 08:00']],
    '2026-12-05 00:00',
    '2026-12-05 00:00',
    'running'
  ],
  ['overdue from the next day on', litigant, 'D3', [['registered', '2026-12-01 08:00']], '2026-12-05 00:01', '2026-12-05 00:00', 'overdue'],
  [
    'D4: 3 working days from the notice',
    litigant,
    'D4',
    [['notified', '2026-12-01 08:00']],
    '2026-12-02 08:00',
    '2026-12-05 00:00',
    'running'
  ],
  [
    'at once in the cases of Điều 31(3)',
    accused,
    'D4',
    [['notified', '2026-12-01 08:00']],
    '2026-12-01 08:16',
    '2026-12-01 08:00',
    'overdue'
  ],
  [
    'at once for a reason given',
    { ...litigant, urgency: 'limitation' },
    'D4',
    [['notified', '2026-12-01 08:00']],
    '2026-12-01 08:16',
    '2026-12-01 08:00',
    'overdue'
  ],
  ['D5: the body phones at once', held, 'D5', [['requested', '2026-12-05 20:00']], '2026-12-05 20:16', '2026-12-05 20:00', 'overdue'],
  [
    'from the notice where no request is known',
    held,
    'D5',
    [
      ['notified', '2026-12-05 20:00'],
      ['phoned', '2026-12-05 20:05']
    ],
    '2026-12-05 21:00',
    '2026-12-05 20:00',
    'met'
  ],
  [
    'D6: 24 hours when the defence is refused',
    accused,
    'D6',
    [['defence_refused', '2026-12-04 16:00']],
    '2026-12-05 15:00',
    '2026-12-05 16:00',
    'running'
  ],
  [
    'D6: 2 working days when the protector is refused',
    litigant,
    'D6',
    [['protector_refused', '2026-12-04 16:00']],
    '2026-12-05 15:00',
    '2026-12-09 00:00',
    'running'
  ],
  // pauses
  [
    'a pause stretches hours by its length',
    accused,
    'D6',
    [
      ['defence_refused', '2026-12-04 16:00'],
      ['paused', '2026-12-04 18:00'],
      ['resumed', '2026-12-05 06:00']
    ],
    '2026-12-05 17:00',
    '2026-12-06 04:00',
    'running'
  ],
  [
    'while it lasts, the due time moves with it',
    accused,
    'D6',
    [
      ['defence_refused', '2026-12-04 16:00'],
      ['paused', '2026-12-04 18:00']
    ],
    '2026-12-20 18:00',
    '2026-12-21 16:00',
    'paused'
  ],
  [
    'one that begins too late heals nothing',
    accused,
    'D6',
    [
      ['defence_refused', '2026-12-04 16:00'],
      ['paused', '2026-12-05 16:01']
    ],
    '2026-12-20 18:00',
    '2026-12-05 16:00',
    'overdue'
  ],
  [
    'a working day that ends in a pause does not count',
    litigant,
    'D3',
    [
      ['registered', '2026-12-01 08:00'],
      ['paused', '2026-12-03 16:00'],
      ['resumed', '2026-12-04 09:00']
    ],
    '2026-12-04 10:00',
    '2026-12-08 00:00',
    'running'
  ],
  [
    'a pause within a day changes nothing',
    litigant,
    'D3',
    [
      ['registered', '2026-12-01 08:00'],
      ['paused', '2026-12-03 09:00'],
      ['resumed', '2026-12-03 16:00']
    ],
    '2026-12-04 10:00',
    '2026-12-05 00:00',
    'running'
  ],
  [
    'nor does one over a weekend',
    litigant,
    'D3',
    [
      ['registered', '2026-12-03 08:00'],
      ['paused', '2026-12-05 00:00'],
      ['resumed', '2026-12-07 07:30']
    ],
    '2026-12-07 10:00',
    '2026-12-09 00:00',
    'running'
  ],
  [
    'a clock that begins in a pause waits for its end',
    held,
    'D3',
    [
      ['paused', '2026-12-01 08:00'],
      ['registered', '2026-12-01 10:00'],
      ['resumed', '2026-12-01 11:00']
    ],
    '2026-12-01 12:00',
    '2026-12-01 23:00',
    'running'
  ],
  [
    'what is due at once never stands still',
    held,
    'D2',
    [
      ['notified', '2026-12-01 08:00'],
      ['paused', '2026-12-01 08:05']
    ],
    '2026-12-01 09:00',
    '2026-12-01 08:00',
    'overdue'
  ]
]

for (const [title, facts, rule, said, now, due, state] of cases) {
  t.test(title, async (t) => {
    const clock = one(clocks(facts, said, now), rule)
    t.equal(at(clock.dueAt), due)
    t.equal(clock.state, state)
  })
}

t.test('hours are hours that really pass: the night on which Berlin goes back has one more on the wall', async (t) => {
  const clock = one(clocks(held, [['requested', '2026-10-24 20:00']], '2026-10-24 21:00', BERLIN), 'D1')
  t.equal(at(clock.dueAt, BERLIN), '2026-10-25 07:00')
  t.equal(clock.dueAt - clock.startedAt, 12 * HOUR)
})

t.test('a clock ends on the day of the zone, not of the server', async (t) => {
  const clock = one(clocks(litigant, [['registered', '2026-03-26 23:30']], '2026-03-27 08:00', BERLIN), 'D3')
  t.equal(at(clock.dueAt, BERLIN), '2026-04-01 00:00')
})

t.test('which clocks a call has follows from who the person is', async (t) => {
  const said: readonly Said[] = [
    ['requested', '2026-12-05 20:00'],
    ['notified', '2026-12-05 20:30'],
    ['registered', '2026-12-05 20:31']
  ]
  const rules = (facts: ClockFacts): string =>
    clocks(facts, said, '2026-12-05 20:40')
      .map(({ rule }) => rule)
      .join(' ')
  t.equal(rules(held), 'D1 D2 D3 D4 D5')
  t.equal(rules(accused), 'D1 D2 D3 D4')
  t.equal(rules(litigant), 'D3 D4')
  t.equal(rules({ ...held, standing: 'other' }), 'D1 D2 D3 D4 D5', 'arrested by the stage and the custody')
  t.equal(rules({ ...held, standing: 'other', inCustody: false }), 'D3 D4')
  t.equal(rules({ ...accused, inCustody: true }), 'D1 D2 D3 D4', 'a charged person in detention has the clocks of the charged')
  t.equal(rules({ ...held, stage: 'none' }), '', 'advice outside proceedings')
})

t.test('whose duty it is', async (t) => {
  const all = clocks(
    held,
    [
      ['requested', '2026-12-05 20:00'],
      ['notified', '2026-12-05 20:30']
    ],
    '2026-12-05 20:40'
  )
  t.same(
    all.map(({ rule, owner }) => `${rule} ${owner}`),
    ['D1 agency', 'D2 centre', 'D4 centre', 'D5 agency']
  )
})

t.test('what was done before a clock began has met it', async (t) => {
  const said: readonly Said[] = [
    ['phoned', '2026-12-05 20:00'],
    ['notified', '2026-12-05 20:02'],
    ['appointed', '2026-12-05 20:05'],
    ['registered', '2026-12-06 08:00']
  ]
  const all = clocks(held, said, '2026-12-06 09:00')
  t.same([one(all, 'D3').state, at(one(all, 'D3').stoppedAt)], ['met', '2026-12-06 08:00'])
  t.same([one(all, 'D5').state, at(one(all, 'D5').stoppedAt)], ['met', '2026-12-05 20:02'])
  t.equal(one(all, 'D2').state, 'late')
  t.equal(one(all, 'D2').ranMs, 11 * HOUR + 58 * MINUTE)
})

t.test('a clock says how long it ran and how long it stood still', async (t) => {
  const said: readonly Said[] = [
    ['registered', '2026-12-01 08:00'],
    ['paused', '2026-12-01 09:00'],
    ['resumed', '2026-12-01 11:00'],
    ['appointed', '2026-12-01 12:30']
  ]
  const clock = one(clocks(held, said, '2026-12-09 08:00'), 'D3')
  t.same([clock.ranMs, clock.pausedMs], [2.5 * HOUR, 2 * HOUR])
})

t.test('each refusal by a body starts a clock of its own, and only a later appointment stops it', async (t) => {
  const said: readonly Said[] = [
    ['notified', '2026-12-01 08:00'],
    ['appointed', '2026-12-01 08:05'],
    ['defence_refused', '2026-12-02 08:00'],
    ['appointed', '2026-12-02 10:00'],
    ['defence_refused', '2026-12-03 08:00']
  ]
  const all = clocks(accused, said, '2026-12-03 12:00').filter(({ rule }) => rule === 'D6')
  t.same(
    all.map(({ state, stoppedAt }) => [state, at(stoppedAt)]),
    [
      ['met', '2026-12-02 10:00'],
      ['running', null]
    ]
  )
})

for (const end of ['withdrawn', 'guided'] as const) {
  t.test(`${end} stops every clock, and each says by what`, async (t) => {
    const said: readonly Said[] = [
      ['notified', '2026-12-01 08:00'],
      ['registered', '2026-12-01 08:01'],
      ['phoned', '2026-12-01 08:01'],
      [end, '2026-12-01 08:10']
    ]
    const all = clocks(held, said, '2026-12-09 08:00')
    t.same(
      all.map(({ rule, state, stoppedBy }) => `${rule} ${state} ${stoppedBy}`),
      ['D2 met registered', `D3 met ${end}`, `D4 met ${end}`, 'D5 met phoned']
    )
  })
}

t.test('the order of the rows does not matter, and what is still to come does not count', async (t) => {
  const said: readonly Said[] = [
    ['requested', '2026-12-05 20:00'],
    ['notified', '2026-12-05 21:00'],
    ['registered', '2026-12-05 21:05'],
    ['appointed', '2026-12-06 01:00']
  ]
  const events = happen(said)
  const now = wall('2026-12-05 22:00')
  t.same(clocksOf(held, events.toReversed(), calendar, VN, now), clocksOf(held, events, calendar, VN, now))
  t.same(clocksOf(held, events, calendar, VN, now), clocksOf(held, events.slice(0, 3), calendar, VN, now))
  t.equal(one(clocks(held, said, '2026-12-05 22:00'), 'D3').state, 'running')
})

t.test('of the clocks that an appointment stops the first to run out is shown', async (t) => {
  const said: readonly Said[] = [
    ['notified', '2026-12-01 08:00'],
    ['registered', '2026-12-02 08:00']
  ]
  t.equal(appointmentDue(clocks(litigant, said, '2026-12-02 09:00'))?.rule, 'D4')
  t.equal(appointmentDue(clocks(held, said, '2026-12-02 09:00'))?.rule, 'D4')
  t.equal(appointmentDue(clocks(held, [['requested', '2026-12-01 08:00']], '2026-12-02 09:00')), null, 'D1 is not one of them')
  t.equal(appointmentDue(clocks(litigant, [...said, ['appointed', '2026-12-02 09:00']], '2026-12-02 09:00')), null, 'none is left')
})

t.test('the time that "at once" is given before it counts as overdue is policy, and never moves the due time', async (t) => {
  const notice: readonly Said[] = [['notified', '2026-12-01 08:00']]
  const clock = one(clocks(held, notice, '2026-12-01 08:00'), 'D2')
  t.equal(clock.limitAt - clock.dueAt, AT_ONCE_MINUTES * MINUTE)
  t.equal(clock.amount, 0)
})

t.test('a new law is a new line: each clock cites the version in force when it started', async (t) => {
  const next = '2027-01-01' as Day
  const successor = (line: ClockLine): ClockLine[] =>
    line.rule === 'D3' && line.groups.includes('held')
      ? [
          { ...line, to: addDays(next, -1) },
          { ...line, from: next, basis: 'Luật mới', allowance: { unit: 'hours', hours: 6 } }
        ]
      : [line]
  const lines = CLOCK_LINES.flatMap(successor)
  const d3 = (registered: string) => {
    const now = wall('2027-01-02 00:00')
    return one(clocksOf(held, happen([['registered', registered]]), calendar, VN, now, lines), 'D3')
  }
  const [before, after] = [d3('2026-12-31 23:59'), d3('2027-01-01 00:00')]
  t.same([before.basis, before.amount, before.ruleVersion], ['Luật TGPL 2017 Điều 31(2)', 12, { from: '2018-01-01', to: '2026-12-31' }])
  t.same([after.basis, after.amount, after.ruleVersion], ['Luật mới', 6, { from: '2027-01-01', to: null }])
})

t.test('a request told again under the new line does not start the clock again', async (t) => {
  const lines = CLOCK_LINES.flatMap((line) => [
    { ...line, to: '2026-12-31' as Day },
    { ...line, from: '2027-01-01' as Day }
  ])
  const events = happen([
    ['notified', '2026-12-31 20:00'],
    ['notified', '2027-01-01 08:00']
  ])
  const found = clocksOf(litigant, events, calendar, VN, wall('2027-01-02 00:00'), lines)
  t.same(
    found.map(({ startedAt }) => at(startedAt)),
    ['2026-12-31 20:00']
  )
})

t.test('before there was a law nothing runs', async (t) =>
  t.same(clocks(held, [['requested', '2017-12-31 20:00']], '2018-06-01 00:00'), [])
)

t.test('at any moment a rule has one line for everybody whom it is about', async (t) => {
  for (const rule of CLOCK_RULES)
    for (const group of ['held', 'charged', 'other'] as const)
      for (const urgent of [true, false])
        for (const kind of new Set(CLOCK_LINES.flatMap(({ starts }) => starts))) {
          const lines = CLOCK_LINES.filter(
            (line) =>
              line.rule === rule &&
              line.groups.includes(group) &&
              line.starts.includes(kind) &&
              (line.urgent === null || line.urgent === urgent) &&
              line.from <= '2026-12-01' &&
              (line.to === null || line.to >= '2026-12-01')
          )
          t.ok(lines.length <= 1, `${rule} ${group} ${kind}`)
        }
  t.ok(CLOCK_LINES.every(({ basis }) => basis === basis.normalize('NFC')))
})
