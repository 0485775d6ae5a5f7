import fc from 'fast-check'
import t from 'tap'
import type { CalendarVersion } from '../../src/documents/duty-events.ts'
import { renderIcs } from '../../src/documents/ics.ts'
import type { Only } from '../../src/documents/seats.ts'
import { dayAt, HOUR, type Instant, MINUTE, parseInstant, type Zone } from '../../src/domain/instant.ts'
import type { PublishedMonth, PublishedSlot } from '../../src/domain/publication.ts'
import { readIcs } from '../support/ics.ts'
import { fullMonth, idOf, publicationOf, publishedMonth, publishedPerson, publishedPost, slotAt } from '../support/publications.ts'

const [an, binh, chi] = [0, 1, 2].map((number) => publishedPerson(number)) as [
  ReturnType<typeof publishedPerson>,
  ReturnType<typeof publishedPerson>,
  ReturnType<typeof publishedPerson>
]
const people = [an, binh, chi]
const [kv1, kv2] = [publishedPost(0), publishedPost(1)] as const

const ics = (versions: readonly CalendarVersion[], only: Only = {}, numbers: 'public' | 'agency' | null = 'agency') => {
  const [first] = versions
  return renderIcs(versions, { only, numbers, title: 'Trống', zone: first?.content.centre.zone ?? ('Asia/Ho_Chi_Minh' as Zone) })
}
const events = (...args: Parameters<typeof ics>) => readIcs(ics(...args)).events

const first = slotAt(1, kv1, '2026-12-01 07:30', '2026-12-01 17:00', [an, binh])
const second = slotAt(2, kv1, '2026-12-02 07:30', '2026-12-02 17:00', [binh])
const elsewhere = slotAt(3, kv2, '2026-12-03 07:30', '2026-12-03 17:00', [chi])
const month = (slots: readonly PublishedSlot[], some: Partial<PublishedMonth> = {}): PublishedMonth =>
  publishedMonth({ posts: [kv1, kv2], people, slots, ...some, month: '2026-12' })

const one = publicationOf(month([first, second, elsewhere]))
const short = (event: { uid: string; sequence: number; status: string }): string =>
  `${Number(event.uid.slice(24, 36))} ${event.uid.slice(37)} ${event.sequence} ${event.status}`

t.test('every seat is one event, named by slot and seat', async (t) => {
  t.strictSame(events([one]).map(short), [
    '1 primary@lichtruc 0 CONFIRMED',
    '1 support@lichtruc 0 CONFIRMED',
    '2 primary@lichtruc 0 CONFIRMED',
    '3 primary@lichtruc 0 CONFIRMED'
  ])
})

t.test('a person sees their own duties and who shares them', async (t) => {
  const { name, events } = readIcs(ics([one], { providerId: an.id }))
  t.equal(name, `Lịch trực trợ giúp pháp lý - ${an.fullName}`)
  t.equal(events.length, 1)
  t.equal(events[0]?.summary, 'Trực TGPL (người trực): Tòa án nhân dân khu vực 1 - Lạng Sơn')
  t.match(events[0]?.description, `Người hỗ trợ trực: ${binh.fullName}`)
  t.match(events[0]?.description, 'Theo văn bản số 05/TB-TGPL')
})

t.test('a post and an agency see the duties there, by whom', async (t) => {
  t.strictSame(
    events([one], { postId: kv2.id }).map(({ summary }) => summary),
    [`Người trực: ${chi.fullName} - ${kv2.name}`]
  )
  t.strictSame(events([one], { agencyId: kv2.agencyIds[0] }).map(short), ['3 primary@lichtruc 0 CONFIRMED'])
})

