import type { CallEventKind } from '../domain/call.ts'
import { parseCaseCode } from '../domain/case-code.ts'
import type { Centre } from '../domain/centre.ts'
import { yearOf } from '../domain/day.ts'
import { type FieldErrors, fieldErrors } from '../domain/errors.ts'
import { dayAt } from '../domain/instant.ts'
import { insertEvents, updateCall } from '../store/calls.ts'
import { findSettings } from '../store/settings.ts'
import type { CallDuty } from './call-duty.ts'
import { type CallScene, sceneOf } from './call-scene.ts'
import { type Deps, transact } from './deps.ts'
import { eraseAt } from './erase-calls.ts'
import { centreOnly, fileOf, lockOwnCall, refuseEnded } from './own-call.ts'
import type { Reporter } from './read-report.ts'

/** How a call ends: simple guidance (việc), a case of the centre (vụ việc), or nobody wants it any more. */
export const CALL_ENDS = ['guided', 'case', 'withdrawn'] as const

export interface CloseInput {
  readonly as: (typeof CALL_ENDS)[number]
  /** Of `case`: the Ministry's code. */
  readonly caseCode?: string | null
}

const EVENT_OF: Readonly<Record<CloseInput['as'], CallEventKind>> = { guided: 'guided', case: 'case_opened', withdrawn: 'withdrawn' }

function caseCode(errors: FieldErrors, { as, caseCode: text }: CloseInput, thisYear: number): string | null {
  if (as !== 'case') {
    if (text) errors.add('/caseCode', 'UNKNOWN_FIELD')
    return null
  }
  if (text) return errors.try('/caseCode', () => parseCaseCode(text, thisYear)) ?? null
  errors.add('/caseCode', 'MISSING_FIELD')
  return null
}

/** Ends a call; from then on its contact is kept only for the centre's retention. An agency may say that its person wants it no more. */
export const closeCall = (
  deps: Deps,
  centre: Centre,
  id: string,
  input: CloseInput,
  duty: Pick<CallDuty, 'post' | 'onDuty'>,
  reporter: Reporter
): Promise<CallScene> =>
  transact(deps, async (deps) => {
    const call = await lockOwnCall(deps, centre, id, reporter)
    if (input.as !== 'withdrawn') centreOnly(reporter)
    refuseEnded(call)
    const now = deps.now()
    const errors = fieldErrors()
    const code = caseCode(errors, input, yearOf(dayAt(now, centre.zone)))
    errors.throwIfAny()
    const { events } = await fileOf(deps, call)
    const event = { position: events.length + 1, kind: EVENT_OF[input.as], at: now, by: reporter.name, providerId: null, confirmed: false }
    await insertEvents(deps.db, call, [event])
    const { settings } = await findSettings(deps.db, centre.id)
    const kept = call.eraseAt !== null && call.erasedAt === null
    const ended = { ...call, endedAt: now }
    const change = { status: input.as, endedAt: now, caseCode: code, ...(kept && { eraseAt: eraseAt(ended, settings) }) }
    return sceneOf(deps, centre, await fileOf(deps, await updateCall(deps.db, call, change, now)), duty)
  })
