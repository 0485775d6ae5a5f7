import t from 'tap'
import { changeLine } from '../../src/domain/change-wording.ts'
import { agenciesConcerned, changesFor, eventOf } from '../../src/domain/concerned.ts'
import { sameComingDuties } from '../../src/domain/confirmation.ts'
import type { AgencyId, ProviderId } from '../../src/domain/ids.ts'
import type { Publication, PublishedMonth, PublishedSlot } from '../../src/domain/publication.ts'
import { phone, wall } from '../support/builders.ts'

const person = (id: string, ...phones: object[]) => ({ id, code: id, fullName: `Người ${id}`, role: 'legal_aid_officer', phones })
const post = (id: string, ...agencyIds: string[]) => ({ id, code: id, name: `Điểm ${id}`, agencyIds })
const slot = (postId: string, from: string, to: string, primary: string, support?: string) => ({
  id: `${postId}@${from}`,
  postId,
  start: wall(`2026-12-${from}`),
  end: wall(`2026-12-${to}`),
  day: '2026-12-01',
  seats: [{ seat: 'primary', providerId: primary }, ...(support === undefined ? [] : [{ seat: 'support', providerId: support }])]
})

interface Said {
  readonly slots: readonly object[]
  readonly posts?: readonly ReturnType<typeof post>[]
  readonly people?: readonly object[]
  readonly document?: object
}
/** Court a at post p, court b at post q, both at post r; An and Bình. */
function month({ slots, posts = [post('p', 'a'), post('q', 'b'), post('r', 'a', 'b')], people, document }: Said): PublishedMonth {
  const agencies = [...new Set(posts.flatMap(({ agencyIds }) => agencyIds))].sort().map((id) => ({ id, code: id, name: id }))
  const content = { centre: { zone: 'Asia/Ho_Chi_Minh' }, slots, posts, people: people ?? [person('an'), person('binh')], agencies }
  return { ...content, ...(document && { document }) } as unknown as PublishedMonth
}
const version = (said: Said, kind: Publication['kind'] = 'replacement') => ({ kind, content: month(said) }) as Publication
const first = [slot('p', '01 07:30', '01 17:00', 'an'), slot('q', '02 07:30', '02 17:00', 'binh'), slot('r', '03 07:30', '03 17:00', 'an')]
const before = version({ slots: first }, 'original')
const concerned = (after: Publication, earlier: Publication | null = before): readonly string[] => agenciesConcerned(after, earlier)

const cases = [
  ['a seat at the post of one', [slot('p', '01 07:30', '01 17:00', 'binh'), ...first.slice(1)], ['a']],
  ['a seat at the post of both', [...first.slice(0, 2), slot('r', '03 07:30', '03 17:00', 'binh')], ['a', 'b']],
  ['a slot that falls away', first.slice(1), ['a']],
  ['a slot that is new', [...first, slot('q', '05 07:30', '05 17:00', 'an')], ['b']],
  ['a slot only cut in two', [slot('p', '01 07:30', '01 12:00', 'an'), slot('p', '01 12:00', '01 17:00', 'an'), ...first.slice(1)], []],
  ['nothing', first, []]
] as const
for (const [title, slots, agencies] of cases) t.test(title, async (t) => t.same(concerned(version({ slots })), agencies))

t.test('a first version, and the one after a recalled one, is for all', async (t) => {
  t.same(concerned(before, null), ['a', 'b'])
  t.same(
    [eventOf(before, null), eventOf(before, before), eventOf(version({ slots: first }, 'provisional'), before)],
    ['issued', 'amended', 'provisional']
  )
})

t.test('an agency that is served for the first time, and one that no longer is', async (t) => {
  const posts = [post('p', 'a', 'c'), post('q', 'b'), post('r', 'a', 'b')]
  t.same(concerned(version({ slots: first, posts })), ['c'])
  t.same(concerned(version({ slots: first.slice(0, 2), posts: [post('p', 'a'), post('q')] })), ['a', 'b'])
})

t.test('numbers count only where the agency may read them and the person stands', async (t) => {
  const own = (e164: string, visibility: string) => phone({ e164, visibility } as object)
  const people = (visibility: string, e164: string) => [person('an', own(e164, visibility)), person('binh')]
  const told = (visibility: string) =>
    concerned(
      version({ slots: first, people: people(visibility, '+84912000002') }),
      version({ slots: first, people: people(visibility, '+84912000001') })
    )
  t.same(told('agency'), ['a', 'b'])
  t.same(told('internal'), [])
  const only = { slots: first.slice(0, 2) }
  t.same(
    concerned(
      version({ ...only, people: people('public', '+84912000002') }),
      version({ ...only, people: people('public', '+84912000001') })
    ),
    ['a']
  )
})