t.test('duty on site has a place and keeps the time busy, duty by phone does neither', async (t) => {
  const onSite = publishedPost(0, { mode: 'on_site' })
  const text = new TextDecoder().decode(ics([publicationOf(month([first], { posts: [onSite] }))]))
  t.match(text, 'TRANSP:OPAQUE')
  t.equal(readIcs(text).events[0]?.location, onSite.name)
  t.match(new TextDecoder().decode(ics([one])), 'TRANSP:TRANSPARENT')
  t.equal(events([one])[0]?.location ?? null, null)
})

/** Version 2 gives the first seat of the first slot to `chi`, takes the second slot away and adds another. */
const added = slotAt(4, kv1, '2026-12-04 07:30', '2026-12-04 17:00', [an])
const two = publicationOf(month([{ ...first, seats: [{ seat: 'primary', providerId: chi.id }] }, elsewhere, added]), { version: 2 })

t.test('what an amendment changes rises, what it takes away is cancelled, what it leaves stays as it was', async (t) => {
  t.strictSame(events([one, two]).map(short), [
    '1 primary@lichtruc 1 CONFIRMED',
    '1 support@lichtruc 1 CANCELLED',
    '2 primary@lichtruc 1 CANCELLED',
    '3 primary@lichtruc 0 CONFIRMED',
    '4 primary@lichtruc 1 CONFIRMED'
  ])
})

t.test('the seat given to somebody else is cancelled for the one and new for the other, under one UID', async (t) => {
  t.strictSame(events([one, two], { providerId: an.id }).map(short), ['1 primary@lichtruc 1 CANCELLED', '4 primary@lichtruc 1 CONFIRMED'])
  t.strictSame(events([one, two], { providerId: chi.id }).map(short), ['1 primary@lichtruc 1 CONFIRMED', '3 primary@lichtruc 0 CONFIRMED'])
  t.match(events([one, two], { providerId: an.id })[0]?.summary, /^Đã hủy: /)
})

t.test('the order in which versions are given does not matter, and later versions count on', async (t) => {
  const three = publicationOf(one.content, { version: 3 })
  t.strictSame(ics([three, one, two]), ics([one, two, three]))
  t.strictSame(events([one, two, three]).map(short), [
    '1 primary@lichtruc 2 CONFIRMED',
    '1 support@lichtruc 2 CONFIRMED',
    '2 primary@lichtruc 2 CONFIRMED',
    '3 primary@lichtruc 0 CONFIRMED',
    '4 primary@lichtruc 2 CANCELLED'
  ])
})

t.test('the stamp is the moment of the version that said it last', async (t) => {
  t.strictSame(
    events([one, two]).map(({ stamp }) => stamp),
    ['2026-11-24T02:00:00Z', '2026-11-24T02:00:00Z', '2026-11-24T02:00:00Z', '2026-11-23T02:00:00Z', '2026-11-24T02:00:00Z']
  )
})

t.test('an emergency change says so until a numbered document confirms it', async (t) => {
  const cover = publicationOf(two.content, { version: 2, kind: 'provisional', number: null })
  const confirmed = publicationOf(two.content, { version: 3, number: 6 })
  const own = { providerId: chi.id }
  t.match(events([one, cover], own)[0]?.description, 'chờ văn bản')
  const [after] = events([one, cover, confirmed], own)
  t.match(after?.description, 'Theo văn bản số 06/TB-TGPL')
  t.equal(after?.sequence, 2)
})

t.test('a recalled month is cancelled from then on, what had begun ends then, what was over stays', async (t) => {
  const at = parseInstant('2026-12-02T12:00:00+07:00')
  const recalled = { ...one, supersededFrom: at, recalledAt: at }
  t.strictSame(events([recalled]).map(short), [
    '1 primary@lichtruc 0 CONFIRMED',
    '1 support@lichtruc 0 CONFIRMED',
    '2 primary@lichtruc 1 CONFIRMED',
    '3 primary@lichtruc 1 CANCELLED'
  ])
  t.equal(events([recalled])[2]?.end, at)
  const again = publicationOf(one.content, { version: 2 })
  t.strictSame(
    events([recalled, again]).map(({ sequence, status }) => `${sequence} ${status}`),
    ['0 CONFIRMED', '0 CONFIRMED', '1 CONFIRMED', '1 CONFIRMED']
  )
})

