import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { html } from 'ghtml'
import type { Centre } from '../domain/centre.ts'
import { addMonths, formatDay, type Month, monthOf, parseMonth } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { dayAt, type Instant, timeAt } from '../domain/instant.ts'
import { type Phone, phoneHref, phonesFor } from '../domain/phone.ts'
import { documentNumber, type PublicationHead, type PublishedPost } from '../domain/publication.ts'
import type { UnreadCentre } from '../lookup/memory.ts'
import type { MonthIndex } from '../lookup/month-index.ts'
import type { OnDuty, OnDutyAnswer } from '../lookup/on-duty.ts'
import type { Deps } from '../usecases/deps.ts'
import { knownCentres, lookUpPosts, publishedMonth } from '../usecases/look-up.ts'
import { daysOf, hoursOf, moment, SEAT, type Shown, shown, turnsOf, weekdayName, weekdaysOf } from './view.ts'

/** No script, no foreign content: what the page is made of comes from here alone. */
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8')

const numbers = (phones: readonly Phone[]): string =>
  phones.length === 0
    ? html`<span class="none">gọi số của Trung tâm</span>`
    : phones.map((phone) => html`<a class="number" href="${phoneHref(phone)}">${phone.national}</a>`).join(' ')

const person = ({ seat, name, role, phones }: Shown): string =>
  html`<p class="person"><span class="seat">${SEAT[seat]}</span> <strong>${name}</strong> <span class="role">${role}</span><br />!${numbers(phones)}</p>`

const OUTSIDE = { on_duty: '', outside_hours: 'Ngoài giờ trực.', uncovered: 'Chưa có người trực.' } as const

function card(post: PublishedPost, answer: OnDutyAnswer, centre: Centre): string {
  const people = answer.onDuty.map(({ seat, person: who }: OnDuty) => person(shown(seat, who)))
  const until = answer.onDuty[0]?.end ?? answer.nextOpeningAt
  const when = until === null ? '' : `${answer.status === 'on_duty' ? 'Đến' : 'Trực lại từ'} ${moment(until, centre.zone)}`
  return html`<article class="card ${answer.status}">
    <h3>${post.name}</h3>
    !${people.length > 0 ? people.join('') : html`<p>${OUTSIDE[answer.status]}</p>`}
    <p class="until">${when}</p>
  </article>`
}

function monthTable(month: MonthIndex, post: PublishedPost, centre: Centre, today: string): string {
  const turns = turnsOf(month, month.slotsOf.get(post.id) ?? [])
  const rows = turns.map((turn) => {
    const now = turn.first.day <= today && today <= turn.last.day
    const cells = (['primary', 'support'] as const).map((seat) => {
      const who = turn.people.find((each) => each.seat === seat)
      return who ? html`<td>${who.name}<br />!${numbers(who.phones)}</td>` : html`<td></td>`
    })
    return html`<tr class="${now ? 'today' : ''}">
      <th scope="row">${daysOf(turn)}<br /><small>${weekdaysOf(turn)}, ${hoursOf(turn, centre.zone)}</small></th>
      !${cells.join('')}
    </tr>`
  })
  return html`<details !${turns.some((turn) => turn.first.day <= today && today <= turn.last.day) ? 'open' : ''}>
    <summary>${post.name} <small>(${post.mode === 'phone' ? 'trực qua điện thoại' : 'trực tại chỗ'}${post.continuous ? ', 24/24' : ''})</small></summary>
    <div class="scroll"><table>
      <thead><tr><th scope="col">Thời gian</th><th scope="col">Người trực</th><th scope="col">Người hỗ trợ trực</th></tr></thead>
      <tbody>!${rows.join('')}</tbody>
    </table></div>
  </details>`
}

interface HomePage {
  readonly centre: Centre
  readonly centres: readonly UnreadCentre[]
  readonly month: Month
  readonly index: MonthIndex | undefined
  readonly now: Instant
  readonly cards: readonly { readonly post: PublishedPost; readonly answer: OnDutyAnswer }[]
}

const monthName = (month: Month): string => `tháng ${month.slice(5)}/${month.slice(0, 4)}`
const link = (centre: UnreadCentre, month: Month | null): string =>
  `/?centre=${encodeURIComponent(centre.code)}${month ? `&month=${month}` : ''}`

