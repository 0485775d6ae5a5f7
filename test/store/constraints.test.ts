import { sql } from 'drizzle-orm'
import type { DutyErrorCode } from '../../src/domain/errors.ts'
import { refusal } from '../../src/store/constraints.ts'
import { type PlanJson, published, QUICK, WAIT } from '../support/months.ts'
import { aBranch, aCentre, aLawyer, anAgency, anOfficer, aPost, aSigner } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

interface Refused {
  readonly constraint: string
  readonly code: DutyErrorCode | undefined
  readonly pointer: string | undefined
}

/** What the database says to a statement, in a transaction of its own that is undone; undefined when it says nothing. */
async function refused(s: Scene, ...statements: readonly string[]): Promise<Refused | undefined> {
  const undo = new Error('undo')
  try {
    await s.deps.db.transaction(async (db) => {
      for (const statement of statements) await db.execute(sql.raw(statement))
      throw undo
    })
  } catch (error) {
    if (error === undo) return undefined
    const found = refusal(error)
    const cause = (error as { cause?: { constraint?: string; message?: string } }).cause
    return { constraint: cause?.constraint ?? String(cause?.message), code: found?.code, pointer: found?.fields[0]?.pointer }
  }
  return undefined
}

/** A copy of a row of the table with some columns changed. */
const copy = (table: string, changes: object, where = 'true'): string => `
  insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(x) || '${JSON.stringify(changes)}'::jsonb)).*
  from (select * from ${table} where ${where} limit 1) x`

const NEW = '019b0b1e-7c1a-7000-8000-00000000000'

/** A row of what follows a publication, with its ids and these fields. */
const after = (table: string, fields: object): string => `
  insert into ${table} select (jsonb_populate_record(null::${table},
    jsonb_build_object('centre_id', x.centre_id, 'roster_id', x.roster_id, 'month', x.month, 'publication_id', x.id, 'based_on', x.id)
      || '${JSON.stringify(fields)}'::jsonb)).* from publications x limit 1`

const [AT, LATER] = ['2026-11-22T10:00:00+07:00', '2026-11-22T11:00:00+07:00']
const [AMENDED, SWAPPED, COVERED, SENT, HOOKED, FED, READ, CALLED] = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8'].map(
  (end) => `019b0b1e-7c1a-7000-8000-0000000000${end}`
)

/** One of each: an amendment, a swap, a cover, a delivery, a webhook, a feed, what follows a look-up, a call with everything of it. */
const whatFollows = (provider: string, post: string): readonly string[] => [
  after('amendments', {
    ...{ id: AMENDED, version: 1, origin: 'planner', kind: 'replacement', reason: 'x', takes: [], status: 'submitted' },
    ...{ submitted_by: 'x', submitted_at: AT, publication_id: null, updated_at: AT }
  }),
  after('swaps', {
    ...{ id: SWAPPED, version: 1, status: 'offered', provider_id: provider, slot_id: `${NEW}1`, seat: 'primary', offers: [] },
    ...{ post_id: post, starts_at: AT, ends_at: LATER, cutoff: AT, created_at: AT, updated_at: AT }
  }),
  after('covers', {
    ...{ id: COVERED, absent_id: provider, reason: 'x', starts_at: AT, ends_at: LATER, takes: [] },
    ...{ absence_id: `${NEW}1`, by: 'x', created_at: AT }
  }),
  after('deliveries', { id: SENT, event: 'issued', channel: 'email', address: 'x', status: 'pending', attempts: 0, created_at: AT }),
  after('webhooks', {
    ...{ id: HOOKED, code: 'x', version: 1, url: 'x', secret: 'x', enabled: true, failures: 0, search: 'x', created_at: AT, updated_at: AT }
  }),
  after('feeds', { id: FED, token_hash: 'x', provider_id: provider, numbers: false, created_at: AT }),
  after('number_readings', {
    ...{ id: READ, reader: 'x', provider_id: provider, operation: 'getOnDuty', first_at: AT, last_at: AT, times: 1 }
  }),
  after('number_confirmations', { id: READ, provider_id: provider, number: 'x', on_day: '2026-11-22', at: AT, by: 'x', how: 'call' }),
  ...aCallOf(provider, post)
]

