import type { Engagement } from '../absence.ts'
import { formatInstant, overlaps } from '../instant.ts'
import type { Duty } from '../roster.ts'
import { IN_FORCE } from './in-force.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { unsettled } from './span.ts'

/**
 * Nobody is on duty while they are tied up elsewhere (Luật TGPL 2017 Art. 25(2)c: cannot serve effectively). On site, any
 * engagement blocks. By phone, one that cannot be interrupted blocks the primary seat, even when it takes two of 24 hours: 5789 has
 * the person called answer at once. It does not block the support seat, which is called second and exists for such hours; were
 * it blocked too, a small centre would have nobody on a day of hearings. That last line is policy, not statute.
 */
export const engagementOverlap: Rule = {
  id: 'engagement-overlap',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'duty',
  basis: 'Luật TGPL 2017 Điều 25(2)c; Chương trình 5789/CTPH-BTP-BCA',
  ...IN_FORCE.legalAidLaw,
  params: {},
  terms: ALONE,
  check: (duties, context) =>
    unsettled(duties).flatMap((duty) =>
      context
        .engagementsOf(duty.providerId)
        .filter((engagement) => overlaps(engagement, duty) && blocks(engagement, duty))
        .map((engagement) =>
          breach(engagementOverlap, [duty], {
            engagement: engagement.kind,
            start: formatInstant(engagement.start, context.zone),
            end: formatInstant(engagement.end, context.zone),
            day: duty.day,
            post: duty.postId
          })
        )
    )
}

const blocks = (engagement: Engagement, duty: Duty): boolean =>
  duty.mode === 'on_site' || (duty.seat === 'primary' && !engagement.reachable)
