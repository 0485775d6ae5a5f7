import ipaddr from 'ipaddr.js'
import { DutyError } from '../../domain/errors.ts'
import { type Instant, MINUTE } from '../../domain/instant.ts'

/** Requests a minute; 0 = no limit. */
export interface RateLimits {
  /** Of each key. */
  readonly key: number
  /** Of each address that asks without a key, or with one that is not valid. */
  readonly address: number
}

/** Counts requests against what each asker may ask. Both throw TOO_MANY_REQUESTS, with the seconds until the next may pass. */
export interface Gate {
  readonly key: (id: string) => void
  readonly address: (ip: string) => void
  /** A person in need whom that agency or key reports: whoever floods a centre with calls hides those who need somebody. */
  readonly report: (reporter: string) => void
}

/** Reports a minute of one agency, or of a key of no agency: more than are arrested anywhere at once. Beyond them one a second. */
export const REPORTS = 60

/** What somebody has left, as of an instant. */
interface Bucket {
  left: number
  at: Instant
}

/** Buckets of one kind: more than there are keys and agencies in the country, a few megabytes. */
const MOST_BUCKETS = 50_000

/** Lets go of those who have everything left, and, under attack from ever new addresses, of the half that came first. */
function sweep(buckets: Map<string, Bucket>, isFull: (bucket: Bucket) => boolean): void {
  for (const [name, bucket] of buckets) if (isFull(bucket)) buckets.delete(name)
  const surplus = buckets.size < MOST_BUCKETS ? 0 : MOST_BUCKETS / 2
  for (const name of [...buckets.keys()].slice(0, surplus)) buckets.delete(name)
}

/**
 * A bucket for each name that holds a minute's requests and fills evenly: whoever asks evenly is never stopped, and nobody gets more than
 * twice the limit in any minute.
 */
function counter(perMinute: number, now: () => Instant): (name: string) => void {
  const buckets = new Map<string, Bucket>()
  const filled = ({ left, at }: Bucket, moment: Instant): number =>
    Math.min(perMinute, left + (Math.max(0, moment - at) / MINUTE) * perMinute)
  return (name) => {
    const moment = now()
    if (buckets.size >= MOST_BUCKETS) sweep(buckets, (bucket) => filled(bucket, moment) >= perMinute)
    const bucket = buckets.get(name) ?? { left: perMinute, at: moment }
    bucket.left = filled(bucket, moment)
    bucket.at = moment
    buckets.set(name, bucket)
    if (bucket.left < 1) throw new DutyError('TOO_MANY_REQUESTS', { seconds: Math.ceil(((1 - bucket.left) / perMinute) * 60) })
    bucket.left -= 1
  }
}

/** An IPv6 network of /64 is one asker: whoever has one address of it has them all. */
export function networkOf(ip: string): string {
  if (!ip.includes(':') || !ipaddr.isValid(ip)) return ip
  const address = ipaddr.process(ip)
  return address.kind() === 'ipv4' ? address.toString() : (address as ipaddr.IPv6).parts.slice(0, 4).join(':')
}

const open = (): void => undefined

/** Opens the gate; without limits everybody passes. */
export function openGate(limits: RateLimits | undefined, now: () => Instant): Gate {
  if (limits === undefined) return { key: open, address: open, report: open }
  const { key, address } = limits
  const byAddress = address > 0 ? counter(address, now) : undefined
  return {
    key: key > 0 ? counter(key, now) : open,
    address: byAddress ? (ip) => byAddress(networkOf(ip)) : open,
    report: key > 0 ? counter(REPORTS, now) : open
  }
}