/** A call that was answered, with one of everything that belongs to it. */
const aCallOf = (provider: string, post: string): readonly string[] => [
  after('calls', {
    ...{ id: CALLED, version: 1, reported_at: AT, reported_by: 'x', post_id: post, stage: 'arrest', standing: 'held', in_custody: true },
    ...{ minor: false, interests: 'unknown', status: 'taken', provider_id: provider, updated_at: AT }
  }),
  after('call_attempts', {
    ...{ call_id: CALLED, position: 1, at: AT, called_as: 'primary', provider_id: provider, outcome: 'answered', by: 'x', confirmed: false }
  }),
  after('call_events', { call_id: CALLED, position: 1, kind: 'appointed', provider_id: provider, at: AT, by: 'x', confirmed: false }),
  after('call_exclusions', { call_id: CALLED, position: 1, rule: 'out-of-scope', confirmed: true, at: AT, by: 'x' }),
  after('call_contacts', { call_id: CALLED, full_name: 'v1.x' })
]

/** The last sending day of January moved from 25/12/2026. */
const move = (sector: string, to: string): string => `
  insert into deadline_moves (centre_id, id, month, sector, from_day, to_day, notice_id, notice_number, at)
  select id, '${NEW}1', '2027-01', '${sector}', '2026-12-25', '${to}', '${NEW}2', '1/TB', '2026-12-18' from centres limit 1`
const fresh = (n: number) => ({ id: `${NEW}${n}` })
const UNFINISHED = { status: 'queued', finished_at: null }

/** One of everything: a published month answered by phone, and what surrounds it. */
async function aWorld(s: Scene): Promise<{ centre: string; officer: string; other: string; lawyer: string; post: string; second: string }> {
  const centre = await aCentre(s)
  await aBranch(s)
  const [agency, second] = [await anAgency(s), await anAgency(s)]
  await s.call('PATCH', `/v1/agencies/${agency.id}`, { body: { predecessors: [second.id] }, headers: { 'if-match': '"1"' } })
  const [officer, other, lawyer] = [await anOfficer(s), await anOfficer(s), await aLawyer(s)]
  await s.call('PATCH', `/v1/providers/${other.id}`, {
    body: { bars: [{ kind: 'sanction', from: '2020-01-01', to: '2020-02-01' }] },
    headers: { 'if-match': '"1"' }
  })
  const provider = other.id
  await s.call('POST', '/v1/absences', { body: { provider, kind: 'other', from: '2026-01-01', to: '2026-01-02' } })
  const [start, end] = ['2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z']
  await s.call('POST', '/v1/engagements', { body: { provider, kind: 'other', start, end } })
  await s.call('POST', '/v1/pairs', { body: { providers: [officer.id, other.id], from: '2020-01-01', to: '2020-01-02' } })
  await s.call('POST', '/v1/preferences', { body: { provider, kind: 'avoid', from: '2020-01-01', to: '2020-01-02' } })
  await s.call('PATCH', '/v1/burden-weights', { body: { carryMonths: 6 }, headers: { 'if-match': '"0"' } })
  await s.call('PATCH', '/v1/rules/tet-turns', { body: { weight: 9 }, headers: { 'if-match': '"0"' } })
  const post = await aPost(s, {
    patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=7,17', startsAt: '07:30', duration: 'PT8H' }],
    seats: [{ seat: 'primary', method: 'cycle', order: [officer.id, lawyer.id] }]
  })
  await aSigner(s)
  const draft = await s.call('POST', '/v1/rosters', { body: { month: '2026-12' } })
  const plan = await s.call<PlanJson>('POST', '/v1/rosters/2026-12/plan', {
    body: QUICK,
    headers: { ...WAIT, 'if-match': draft.headers.etag ?? '' }
  })
  await published(s, plan.body.roster)
  for (const statement of whatFollows(officer.id, post.id)) await s.deps.db.execute(sql.raw(statement))
  return { centre: centre.id, officer: officer.id, other: provider, lawyer: lawyer.id, post: post.id, second: second.id }
}

