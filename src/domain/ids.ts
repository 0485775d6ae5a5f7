declare const brand: unique symbol
/** A string or number that has been parsed: only its parser makes one. */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name }

export type CentreId = Branded<string, 'CentreId'>
export type BranchId = Branded<string, 'BranchId'>
export type AgencyId = Branded<string, 'AgencyId'>
export type ProviderId = Branded<string, 'ProviderId'>
export type PostId = Branded<string, 'PostId'>
export type RosterId = Branded<string, 'RosterId'>
export type SlotId = Branded<string, 'SlotId'>
export type PublicationId = Branded<string, 'PublicationId'>
export type NoticeId = Branded<string, 'NoticeId'>
export type SignerId = Branded<string, 'SignerId'>
export type AmendmentId = Branded<string, 'AmendmentId'>
export type SwapId = Branded<string, 'SwapId'>
export type CoverId = Branded<string, 'CoverId'>
export type WebhookId = Branded<string, 'WebhookId'>
export type DeliveryId = Branded<string, 'DeliveryId'>
export type FeedId = Branded<string, 'FeedId'>
export type JobId = Branded<string, 'JobId'>
export type CorrectionId = Branded<string, 'CorrectionId'>
export type CallId = Branded<string, 'CallId'>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a path segment is an opaque id (else it is a code). */
export const isId = (text: string): boolean => UUID.test(text)

/** Orders by code unit with `<`, never with a locale, so that two machines agree (a name is never compared this way). */
export const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)
