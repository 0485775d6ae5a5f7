import t from 'tap'
import type { CallEvent, CallEventKind } from '../../src/domain/call.ts'
import { type Clock, clocksOf } from '../../src/domain/call-clock.ts'
import { CLOCK_RULES } from '../../src/domain/call-clock-rules.ts'
import { CLOCK_TITLES, wordClock, wordInstant } from '../../src/domain/call-clock-wording.ts'
import type { Zone } from '../../src/domain/instant.ts'
import { LANGUAGES } from '../../src/domain/wording.ts'
import { wall } from '../support/builders.ts'

const VN = 'Asia/Ho_Chi_Minh' as Zone
const weekdays = { isWorking: (day: string) => ![0, 6].includes(new Date(day).getUTCDay()) }
const clock = (rule: string, said: readonly (readonly [CallEventKind, string])[], now: string): Clock => {
  const events = said.map(([kind, at], position): CallEvent => ({ kind, at: wall(at), position, by: 'x' }))
  const facts =
    rule === 'D6'
      ? ({ stage: 'civil', standing: 'litigant', inCustody: false } as const)
      : ({ stage: 'arrest', standing: 'held', inCustody: true } as const)
  const found = clocksOf(facts, events, weekdays, VN, wall(now)).find((each) => each.rule === rule)
  if (found === undefined) throw new Error(rule)
  return found
}

const cases = [
  [
    clock('D3', [['registered', '2026-12-05 02:10']], '2026-12-05 02:11'),
    'Trung tâm cử người thực hiện trợ giúp pháp lý kể từ khi thụ lý (trong 12 giờ): còn hạn đến 14:10 ngày 05/12/2026. Căn cứ: Luật TGPL 2017 Điều 31(2).',
    'The centre appoints a provider, counted from the registration (within 12 hours): due by 2026-12-05 14:10. Basis: Luật TGPL 2017 Điều 31(2).'
  ],
  [
    clock('D6', [['protector_refused', '2026-12-01 08:00']], '2026-12-09 08:00'),
    'Trung tâm cử người khác thay thế (trong 2 ngày làm việc): đã quá hạn 24:00 ngày 03/12/2026 mà chưa thực hiện. Căn cứ: TTLT 10/2018 Điều 6.',
    'The centre appoints somebody else instead (within 2 working days): overdue: not done by 2026-12-03 24:00. Basis: TTLT 10/2018 Điều 6.'
  ]
] as const
for (const [clock, vi, en] of cases) {
  t.test(`${clock.rule} ${clock.state}`, async (t) => {
    t.equal(wordClock(clock, VN, 'vi'), vi)
    t.equal(wordClock(clock, VN, 'en'), en)
  })
}

const notice = ['notified', '2026-12-05 02:10'] as const
t.test('each state has its words', async (t) => {
  const said = (end: CallEventKind, at: string) => wordClock(clock('D2', [notice, [end, at]], '2026-12-06 00:00'), VN, 'vi')
  t.match(
    said('registered', '2026-12-05 02:12'),
    'Trung tâm thụ lý ngay khi nhận được thông báo (ngay): đúng hạn, lúc 02:12 ngày 05/12/2026 (hạn 02:10'
  )
  t.match(said('registered', '2026-12-05 09:00'), 'quá hạn, lúc 09:00 ngày 05/12/2026')
  t.match(said('withdrawn', '2026-12-05 02:12'), 'dừng lúc 02:12 ngày 05/12/2026 do việc đã kết thúc')
  t.match(said('withdrawn', '2026-12-05 09:00'), 'quá hạn, lúc 09:00', 'too late is too late, whatever ended it')
  const paused = clock(
    'D3',
    [
      ['registered', '2026-12-05 02:10'],
      ['paused', '2026-12-05 03:00']
    ],
    '2026-12-05 04:00'
  )
  t.match(wordClock(paused, VN, 'vi'), 'đang tạm dừng, hạn tính đến nay là 15:10')
})

t.test('the end of a day is its 24:00', async (t) => {
  t.equal(wordInstant(wall('2026-12-05 00:00'), VN, 'vi'), '24:00 ngày 04/12/2026')
  t.equal(wordInstant(wall('2026-12-05 00:01'), VN, 'vi'), '00:01 ngày 05/12/2026')
  t.equal(wordInstant(wall('2026-12-05 00:00'), VN, 'en'), '2026-12-04 24:00')
})

t.test('every rule has a title in both languages', async (t) => {
  for (const rule of CLOCK_RULES)
    for (const language of LANGUAGES)
      t.ok(CLOCK_TITLES[rule][language] && CLOCK_TITLES[rule][language] === CLOCK_TITLES[rule][language].normalize('NFC'))
})
