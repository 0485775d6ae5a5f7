import type { AbsenceKind } from '../domain/absence.ts'
import type { Override } from '../domain/approval.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import { type Instant, type Interval, parseInstant } from '../domain/instant.ts'
import type { Provider } from '../domain/provider.ts'
import { cleanText } from '../domain/text.ts'
import { findOne } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import { type DutyHeld, listDutiesHeld } from '../store/publications.ts'
import { type OverrideInput, readOverrides } from './breaches.ts'
import type { Deps } from './deps.ts'

/** Who cannot come, until when, and who is to stand in. */
export interface CoverInput {
  /** Id or code of whoever cannot come. */
  readonly absent: string
  readonly reason: string
  /** Until when (RFC 3339); default: the end of the duty under way, or of the next one. */
  readonly until?: string | undefined
  /** Id or code of the stand-in; default: for each duty whoever is best by the plan's own measure. */
  readonly standIn?: string | undefined
  /** Where nobody can stand in, leave the seat empty: then the support and the centre's number answer. */
  readonly leaveEmpty?: boolean | undefined
  readonly kind?: AbsenceKind | undefined
  readonly overrides?: readonly OverrideInput[] | undefined
}

/** What a cover asks for, its references found. */
export interface Asked {
  readonly absent: Provider
  readonly standIn: Provider | undefined
  readonly reason: string
  readonly during: Interval
  readonly duties: readonly DutyHeld[]
  readonly overrides: readonly Override[]
}

/** The duties to cover: those that touch the time until then; without an end, the one under way or else the next. */
async function dutiesToCover(deps: Deps, centre: Centre, absent: Provider, until: Instant | undefined): Promise<readonly DutyHeld[]> {
  const held = await listDutiesHeld(deps.db, centre.id, absent.id, deps.now())
  const [next] = held
  const end = until ?? next?.end
  return end === undefined ? [] : held.filter(({ start }) => start < end)
}

/** Reads a request for a cover. Throws BAD_FIELD, NOTHING_TO_COVER. */
export async function readCover(deps: Deps, centre: Centre, input: CoverInput): Promise<Asked> {
  const errors = fieldErrors()
  const reason = cleanText(input.reason)
  if (reason === '') errors.add('/reason', 'MISSING_FIELD')
  const until = readUntil(deps, input, errors)
  const absent = await personOf(deps, centre, '/absent', input.absent, errors)
  const standIn = await personOf(deps, centre, '/standIn', input.standIn, errors)
  if (absent !== undefined && absent.id === standIn?.id) errors.add('/standIn', 'BAD_VALUE', { allowed: '≠ absent' })
  errors.throwIfAny()
  const duties = await dutiesToCover(deps, centre, absent as Provider, until)
  if (duties.length === 0) throw new DutyError('NOTHING_TO_COVER')
  const during = { start: deps.now(), end: until ?? (Math.max(...duties.map(({ end }) => end)) as Instant) }
  return { absent: absent as Provider, standIn, reason, during, duties, overrides: readOverrides(input.overrides ?? []) }
}

function readUntil({ now }: Deps, { until: text }: CoverInput, errors: FieldErrors): Instant | undefined {
  if (text === undefined) return undefined
  const until = errors.try('/until', () => parseInstant(text))
  if (until !== undefined && until <= now()) errors.add('/until', 'AMENDS_THE_PAST', { at: text })
  return until
}

async function personOf(
  { db }: Deps,
  centre: Centre,
  pointer: string,
  ref: string | undefined,
  errors: FieldErrors
): Promise<Provider | undefined> {
  if (ref === undefined) return undefined
  const found = await findOne(db, providerNoun, centre.id, ref)
  if (found === undefined) errors.add(pointer, 'BAD_REFERENCE', { noun: 'provider', ref })
  return found
}
