import { qrPng, qrSvg } from '../documents/qr.ts'
import type { Centre } from '../domain/centre.ts'
import type { Post } from '../domain/post.ts'
import { getOne } from '../store/noun.ts'
import { postNoun } from '../store/posts.ts'
import type { Deps } from './deps.ts'
import { outgoingOf } from './outgoing.ts'

/** The public page of a post: what a code on the wall of an agency opens. It never changes while the codes do not. */
export const postAddress = (deps: Pick<Deps, 'outgoing'>, centre: Pick<Centre, 'code'>, post: Pick<Post, 'code'>): string =>
  `${outgoingOf(deps).publicUrl}/truc/${centre.code}/${post.code}`

export const QR_FORMATS = ['svg', 'png'] as const
export type QrFormat = (typeof QR_FORMATS)[number]

/** An address as a QR code; the same address gives the same bytes. */
export const qrCode = (address: string, format: QrFormat): Promise<string | Uint8Array> =>
  format === 'svg' ? qrSvg(address) : qrPng(address)

/** The code of the public page of a post, named by id or code. Throws NOT_FOUND. */
export const qrOfPost = async (deps: Deps, centre: Centre, ref: string, format: QrFormat): Promise<string | Uint8Array> =>
  qrCode(postAddress(deps, centre, await getOne(deps.db, postNoun, centre.id, ref)), format)
