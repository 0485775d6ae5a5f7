import { PAPER_FORMATS, RENDERED_FORMATS, type RenderedFormat } from '../documents/rendering.ts'
import { type Delivery, PUT_OFF_AT_MOST, tellable } from '../domain/delivery.ts'
import { type LetterInput, letterOf } from '../domain/delivery-wording.ts'
import { DutyError, type DutyErrorCode } from '../domain/errors.ts'
import type { DeliveryId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Publication } from '../domain/publication.ts'
import { findDelivery, updateDelivery } from '../store/deliveries.ts'
import { endRest, findEnabledWebhook, noteFailure } from '../store/webhooks.ts'
import { acknowledgementLink } from './acknowledgement-link.ts'
import { queueDeliveries } from './deliver.ts'
import type { Deps } from './deps.ts'
import { outgoingOf } from './outgoing.ts'
import { type Paper, papersFor } from './papers.ts'
import { type Told, toldBy } from './told-by.ts'
import { type EventLinks, webhookEvent } from './webhook-event.ts'

/** A letter by e-mail. `id` becomes its Message-ID, so that a copy sent twice is recognised as one. */
export interface Mail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Makes what goes with it, once somebody is there to carry it. */
  readonly papers: () => Promise<readonly Paper[]>
}

/** An event for somebody's webhook, to be signed with its secret. */
export interface Event {
  readonly id: string
  readonly url: string
  readonly secret: string
  readonly at: Instant
  readonly body: string
}

/**
 * The ways out of the house. Each ends when the receiver has taken it, and throws RECEIVER_UNREACHABLE, RECEIVER_REFUSED, RECEIVER_TIMEOUT,
 * MAIL_NOT_CONFIGURED with what was said in `said`.
 */
export interface Senders {
  readonly mail: (mail: Mail) => Promise<void>
  readonly post: (event: Event) => Promise<void>
}

/** What another try cannot mend: somebody has to change something and send it again. */
const FINAL: ReadonlySet<DutyErrorCode> = new Set(['MAIL_NOT_CONFIGURED', 'WEBHOOK_GONE', 'RECIPIENT_WITHOUT_ADDRESS'])

/** Code, and as much of what was said as may be told. */
const failureOf = (error: unknown): string =>
  error instanceof DutyError ? `${error.code} ${tellable(String(error.params.said ?? ''))}`.trim() : 'INTERNAL'

/**
 * Sends a delivery that is still pending, and writes how it went. What is sent or given up already is left alone, and what goes to a
 * receiver that is left alone for now is queued for later, with as many tries. A failure that another try may mend is thrown again,
 * unless no retry is left: then the delivery is dead until somebody sends it again by hand.
 */
export async function sendDelivery(deps: Deps, senders: Senders, id: DeliveryId, retriesLeft: number): Promise<void> {
  const delivery = await findDelivery(deps.db, id)
  if (delivery?.status !== 'pending') return
  const attempts = delivery.attempts + 1
  try {
    const after = await sendBy(deps, senders, await toldBy(deps, delivery))
    if (after !== undefined) return await queueDeliveries(deps, [delivery], { after, retriesLeft })
  } catch (error) {
    const over = retriesLeft <= 0 || (error instanceof DutyError && FINAL.has(error.code))
    await updateDelivery(deps.db, delivery, { status: over ? 'dead' : 'pending', attempts, failure: failureOf(error) })
    if (over) return
    throw error
  }
  await updateDelivery(deps.db, delivery, { status: 'sent', attempts, failure: null, sentAt: deps.now() })
}

/** Gives up a delivery whose last try ended without a word, because its process died. */
export async function buryDelivery({ db }: Deps, id: DeliveryId): Promise<void> {
  const delivery = await findDelivery(db, id)
  if (delivery?.status !== 'pending') return
  await updateDelivery(db, delivery, { status: 'dead', attempts: delivery.attempts + 1, failure: 'SENDING_INTERRUPTED' })
}

/** Sends it; or, while its receiver is left alone, says until when. */
const sendBy = (deps: Deps, senders: Senders, told: Told): Promise<Instant | undefined> =>
  told.delivery.channel === 'email' ? sendByMail(deps, senders, told) : sendByWebhook(deps, senders, told)

async function sendByMail(deps: Deps, senders: Senders, told: Told): Promise<undefined> {
  const { delivery, publication, agency } = told
  if (agency === null || delivery.address === '') throw new DutyError('RECIPIENT_WITHOUT_ADDRESS')
  const link = await acknowledgementLink(deps, publication.id, agency.id)
  const input: LetterInput = { ...told, event: delivery.event, agencyName: agency.name, link }
  const signed = delivery.event === 'issued' || delivery.event === 'amended'
  const papers = async (): Promise<readonly Paper[]> => (signed ? papersFor(deps, publication, agency.id) : [])
  await senders.mail({ id: delivery.id, to: delivery.address, ...letterOf(input), papers })
}

async function sendByWebhook(deps: Deps, senders: Senders, told: Told): Promise<Instant | undefined> {
  const { delivery } = told
  const hook = await findEnabledWebhook(deps.db, delivery.centreId, delivery.webhookId)
  if (hook === undefined) throw new DutyError('WEBHOOK_GONE')
  const rest = restOf(delivery, hook.restingUntil, deps.now())
  if (rest !== undefined) return rest
  const body = webhookEvent(told, await linksOf(deps, told))
  try {
    await senders.post({ id: delivery.id, url: hook.url, secret: hook.secret, at: deps.now(), body })
  } catch (error) {
    await noteFailure(deps.db, hook, deps.now())
    throw error
  }
  await endRest(deps.db, hook)
}

/** Until when the delivery is put off; undefined when it is to be tried now. */
function restOf({ createdAt }: Delivery, until: Instant | null, now: Instant): Instant | undefined {
  const resting = until !== null && until > now && now - createdAt < PUT_OFF_AT_MOST
  return resting ? until : undefined
}

/** The formats that a publication can be read in: papers only of what has a document around it. */
const formatsOf = ({ content }: Publication): RenderedFormat[] =>
  RENDERED_FORMATS.filter((format) => content.document !== undefined || !PAPER_FORMATS.includes(format))

async function linksOf(deps: Deps, { delivery, publication, agency }: Told): Promise<EventLinks> {
  const asked = agency !== null && delivery.event !== 'recalled'
  const [at, centre] = [`${outgoingOf(deps).publicUrl}/v1/publications/${publication.id}`, `?centre=${publication.content.centre.code}`]
  return {
    publication: `${at}${centre}`,
    documents: formatsOf(publication).map((format) => ({ format, href: `${at}/documents/${format}${centre}` })),
    acknowledge: asked ? await acknowledgementLink(deps, publication.id, agency.id) : null
  }
}
