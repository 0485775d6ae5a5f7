import t from 'tap'
import { cardValid } from '../../../src/domain/rules/card-valid.ts'
import { context, duty, lawyer, officer } from '../../support/builders.ts'

const card = { number: '07/TP-TGPL', from: '2026-12-02', to: '2026-12-08' }
const dated = [
  ['the day before the card is issued is refused', '2026-12-01 07:30', '17:00', 1],
  ['the day of issue counts', '2026-12-02 07:30', '17:00', 0],
  ['the last day counts', '2026-12-08 07:30', '17:00', 0],
  ['the day of revocation is refused', '2026-12-09 07:30', '17:00', 1],
  ['a night that runs into the day of revocation is refused', '2026-12-08 17:00', '2026-12-09 07:30', 1],
  ['a duty that ends at 00:00 of that day is allowed', '2026-12-08 00:00', '24:00', 0]
] as const

for (const [title, from, to, breaches] of dated) {
  for (const who of [officer({ card }), lawyer({ id: 'an', card })]) {
    t.test(`${title} (${who.role})`, async (t) => {
      t.equal(cardValid.check([duty({ from, to })], context({ providers: [who] })).length, breaches)
    })
  }
}

t.test('an officer without a card may not stand duty', async (t) => {
  t.match(cardValid.check([duty()], context({ providers: [officer({ card: null })] })), [{ params: { reason: 'no_card' } }])
})

t.test('a lawyer whose card is not recorded may', async (t) => {
  t.same(cardValid.check([duty()], context({ providers: [lawyer({ id: 'an', card: null })] })), [])
})

t.test('an expired card is told from a missing one', async (t) => {
  const found = cardValid.check([duty({ from: '2026-12-09 07:30' })], context({ providers: [officer({ card })] }))
  t.match(found, [{ params: { reason: 'card_not_in_force', day: '2026-12-09' } }])
})
