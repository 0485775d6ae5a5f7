import { addDays, type Day, holds, type Period } from '../domain/day.ts'
import type { DutyErrorCode, FieldError } from '../domain/errors.ts'
import { optionalDay } from '../domain/fields.ts'
import type { ProviderId } from '../domain/ids.ts'
import { CYCLES, type CycleKind, type Method, type Place, SEATS, type Seat, type SeatPlan } from '../domain/post.ts'
import { type PlaceInput, personOf, placeInput, placesOf, type Staff } from './save-places.ts'

/** How one seat is filled: from its first day on where that is said, else since the post began. A later line of the seat replaces it. */
export interface SeatInput {
  readonly seat: Seat
  readonly from?: string | null
  readonly importance?: number
  readonly method?: Method
  readonly provider?: string | null
  readonly standIn?: string | null
  readonly order?: readonly PlaceInput[]
  readonly restDays?: readonly PlaceInput[]
  readonly tet?: readonly PlaceInput[]
  readonly owedAtMost?: number
  readonly follows?: boolean
}

/** What a seat matters when nothing was said: without somebody to answer first there is nobody to support. */
const IMPORTANCE: Readonly<Record<Seat, number>> = { primary: 9, support: 5 }

/** Fields that each method knows; a field of another method is a mistake, not something to drop. */
const METHOD_OF = {
  provider: 'fixed',
  standIn: 'fixed',
  order: 'cycle',
  restDays: 'cycle',
  tet: 'cycle',
  owedAtMost: 'cycle',
  follows: 'cycle'
} as const satisfies Partial<Record<keyof SeatInput, Method>>
type Field = keyof typeof METHOD_OF
type Fault = NonNullable<FieldError['params']>

/** Whether a field says anything: what stands there by default says nothing. */
const says = (value: unknown): boolean => Boolean(value) && value !== 1 && (!Array.isArray(value) || value.length > 0)

function checkMethod(input: SeatInput, method: Method, { errors }: Staff, at: string): void {
  for (const [field, owner] of Object.entries(METHOD_OF) as [Field, Method][]) {
    if (says(input[field]) && method !== owner) errors.add(`${at}/${field}`, 'UNKNOWN_FIELD')
  }
  const needed: Partial<Record<Method, Field>> = { fixed: 'provider', ...(!input.follows && { cycle: 'order' }) }
  const missing = needed[method]
  if (missing !== undefined && !says(input[missing])) errors.add(`${at}/${missing}`, 'MISSING_FIELD')
}

/** A seat that follows the primary has no order of its own, and only the support can follow. */
function checkFollowing(input: SeatInput, { errors }: Staff, at: string): void {
  if (!input.follows) return
  if (input.seat !== 'support') errors.add(`${at}/follows`, 'UNKNOWN_FIELD')
  for (const kind of CYCLES) if (says(input[kind])) errors.add(`${at}/${kind}`, 'UNKNOWN_FIELD')
}

/** When a line holds: its first day as sent, and all its days. */
interface Life {
  readonly start: Day | null
  readonly term: Period
}

function seatOf(input: SeatInput, staff: Staff, { start, term }: Life, at: string): SeatPlan {
  const method = input.method ?? 'balanced'
  checkMethod(input, method, staff, at)
  checkFollowing(input, staff, at)
  const person = (ref: string | null | undefined, pointer: string): ProviderId | null =>
    ref ? (personOf(staff, ref, term, pointer) ?? null) : null
  const places = (kind: CycleKind): Place[] => placesOf(staff, input[kind] ?? [], term, `${at}/${kind}`)
  const order = places('order')
  if (order.length > 0 && order.every(({ members }) => members.length === 0)) staff.errors.add(`${at}/order`, 'MISSING_FIELD')
  return {
    seat: input.seat,
    from: start,
    importance: input.importance ?? IMPORTANCE[input.seat],
    method,
    providerId: person(input.provider, `${at}/provider`),
    standInId: person(input.standIn, `${at}/standIn`),
    order,
    restDays: places('restDays'),
    tet: places('tet'),
    owedAtMost: input.owedAtMost ?? 1,
    follows: input.follows ?? false
  }
}

/** What is wrong with the first day of a line after another of its seat; undefined = nothing. */
function faultOfNext(before: Day, { seat, from }: SeatPlan): readonly [field: string, code: DutyErrorCode, params: Fault] | undefined {
  if (from === null) return ['seat', 'DUPLICATE_ITEM', { value: seat }]
  if (from === before) return ['from', 'DUPLICATE_ITEM', { value: from }]
  return from < before ? ['from', 'BAD_PERIOD', { from: before, to: from }] : undefined
}

/** The lines of one seat begin one after another, within the life of the post; only the first may leave its first day out. */
function checkDates(seats: readonly SeatPlan[], { valid, errors }: Staff): void {
  for (const [index, plan] of seats.entries()) {
    const before = seats.slice(0, index).findLast((line) => line.seat === plan.seat)
    const fault = before && faultOfNext(before.from ?? valid.validFrom, plan)
    if (fault) errors.add(`/seats/${index}/${fault[0]}`, fault[1], fault[2])
    else if (plan.from !== null && !holds({ from: valid.validFrom, to: valid.validTo }, plan.from)) {
      errors.add(`/seats/${index}/from`, 'BAD_PERIOD', { from: valid.validFrom, to: plan.from })
    }
  }
}

/** Who follows needs a primary that goes round in a cycle of its own for as long as it follows. */
function checkLeaders(seats: readonly SeatPlan[], { valid, errors }: Staff): void {
  const start = (plan: SeatPlan): Day => plan.from ?? valid.validFrom
  for (const [index, plan] of seats.entries()) {
    if (!plan.follows) continue
    const end = seats.find((other) => other.seat === plan.seat && start(other) > start(plan))
    const primary = seats.filter(({ seat }) => seat === 'primary')
    const first = primary.findLast((other) => start(other) <= start(plan))
    const leaders = [first, ...primary.filter((other) => start(other) > start(plan) && (end === undefined || start(other) < start(end)))]
    if (!leaders.every((other) => other?.method === 'cycle')) errors.add(`/seats/${index}/follows`, 'BAD_VALUE', { allowed: 'false' })
  }
}

/** The seats as sent, checked line by line and against each other; faults go to `errors`. The primary's come first. */
export function seatsOf(staff: Staff, inputs: readonly SeatInput[]): SeatPlan[] {
  const starts = inputs.map(({ from }, index) => optionalDay(staff.errors, `/seats/${index}/from`, from))
  const seats = inputs.map((input, index) => {
    const next = inputs.findIndex((line, at) => at > index && line.seat === input.seat)
    const after = starts[next] ?? null
    const term = { from: starts[index] ?? staff.valid.validFrom, to: after === null ? staff.valid.validTo : addDays(after, -1) }
    return seatOf(input, staff, { start: starts[index] ?? null, term }, `/seats/${index}`)
  })
  checkDates(seats, staff)
  checkLeaders(seats, staff)
  return SEATS.flatMap((seat) => seats.filter((plan) => plan.seat === seat))
}

/** The input that would make these seats. */
export const seatInputs = (seats: readonly SeatPlan[]): SeatInput[] =>
  seats.map(({ providerId, standInId, order, restDays, tet, ...seat }) => ({
    ...seat,
    provider: providerId,
    standIn: standInId,
    order: order.map(placeInput),
    restDays: restDays.map(placeInput),
    tet: tet.map(placeInput)
  }))
