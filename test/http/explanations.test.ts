import type { Test } from 'tap'
import type { Problem } from '../../src/http/problem.ts'
import { aDraft, aPublication, at, planned, type RosterJson, seated, slotsOfRoster } from '../support/months.ts'
import { aCentre, anOfficer, aPost, type Made } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

/** Ten working days of December 2026 at one court, by three officers. */
const TEN_DAYS = { validFrom: '2026-12-01', validTo: '2026-12-14' }

interface Change {
  readonly coverage: number
  readonly total: number
  readonly rules: readonly { readonly ruleId: string; readonly cost: number }[]
  readonly fairness: readonly { readonly kind: string; readonly cost: number }[]
  readonly sentence: string
}
interface CandidateJson {
  readonly providerId: string
  readonly fullName: string
  readonly present: boolean
  readonly rank: number | null
  readonly change: Change | null
  readonly reasons: readonly { readonly ruleId: string; readonly basis: string; readonly detail: string }[]
  readonly chain: { readonly slotId: string; readonly from: string; readonly to: string; readonly change: Change } | null
}
interface MoveJson {
  readonly slotId: string
  readonly from: string | null
  readonly to: string | null
  readonly why: string
  readonly sentence: string
}
interface SeatJson {
  readonly way: string
  readonly providerId: string | null
  readonly asked: readonly string[]
  readonly candidates: readonly CandidateJson[]
  readonly instead: { readonly moves: readonly MoveJson[]; readonly change: Change } | null
  readonly sentences: readonly string[]
}
interface ReplanJson {
  readonly roster: RosterJson
  readonly moves: readonly MoveJson[]
  readonly before: { readonly unfilled: number; readonly hard: number }
  readonly after: { readonly unfilled: number; readonly hard: number }
}

async function court(s: Scene, some: object = {}): Promise<{ officers: Made[]; post: Made }> {
  await aCentre(s)
  const names = ['Hoàng Thị An', 'Nông Văn Bình', 'Lý Thị Chi']
  const officers: Made[] = []
  for (const fullName of names) officers.push(await anOfficer(s, { fullName }))
  return { officers, post: await aPost(s, { ...TEN_DAYS, mode: 'on_site', ...some }) }
}

const away = (s: Scene, provider: string, from: string, to = from) =>
  s.call('POST', '/v1/absences', { body: { provider, kind: 'annual_leave', from, to } })

const candidatesOf = async (s: Scene, roster: RosterJson, slot: string): Promise<readonly CandidateJson[]> =>
  (await s.call<{ items: CandidateJson[] }>('GET', `/v1/rosters/${roster.id}/candidates?slot=${slot}&seat=primary`)).body.items

const explain = async (s: Scene, roster: RosterJson, query: string, language = 'vi') =>
  (
    await s.call<{ seat: SeatJson | null; person: { sentences: string[]; duties: object[] } | null }>(
      'GET',
      `/v1/rosters/${roster.id}/explanations?${query}`,
      { headers: { 'accept-language': language } }
    )
  ).body

function refused(t: Test, answer: Answer<unknown>, status: number, code: string, pointer?: string): void {
  const problem = answer.body as Problem
  t.equal(answer.status, status)
  t.equal(problem.code, code)
  if (pointer !== undefined)
    t.ok(
      problem.errors.some((each) => each.pointer === pointer),
      JSON.stringify(problem.errors)
    )
}

const first = <T>(list: readonly T[]): T => {
  const [found] = list
  if (found === undefined) throw new Error('an empty list')
  return found
}

scene('candidates of a seat: what each would change, who is excluded by which rule, and the edit bears it out', async (t, s) => {
  const { officers } = await court(s)
  await away(s, officers[2]?.id ?? '', '2026-12-01', '2026-12-03')
  const { roster, slots } = await planned(s, await aDraft(s))
  const slot = first(slots)
  const list = await candidatesOf(s, roster, slot.id)
  t.equal(list.length, 3)
  const gone = list.find(({ providerId }) => providerId === officers[2]?.id)
  t.match(gone, { rank: null, change: null, reasons: [{ ruleId: 'absent-provider', basis: /Luật TGPL/, detail: /nghỉ phép/ }] })
  const present = list.find(({ present }) => present)
  t.match(present?.change, { coverage: 0, total: 0 })
  const other = list.find(({ present, change }) => !present && change !== null)
  t.ok(other?.change && other.change.total >= 0, 'the plan is not bettered by one seat')
  // what was promised is what the fairness of the month says after the edit
  const edited = await seated(s, roster, { slot: slot.id }, { provider: other?.providerId ?? null })
  const back = (await candidatesOf(s, edited, slot.id)).find(({ providerId }) => providerId === present?.providerId)
  t.equal(back?.change?.total, -(other?.change?.total ?? 0))
})

