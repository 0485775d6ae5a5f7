import type { CallRule } from './conflict-rule.ts'
import { judged } from './judged.ts'
import { byInterests, helpedIn, sidesOf } from './same-case.ts'

const CRIMINAL = 'BLTTHS 2015 Điều 72(5)'
const CIVIL = 'BLTTDS 2015 Điều 75(3)'

/**
 * One person may help several accused, or several litigants, of one case only if their interests do not conflict. Opposing interests bar;
 * while nobody has said anything a person must confirm; declared apart, nothing stands against it.
 */
export const severalAccused: CallRule = {
  id: 'several-accused',
  number: 'K11',
  basis: `${CRIMINAL}; ${CIVIL}`,
  level: 'block',
  check: (context) =>
    judged(severalAccused, context, (candidate) =>
      helpedIn(candidate, context)
        .filter((other) => sidesOf(context.call.standing, other.standing) === 'alike')
        .flatMap((other) => {
          const level = byInterests(context.call, other)
          return level === null ? [] : [{ level, basis: other.standing === 'litigant' ? CIVIL : CRIMINAL }]
        })
    )
}
