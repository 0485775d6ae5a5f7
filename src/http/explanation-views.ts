import { Type } from 'typebox'
import { BURDEN_KINDS, type Burden } from '../domain/burden.ts'
import { KIND_WORDING } from '../domain/burden-wording.ts'
import type { Candidate, Chain, CostChange, PersonStanding } from '../domain/explanation.ts'
import { type Speaker, wordChain, wordChange } from '../domain/explanation-wording.ts'
import type { PostId, ProviderId } from '../domain/ids.ts'
import { SEATS } from '../domain/post.ts'
import { rules } from '../domain/rules/all.ts'
import { ruleWording } from '../domain/rules/wording.ts'
import type { Language } from '../domain/wording.ts'
import type { RosterScene } from '../usecases/roster-scene.ts'
import { presentViolation } from './roster-views.ts'
import { nullable, oneOf } from './schemas.ts'

const COST = 'Ten-thousandths of a cost point; below 0 = better.'

export const ChangeView = Type.Object(
  {
    coverage: Type.Integer({ description: 'Importance of the seats left empty, more or less of it.' }),
    total: Type.Number({ description: `Fairness and soft rules together. ${COST}` }),
    rules: Type.Array(Type.Object({ ruleId: Type.String(), title: Type.String(), cost: Type.Number() })),
    fairness: Type.Array(Type.Object({ kind: oneOf(BURDEN_KINDS), title: Type.String(), cost: Type.Number() })),
    sentence: Type.String()
  },
  { $id: 'CostChange', title: 'CostChange', description: 'What a change of seats does to the objective of the plan.' }
)

const ChainView = Type.Object(
  {
    slotId: Type.String(),
    seat: oneOf(SEATS),
    from: Type.String({ description: 'Whose duty is in the way.' }),
    to: Type.String({ description: 'Who would take it.' }),
    change: Type.Ref('CostChange'),
    sentence: Type.String()
  },
  { $id: 'CandidateChain', title: 'CandidateChain', description: 'The way round the one duty that is in the way.' }
)

const CandidateView = Type.Object(
  {
    providerId: Type.String(),
    fullName: Type.String(),
    present: Type.Boolean({ description: 'Whether the seat is theirs now.' }),
    rank: nullable(Type.Integer({ description: '1 = best of those who are free to take it.' })),
    change: nullable(Type.Ref('CostChange')),
    reasons: Type.Array(Type.Ref('Violation'), { description: 'The hard rules that exclude the person now; empty = free to take it.' }),
    chain: nullable(Type.Ref('CandidateChain'))
  },
  { $id: 'Candidate', title: 'Candidate' }
)

const amounts = Type.Object(Object.fromEntries(BURDEN_KINDS.map((kind) => [kind, Type.Number()])))

export const StandingView = Type.Object(
  { borne: amounts, due: amounts, carriedIn: amounts },
  { $id: 'PersonStanding', title: 'PersonStanding', description: 'How somebody’s month stands, by kind of burden.' }
)

/** Schemas that several routes refer to. */
export const explanationSchemas = [ChangeView, ChainView, CandidateView, StandingView]

/** Who speaks about the roster of a scene, in that language. */
export function speakerFor({ slots, context }: RosterScene, language: Language): Speaker {
  const bySlot = new Map<string, (typeof slots)[number]>(slots.map((slot) => [slot.id, slot]))
  return {
    language,
    names: {
      provider: (id: ProviderId) => context.provider(id).fullName,
      post: (id: PostId) => context.post(id).name,
      agency: (id) => context.agency(id).name
    },
    basis: (ruleId) => rules.find(({ id }) => id === ruleId)?.basis ?? '',
    duty: ({ slotId }) => bySlot.get(slotId)
  }
}

export const presentChange = (change: CostChange, speaker: Speaker) => ({
  coverage: change.coverage,
  total: change.total,
  rules: change.byRule.map(({ ruleId, cost }) => ({ ruleId, title: ruleWording[ruleId]?.title[speaker.language] ?? ruleId, cost })),
  fairness: change.byKind.map(({ kind, cost }) => ({ kind, title: KIND_WORDING[kind][speaker.language], cost })),
  sentence: wordChange(change, speaker)
})

const presentChain = (providerId: ProviderId, chain: Chain, speaker: Speaker) => ({
  ...chain.duty,
  from: chain.from,
  to: chain.to,
  change: presentChange(chain.change, speaker),
  sentence: wordChain(providerId, chain, speaker)
})

export const presentCandidate = (candidate: Candidate, scene: RosterScene, speaker: Speaker) => ({
  providerId: candidate.providerId,
  fullName: speaker.names.provider(candidate.providerId),
  present: candidate.present,
  rank: candidate.rank,
  change: candidate.change === null ? null : presentChange(candidate.change, speaker),
  reasons: candidate.reasons.map((violation) => presentViolation(violation, scene, speaker.language)),
  chain: candidate.chain === null ? null : presentChain(candidate.providerId, candidate.chain, speaker)
})

/** Hundredths as the numbers that people read. */
export const presentBurden = (burden: Burden) => Object.fromEntries(BURDEN_KINDS.map((kind) => [kind, burden[kind] / 100]))

export const presentStanding = ({ borne, due, carried }: PersonStanding) => ({
  borne: presentBurden(borne),
  due: presentBurden(due),
  carriedIn: presentBurden(carried)
})
