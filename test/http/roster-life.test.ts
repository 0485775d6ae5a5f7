import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { sql } from 'drizzle-orm'
import type { Test } from 'tap'
import { v7 } from 'uuid'
import { connectPostgres } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import type { Problem } from '../../src/http/problem.ts'
import type { Scope } from '../../src/http/scopes.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { ADMIN_KEY, START } from '../support/database.ts'
import { engine } from '../support/engine.ts'
import { aDraft, approved, at, type HeadJson, type RosterJson, type SlotJson, seated, slotsOfRoster, stepped } from '../support/months.ts'
import { aCentre, anOfficer, aPost, aSigner, type Made } from '../support/people.ts'
import { type Answer, type CallOptions, onPostgres, type Scene, scene } from '../support/scene.ts'

interface ApprovedJson extends RosterJson {
  readonly submittedBy: string | null
  readonly approval: {
    readonly by: string
    readonly signer: { readonly fullName: string; readonly title: string; readonly authority: string | null }
    readonly overrides: readonly { readonly ruleId: string; readonly reason: string }[]
    readonly fingerprint: string
  } | null
}

interface DocumentJson extends HeadJson {
  readonly document: {
    readonly signer: { readonly fullName: string; readonly title: string; readonly authority: string | null }
    readonly amends: { readonly version: number; readonly number: string } | null
    readonly reason: string | null
    readonly changesFrom: string
    readonly overrides: readonly { readonly ruleId: string; readonly reason: string }[]
  }
  readonly slots: readonly { readonly id: string; readonly seats: readonly { readonly seat: string; readonly providerId: string }[] }[]
}

const get = <T>(list: readonly T[], index = 0): T => {
  const found = list[index]
  if (found === undefined) throw new Error(`nothing at ${index}`)
  return found
}

interface Filled {
  readonly an: Made
  readonly binh: Made
  readonly post: Made
  readonly slots: readonly SlotJson[]
  readonly roster: RosterJson
}

/** December 2026 with two slots by phone, on Monday 7 (An) and Thursday 17 (Bình), both filled by hand. */
async function aFilledDraft(s: Scene, some: { readonly mode?: 'phone' | 'on_site' } = {}): Promise<Filled> {
  await aCentre(s)
  const an = await anOfficer(s, { fullName: 'Hoàng Thị An' })
  const binh = await anOfficer(s, { fullName: 'Nông Văn Bình' })
  const post = await aPost(s, {
    code: 'toa',
    patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=7,17', startsAt: '07:30', duration: 'PT8H' }],
    ...some
  })
  const draft = await aDraft(s)
  const slots = await slotsOfRoster(s, draft.id)
  const first = await seated(s, draft, { slot: get(slots).id }, { provider: an.id })
  return { an, binh, post, slots, roster: await seated(s, first, { slot: get(slots, 1).id }, { provider: binh.id }) }
}

const read = async (s: Scene, ref: string): Promise<ApprovedJson> => (await s.call<ApprovedJson>('GET', `/v1/rosters/${ref}`)).body
const readMonth = async (s: Scene, ref: string): Promise<DocumentJson> =>
  (await s.call<DocumentJson>('GET', `/v1/publications/${ref}`)).body
const stepsOf = async (s: Scene, ref: string): Promise<readonly Record<string, unknown>[]> =>
  (await s.call<{ items: Record<string, unknown>[] }>('GET', `/v1/rosters/${ref}/steps`)).body.items
const publications = async (s: Scene): Promise<readonly HeadJson[]> =>
  (await s.call<{ items: HeadJson[] }>('GET', '/v1/publications')).body.items

type Path = 'submit' | 'return' | 'approve' | 'recall' | 'publications'
const step = <Body = ApprovedJson & HeadJson & Problem>(
  s: Scene,
  roster: { readonly id: string; readonly version: number },
  path: Path,
  { headers = {}, ...options }: CallOptions = {}
): Promise<Answer<Body>> => s.call<Body>('POST', `/v1/rosters/${roster.id}/${path}`, { headers: { ...at(roster), ...headers }, ...options })

const publish = (s: Scene, roster: RosterJson, body?: object): Promise<Answer<HeadJson & Problem>> =>
  step<HeadJson & Problem>(s, roster, 'publications', body === undefined ? {} : { body })

const publishedNow = async (s: Scene, roster: RosterJson): Promise<RosterJson> => {
  const answer = await publish(s, roster)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return read(s, roster.id)
}

const WHY = { reason: 'Có thay đổi nhân sự' }

const aKey = async (s: Scene, name: string, scopes: readonly Scope[]): Promise<string> =>
  (await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name, scopes } })).body.key

const leave = async (s: Scene, provider: Made, from = '2026-12-01', to = '2026-12-31'): Promise<Made> =>
  (await s.call<Made>('POST', '/v1/absences', { body: { provider: provider.id, kind: 'annual_leave', from, to } })).body

function refused(t: Test, answer: Answer<unknown>, status: number, code: string, title = code): Problem {
  const problem = answer.body as Problem
  t.match([answer.status, problem.code], [status, code], title)
  return problem
}

const STATES = {
  draft: async (_s: Scene, draft: RosterJson) => draft,
  submitted: (s: Scene, draft: RosterJson) => stepped(s, draft, 'submit'),
  approved: (s: Scene, draft: RosterJson) => approved(s, draft),
  published: async (s: Scene, draft: RosterJson) => publishedNow(s, await approved(s, draft)),
  recalled: async (s: Scene, draft: RosterJson) => stepped(s, await publishedNow(s, await approved(s, draft)), 'recall', { body: WHY })
} as const
type State = keyof typeof STATES

