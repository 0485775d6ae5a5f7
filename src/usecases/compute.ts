import type { Centre } from '../domain/centre.ts'
import { computeHere, type TaskAnswer, type TaskHooks, type TaskInput, type TaskName } from '../planning/compute.ts'
import type { Optimise } from '../planning/engine.ts'
import type { Deps } from './deps.ts'

const nobody: Optimise = () => Promise.reject(new Error('nothing here searches for plans'))

/**
 * Calculates for a centre, in a thread of its own where the service has any; until whoever asked has left, unless it is a job's. Within a
 * transaction the answer is what was calculated for the same data before its present round; where there is none the round ends here, and is
 * done again with it (`transact`).
 */
export async function compute<Name extends TaskName>(
  { compute, optimise = nobody, act, stop }: Deps,
  centre: Pick<Centre, 'id'>,
  name: Name,
  input: TaskInput<Name>,
  hooks: Omit<TaskHooks, 'owner'> = {}
): Promise<TaskAnswer<Name>> {
  const calculate = () => (compute ?? computeHere(optimise))(name, input, { ...(stop && { stop }), ...hooks, owner: centre.id })
  return act === undefined ? calculate() : act.answerTo({ owner: centre.id, task: name, input, calculate })
}
