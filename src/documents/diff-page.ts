import { html } from 'ghtml'
import type { PostId, ProviderId } from '../domain/ids.ts'
import { officialMonth } from '../domain/official-date.ts'
import type { Seat } from '../domain/post.ts'
import { type Difference, documentNumber, type Publication, type PublishedPerson, type PublishedSlot } from '../domain/publication.ts'
import { byGivenName } from './paper-words.ts'
import { numbersChanged, type SeatChange, seatChanges, whenChanged } from './seat-changes.ts'
import { type PostTime, postTime, slotsByPost } from './turns.ts'

const STYLE = `
:root { color-scheme: light }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem; color: #1a1a1a; background: #fff; font: 1rem/1.45 system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif }
h1 { font-size: 1.4rem; margin: 0 0 .25rem }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem }
.en { color: #5c5c5c; font-weight: normal; font-size: .9em }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #b0b0b0; padding: .35rem .6rem; text-align: left; vertical-align: top }
th { background: #f2f2f2 }
del { color: #8a1c1c }
ins { color: #14532d; text-decoration: none; font-weight: bold }
`
const SEAT: Readonly<Record<Seat, readonly [string, string]>> = {
  primary: ['Người trực', 'primary'],
  support: ['Người hỗ trợ trực', 'support']
}
const both = (vi: string, en: string): string => html`${vi} <span class="en" lang="en">${en}</span>`

/** What both versions name: an earlier one names those who have gone. */
interface Named {
  readonly people: ReadonlyMap<ProviderId, PublishedPerson>
  readonly posts: ReadonlyMap<PostId, string>
  readonly times: ReadonlyMap<PostId, PostTime>
}

function namedBy(before: Publication, after: Publication): Named {
  const { zone } = after.content.centre
  const posts = [...before.content.posts, ...after.content.posts]
  const was = slotsByPost(before.content.slots)
  const is = slotsByPost(after.content.slots)
  const slotsOf = (id: PostId): readonly PublishedSlot[] => is.get(id) ?? was.get(id) ?? []
  return {
    people: new Map([...before.content.people, ...after.content.people].map((person) => [person.id, person])),
    posts: new Map(posts.map(({ id, name }) => [id, name])),
    times: new Map(posts.map(({ id }) => [id, postTime(slotsOf(id), zone)]))
  }
}

function who(id: SeatChange['from'], { people }: Named): string {
  if (id === undefined) return both('Không bố trí trực', 'not staffed')
  if (id === null) return both('Chưa có người', 'nobody')
  return html`${people.get(id)?.fullName ?? id}`
}

function row(change: SeatChange, named: Named): string {
  const time = named.times.get(change.postId)
  const [vi, en] = SEAT[change.seat]
  return html`<tr><td>${time ? whenChanged(change, time) : ''}</td><td>${named.posts.get(change.postId) ?? ''}</td><td>!${both(vi, en)}</td>
<td><del>!${who(change.from, named)}</del></td><td><ins>!${who(change.to, named)}</ins></td></tr>`
}

function seatsTable(changes: readonly SeatChange[], named: Named): string {
  if (changes.length === 0) return ''
  const heads = [
    ['Thời gian', 'when'],
    ['Nơi trực', 'post'],
    ['Vị trí', 'seat'],
    ['Trước đây', 'before'],
    ['Nay', 'now']
  ] as const
  return html`<div class="scroll"><table><thead><tr>!${heads.map(([vi, en]) => html`<th scope="col">!${both(vi, en)}</th>`).join('')}</tr></thead>
<tbody>!${changes.map((change) => row(change, named)).join('\n')}</tbody></table></div>`
}

function numbersList(changes: readonly Difference[], { people }: Named): string {
  const changed = numbersChanged(changes).flatMap((id) => people.get(id) ?? [])
  if (changed.length === 0) return ''
  const items = changed.sort(byGivenName).map(({ fullName }) => html`<li>${fullName}</li>`)
  return html`<h2>!${both('Người thay đổi số điện thoại', 'people whose numbers changed')}</h2><ul>!${items.join('')}</ul>`
}

const nameOf = ({ version, number, symbol }: Publication): string => {
  const written = documentNumber({ number, symbol })
  return written === null ? `bản ${version} (trực thay khẩn cấp)` : `bản ${version}, số ${written}`
}

/**
 * What a later version says differently, for people to read: when, where, which seat, who before and who now; in Vietnamese with English
 * beside. It bears neither numbers nor reasons, so whoever may know the roster may read it.
 */
export function differencePage(before: Publication, after: Publication, changes: readonly Difference[]): string {
  const named = namedBy(before, after)
  const seats = seatChanges(changes, named.times)
  const title = `Thay đổi của lịch trực ${officialMonth(after.month)}`
  const nothing = changes.length === 0 ? html`<p>!${both('Không có thay đổi.', 'Nothing differs.')}</p>` : ''
  return html`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>!${STYLE}</style></head>
<body><main><h1>!${both(title, 'changes of the roster')}</h1>
<p>${after.content.centre.name}</p>
<p>!${both(`Từ ${nameOf(before)} sang ${nameOf(after)}`, `from version ${before.version} to version ${after.version}`)}</p>
!${nothing}!${seatsTable(seats, named)}
!${numbersList(changes, named)}
</main></body></html>
`
}
