import ipaddr from 'ipaddr.js'
import { DutyError } from '../domain/errors.ts'

/** What is routed on the open Internet of IPv6; transition addresses that wrap others (6to4, Teredo, NAT64) are ranges of their own. */
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3')

/**
 * Whether an IP address belongs to somebody on the open Internet: not to this machine, a private, shared, link-local or reserved network,
 * however it is written (an IPv4 address inside an IPv6 one is read as what it is).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(GLOBAL_V6))
}

/** The IP address that stands in place of a name in a web address; undefined for a name. */
const literalOf = (url: URL): string | undefined => {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(host) ? host : undefined
}

/** Names that mean this machine without anybody being asked (RFC 6761). */
const LOCAL_NAME = /(^|\.)localhost\.?$/i

/**
 * Reads the address of a receiver: https, without user and password, and no private address; http and private ones where `allowPrivate`.
 * Throws BAD_URL, ADDRESS_FORBIDDEN. What a name stands for is asked only on connecting, every time.
 */
export function receiverUrl(text: string, allowPrivate: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const scheme = url?.protocol === 'https:' || (allowPrivate && url?.protocol === 'http:')
  if (url === undefined || !scheme || url.username !== '' || url.password !== '' || url.hostname === '') {
    throw new DutyError('BAD_URL', { value: text })
  }
  const literal = literalOf(url)
  const private_ = literal === undefined ? LOCAL_NAME.test(url.hostname) : !isPublicAddress(literal)
  if (private_ && !allowPrivate) throw new DutyError('ADDRESS_FORBIDDEN', { address: url.hostname })
  return url
}
