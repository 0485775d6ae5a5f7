import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { INTERESTS, type Interests, STAGES, STANDINGS, URGENCIES } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { getCall } from '../store/calls.ts'
import { type CallDuty, dutyAtPost } from '../usecases/call-duty.ts'
import type { Deps } from '../usecases/deps.ts'
import type { Reporter } from '../usecases/read-report.ts'
import { centreOf } from './principal.ts'
import { nullable, oneOf, Ref, Text } from './schemas.ts'

export const CallParams = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the call.' }) })
export type OneCall = { Params: { id: string }; Querystring: { centre?: string } }

/** What of a case decides who may be called. */
export const CaseFields = {
  agency: Type.Optional(Ref('the agency; an agency’s own key needs none')),
  post: Type.Optional(Ref('the post whose people are called, where it is not the one that the agency has')),
  stage: oneOf(STAGES, 'Where the case stands.'),
  standing: oneOf(STANDINGS, 'What the person is in it.'),
  inCustody: Type.Optional(Type.Boolean({ default: false })),
  minor: Type.Optional(Type.Boolean({ default: false, description: 'Under 18.' })),
  interests: Type.Optional(
    Type.Unsafe<Interests>({
      ...oneOf(INTERESTS, 'Of the person and others in the same case; unknown counts as opposing.'),
      default: 'unknown'
    })
  ),
  urgency: Type.Optional(nullable(oneOf(URGENCIES, 'Why it must be registered at once (TT 12/2018 Điều 6(1)).'))),
  caseReference: Type.Optional(
    nullable(
      Text(200, 'The agency’s own number of the case; kept only as what tells calls of one case, so that conflicts of interest are found.')
    )
  )
}

/** Who asks, as calls know them. */
export const reporterOf = ({ principal: { id, name, agencyId } }: Pick<FastifyRequest, 'principal'>): Reporter => ({ id, name, agencyId })

/** The centre that a request about calls is of. */
export const callCentre = (deps: Deps, { principal, query }: Pick<FastifyRequest, 'principal' | 'query'>): Promise<Centre> =>
  centreOf(deps.db, principal, (query as { centre?: string }).centre)

/** Who is on duty now at the post of a call; asked before any transaction. Throws NOT_FOUND. */
export const dutyOf = async (deps: Deps, centre: Centre, id: string): Promise<Pick<CallDuty, 'post' | 'onDuty'>> =>
  dutyAtPost(deps, centre, (await getCall(deps.db, centre.id, id)).postId)
