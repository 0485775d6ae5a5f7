import type { Step } from './examples.ts'

const OF_CENTRE = '?centre=lang-son'

interface Made {
  readonly address: string
}

/** The address of a feed, and the secret in it, by names that later requests and the examples use. */
function secretOf(body: unknown): Record<string, string> {
  const { address } = body as Made
  return { 'feed-address.key': address, 'feed-secret.key': /([\w-]+)\.ics$/.exec(address)?.[1] ?? '' }
}

/** January 2027 as a document for the public, and the calendar that PC01 subscribes to, without numbers, until it is revoked. */
export const documentStory: readonly Step[] = [
  { operationId: 'getDocument', method: 'GET', url: `/v1/publications/2027-01/documents/json${OF_CENTRE}&audience=public&agency=pc01` },
  {
    operationId: 'createFeed',
    method: 'POST',
    url: `/v1/feeds${OF_CENTRE}`,
    body: { agency: 'pc01', numbers: false },
    as: 'feed',
    keep: secretOf
  },
  { operationId: 'getFeedCalendar', method: 'GET', url: '/v1/feeds/{feed-secret.key}.ics' },
  { operationId: 'listFeeds', method: 'GET', url: `/v1/feeds${OF_CENTRE}` },
  { operationId: 'revokeFeed', method: 'DELETE', url: `/v1/feeds/{feed.id}${OF_CENTRE}` }
]
