import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { fieldErrors } from '../domain/errors.ts'
import { checkCall, checkConflicts } from '../usecases/check-conflicts.ts'
import type { Deps } from '../usecases/deps.ts'
import { type CaseInput, dutyReported, type Reporter } from '../usecases/read-report.ts'
import { CaseFields, callCentre, dutyOf, reporterOf } from './call-requests.ts'
import { presentChain } from './call-views.ts'
import { CentreQuery, problems, strict } from './schemas.ts'

type CheckInput = Partial<Pick<CaseInput, 'stage' | 'standing'>> & Omit<CaseInput, 'stage' | 'standing'> & { readonly call?: string }

const { stage, standing, ...others } = CaseFields
const CheckBody = strict({
  ...others,
  stage: Type.Optional(stage),
  standing: Type.Optional(standing),
  call: Type.Optional(Type.String({ maxLength: 64, description: 'Id of a call, in place of a case.' }))
})

/** A case as it would be reported. Throws BAD_FIELD for what a report would have to say. */
function caseIn({ stage, standing, ...others }: CheckInput): CaseInput {
  const errors = fieldErrors()
  if (stage === undefined) errors.add('/stage', 'MISSING_FIELD')
  if (standing === undefined) errors.add('/standing', 'MISSING_FIELD')
  errors.throwIfAny()
  return { ...others, stage: stage as CaseInput['stage'], standing: standing as CaseInput['standing'] }
}

/** Throws BAD_FIELD for what would be said of a case beside a call. */
function callIn(ref: string, { agency, post, stage, standing, caseReference }: CheckInput): string {
  const errors = fieldErrors()
  for (const [name, value] of Object.entries({ agency, post, stage, standing, caseReference }))
    if (value !== undefined) errors.add(`/${name}`, 'DUPLICATE_ITEM', { value: ref })
  errors.throwIfAny()
  return ref
}

const sceneOfCase = async (deps: Deps, centre: Centre, input: CaseInput, reporter: Reporter) =>
  checkConflicts(deps, centre, input, await dutyReported(deps, centre, input, reporter))

const sceneOfCall = async (deps: Deps, centre: Centre, id: string, reporter: Reporter) =>
  checkCall(deps, centre, id, await dutyOf(deps, centre, id), reporter)

/** `conflict-checks`: who could be called and who may not, with nothing written. */
export function conflictCheckRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<{ Querystring: { centre?: string }; Body: CheckInput }>(
    '/conflict-checks',
    {
      schema: {
        operationId: 'checkConflicts',
        summary: 'Who could be called, in order, and who may not, with the article; nothing is written',
        description: 'Of a case as it would be reported, or of a call (`call`) as it stands. Reveals nothing of other clients.',
        tags: ['calls'],
        querystring: Type.Object(CentreQuery, { additionalProperties: false }),
        body: CheckBody,
        response: { 200: Type.Ref('ConflictCheck'), ...problems(400, 401, 403, 404, 422) }
      }
    },
    async (request) => {
      const centre = await callCentre(deps, request)
      const reporter = reporterOf(request)
      const { body } = request
      const scene =
        body.call === undefined
          ? await sceneOfCase(deps, centre, caseIn(body), reporter)
          : await sceneOfCall(deps, centre, callIn(body.call, body), reporter)
      return { postId: scene.post.id, ...presentChain({ request, centre, scene }) }
    }
  )
}