/** Removes a person whom duties and their ledger no longer name. */
const HISTORY = (id: string): string =>
  `delete from seats; delete from post_turns; delete from pairs; delete from duties; delete from ledger; delete from feeds; delete from covers; delete from swaps; delete from number_confirmations; delete from providers where id = '${id}'`

/** A constraint, what breaks it, and the refusal that people meet; undefined where only a defect of ours could come so far. */
type Case = readonly [constraint: string, broken: string | readonly string[], code?: DutyErrorCode, pointer?: string]

const casesOf = (w: Awaited<ReturnType<typeof aWorld>>): readonly Case[] => [
  ['centres_code_taken', copy('centres', fresh(1)), 'CODE_TAKEN', '/code'],
  ['centres_first_weekday', 'update centres set first_weekday = 8'],
  ['centres_first_weekday', 'update centres set first_weekday = 0'],
  ['centres_have_a_number', "update centres set phones = '[]'"],
  ['branches_code_taken', copy('branches', fresh(1)), 'CODE_TAKEN', '/code'],
  ['agencies_code_taken', copy('agencies', fresh(1)), 'CODE_TAKEN', '/code'],
  ['agencies_from_before_to', 'update agencies set valid_to = valid_from - 1'],
  ['agencies_not_own_parent', 'update agencies set parent_id = id'],
  ['agency_kinds_pkey', copy('agency_kinds', {}), 'CODE_TAKEN', '/code'],
  ['agency_predecessors_not_itself', 'update agency_predecessors set predecessor_id = agency_id'],
  ['providers_code_taken', copy('providers', fresh(1)), 'CODE_TAKEN', '/code'],
  ['providers_duty_share', 'update providers set duty_share = 0'],
  ['providers_duty_share', 'update providers set duty_share = 101'],
  ['providers_joined_before_ended', 'update providers set ended_on = joined_on - 1'],
  ['provider_bars_from_before_to', 'update provider_bars set to_day = from_day - 1'],
  ['provider_contracts_from_before_to', 'update provider_contracts set to_day = from_day - 2'],
  ['provider_contracts_three_years', "update provider_contracts set to_day = '2028-01-01'", 'CONTRACT_TOO_LONG', '/contracts'],
  [
    'provider_contracts_apart',
    copy('provider_contracts', { from_day: '2027-12-31', to_day: '2028-01-01' }),
    'CONTRACT_OVERLAP',
    '/contracts'
  ],
  ['provider_contracts_pk', copy('provider_contracts', { to_day: '2025-06-01' }), 'CONTRACT_OVERLAP', '/contracts'],
  ['signers_code_taken', copy('signers', fresh(1)), 'CODE_TAKEN', '/code'],
  ['signers_from_before_to', 'update signers set valid_to = valid_from - 1'],
  ['sendings_sector', "update sendings set sector = 'army'"],
  ['deadline_moves_sector', move('army', '2026-12-24')],
  ['deadline_moves_move', move('court', '2026-12-25')],
  ['absences_from_before_to', 'update absences set to_day = from_day - 1'],
  ['engagements_start_before_end', 'update engagements set ends_at = starts_at'],
  ['pairs_of_two', 'update pairs set first_id = second_id'],
  ['pairs_of_two', 'update pairs set first_id = second_id, second_id = first_id'],
  ['pairs_from_before_to', 'update pairs set to_day = from_day - 1'],
  ['pairs_kind', "update pairs set kind = 'near'"],
  ['preferences_kind', "update preferences set kind = 'must'"],
  ['preferences_strength', 'update preferences set strength = 0'],
  ['preferences_strength', 'update preferences set strength = 4'],
  ['preferences_from_before_to', 'update preferences set to_day = from_day - 1'],
  ['posts_code_taken', copy('posts', fresh(1)), 'CODE_TAKEN', '/code'],
  ['posts_from_before_to', 'update posts set valid_to = valid_from - 1'],
  ['posts_burden_percent', 'update posts set burden_percent = -1'],
  ['posts_burden_percent', 'update posts set burden_percent = 501'],
  ['posts_distance_km', 'update posts set distance_km = -1'],
  ['posts_distance_km', 'update posts set distance_km = 1001'],
  ['posts_layout', "update posts set layout = 'circles'"],
  ['posts_handover_every', 'update posts set handover_every = 0'],
  ['posts_handover_every', 'update posts set handover_every = 32'],
  ['post_seats_one_plan_a_day', copy('post_seats', { plan: 1 })],
  ['post_seats_one_plan_a_day', ["update post_seats set from_day = '2026-01-01'", copy('post_seats', { plan: 1 })]],
  ['post_seats_owed_at_most', 'update post_seats set owed_at_most = 0'],
  ['post_seats_owed_at_most', 'update post_seats set owed_at_most = 13'],
  ['post_seats_importance', 'update post_seats set importance = 0'],
  ['post_seats_importance', 'update post_seats set importance = 10'],
  ['post_seats_fixed_has_provider', "update post_seats set method = 'fixed'"],
  ['post_seats_fixed_has_provider', `update post_seats set provider_id = '${w.officer}'`],
  ['post_turns_once', copy('post_turns', { position: 9 })],
  ['post_turns_cycle', "update post_turns set cycle = 'nights'"],
  ['post_turns_weight', 'update post_turns set weight = 0'],
  ['post_turns_weight', 'update post_turns set weight = 101'],
  ['post_turns_from_before_to', "update post_turns set from_day = '2026-01-02', to_day = '2026-01-01'"],
  ['calendar_notices_number_taken', copy('calendar_notices', fresh(1)), 'CODE_TAKEN', '/number'],
  ['calendar_notices_status', "update calendar_notices set status = 'estimated'"],
  ['api_keys_hash_taken', copy('api_keys', fresh(1))],
  ['rosters_month_taken', copy('rosters', fresh(1)), 'ROSTER_EXISTS', '/month'],
  ['rosters_status', "update rosters set status = 'superseded'"],
  ['rosters_approved_has_approval', "update rosters set status = 'approved', approval = null"],
  ['roster_steps_step', "update roster_steps set step = 'dreamt'"],
  ['rosters_month', "update rosters set month = '2026-13'"],
  ['rule_settings_level', "update rule_settings set level = 'law'"],
  ['rule_settings_weight', 'update rule_settings set weight = -1'],
  ['rule_settings_weight', 'update rule_settings set weight = 101'],
  ['burden_weights_carry_months', 'update burden_weights set carry_months = -1'],
  ['burden_weights_carry_months', 'update burden_weights set carry_months = 121'],
  ['jobs_kind', "update jobs set kind = 'publish'"],
  ['jobs_status', "update jobs set status = 'asleep'"],
  ['jobs_over_has_time', 'update jobs set finished_at = null'],
  ['jobs_over_has_time', "update jobs set status = 'running'"],
  ['jobs_failed_has_problem', "update jobs set status = 'failed'"],
  ['jobs_failed_has_problem', "update jobs set problem = '{}'"],
  ['jobs_one_plan_per_roster', [1, 2].map((n) => copy('jobs', { ...fresh(n), ...UNFINISHED })), 'PLAN_RUNNING'],
  ['slots_apart', copy('slots', fresh(1)), 'SLOT_OVERLAP'],
  ['slots_start_before_end', 'update slots set ends_at = starts_at'],
  ['seats_pinned_has_provider', 'update seats set pinned = true, provider_id = null'],
  ['publications_number_taken', copy('publications', { ...fresh(1), version: 2 }), 'NUMBER_TAKEN', '/number'],
  ['publications_kind', copy('publications', { ...fresh(1), version: 2, number: 99, kind: 'draft' })],
  ['publications_numbered', copy('publications', { ...fresh(1), version: 2, number: 99, kind: 'provisional' })],
  ['publications_numbered', copy('publications', { ...fresh(1), version: 2, number: null, kind: 'supplement' })],
  ['amendments_kind', "update amendments set kind = 'provisional'"],
  ['amendments_origin', "update amendments set origin = 'rumour'"],
  ['amendments_status', "update amendments set status = 'approved'"],
  ['amendments_issued_has_publication', "update amendments set status = 'issued'"],
  ['amendments_issued_has_publication', 'update amendments set publication_id = based_on'],
  ['swaps_status', "update swaps set status = 'lost'"],
  ['swaps_start_before_end', 'update swaps set ends_at = starts_at'],
  ['covers_start_before_end', 'update covers set ends_at = starts_at'],
  ['deliveries_event', "update deliveries set event = 'withdrawn'"],
  ['deliveries_channel', "update deliveries set channel = 'fax'"],
  ['deliveries_status', "update deliveries set status = 'lost', sent_at = null"],
  ['deliveries_sent_has_time', "update deliveries set status = 'sent', sent_at = null"],
  ['deliveries_sent_has_time', `update deliveries set status = 'dead', sent_at = '${AT}'`],
  ['acknowledgements_token_taken', copy('acknowledgements', { agency_id: w.second })],
  ['acknowledgements_told_by', `update acknowledgements set acknowledged_at = '${AT}'`],
  ['acknowledgements_told_by', "update acknowledgements set by = 'x'"],
  ['webhooks_code_taken', copy('webhooks', fresh(1)), 'CODE_TAKEN', '/code'],
  ['number_readings_first_before_last', "update number_readings set last_at = first_at - interval '1 second'"],
  ['number_readings_times', 'update number_readings set times = 0'],
  ['number_confirmations_how', "update number_confirmations set how = 'guess'"],
  ['calls_stage', "update calls set stage = 'dream'"],
  ['calls_standing', "update calls set standing = 'rich'"],
  ['calls_interests', "update calls set interests = 'none'"],
  ['calls_urgency', "update calls set urgency = 'hurry'"],
  ['calls_status', "update calls set status = 'lost', provider_id = null"],
  ['calls_ended_has_time', "update calls set status = 'guided'"],
  ['calls_ended_has_time', `update calls set ended_at = '${AT}'`],
  ['calls_case_has_code', `update calls set status = 'case', ended_at = '${AT}'`],
  ['calls_case_has_code', "update calls set case_code = 'TT.TV.01.2026'"],
  ['calls_unanswered_has_nobody', "update calls set status = 'open'"],
  ['calls_unanswered_has_nobody', "update calls set status = 'unanswered'"],
  ['call_attempts_as', "update call_attempts set called_as = 'friend'"],
  ['call_attempts_provider_or_centre', 'update call_attempts set provider_id = null'],
  ['call_attempts_provider_or_centre', "update call_attempts set called_as = 'centre'"],
  ['call_attempts_outcome', "update call_attempts set outcome = 'slept'"],
  ['call_attempts_seconds', 'update call_attempts set seconds = -1'],
  ['call_attempts_seconds', 'update call_attempts set seconds = 86401'],
  ['call_events_kind', "update call_events set kind = 'read', provider_id = null"],
  ['call_events_only_appointed_has_provider', "update call_events set kind = 'registered'"],
  ['call_exclusions_rule', "update call_exclusions set rule = 'dislike'"],
  ['call_exclusions_once', copy('call_exclusions', { position: 2 })],
  ['call_exclusions_once', [2, 3].map((position) => copy('call_exclusions', { position, provider_id: w.officer }))],
  ['call_contacts_sealed', "update call_contacts set full_name = 'Lò Văn Ót'"],
  ...['phone', 'address', 'relation'].map((field): Case => ['call_contacts_sealed', `update call_contacts set ${field} = 'x'`]),
  ['entitlements_from_before_to', "update entitlements set to_day = from_day - 1 where code = 'child'"],
  ['entitlements_apart', copy('entitlements', { from_day: '2030-01-01' }, "code = 'child'"), 'CONFLICTING_WRITE', '/from'],
  ['calls_provider', `delete from call_attempts; delete from call_events; ${HISTORY(w.officer)}`, 'HAS_HISTORY'],
  ['call_attempts_provider', `update calls set provider_id = null; delete from call_events; ${HISTORY(w.officer)}`, 'HAS_HISTORY'],
  ['call_events_provider', `update calls set provider_id = null; delete from call_attempts; ${HISTORY(w.officer)}`, 'HAS_HISTORY'],
  [
    'call_exclusions_provider',
    `update calls set provider_id = null; delete from call_attempts; delete from call_events;
     update call_exclusions set provider_id = '${w.officer}'; ${HISTORY(w.officer)}`,
    'HAS_HISTORY'
  ],
  ['feeds_token_taken', copy('feeds', fresh(1))],
  ['feeds_of_one', 'update feeds set provider_id = null'],
  ['feeds_of_one', `update feeds set post_id = '${w.post}'`],
  ['publications_version_taken', copy('publications', { ...fresh(1), number: 99 }), 'ROSTER_ALREADY_PUBLISHED'],
  ['publications_effective_before_superseded', "update publications set superseded_from = effective_from - interval '1 second'"],
  ['publications_frozen', "update publications set published_by = 'khác'", 'ROSTER_ALREADY_PUBLISHED'],
  ['duties_start_before_end', 'update duties set ends_at = starts_at'],
  ['duties_one_person_per_seat', copy('duties', { slot_id: `${NEW}1`, provider_id: w.other }), 'DOUBLE_DUTY'],
  ['duties_same_slot_once', copy('duties', { seat: 'support' }), 'DOUBLE_DUTY'],
  ['duties_on_site_or_phone', copy('duties', { slot_id: `${NEW}1`, seat: 'support', mode: 'on_site' }), 'DOUBLE_DUTY'],
  [
    'duties_on_site_alone',
    [1, 2].map((n) => copy('duties', { slot_id: `${NEW}${n}`, seat: `s${n}`, mode: 'on_site', provider_id: w.other })),
    'DOUBLE_DUTY'
  ],
  [
    'duties_provider',
    `delete from seats; delete from post_turns; delete from pairs; delete from providers where id = '${w.officer}'`,
    'HAS_HISTORY'
  ],
  ['ledger_share', 'update ledger set share = -1'],
  ...['working_day', 'rest_day', 'holiday', 'tet'].map((kind): Case => {
    return ['ledger_points_by_day', `update ledger set ${kind}_points = ${kind}_points + 1`]
  }),
  [
    'ledger_provider',
    `delete from seats; delete from post_turns; delete from pairs; delete from duties; delete from providers where id = '${w.officer}'`,
    'HAS_HISTORY'
  ],
  ['providers_branch', `update providers set branch_id = '${NEW}1'`, 'IN_USE'],
  ['agencies_kind', "delete from agency_kinds where code = 'regional-court'", 'IN_USE']
]