scene('candidates work on a published month, and refuse a slot that is not there', async (t, s) => {
  await court(s)
  const { rosterId } = await aPublication(s)
  const slots = await slotsOfRoster(s, rosterId)
  const answer = await s.call<{ items: CandidateJson[] }>('GET', `/v1/rosters/2026-12/candidates?slot=${first(slots).id}&seat=primary`)
  t.equal(answer.status, 200)
  t.equal(answer.body.items.filter(({ present }) => present).length, 1)
  refused(t, await s.call('GET', `/v1/rosters/2026-12/candidates?slot=x&seat=primary`), 404, 'NOT_FOUND')
  refused(t, await s.call('GET', `/v1/rosters/2026-12/candidates?slot=${first(slots).id}&seat=support`), 404, 'NOT_FOUND')
  refused(t, await s.call('GET', '/v1/rosters/2026-12/candidates?slot=x'), 400, 'BAD_FIELD')
})

scene('why this person: balanced, by hand, by the post, by the cycle', async (t, s) => {
  const { officers } = await court(s)
  const [an, binh, chi] = officers.map(({ id }) => id) as [string, string, string]
  await aPost(s, {
    ...TEN_DAYS,
    name: 'Trại tạm giam',
    seats: [{ seat: 'primary', method: 'fixed', provider: an, standIn: binh }]
  } as object)
  await aPost(s, { ...TEN_DAYS, name: 'Cơ quan điều tra', seats: [{ seat: 'primary', method: 'cycle', order: [chi, an] }] } as object)
  await away(s, chi, '2026-12-01')
  const { roster, slots } = await planned(s, await aDraft(s))
  const on = (way: string) =>
    Promise.all(slots.map(async (slot) => (await explain(s, roster, `slot=${slot.id}`)).seat)).then((all) =>
      all.filter((each) => each?.way === way)
    )
  const balanced = first(await on('balanced'))
  t.match(balanced?.sentences.join('\n'), /được chọn khi cân đối toàn bộ lịch trực/)
  t.match(first(await on('fixed'))?.sentences.join('\n'), /phân công cố định Hoàng Thị An/)
  const cycle = first(await on('cycle'))
  t.same(cycle?.asked, [chi, an])
  t.match(
    cycle?.sentences.join('\n'),
    /Hoàng Thị An đứng thứ 2 .*\n.*Lý Thị Chi nghỉ phép từ 01\/12\/2026 đến hết 01\/12\/2026 \(Luật TGPL/
  )
  const edited = await seated(s, roster, { slot: first(slots).id }, { provider: binh })
  const { seat } = await explain(s, edited, `slot=${first(slots).id}`)
  t.equal(seat?.way, 'pinned')
  const english = await explain(s, edited, `slot=${first(slots).id}`, 'en')
  t.match(english.seat?.sentences.join('\n'), /was put here by hand/)
  t.notMatch(english.seat?.sentences.join('\n'), /[{}]/)
})

scene('why me, not another: what it would really take, and what it would cost', async (t, s) => {
  await court(s)
  const { roster, slots } = await planned(s, await aDraft(s))
  const slot = first(slots)
  const other = (await candidatesOf(s, roster, slot.id)).find(({ present }) => !present)
  const { seat } = await explain(s, roster, `slot=${slot.id}&instead=${other?.providerId}`)
  t.equal(seat?.instead?.moves[0]?.to, other?.providerId)
  t.ok((seat?.instead?.change.total ?? -1) >= 0)
  t.match(seat?.sentences.at(-1), new RegExp(`Nếu nhất thiết phân công ${other?.fullName}`))
  refused(t, await s.call('GET', `/v1/rosters/${roster.id}/explanations?slot=${slot.id}&instead=khong-co`), 404, 'NOT_FOUND')
  refused(t, await s.call('GET', `/v1/rosters/${roster.id}/explanations`), 400, 'BAD_FIELD', '?slot')
})

scene('why this much: duties, what was due, and those hardly anybody else could take', async (t, s) => {
  const { officers, post } = await court(s)
  await s.call('PATCH', `/v1/posts/${post.id}`, { headers: at({ version: 1 }), body: { eligibility: { providers: [officers[0]?.id] } } })
  const { roster } = await planned(s, await aDraft(s))
  const { person } = await explain(s, roster, `provider=${officers[0]?.code}`)
  t.equal(person?.duties.length, 10)
  t.match(person?.sentences.join('\n'), /10 ca trực chỉ có tối đa 1 người đủ điều kiện/)
  const { person: idle } = await explain(s, roster, `provider=${officers[1]?.id}`)
  t.match(idle?.sentences[0], /Nông Văn Bình có 0 ca trực, tổng 0 điểm trực/)
})

scene(
  'somebody falls ill: the preview says what changes and why, the draft takes it, a published month is amended instead',
  async (t, s) => {
    await court(s)
    const { roster, slots } = await planned(s, await aDraft(s))
    const ill = slots[5]?.seats[0]?.providerId ?? ''
    const day = slots[5]?.day ?? ''
    const body = { from: '2026-12-03T00:00:00+07:00', absent: [{ provider: ill, from: day, to: '2026-12-14', kind: 'sick_leave' }] }
    const preview = await s.call<ReplanJson>('POST', `/v1/rosters/${roster.id}/replan/preview`, { body })
    t.equal(preview.status, 200)
    const lost = slots.filter((slot) => slot.day >= day && slot.seats[0]?.providerId === ill)
    t.same(
      preview.body.moves.map(({ slotId, why }) => [slotId, why]),
      lost.map(({ id }) => [id, 'lost'])
    )
    t.match(first(preview.body.moves).sentence, /trực thay .* vì .* nghỉ ốm từ/)
    t.match(
      [preview.body.before, preview.body.after],
      [
        { hard: lost.length, unfilled: 0 },
        { hard: 0, unfilled: 0 }
      ]
    )
    t.same(
      (await slotsOfRoster(s, roster.id)).map(({ seats }) => seats),
      slots.map(({ seats }) => seats),
      'nothing is written'
    )
    refused(t, await s.call('POST', `/v1/rosters/${roster.id}/replan`, { body }), 428, 'IF_MATCH_REQUIRED')
    refused(t, await s.call('POST', `/v1/rosters/${roster.id}/replan`, { body, headers: { 'if-match': '"99"' } }), 412, 'STALE_VERSION')
    const applied = await s.call<ReplanJson>('POST', `/v1/rosters/${roster.id}/replan`, { body, headers: at(roster) })
    t.same(applied.body.moves, preview.body.moves, 'the preview is what is done')
    t.equal(applied.body.roster.version, roster.version + 1)
    const after = await slotsOfRoster(s, roster.id)
    for (const { slotId, to } of applied.body.moves) t.equal(after.find(({ id }) => id === slotId)?.seats[0]?.providerId, to)
  }
)

scene('a published month is previewed, not rewritten; what is wrong in the request is named', async (t, s) => {
  await court(s)
  const { rosterId } = await aPublication(s)
  const person = first(await slotsOfRoster(s, rosterId)).seats[0]?.providerId
  const body = { absent: [{ provider: person, from: '2026-12-01' }] }
  t.equal((await s.call<ReplanJson>('POST', '/v1/rosters/2026-12/replan/preview', { body })).body.moves.length, 1)
  refused(t, await s.call('POST', '/v1/rosters/2026-12/replan', { body, headers: { 'if-match': '"1"' } }), 409, 'ROSTER_ALREADY_PUBLISHED')
  const wrong = { from: 'hôm nay', absent: [{ provider: 'ai', from: '2026-12-05', to: '2026-12-01' }] }
  const answer = await s.call('POST', '/v1/rosters/2026-12/replan/preview', { body: wrong })
  for (const pointer of ['/from', '/absent/0/provider', '/absent/0/to']) refused(t, answer, 400, 'BAD_FIELD', pointer)
})

interface FiguresJson {
  readonly unfilled: number
  readonly changed: number
  readonly violations: readonly { readonly ruleId: string; readonly count: number }[]
  readonly people: readonly { readonly providerId: string; readonly duties: number }[]
}

scene('what if: all variants together try as many moves as one may alone', async (t, s) => {
  await court(s)
  const { id } = await aDraft(s)
  const compared = (count: number, iterations: number) =>
    s.call('POST', `/v1/rosters/${id}/what-if`, {
      body: { variants: Array.from({ length: count }, (_, n) => ({ name: String(n) })), iterations }
    })
  const refused = {
    status: 400,
    body: { errors: [{ pointer: '/iterations', code: 'BAD_VALUE', detail: 'Giá trị được phép: 1 – 1250000.' }] }
  }
  t.match(await compared(4, 1_250_001), refused)
  t.match(await compared(1, 1_250_001), { status: 200 })
})

scene('what if: four variants beside the roster as it stands, nothing saved', async (t, s) => {
  const { officers, post } = await court(s)
  const [an] = officers.map(({ id }) => id) as [string]
  const { roster, slots } = await planned(s, await aDraft(s))
  const variants = [
    { name: 'Như hiện nay' },
    { name: 'An nghỉ', absent: [{ provider: an, from: '2026-12-01', to: '2026-12-31' }] },
    { name: 'Thêm người hỗ trợ', seats: [{ post: post.code, seat: 'support', importance: 3 }] },
    { name: 'Mỗi tuần một ngày', rules: [{ rule: 'most-per-week', params: { days: 1 } }] }
  ]
  const body = { variants, iterations: 20_000 }
  const answer = await s.call<{ asItStands: FiguresJson; variants: (FiguresJson & { name: string })[] }>(
    'POST',
    `/v1/rosters/${roster.id}/what-if`,
    { body }
  )
  t.equal(answer.status, 200, JSON.stringify(answer.body))
  const [same, without, more, few] = answer.body.variants
  t.equal(answer.body.asItStands.unfilled, 0)
  t.equal(same?.unfilled, 0)
  t.equal(without?.people.find(({ providerId }) => providerId === an)?.duties, 0)
  t.equal(
    more?.people.reduce((sum, { duties }) => sum + duties, 0),
    20
  )
  // three people, parts of three weeks, one day each
  t.equal(few?.unfilled, 10 - (few?.people ?? []).reduce((sum: number, { duties }: { duties: number }) => sum + duties, 0))
  t.ok((few?.unfilled ?? 0) > 0)
  t.same(
    (await slotsOfRoster(s, roster.id)).map(({ seats }) => seats),
    slots.map(({ seats }) => seats),
    'nothing is written'
  )
  t.same((await s.call('POST', `/v1/rosters/${roster.id}/what-if`, { body })).body, answer.body, 'the same question has the same answer')
})

scene('what if: posts left out, people admitted; and what is wrong is named', async (t, s) => {
  const { officers, post } = await court(s, { eligibility: { skills: ['children'] } })
  const roster = await aDraft(s)
  const variants = [
    { name: 'Bỏ điểm trực', leaveOut: [post.code] },
    { name: 'Cho phép An', eligible: [{ post: post.id, provider: officers[0]?.code }], rules: [{ rule: 'most-per-week', enabled: false }] }
  ]
  const { body } = await s.call<{ variants: FiguresJson[]; asItStands: FiguresJson }>('POST', `/v1/rosters/${roster.id}/what-if`, {
    body: { variants }
  })
  t.match([body.asItStands.unfilled, body.variants[0]?.unfilled, body.variants[1]?.unfilled], [10, 0, 0])
  const wrong = [
    {
      name: 'x',
      leaveOut: ['khong-co'],
      rules: [
        { rule: 'most-per-week', params: { days: 99 } },
        { rule: 'duty-role', enabled: false }
      ]
    }
  ]
  const answer = await s.call('POST', `/v1/rosters/${roster.id}/what-if`, { body: { variants: wrong } })
  for (const pointer of ['/variants/0/leaveOut/0', '/variants/0/rules/0/params/days', '/variants/0/rules/1/enabled'])
    refused(t, answer, 400, 'BAD_FIELD', pointer)
})

interface UnfilledJson {
  readonly items: readonly {
    readonly slotId: string
    readonly sentences: readonly string[]
    readonly rivals: { readonly duties: readonly { readonly slotId: string }[]; readonly people: readonly string[] } | null
    readonly relaxations:
      | readonly {
          readonly kind: string
          readonly providerId: string | null
          readonly change: Change
          readonly sentence: string
          readonly needed: number | null
        }[]
      | null
  }[]
}

scene('an empty seat in one sentence, and the ways out, each solved again', async (t, s) => {
  const { officers, post } = await court(s)
  const [an, binh, chi] = officers.map(({ id }) => id) as [string, string, string]
  await away(s, an, '2026-12-04', '2026-12-05')
  await s.call('PATCH', `/v1/posts/${post.id}`, { headers: at({ version: 1 }), body: { eligibility: { excluded: [chi] } } })
  await s.call('PATCH', `/v1/providers/${binh}`, { headers: at({ version: 1 }), body: { endedOn: '2026-12-03' } })
  const { roster, slots } = await planned(s, await aDraft(s))
  const slot = slots.find(({ day }) => day === '2026-12-04')
  const { body } = await s.call<UnfilledJson>('GET', `/v1/rosters/${roster.id}/unfilled`)
  const item = body.items.find(({ slotId }) => slotId === slot?.id)
  t.match(item?.sentences[0], /^Ngày 04\/12\/2026, Tòa án nhân dân khu vực 1 chưa có người trực: /)
  t.match(item?.sentences[0], /Hoàng Thị An nghỉ phép từ 04\/12\/2026 đến hết 05\/12\/2026 \(Luật TGPL 2017 Điều 25/)
  t.match(item?.sentences[0], /Nông Văn Bình chưa hoặc không còn thuộc Trung tâm ngày 04\/12\/2026/)
  t.match(item?.sentences[0], /Lý Thị Chi không đủ điều kiện trực/)
  t.notMatch(item?.sentences[0], /[{}]/)
  t.match(
    item?.relaxations?.map(({ kind }) => kind),
    ['absence', 'leave_empty']
  )
  t.match(item?.relaxations?.[0], {
    providerId: an,
    change: { coverage: -9 },
    sentence: /Đề nghị Hoàng Thị An trực trong thời gian vắng mặt/
  })
})

scene('a limit that is in the way is raised by the least that helps', async (t, s) => {
  await court(s, { validTo: '2026-12-18' })
  await s.call('PATCH', '/v1/rules/most-per-week', { headers: { 'if-match': '"0"' }, body: { params: { days: 1 } } })
  const { roster } = await planned(s, await aDraft(s))
  const { body } = await s.call<UnfilledJson>('GET', `/v1/rosters/${roster.id}/unfilled`)
  t.ok(body.items.length > 3)
  const [best] = body.items[0]?.relaxations ?? []
  t.match(best, { kind: 'limit', needed: 2, change: { coverage: -45 } }, 'a limit is everybody’s: all five empty seats are filled')
  t.match(best?.sentence, /Điều chỉnh quy tắc “Không vượt quá số ngày trực tối đa trong tuần” từ 1 thành 2/)
  t.equal(body.items[3]?.relaxations, null)
  const one = await s.call<UnfilledJson>('GET', `/v1/rosters/${roster.id}/unfilled?slot=${body.items[3]?.slotId}`)
  t.ok((one.body.items[0]?.relaxations?.length ?? 0) > 0)
})

scene('empty seats come ten at a time, in order, each once', async (t, s) => {
  await court(s, { validTo: '2026-12-31' })
  const roster = await aDraft(s)
  let url: string | null = `/v1/rosters/${roster.id}/unfilled`
  const pages: string[][] = []
  while (url !== null) {
    const { body }: { body: UnfilledJson & { readonly next: string | null } } = await s.call('GET', url)
    pages.push(body.items.map(({ slotId }) => slotId))
    url = body.next
  }
  const slots = await s.call<{ items: { id: string }[] }>('GET', `/v1/rosters/${roster.id}/slots`)
  t.same(
    pages.flat(),
    slots.body.items.map(({ id }) => id)
  )
  t.same(
    pages.slice(0, -1).map(({ length }) => length),
    pages.slice(0, -1).map(() => 10)
  )
  t.ok(pages.length > 1)
  const unknown = Buffer.from('["primary","01900000-0000-7000-8000-000000000000"]').toString('base64url')
  for (const after of ['x', unknown]) refused(t, await s.call('GET', `/v1/rosters/${roster.id}/unfilled?after=${after}`), 400, 'BAD_CURSOR')
})

scene('duties that compete for the same people are named together, as few as cannot be', async (t, s) => {
  const { officers } = await court(s, { validTo: '2026-12-02' })
  await aPost(s, { ...TEN_DAYS, validTo: '2026-12-01', mode: 'on_site', name: 'Trại tạm giam' })
  for (const { id } of officers.slice(1)) await away(s, id, '2026-12-01', '2026-12-02')
  const { roster } = await planned(s, await aDraft(s))
  const { body } = await s.call<UnfilledJson>('GET', `/v1/rosters/${roster.id}/unfilled`)
  const [item] = body.items
  t.equal(item?.rivals?.duties.length, 2)
  t.same(item?.rivals?.people, [officers[0]?.id])
  t.match(item?.sentences[1], /^Trong 2 ca trực sau, dù sắp xếp cách nào cũng có ca không có người: .*; chỉ có Hoàng Thị An có thể trực/)
})
