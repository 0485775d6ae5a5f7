import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { formatInstant, type Instant } from '../domain/instant.ts'
import { SEATS } from '../domain/post.ts'
import { OFFER_ANSWERS, SWAP_STATUSES, type Swap, type SwapOffer, statusAt, type TradedDuty } from '../domain/swap.ts'
import { wordDecision } from '../domain/swap-wording.ts'
import type { Language } from '../domain/wording.ts'
import type { TradeEffect } from '../usecases/trade-effect.ts'
import { presentInstant } from './present.ts'
import { presentViolation } from './roster-views.ts'
import { Id, nullable, oneOf, Ref, strict, Version } from './schemas.ts'

const slot = Type.String({ maxLength: 64, description: 'Id of the slot.' })

export const SwapBody = strict({
  by: Ref('whoever offers the duty; it is theirs'),
  slot,
  seat: oneOf(SEATS),
  to: Type.Array(strict({ provider: Ref('somebody it is offered to'), slot, seat: oneOf(SEATS, 'The duty wanted of them in return.') }), {
    minItems: 1,
    maxItems: 20,
    description: 'Whom it is offered to, each with the duty wanted in return; of the same month’s roster.'
  }),
  reason: Type.Optional(nullable(Type.String({ maxLength: 500, description: 'Why; stands on the document that says the swap.' })))
})

const duty = {
  providerId: Type.String(),
  slotId: Type.String(),
  seat: oneOf(SEATS),
  postId: Type.String(),
  start: Type.String(),
  end: Type.String()
}

const OfferView = Type.Object({
  ...duty,
  cutoff: Type.String({ description: 'Until when this person may agree.' }),
  answer: nullable(oneOf(OFFER_ANSWERS, '`failed`: the duty wanted of them is no longer theirs.')),
  answeredAt: nullable(Type.String())
})

export const SwapView = Type.Object(
  {
    id: Id,
    version: Version,
    rosterId: Type.String(),
    month: Type.String(),
    status: oneOf(
      SWAP_STATUSES,
      '`accepted` awaits the planner, `approved` the issue of its amendment; `expired`: not agreed before the cut-off.'
    ),
    given: Type.Object(duty, { description: 'The duty that is offered.' }),
    offers: Type.Array(OfferView),
    reason: nullable(Type.String()),
    cutoff: Type.String({ description: 'Until when anybody may agree.' }),
    decidedBy: nullable(Type.String()),
    decision: nullable(Type.String({ description: 'Why it was refused or withdrawn; of a failed one a code.' })),
    decisionText: nullable(Type.String({ description: 'The same as a sentence.' })),
    amendmentId: nullable(Type.String({ description: 'The amendment that says it, once approved.' })),
    createdAt: Type.String()
  },
  { $id: 'Swap', title: 'Swap' }
)

export const SwapEffectView = Type.Object(
  {
    providerId: Type.String({ description: 'With whom.' }),
    against: Type.Array(Type.Ref('Violation'), {
      description: 'Breaches in which an exchanged seat takes part, in the month as it would be: soft ones warn, hard ones refuse.'
    })
  },
  { $id: 'SwapEffect', title: 'SwapEffect' }
)

const presentDuty = <Duty extends TradedDuty>(traded: Duty, { zone }: Centre) => ({
  ...traded,
  start: formatInstant(traded.start, zone),
  end: formatInstant(traded.end, zone)
})

export const presentOffer = (offer: SwapOffer, centre: Centre) => ({
  ...presentDuty(offer, centre),
  cutoff: formatInstant(offer.cutoff, centre.zone),
  answeredAt: presentInstant(offer.answeredAt, centre.zone)
})

/** A swap as it is at the instant. */
export function presentSwap(swap: Swap, centre: Centre, now: Instant, language: Language) {
  const { centreId: _, given, offers, cutoff, createdAt, ...rest } = swap
  return {
    ...rest,
    status: statusAt(swap, now),
    given: presentDuty(given, centre),
    offers: offers.map((offer) => presentOffer(offer, centre)),
    cutoff: formatInstant(cutoff, centre.zone),
    decisionText: wordDecision(swap, language),
    createdAt: formatInstant(createdAt, centre.zone)
  }
}

export const presentTradeEffect = ({ providerId, against, scene }: TradeEffect, language: Language) => ({
  providerId,
  against: against.map((violation) => presentViolation(violation, scene, language))
})