scene('what the database refuses comes out as the refusal of its constraint', async (t, s) => {
  const cases = casesOf(await aWorld(s))
  for (const [constraint, broken, code, pointer] of cases) {
    const statements = typeof broken === 'string' ? broken.split(';') : broken
    t.same(await refused(s, ...statements), { constraint, code, pointer }, constraint)
  }
  const { rows } = (await s.deps.db.execute(sql`
    select conname as name from pg_constraint
    where connamespace = 'public'::regnamespace and contype in ('c', 'u', 'x') order by conname`)) as unknown as {
    rows: { name: string }[]
  }
  const tried = new Set(cases.map(([constraint]) => constraint))
  t.ok(rows.length > 35, 'the database has them')
  t.same(
    rows.map(({ name }) => name).filter((name) => !tried.has(name)),
    [],
    'each of them was tried'
  )
})

/** The least and the most that every number may be. */
const ENDS = [
  ['posts', 'burden_percent', 0, 500],
  ['posts', 'distance_km', 0, 1000],
  ['posts', 'handover_every', 1, 31],
  ['post_seats', 'owed_at_most', 1, 12],
  ['post_seats', 'importance', 1, 9],
  ['post_turns', 'weight', 1, 100],
  ['preferences', 'strength', 1, 3],
  ['rule_settings', 'weight', 0, 100],
  ['burden_weights', 'carry_months', 0, 120],
  ['providers', 'duty_share', 1, 100],
  ['centres', 'first_weekday', 1, 7]
]
  .flatMap(([table, column, ...ends]) => ends.map((end) => `update ${table} set ${column} = ${end}`))
  .join(';')

