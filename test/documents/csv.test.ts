import { parse } from 'csv-parse/sync'
import t from 'tap'
import { CSV_COLUMNS, renderCsv } from '../../src/documents/csv.ts'
import { formatInstant } from '../../src/domain/instant.ts'
import { phonesFor } from '../../src/domain/phone.ts'
import { fullMonth, publicationOf, publishedMonth, publishedPerson, publishedPost, slotAt } from '../support/publications.ts'

const read = (bytes: Uint8Array): Record<string, string>[] =>
  parse(Buffer.from(bytes), { columns: true, bom: true, record_delimiter: '\r\n' })
const large = publicationOf(fullMonth({ posts: 4, people: 7 }))
const { people, posts, agencies, slots, centre } = large.content

t.test('one row per seat, and every row as the publication has it', async (t) => {
  const rows = read(renderCsv(large, { audience: 'agency' }))
  const seats = slots.flatMap((slot) => slot.seats.map((seat) => ({ slot, ...seat })))
  t.equal(rows.length, seats.length)
  for (const [at, { slot, seat, providerId }] of seats.entries()) {
    const post = posts.find(({ id }) => id === slot.postId)
    const person = people.find(({ id }) => id === providerId)
    const served = agencies.filter(({ id }) => post?.agencyIds.includes(id))
    t.strictSame(rows[at], {
      month: '2026-12',
      version: '1',
      number: '05/TB-TGPL',
      day: slot.day,
      dayKind: slot.dayKind,
      start: formatInstant(slot.start, centre.zone),
      end: formatInstant(slot.end, centre.zone),
      postCode: post?.code,
      postName: post?.name,
      mode: post?.mode,
      seat,
      providerCode: person?.code,
      providerName: person?.fullName,
      role: person?.role,
      phones: phonesFor(person?.phones ?? [], 'agency')
        .map(({ national }) => national)
        .join('; '),
      agencyCodes: served.map(({ code }) => code).join('; '),
      agencyNames: served.map(({ name }) => name).join('; '),
      slotId: slot.id
    })
  }
})

t.test('the keys of the columns are those that programs know', async (t) => {
  const [head] = new TextDecoder('utf-8', { ignoreBOM: true }).decode(renderCsv(large, { audience: 'public' })).split('\r\n')
  t.equal(head, `\uFEFF${CSV_COLUMNS.join(',')}`)
})

t.test('a month without slots has its header alone', async (t) => {
  t.strictSame(read(renderCsv(publicationOf(publishedMonth()), { audience: 'public' })), [])
  t.match(Buffer.from(renderCsv(publicationOf(publishedMonth()), { audience: 'public' })).toString(), 'month,version,number')
})

t.test('numbers by audience; internal ones never', async (t) => {
  const text = (audience: 'public' | 'agency'): string => Buffer.from(renderCsv(large, { audience })).toString()
  t.match(text('public'), '0911 000 000')
  t.notMatch(text('public'), '0922')
  t.match(text('agency'), '0922 000 000')
  t.notMatch(text('agency'), '0933')
})

t.test('the paper of one agency has the posts that serve it', async (t) => {
  const [, second] = posts
  const agencyId = second?.agencyIds[0]
  const rows = read(renderCsv(large, { audience: 'agency', ...(agencyId && { agencyId }) }))
  t.strictSame([...new Set(rows.map(({ postCode }) => postCode))], [second?.code])
})

const TRICKS = ['=HYPERLINK("http://x")', '+84 912', '-1+1', '@SUM(A1)', '\tx'] as const

t.test('a text that a spreadsheet would run is only a text', async (t) => {
  for (const trick of TRICKS) {
    const [post, person] = [publishedPost(0, { name: trick }), publishedPerson(0, { fullName: `${trick}, "An"\nhai` })]
    const month = publishedMonth({
      posts: [post],
      people: [person],
      slots: [slotAt(1, post, '2026-12-01 07:30', '2026-12-01 17:00', [person])]
    })
    const [row] = read(renderCsv(publicationOf(month), { audience: 'public' }))
    t.equal(row?.postName, `'${trick}`)
    t.equal(row?.providerName, `'${trick}, "An"\nhai`)
  }
})

t.test('the same publication gives the same bytes', async (t) => {
  t.strictSame(renderCsv(large, { audience: 'agency' }), renderCsv(structuredClone(large), { audience: 'agency' }))
})
