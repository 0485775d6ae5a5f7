import { compare } from '../ids.ts'
import { IN_FORCE } from './in-force.ts'
import type { Rule } from './rule.ts'

/**
 * Every seat of every slot has a person, but where the turn falls to a place of a cycle that nobody takes; each seat that has none is
 * a breach of its own. 5789 wants three numbers always: the one on duty, the support and the centre.
 */
export const coverage: Rule = {
  id: 'coverage',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'roster',
  basis: 'Chương trình 5789/CTPH-BTP-BCA; Chương trình 1603/CTPH-BTP-TANDTC',
  ...IN_FORCE.policy,
  params: {},
  terms: [],
  check: (duties, context) => {
    const filled = new Set(duties.map((duty) => `${duty.slotId}/${duty.seat}`))
    return context.slots
      .toSorted((a, b) => compare(a.start, b.start) || compare(a.id, b.id))
      .flatMap((slot) =>
        slot.seats
          .filter(({ seat, vacant }) => !vacant && !filled.has(`${slot.id}/${seat}`))
          .map(({ seat }) => ({
            ruleId: coverage.id,
            level: coverage.level,
            seats: [{ slotId: slot.id, seat }],
            providerIds: [],
            degree: 1,
            params: { seat, day: slot.day, post: slot.postId }
          }))
      )
  }
}
