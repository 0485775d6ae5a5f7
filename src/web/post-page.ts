import type { FastifyInstance, FastifyRequest } from 'fastify'
import { html } from 'ghtml'
import { formatDay } from '../domain/day.ts'
import { dayAt, timeAt } from '../domain/instant.ts'
import { type Phone, phoneHref, phonesFor } from '../domain/phone.ts'
import { documentNumber } from '../domain/publication.ts'
import type { OnDuty, UncoveredReason } from '../lookup/on-duty.ts'
import type { Deps } from '../usecases/deps.ts'
import { type PostPage, readPostPage } from '../usecases/read-post-page.ts'
import { moment, SEAT, shown, weekdayName } from './view.ts'

/** No script, no foreign content, nothing to send. */
const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const SEAT_EN = { primary: 'On duty', support: 'Back-up' } as const
const WHY: Readonly<Record<UncoveredReason, { readonly vi: string; readonly en: string }>> = {
  not_published: { vi: 'Chưa có lịch trực được công bố cho thời điểm này.', en: 'No roster is published for this time.' },
  not_served: { vi: 'Lịch trực đã công bố không có điểm trực này.', en: 'The published roster does not have this post.' },
  gap: { vi: 'Lịch trực không có ca nào vào thời điểm này.', en: 'The roster has a gap at this time.' },
  unfilled: { vi: 'Ca trực này chưa có người.', en: 'Nobody is assigned to this duty.' }
}
const MODE = { phone: 'trực qua điện thoại', on_site: 'trực tại chỗ' } as const

/** The same in English, in small print. */
const en = (text: string): string => html`<small lang="en">${text}</small>`

const dial = (phones: readonly Phone[]): string =>
  phones.map((phone) => html`<a class="dial" href="${phoneHref(phone)}">${phone.national}</a>`).join(' ')

function person({ seat, person: who }: OnDuty): string {
  const { name, role, phones } = shown(seat, who)
  const numbers =
    phones.length > 0
      ? html`<p class="numbers">!${dial(phones)}</p>`
      : html`<p>Không có số công khai: gọi Trung tâm. !${en('No public number: call the Centre.')}</p>`
  return html`<div class="who">
    <p class="seat">${SEAT[seat]} !${en(SEAT_EN[seat])}</p>
    <p class="name">${name} <span class="role">${role}</span></p>
    !${numbers}
  </div>`
}

/** Why nobody is on duty, and when somebody is again. */
function silent({ answer, centre }: PostPage): string {
  const { reason, nextOpeningAt } = answer
  const why = reason === null ? { vi: 'Ngoài giờ trực.', en: 'Outside duty hours.' } : WHY[reason]
  const again =
    nextOpeningAt === null
      ? ''
      : html`<p class="name">Trực lại từ ${moment(nextOpeningAt, centre.zone)} !${en('Somebody is on duty again from then.')}</p>`
  return html`<p class="name">${why.vi} !${en(why.en)}</p> !${again} <p>Hãy gọi Trung tâm. !${en('Call the Centre.')}</p>`
}

function nowSection(page: PostPage): string {
  const { answer, centre, now } = page
  const ends = answer.onDuty.map(({ end }) => end)
  const until =
    ends.length === 0 ? '' : html`<p class="until">Đến ${moment(Math.min(...ends) as typeof now, centre.zone)} !${en('until then')}</p>`
  return html`<section class="now ${answer.status}">
    <h2>Lúc này !${en('Now')} <span class="clock">${timeAt(now, centre.zone)}, ${weekdayName(dayAt(now, centre.zone))} ${formatDay(dayAt(now, centre.zone))}</span></h2>
    !${answer.onDuty.length === 0 ? silent(page) : answer.onDuty.map(person).join('')}
    !${until}
  </section>`
}

const centreSection = ({ centre }: PostPage): string => html`<section>
    <h2>Trung tâm !${en('The Centre, when nobody above answers')}</h2>
    <p>${centre.name}</p>
    <p class="numbers">!${dial(phonesFor(centre.phones, 'public'))}</p>
  </section>`

function nextSection({ next, centre }: PostPage): string {
  if (next === null) return ''
  const people = next.onDuty.map(({ seat, person: who }) => html`<li>${SEAT[seat]}: <strong>${who.fullName}</strong></li>`)
  return html`<section>
    <h2>Tiếp theo !${en('Next')}</h2>
    <p>Từ ${moment(next.start, centre.zone)}:</p>
    <ul>!${people.join('')}</ul>
  </section>`
}