/** Everything that can be done with a roster. */
const ACTIONS = {
  submit: (s: Scene, { roster }: Filled) => step(s, roster, 'submit'),
  return: (s: Scene, { roster }: Filled) => step(s, roster, 'return', { body: WHY }),
  approve: (s: Scene, { roster }: Filled) => step(s, roster, 'approve'),
  publish: (s: Scene, { roster }: Filled) => step(s, roster, 'publications'),
  recall: (s: Scene, { roster }: Filled) => step(s, roster, 'recall', { body: WHY }),
  edit: (s: Scene, { roster, slots, an }: Filled) =>
    s.call('PUT', `/v1/rosters/${roster.id}/slots/${get(slots, 1).id}/seats/primary`, { headers: at(roster), body: { provider: an.id } }),
  plan: (s: Scene, { roster }: Filled) =>
    s.call('POST', `/v1/rosters/${roster.id}/plan`, {
      headers: { ...at(roster), prefer: 'wait=60' },
      body: { iterations: 1000, prove: false }
    }),
  delete: (s: Scene, { roster }: Filled) => s.call('DELETE', `/v1/rosters/${roster.id}`, { headers: at(roster) })
} as const
type Action = keyof typeof ACTIONS

const CLOSED = { edit: 'ROSTER_NOT_DRAFT', plan: 'ROSTER_NOT_DRAFT', delete: 'ROSTER_NOT_DRAFT' } as const
/** The state after each action; a refusal in capitals; '' = the roster is gone. */
const LIFE: Readonly<Record<State, Readonly<Record<Action, string>>>> = {
  draft: {
    submit: 'submitted',
    return: 'ROSTER_NOT_SUBMITTED',
    approve: 'ROSTER_NOT_SUBMITTED',
    publish: 'ROSTER_NOT_APPROVED',
    recall: 'ROSTER_NOT_PUBLISHED',
    edit: 'draft',
    plan: 'draft',
    delete: ''
  },
  submitted: {
    submit: 'ROSTER_NOT_DRAFT',
    return: 'draft',
    approve: 'approved',
    publish: 'ROSTER_NOT_APPROVED',
    recall: 'ROSTER_NOT_PUBLISHED',
    ...CLOSED
  },
  approved: {
    submit: 'ROSTER_NOT_DRAFT',
    return: 'draft',
    approve: 'ROSTER_NOT_SUBMITTED',
    publish: 'published',
    recall: 'ROSTER_NOT_PUBLISHED',
    ...CLOSED
  },
  published: {
    submit: 'ROSTER_NOT_DRAFT',
    return: 'ROSTER_NOT_SUBMITTED',
    approve: 'ROSTER_NOT_SUBMITTED',
    publish: 'ROSTER_ALREADY_PUBLISHED',
    recall: 'recalled',
    ...CLOSED
  },
  recalled: {
    submit: 'submitted',
    return: 'ROSTER_NOT_SUBMITTED',
    approve: 'ROSTER_NOT_SUBMITTED',
    publish: 'ROSTER_NOT_APPROVED',
    recall: 'ROSTER_NOT_PUBLISHED',
    edit: 'recalled',
    plan: 'recalled',
    delete: 'ROSTER_NOT_DRAFT'
  }
}

const isRefusal = (outcome: string): boolean => /^[A-Z_]+$/.test(outcome)
const actionsOf = (state: State): readonly [Action, string][] => Object.entries(LIFE[state]) as [Action, string][]

for (const state of Object.keys(LIFE) as State[]) {
  scene(`what may not be done with a roster that is ${state}, and changes nothing`, async (t, s) => {
    const filled = await aFilledDraft(s)
    const roster = await STATES[state](s, filled.roster)
    t.equal(roster.status, state)
    const before = [await read(s, roster.id), await slotsOfRoster(s, roster.id), await stepsOf(s, roster.id), await publications(s)]
    for (const [action, outcome] of actionsOf(state).filter(([, outcome]) => isRefusal(outcome))) {
      refused(t, await ACTIONS[action](s, { ...filled, roster }), 409, outcome, `${action}: ${outcome}`)
      const stale = { ...roster, version: roster.version - 1 }
      const code = outcome === 'ROSTER_ALREADY_PUBLISHED' ? [409, outcome] : [412, 'STALE_VERSION']
      const late = await ACTIONS[action](s, { ...filled, roster: stale })
      t.match([late.status, (late.body as Problem).code], code, `${action} of an older version`)
    }
    const after = [await read(s, roster.id), await slotsOfRoster(s, roster.id), await stepsOf(s, roster.id), await publications(s)]
    t.same(after, before)
  })
  for (const [action, outcome] of actionsOf(state).filter(([, outcome]) => !isRefusal(outcome))) {
    scene(`${state}, ${action}: ${outcome || 'gone'}`, async (t, s) => {
      const filled = await aFilledDraft(s)
      const roster = await STATES[state](s, filled.roster)
      t.equal((await ACTIONS[action](s, { ...filled, roster: { ...roster, version: roster.version - 1 } })).status, 412)
      const answer = await ACTIONS[action](s, { ...filled, roster })
      t.ok(answer.status >= 200 && answer.status < 300, JSON.stringify(answer.body))
      const now = await s.call<RosterJson>('GET', `/v1/rosters/${roster.id}`)
      if (outcome === '') return void t.equal(now.status, 404)
      t.match(now.body, { status: outcome, version: roster.version + 1 })
    })
  }
}

