import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { DAY_KINDS } from '../domain/calendar.ts'
import { DUTY_MODES, HANDOVER_UNITS, LAYOUTS, type Post, WANTED_KINDS } from '../domain/post.ts'
import { PROVIDER_ROLES } from '../domain/provider.ts'
import { LONGEST_COUNT } from '../domain/recurrence.ts'
import { MOST_SLOTS, patternDuration } from '../domain/slot.ts'
import type { Deps } from '../usecases/deps.ts'
import { placeInput } from '../usecases/save-places.ts'
import { postEntry } from '../usecases/save-post.ts'
import { catalogueRoutes } from './catalogue.ts'
import { PlaceView, SeatPlanBody, SeatPlanView } from './post-seats.ts'
import { may } from './principal.ts'
import { rotationRoutes } from './rotations.ts'
import { Code, DayField, DayKindField, Id, nullable, oneOf, Ref, strict, Text, Version } from './schemas.ts'

const PatternFields = {
  rrule: Text(
    300,
    `RFC 5545 recurrence of days, e.g. FREQ=DAILY; intervals count from the first day of the post. COUNT times INTERVAL is at most ${LONGEST_COUNT} days (ten years).`
  ),
  startsAt: Type.String({ maxLength: 5, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'Wall-clock start, HH:mm.' }),
  duration: Text(20, 'Wall-clock length in ISO 8601: PT9H30M, P1D.')
}

const PostBody = strict({
  code: Code,
  name: Text(300, 'What the line of the roster is called.'),
  agencies: Type.Array(Ref('an agency that the post serves'), { minItems: 1, maxItems: 400 }),
  mode: oneOf(DUTY_MODES, 'By phone or on site.'),
  patterns: Type.Array(
    strict({
      ...PatternFields,
      dayKinds: Type.Optional(
        nullable(
          Type.Array(DayKindField, {
            minItems: 1,
            maxItems: DAY_KINDS.length,
            description: 'Kinds of day on which a slot starts; null = all.'
          })
        )
      )
    }),
    {
      minItems: 1,
      maxItems: 20,
      description: `When the post is staffed. Patterns may not overlap; those of all posts together begin at most ${MOST_SLOTS} slots a month.`
    }
  ),
  handoverUnit: Type.Optional(oneOf(HANDOVER_UNITS, 'How long one person keeps a seat (default slot).')),
  handoverEvery: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 31,
      description: 'So many units are one turn (default 1), counted from the first day of the post; slots from the first of each month.'
    })
  ),
  straddles: Type.Optional(
    Type.Boolean({
      description: 'Whether a turn may run over the end of a month; the same person then goes on in the next roster (default false).'
    })
  ),
  seats: Type.Array(SeatPlanBody, {
    minItems: 1,
    maxItems: 40,
    description: 'How each seat is filled; a further line of a seat, with `from`, replaces the one before from that day on.'
  }),
  eligibility: Type.Optional(
    strict(
      {
        roles: Type.Optional(Type.Array(oneOf(PROVIDER_ROLES), { maxItems: 4 })),
        branches: Type.Optional(Type.Array(Ref('a branch'), { maxItems: 50 })),
        providers: Type.Optional(Type.Array(Ref('a provider'), { maxItems: 400 })),
        excluded: Type.Optional(Type.Array(Ref('a provider'), { maxItems: 400 })),
        skills: Type.Optional(Type.Array(Text(64, 'A skill that everybody here must have.'), { maxItems: 30 }))
      },
      { description: 'Who may be chosen; empty lists do not restrict.' }
    )
  ),
  atLeastOne: Type.Optional(
    Type.Array(strict({ kind: oneOf(WANTED_KINDS), value: Text(64, 'An ISO 639 language code, a skill, or a sex.') }), {
      maxItems: 10,
      description: 'What at least one of those who serve a slot had better have (default nothing): weighed in the plan, never demanded.'
    })
  ),
  burdenPercent: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 500, description: 'Per cent of the usual points that a duty here counts (default 100).' })
  ),
  distanceKm: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1000, description: 'Kilometres from the centre (default 0); counts for duty on site.' })
  ),
  layout: Type.Optional(
    nullable(
      oneOf(
        LAYOUTS,
        'How its table is laid out on paper: a line per turn, per agency, per day, or blocks by branch (default: as its turns suggest).'
      )
    )
  ),
  validFrom: DayField('First day'),
  validTo: Type.Optional(nullable(DayField('Last day; null while it lasts')))
})

const PostView = Type.Object(
  {
    id: Id,
    code: Code,
    version: Version,
    name: Type.String(),
    agencyIds: Type.Array(Type.String()),
    mode: oneOf(DUTY_MODES),
    patterns: Type.Array(Type.Object({ ...PatternFields, dayKinds: nullable(Type.Array(DayKindField)) })),
    handoverUnit: oneOf(HANDOVER_UNITS),
    handoverEvery: Type.Integer(),
    straddles: Type.Boolean(),
    seats: Type.Optional(Type.Array(SeatPlanView, { description: 'Only for keys with catalogue:read.' })),
    eligibility: Type.Optional(
      Type.Object(
        {
          roles: Type.Array(Type.String()),
          branchIds: Type.Array(Type.String()),
          providerIds: Type.Array(Type.String()),
          excludedIds: Type.Array(Type.String()),
          skills: Type.Array(Type.String())
        },
        { description: 'Only for keys with catalogue:read.' }
      )
    ),
    atLeastOne: Type.Optional(
      Type.Array(Type.Object({ kind: oneOf(WANTED_KINDS), value: Type.String() }), { description: 'Only for keys with catalogue:read.' })
    ),
    burdenPercent: Type.Optional(Type.Integer({ description: 'Only for keys with catalogue:read.' })),
    distanceKm: Type.Optional(Type.Integer({ description: 'Only for keys with catalogue:read.' })),
    layout: nullable(oneOf(LAYOUTS)),
    validFrom: Type.String(),
    validTo: nullable(Type.String())
  },
  { $id: 'Post', title: 'Post' }
)

/** A plan with its places as they are sent. */
const presentPlan = ({ order, restDays, tet, ...plan }: Post['seats'][number]) => ({
  ...plan,
  order: order.map(placeInput),
  restDays: restDays.map(placeInput),
  tet: tet.map(placeInput)
})

/** `posts`: what is staffed, when and how. */
export function postRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(PlaceView)
  app.addSchema(PostView)
  rotationRoutes(app, deps)
  catalogueRoutes(app, deps, {
    entry: postEntry,
    plural: 'posts',
    names: ['Post', 'Posts'],
    description: 'Duty posts: lines of the roster, each serving one or more agencies.',
    body: PostBody,
    view: Type.Ref('Post'),
    present: ({ centreId: _, seats, eligibility, atLeastOne, burdenPercent, distanceKm, patterns, ...post }: Post, principal) => ({
      ...post,
      patterns: patterns.map((pattern) => ({ ...pattern, duration: patternDuration(pattern) })),
      ...(may(principal, 'catalogue:read') && { seats: seats.map(presentPlan), eligibility, atLeastOne, burdenPercent, distanceKm })
    }),
    ofCentre: true
  })
}
