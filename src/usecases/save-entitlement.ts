import type { Entitlement } from '../domain/call.ts'
import { fieldErrors } from '../domain/errors.ts'
import { parseCode, requiredPeriod, requiredText } from '../domain/fields.ts'
import { listEntitlements, putEntitlement } from '../store/entitlements.ts'
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
 * Adds a line to the list of those entitled, or changes the one of the code that begins on its day: an end and a new line are how the law
 * changes. Throws BAD_FIELD; BAD_PERIOD where another line of the code holds on one of its days.
 */
export const saveEntitlement = (deps: Deps, code: string, input: EntitlementInput): Promise<Entitlement> =>
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
    await putEntitlement(db, entitlement)
    return entitlement
  })