t.test('months stand side by side, each with its own versions', async (t) => {
  const next = publicationOf(
    publishedMonth({ month: '2027-01', posts: [kv1], people, slots: [slotAt(9, kv1, '2027-01-04 07:30', '2027-01-04 17:00', [an])] })
  )
  t.strictSame(events([one, two, next], { providerId: an.id }).map(short).at(-1), '9 primary@lichtruc 0 CONFIRMED')
})

t.test(
  'numbers by audience: agencies read theirs, the public its own, nobody the internal ones, and without numbers there are none',
  async (t) => {
    const text = (numbers: 'public' | 'agency' | null): string =>
      readIcs(ics([one], {}, numbers))
        .events.map(({ description }) => description)
        .join()
    t.match(text('agency'), '0922 000 000')
    t.match(text('public'), '0911 000 000')
    t.notMatch(text('public'), '0922')
    t.match(text('public'), '0205 3000 001', 'the centre answers everybody')
    t.notMatch(text('agency'), '0933')
    t.notMatch(text(null), /\d{4} \d{3} \d{3}|\d{4} \d{4} \d{3}/)
  }
)

t.test('a change of numbers alone is a change only where numbers stand', async (t) => {
  const other = { ...an, phones: an.phones.map((phone) => ({ ...phone, national: phone.national.replace('000 000', '000 999') })) }
  const changed = publicationOf(month([first, second, elsewhere], { people: [other, binh, chi] }), { version: 2 })
  t.equal(events([one, changed], { providerId: an.id })[0]?.sequence, 1)
  t.equal(events([one, changed], { providerId: an.id }, null)[0]?.sequence, 0)
})

t.test('an agency that nobody serves has a valid calendar without events', async (t) => {
  const text = new TextDecoder().decode(ics([one], { agencyId: idOf(3, 77) as never }))
  t.match(text, 'BEGIN:VTIMEZONE')
  t.strictSame(readIcs(text), { name: 'Lịch trực trợ giúp pháp lý - Trống', events: [] })
})

t.test('what stands for something in the format is escaped, lines are folded at 75 octets and end in CRLF', async (t) => {
  const odd = publishedPost(0, { name: 'Trại; "tạm giam", số 1\\2: Bình\nGia và những nơi khác có tên thật là dài để phải gấp dòng' })
  const text = new TextDecoder().decode(ics([publicationOf(month([first], { posts: [odd] }))]))
  for (const line of text.split('\r\n')) t.ok(Buffer.byteLength(line) <= 75 && !line.includes('\n'), line)
  t.ok(text.endsWith('END:VCALENDAR\r\n'))
  t.match(readIcs(text).events[0]?.summary, odd.name)
})

t.test('the same versions give the same bytes', async (t) => {
  const large = publicationOf(fullMonth({ posts: 3, people: 5 }))
  t.strictSame(ics([large]), ics([structuredClone(large)]))
})

t.test('a night over a change of clocks keeps its moments, by the calendar’s own zone', async (t) => {
  const zone = 'Europe/Berlin' as Zone
  const nights = [
    ['2026-03-28 20:00', '2026-03-29 08:00', 11],
    ['2026-10-24 20:00', '2026-10-25 08:00', 13],
    ['2026-10-25 00:00', '2026-10-25 24:00', 25]
  ] as const
  const slots = nights.map(([from, to], at) => slotAt(at, kv1, from, to, [an], zone))
  const read = events([publicationOf(publishedMonth({ month: '2026-10', zone, posts: [kv1], people, slots }))])
  t.strictSame(
    read.map(({ start, end }) => (end - start) / HOUR),
    nights.map(([, , hours]) => hours)
  )
})

