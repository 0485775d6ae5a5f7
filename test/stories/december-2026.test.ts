import type { Test } from 'tap'
import {
  aDraft,
  at,
  type HeadJson,
  type PublicationJson,
  planned,
  readPublication,
  type SlotJson,
  slotsOfRoster,
  stepped
} from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost, type Made } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

/** An answer to "who is on duty?" and the moment at which it was given. */
interface Noted {
  readonly moment: string
  readonly post: string
  readonly answer: string
}

interface OnDutyJson {
  readonly status: string
  readonly onDuty: readonly { readonly seat: string; readonly provider: { readonly fullName: string } }[]
  readonly source: { readonly publication: string | null; readonly version: number | null; readonly provisional: boolean }
}

const POSTS = ['cqdt', 'toa'] as const
const HOUR = 3_600_000
const wall = (millis: number): string => `${new Date(millis + 7 * HOUR).toISOString().slice(0, 19)}+07:00`
const millis = (text: string): number => Date.parse(text)

async function told(s: Scene, post: string, rest = ''): Promise<string> {
  const { status, body } = await s.call<OnDutyJson>('GET', `/v1/on-duty?post=${post}${rest}`)
  if (status !== 200) throw new Error(JSON.stringify(body))
  const names = body.onDuty.map(({ seat, provider }) => `${seat} ${provider.fullName}`)
  return [body.status, ...names, `v${body.source.version} ${body.source.publication}`].join(', ')
}

/** A clock that walks through the month and notes every answer on its way. */
function walker(s: Scene, start: string) {
  const noted: Noted[] = []
  let now = millis(start)
  return {
    noted,
    /** Walks on to the moment, asking every seven hours and at the moment itself. */
    async to(moment: string): Promise<void> {
      for (; now < millis(moment); now = Math.min(now + 7 * HOUR, millis(moment))) await ask(now)
      s.setNow(moment)
    }
  }
  async function ask(at: number): Promise<void> {
    const moment = wall(at)
    s.setNow(moment)
    for (const post of POSTS) noted.push({ moment, post, answer: await told(s, post) })
  }
}

