import type { Step } from './examples.ts'
import { ifMatch } from './examples-catalogue.ts'
import { QUICK, WAIT } from './months.ts'

/** Who may sign: a second deputy is named, and leaves again. */
export const signerStory: readonly Step[] = [
  { operationId: 'listSigners', method: 'GET', url: '/v1/signers?centre=lang-son' },
  { operationId: 'getSigner', method: 'GET', url: '/v1/signers/giam-doc?centre=lang-son' },
  {
    operationId: 'createSigner',
    method: 'POST',
    url: '/v1/signers?centre=lang-son',
    body: {
      code: 'pho-giam-doc-2',
      fullName: 'Đinh Quang Vĩnh',
      title: 'Phó Giám đốc',
      authority: 'KT. Giám đốc',
      validFrom: '2026-11-01'
    }
  },
  {
    operationId: 'updateSigner',
    method: 'PATCH',
    url: '/v1/signers/pho-giam-doc-2?centre=lang-son',
    headers: ifMatch(1),
    body: { validTo: '2026-12-31' }
  },
  { operationId: 'deleteSigner', method: 'DELETE', url: '/v1/signers/pho-giam-doc-2?centre=lang-son', headers: ifMatch(2) }
]

const directorsStep = (
  path: string,
  step: Pick<Step, 'operationId' | 'body'> & { readonly version: number; readonly silent?: true }
): Step => {
  const { version, ...rest } = step
  return { ...rest, method: 'POST', url: `${path}?centre=lang-son`, key: 'director-key', headers: ifMatch(version), status: 200 }
}

const submission = (path: string, version: number, more: Pick<Step, 'body' | 'silent'> = {}): Step => ({
  operationId: 'submitRoster',
  method: 'POST',
  url: `${path}/submit?centre=lang-son`,
  headers: ifMatch(version),
  status: 200,
  ...more
})

/** The planner submits a month, the director (key `director-key`) returns it once and then approves it: four versions on. */
export const approvalStory = (roster: string, version: number): readonly Step[] => [
  submission(roster, version, { body: { reason: 'Đã rà soát với các phòng' } }),
  directorsStep(`${roster}/return`, {
    operationId: 'returnRoster',
    body: { reason: 'Xác nhận lại người trực đêm giao thừa Dương lịch' },
    version: version + 1
  }),
  submission(roster, version + 2, { silent: true }),
  directorsStep(`${roster}/approve`, { operationId: 'approveRoster', body: { signer: 'giam-doc' }, version: version + 3 })
]

const MARCH = '/v1/rosters/2027-03'

/** March 2027 is published and recalled the same day. Last of the story, for nothing is asked of that month again. */
export const recallStory: readonly Step[] = [
  { operationId: 'createRoster', method: 'POST', url: '/v1/rosters?centre=lang-son', body: { month: '2027-03' }, silent: true },
  {
    operationId: 'planRoster',
    method: 'POST',
    url: `${MARCH}/plan?centre=lang-son`,
    headers: { ...ifMatch(1), ...WAIT },
    body: { ...QUICK, iterations: 200_000 },
    status: 200,
    silent: true
  },
  submission(MARCH, 2, { silent: true }),
  directorsStep(`${MARCH}/approve`, { operationId: 'approveRoster', version: 3, silent: true }),
  {
    operationId: 'publishRoster',
    method: 'POST',
    url: `${MARCH}/publications?centre=lang-son`,
    key: 'director-key',
    headers: ifMatch(4),
    silent: true
  },
  directorsStep(`${MARCH}/recall`, { operationId: 'recallRoster', body: { reason: 'Ban hành nhầm tháng' }, version: 5 }),
  { operationId: 'listRosterSteps', method: 'GET', url: `${MARCH}/steps?centre=lang-son` }
]
