import t from 'tap'
import { PROVIDER_ROLES } from '../../../src/domain/provider.ts'
import { dutyRole } from '../../../src/domain/rules/duty-role.ts'
import { context, duty, provider } from '../../support/builders.ts'

const allowed = ['legal_aid_officer', 'contract_lawyer']

for (const role of PROVIDER_ROLES) {
  t.test(`a ${role} ${allowed.includes(role) ? 'may' : 'may not'} stand duty`, async (t) => {
    const found = dutyRole.check([duty()], context({ providers: [provider({ role })] }))
    t.equal(found.length, allowed.includes(role) ? 0 : 1)
  })
}

t.test('the breach names the seat, the person and the role', async (t) => {
  const found = dutyRole.check([duty({ slotId: 'ca-1' })], context({ providers: [provider({ role: 'collaborator' })] }))
  t.match(found, [{ ruleId: 'duty-role', level: 'hard', seats: [{ slotId: 'ca-1', seat: 'primary' }], providerIds: ['an'] }])
  t.equal(found[0]?.params.role, 'collaborator')
})

t.test('a settled duty is nobody’s affair any more', async (t) => {
  t.same(dutyRole.check([duty({ settled: true })], context({ providers: [provider({ role: 'collaborator' })] })), [])
})