t.test('the document that confirms a cover tells what its paper changes, though the answer is the same already', async (t) => {
  const covered = [slot('p', '01 07:30', '01 17:00', 'binh'), ...first.slice(1)]
  const change = { kind: 'seat', slotId: 'x', postId: 'p', start: 1, end: 2, seat: 'primary', from: 'an', to: 'binh' }
  const confirming = version({ slots: covered, document: { number: 2, changes: [change] } })
  t.same(concerned(confirming, version({ slots: covered }, 'provisional')), ['a'])
  t.same(changesFor('a' as AgencyId, confirming, version({ slots: covered })), [change])
  const reverting = version({ slots: first, document: { number: 2, changes: [] } })
  t.same(concerned(reverting, version({ slots: covered }, 'provisional')), ['a'], 'whoever was told of a cover is told that it is undone')
  const provisional = version({ slots: covered, document: { number: null, changes: [{ ...change, postId: 'q' }] } }, 'provisional')
  t.same(concerned(provisional, before), ['a'], 'a provisional one says what it changes itself')
})

t.test('a change in words', async (t) => {
  const [a] = changesFor('a' as AgencyId, version({ slots: [slot('p', '01 07:30', '01 17:00', 'binh'), ...first.slice(1)] }), before)
  const months = [month({ slots: [], people: [person('binh', phone({ national: '0912 000 001' }))] }), before.content]
  t.equal(a && changeLine(a, months), 'Điểm p, từ 07:30 đến 17:00 ngày 01/12/2026: người trực là Người binh (0912 000 001), thay Người an.')
  const at = { slotId: 's', postId: 'q', start: wall('2026-12-01 22:00'), end: wall('2026-12-02 06:00') } as never
  const seats = [{ seat: 'primary', providerId: 'an' }] as never
  t.equal(
    changeLine({ kind: 'added', ...(at as object), seats } as never, months),
    'Điểm q, từ 22:00 ngày 01/12/2026 đến 06:00 ngày 02/12/2026: bổ sung ca trực, người trực Người an.'
  )
  t.match(changeLine({ kind: 'removed', ...(at as object), seats } as never, months), /: không còn ca trực này\.$/)
  t.match(
    changeLine({ kind: 'seat', seat: 'support', ...(at as object), from: 'an', to: null } as never, months),
    /người hỗ trợ trực là chưa có người, thay/
  )
  t.equal(changeLine({ kind: 'numbers', providerId: 'binh' as ProviderId }, months), 'Số điện thoại mới: Người binh (0912 000 001).')
})

const same = (a: readonly object[], b: readonly object[], now = '2026-11-30 00:00') =>
  sameComingDuties({ slots: a as PublishedSlot[] }, { slots: b as PublishedSlot[] }, 'an' as ProviderId, wall(now))

t.test('coming duties are the same by time and seat, however they are cut', async (t) => {
  const cut = [slot('p', '01 07:30', '01 12:00', 'an', 'chi'), slot('p', '01 12:00', '01 17:00', 'an')]
  t.ok(same(first, [...cut, ...first.slice(1)]), 'cut in two, with somebody else beside')
  t.notOk(same(first, first.slice(0, 2)), 'one fewer')
  t.notOk(same(first, [slot('p', '01 07:30', '01 16:59', 'an'), ...first.slice(1)]), 'a minute shorter')
  const pause = [slot('p', '01 07:30', '01 12:00', 'an'), slot('p', '01 13:00', '01 17:00', 'an')]
  t.notOk(same(first, [...pause, ...first.slice(1)]), 'with a pause')
  t.notOk(same(first, [slot('q', '01 07:30', '01 17:00', 'an'), ...first.slice(1)]), 'at another post')
  t.notOk(same(first, [slot('p', '01 07:30', '01 17:00', 'binh', 'an'), ...first.slice(1)]), 'in another seat')
  t.ok(same(first, first.slice(1), '2026-12-01 17:00'), 'what is over does not count')
  t.ok(same(first, [slot('p', '01 08:00', '01 17:00', 'an'), ...first.slice(1)], '2026-12-01 09:00'), 'nor the part of a duty that is over')
})
