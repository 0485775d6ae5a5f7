import type { AbsenceKind } from '../domain/absence.ts'
import type { Override } from '../domain/approval.ts'
import type { Centre } from '../domain/centre.ts'
import { type FieldErrors, fieldErrors } from '../domain/errors.ts'
import { type Instant, type Interval, parseInstant } from '../domain/instant.ts'
import type { Provider } from '../domain/provider.ts'
import { cleanText } from '../domain/text.ts'
import { findOne } from '../store/noun.ts'
import { lockProvider } from '../store/numbers.ts'
import { providerNoun } from '../store/providers.ts'
import { type DutyHeld, listDutiesHeld } from '../store/publications.ts'
import { type OverrideInput, readOverrides } from './breaches.ts'
import type { Deps } from './deps.ts'

/** Who cannot come, until when, and who is to stand in. */
export interface CoverInput {
  /** Id or code of whoever cannot come. */
  readonly absent: string
  readonly reason: string
  /** Until when (RFC 3339); default: the end of the duty under way. */
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

/** The next instant there is. */
const after = (instant: Instant): Instant => (instant + 1) as Instant

/**
 * Reads a request for a cover: what the person holds until then, or without an end at this moment; nobody else covers for them until the
 * transaction ends, so `duties` is empty where somebody just has. Throws BAD_FIELD.
 */
export async function readCover(deps: Deps, centre: Centre, input: CoverInput): Promise<Asked> {
  const errors = fieldErrors()
  const reason = cleanText(input.reason)
  if (reason === '') errors.add('/reason', 'MISSING_FIELD')
  const until = readUntil(deps, input, errors)
  const absent = await lockProvider(deps.db, centre.id, input.absent)
  if (absent === undefined) errors.add('/absent', 'BAD_REFERENCE', { noun: 'provider', ref: input.absent })
  const standIn = await personOf(deps, centre, '/standIn', input.standIn, errors)
  if (absent !== undefined && absent.id === standIn?.id) errors.add('/standIn', 'BAD_VALUE', { allowed: '≠ absent' })
  errors.throwIfAny()
  const [from, { id }] = [deps.now(), absent as Provider]
  const before = until ?? after(from)
  const duties = (await listDutiesHeld(deps.db, centre.id, id, from)).filter(({ start }) => start < before)
  const end = until ?? (Math.max(before, ...duties.map((duty) => duty.end)) as Instant)
  const overrides = readOverrides(input.overrides ?? [])
  return { absent: absent as Provider, standIn, reason, during: { start: from, end }, duties, overrides }
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
