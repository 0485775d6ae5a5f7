import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { ABSENCE_KINDS, type Absence, ENGAGEMENT_KINDS, type Engagement, PAIR_KINDS, type Pair } from '../domain/absence.ts'
import { DEFAULT_ZONE, formatInstant } from '../domain/instant.ts'
import type { Deps } from '../usecases/deps.ts'
import { absenceEntry, absenceFilter, engagementEntry, engagementFilter, pairEntry } from '../usecases/save-absence.ts'
import { catalogueRoutes } from './catalogue.ts'
import { DayField, Id, InstantField, nullable, oneOf, Ref, strict, Text, Version } from './schemas.ts'

const Note = Type.Optional(nullable(Text(500, 'A remark for planners; no case data.')))
const Affected = Type.String({ description: 'Address of the duties to come that it concerns, with stand-ins.' })
const ofProvider = { provider: Type.Optional(Ref('the provider')) }

const AbsenceBody = strict({
  provider: Ref('the provider'),
  kind: oneOf(ABSENCE_KINDS),
  from: DayField('First day away'),
  to: DayField('Last day away, counted'),
  note: Note
})

const AbsenceView = Type.Object(
  {
    id: Id,
    version: Version,
    providerId: Type.String(),
    kind: oneOf(ABSENCE_KINDS),
    from: Type.String(),
    to: Type.String(),
    note: nullable(Type.String()),
    affected: Affected
  },
  { $id: 'Absence', title: 'Absence' }
)

const EngagementBody = strict({
  provider: Ref('the provider'),
  kind: oneOf(ENGAGEMENT_KINDS),
  start: InstantField('Start'),
  end: InstantField('End, not counted'),
  agency: Type.Optional(nullable(Ref('the agency where it is'))),
  reachable: Type.Optional(Type.Boolean({ description: 'Whether a phone can be answered meanwhile (default false).' })),
  note: Note
})

const EngagementView = Type.Object(
  {
    id: Id,
    version: Version,
    providerId: Type.String(),
    kind: oneOf(ENGAGEMENT_KINDS),
    start: Type.String(),
    end: Type.String(),
    agencyId: nullable(Type.String()),
    reachable: Type.Boolean(),
    note: nullable(Type.String()),
    affected: Affected
  },
  { $id: 'Engagement', title: 'Engagement' }
)

const PairBody = strict({
  providers: Type.Array(Ref('a provider'), { minItems: 2, maxItems: 2 }),
  kind: Type.Optional(oneOf(PAIR_KINDS, 'Must not stand duty together, or are wanted together (default apart).')),
  reason: Type.Optional(nullable(Text(500, 'Why.'))),
  from: DayField('First day'),
  to: Type.Optional(nullable(DayField('Last day; null while it lasts')))
})

const PairView = Type.Object(
  {
    id: Id,
    version: Version,
    providerIds: Type.Array(Type.String()),
    kind: oneOf(PAIR_KINDS),
    reason: nullable(Type.String()),
    from: Type.String(),
    to: nullable(Type.String())
  },
  { $id: 'Pair', title: 'Pair' }
)

/** `absences`, `engagements` and `pairs`: what keeps people from a seat, or brings them to it. */
export function absenceRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [AbsenceView, EngagementView, PairView]) app.addSchema(schema)
  catalogueRoutes(app, deps, {
    entry: absenceEntry,
    plural: 'absences',
    names: ['Absence', 'Absences'],
    description: 'Days away (nghỉ phép, công tác …); both ends count.',
    body: AbsenceBody,
    view: Type.Ref('Absence'),
    filters: ofProvider,
    where: async (deps, centre, query) => absenceFilter(deps, centre, query.provider),
    present: ({ centreId: _, ...absence }: Absence) => ({ ...absence, affected: `/v1/absences/${absence.id}/affected` }),
    ofCentre: true
  })
  catalogueRoutes(app, deps, {
    entry: engagementEntry,
    plural: 'engagements',
    names: ['Engagement', 'Engagements'],
    description: 'Timed obligations (phiên tòa, hỏi cung, tập huấn), half-open.',
    body: EngagementBody,
    view: Type.Ref('Engagement'),
    filters: ofProvider,
    where: async (deps, centre, query) => engagementFilter(deps, centre, query.provider),
    present: ({ centreId: _, start, end, ...engagement }: Engagement, _principal, centre) => {
      const zone = centre?.zone ?? DEFAULT_ZONE
      const affected = `/v1/engagements/${engagement.id}/affected`
      return { ...engagement, start: formatInstant(start, zone), end: formatInstant(end, zone), affected }
    },
    ofCentre: true
  })
  catalogueRoutes(app, deps, {
    entry: pairEntry,
    plural: 'pairs',
    names: ['Pair', 'Pairs'],
    description: 'Two people who must not share a slot, or who are wanted in the same.',
    body: PairBody,
    view: Type.Ref('Pair'),
    present: ({ centreId: _, ...pair }: Pair) => pair,
    ofCentre: true
  })
}
