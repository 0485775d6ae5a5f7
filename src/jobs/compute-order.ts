import type { TaskName } from '../planning/compute.ts'

/** A task as it is given to a worker. */
export interface ComputeOrder {
  readonly name: TaskName
  readonly input: unknown
}
