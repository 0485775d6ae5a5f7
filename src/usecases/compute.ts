import type { Centre } from '../domain/centre.ts'
import { computeHere, type TaskAnswer, type TaskHooks, type TaskInput, type TaskName } from '../planning/compute.ts'
import type { Optimise } from '../planning/engine.ts'
import type { Deps } from './deps.ts'

const nobody: Optimise = () => Promise.reject(new Error('nothing here searches for plans'))

/** Calculates for a centre, in a thread of its own where the service has any; until whoever asked has left, unless it is a job's. */
export const compute = <Name extends TaskName>(
  { compute, optimise = nobody, stop }: Deps,
  centre: Pick<Centre, 'id'>,
  name: Name,
  input: TaskInput<Name>,
  hooks: Omit<TaskHooks, 'owner'> = {}
): Promise<TaskAnswer<Name>> => (compute ?? computeHere(optimise))(name, input, { ...(stop && { stop }), ...hooks, owner: centre.id })