scene('every write of the life of a roster asks for the version that was read', async (t, s) => {
  const { roster } = await aFilledDraft(s)
  for (const path of ['submit', 'return', 'approve', 'recall', 'publications'] as const) {
    const body = path === 'return' || path === 'recall' ? { body: WHY } : {}
    refused(t, await s.call('POST', `/v1/rosters/${roster.id}/${path}`, body), 428, 'IF_MATCH_REQUIRED', path)
    refused(t, await s.call('POST', `/v1/rosters/2031-01/${path}`, { ...body, headers: at(roster) }), 404, 'NOT_FOUND', path)
  }
})

/** The next step, taken at that instant. */
function steppedAt(s: Scene, instant: string, ...[roster, path, options]: DropFirst<Parameters<typeof stepped>>): Promise<RosterJson> {
  s.setNow(instant)
  return stepped(s, roster, path, options)
}
type DropFirst<List extends readonly unknown[]> = List extends readonly [unknown, ...infer Rest] ? Rest : never

scene('the record says who did what, when and why, for ever', async (t, s) => {
  const { roster } = await aFilledDraft(s)
  const planner = await aKey(s, 'Người lập lịch', ['rosters:write'])
  const director = await aKey(s, 'Giám đốc', ['rosters:approve', 'rosters:publish'])
  const days = ['23', '24', '25', '26', '27', '28'].map((day) => `2026-11-${day}T08:00:00+07:00`)
  const submitted = await steppedAt(s, get(days), roster, 'submit', { key: planner, body: { reason: '  Bản\n dự thảo ' } })
  const back = await steppedAt(s, get(days, 1), submitted, 'return', { key: director, body: { reason: 'Thiếu người đêm' } })
  const again = await steppedAt(s, get(days, 2), back, 'submit', { key: planner })
  const ready = await steppedAt(s, get(days, 3), again, 'approve', { key: director, body: { reason: 'Đồng ý' } })
  t.match(ready, { submittedBy: 'Người lập lịch', approval: { by: 'Giám đốc', at: days[3], overrides: [] } })
  s.setNow(get(days, 4))
  const { body: head } = await step<HeadJson>(s, ready, 'publications', { key: director })
  s.setNow(get(days, 5))
  await stepped(s, await read(s, roster.id), 'recall', { key: director, body: { reason: 'Ban hành nhầm' } })
  t.same(await stepsOf(s, '2026-12'), [
    { step: 'submitted', by: 'Người lập lịch', at: days[0], reason: 'Bản dự thảo', publicationId: null },
    { step: 'returned', by: 'Giám đốc', at: days[1], reason: 'Thiếu người đêm', publicationId: null },
    { step: 'submitted', by: 'Người lập lịch', at: days[2], reason: null, publicationId: null },
    { step: 'approved', by: 'Giám đốc', at: days[3], reason: 'Đồng ý', publicationId: null },
    { step: 'published', by: 'Giám đốc', at: days[4], reason: null, publicationId: head.id },
    { step: 'recalled', by: 'Giám đốc', at: days[5], reason: 'Ban hành nhầm', publicationId: head.id }
  ])
})

scene('who returns or recalls says why', async (t, s) => {
  const { roster } = await aFilledDraft(s)
  const submitted = await stepped(s, roster, 'submit')
  for (const body of [undefined, {}, { reason: null }, { reason: '' }, { reason: ' \n\u200B' }, { reason: 'x'.repeat(1001) }]) {
    refused(t, await step(s, submitted, 'return', { body }), 400, 'BAD_FIELD', JSON.stringify(body))
  }
  const ready = await publishedNow(s, await stepped(s, submitted, 'approve'))
  for (const body of [undefined, {}, { reason: '' }, { reason: '\t' }]) {
    refused(t, await step(s, ready, 'recall', { body }), 400, 'BAD_FIELD', JSON.stringify(body))
  }
  t.match(await read(s, roster.id), { status: 'published', version: ready.version })
})

scene('empty seats are not submitted', async (t, s) => {
  const { roster, slots } = await aFilledDraft(s)
  const emptied = await seated(s, roster, { slot: get(slots).id }, { provider: null })
  t.match(refused(t, await step(s, emptied, 'submit'), 422, 'ROSTER_UNFILLED').detail, /1/)
  t.match(await read(s, roster.id), { status: 'draft', version: emptied.version })
  t.same(await stepsOf(s, roster.id), [])
})

scene('where the centre says so, another than who submitted approves', async (t, s) => {
  const { roster } = await aFilledDraft(s)
  const scopes: Scope[] = ['rosters:write', 'rosters:approve', 'rosters:publish']
  const [an, binh] = [await aKey(s, 'An', scopes), await aKey(s, 'Bình', scopes)]
  const setting = await s.call('PATCH', '/v1/settings', { headers: { 'if-match': '"0"' }, body: { separateApprover: true } })
  t.equal(setting.status, 200)
  const submitted = await stepped(s, roster, 'submit', { key: an })
  refused(t, await step(s, submitted, 'approve', { key: an }), 409, 'APPROVER_IS_SUBMITTER')
  t.match(await read(s, roster.id), { status: 'submitted', approval: null })
  const back = await stepped(s, submitted, 'return', { key: an, body: WHY })
  const again = await stepped(s, back, 'submit', { key: binh })
  refused(t, await step(s, again, 'approve', { key: binh }), 409, 'APPROVER_IS_SUBMITTER')
  const ready = await stepped(s, again, 'approve', { key: an })
  t.match(ready, { status: 'approved', submittedBy: 'Bình', approval: { by: 'An' } })
  t.equal((await step(s, ready, 'publications', { key: binh })).status, 201, 'publishing is another matter')
})

