import type { Step } from './examples.ts'
import { ifMatch } from './examples-catalogue.ts'

const NIGHT = '&at=2026-12-05T02:10:00%2B07:00'

/** The same answer for an old phone, an address book and a wall. The key of PC01 asks. */
export const cardStory: readonly Step[] = [
  { operationId: 'getOnDutyText', method: 'GET', url: `/v1/on-duty.txt?agency=pc01${NIGHT}`, key: 'pc01-key' },
  { operationId: 'getDutyCards', method: 'GET', url: `/v1/on-duty.vcf?agency=pc01${NIGHT}`, key: 'pc01-key' },
  { operationId: 'getPostQrCode', method: 'GET', url: '/v1/posts/dieu-tra/qr.svg?centre=lang-son' },
  { operationId: 'getDirectory', method: 'GET', url: '/v1/directory?centre=lang-son', key: 'pc01-key' },
  { operationId: 'getDirectoryDocument', method: 'GET', url: '/v1/directory.txt?centre=lang-son' }
]

/** Somebody's number is confirmed, another's replaced after the SIM was lost; whose numbers PC01 has read meanwhile. */
export const numberStory: readonly Step[] = [
  { operationId: 'listNumbers', method: 'GET', url: '/v1/numbers?centre=lang-son&limit=2' },
  {
    operationId: 'confirmNumbers',
    method: 'POST',
    url: '/v1/providers/tgv-05/number-confirmations?centre=lang-son',
    headers: ifMatch(1),
    body: { how: 'provider' }
  },
  { operationId: 'listNumberConfirmations', method: 'GET', url: '/v1/providers/tgv-05/number-confirmations?centre=lang-son' },
  {
    operationId: 'replaceNumber',
    method: 'POST',
    url: '/v1/providers/ls-07/number-replacements?centre=lang-son',
    headers: ifMatch(1),
    body: { number: '0900 000 137', replacement: { number: '0900 000 177', verifiedOn: '2026-11-22' }, reason: 'Mất SIM, đã cấp số mới' }
  },
  { operationId: 'listNumberReplacements', method: 'GET', url: '/v1/providers/ls-07/number-replacements?centre=lang-son' },
  { operationId: 'listNumberReadings', method: 'GET', url: '/v1/number-readings?centre=lang-son&limit=2' }
]

const HELD = { stage: 'arrest', standing: 'held', inCustody: true }

/** PC01 has arrested somebody in emergency; the first person called has a conflict, the next one takes it. */
export const callStory: readonly Step[] = [
  { operationId: 'listEntitlements', method: 'GET', url: '/v1/entitlements?on=2026-12-05' },
  {
    operationId: 'saveEntitlement',
    method: 'PUT',
    url: '/v1/entitlements/child',
    headers: ifMatch(1),
    body: { nameVi: 'Trẻ em', nameEn: 'Child (under 16)', basis: 'Luật TGPL 2017 Điều 7(3)', from: '2018-01-01' }
  },
  {
    operationId: 'createApiKey',
    method: 'POST',
    url: '/v1/api-keys',
    body: {
      name: 'Trực ban PC01 (dữ liệu minh họa)',
      scopes: ['numbers:agency', 'calls:read', 'calls:write'],
      centre: 'lang-son',
      agency: 'pc01'
    },
    as: 'desk-key',
    silent: true
  },
  {
    operationId: 'createCall',
    method: 'POST',
    url: '/v1/calls',
    key: 'desk-key',
    body: {
      ...HELD,
      minor: true,
      entitlement: 'accused-minor',
      caseReference: '77/QĐ-PC01',
      interests: 'opposing',
      contact: { fullName: 'Lò Văn Minh Họa', phone: '0900 000 555', relation: 'mẹ' }
    },
    as: 'call'
  },
  {
    operationId: 'updateCall',
    method: 'PATCH',
    url: '/v1/calls/{call.id}',
    key: 'desk-key',
    headers: ifMatch(1),
    body: { interests: 'unknown' }
  },
  {
    operationId: 'recordAttempt',
    method: 'POST',
    url: '/v1/calls/{call.id}/attempts',
    key: 'desk-key',
    body: { outcome: 'refused_conflict', rule: 'relative-of-official' },
    keep: (body) => ({ 'refused.id': (body as { attempt: { providerId: string } }).attempt.providerId })
  },
  { operationId: 'getRefusal', method: 'GET', url: '/v1/calls/{call.id}/refusals/{refused.id}', key: 'desk-key' },
  {
    operationId: 'recordAttempt',
    method: 'POST',
    url: '/v1/calls/{call.id}/attempts',
    key: 'desk-key',
    body: { outcome: 'answered', seconds: 95 },
    silent: true
  },
  { operationId: 'recordCallEvent', method: 'POST', url: '/v1/calls/{call.id}/events', body: { kind: 'registered' }, status: 200 },
  { operationId: 'listCalls', method: 'GET', url: '/v1/calls', key: 'desk-key' },
  { operationId: 'getCallContact', method: 'GET', url: '/v1/calls/{call.id}/contact', key: 'desk-key' },
  {
    operationId: 'checkConflicts',
    method: 'POST',
    url: '/v1/conflict-checks',
    key: 'desk-key',
    body: { ...HELD, caseReference: '77/QĐ-PC01', interests: 'opposing' },
    status: 200
  },
  {
    operationId: 'excludeFromCall',
    method: 'POST',
    url: '/v1/calls/{call.id}/exclusions',
    body: { provider: 'tgv-01', rule: 'witness-or-expert' },
    status: 200
  },
  { operationId: 'getCall', method: 'GET', url: '/v1/calls/{call.id}', key: 'desk-key' },
  {
    operationId: 'closeCall',
    method: 'POST',
    url: '/v1/calls/{call.id}/close',
    body: { as: 'case', caseCode: 'TT.TGTT.01.2026' },
    status: 200
  },
  { operationId: 'eraseCall', method: 'POST', url: '/v1/calls/{call.id}/erase', status: 200 }
]
