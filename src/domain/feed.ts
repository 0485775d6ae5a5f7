import type { AgencyId, CentreId, FeedId, PostId, ProviderId } from './ids.ts'
import type { Instant } from './instant.ts'

/**
 * A calendar subscription (địa chỉ theo dõi lịch trực): whoever knows its secret address sees the duties of one person, one post or the
 * posts of one agency; exactly one of the three is not null.
 */
export interface Feed {
  readonly id: FeedId
  readonly centreId: CentreId
  readonly providerId: ProviderId | null
  readonly postId: PostId | null
  readonly agencyId: AgencyId | null
  /** Whether numbers that agencies may read are in it. */
  readonly numbers: boolean
  /** Id of the key that made it, and with which it ends; null where nobody knows any more. */
  readonly madeBy: string | null
  readonly createdAt: Instant
  readonly revokedAt: Instant | null
}
