import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { BURDEN_KINDS } from '../domain/burden.ts'
import type { Centre } from '../domain/centre.ts'
import { formatInstant } from '../domain/instant.ts'
import { errorOf, JOB_KINDS, JOB_PHASES, JOB_STATUSES, type Job } from '../domain/job.ts'
import { presentInstant } from './present.ts'
import { toProblem } from './problem.ts'
import { Id, nullable, oneOf } from './schemas.ts'

const Count = (description: string) => nullable(Type.Number({ description }))

const MeasuredFields = {
  value: Count('Best so far; null = nothing yet.'),
  bound: Count('No plan is below this; null = not worked out.'),
  gap: Count('Value less bound.')
}

const ProgressView = Type.Object({
  phase: oneOf(JOB_PHASES),
  iterations: Type.Number({ description: 'Moves tried.' }),
  best: Count('The whole objective of the best plan so far, in ten-thousandths of a cost point.'),
  bound: Count('No plan is below this.'),
  gap: Count('best less bound; 0 = proved optimal.'),
  coverage: Type.Object(MeasuredFields, { description: 'Importance of the seats left empty.' })
})

const TierView = Type.Object({
  name: Type.String({ description: 'coverage, then fairness, then total: the order in which plans are judged.' }),
  ...MeasuredFields,
  by: Type.String({ description: 'What the bound rests on.' }),
  optimal: Type.Boolean({ description: 'No plan has a smaller value.' })
})

/** What a plan says of itself. Other fields explain the plan further. */
export const ReportView = Type.Object(
  {
    seed: Type.Integer(),
    budget: Type.Object({
      iterations: Type.Number(),
      seconds: nullable(Type.Number()),
      gap: Type.Number(),
      prove: Type.Boolean()
    }),
    iterations: Type.Number({ description: 'Moves tried.' }),
    stopped: Type.String({ description: 'What ended the search: optimal, gap, iterations, time, cancelled.' }),
    repeatable: Type.Boolean({
      description: 'The same data, seed and iterations give this very plan; not when a clock or a person ended it.'
    }),
    optimal: Type.Boolean({ description: 'Every tier is proved to be as small as it can be.' }),
    tiers: Type.Array(TierView),
    objective: Type.Optional(
      Type.Object(
        {
          fairness: Type.Array(Type.Object({ kind: oneOf(BURDEN_KINDS), cost: Type.Number() })),
          rules: Type.Array(
            Type.Object({
              ruleId: Type.String(),
              weight: Type.Integer(),
              degree: Type.Integer({ description: 'How many times over it is broken.' }),
              cost: Type.Number()
            })
          )
        },
        { description: 'What the plan costs, by what it costs for; ten-thousandths of a cost point.' }
      )
    )
  },
  { $id: 'PlanReport', title: 'PlanReport', additionalProperties: true }
)

export const JobView = Type.Object(
  {
    id: Id,
    kind: oneOf(JOB_KINDS),
    status: oneOf(JOB_STATUSES),
    roster: Type.Object({ id: Type.String(), href: Type.String({ description: 'Address of the roster it is about.' }) }),
    progress: nullable(ProgressView),
    result: nullable(
      Type.Object(
        {
          version: Type.Integer({ description: 'Version of the roster after the plan.' }),
          summary: Type.Ref('PlanSummary'),
          report: Type.Ref('PlanReport')
        },
        { description: 'What came of it, once it is done.' }
      )
    ),
    problem: nullable(Type.Ref('Problem')),
    createdAt: Type.String(),
    startedAt: nullable(Type.String()),
    finishedAt: nullable(Type.String())
  },
  { $id: 'Job', title: 'Job' }
)

/** The job in the language and zone of its reader. */
export const presentJob = (job: Job, { zone }: Centre, request: FastifyRequest) => ({
  id: job.id,
  kind: job.kind,
  status: job.status,
  roster: { id: job.rosterId, href: `/v1/rosters/${job.rosterId}` },
  progress: job.progress,
  result: job.result,
  problem: job.problem && { ...toProblem(errorOf(job.problem), request), instance: `/v1/jobs/${job.id}` },
  createdAt: formatInstant(job.createdAt, zone),
  startedAt: presentInstant(job.startedAt, zone),
  finishedAt: presentInstant(job.finishedAt, zone)
})
