import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { JobId, RosterId } from '../../src/domain/ids.ts'
import type { JobKind, JobProblem, JobProgress, JobStatus } from '../../src/domain/job.ts'
import { centres } from './centres.ts'
import { centreId, createdAt, instant } from './columns.ts'
import { rosters } from './rosters.ts'

/** Long work. `roster_id` refers to nothing on purpose: what became of a job is told also when its draft was thrown away. */
export const jobs = pgTable(
  'jobs',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<JobId>(),
    kind: text('kind').notNull().$type<JobKind>(),
    status: text('status').notNull().$type<JobStatus>(),
    instance: text('instance').notNull(),
    /** By the clock of the database, so that instances need not agree on the time. A row of a release that knows no leases has none left. */
    leaseUntil: instant('lease_until').notNull().default(sql`now()`),
    stopWanted: boolean('stop_wanted').notNull().default(false),
    rosterId: uuid('roster_id').notNull().$type<RosterId>(),
    progress: jsonb('progress').$type<JobProgress>(),
    result: jsonb('result'),
    problem: jsonb('problem').$type<JobProblem>(),
    createdAt: createdAt(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at')
  },
  (t) => [
    primaryKey({ name: 'jobs_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'jobs_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    check('jobs_kind', sql`${t.kind} in ('plan')`),
    check('jobs_status', sql`${t.status} in ('queued', 'running', 'done', 'failed', 'cancelled')`),
    check('jobs_over_has_time', sql`(${t.status} in ('queued', 'running')) = (${t.finishedAt} is null)`),
    check('jobs_failed_has_problem', sql`(${t.status} = 'failed') = (${t.problem} is not null)`),
    uniqueIndex('jobs_one_plan_per_roster').on(t.centreId, t.rosterId).where(sql`${t.status} in ('queued', 'running')`),
    index('jobs_by_birth').on(t.centreId, t.createdAt, t.id)
  ]
)

/** What the last plan of a roster says of itself, and what proves it. */
export const planReports = pgTable(
  'plan_reports',
  {
    centreId: centreId(),
    rosterId: uuid('roster_id').notNull().$type<RosterId>(),
    report: jsonb('report').notNull(),
    certificate: jsonb('certificate'),
    createdAt: createdAt()
  },
  (t) => [
    primaryKey({ name: 'plan_reports_pk', columns: [t.centreId, t.rosterId] }),
    foreignKey({
      name: 'plan_reports_roster',
      columns: [t.centreId, t.rosterId],
      foreignColumns: [rosters.centreId, rosters.id]
    }).onDelete('cascade')
  ]
)
