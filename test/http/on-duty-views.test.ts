import t from 'tap'
import type { Instant } from '../../src/domain/instant.ts'
import { audienceOf, prepare } from '../../src/http/on-duty-views.ts'
import { ANYBODY, type Principal } from '../../src/http/principal.ts'
import type { LookedUp } from '../../src/lookup/look-up.ts'
import type { Wish } from '../../src/lookup/wanted.ts'
import { agency, phone, wall } from '../support/builders.ts'

const centre = {
  id: 'trung-tam',
  code: 'lang-son',
  name: 'Trung tâm',
  zone: 'Asia/Ho_Chi_Minh',
  phones: [phone(), phone({ e164: '+84912000009', visibility: 'agency' })]
}
const [old, heir] = [agency({ id: 'cu', code: 'cu', name: 'Cũ', validTo: '2025-06-30' }), agency({ id: 'moi', code: 'moi', name: 'Mới' })]
const publication = (number: number) => ({
  number,
  symbol: 'TB-TGPL',
  version: number,
  kind: 'original',
  publishedAt: wall('2026-11-20 08:00')
})
const standing = (id: string, number: number) => ({
  post: { code: 'p', name: 'P', mode: 'phone', agencyIds: ['moi'] },
  seat: 'primary',
  person: { id, code: id, fullName: `Họ ${id}`, role: 'legal_aid_officer', phones: [phone()] },
  start: wall('2026-12-01 00:00'),
  end: wall('2026-12-02 00:00'),
  next: null,
  publication: publication(number)
})

const found = (some: object = {}, answer: object = {}): LookedUp =>
  ({
    index: { attributesOf: new Map([['binh', { id: 'binh', role: 'legal_aid_officer', sex: 'male', languages: [] }]]) },
    subject: { centre, agency: heir, post: null },
    successor: null,
    answer: {
      status: 'on_duty',
      reason: null,
      onDuty: [standing('an', 1), standing('binh', 2)],
      nextChangeAt: null,
      nextOpeningAt: null,
      publication: publication(1),
      ...answer
    },
    ...some
  }) as unknown as LookedUp

const AT = wall('2026-12-01 08:00')
const NOTHING: Wish = { language: null, role: null, sex: null }
const view = (looked: LookedUp, wish: Partial<Wish> = {}, principal: Principal = ANYBODY, at: Instant = AT) =>
  prepare(looked, at, { ...NOTHING, ...wish }, audienceOf(principal), 'vi')

t.test('the document named is that of the first who is told, also when a wish picks somebody of another', async (t) => {
  t.equal(view(found()).source.publication, '01/TB-TGPL')
  t.equal(view(found(), { sex: 'male' }).source.publication, '02/TB-TGPL')
  t.equal(view(found({}, { onDuty: [], publication: publication(3) })).source.publication, '03/TB-TGPL', 'of nobody, the one that says so')
})

t.test('an agency has ended from the day after its last, and only where nobody took over', async (t) => {
  const unserved = { status: 'uncovered', reason: 'not_served', onDuty: [] }
  const code = (some: object, day: string) =>
    view(found({ subject: { centre, agency: old, post: null }, ...some }, unserved), {}, ANYBODY, wall(`${day} 08:00`)).reason?.code
  t.equal(code({}, '2025-06-30'), 'not_served')
  t.equal(code({}, '2025-07-01'), 'abolished')
  t.equal(code({ successor: heir }, '2025-07-01'), 'not_served')
  t.equal(code({ subject: { centre, agency: heir, post: null } }, '2026-12-01'), 'not_served', 'one without a last day')
  t.equal(view(found({}, { status: 'uncovered', reason: 'gap', onDuty: [] })).reason?.code, 'gap')
})

t.test('the key of an agency that took over reads the Centre’s numbers for agencies under the old name too', async (t) => {
  const key = (agencyId: string) => ({ ...ANYBODY, id: 'k', scopes: new Set(['numbers:agency']), agencyId }) as unknown as Principal
  const asked = found({ subject: { centre, agency: old, post: null }, successor: heir })
  const numbers = (principal: Principal) => view(asked, {}, principal).fallback.numbers.length
  t.same([numbers(ANYBODY), numbers(key('moi')), numbers(key('cu')), numbers(key('khac'))], [1, 2, 2, 1])
})

t.test('who is told the same shares a key', async (t) => {
  const principal = (scopes: string[], agencyId: string | null) =>
    ({ ...ANYBODY, scopes: new Set(scopes), agencyId }) as unknown as Principal
  const keys = [
    audienceOf(ANYBODY),
    audienceOf(principal(['rosters:read'], 'moi')),
    audienceOf(principal(['numbers:agency'], 'moi')),
    audienceOf(principal(['numbers:agency'], null)),
    audienceOf(principal(['numbers:agency', 'numbers:internal'], 'moi')),
    audienceOf(principal(['*'], null))
  ].map(({ key }) => key)
  t.same(keys, ['public', 'public', 'agency moi', 'agency *', 'internal', 'internal'])
})
