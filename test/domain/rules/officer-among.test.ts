import t from 'tap'
import { officerAmong } from '../../../src/domain/rules/officer-among.ts'
import { context, duty, lawyer, officer } from '../../support/builders.ts'

const world = context({ providers: [officer({ id: 'an' }), lawyer({ id: 'binh' }), lawyer({ id: 'chi' })] })
const check = (...people: string[]) =>
  officerAmong.check(
    people.map((providerId, at) => duty({ providerId, seat: at === 0 ? 'primary' : 'support' })),
    world
  )

t.test('of two at least one is an officer', async (t) => {
  t.same(check('an', 'binh'), [])
  t.same(check('binh', 'an'), [])
  t.match(check('binh', 'chi'), [{ level: 'soft', degree: 1, seats: { length: 2 }, params: { day: '2026-12-01', post: 'kv1' } }])
})

t.test('one person alone is not asked', async (t) => t.same(check('binh'), []))
t.test('it is off until a centre wants it', async (t) => t.equal(officerAmong.optIn, true))
