import { IN_FORCE } from './in-force.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { firstUncovered, unsettled } from './span.ts'

/** The contracts of a lawyer together cover every wall day that the duty touches (TT 08/2017 Art. 15, amended by TT 03/2021). */
export const contractValid: Rule = {
  id: 'contract-valid',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'duty',
  basis: 'Thông tư 08/2017/TT-BTP Điều 15 (sửa đổi bởi Thông tư 03/2021/TT-BTP)',
  ...IN_FORCE.legalAidLaw,
  params: {},
  terms: ALONE,
  check: (duties, context) =>
    unsettled(duties).flatMap((duty) => {
      const { role, contracts } = context.provider(duty.providerId)
      if (role !== 'contract_lawyer') return []
      const day = firstUncovered(duty, contracts, context)
      return day === undefined ? [] : [breach(contractValid, [duty], { day, post: duty.postId })]
    })
}