const servedSection = ({ agencies, post }: PostPage): string => html`<section>
    <h2>Cơ quan được trực !${en('Agencies served')}</h2>
    <ul class="served">!${agencies.map((name) => html`<li>${name}</li>`).join('')}</ul>
    <p>Hình thức: ${MODE[post.mode]}.</p>
  </section>`

const codeSection = ({ address, qr }: PostPage): string => html`<section class="code">
    <div class="qr">!${qr}</div>
    <p>Quét mã để xem ai đang trực !${en('Scan for who is on duty now')}<br /><span class="address">${address}</span></p>
  </section>`

/** Which document says so, and when the page was made. */
function source({ answer, centre, freshness }: PostPage): string {
  const { publication } = answer
  const number = publication && documentNumber(publication)
  const issued =
    publication === null
      ? ''
      : html`Theo ${number === null ? 'bản trực thay khẩn cấp (chờ văn bản điều chỉnh)' : `văn bản số ${number}`}, bản thứ ${publication.version}, công bố ${moment(publication.publishedAt, centre.zone)}. `
  const old = freshness.stale
    ? html`<strong class="stale">Thông tin có thể chưa mới nhất. !${en('This may be out of date.')}</strong> `
    : ''
  return html`<footer class="source"><p>!${old}!${issued}Thông tin đúng đến ${moment(freshness.generatedAt, centre.zone)}. !${en('As known then.')}</p></footer>`
}

const document = (title: string, body: string): string => html`<!doctype html>
<html lang="vi">
<head>
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <meta name="robots" content="noindex" />
  <title>${title}</title>
  <link rel="stylesheet" href="/assets/style.css" />
</head>
<body class="post">!${body}</body>
</html>`

function postPageOf(page: PostPage): string {
  const { centre, post } = page
  const demo = centre.demo ? html`<p class="demo">Dữ liệu minh họa: mọi người và số điện thoại đều là hư cấu.</p>` : ''
  const header = html`<header>
    <p class="parent">${centre.name}</p>
    <h1>Trực trợ giúp pháp lý: ${post.name} !${en('Legal aid on duty')}</h1>
    !${demo}
  </header>`
  const main = [nowSection, centreSection, nextSection, servedSection, codeSection].map((section) => section(page))
  return document(`Người trực trợ giúp pháp lý – ${post.name}`, html`!${header}<main>!${main.join('')}</main>!${source(page)}`)
}

const UNKNOWN = document(
  'Không có điểm trực này',
  html`<main>
  <h1>Không có điểm trực này !${en('There is no such duty post')}</h1>
  <p>Địa chỉ không đúng, hoặc điểm trực đã đổi tên. Xem <a href="/">lịch trực của các Trung tâm</a>. !${en('See the rosters of the centres.')}</p>
</main>`
)

const UNREAD = document(
  'Chưa tra cứu được điểm trực này',
  html`<main>
  <h1>Chưa tra cứu được điểm trực này !${en('This duty post cannot be looked up yet')}</h1>
  <p>Dữ liệu của Trung tâm đang được đọc lại: hãy mở lại trang sau ít phút, hoặc gọi Trung tâm. !${en('The data of the Centre are being read again: reload in a moment, or call the Centre.')}</p>
</main>`
)

/** Seconds after which it may be known. */
const RETRY_AFTER = '5'

/** Records whose personal numbers the page shows, and to whom. */
function noteShown({ principal, readings, routeOptions }: FastifyRequest, { answer, centre }: PostPage): void {
  for (const { person: who } of answer.onDuty) {
    if (!phonesFor(who.phones, 'public').some(({ kind }) => kind === 'personal')) continue
    readings.note({
      centreId: centre.id,
      readerId: principal.id,
      reader: principal.name,
      providerId: who.id,
      operation: routeOptions.url ?? ''
    })
  }
}

/**
 * The public page of a post, which the code on an agency's wall opens: for a stranger in a hurry, on any phone. It shows public numbers
 * alone; a personal one is public only with the person's consent (Luật 91/2025/QH15), and that it was shown is recorded.
 */
export async function postPage(app: FastifyInstance, deps: Deps): Promise<void> {
  app.get<{ Params: { centre: string; post: string } }>('/truc/:centre/:post', { schema: { hide: true } }, async (request, reply) => {
    const page = await readPostPage(deps, request.params.centre, request.params.post)
    void reply.header('content-security-policy', POLICY).header('cache-control', 'no-store').type('text/html; charset=utf-8')
    if (page === 'unknown') return reply.code(404).send(UNKNOWN)
    if (page === 'unread') return reply.code(503).header('retry-after', RETRY_AFTER).send(UNREAD)
    noteShown(request, page)
    return reply.send(postPageOf(page))
  })
}