scene('where it does not, one person may do both', async (t, s) => {
  const { roster } = await aFilledDraft(s)
  t.match(await approved(s, roster), { submittedBy: 'ADMIN_KEY', approval: { by: 'ADMIN_KEY' } })
})

scene('approval asks every rule again: somebody’s leave came after the submission', async (t, s) => {
  const { roster, an } = await aFilledDraft(s)
  const submitted = await stepped(s, roster, 'submit')
  const away = await leave(s, an, '2026-12-07', '2026-12-07')
  t.match(refused(t, await step(s, submitted, 'approve'), 422, 'RULE_VIOLATED').detail, /1/)
  t.match(await read(s, roster.id), { status: 'submitted', version: submitted.version, approval: null })
  t.equal((await s.call('DELETE', `/v1/absences/${away.id}`, { headers: at(away) })).status, 204)
  t.equal((await step(s, submitted, 'approve')).status, 200)
})

scene('publishing asks every rule again: somebody’s leave came after the approval', async (t, s) => {
  const { roster, an } = await aFilledDraft(s)
  const ready = await approved(s, roster)
  const away = await leave(s, an)
  refused(t, await publish(s, ready), 422, 'RULE_VIOLATED')
  t.match(await read(s, roster.id), { status: 'approved', version: ready.version })
  t.same(await publications(s), [])
  await s.call('DELETE', `/v1/absences/${away.id}`, { headers: at(away) })
  t.match((await publish(s, ready)).body, { number: '01/TB-TGPL', version: 1, kind: 'original' })
})

type Change = (w: Filled & { readonly centre: string }) => readonly [url: string, body: object]
const CHANGES: readonly (readonly [string, Change])[] = [
  ['a number', ({ an }) => [`/v1/providers/${an.id}`, { phones: [{ number: '0987654321', kind: 'duty', verifiedOn: '2026-11-20' }] }]],
  ['a name', ({ an }) => [`/v1/providers/${an.id}`, { fullName: 'Hoàng Thị Ân' }]],
  ['what a post is called', ({ post }) => [`/v1/posts/${post.id}`, { name: 'Phòng trực số 2' }]],
  ['the header of the paper', ({ centre }) => [`/v1/centres/${centre}`, { parentBody: 'Sở Tư pháp tỉnh khác' }]],
  ['a number of the centre', ({ centre }) => [`/v1/centres/${centre}`, { phones: [{ number: '02053999999', kind: 'office' }] }]]
]

for (const [title, change] of CHANGES) {
  scene(`what was approved is what is published: ${title} changed in between`, async (t, s) => {
    const filled = await aFilledDraft(s)
    const ready = await approved(s, filled.roster)
    const { items } = (await s.call<{ items: Made[] }>('GET', '/v1/centres')).body
    const [url, body] = change({ ...filled, centre: get(items).code })
    t.equal((await s.call('PATCH', url, { headers: { 'if-match': '"1"' }, body })).status, 200)
    refused(t, await publish(s, ready), 409, 'APPROVAL_STALE')
    t.same(await publications(s), [])
    const back = await stepped(s, ready, 'return', { body: WHY })
    t.match(await publish(s, await approved(s, back)), { status: 201, body: { number: '01/TB-TGPL' } }, 'after a new approval')
  })
}

scene('what the month does not say may change after approval', async (t, s) => {
  const { roster } = await aFilledDraft(s)
  const ready = await approved(s, roster)
  const other = await anOfficer(s)
  await leave(s, other)
  t.equal((await publish(s, ready)).status, 201)
})

scene('only rules of the centre itself may be overridden, each once and with a reason', async (t, s) => {
  const { roster } = await aFilledDraft(s)
  const submitted = await stepped(s, roster, 'submit')
  const reason = 'Cả hai đều đồng ý'
  const cases = [
    ['law', [{ rule: 'absent-provider', reason }], ['OVERRIDE_FORBIDDEN /overrides/0/rule']],
    ['an empty seat', [{ rule: 'coverage', reason }], ['OVERRIDE_FORBIDDEN /overrides/0/rule']],
    ['a rule that is none', [{ rule: 'no-such-rule', reason }], ['BAD_REFERENCE /overrides/0/rule']],
    [
      'twice',
      [
        { rule: 'most-per-month', reason },
        { rule: 'most-per-month', reason }
      ],
      ['DUPLICATE_ITEM /overrides/1/rule']
    ],
    ['a blank reason', [{ rule: 'most-per-month', reason: ' \n' }], ['MISSING_FIELD /overrides/0/reason']],
    [
      'all at once',
      [
        { rule: 'absent-provider', reason: ' ' },
        { rule: 'x', reason }
      ],
      ['OVERRIDE_FORBIDDEN /overrides/0/rule', 'MISSING_FIELD /overrides/0/reason', 'BAD_REFERENCE /overrides/1/rule']
    ]
  ] as const
  for (const [title, overrides, faults] of cases) {
    const { body, status } = await step(s, submitted, 'approve', { body: { overrides } })
    t.ok(status === 400 || status === 422, `${title}: ${status}`)
    t.same(
      body.errors.map(({ code, pointer }) => `${code} ${pointer}`),
      faults,
      title
    )
  }
  for (const overrides of [[{ rule: 'most-per-month' }], [{ reason }], [{ rule: 'most-per-month', reason: '' }], 'all']) {
    refused(t, await step(s, submitted, 'approve', { body: { overrides } }), 400, 'BAD_FIELD', JSON.stringify(overrides))
  }
  t.match(await read(s, roster.id), { status: 'submitted', approval: null })
})