t.test('an hour that the clock reads twice is told apart', async (t) => {
  const zone = 'Europe/Berlin' as Zone
  const at = parseInstant('2026-10-25T02:30:00+01:00')
  const slot = { ...slotAt(1, kv1, '2026-10-25 00:00', '2026-10-25 12:00', [an], zone), start: at }
  const text = new TextDecoder().decode(
    ics([publicationOf(publishedMonth({ month: '2026-10', zone, posts: [kv1], people, slots: [slot] }))])
  )
  t.equal(readIcs(text).events[0]?.start, at)
  t.match(text, 'DTSTART:20261025T013000Z')
})

const ZONES = [
  'Asia/Ho_Chi_Minh',
  'Europe/Berlin',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kathmandu'
] as Zone[]

/** A month whose slots begin and end at any quarter of an hour, each with one or two of the people. */
const anyMonth = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    month: fc.constantFrom('2026-03', '2026-04', '2026-09', '2026-10', '2027-02'),
    count: fc.integer({ min: 1, max: 6 }),
    slots: fc.array(
      fc.record({
        quarter: fc.nat(31 * 96),
        length: fc.integer({ min: 1, max: 192 }),
        post: fc.nat(1),
        who: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 2 })
      }),
      { maxLength: 12 }
    )
  })
  .map(({ zone, month, count, slots }) => {
    const people = Array.from({ length: count }, (_, at) => publishedPerson(at))
    const begin = parseInstant(`${month}-01T00:00:00Z`)
    const made = slots.map(({ quarter, length, post, who }, at): PublishedSlot => {
      const start = (begin + quarter * 15 * MINUTE) as Instant
      const seated = [...new Set(who.map((number) => people[number % count]))].filter((person) => person !== undefined)
      const slot = slotAt(at, post === 0 ? kv1 : kv2, '2026-12-01 00:00', '2026-12-01 01:00', seated)
      return { ...slot, start, end: (start + length * 15 * MINUTE) as Instant, day: dayAt(start, zone) }
    })
    return publicationOf(publishedMonth({ month, zone, posts: [kv1, kv2], people, slots: made }))
  })

t.test('the calendars of all people together hold exactly the seats, to the minute, in any zone', async (t) => {
  fc.assert(
    fc.property(anyMonth, (publication) => {
      const { people, slots } = publication.content
      const read = people.flatMap(({ id }) =>
        events([publication], { providerId: id }).map(({ uid, start, end, status }) => ({ uid, start, end, status, id }))
      )
      const seats = slots.flatMap(({ id: slot, start, end, seats }) =>
        seats.map(({ seat, providerId }) => ({ uid: `${slot}-${seat}@lichtruc`, start, end, status: 'CONFIRMED', id: providerId }))
      )
      const key = (each: object): string => JSON.stringify(each)
      return key(read.map(key).sort()) === key(seats.map(key).sort())
    }),
    { numRuns: 60 }
  )
  t.pass('60 months')
})

t.test('the newest version holds what is confirmed, whatever versions came before', async (t) => {
  fc.assert(
    fc.property(fc.array(anyMonth, { minLength: 1, maxLength: 4 }), (months) => {
      const [{ rosterId, month, content } = {} as never] = months
      const zone = content.centre.zone
      const versions = months.map((each, at) =>
        publicationOf({ ...each.content, month, centre: { ...each.content.centre, zone } }, { version: at + 1, rosterId })
      )
      const read = events(versions)
      const live = read.filter(({ status }) => status === 'CONFIRMED').map(({ uid, start, end }) => `${uid} ${start} ${end}`)
      const seats = (versions.at(-1)?.content.slots ?? []).flatMap(({ id, start, end, seats }) =>
        seats.map(({ seat }) => `${id}-${seat}@lichtruc ${start} ${end}`)
      )
      return live.sort().join() === seats.sort().join() && read.every(({ sequence }) => sequence < versions.length)
    }),
    { numRuns: 40 }
  )
  t.pass('40 histories')
})
