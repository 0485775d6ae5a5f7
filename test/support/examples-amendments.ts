import type { Step } from './examples.ts'
import { ifMatch } from './examples-catalogue.ts'

const CENTRE = 'centre=lang-son'

/** Whoever was asked to swap takes the duty without anything in return. */
const CHANGE = {
  reason: 'Người trực được triệu tập tham gia phiên tòa (dữ liệu minh họa)',
  kind: 'supplement',
  changes: [{ slot: '{given.slot.id}', seat: 'primary', provider: '{asked.id}' }]
} as const

interface List {
  readonly items: readonly { readonly id: string; readonly origin: string }[]
}
const ofSwap = (body: unknown) => ({ 'swapped.id': (body as List).items.find(({ origin }) => origin === 'swap')?.id ?? '' })
const idAs = (name: string) => (body: unknown) => ({
  [`${name}.id`]: (body as { readonly amendment: { readonly id: string } }).amendment.id
})

const draw = (name: string, more: Pick<Step, 'silent'> = {}): Step => ({
  operationId: 'createAmendment',
  method: 'POST',
  url: `/v1/publications/2027-01/amendments?${CENTRE}`,
  body: CHANGE,
  keep: idAs(name),
  ...more
})

const drop = (name: string, verb: 'return' | 'withdraw', operationId: Step['operationId'], reason: string): Step => ({
  operationId,
  method: 'POST',
  url: `/v1/amendments/{${name}.id}/${verb}?${CENTRE}`,
  headers: ifMatch(1),
  body: { reason },
  status: 200
})

/** After the swaps of January 2027: an amendment is thought better of, another sent back, and that of the swap issued. */
export const amendmentStory: readonly Step[] = [
  {
    operationId: 'previewAmendment',
    method: 'POST',
    url: `/v1/publications/2027-01/amendments/preview?${CENTRE}`,
    body: CHANGE,
    status: 200
  },
  draw('amendment'),
  { operationId: 'getAmendment', method: 'GET', url: `/v1/amendments/{amendment.id}?${CENTRE}` },
  drop('amendment', 'withdraw', 'withdrawAmendment', 'Hai người đã thỏa thuận đổi ca'),
  draw('returned-amendment', { silent: true }),
  drop('returned-amendment', 'return', 'returnAmendment', 'Chờ kết quả đổi ca'),
  { operationId: 'listAmendments', method: 'GET', url: `/v1/amendments?${CENTRE}&status=submitted`, keep: ofSwap },
  {
    operationId: 'approveAmendment',
    method: 'POST',
    url: `/v1/amendments/{swapped.id}/approve?${CENTRE}`,
    headers: ifMatch(1),
    body: { signer: 'giam-doc' },
    status: 200
  },
  { operationId: 'getDifferences', method: 'GET', url: `/v1/publications/2027-01/diff?${CENTRE}` },
  { operationId: 'getDifferencesPage', method: 'GET', url: `/v1/publications/2027-01/diff.html?${CENTRE}` }
]
