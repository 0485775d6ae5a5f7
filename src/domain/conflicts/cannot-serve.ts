import { holds } from '../day.ts'
import { contains } from '../instant.ts'
import type { CallRule, Candidate, ConflictContext } from './conflict-rule.ts'
import { judged } from './judged.ts'

/** Whoever is away or tied up now where no phone is answered is called after those who are free: they cannot serve effectively. */
export const cannotServe: CallRule = {
  id: 'cannot-serve',
  number: 'K13',
  basis: 'Luật TGPL 2017 Điều 25(2)c',
  level: 'warn',
  check: (context) => judged(cannotServe, context, (candidate) => (isTaken(candidate, context) ? [{ level: 'warn' }] : []))
}

const isTaken = ({ absences, engagements }: Candidate, { at, day }: ConflictContext): boolean =>
  absences.some((absence) => holds(absence, day)) || engagements.some((busy) => !busy.reachable && contains(busy, at))