const called = async <Body>(
  s: Scene,
  status: number,
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  options: object = {}
): Promise<Body> => {
  const answer = await s.call<Body>(method, url, options)
  if (answer.status !== status) throw new Error(`${method} ${url} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

interface World {
  readonly planner: string
  readonly director: string
  readonly people: readonly Made[]
}

/** A small centre: around the clock for the police by four in turn with a support, office hours at the court by the fifth and sixth. */
async function world(s: Scene): Promise<World> {
  await aCentre(s, { code: 'lang-son' })
  const names = ['Hoàng Thị An', 'Nông Văn Bình', 'Lý Thị Chi', 'Vi Văn Dũng', 'Lương Thị Én', 'Bế Văn Giang']
  const people: Made[] = []
  for (const fullName of names) people.push(await anOfficer(s, { fullName }))
  const ids = people.map(({ id }) => id)
  const pc01 = await anAgency(s, {
    code: 'pc01',
    name: 'Văn phòng Cơ quan Cảnh sát điều tra',
    kind: 'investigation-division',
    level: 'province'
  })
  const kv1 = await anAgency(s, { code: 'kv1' })
  await aPost(s, {
    code: 'cqdt',
    agencies: [pc01.id],
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '00:00', duration: 'P1D' }],
    seats: [{ seat: 'primary', method: 'cycle', order: ids.slice(0, 4) }]
  })
  await aPost(s, {
    code: 'toa',
    agencies: [kv1.id],
    handoverUnit: 'week',
    seats: [{ seat: 'primary', method: 'cycle', order: ids.slice(4) }]
  })
  await called(s, 200, 'PATCH', '/v1/settings', { body: { separateApprover: true }, headers: { 'if-match': '"0"' } })
  const keyOf = async (name: string, scopes: readonly string[]) =>
    (await called<{ key: string }>(s, 201, 'POST', '/v1/api-keys', { body: { name, scopes } })).key
  return {
    people,
    planner: await keyOf('Phòng Hành chính - Tổng hợp', ['rosters:read', 'rosters:write', 'swaps:write', 'covers:write']),
    director: await keyOf('Giám đốc', ['rosters:read', 'rosters:approve', 'rosters:publish'])
  }
}

/** The draft goes to the director, comes back, goes again, and is published under number 1. */
async function published(t: Test, s: Scene, { planner, director }: World): Promise<HeadJson> {
  const { roster } = await planned(s, await aDraft(s, '2026-12'))
  const first = await stepped(s, roster, 'submit', { key: planner })
  t.match(
    await s.call('POST', `/v1/rosters/${roster.id}/approve`, { key: planner, headers: at(first) }),
    { status: 403 },
    'a planner does not approve'
  )
  const back = await stepped(s, first, 'return', { key: director, body: { reason: 'Xem lại ngày 24/12' } })
  const again = await stepped(s, back, 'submit', { key: planner })
  const ready = await stepped(s, again, 'approve', { key: director })
  return called(s, 201, 'POST', `/v1/rosters/${ready.id}/publications`, { key: director, headers: at(ready) })
}

const slotOn = async (s: Scene, day: string): Promise<SlotJson> => {
  const all = await slotsOfRoster(s, '2026-12')
  const found = all.filter((slot) => slot.day === day && slot.end.slice(11) === '00:00:00+07:00').at(-1)
  if (found === undefined) throw new Error(`no slot on ${day}`)
  return found
}
const held = (slot: SlotJson): string => slot.seats[0]?.providerId ?? ''

interface SwapJson {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly amendmentId: string | null
}

/** Two people trade the 15th for the 17th: offered, accepted, approved by the planner, issued by the director as number 2. */
async function swapped(t: Test, s: Scene, { planner, director }: World): Promise<void> {
  const [mine, theirs] = [await slotOn(s, '2026-12-15'), await slotOn(s, '2026-12-17')]
  const offer = {
    by: held(mine),
    slot: mine.id,
    seat: 'primary',
    to: [{ provider: held(theirs), slot: theirs.id, seat: 'primary' }],
    reason: 'Việc gia đình'
  }
  const { swap } = await called<{ swap: SwapJson }>(s, 201, 'POST', '/v1/swaps', { key: planner, body: offer })
  const step = (swap: SwapJson, name: string, body: object): Promise<SwapJson> =>
    called(s, 200, 'POST', `/v1/swaps/${swap.id}/${name}`, { key: planner, body, headers: at(swap) })
  const agreed = await step(swap, 'accept', { by: held(theirs) })
  t.equal(agreed.status, 'accepted')
  const approved = await step(agreed, 'approve', {})
  t.match(approved, { status: 'approved' })
  t.equal(held(await slotOn(s, '2026-12-15')), held(mine), 'nothing changes before the document is issued')
  await called(s, 200, 'POST', `/v1/amendments/${approved.amendmentId}/approve`, { key: director, body: {}, headers: at({ version: 1 }) })
  t.same([held(await slotOn(s, '2026-12-15')), held(await slotOn(s, '2026-12-17'))], [held(theirs), held(mine)])
  t.match(await s.call('GET', `/v1/swaps/${swap.id}`), { status: 200, body: { swap: { status: 'done' } } })
}

interface CoverJson {
  readonly items: readonly { readonly version: number; readonly seats: readonly { readonly to: string | null; readonly start: string }[] }[]
}

/** At two in the morning whoever is on duty cannot come; one call later somebody else answers. */
async function covered(t: Test, s: Scene, { planner }: World, people: readonly Made[]): Promise<void> {
  const slot = await slotOn(s, '2026-12-09')
  const before = await told(s, 'cqdt')
  const body = { absent: held(slot), reason: 'Cấp cứu' }
  const { items } = await called<CoverJson>(s, 201, 'POST', '/v1/covers', { key: planner, body })
  const stand = items[0]?.seats[0]
  t.match(items, [{ version: 3, seats: [{ start: '2026-12-09T02:00:00+07:00' }] }])
  t.ok(people.some(({ id }) => id === stand?.to))
  t.not(stand?.to, held(slot))
  const after = await told(s, 'cqdt')
  t.not(after, before, 'the very next question names somebody else')
  t.match(after, /v3 null$/, 'by a provisional version without number')
  t.equal(held(await slotOn(s, '2026-12-09')), stand?.to)
}

interface AmendmentList {
  readonly items: readonly { readonly id: string; readonly version: number; readonly origin: string }[]
}

/** The director confirms what was done at night: number 3. */
async function confirmed(t: Test, s: Scene, { director }: World): Promise<void> {
  const { items } = await called<AmendmentList>(s, 200, 'GET', '/v1/amendments?status=submitted', { key: director })
  t.match(items, [{ origin: 'cover' }])
  await called(s, 200, 'POST', `/v1/amendments/${items[0]?.id}/approve`, { key: director, body: {}, headers: at({ version: 1 }) })
  t.match(await s.call('GET', '/v1/covers?unconfirmed=true'), { body: { items: [] } })
}

/** The state swaps a working day for a Saturday; the month is cut anew by one amendment: number 4. */
async function recut(t: Test, s: Scene, { planner, director }: World): Promise<void> {
  const day = (day: string, kind: string) => ({ day, kind, nameVi: 'Hoán đổi ngày làm việc', nameEn: 'Swapped' })
  const notice = {
    number: '99/TB-BNV',
    title: 'Thông báo minh họa',
    issuedOn: '2026-12-14',
    status: 'announced',
    source: 'Dữ liệu minh họa',
    days: [day('2026-12-24', 'swapped_off'), day('2026-12-26', 'make_up_day')]
  }
  const change = await called<{ touched: { rosters: readonly object[] } }>(s, 201, 'POST', '/v1/calendar/notices', { body: notice })
  t.match(change.touched.rosters, [{ month: '2026-12', status: 'published' }], 'the notice says what it touches, and changes nothing')
  const body = { reason: 'Thực hiện Thông báo số 99/TB-BNV', recut: true, mend: true }
  const { amendment } = await called<{ amendment: { id: string } }>(s, 201, 'POST', '/v1/publications/2026-12/amendments', {
    key: planner,
    body
  })
  await called(s, 200, 'POST', `/v1/amendments/${amendment.id}/approve`, { key: director, body: {}, headers: at({ version: 1 }) })
}

/** Who stands at a post at an instant by the versions themselves, read as plainly as can be. */
function byHand(versions: readonly PublicationJson[], post: string, instant: number): string {
  const inForce = versions.filter(
    ({ effectiveFrom, supersededFrom }) => millis(effectiveFrom) <= instant && (supersededFrom === null || instant < millis(supersededFrom))
  )
  if (inForce.length !== 1) throw new Error(`${inForce.length} versions in force at ${wall(instant)}`)
  const [version] = inForce as [PublicationJson]
  const { id } = version.posts.find(({ code }) => code === post) ?? { id: '' }
  const slot = version.slots.find(({ postId, start, end }) => postId === id && millis(start) <= instant && instant < millis(end))
  const names = (slot?.seats ?? []).map(
    ({ seat, providerId }) => `${seat} ${version.people.find((one) => one.id === providerId)?.fullName}`
  )
  return [slot === undefined ? 'outside_hours' : 'on_duty', ...names, `v${version.version} ${version.number}`].join(', ')
}

scene(
  'December 2026: draft, approval, number 1, a swap, a cover at 2 a.m., a late notice, amendments, and every answer again',
  async (t, s) => {
    s.setNow('2026-11-20T09:00:00+07:00')
    const w = await world(s)
    const first = await published(t, s, w)
    t.match(first, { version: 1, number: '01/TB-TGPL', publishedBy: 'Giám đốc' })
    const walk = walker(s, '2026-12-01T00:00:00+07:00')
    await walk.to('2026-12-02T08:00:00+07:00')
    await swapped(t, s, w)
    await walk.to('2026-12-09T02:00:00+07:00')
    await covered(t, s, w, w.people)
    await walk.to('2026-12-10T08:30:00+07:00')
    await confirmed(t, s, w)
    await walk.to('2026-12-14T16:00:00+07:00')
    await recut(t, s, w)
    await walk.to('2027-01-01T00:00:00+07:00')

    const heads = (await called<{ items: HeadJson[] }>(s, 200, 'GET', '/v1/publications')).items.toReversed()
    t.same(
      heads.map(({ version, number, kind }) => `${version} ${number} ${kind}`),
      ['1 01/TB-TGPL original', '2 02/TB-TGPL supplement', '3 null provisional', '4 03/TB-TGPL replacement', '5 04/TB-TGPL replacement'],
      'numbers without gap or double'
    )
    const versions = await Promise.all(heads.map(async ({ id }) => readPublication(s, id)))
    t.ok(walk.noted.length > 200)
    const wrong: string[] = []
    for (const { moment, post, answer } of walk.noted) {
      const again = await told(s, post, `&at=${encodeURIComponent(moment)}`)
      const plain = byHand(versions, post, millis(moment))
      if (again !== answer || plain !== answer) wrong.push(`${moment} ${post}: ${answer} / ${again} / ${plain}`)
    }
    t.same(wrong, [], 'every answer that was given is given again, and the papers say the same')
    const steps = await called<{ items: { step: string; by: string; reason: string | null }[] }>(s, 200, 'GET', '/v1/rosters/2026-12/steps')
    t.same(
      steps.items.map(({ step, by }) => `${step} ${by}`),
      [
        'submitted Phòng Hành chính - Tổng hợp',
        'returned Giám đốc',
        'submitted Phòng Hành chính - Tổng hợp',
        'approved Giám đốc',
        'published Giám đốc',
        'amended Giám đốc',
        'covered Phòng Hành chính - Tổng hợp',
        'amended Giám đốc',
        'amended Giám đốc'
      ]
    )
  }
)