scene('what only comes near a constraint is let through', async (t, s) => {
  const w = await aWorld(s)
  const { rows } = (await s.deps.db.execute(sql`select max(ends_at)::text as end from duties`)) as unknown as { rows: { end: string }[] }
  const end = rows[0]?.end
  const shift = (column: string) => `update duties set ${column} = ${column}`
  const cases = [
    ['a contract that begins the day after', copy('provider_contracts', { from_day: '2028-01-01', to_day: '2028-12-31' })],
    ['a contract of three years to the day', "update provider_contracts set from_day = '2024-03-01', to_day = '2027-02-28'"],
    ['the contract of another lawyer', copy('provider_contracts', { provider_id: w.other })],
    [
      'a duty that begins when another ends',
      copy('duties', { slot_id: `${NEW}1`, mode: 'on_site', starts_at: end, ends_at: '2027-01-01' }, `ends_at = '${end}'`)
    ],
    ['another phone duty at the same time', copy('duties', { slot_id: `${NEW}1`, seat: 'support' })],
    [
      'the same duty in force later',
      copy('duties', { slot_id: `${NEW}1`, in_force_from: '2030-01-01' }).replace(
        'insert',
        `${shift('seat')}; update duties set in_force_to = '2030-01-01'; insert`
      )
    ],
    ['another line of a seat from another day', copy('post_seats', { plan: 1, from_day: '2026-06-01' })],
    ['the same person in another order', copy('post_turns', { cycle: 'tet' })],
    ['two turns that nobody takes', [8, 9].map((position) => copy('post_turns', { position, provider_id: null })).join(';')],
    ['one day in a cycle', "update post_turns set from_day = '2026-01-01', to_day = '2026-01-01'"],
    ['a member who only leaves', "update post_turns set to_day = '2026-01-01'"],
    ['a preference without end', 'update preferences set to_day = null'],
    ['the ends of every range', ENDS],
    ['a rule that keeps its level and weight', 'update rule_settings set level = null, weight = null'],
    ['a plan after one that is over', copy('jobs', { ...fresh(1), ...UNFINISHED })],
    ['plans of two rosters', [1, 2].map((n) => copy('jobs', { ...fresh(n), ...UNFINISHED, roster_id: `${NEW}${n}` })).join(';')],
    ['a parent that is another', 'update agencies a set parent_id = (select id from agencies b where b.id <> a.id limit 1)'],
    ['one day of absence', 'update absences set to_day = from_day'],
    ['a version recalled before it began', 'update publications set superseded_from = effective_from'],
    ['a version without a number', copy('publications', { ...fresh(1), version: 2, number: null, kind: 'provisional' })],
    [
      'another version without one',
      [1, 2].map((n) => copy('publications', { ...fresh(n), version: n + 1, number: null, kind: 'provisional' })).join(';')
    ],
    ['an amendment that was issued', "update amendments set status = 'issued', publication_id = based_on"],
    ['a call that is a case', `update calls set status = 'case', case_code = 'TT.TV.01.2026', ended_at = '${AT}'`],
    ['a call that waits', "update calls set status = 'open', provider_id = null, urgency = 'trial'"],
    ['a call that the centre took', "update call_attempts set called_as = 'centre', provider_id = null, seconds = 86400"],
    ['somebody else is out by the same rule', copy('call_exclusions', { position: 2, provider_id: w.officer })],
    ['a contact of which every field is sealed', "update call_contacts set phone = 'v1.x', address = 'v1.x', relation = 'v1.x'"],
    [
      'a line that follows another',
      `update entitlements set to_day = '2029-12-31' where code = 'child';${copy('entitlements', { from_day: '2030-01-01', to_day: null }, "code = 'child'")}`
    ],
    ['one day to sign', 'update signers set valid_to = valid_from'],
    ['a last sending day that moves', move('court', '2026-12-24')]
  ] as const
  for (const [title, statement] of cases) t.equal(await refused(s, ...statement.split(';')), undefined, title)
})

