import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { DUTY_MODES, HANDOVER_UNITS, METHODS, type Post, SEATS } from '../domain/post.ts'
import { PROVIDER_ROLES } from '../domain/provider.ts'
import { patternDuration } from '../domain/slot.ts'
import type { Deps } from '../usecases/deps.ts'
import { postEntry } from '../usecases/save-post.ts'
import { catalogueRoutes } from './catalogue.ts'
import { may } from './principal.ts'
import { Code, DayField, DayKindField, Id, nullable, oneOf, Ref, strict, Text, Version } from './schemas.ts'

const PatternFields = {
  rrule: Text(300, 'RFC 5545 recurrence of days, e.g. FREQ=DAILY; intervals count from the first day of the post.'),
  startsAt: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'Wall-clock start, HH:mm.' }),
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
        nullable(Type.Array(DayKindField, { minItems: 1, description: 'Kinds of day on which a slot starts; null = all.' }))
      )
    }),
    { minItems: 1, maxItems: 20, description: 'When the post is staffed. Patterns may not overlap.' }
  ),
  handoverUnit: Type.Optional(oneOf(HANDOVER_UNITS, 'How long one person keeps a seat (default slot); never across months.')),
  seats: Type.Array(
    strict({
      seat: oneOf(SEATS),
      importance: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 9, description: 'Which seats to fill first (default primary 9, support 5).' })
      ),
      method: Type.Optional(oneOf(METHODS, 'How the seat is filled (default balanced).')),
      provider: Type.Optional(nullable(Ref('who, for `fixed`'))),
      standIn: Type.Optional(nullable(Ref('who stands in, for `fixed`'))),
      order: Type.Optional(Type.Array(Ref('a provider'), { maxItems: 200, description: 'The declared order, for `cycle`.' }))
    }),
    { minItems: 1, maxItems: 2 }
  ),
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
    seats: Type.Optional(
      Type.Array(
        Type.Object({
          seat: oneOf(SEATS),
          importance: Type.Integer(),
          method: oneOf(METHODS),
          providerId: nullable(Type.String()),
          standInId: nullable(Type.String()),
          order: Type.Array(Type.String())
        }),
        { description: 'Only for keys with catalogue:read.' }
      )
    ),
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
    validFrom: Type.String(),
    validTo: nullable(Type.String())
  },
  { $id: 'Post', title: 'Post' }
)

/** `posts`: what is staffed, when and how. */
export function postRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(PostView)
  catalogueRoutes(app, deps, {
    entry: postEntry,
    plural: 'posts',
    names: ['Post', 'Posts'],
    description: 'Duty posts: lines of the roster, each serving one or more agencies.',
    body: PostBody,
    view: Type.Ref('Post'),
    present: ({ centreId: _, seats, eligibility, patterns, ...post }: Post, principal) => ({
      ...post,
      patterns: patterns.map((pattern) => ({ ...pattern, duration: patternDuration(pattern) })),
      ...(may(principal, 'catalogue:read') && { seats, eligibility })
    }),
    ofCentre: true
  })
}
