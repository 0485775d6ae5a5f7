import { buildCalendar, changedDays, type DayKind, type Notice, type NoticeDay } from '../domain/calendar.ts'
import { type Day, dayFrom, eachDay, monthOf } from '../domain/day.ts'
import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import { requiredDay, requiredText } from '../domain/fields.ts'
import { compare, type NoticeId } from '../domain/ids.ts'
import { listNotices, noticeNoun, type StoredNotice } from '../store/notices.ts'
import { deleteOne, getOne, insertOne, replaceOne } from '../store/noun.ts'
import { listRostersOfMonths, type RosterOfCentre } from '../store/rosters.ts'
import type { CatalogueNoun } from './catalogue.ts'
import { type MovedDeadline, movedDeadlines, recordMoves } from './deadline-moves.ts'
import { type Deps, transact } from './deps.ts'

export interface NoticeInput {
  readonly number: string
  readonly title: string
  readonly issuedOn: string
  readonly status: Notice['status']
  readonly source: string
  readonly annualFor?: number | null
  readonly days: readonly { readonly day: string; readonly kind: DayKind; readonly nameVi: string; readonly nameEn: string }[]
}

function daysOf(input: NoticeInput, errors: FieldErrors): NoticeDay[] {
  const seen = new Set<Day>()
  return input.days.map(({ day: text, kind, nameVi, nameEn }, index) => {
    const at = `/days/${index}`
    const day = requiredDay(errors, `${at}/day`, text)
    if (seen.has(day)) errors.add(`${at}/day`, 'DUPLICATE_ITEM', { value: day })
    seen.add(day)
    return { day, kind, nameVi: requiredText(errors, `${at}/nameVi`, nameVi), nameEn: requiredText(errors, `${at}/nameEn`, nameEn) }
  })
}

/** How notices are read, listed and checked; they are written through the verbs below, which tell what they touch. */
export const noticeEntry: CatalogueNoun<NoticeInput, StoredNotice> = {
  noun: noticeNoun,
  prepare: async (_deps, _centreId, { id, version }, input, errors) => ({
    id: id as NoticeId,
    version,
    number: requiredText(errors, '/number', input.number),
    title: requiredText(errors, '/title', input.title),
    issuedOn: requiredDay(errors, '/issuedOn', input.issuedOn),
    status: input.status,
    source: requiredText(errors, '/source', input.source),
    annualFor: input.annualFor ?? null,
    days: daysOf(input, errors)
  }),
  toInput: ({ id: _, version: __, ...notice }) => notice
}

/**
 * What a change of the calendar does: the days whose kind changes, the drafts and publications in whose month they lie, and the last
 * sending days, of what is still to be sent, that move.
 */
export interface Touched {
  readonly days: readonly { readonly day: Day; readonly from: DayKind; readonly to: DayKind }[]
  readonly rosters: readonly RosterOfCentre[]
  readonly deadlines: readonly MovedDeadline[]
}

/** A notice that was (or would be) written, with what it touches. */
export interface NoticeChange {
  readonly notice: StoredNotice
  readonly touched: Touched
}

/** Which days could change: those that the notice named or names, and the whole year of an annual one. */
function candidates(...notices: readonly (StoredNotice | undefined)[]): Day[] {
  const days = notices.flatMap((notice) => notice?.days.map(({ day }) => day) ?? [])
  const years = notices.flatMap((notice) => (notice?.annualFor ? [notice.annualFor] : []))
  const whole = years.flatMap((year) => eachDay(dayFrom(year, 1, 1), dayFrom(year, 12, 31)))
  return [...new Set([...days, ...whole])].sort(compare)
}

async function touchedBy(
  deps: Deps,
  before: readonly StoredNotice[],
  after: readonly StoredNotice[],
  days: readonly Day[]
): Promise<Touched> {
  const [was, is] = [buildCalendar(before), buildCalendar(after)]
  const changed = changedDays(was, is, days)
  const months = [...new Set(changed.map(monthOf))]
  return {
    days: changed.map((day) => ({ day, from: was.dayOf(day).kind, to: is.dayOf(day).kind })),
    rosters: await listRostersOfMonths(deps.db, months),
    deadlines: changed.length === 0 ? [] : await movedDeadlines(deps, was, is)
  }
}

/** What is touched, with its moves put on record. */
async function recorded(deps: Deps, notice: StoredNotice, touched: Touched): Promise<Touched> {
  await recordMoves(deps, notice, touched.deadlines)
  return touched
}

async function prepared(deps: Deps, id: string, version: number, input: NoticeInput): Promise<StoredNotice> {
  const errors = fieldErrors()
  const notice = await noticeEntry.prepare(deps, null, { id, version }, input, errors)
  errors.throwIfAny()
  return notice
}

/** Enters a notice; the calendar changes at once, rosters do not: the answer names those to look at again. */
export const createNotice = (deps: Deps, input: NoticeInput): Promise<NoticeChange> =>
  transact(deps, async (deps) => {
    const before = await listNotices(deps.db)
    const notice = await insertOne(deps.db, noticeNoun, null, await prepared(deps, deps.newId(), 1, input), deps.now())
    return { notice, touched: await recorded(deps, notice, await touchedBy(deps, before, [...before, notice], candidates(notice))) }
  })

/** What entering the notice would touch; writes nothing. */
export const previewNotice = (deps: Deps, input: NoticeInput): Promise<NoticeChange> =>
  transact(deps, async (deps) => {
    const before = await listNotices(deps.db)
    const notice = await prepared(deps, deps.newId(), 1, input)
    return { notice, touched: await touchedBy(deps, before, [...before, notice], candidates(notice)) }
  })

/** Corrects a notice, or turns a proposed one into an announced one. */
export const updateNotice = (deps: Deps, id: string, expected: number, change: Partial<NoticeInput>): Promise<NoticeChange> =>
  transact(deps, async (deps) => {
    const before = await listNotices(deps.db)
    const old = await getOne(deps.db, noticeNoun, null, id)
    if (old.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'notice', expected })
    const wanted = await prepared(deps, old.id, old.version, { ...noticeEntry.toInput(old), ...change })
    const notice = await replaceOne(deps.db, noticeNoun, null, wanted, expected, deps.now())
    const after = before.map((each) => (each.id === notice.id ? notice : each))
    return { notice, touched: await recorded(deps, notice, await touchedBy(deps, before, after, candidates(old, notice))) }
  })

/** Withdraws a notice. */
export const removeNotice = (deps: Deps, id: string, expected: number): Promise<Touched> =>
  transact(deps, async (deps) => {
    const before = await listNotices(deps.db)
    const old = await getOne(deps.db, noticeNoun, null, id)
    await deleteOne(deps.db, noticeNoun, null, old, expected)
    const after = before.filter((each) => each.id !== old.id)
    return recorded(deps, old, await touchedBy(deps, before, after, candidates(old)))
  })