scene('a publication says for ever what it said', async (t, s) => {
  await aWorld(s)
  const { rows } = (await s.deps.db.execute(sql`
    select column_name as name, data_type as type from information_schema.columns
    where table_name = 'publications' and column_name not in ('superseded_from')`)) as unknown as { rows: { name: string; type: string }[] }
  const other: Record<string, string> = {
    uuid: `'${NEW}7'`,
    text: "'khác'",
    integer: '77',
    jsonb: `'{"a":1}'`,
    'timestamp with time zone': "'2020-01-01'"
  }
  t.ok(rows.length > 12)
  for (const { name, type } of rows) {
    t.match(await refused(s, `update publications set ${name} = ${other[type]}`), { constraint: 'publications_frozen' }, name)
  }
  t.match(await refused(s, 'delete from duties', 'delete from publications'), {
    constraint: 'publications_frozen',
    code: 'ROSTER_ALREADY_PUBLISHED'
  })
  const takeOver = "update publications set superseded_from = '2026-12-20T00:00:00+07:00'"
  t.equal(await refused(s, takeOver), undefined, 'a later version may take over')
  t.match(await refused(s, takeOver, takeOver), { constraint: 'publications_frozen' }, 'once')
  t.match(await refused(s, takeOver, 'update publications set superseded_from = null'), { constraint: 'publications_frozen' }, 'for good')
})

