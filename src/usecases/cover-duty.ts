import type { Absence, AbsenceKind } from '../domain/absence.ts'
import { cuttingPoint } from '../domain/amended-slots.ts'
import type { SeatTake } from '../domain/amendment.ts'
import type { Centre } from '../domain/centre.ts'
import type { Cover } from '../domain/cover.ts'
import { DutyError } from '../domain/errors.ts'
import type { CoverId, ProviderId, RosterId } from '../domain/ids.ts'
import { dayAt, formatInstant, type Instant } from '../domain/instant.ts'
import type { Slot } from '../domain/roster.ts'
import type { StandInsFound } from '../planning/tasks/stand-ins.ts'
import { absenceNoun } from '../store/absences.ts'
import { insertCover } from '../store/amendments.ts'
import { insertOne } from '../store/noun.ts'
import type { DutyHeld } from '../store/publications.ts'
import { amendedMonth, issueAmended, type OpenMonth, openMonth, settleOpen } from './amend-month.ts'
import { type Deps, transact } from './deps.ts'
import { submitted } from './draw-amendment.ts'
import { type Asked, type CoverInput, readCover } from './read-cover.ts'
import type { RosterScene } from './roster-scene.ts'
import { standInsFor } from './stand-ins.ts'
import { type CoverAnswer, type CoveredSeat, standingCovers } from './standing-cover.ts'

/** Records that the person is away on the days of it. */
async function recordAbsence(deps: Deps, centre: Centre, { absent, during, reason }: Asked, kind: AbsenceKind): Promise<Absence> {
  const [from, to] = [dayAt(during.start, centre.zone), dayAt((during.end - 1) as Instant, centre.zone)]
  const absence: Absence = { id: deps.newId(), centreId: centre.id, version: 1, providerId: absent.id, kind, from, to, note: reason }
  return insertOne(deps.db, absenceNoun, centre.id, absence, deps.now())
}

/** What a request for a cover came to: one answer a month concerned, and whether it made them or found them made. */
export interface CoverOutcome {
  readonly made: boolean
  readonly answers: readonly CoverAnswer[]
}

/**
 * Somebody cannot come: in one transaction the absence is recorded, a stand-in found for every duty of theirs in that time, and a
 * provisional version issued, so that the very next question who is on duty names the stand-in. The paper awaits the approver. A duty is
 * covered once, however often that is asked: where nothing is left to cover, the covers that stand are the answer. Throws
 * NOTHING_TO_COVER, ALREADY_COVERED, NO_STAND_IN, RULE_VIOLATED, SEAT_CHANGED.
 */
export const coverDuty = (deps: Deps, centre: Centre, input: CoverInput, by: string): Promise<CoverOutcome> =>
  transact(deps, (deps) => cover(deps, centre, input, by), centre.id)

async function cover(deps: Deps, centre: Centre, input: CoverInput, by: string): Promise<CoverOutcome> {
  const asked = await readCover(deps, centre, input)
  if (asked.duties.length === 0) return { made: false, answers: await standingCovers(deps, centre, asked) }
  const absence = await recordAbsence(deps, centre, asked, input.kind ?? 'other')
  const answers: CoverAnswer[] = []
  for (const [rosterId, duties] of Map.groupBy(asked.duties, (duty) => duty.rosterId)) {
    answers.push(await coverMonth(deps, centre, { ...asked, duties }, { rosterId, absence, by, leaveEmpty: input.leaveEmpty ?? false }))
  }
  return { made: true, answers }
}

interface CoverMonth {
  readonly rosterId: RosterId
  readonly absence: Absence
  readonly by: string
  readonly leaveEmpty: boolean
}

async function coverMonth(deps: Deps, centre: Centre, asked: Asked, month: CoverMonth): Promise<CoverAnswer> {
  const open = await openMonth(deps, centre, month.rosterId)
  const { seats, amended } = await covered(deps, open, asked, month.leaveEmpty)
  const takes = seats.map(({ slotId, seat, to }): SeatTake => ({ slotId, seat, from: asked.absent.id, to }))
  const issued = { kind: 'provisional', by: month.by, approval: null, step: 'covered' } as const
  const from = asked.during.start
  const empty = seats.some(({ to }) => to === null)
  const overrides = empty ? [...asked.overrides, { ruleId: 'coverage', reason: asked.reason }] : asked.overrides
  const publication = await issueAmended(deps, open, amended, { ...issued, reason: asked.reason, changesFrom: from }, overrides)
  const cover: Cover = {
    id: deps.newId() as CoverId,
    centreId: centre.id,
    rosterId: month.rosterId,
    absentId: asked.absent.id,
    reason: asked.reason,
    ...asked.during,
    takes,
    absenceId: month.absence.id,
    publicationId: publication.id,
    confirmedBy: null,
    by: month.by
  }
  await insertCover(deps.db, cover, deps.now())
  await settleOpen(deps, amended.scene, amended.slots, publication)
  const paper = { reason: asked.reason, kind: 'replacement', changesFrom: null, takes: [], recut: null } as const
  await submitted(deps, { ...open, newest: publication }, paper, 'cover', month.by)
  return { cover, scene: amended.scene, publication, seats }
}

/** Finds somebody for each duty in turn, so that nobody is asked to be in two places. */
async function covered(deps: Deps, open: OpenMonth, asked: Asked, leaveEmpty: boolean) {
  const from = asked.during.start
  const held = asked.duties.map((duty) => ({ ...duty, slot: slotHeld(open.scene, duty, asked.absent.id) }))
  const left = held.map(({ slot, seat }) => ({ slotId: slot.id, seat, by: asked.absent.id }))
  const found = await standInsFor(deps, open, { left, from, fill: { with: asked.standIn?.id ?? 'best' } })
  const seats = held.map(({ slot, start }, at): CoveredSeat => {
    const { ref, to, candidates } = found[at] as StandInsFound
    if (to === null && !leaveEmpty) throw new DutyError('NO_STAND_IN', { start: formatInstant(start, open.scene.centre.zone) })
    return { ...ref, start: Math.max(slot.start, cuttingPoint(from)) as Instant, end: slot.end, postId: slot.postId, to, candidates }
  })
  const takes = left.map(({ slotId, seat, by }, at): SeatTake => ({ slotId, seat, from: by, to: seats[at]?.to ?? null }))
  return { seats, amended: await amendedMonth(deps, open, { takes, recut: null, from }) }
}

/** The slot as it stands now; somebody else's by now is SEAT_CHANGED. */
function slotHeld({ slots }: RosterScene, duty: DutyHeld, absentId: ProviderId): Slot {
  const slot = slots.find(
    ({ id, seats }) => id === duty.slotId && seats.some((each) => each.seat === duty.seat && each.providerId === absentId)
  )
  if (slot === undefined) throw new DutyError('SEAT_CHANGED', { slot: duty.slotId, seat: duty.seat })
  return slot
}

/** Thrown to undo what a preview wrote. */
const UNDO = new Error('undone on purpose')

/** What a cover would do: the same, undone. */
export async function previewCover(deps: Deps, centre: Centre, input: CoverInput, by: string): Promise<readonly CoverAnswer[]> {
  let answers: readonly CoverAnswer[] = []
  await transact(deps, async (deps) => {
    answers = (await coverDuty(deps, centre, input, by)).answers
    throw UNDO
  }).catch((error: unknown) => {
    if (error !== UNDO) throw error
  })
  return answers
}