function centreNav({ centre, centres }: HomePage): string {
  if (centres.length < 2) return ''
  const items = centres.map(
    (each) => html`<li><a href="${link(each, null)}" !${each.id === centre.id ? 'aria-current="page"' : ''}>${each.province}</a></li>`
  )
  return html`<nav aria-label="Trung tâm"><ul>!${items.join('')}</ul></nav>`
}

/** The document that a month is read from. */
const sourceOf = (head: PublicationHead): string => {
  const number = documentNumber(head)
  return number === null ? 'bản trực thay khẩn cấp (chờ văn bản điều chỉnh)' : `Thông báo số ${number}`
}

function monthSection(page: HomePage): string {
  const { centre, month, index, now } = page
  const today = dayAt(now, centre.zone)
  const tables = index?.posts.map((post) => monthTable(index, post, centre, today)) ?? []
  const source = index
    ? html`<p class="source">Theo ${sourceOf(index.head)} ngày ${formatDay(dayAt(index.head.publishedAt, centre.zone))}.</p>`
    : html`<p>Chưa có lịch trực được công bố cho ${monthName(month)}.</p>`
  return html`<section>
    <h2>Lịch trực ${monthName(month)}</h2>
    <p class="months"><a href="${link(centre, addMonths(month, -1))}" rel="prev">‹ ${monthName(addMonths(month, -1))}</a>
      <a href="${link(centre, addMonths(month, 1))}" rel="next">${monthName(addMonths(month, 1))} ›</a></p>
    !${source} !${tables.join('')}
  </section>`
}

/** The page of one centre: who is on duty now, and the month. */
function home(page: HomePage): string {
  const { centre, now } = page
  const today = dayAt(now, centre.zone)
  const demo = centre.demo ? html`<p class="demo">Dữ liệu minh họa: mọi người và số điện thoại đều là hư cấu.</p>` : ''
  return html`<!doctype html>
<html lang="vi">
<head>
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <title>Lịch trực trợ giúp pháp lý – ${centre.province}</title>
  <link rel="stylesheet" href="/assets/style.css" />
</head>
<body>
  <header>
    <p class="parent">${centre.parentBody}</p>
    <h1>${centre.name}</h1>
    !${centreNav(page)} !${demo}
  </header>
  <main>
    <section>
      <h2>Đang trực lúc ${timeAt(now, centre.zone)}, ${weekdayName(today)} ${formatDay(today)}</h2>
      <div class="cards">!${page.cards.map(({ post, answer }) => card(post, answer, centre)).join('')}</div>
      <p class="fallback">Khi không liên lạc được, gọi Trung tâm: !${numbers(phonesFor(centre.phones, 'public'))}</p>
    </section>
    !${monthSection(page)}
  </main>
  <footer><a href="/docs">API</a></footer>
</body>
</html>`
}

async function homePage(deps: Deps, query: { centre?: string; month?: string }): Promise<HomePage | undefined> {
  const centres = await knownCentres(deps)
  const read = (await deps.memory.centres()).map((index) => index.centre)
  const isAsked = ({ id, code }: Pick<Centre, 'id' | 'code'>): boolean =>
    query.centre === undefined || query.centre === id || query.centre === code
  const centre = read.find(isAsked)
  if (centre === undefined && centres.some(isAsked)) throw new DutyError('DATABASE_UNAVAILABLE')
  if (centre === undefined) {
    if (query.centre === undefined) return undefined
    throw new DutyError('NOT_FOUND', { noun: 'centre', ref: query.centre })
  }
  const now = deps.now()
  const here = monthOf(dayAt(now, centre.zone))
  const month = query.month === undefined ? here : parseMonth(query.month)
  return { centre, centres, month, now, index: await publishedMonth(deps, centre, month), cards: await lookUpPosts(deps, centre, now) }
}

const EMPTY = html`<!doctype html><html lang="vi"><head><meta charset="utf-8" /><title>Lịch Trực</title><link rel="stylesheet" href="/assets/style.css" /></head>
<body><main><h1>Lịch Trực</h1><p>Chưa có Trung tâm nào. Xem <a href="/docs">API</a> để bắt đầu.</p></main></body></html>`

/** The page at `/`, for people: no key, no script, readable on a phone. */
export async function homeRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  app.get<{ Querystring: { centre?: string; month?: string } }>('/', { schema: { hide: true } }, async (request, reply) => {
    const page = await homePage(deps, request.query)
    void reply.header('content-security-policy', POLICY).header('cache-control', 'no-store')
    return reply.type('text/html; charset=utf-8').send(page ? home(page) : EMPTY)
  })
  app.get('/assets/style.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(style)
  )
}
