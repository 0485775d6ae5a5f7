import type { PostId } from '../../domain/ids.ts'
import type { Budget } from '../engine.ts'
import { openProblem, openStanding, type ProblemData } from '../problem-data.ts'
import { type Admission, admitting, type Outlook, outlookOf, type SeatChange, sight, withSeats } from '../what-if.ts'
import type { TaskMeans } from './task.ts'

/** The data of one variant, and what no data say: posts that are not staffed, other seats, people admitted to a post. */
export interface VariantData {
  readonly name: string
  readonly data: ProblemData
  readonly leftOut: ReadonlySet<PostId>
  readonly seats: readonly SeatChange[]
  readonly admitted: readonly Admission[]
}

/** Variants to be laid beside a roster as it stands. */
export interface CompareTask {
  readonly standing: ProblemData
  readonly variants: readonly VariantData[]
  readonly budget: Budget
}

/** A roster as it stands, and each variant planned anew. */
export interface Compared {
  readonly asItStands: Omit<Outlook, 'tiers'>
  readonly variants: readonly (Outlook & { readonly name: string })[]
}

/** Plans the month once for each variant, all with the same budget. */
export async function compare({ standing, variants, budget }: CompareTask, { optimise }: TaskMeans): Promise<Compared> {
  const problem = openStanding(standing)
  const outlooks: (Outlook & { name: string })[] = []
  for (const { name, data, leftOut, seats, admitted } of variants) {
    const ruled = openProblem(data)
    const varied = withSeats({ ...ruled, rules: admitting(ruled.rules, admitted) }, leftOut, seats)
    outlooks.push({ name, ...(await outlookOf(varied, problem.slots, optimise, budget)) })
  }
  return { asItStands: sight(problem, problem.slots), variants: outlooks }
}