scene('an override lets that rule be broken and no other, and stays visible', async (t, s) => {
  const { roster, slots, an } = await aFilledDraft(s)
  await s.call('PATCH', '/v1/rules/most-per-month', { headers: { 'if-match': '"0"' }, body: { params: { days: 1 } } })
  const both = await seated(s, roster, { slot: get(slots, 1).id }, { provider: an.id })
  const submitted = await stepped(s, both, 'submit')
  refused(t, await step(s, submitted, 'approve'), 422, 'RULE_VIOLATED', 'without an override')
  refused(
    t,
    await step(s, submitted, 'approve', { body: { overrides: [{ rule: 'rest-between', reason: 'x' }] } }),
    422,
    'RULE_VIOLATED',
    'with another'
  )
  const overrides = [{ rule: 'most-per-month', reason: ' Bình đi tập huấn ' }]
  const { body: ready } = await step(s, submitted, 'approve', { body: { overrides, reason: 'Đã họp' } })
  const kept = [{ ruleId: 'most-per-month', reason: 'Bình đi tập huấn' }]
  t.match(ready, { status: 'approved', approval: { overrides: kept } })
  t.match((await stepsOf(s, roster.id)).at(-1), { step: 'approved', reason: 'Đã họp; most-per-month: Bình đi tập huấn' })
  const away = await leave(s, an)
  refused(t, await publish(s, ready), 422, 'RULE_VIOLATED', 'a leave meanwhile is not overridden')
  await s.call('DELETE', `/v1/absences/${away.id}`, { headers: at(away) })
  const head = await publish(s, ready)
  t.equal(head.status, 201)
  t.match((await readMonth(s, head.body.id)).document.overrides, kept)
})

scene('nobody signs: nothing is approved', async (t, s) => {
  const { roster } = await aFilledDraft(s)
  const submitted = await stepped(s, roster, 'submit')
  const { items } = (await s.call<{ items: Made[] }>('GET', '/v1/signers')).body
  await s.call('DELETE', `/v1/signers/${get(items).id}`, { headers: at(get(items)) })
  refused(t, await step(s, submitted, 'approve'), 409, 'NO_SIGNER', 'none at all')
  refused(t, await step(s, submitted, 'approve', { body: { signer: 'giam-doc' } }), 409, 'NO_SIGNER', 'not even a named one')
  const cases = [
    ['from tomorrow', '2026-11-23', null, false],
    ['until yesterday', '2020-01-01', '2026-11-21', false],
    ['from today', '2026-11-22', null, true],
    ['until today', '2020-01-01', '2026-11-22', true]
  ] as const
  for (const [title, validFrom, validTo, may] of cases) {
    const signer = await aSigner(s, { code: 'ai-do', validFrom, validTo })
    const now = await read(s, roster.id)
    const answer = await step(s, now, 'approve')
    if (may) {
      t.equal(answer.status, 200, title)
      const back = await stepped(s, answer.body, 'return', { body: WHY })
      await stepped(s, back, 'submit')
    } else refused(t, answer, 409, 'NO_SIGNER', title)
    await s.call('DELETE', `/v1/signers/${signer.id}`, { headers: at(signer) })
  }
})

scene('the head signs, or whoever is named, with the authority that the paper shows', async (t, s) => {
  const { roster } = await aFilledDraft(s)
  const deputy = await aSigner(s, { code: 'a-pho', fullName: 'Ma Thị Thảo', title: 'Phó Giám đốc', authority: 'KT. Giám đốc' })
  await aSigner(s, { code: 'cuu-giam-doc', fullName: 'Lê Văn Cựu', validTo: '2026-06-30' })
  const [head, second] = [
    { fullName: 'Tô Văn Bách', title: 'GIÁM ĐỐC', authority: null },
    { fullName: 'Ma Thị Thảo', title: 'PHÓ GIÁM ĐỐC', authority: 'KT. GIÁM ĐỐC' }
  ]
  let now = await stepped(s, roster, 'submit')
  for (const [signer, expected] of [
    [undefined, head],
    ['giam-doc', head],
    ['a-pho', second],
    [deputy.id, second]
  ] as const) {
    const answer = await step(s, now, 'approve', { body: signer === undefined ? {} : { signer } })
    t.same(answer.body.approval?.signer, expected, signer ?? 'nobody named')
    now = await stepped(s, await stepped(s, answer.body, 'return', { body: WHY }), 'submit')
  }
  for (const signer of ['cuu-giam-doc', 'khong-co', v7()]) {
    const problem = refused(t, await step(s, now, 'approve', { body: { signer } }), 400, 'BAD_FIELD', signer)
    t.match(problem.errors, [{ pointer: '/signer', code: 'BAD_REFERENCE' }])
  }
  const ready = await stepped(s, now, 'approve', { body: { signer: 'a-pho' } })
  const { body } = await publish(s, ready)
  t.same((await readMonth(s, body.id)).document.signer, second)
})

