import type { Centre } from '../domain/centre.ts'
import type { AgencyId, PublicationId } from '../domain/ids.ts'
import { enqueue } from '../store/queue.ts'
import { acknowledgementLink } from './acknowledgement-link.ts'
import type { Deps } from './deps.ts'
import type { AddressedLetter } from './mail-centre.ts'
import { outgoingOf } from './outgoing.ts'
import type { Senders } from './send-delivery.ts'

/** A letter that is no delivery: a reminder, a notice to the centre. */
export interface QueuedMail extends AddressedLetter {
  /** Whose link of which publication `LINK` in the text stands for; the link itself is in no job. */
  readonly acknowledge?: { readonly publicationId: PublicationId; readonly agencyId: AgencyId }
}

/** Stands for the acknowledgement link in a queued letter. */
export const LINK = '{acknowledge}'

/** Queues letters of a centre in the caller's transaction; each is sent at least once, under one Message-ID. */
export const queueMail = (deps: Deps, { id: line }: Pick<Centre, 'id'>, mails: readonly QueuedMail[]): Promise<void> =>
  enqueue(deps.db, 'mail', mails, { line, retries: outgoingOf(deps).retries })

/** Sends a queued letter; `id` is that of its job. */
export async function sendMail(deps: Deps, { mail }: Pick<Senders, 'mail'>, queued: QueuedMail, id: string): Promise<void> {
  const { to, subject, text, acknowledge } = queued
  const link = acknowledge === undefined ? '' : await acknowledgementLink(deps, acknowledge.publicationId, acknowledge.agencyId)
  await mail({ id, to, subject, text: text.replaceAll(LINK, link), papers: async () => [] })
}