const failing = (fields: object, cause?: object) =>
  Object.assign(new Error('Failed query'), fields, { cause: cause && Object.assign(new Error('x'), cause) })

scene('what the driver says of a server that is away, or of writers that met, is understood', async (t) => {
  const cases = [
    ['refused', { code: 'ECONNREFUSED' }, 'DATABASE_UNAVAILABLE'],
    ['reset', { code: 'ECONNRESET' }, 'DATABASE_UNAVAILABLE'],
    ['shut down by the administrator', { code: '57P01' }, 'DATABASE_UNAVAILABLE'],
    ['connection failure', { code: '08006' }, 'DATABASE_UNAVAILABLE'],
    ['no word for too long', { message: 'timeout exceeded when trying to connect' }, 'DATABASE_UNAVAILABLE'],
    ['serialisation', { code: '40001' }, 'CONFLICTING_WRITE'],
    ['deadlock', { code: '40P01' }, 'CONFLICTING_WRITE'],
    ['still referred to', { code: '23503', constraint: 'posts_centre' }, 'IN_USE'],
    ['a check that we do not name', { code: '23514', constraint: 'absences_from_before_to' }, undefined],
    ['a mistake in SQL', { code: '42601' }, undefined],
    ['anything else', {}, undefined]
  ] as const
  for (const [title, cause, code] of cases) {
    t.equal(refusal(failing({}, cause))?.code, code, `${title}, wrapped`)
    t.equal(refusal(failing(cause))?.code, code, `${title}, bare`)
  }
  for (const odd of [undefined, null, 'text', 7]) t.equal(refusal(odd), undefined)
})
