import fc from 'fast-check'
import ICAL from 'ical.js'
import t from 'tap'
import { type Card, vcards } from '../../src/documents/vcard.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import { aNumber } from '../support/directories.ts'

const card = (some: Partial<Card> = {}): Card => ({
  uid: '019b0b1e-7c1a-7000-8000-000000000001',
  name: 'Nông Thị Thanh Bình',
  person: true,
  organisation: 'Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lạng Sơn',
  title: 'Trợ giúp viên pháp lý',
  role: 'Người trực',
  phones: [aNumber(1, { kind: 'duty' }), aNumber(2)],
  note: 'Người trực: Cơ quan điều tra, đến 07:30 ngày 02/12/2026.\nTheo văn bản số 05/TB-TGPL.',
  revised: parseInstant('2026-11-23T08:15:00+07:00'),
  ...some
})

/** RFC 2426 has semicolons escaped (4, text-value); ical.js leaves that one escape in place where a value has no parts. */
const asRead = (text: string): string => text.replaceAll(';', '\\;')

/** The cards as ical.js reads them: values of each property, and the types of numbers. */
function read(text: string) {
  const parsed = ICAL.parse(text) as unknown[]
  const all = (typeof parsed[0] === 'string' ? [parsed] : parsed) as unknown[][]
  return all.map((each) => {
    const component = new ICAL.Component(each)
    const value = (name: string): unknown => component.getFirstPropertyValue(name)
    const numbers = component
      .getAllProperties('tel')
      .map((tel) => ({ number: String(tel.getFirstValue()), types: [tel.getParameter('type')].flat() }))
    return { value, numbers }
  })
}

t.test('an address book reads back what was written', async (t) => {
  const [one, ...others] = read(vcards([card()]))
  t.equal(others.length, 0)
  t.equal(one?.value('version'), '3.0')
  t.equal(one?.value('uid'), 'urn:uuid:019b0b1e-7c1a-7000-8000-000000000001')
  t.equal(one?.value('fn'), 'Nông Thị Thanh Bình')
  t.same(one?.value('n'), ['Nông', 'Bình', 'Thị Thanh', '', ''], 'family name first, given name last')
  t.equal(String(one?.value('org')), 'Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lạng Sơn')
  t.equal(one?.value('title'), 'Trợ giúp viên pháp lý')
  t.equal(one?.value('role'), 'Người trực')
  t.equal(one?.value('note'), card().note)
  t.match(String(one?.value('rev')), /^2026-11-23T01:15.*Z$/)
  t.same(one?.numbers, [
    { number: '+84912000001', types: ['WORK', 'CELL', 'PREF'] },
    { number: '+84912000002', types: ['CELL'] }
  ])
})

t.test('numbers are typed by what they are', async (t) => {
  const phones = [
    aNumber(1, { kind: 'office', e164: '+842053812345' }),
    aNumber(2, { kind: 'hotline', e164: '18001233' }),
    aNumber(3, { kind: 'personal', e164: '+842053812346' })
  ]
  t.same(read(vcards([card({ phones })]))[0]?.numbers, [
    { number: '+842053812345', types: ['WORK', 'VOICE', 'PREF'] },
    { number: '18001233', types: ['WORK', 'VOICE'] },
    { number: '+842053812346', types: ['VOICE'] }
  ])
})

t.test('a centre is no person; a name of one word is given', async (t) => {
  const [centre, one] = read(
    vcards([card({ person: false, name: 'Trung tâm', title: null, role: null, phones: [] }), card({ name: 'An' })])
  )
  t.equal(centre?.value('fn'), 'Trung tâm')
  t.same(centre?.value('n'), ['', '', '', '', ''])
  t.equal(centre?.value('title'), null)
  t.equal(centre?.value('role'), null)
  t.same(centre?.numbers, [])
  t.same(one?.value('n'), ['', 'An', '', '', ''])
})

t.test('whatever words there are come back, in lines of at most 75 octets that end in CRLF', async (t) => {
  const words = fc.stringMatching(/^[\p{L}\p{N};,:\\"'\n =/-]{0,120}$/u).map((text) => text.normalize('NFC'))
  fc.assert(
    fc.property(words, words, (name, note) => {
      const text = vcards([card({ name: `A${name.replaceAll('\n', ' ')}`, note: `B${note}` })])
      for (const line of text.split('\r\n')) {
        if (Buffer.byteLength(line) > 75 || line.includes('\n')) return false
      }
      const [one] = read(text)
      return one?.value('fn') === asRead(`A${name.replaceAll('\n', ' ')}`) && one?.value('note') === asRead(`B${note}`)
    }),
    { numRuns: 500 }
  )
  t.pass('500 names and notes')
})

t.test('the same cards give the same text, whenever it is made', async (t) => {
  const first = vcards([card()])
  await new Promise((resolve) => setTimeout(resolve, 20))
  t.equal(vcards([card()]), first)
})