scene('without the head in office the deputy signs', async (t, s) => {
  const { roster } = await aFilledDraft(s)
  await s.call('PATCH', '/v1/signers/giam-doc', { headers: { 'if-match': '"1"' }, body: { validTo: '2026-10-31' } })
  await aSigner(s, { code: 'pho', fullName: 'Ma Thị Thảo', title: 'Phó Giám đốc', authority: 'KT. Giám đốc' })
  t.match(await approved(s, roster), { approval: { signer: { fullName: 'Ma Thị Thảo', authority: 'KT. GIÁM ĐỐC' } } })
})

scene('who was to sign has left office by the time of publication', async (t, s) => {
  const { roster } = await aFilledDraft(s)
  const ready = await approved(s, roster)
  await s.call('PATCH', '/v1/signers/giam-doc', { headers: { 'if-match': '"1"' }, body: { validTo: '2026-11-22' } })
  await aSigner(s, { code: 'moi', fullName: 'Người Kế Nhiệm', validFrom: '2026-11-23' })
  s.setNow('2026-11-23T08:00:00+07:00')
  refused(t, await publish(s, ready), 409, 'APPROVAL_STALE')
  const back = await stepped(s, ready, 'return', { body: WHY })
  t.equal((await publish(s, await approved(s, back))).status, 201)
})

