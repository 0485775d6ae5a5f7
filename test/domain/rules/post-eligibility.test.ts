import t from 'tap'
import { postEligibility } from '../../../src/domain/rules/post-eligibility.ts'
import { context, duty, post, provider, seatPlan } from '../../support/builders.ts'

const everybody = { roles: [], branchIds: [], providerIds: [], excludedIds: [], skills: [] }
const who = provider({ branchId: 'cao-loc', skills: ['children', 'gender_violence'] })
const lists = [
  ['empty lists admit everybody', {}, null],
  ['a list of roles admits its roles', { roles: ['legal_aid_officer'] }, null],
  ['a list of roles refuses other roles', { roles: ['contract_lawyer'] }, 'other_role'],
  ['a list of branches admits its people', { branchIds: ['cao-loc', 'loc-binh'] }, null],
  ['a list of branches refuses other branches', { branchIds: ['loc-binh'] }, 'other_branch'],
  ['a list of people admits them', { providerIds: ['an'] }, null],
  ['a list of people refuses the others', { providerIds: ['binh'] }, 'not_listed'],
  ['an excluded person is refused', { excludedIds: ['an'] }, 'excluded'],
  ['exclusion is stronger than the list of people', { providerIds: ['an'], excludedIds: ['an'] }, 'excluded'],
  ['all skills are there', { skills: ['children', 'gender_violence'] }, null],
  ['one skill of two is not enough', { skills: ['children', 'land'] }, 'skill_missing'],
  ['every list must admit', { providerIds: ['an'], roles: ['contract_lawyer'] }, 'other_role']
] as const

for (const [title, eligibility, reason] of lists) {
  t.test(title, async (t) => {
    const world = context({ providers: [who], posts: [post({ eligibility: { ...everybody, ...eligibility } })] })
    t.same(
      postEligibility.check([duty()], world).map(({ params }) => params.reason),
      reason === null ? [] : [reason]
    )
  })
}

t.test('somebody of no branch is not of the branch asked for', async (t) => {
  const world = context({ posts: [post({ eligibility: { ...everybody, branchIds: ['cao-loc'] } })] })
  t.match(postEligibility.check([duty()], world), [{ params: { reason: 'other_branch' } }])
})

const closed = { ...everybody, providerIds: ['binh'] }
const plans = [
  ['a fixed seat admits the person it names', { method: 'fixed', providerId: 'an' }, 0],
  ['a fixed seat admits the stand-in it names', { method: 'fixed', providerId: 'binh', standInId: 'an' }, 0],
  ['a fixed seat does not admit those it does not name', { method: 'fixed', providerId: 'binh' }, 1],
  ['a cycle admits those in its order', { method: 'cycle', order: ['chi', 'an'] }, 0],
  ['a cycle does not admit the others', { method: 'cycle', order: ['chi'] }, 1],
  ['a balanced seat names nobody, whatever is left in its order', { method: 'balanced', providerId: 'an', order: ['an'] }, 1],
  ['being named for the other seat does not help', { seat: 'support', method: 'fixed', providerId: 'an' }, 1]
] as const

for (const [title, plan, breaches] of plans) {
  t.test(title, async (t) => {
    const world = context({ posts: [post({ eligibility: closed, seats: [seatPlan(plan)] })] })
    t.equal(postEligibility.check([duty()], world).length, breaches)
  })
}

t.test('being named for one seat of several is enough', async (t) => {
  const seats = [seatPlan({ method: 'cycle', order: ['an'] }), seatPlan({ seat: 'support' })]
  const world = context({ posts: [post({ eligibility: closed, seats })] })
  t.same(postEligibility.check([duty()], world), [])
  t.equal(postEligibility.check([duty({ seat: 'support' })], world).length, 1)
})

t.test('being named counts while the plan is in force, and to the end of a turn that began under it', async (t) => {
  const seats = [seatPlan({ method: 'fixed', providerId: 'an' }), seatPlan({ from: '2026-12-10' })]
  const world = context({ posts: [post({ eligibility: closed, seats })] })
  const on = (day: string, unit = day): number => postEligibility.check([duty({ from: `${day} 07:30`, to: '17:00', unit })], world).length
  t.same([on('2026-12-09'), on('2026-12-10'), on('2026-12-11', '2026-12-07')], [0, 1, 0])
})

t.test('exclusion is stronger than being named', async (t) => {
  const seats = [seatPlan({ method: 'fixed', providerId: 'an' })]
  const world = context({ posts: [post({ seats, eligibility: { ...everybody, excludedIds: ['an'] } })] })
  t.match(postEligibility.check([duty()], world), [{ params: { reason: 'excluded' } }])
})
