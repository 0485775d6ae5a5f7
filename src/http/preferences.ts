import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { PREFERENCE_KINDS, type Preference, STRENGTHS, type Strength } from '../domain/preference.ts'
import type { Deps } from '../usecases/deps.ts'
import { preferenceEntry, preferenceFilter } from '../usecases/save-preference.ts'
import { catalogueRoutes } from './catalogue.ts'
import { DayField, Id, nullable, oneOf, Ref, strict, Text, Version } from './schemas.ts'

const StrengthField = Type.Unsafe<Strength>({ type: 'integer', enum: STRENGTHS, description: 'From mild (1) to strong (3); default 2.' })
const Weekday = Type.Integer({ minimum: 1, maximum: 7, description: 'ISO weekday, 1 = Monday.' })

const PreferenceBody = strict({
  provider: Ref('the provider'),
  kind: oneOf(PREFERENCE_KINDS, 'Rather no duty then and there, or rather at least one.'),
  strength: Type.Optional(StrengthField),
  from: DayField('First day'),
  to: Type.Optional(nullable(DayField('Last day, counted; null while it lasts'))),
  weekdays: Type.Optional(Type.Array(Weekday, { maxItems: 7, description: 'Only these weekdays; empty = every day.' })),
  posts: Type.Optional(Type.Array(Ref('a post'), { maxItems: 100, description: 'Only these posts; empty = all.' })),
  note: Type.Optional(nullable(Text(500, 'A remark for planners; no case data.')))
})

const PreferenceView = Type.Object(
  {
    id: Id,
    version: Version,
    providerId: Type.String(),
    kind: oneOf(PREFERENCE_KINDS),
    strength: StrengthField,
    from: Type.String(),
    to: nullable(Type.String()),
    weekdays: Type.Array(Weekday),
    postIds: Type.Array(Type.String()),
    note: nullable(Type.String())
  },
  { $id: 'Preference', title: 'Preference' }
)

/** `preferences`: what people wish of duty; it weighs in the plan and binds nobody. */
export function preferenceRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(PreferenceView)
  catalogueRoutes(app, deps, {
    entry: preferenceEntry,
    plural: 'preferences',
    names: ['Preference', 'Preferences'],
    description: 'Wishes about duty (nguyện vọng) by days, weekdays and posts: weighed in the plan, never a promise.',
    body: PreferenceBody,
    view: Type.Ref('Preference'),
    filters: { provider: Type.Optional(Ref('the provider')) },
    where: async (deps, centre, query) => preferenceFilter(deps, centre, query.provider),
    present: ({ centreId: _, ...preference }: Preference) => preference,
    ofCentre: true
  })
}
