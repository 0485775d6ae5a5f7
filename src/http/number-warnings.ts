import type { FastifyRequest } from 'fastify'
import type { Centre } from '../domain/centre.ts'
import type { Deps } from '../usecases/deps.ts'
import { numberWarnings } from '../usecases/number-upkeep.ts'
import { languageOf } from './problem.ts'
import { presentViolation } from './roster-views.ts'

/** Who on the roster cannot surely be reached, in the language of the request: said before the paper goes out, never in its way. */
export async function presentNumberWarnings(deps: Deps, centre: Centre, ref: string, request: FastifyRequest) {
  const { scene, violations } = await numberWarnings(deps, centre, ref)
  return violations.map((violation) => presentViolation(violation, scene, languageOf(request)))
}
