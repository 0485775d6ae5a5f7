import { DutyError, fieldErrors } from '../domain/errors.ts'
import { parseCode, requiredPeriod, requiredText } from '../domain/fields.ts'
import { insertEntitlement, type KeptEntitlement, listEntitlements, replaceEntitlement } from '../store/entitlements.ts'
import { type Deps, transact } from './deps.ts'

/** A line of the list as it is entered. */
export interface EntitlementInput {
  readonly nameVi: string
  readonly nameEn: string
  readonly basis: string
  readonly from: string
  readonly to?: string | null
}

/**
 * Adds a line to the list of those entitled (`expected` 0), or changes the one of the code that begins on its day and has the expected
 * version: an end and a new line are how the law changes. Throws BAD_FIELD, STALE_VERSION; BAD_PERIOD where another line of the code holds on one of its days.
 */
export const saveEntitlement = (deps: Deps, code: string, input: EntitlementInput, expected: number): Promise<KeptEntitlement> =>
  transact(deps, async ({ db }) => {
    const errors = fieldErrors()
    const { from, to } = requiredPeriod(errors, ['/from', '/to'], input.from, input.to)
    const entitlement = {
      code: errors.try(':code', () => parseCode(code)) ?? '',
      nameVi: requiredText(errors, '/nameVi', input.nameVi),
      nameEn: requiredText(errors, '/nameEn', input.nameEn),
      basis: requiredText(errors, '/basis', input.basis),
      from,
      to
    }
    const others = (await listEntitlements(db)).filter((line) => line.code === entitlement.code && line.from !== from)
    const meets = others.find((line) => line.from <= (to ?? line.from) && from <= (line.to ?? from))
    if (meets) errors.add('/from', 'BAD_PERIOD', { from: meets.from, to: meets.to ?? '…' })
    errors.throwIfAny()
    const kept = await (expected === 0 ? insertEntitlement(db, entitlement) : replaceEntitlement(db, entitlement, expected))
    if (kept === undefined) throw new DutyError('STALE_VERSION', { noun: 'entitlement', expected })
    return kept
  })
