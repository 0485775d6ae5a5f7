import fc from 'fast-check'
import t from 'tap'
import { type FairnessBar, fairnessChart } from '../../src/documents/fairness-chart.ts'
import { wordHundredths } from '../../src/domain/burden-wording.ts'
import type { Month } from '../../src/domain/day.ts'
import type { ProviderId } from '../../src/domain/ids.ts'
import { elementsOf, readXml, textOf, type XmlElement } from '../support/xml.ts'

const bar = (name: string, points: number, due: number, parts: Partial<FairnessBar['parts']> = {}): FairnessBar => {
  const { restDays = 0, holidays = 0, tet = 0 } = parts
  return { id: name as ProviderId, name, points, due, parts: { restDays, holidays, tet, workingDays: points - restDays - holidays - tet } }
}
const draw = (bars: readonly FairnessBar[], centre = 'Trung tâm', language: 'vi' | 'en' = 'vi') =>
  readXml(fairnessChart({ centre, month: '2026-12' as Month, bars }, language))
const rowsOf = (svg: XmlElement) => elementsOf(svg).filter(({ name }) => name === 'g')
const named = (element: XmlElement, name: string) => elementsOf(element).filter((each) => each.name === name)

t.test('the check itself refuses what is not well-formed', async (t) => {
  const wrong = [
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a>&</a>',
    '<a>&nbsp;</a>',
    '<a b=c/>',
    '<a b="1" b="2"/>',
    '<a b="<"/>',
    'x<a/>',
    '<a>\u0001</a>',
    '',
    '</a>',
    '<a/>x',
    '<a>\uFFFE</a>'
  ]
  for (const text of wrong) t.throws(() => readXml(text), text)
  t.same(readXml('<a b="1 &amp; 2">x<c/>&lt;&#39;</a>'), {
    name: 'a',
    attributes: { b: '1 & 2' },
    content: ['x', { name: 'c', attributes: {}, content: [] }, "<'"]
  })
})

t.test('it says what it is to those who cannot see it', async (t) => {
  const svg = draw([bar('Hoàng Thị An', 3250, 3010)], 'Trung tâm <A & B>')
  t.match(svg, {
    name: 'svg',
    attributes: { role: 'img', 'aria-labelledby': 'title desc', lang: 'vi', xmlns: 'http://www.w3.org/2000/svg' }
  })
  const [title, desc] = svg.content.filter((each) => typeof each !== 'string')
  t.match(title, { name: 'title', attributes: { id: 'title' } })
  t.equal(title && textOf(title), 'Điểm trực và mức phải trực tháng 12/2026 - Trung tâm <A & B>')
  t.match(desc, { name: 'desc', attributes: { id: 'desc' } })
  t.match(rowsOf(svg).map(textOf), [/Hoàng Thị An: 32,5 điểm, mức phải trực 30,1, chênh lệch \+2,4/])
  t.match(textOf(draw([bar('An', 3250, 3310)], 'C', 'en')), /An: 32\.5 points, due 33\.1, difference −0\.6/)
})

t.test('people stand by given name, as Vietnamese lists have it', async (t) => {
  const names = ['Vi Văn Đạt', 'Lý Thị Dung', 'Nông Văn Bình', 'Hoàng Thị Ánh', 'Trần Văn An', 'Bế Văn An', 'Lô Thị Ân']
  const rows = rowsOf(draw(names.map((name) => bar(name, 100, 100))))
  t.same(
    rows.map((row) => textOf(row).split(':')[0]),
    ['Bế Văn An', 'Trần Văn An', 'Hoàng Thị Ánh', 'Lô Thị Ân', 'Nông Văn Bình', 'Lý Thị Dung', 'Vi Văn Đạt']
  )
})

t.test('bars are as long as the points, in parts, and the mark stands at what is due', async (t) => {
  const svg = draw([bar('An', 4000, 2000, { restDays: 1000, tet: 1000 }), bar('Bình', 0, 2000)])
  const [an, binh] = rowsOf(svg) as [XmlElement, XmlElement]
  t.same(
    named(an, 'rect').map(({ attributes: { x, width } }) => [Number(x), Number(width)]),
    [
      [250, 240],
      [490, 120],
      [610, 120]
    ]
  )
  t.equal(new Set(named(an, 'rect').map(({ attributes }) => attributes.fill)).size, 3, 'each part its own colour')
  t.equal(named(binh, 'rect').length, 0)
  for (const row of [an, binh]) t.ok(named(row, 'path').every(({ attributes }) => attributes.d?.startsWith('M490 ')))
})

t.test('any text stays text, and every name is there', async () => {
  const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
  const any = fc.record({ name, points: fc.nat(100_000), due: fc.nat(100_000) }).map(({ name, points, due }) => bar(name, points, due))
  const room = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
  fc.assert(
    fc.property(fc.array(any, { maxLength: 6 }), (bars) => {
      const rows = rowsOf(draw(bars)).map(textOf)
      return rows.length === bars.length && bars.every(({ name }) => rows.some((row) => row.startsWith(`${name.replace(room, '')}:`)))
    })
  )
})

t.test('long names are shortened where they are drawn, not where they are read', async (t) => {
  const name = 'Công Tằng Tôn Nữ Thị Hoàng Diệu Thanh Xuân'
  const [row] = rowsOf(draw([bar(name, 100, 100)])) as [XmlElement]
  const [title, label] = row.content.filter((each) => typeof each !== 'string')
  t.match(title && textOf(title), name)
  t.equal(label && [...textOf(label)].length, 27)
})

t.test('a month without anybody says so', async (t) => {
  t.match(textOf(draw([])), /Trong tháng này chưa có ai phải trực\./)
})

t.test('nothing is fetched and nothing runs', async (t) => {
  const svg = fairnessChart({ centre: 'C', month: '2026-12' as Month, bars: [bar('An', 100, 100)] }, 'vi')
  t.notMatch(svg.replace('http://www.w3.org/2000/svg', ''), /https?:|href|url\(|<script|<style|@import|\son\w+=/)
})

t.test('hundredths in words', async (t) => {
  t.same(
    [0, 5, 50, 100, 1234, -25, -1200].map((amount) => wordHundredths(amount, 'vi')),
    ['0', '0,05', '0,5', '1', '12,34', '−0,25', '−12']
  )
  t.equal(wordHundredths(1234, 'en'), '12.34')
})
