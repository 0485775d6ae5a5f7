import { addDays, type Day, type Period } from './day.ts'
import type { FieldErrors } from './errors.ts'
import type { Contract } from './provider.ts'

/** Years that a contract, and its one extension, may last at most (TT 08/2017/TT-BTP Điều 15, as amended by TT 03/2021/TT-BTP). */
export const CONTRACT_YEARS = 3

/** The last day of a contract that begins on `from` and lasts as long as the law allows. */
export const lastContractDay = (from: Day): Day => {
  const year = String(Number(from.slice(0, 4)) + CONTRACT_YEARS)
  // 29 February has no anniversary three years later: the 28th stands for it, as in the database.
  const anniversary = from.endsWith('-02-29') ? `${year}-02-28` : `${year}-${from.slice(5)}`
  return addDays(anniversary as Day, -1)
}

/**
 * The law's limits on a lawyer's contracts, in order of their days: none longer than three years, none overlapping, and an
 * extension only once, beginning the day after the contract that it extends.
 */
export function checkContracts(contracts: readonly Contract[], errors: FieldErrors): void {
  const inOrder = [...contracts.entries()].sort(([, a], [, b]) => (a.from < b.from ? -1 : 1))
  for (const [at, [index, contract]] of inOrder.entries()) {
    const before = inOrder[at - 1]?.[1]
    const pointer = `/contracts/${index}`
    if (contract.to > lastContractDay(contract.from))
      errors.add(`${pointer}/to`, 'CONTRACT_TOO_LONG', { last: lastContractDay(contract.from) })
    if (before && contract.from <= before.to) errors.add(`${pointer}/from`, 'CONTRACT_OVERLAP', { number: before.number })
    if (contract.extension) checkExtension(contract, before, `${pointer}/extension`, errors)
  }
}

function checkExtension(contract: Contract, before: Contract | undefined, pointer: string, errors: FieldErrors): void {
  if (before === undefined || addDays(before.to, 1) !== contract.from)
    errors.add(pointer, 'BAD_PERIOD', { from: contract.from, to: contract.to })
  else if (before.extension) errors.add(pointer, 'CONTRACT_EXTENDED_TWICE', { number: contract.number })
}

/** Whether every one of the days lies within one of the periods. */
export const covered = (periods: readonly Period[], days: readonly Day[]): boolean =>
  days.every((day) => periods.some((period) => period.from <= day && (period.to === null || day <= period.to)))
