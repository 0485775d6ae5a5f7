import type { Step } from './examples.ts'

/** What the law owes to proceeding bodies, and what somebody on the way keeps in a phone or hangs on a wall. */
export const directoryStory: readonly Step[] = [
  { operationId: 'getDirectory', method: 'GET', url: '/v1/directory?centre=lang-son&on=2026-12-01&audience=agency', key: 'admin' },
  { operationId: 'getDirectoryDocument', method: 'GET', url: '/v1/directory.txt?centre=lang-son' },
  { operationId: 'getDutyCards', method: 'GET', url: '/v1/on-duty.vcf?centre=lang-son&agency=pc01&at=2026-12-05T02:10:00%2B07:00' },
  { operationId: 'getPostQrCode', method: 'GET', url: '/v1/posts/dieu-tra/qr.svg?centre=lang-son' }
]
