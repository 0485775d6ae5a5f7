import type { Retries } from '../store/queue.ts'

/** How the service reaches others, and how they reach it. */
export interface Outgoing {
  /** Where people and programs reach this service, without a slash at the end: what links in letters and events begin with. */
  readonly publicUrl: string
  /** Whether webhooks may go to private addresses and over plain http. */
  readonly allowPrivate: boolean
  readonly retries: Retries
}

/**
 * Eight tries after the first: half a minute, then doubled up to six hours, so about a day in which a receiver may be down. A try has two
 * minutes, more than its own time limits together.
 */
const RETRIES: Retries = { limit: 8, delaySeconds: 30, mostSeconds: 21_600, expireSeconds: 120, silentSeconds: 20 }

export const STANDARD: Outgoing = { publicUrl: 'http://127.0.0.1:3000', allowPrivate: false, retries: RETRIES }

/** What is set, or the standard. */
export const outgoingOf = ({ outgoing }: { readonly outgoing?: Outgoing }): Outgoing => outgoing ?? STANDARD