/** Months of one slot each, filled and approved. */
async function approvedMonths(s: Scene, months: readonly string[]): Promise<RosterJson[]> {
  await aCentre(s)
  const officer = await anOfficer(s)
  await aPost(s, { patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=10', startsAt: '08:00', duration: 'PT1H' }] })
  const ready: RosterJson[] = []
  for (const month of months) {
    const draft = await aDraft(s, month)
    const [slot] = await slotsOfRoster(s, draft.id)
    ready.push(await approved(s, await seated(s, draft, { slot: slot?.id ?? '' }, { provider: officer.id })))
  }
  return ready
}

scene('a number of one’s own choice, where other notices took those between', async (t, s) => {
  const months = ['2026-12', '2027-01', '2027-02', '2027-03', '2027-04']
  const [december, january, february, march, april] = (await approvedMonths(s, months)) as [
    RosterJson,
    RosterJson,
    RosterJson,
    RosterJson,
    RosterJson
  ]
  t.match((await publish(s, december, { number: 5 })).body, { number: '05/TB-TGPL', year: 2026 })
  const problem = refused(t, await publish(s, january, { number: 5 }), 409, 'NUMBER_TAKEN')
  t.match(problem.errors, [{ pointer: '/number', code: 'NUMBER_TAKEN' }])
  t.match(await read(s, january.id), { status: 'approved', version: january.version })
  t.match((await publish(s, january)).body, { number: '06/TB-TGPL' }, 'the next goes on after it')
  t.match((await publish(s, february, { number: 3 })).body, { number: '03/TB-TGPL' }, 'one that was left out')
  for (const number of [0, -1, 1.5, 100_000, '7', null]) {
    refused(t, await publish(s, march, { number }), 400, 'BAD_FIELD', String(number))
  }
  t.match((await publish(s, march)).body, { number: '07/TB-TGPL' }, 'the sequence did not go back')
  s.setNow('2027-01-02T08:00:00+07:00')
  t.match((await publish(s, april, { number: 5 })).body, { number: '05/TB-TGPL', year: 2027 }, 'of another year')
})

scene('a publication that fails after taking its number leaves no gap', async (t, s) => {
  const [december, january] = (await approvedMonths(s, ['2026-12', '2027-01'])) as [RosterJson, RosterJson]
  t.match((await publish(s, december)).body, { number: '01/TB-TGPL' })
  await s.deps.db.execute(sql`create function fails() returns trigger language plpgsql as $$ begin raise exception 'on purpose'; end $$`)
  await s.deps.db.execute(sql`create trigger fails before insert on duties for each row execute function fails()`)
  for (const body of [undefined, { number: 9 }]) t.equal((await publish(s, january, body)).status, 500)
  t.equal((await publications(s)).length, 1)
  t.match(await read(s, january.id), { status: 'approved', version: january.version })
  await s.deps.db.execute(sql`drop trigger fails on duties`)
  t.match((await publish(s, january)).body, { number: '02/TB-TGPL' })
})

scene('two courts at once stay impossible, whoever overrides', async (t, s) => {
  const { an } = await aFilledDraft(s, { mode: 'on_site' })
  await aPost(s, { code: 'xa', mode: 'on_site', patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=7', startsAt: '08:00', duration: 'PT1H' }] })
  const old = await read(s, '2026-12')
  await s.call('DELETE', `/v1/rosters/${old.id}`, { headers: at(old) })
  const draft = await aDraft(s)
  let now: RosterJson = draft
  for (const { id } of await slotsOfRoster(s, draft.id)) now = await seated(s, now, { slot: id }, { provider: an.id })
  const submitted = await stepped(s, now, 'submit')
  refused(t, await step(s, submitted, 'approve'), 422, 'RULE_VIOLATED')
  const overrides = ['double-duty', 'rest-between', 'travel-between'].map((rule) => ({ rule, reason: 'Hai nơi rất gần' }))
  const answer = await step(s, submitted, 'approve', { body: { overrides } })
  if (answer.status === 200) refused(t, await publish(s, answer.body), 409, 'DOUBLE_DUTY')
  else t.ok([400, 422].includes(answer.status))
  t.same(await publications(s), [])
})

interface OnDuty {
  readonly status: string
  readonly reason: { readonly code: string } | null
  readonly onDuty: readonly { readonly provider: { readonly fullName: string } }[]
  readonly source: { readonly version: number | null }
}
const answerAt = async (s: Scene, instant: string): Promise<string> => {
  const { body } = await s.call<OnDuty>('GET', `/v1/on-duty?post=toa&at=${encodeURIComponent(`${instant}+07:00`)}`)
  const who = body.onDuty.map(({ provider }) => provider.fullName).join()
  return [body.status, who || body.reason?.code || '', body.source.version === null ? '' : `v${body.source.version}`]
    .filter(Boolean)
    .join(' ')
}

/** What the database keeps of a publication, as it keeps it. */
async function stored(s: Scene, id: string): Promise<{ readonly content: unknown; readonly fingerprint: string }> {
  const { rows } = (await s.deps.db.execute(sql`select content, fingerprint from publications where id = ${id}`)) as unknown as {
    rows: { content: unknown; fingerprint: string }[]
  }
  return get(rows)
}

const sha256 = (content: unknown): string =>
  createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex')

scene('a recalled month no longer answers; it is changed, approved and published again as the next version', async (t, s) => {
  const { roster, slots, an, binh } = await aFilledDraft(s)
  const first = (await publish(s, await approved(s, roster))).body
  const before = { kept: await stored(s, first.id), shown: await readMonth(s, first.id) }
  t.equal(await answerAt(s, '2026-12-07T08:00:00'), 'on_duty Hoàng Thị An v1')
  t.equal(await answerAt(s, '2026-12-17T08:00:00'), 'on_duty Nông Văn Bình v1')

  s.setNow('2026-12-10T08:00:00+07:00')
  const recalled = await stepped(s, await read(s, roster.id), 'recall', { body: { reason: 'Bình chuyển công tác' } })
  t.match(recalled, { status: 'recalled', approval: null })
  t.equal(await answerAt(s, '2026-12-07T08:00:00'), 'on_duty Hoàng Thị An v1', 'what was in force then')
  t.equal(await answerAt(s, '2026-12-17T08:00:00'), 'uncovered not_published', 'what is in force now')
  t.match(await readMonth(s, first.id), { ...before.shown, supersededFrom: '2026-12-10T08:00:00+07:00' })

  const past = await seated(s, recalled, { slot: get(slots).id }, { provider: binh.id })
  const wrong = await approved(s, past)
  refused(t, await publish(s, wrong), 422, 'AMENDS_THE_PAST')
  t.match((await read(s, roster.id)).status, 'approved')
  const back = await stepped(s, wrong, 'return', { body: WHY })
  t.equal(back.status, 'recalled', 'what was once out does not become a draft again')
  const mended = await seated(s, back, { slot: get(slots).id }, { provider: an.id })
  const ready = await approved(s, await seated(s, mended, { slot: get(slots, 1).id }, { provider: an.id }))

  s.setNow('2026-12-12T09:00:00+07:00')
  const second = (await publish(s, ready)).body
  t.match(second, {
    version: 2,
    kind: 'replacement',
    number: '02/TB-TGPL',
    effectiveFrom: '2026-12-12T09:00:00+07:00',
    supersededFrom: null
  })
  const { document } = await readMonth(s, second.id)
  t.match(document, {
    amends: { version: 1, number: '01/TB-TGPL' },
    reason: 'Bình chuyển công tác',
    changesFrom: '2026-12-12T09:00:00+07:00'
  })
  t.match(await stored(s, second.id), {
    content: { document: { changes: [{ kind: 'seat', slotId: get(slots, 1).id, seat: 'primary', from: binh.id, to: an.id }] } }
  })
  t.equal(await answerAt(s, '2026-12-07T08:00:00'), 'on_duty Hoàng Thị An v1')
  t.equal(await answerAt(s, '2026-12-11T08:00:00'), 'uncovered not_published', 'between the two nothing was in force')
  t.equal(await answerAt(s, '2026-12-17T08:00:00'), 'on_duty Hoàng Thị An v2')

  const after = await readMonth(s, first.id)
  t.same(await stored(s, first.id), before.kept, 'version 1 is to the byte what it was')
  t.same({ ...after, supersededFrom: null }, before.shown)
  for (const { id, fingerprint } of [first, second]) {
    const open = await s.call<{ fingerprint?: string; supersededFrom?: string | null }>('GET', `/v1/publications/${id}`, { key: null })
    const { fingerprint: told, supersededFrom: _, ...said } = open.body
    t.equal(sha256(said), fingerprint, 'anybody can compute the fingerprint again')
    t.same([told, (await stored(s, id)).fingerprint], [fingerprint, fingerprint])
    t.notMatch(JSON.stringify(said), /chuyển công tác/, 'without why it was recalled')
  }
})

scene('recalled before it begins, a month may be published otherwise from its first day', async (t, s) => {
  const { roster, slots, an, binh } = await aFilledDraft(s)
  await publish(s, await approved(s, roster))
  const recalled = await stepped(s, await read(s, roster.id), 'recall', { body: WHY })
  t.equal(await answerAt(s, '2026-12-07T08:00:00'), 'uncovered not_published')
  t.match(await readMonth(s, '2026-12'), { effectiveFrom: '2026-12-01T00:00:00+07:00', supersededFrom: '2026-12-01T00:00:00+07:00' })
  const other = await seated(s, recalled, { slot: get(slots).id }, { provider: binh.id })
  const ready = await approved(s, await seated(s, other, { slot: get(slots, 1).id }, { provider: an.id }))
  t.match((await publish(s, ready)).body, { version: 2, kind: 'replacement', effectiveFrom: '2026-12-01T00:00:00+07:00' })
  t.equal(await answerAt(s, '2026-12-07T08:00:00'), 'on_duty Nông Văn Bình v2')
  t.same(
    (await publications(s)).map(({ version, number }) => [version, number]),
    [
      [2, '02/TB-TGPL'],
      [1, '01/TB-TGPL']
    ]
  )
})

scene('a running slot of a recalled month keeps its hands', async (t, s) => {
  const { roster, slots, binh } = await aFilledDraft(s)
  await publish(s, await approved(s, roster))
  s.setNow('2026-12-07T10:00:00+07:00')
  const recalled = await stepped(s, await read(s, roster.id), 'recall', { body: WHY })
  const ready = await approved(s, await seated(s, recalled, { slot: get(slots).id }, { provider: binh.id }))
  refused(t, await publish(s, ready), 422, 'AMENDS_THE_PAST')
})

scene('publishing under an Idempotency-Key with a number happens once', async (t, s) => {
  const [december] = (await approvedMonths(s, ['2026-12'])) as [RosterJson]
  const options = { headers: { 'idempotency-key': 'mot-lan' }, body: { number: 4 } }
  const [one, two] = [await step(s, december, 'publications', options), await step(s, december, 'publications', options)]
  t.match([one.status, two.status, two.body.id], [201, 201, one.body.id])
  const other = await step(s, december, 'publications', { ...options, body: { number: 6 } })
  refused(t, other, 422, 'IDEMPOTENCY_KEY_REUSED')
})

/** The service over a server, on as many connections as it takes: requests race. */
async function openOn(t: Test, url: string): Promise<Scene> {
  const connection = connectPostgres(url)
  const deps = withMemory({ db: connection.db, now: () => parseInstant(START), newId: () => v7(), optimise: engine })
  const app = await buildApp(deps)
  t.teardown(async () => {
    await app.close()
    await connection.close()
  })
  return {
    deps,
    app,
    setNow: () => undefined,
    call: async <Body>(method: Parameters<Scene['call']>[0], target: string, { body, headers = {} }: CallOptions = {}) => {
      const payload = body === undefined ? {} : { payload: body as object }
      const reply = await app.inject({ method, url: target, headers: { authorization: `Bearer ${ADMIN_KEY}`, ...headers }, ...payload })
      const text = Object.entries(reply.headers).map(([name, value]) => [name, String(value)])
      return { status: reply.statusCode, headers: Object.fromEntries(text), body: (reply.body ? reply.json() : undefined) as Body }
    }
  }
}

onPostgres('two who approve at once: one does, the other reads again', async (t, url) => {
  const s = await openOn(t, url)
  const { roster } = await aFilledDraft(s)
  const submitted = await stepped(s, roster, 'submit')
  const answers = await Promise.all([1, 2, 3].map(() => step(s, submitted, 'approve')))
  t.same(answers.map(({ status }) => status).sort(), [200, 412, 412])
  t.equal((await stepsOf(s, roster.id)).length, 2)
})

onPostgres('one who approves and one who returns at once: one of them reads again', async (t, url) => {
  const s = await openOn(t, url)
  const { roster } = await aFilledDraft(s)
  const submitted = await stepped(s, roster, 'submit')
  const answers = await Promise.all([step(s, submitted, 'approve'), step(s, submitted, 'return', { body: WHY })])
  t.same(answers.map(({ status }) => status).sort(), [200, 412])
  t.match(await read(s, roster.id), { status: answers[0]?.status === 200 ? 'approved' : 'draft', version: submitted.version + 1 })
})

onPostgres('months published at once, some with wanted numbers: no double, and what is refused leaves no gap', async (t, url) => {
  const s = await openOn(t, url)
  const months = ['2026-12', '2027-01', '2027-02', '2027-03', '2027-04']
  const ready = await approvedMonths(s, months)
  const wanted = [undefined, { number: 2 }, { number: 2 }, undefined, undefined]
  const answers = await Promise.all(ready.map((roster, index) => publish(s, roster, wanted[index])))
  const issued = answers.filter(({ status }) => status === 201).map(({ body }) => Number(body.number?.slice(0, 2)))
  t.equal(new Set(issued).size, issued.length, 'no double')
  t.ok(issued.length >= 3)
  for (const { status, body } of answers.filter(({ status }) => status !== 201)) t.match([status, body.code], [409, 'NUMBER_TAKEN'])
  t.same(
    issued.sort((a, b) => a - b),
    issued.map((_, index) => index + Math.min(...issued)),
    'no gap'
  )
})

onPostgres('one who recalls and one who publishes another month at once do not wait for one another’s roster', async (t, url) => {
  const s = await openOn(t, url)
  const [december, january] = (await approvedMonths(s, ['2026-12', '2027-01'])) as [RosterJson, RosterJson]
  const out = await publishedNow(s, december)
  const answers = await Promise.all([step(s, out, 'recall', { body: WHY }), publish(s, january), publish(s, january)])
  t.match(
    answers.map(({ status }) => status),
    [200, 201, 409].every((status) => answers.some((answer) => answer.status === status)) ? answers.map(({ status }) => status) : []
  )
  t.same((await publications(s)).map(({ number }) => number).sort(), ['01/TB-TGPL', '02/TB-TGPL'])
})
